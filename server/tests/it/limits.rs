//! Slow, greedy and broken clients, and an orderly end.

use std::time::Duration;

use crate::{
    common::{Answer, Server},
    notify::{SECRET, subscribe},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

const SHORT: Duration = Duration::from_millis(150);
/// Longer than a busy machine holds up this test between two of its steps.
const UNHURRIED: Duration = Duration::from_secs(3);
/// No test comes near it unless something never happens.
const NEVER: Duration = Duration::from_secs(120);

/// Reads to the end; a test that waits for ever fails by its time limit.
async fn read_all(stream: &mut (impl AsyncReadExt + Unpin)) -> Vec<u8> {
    let mut bytes = Vec::new();
    let read = tokio::time::timeout(NEVER, stream.read_to_end(&mut bytes));
    let _ = read.await.expect("the connection is closed");
    bytes
}

#[tokio::test]
async fn headers_that_never_end_are_cut_off() {
    let server = Server::start(|config| config.limits.header = SHORT).await;
    for start in ["", "G", "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "] {
        let mut stream = server.connect().await;
        // On a busy machine it may be cut off before it has said so much.
        let _ = stream.write_all(start.as_bytes()).await;
        let answer = read_all(&mut stream).await;
        assert!(answer.is_empty() || answer.starts_with(b"HTTP/1.1 408"), "{start:?}");
    }
}

#[tokio::test]
async fn an_idle_connection_is_closed_after_its_answer() {
    // The same time bounds the request itself, which must come through.
    let server = Server::start(|config| config.limits.header = UNHURRIED).await;
    let mut stream = server.connect().await;
    stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await.expect("send");
    let answer = String::from_utf8(read_all(&mut stream).await).expect("text");
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("\r\n\r\nshell"), "{answer}");
}

#[tokio::test]
async fn a_client_that_takes_nothing_is_cut_off() {
    let server = Server::start(|config| {
        config.limits.write = SHORT;
        config.limits.drain = Duration::from_secs(600);
    })
    .await;
    // More than the buffers of both ends hold.
    let huge = vec![b'x'; 64 * 1024 * 1024];
    std::fs::write(server.folder.path().join("dist/huge.bin"), &huge).expect("write");
    let mut stream = server.connect().await;
    stream.write_all(b"GET /huge.bin HTTP/1.1\r\nHost: x\r\n\r\n").await.expect("send");
    stream.read_exact(&mut [0; 4]).await.expect("the answer has begun");
    // The server ends only when it has no connection left: the drain time is far longer.
    server.stopper.stop();
    tokio::time::timeout(NEVER, server.task).await.expect("it was cut off").expect("the end");
    assert!(read_all(&mut stream).await.len() < huge.len());
}

#[tokio::test]
async fn broken_requests_are_answered_or_closed() {
    let server = Server::plain().await;
    for bytes in [
        &b"\r\n\r\n\r\n"[..],
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nBad Header: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x/y\r\nConnection: close\r\n\r\n",
    ] {
        let mut stream = server.connect().await;
        // A server that has seen enough may close before the rest of it.
        let _ = stream.write_all(bytes).await;
        let _ = stream.shutdown().await;
        let answer = read_all(&mut stream).await;
        assert!(answer.is_empty() || answer.starts_with(b"HTTP/1.1 4"), "{bytes:?}");
    }
    let many = "X: y\r\n".repeat(20_000);
    let answer = server.send(format!("GET / HTTP/1.1\r\nHost: x\r\n{many}\r\n").as_bytes()).await;
    assert_eq!(answer.status, 431);
    assert_eq!(server.get("/").await.status, 200, "the server is still there");
}

/// A body that stops half-way, and one that comes drop by drop: each is the client's fault and said to be.
#[tokio::test]
async fn a_body_that_never_ends_is_answered_as_slow() {
    let server = Server::start(|config| {
        subscribe(config);
        config.limits.request = SHORT * 4;
    })
    .await;
    for drops in [0, 20] {
        let mut stream = TcpStream::connect(server.notify.expect("a webhook")).await.expect("connect");
        let head = format!(
            "POST /notify/air HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {SECRET}\r\n\
             Content-Type: application/json\r\nContent-Length: 400\r\n\r\n{{"
        );
        stream.write_all(head.as_bytes()).await.expect("send");
        for _ in 0..drops {
            tokio::time::sleep(SHORT / 3).await;
            // It may have been cut off already.
            let _ = stream.write_all(b" ").await;
        }
        let answer = Answer::read(&mut stream).await;
        assert_eq!((answer.status, answer.text().contains("problem:slow")), (408, true), "{answer:?}");
    }
    assert_eq!(server.get("/").await.status, 200);
}

#[tokio::test]
async fn connections_beyond_the_limit_wait_for_a_seat() {
    let server = Server::start(|config| config.limits.connections = 1).await;
    let first = server.connect().await;
    let mut second = server.connect().await;
    second.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await.expect("send");
    let mut byte = [0];
    let early = tokio::time::timeout(SHORT, second.read(&mut byte)).await;
    assert!(early.is_err(), "the only seat is taken");
    drop(first);
    assert_eq!(Answer::read(&mut second).await.status, 200);
}

#[tokio::test]
async fn a_request_under_way_is_finished_before_the_end() {
    let server = Server::start(|config| {
        // A busy machine may need long for all of it; the end must not wait for this.
        config.limits.drain = NEVER * 2;
        config.limits.write = NEVER;
    })
    .await;
    // More than the buffers of both ends hold.
    let huge = vec![b'x'; 64 * 1024 * 1024];
    std::fs::write(server.folder.path().join("dist/huge.bin"), &huge).expect("write");
    let mut stream = server.connect().await;
    let idle = server.connect().await;
    stream.write_all(b"GET /huge.bin HTTP/1.1\r\nHost: x\r\n\r\n").await.expect("send");
    let mut first = [0; 4];
    stream.read_exact(&mut first).await.expect("the answer has begun");
    server.stopper.stop();
    let rest = read_all(&mut stream).await;
    assert!(rest.len() > huge.len(), "the whole of it came");
    let end = tokio::time::timeout(NEVER, server.task).await;
    end.expect("the idle connection is not waited for").expect("the end");
    drop(idle);
    assert!(TcpStream::connect(server.address).await.is_err(), "nobody listens any more");
}

#[tokio::test]
async fn the_drain_time_has_an_end() {
    let server = Server::start(|config| {
        config.limits.drain = SHORT;
        config.limits.write = NEVER * 2;
    })
    .await;
    std::fs::write(server.folder.path().join("dist/huge.bin"), vec![b'x'; 64 * 1024 * 1024]).expect("write");
    let mut stream = server.connect().await;
    stream.write_all(b"GET /huge.bin HTTP/1.1\r\nHost: x\r\n\r\n").await.expect("send");
    let mut first = [0; 4];
    stream.read_exact(&mut first).await.expect("the answer has begun");
    server.stopper.stop();
    tokio::time::timeout(NEVER, server.task).await.expect("before any other limit").expect("the end");
}
