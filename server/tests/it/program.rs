//! The program itself: its flags, its exit codes, its logs, its end.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Output, Stdio},
};

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gemeo-server"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("GEMEO_")) {
        command.env_remove(name);
    }
    command
}

fn run(words: &[&str]) -> Output {
    program().args(words).output().expect("it runs")
}

fn twin() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("index.html"), "shell").expect("write");
    folder
}

fn text(path: &Path) -> &str {
    path.to_str().expect("text")
}

#[test]
fn help_version_and_check_end_well() {
    let folder = twin();
    assert!(String::from_utf8_lossy(&run(&["--help"]).stdout).contains("--drain-seconds"));
    let version = format!("gemeo-server {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(String::from_utf8_lossy(&run(&["--version"]).stdout), version);
    assert!(run(&["--check-config", "--root", text(folder.path())]).status.success());
}

#[test]
fn a_bad_configuration_ends_with_two_and_says_why() {
    let folder = twin();
    let file = folder.path().join("server.toml");
    std::fs::write(&file, "lissten = 'x'\nbase = 'twin'").expect("write");
    let ended = run(&["--check-config", "--root", text(folder.path()), "--config", text(&file)]);
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert_eq!(ended.status.code(), Some(2), "{said}");
    assert!(
        said.contains("unknown key `lissten`") && said.contains("base (") && said.contains("/twin/"),
        "{said}"
    );
    let ended = program()
        .args(["--root", text(folder.path())])
        .env("GEMEO_LISTEN", "here")
        .output()
        .expect("it runs");
    assert_eq!(ended.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&ended.stderr).contains("listen (GEMEO_LISTEN)"));
}

#[test]
fn an_address_in_use_is_said_so() {
    let folder = twin();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("bind");
    let address = taken.local_addr().expect("an address").to_string();
    let ended = run(&["--root", text(folder.path()), "--listen", &address]);
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert_eq!(ended.status.code(), Some(1), "{said}");
    assert!(said.contains(&format!("listen: cannot listen on {address}")), "{said}");
}

/// Starts it, reads the address from its first log line.
fn start(words: &[&str]) -> (Child, BufReader<std::process::ChildStderr>, String) {
    start_program(program(), words)
}

fn start_program(
    mut command: Command,
    words: &[&str],
) -> (Child, BufReader<std::process::ChildStderr>, String) {
    command.args(["--listen", "127.0.0.1:0", "--log-format", "json"]).args(words).stderr(Stdio::piped());
    let mut child = command.spawn().expect("it starts");
    let mut log = BufReader::new(child.stderr.take().expect("its log"));
    let mut line = String::new();
    log.read_line(&mut line).expect("a line");
    let address =
        line.split("http://").nth(1).and_then(|rest| rest.split('/').next()).expect("an address").to_owned();
    (child, log, address)
}

#[cfg(unix)]
#[test]
fn it_logs_no_personal_data_and_stops_when_asked() {
    let folder = twin();
    let (mut child, mut log, address) = start(&["--root", text(folder.path()), "--log-level", "debug"]);
    for path in ["/?email=maria@example.org", "/maria@example.org/", "/.%2e/maria"] {
        let mut stream = TcpStream::connect(&address).expect("connect");
        let lines =
            format!("GET {path} HTTP/1.1\r\nHost: x\r\nUser-Agent: maria\r\nConnection: close\r\n\r\n");
        stream.write_all(lines.as_bytes()).expect("send");
        stream.read_to_end(&mut Vec::new()).expect("an answer");
    }
    let killed = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().expect("kill");
    assert!(killed.success() && child.wait().expect("its end").success());
    let mut said = String::new();
    log.read_to_string(&mut said).expect("the log");
    assert_eq!(said.matches("\"message\":\"answered\"").count(), 3, "{said}");
    assert!(said.contains("\"file\":\"index.html\"") && said.contains("\"message\":\"stopped\""), "{said}");
    assert!(!said.contains("maria") && !said.contains("127.0.0.1"), "{said}");
    assert!(said.lines().all(|line| line.starts_with('{') && line.ends_with('}')), "{said}");
}

#[cfg(not(feature = "tls"))]
#[test]
fn tls_without_the_feature_is_said_so() {
    let folder = twin();
    let page = folder.path().join("index.html");
    let ended = run(&[
        "--check-config",
        "--root",
        text(folder.path()),
        "--tls-cert",
        text(&page),
        "--tls-key",
        text(&page),
    ]);
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert_eq!(ended.status.code(), Some(2), "{said}");
    assert!(said.contains("tls_cert: this executable was built without TLS"), "{said}");
}

#[test]
fn a_proxy_of_the_environment_sees_nothing() {
    let folder = twin();
    let authorities = "/etc/ssl/certs/ca-certificates.crt";
    if !Path::new(authorities).exists() {
        eprintln!("skipped: a_proxy_of_the_environment_sees_nothing: no certificates on this system");
        return;
    }
    let proxy = std::net::TcpListener::bind("127.0.0.1:0").expect("bind");
    let source = std::net::TcpListener::bind("127.0.0.1:0").expect("bind");
    let file = folder.path().join("server.toml");
    let url = format!("http://{}/", source.local_addr().expect("an address"));
    let lines = format!("egress_loopback_http = true\n[sources.air]\nurl = '{url}'\nmedia = 'json'\n");
    std::fs::write(&file, lines).expect("write");
    let at = format!("http://{}", proxy.local_addr().expect("an address"));
    let mut command = program();
    for name in ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
        command.env(name, &at);
    }
    command.env_remove("no_proxy").env_remove("NO_PROXY");
    command.args(["--egress-ca", authorities, "--root", text(folder.path()), "--config", text(&file)]);
    let (mut child, _log, address) = start_program(command, &[]);
    let mut stream = TcpStream::connect(&address).expect("connect");
    stream.write_all(b"GET /api/pull/air HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").expect("send");
    let (mut asked, _) = source.accept().expect("the source is asked itself");
    let mut head = [0; 1024];
    let read = asked.read(&mut head).expect("the request");
    assert!(head[..read].starts_with(b"GET / HTTP/1.1\r\n"));
    asked.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}").expect("answer");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    child.kill().expect("its end");
    child.wait().expect("its end");
    assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.ends_with("{}"), "{answer}");
    proxy.set_nonblocking(true).expect("a mode");
    assert!(proxy.accept().is_err(), "nobody came to the proxy");
}

#[test]
fn the_switch_for_tests_does_not_start_in_public() {
    let folder = twin();
    let words = ["--root", text(folder.path()), "--listen", "0.0.0.0:0", "--egress-loopback-http", "true"];
    let ended = run(&words);
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert_eq!(ended.status.code(), Some(2), "{said}");
    assert!(said.contains("egress_loopback_http: is for tests"), "{said}");
}
