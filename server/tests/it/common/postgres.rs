//! A PostgreSQL of a test's own: in a temporary folder, on a free port, as a user who is not root.

#![allow(dead_code, reason = "parts of it are for one platform or one feature")]

use std::{
    io::Write,
    os::unix::{fs::chown, process::CommandExt},
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use gemeo_server::store::StoreUrl;

/// Debian's `nobody`, where the tests run as root: PostgreSQL refuses to.
const NOBODY: u32 = 65_534;

/// A running server.
pub struct Postgres {
    server: Child,
    port: u16,
    _folder: tempfile::TempDir,
    databases: std::cell::Cell<u32>,
}

fn programs() -> Option<PathBuf> {
    let mut folders: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .collect();
    folders.sort();
    folders.extend(std::env::split_paths(&std::env::var_os("PATH")?));
    folders.into_iter().find(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().expect("id");
    id.stdout == b"0\n"
}

fn as_somebody(program: PathBuf, root: bool) -> Command {
    let mut command = Command::new(program);
    if root {
        command.uid(NOBODY).gid(NOBODY);
    }
    command.env_remove("PGDATA").env("LC_ALL", "C").stdout(Stdio::null()).stderr(Stdio::null());
    command
}

impl Postgres {
    /// Starts one; none where it is not installed.
    pub fn start(test: &str) -> Option<Self> {
        let Some(programs) = programs() else {
            println!("skipped: {test}: PostgreSQL is not installed");
            return None;
        };
        let root = is_root();
        let folder = tempfile::tempdir().expect("a folder");
        if root {
            chown(folder.path(), Some(NOBODY), Some(NOBODY)).expect("an owner");
        }
        let data = folder.path().join("data");
        let made = as_somebody(programs.join("initdb"), root)
            .current_dir(folder.path())
            .args(["--username=gemeo", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C", "-D"])
            .arg(&data)
            .status()
            .expect("initdb runs");
        assert!(made.success(), "initdb");
        let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = free.local_addr().expect("an address").port();
        drop(free);
        let server = as_somebody(programs.join("postgres"), root)
            .current_dir(folder.path())
            .arg("-D")
            .arg(&data)
            .args(["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off"])
            .args(["-c", &format!("port={port}")])
            .spawn()
            .expect("postgres runs");
        let started = Self { server, port, _folder: folder, databases: 0.into() };
        let begun = Instant::now();
        while postgres::Client::connect(&started.url("postgres"), postgres::NoTls).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(60), "PostgreSQL does not answer");
            std::thread::sleep(Duration::from_millis(50));
        }
        Some(started)
    }

    fn url(&self, database: &str) -> String {
        format!("postgres://gemeo@127.0.0.1:{}/{database}", self.port)
    }

    /// The address of a new, empty database.
    pub fn database(&self) -> StoreUrl {
        self.address().parse().expect("an address")
    }

    /// Ends every connection but one's own, as a server that restarts does.
    pub fn cut_connections(&self) {
        let mut client = postgres::Client::connect(&self.url("postgres"), postgres::NoTls).expect("connect");
        let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()";
        client.batch_execute(cut).expect("cut");
    }

    /// As [`Postgres::database`], as text.
    pub fn address(&self) -> String {
        let number = self.databases.get() + 1;
        self.databases.set(number);
        let mut client = postgres::Client::connect(&self.url("postgres"), postgres::NoTls).expect("connect");
        client.batch_execute(&format!("CREATE DATABASE store{number}")).expect("a database");
        self.url(&format!("store{number}"))
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // Quit at once: nothing here is kept.
        let asked = Command::new("kill").args(["-QUIT", &self.server.id().to_string()]).status();
        if asked.and_then(|_| self.server.wait()).is_err() {
            let _ = writeln!(std::io::stderr(), "PostgreSQL could not be stopped");
        }
    }
}
