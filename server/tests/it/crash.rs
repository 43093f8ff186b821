//! The program is killed, its disk is full, its store is down: nothing is doubled or lost, and the twin goes on.
#![cfg(unix)]

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Output, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
};

use crate::common::postgres::Postgres;
use gemeo_server::store::{self, StoreUrl};

const AUTHORITIES: &str = "/etc/ssl/certs/ca-certificates.crt";
const SOURCES: usize = 8;

/// A folder with a twin, a key, and a configuration that names sources and a store.
struct Place {
    folder: tempfile::TempDir,
    called: Arc<AtomicUsize>,
}

impl Place {
    fn new(test: &str) -> Option<Self> {
        if !Path::new(AUTHORITIES).exists() {
            println!("skipped: {test}: no certificates on this system");
            return None;
        }
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("index.html"), "shell").expect("write");
        store::new_key_file(&folder.path().join("key")).expect("a key");
        let source = TcpListener::bind("127.0.0.1:0").expect("bind");
        let address = source.local_addr().expect("an address");
        let called = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&called);
        thread::spawn(move || {
            for stream in source.incoming() {
                let (mut stream, count) = (stream.expect("a connection"), Arc::clone(&count));
                thread::spawn(move || {
                    let mut lines = BufReader::new(stream.try_clone().expect("a copy")).lines();
                    while lines.next().is_some_and(|line| line.is_ok_and(|line| !line.is_empty())) {}
                    count.fetch_add(1, Ordering::SeqCst);
                    let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
                });
            }
        });
        let mut lines = format!("egress_loopback_http = true\negress_ca = '{AUTHORITIES}'\n");
        for number in 0..SOURCES {
            lines.push_str(&format!(
                "[sources.s{number}]\nurl = 'http://{address}/'\nbeneath = true\nmedia = 'json'\n"
            ));
        }
        std::fs::write(folder.path().join("server.toml"), lines).expect("write");
        Some(Self { folder, called })
    }

    fn words(&self, store: &str) -> Vec<String> {
        let path = |name: &str| self.folder.path().join(name).display().to_string();
        let words = [
            "--config",
            &path("server.toml"),
            "--root",
            &path(""),
            "--listen",
            "127.0.0.1:0",
            "--log-format",
            "json",
            "--store-key",
            &path("key"),
            "--store",
            store,
        ];
        words.map(str::to_owned).to_vec()
    }

    fn sqlite(&self) -> String {
        format!("sqlite:{}", self.folder.path().join("store.db").display())
    }

    fn start(&self, before: &str, store: &str) -> (Child, String) {
        let mut command = Command::new("sh");
        command.args(["-c", &format!("{before} exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_gemeo-server")]);
        let mut child = command.args(self.words(store)).stderr(Stdio::piped()).spawn().expect("it starts");
        let mut log = BufReader::new(child.stderr.take().expect("its log"));
        let mut line = String::new();
        let address = loop {
            line.clear();
            assert!(log.read_line(&mut line).expect("a line") > 0, "it ended");
            if let Some(rest) = line.split("http://").nth(1) {
                break rest.split('/').next().expect("an address").to_owned();
            }
        };
        thread::spawn(move || log.read_to_end(&mut Vec::new()));
        (child, address)
    }

    fn task(&self, store: &str, task: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gemeo-server"));
        command.args(task).args(self.words(store)).output().expect("it runs")
    }

    fn verified(&self, store: &str) {
        let said = self.task(store, &["audit", "verify"]);
        assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    }

    fn calls(&self, url: &StoreUrl) -> usize {
        let mut store = store::open(url).expect("a store");
        let rows = store.rows("SELECT COUNT(*) FROM audit WHERE kind = 'call'", &[]).expect("a count");
        usize::try_from(rows[0].int(0).expect("a number")).expect("a count")
    }
}

/// The status of an answer; none where the server went away.
fn get(address: &str, path: &str) -> Option<u16> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream
        .write_all(format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").as_bytes())
        .ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    answer.split(' ').nth(1)?.parse().ok()
}

fn kill(child: &mut Child, signal: &str) {
    let sent = Command::new("kill").args([signal, &child.id().to_string()]).status().expect("kill");
    assert!(sent.success());
    child.wait().expect("its end");
}

fn killed_in_the_middle(place: &Place, address_of_store: &str) {
    let url: StoreUrl = address_of_store.parse().expect("an address");
    let mut answered_in_all = 0;
    for round in 0..3 {
        let (mut child, address) = place.start("", address_of_store);
        let (answered, going) = (AtomicUsize::new(0), AtomicBool::new(true));
        thread::scope(|scope| {
            for reader in 0..SOURCES {
                let (address, answered, going) = (&address, &answered, &going);
                scope.spawn(move || {
                    for number in 0.. {
                        let path = format!("/api/pull/s{reader}/r{round}-{number}");
                        match get(address, &path) {
                            Some(200) => answered.fetch_add(1, Ordering::SeqCst),
                            Some(_) | None if !going.load(Ordering::SeqCst) => break,
                            other => panic!("{other:?}"),
                        };
                        if number == 29 {
                            break;
                        }
                    }
                });
            }
            while answered.load(Ordering::SeqCst) < 40 {
                thread::yield_now();
            }
            going.store(false, Ordering::SeqCst);
            kill(&mut child, "-KILL");
        });
        answered_in_all += answered.load(Ordering::SeqCst);
        place.verified(address_of_store);
        let (written, called) = (place.calls(&url), place.called.load(Ordering::SeqCst));
        // What was handed on is written down; what is written down was called.
        assert!(answered_in_all <= written && written <= called, "{answered_in_all} {written} {called}");
    }
}

#[test]
fn killed_in_the_middle_on_sqlite() {
    let Some(place) = Place::new("killed_in_the_middle_on_sqlite") else { return };
    killed_in_the_middle(&place, &place.sqlite());
}

#[test]
fn a_full_disk_stops_pulls_and_not_the_twin() {
    let Some(place) = Place::new("a_full_disk_stops_pulls_and_not_the_twin") else { return };
    let store = place.sqlite();
    let url: StoreUrl = store.parse().expect("an address");
    // No file may grow beyond 512 blocks of 512 bytes: writing fails as it does on a full disk.
    let (mut child, address) = place.start("trap '' XFSZ; ulimit -f 512;", &store);
    let mut statuses = Vec::new();
    for number in 0..SOURCES * 25 {
        statuses.extend(get(&address, &format!("/api/pull/s{}/{number}", number % SOURCES)));
    }
    let count = |status: u16| statuses.iter().filter(|found| **found == status).count();
    assert!(count(200) > 0 && count(503) > 0 && count(200) + count(503) == SOURCES * 25, "{statuses:?}");
    assert_eq!(get(&address, "/"), Some(200), "the twin goes on");
    kill(&mut child, "-KILL");
    assert_eq!(place.calls(&url), count(200), "what was handed on is written down, once");
    place.verified(&store);
    let (mut child, address) = place.start("", &store);
    assert_eq!(get(&address, "/api/pull/s0/after"), Some(200));
    kill(&mut child, "-TERM");
    place.verified(&store);
    assert_eq!(place.calls(&url), count(200) + 1);
}

#[test]
fn a_store_that_goes_down_comes_back() {
    let Some(place) = Place::new("a_store_that_goes_down_comes_back") else { return };
    let Some(server) = Postgres::start("a_store_that_goes_down_comes_back") else { return };
    let store = server.address();
    let (mut child, address) = place.start("", &store);
    assert_eq!(get(&address, "/api/pull/s0/a"), Some(200));
    server.cut_connections();
    assert_eq!(get(&address, "/"), Some(200), "the twin goes on");
    // The first call may find out; the next one has a new connection.
    let statuses: Vec<_> = (0..3).map(|number| get(&address, &format!("/api/pull/s1/{number}"))).collect();
    assert_eq!(statuses[1..], [Some(200); 2], "{statuses:?}");
    kill(&mut child, "-KILL");
    place.verified(&store);
    killed_in_the_middle(
        &Place { called: Arc::new(AtomicUsize::new(usize::MAX / 2)), ..place },
        &server.address(),
    );
}

#[test]
fn without_a_store_no_file_is_made() {
    let Some(place) = Place::new("without_a_store_no_file_is_made") else { return };
    let names = || {
        let entries = std::fs::read_dir(place.folder.path()).expect("a folder");
        let mut names: Vec<_> = entries.map(|entry| entry.expect("a file").file_name()).collect();
        names.sort();
        names
    };
    let before = names();
    let mut command = Command::new(env!("CARGO_BIN_EXE_gemeo-server"));
    let mut child = command
        .current_dir(place.folder.path())
        .args(["--root", ".", "--listen", "127.0.0.1:0"])
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut line = String::new();
    BufReader::new(child.stderr.take().expect("its log")).read_line(&mut line).expect("a line");
    kill(&mut child, "-TERM");
    assert_eq!(names(), before);
    assert_eq!(place.called.load(Ordering::SeqCst), 0, "nobody was called");
}

#[test]
fn a_key_that_others_can_read_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let Some(place) = Place::new("a_key_that_others_can_read_is_refused") else { return };
    let key = place.folder.path().join("key");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).expect("rights");
    let said = place.task(&place.sqlite(), &["audit", "verify"]);
    assert_eq!(said.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&said.stderr).contains("expected mode 600"));
    let said = place.task("postgres://gemeo:canary@db.example.org/x", &["audit", "verify"]);
    let text = String::from_utf8_lossy(&said.stderr).into_owned();
    assert!(
        said.status.code() == Some(2) && text.contains("store (--store)") && !text.contains("canary"),
        "{text}"
    );
}
