//! Fetching from a server on the loopback that answers by a script.

use std::{
    io::{BufRead, BufReader},
    net::TcpListener,
    sync::{Arc, Mutex},
};

use super::*;

/// A server that gives the answers in order, one a connection, and notes the heads of requests.
fn server(answers: Vec<&'static str>) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}/data", listener.local_addr().expect("an address"));
    let heads = Arc::new(Mutex::new(vec![]));
    let noted = Arc::clone(&heads);
    thread::spawn(move || {
        for answer in answers {
            let (mut stream, _) = listener.accept().expect("a connection");
            let mut head = String::new();
            for line in BufReader::new(stream.try_clone().expect("a stream")).lines() {
                let line = line.expect("a line");
                if line.is_empty() {
                    break;
                }
                head.push_str(&line.to_lowercase());
                head.push('\n');
            }
            noted.lock().expect("unpoisoned").push(head);
            stream.write_all(answer.as_bytes()).expect("written");
        }
    });
    (url, heads)
}

fn fetcher(name: &str) -> Fetcher {
    let folder = std::env::temp_dir().join(format!("gemeo-fetch-{name}-{}", std::process::id()));
    if folder.is_dir() {
        fs::remove_dir_all(&folder).expect("removed");
    }
    Fetcher::new(&folder, Pace { gap: Duration::ZERO, backoff: Duration::from_millis(1) }).expect("a folder")
}

fn text(fetched: Result<Fetched, Fault>) -> String {
    String::from_utf8(fetched.unwrap_or_else(|e| panic!("{e}")).bytes).expect("text")
}

const WHOLE: &str =
    "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nETag: \"v1\"\r\nConnection: close\r\n\r\n0123456789";

#[test]
fn errors_are_retried_and_an_unchanged_answer_is_not_fetched_again() {
    let (url, heads) = server(vec![
        "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nRetry-After: 0\r\nConnection: close\r\n\r\n",
        WHOLE,
        "HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n",
    ]);
    let mut fetcher = fetcher("retry");
    assert_eq!(text(fetcher.get(&url, None)), "0123456789");
    let again = fetcher.get(&url, None).unwrap_or_else(|e| panic!("{e}"));
    assert!(again.unchanged);
    assert_eq!(again.bytes, b"0123456789");
    let heads = heads.lock().expect("unpoisoned");
    assert!(heads[2].contains("if-none-match: \"v1\""), "{}", heads[2]);
}

#[test]
fn an_answer_that_broke_off_is_resumed() {
    let (url, heads) = server(vec![
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nETag: \"v1\"\r\nConnection: close\r\n\r\n01234",
        "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 5-9/10\r\nContent-Length: 5\r\nETag: \"v1\"\r\nConnection: close\r\n\r\n56789",
    ]);
    assert_eq!(text(fetcher("resume").get(&url, None)), "0123456789");
    let heads = heads.lock().expect("unpoisoned");
    assert!(heads[1].contains("range: bytes=5-") && heads[1].contains("if-range: \"v1\""), "{}", heads[1]);
}

#[test]
fn a_version_that_changed_meanwhile_is_read_anew() {
    let (url, _) = server(vec![
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nETag: \"v1\"\r\nConnection: close\r\n\r\n01234",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nETag: \"v2\"\r\nConnection: close\r\n\r\nabc",
    ]);
    assert_eq!(text(fetcher("anew").get(&url, None)), "abc");
}

#[test]
fn what_is_not_there_is_asked_once_and_what_stays_down_four_times() {
    let gone = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    let (url, heads) = server(vec![gone]);
    let error = fetcher("gone").get(&url, None).err().expect("refused").to_string();
    assert!(error.contains("404"), "{error}");
    assert_eq!(heads.lock().expect("unpoisoned").len(), 1);
    let down = "HTTP/1.1 500 Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    let (url, heads) = server(vec![down; 4]);
    assert!(fetcher("down").get(&url, None).is_err());
    assert_eq!(heads.lock().expect("unpoisoned").len(), 4);
}
