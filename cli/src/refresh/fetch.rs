//! Fetching, politely: one request at a time with a pause for each host, conditional on what is kept, resumed where it broke
//! off, retried with growing pauses, and kept with its provenance.

use std::{
    collections::HashMap,
    fs,
    io::{Read, Write},
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use gemeo_shared::connect::{MAX_BYTES, time::Moment};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Fault, apply};

/// Attempts at an address.
const ATTEMPTS: u32 = 4;
/// Longest pause a server may ask for.
const MAX_PAUSE: Duration = Duration::from_secs(120);

/// How long to wait.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Between two requests to a host.
    pub gap: Duration,
    /// Before the second attempt; doubled for each one after.
    pub backoff: Duration,
}

impl Pace {
    /// For servers of others: a request a second, the strictest of the sources apart from SNIRH.
    pub fn polite() -> Self {
        Self { gap: Duration::from_secs(1), backoff: Duration::from_secs(2) }
    }
}

/// Where an answer came from, kept beside it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// The address.
    pub url: String,
    /// When it was fetched, or found unchanged, in UTC.
    pub fetched: String,
    /// The server's mark of the version.
    pub etag: Option<String>,
    /// When the server says it was changed.
    pub last_modified: Option<String>,
    /// SHA-256 of the bytes.
    pub sha256: String,
    /// How many bytes.
    pub bytes: usize,
}

/// An answer.
pub struct Fetched {
    /// What it holds.
    pub bytes: Vec<u8>,
    /// Whether the server said that what is kept still holds.
    #[cfg_attr(not(test), expect(dead_code, reason = "what tests look at"))]
    pub unchanged: bool,
}

/// Fetches addresses and keeps the answers.
pub struct Fetcher {
    agent: ureq::Agent,
    cache: PathBuf,
    pace: Pace,
    last: HashMap<String, Instant>,
}

/// One attempt that failed, and whether another makes sense.
enum Failure {
    Again(String, Option<Duration>),
    Never(String),
}

impl Fetcher {
    /// A fetcher that keeps answers in a folder.
    ///
    /// # Errors
    /// Where the folder cannot be made.
    pub fn new(cache: &Path, pace: Pace) -> Result<Self, Fault> {
        fs::create_dir_all(cache).map_err(|e| format!("{}: {e}", cache.display()))?;
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(120)))
            .timeout_connect(Some(Duration::from_secs(15)))
            .max_redirects(3)
            .http_status_as_error(false)
            .user_agent(concat!("gemeo/", env!("CARGO_PKG_VERSION")))
            .build()
            .new_agent();
        Ok(Self { agent, cache: cache.into(), pace, last: HashMap::new() })
    }

    /// Fetches an address, or what it answers to what is sent there: a form, or JSON.
    ///
    /// # Errors
    /// Where the last attempt failed too; names the address and what the server said.
    pub fn get(&mut self, url: &str, post: Option<&str>) -> Result<Fetched, Fault> {
        let mut pause = self.pace.backoff;
        let mut said = String::new();
        for attempt in 1..=ATTEMPTS {
            self.wait(url);
            match self.attempt(url, post) {
                Ok(fetched) => return Ok(fetched),
                Err(Failure::Never(why)) => return Err(format!("{url}: {why}").into()),
                Err(Failure::Again(why, wanted)) => {
                    said = why;
                    if attempt < ATTEMPTS {
                        thread::sleep(wanted.unwrap_or(pause).min(MAX_PAUSE));
                        pause *= 2;
                    }
                }
            }
        }
        Err(format!("{url}: {said} ({ATTEMPTS} attempts)").into())
    }

    /// Waits until the host may be asked again.
    fn wait(&mut self, url: &str) {
        let host = url.split('/').nth(2).unwrap_or_default().to_owned();
        if let Some(last) = self.last.get(&host) {
            thread::sleep(self.pace.gap.saturating_sub(last.elapsed()));
        }
        self.last.insert(host, Instant::now());
    }

    fn attempt(&self, url: &str, post: Option<&str>) -> Result<Fetched, Failure> {
        let asked = post.map_or_else(|| url.to_owned(), |body| format!("{url} {body}"));
        let key = sha256(asked.as_bytes())[..32].to_owned();
        let (kept, about, part) = (
            self.cache.join(&key),
            self.cache.join(format!("{key}.json")),
            self.cache.join(format!("{key}.part")),
        );
        // What answers to a POST is neither conditional nor resumed.
        let known = self.known(&kept, &about).filter(|_| post.is_none());
        let begun = self.begun(&part).filter(|_| post.is_none());
        let mut request = self.agent.get(url);
        if let Some((etag, size)) = &begun {
            request = request.header("Range", format!("bytes={size}-")).header("If-Range", etag);
        } else if let Some((_, provenance)) = &known {
            if let Some(etag) = &provenance.etag {
                request = request.header("If-None-Match", etag);
            }
            if let Some(date) = &provenance.last_modified {
                request = request.header("If-Modified-Since", date);
            }
        }
        let sent = match post {
            None => request.call(),
            Some(body) => self.agent.post(url).header("Content-Type", kind_of(body)).send(body),
        };
        let mut response = sent.map_err(|e| Failure::Again(e.to_string(), None))?;
        let header =
            |name: &str| response.headers().get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
        let (etag, last_modified, retry) = (header("etag"), header("last-modified"), header("retry-after"));
        let at = header("content-range")
            .and_then(|r| r.strip_prefix("bytes ")?.split('-').next()?.parse::<u64>().ok());
        let status = response.status().as_u16();
        match (status, known) {
            (304, Some((bytes, mut provenance))) => {
                provenance.fetched = now();
                self.keep(&about, &provenance)?;
                return Ok(Fetched { bytes, unchanged: true });
            }
            (200, _) => {}
            (206, _) if begun.as_ref().is_some_and(|(_, size)| at == Some(*size)) => {}
            (416, _) => {
                fs::remove_file(&part).map_err(|e| Failure::Never(e.to_string()))?;
                return Err(Failure::Again("the server has no rest of the file".into(), None));
            }
            (408 | 429 | 500..=599, _) => {
                let wanted = retry.and_then(|t| t.parse().ok()).map(Duration::from_secs);
                return Err(Failure::Again(format!("the server answered {status}"), wanted));
            }
            _ => return Err(Failure::Never(format!("the server answered {status}"))),
        }
        let marker = part.with_extension("etag");
        let strong = etag.as_deref().filter(|e| !e.starts_with("W/"));
        if status == 200 {
            apply::write(&marker, strong.unwrap_or_default().as_bytes())
                .map_err(|e| Failure::Never(e.to_string()))?;
        }
        let mut file = fs::OpenOptions::new()
            .create(true)
            .write(true)
            .truncate(status == 200)
            .append(status == 206)
            .open(&part);
        if status == 200 {
            file = fs::File::create(&part);
        }
        let file = file.map_err(|e| Failure::Never(e.to_string()))?;
        read_into(response.body_mut().as_reader(), file)?;
        let bytes = fs::read(&part).map_err(|e| Failure::Never(e.to_string()))?;
        let provenance = Provenance {
            url: url.into(),
            fetched: now(),
            etag,
            last_modified,
            sha256: sha256(&bytes),
            bytes: bytes.len(),
        };
        fs::rename(&part, &kept).map_err(|e| Failure::Never(e.to_string()))?;
        fs::remove_file(&marker).map_err(|e| Failure::Never(e.to_string()))?;
        self.keep(&about, &provenance)?;
        Ok(Fetched { bytes, unchanged: false })
    }

    /// What is kept of the address, where it is whole.
    fn known(&self, kept: &Path, about: &Path) -> Option<(Vec<u8>, Provenance)> {
        let provenance: Provenance = serde_json::from_slice(&fs::read(about).ok()?).ok()?;
        let bytes = fs::read(kept).ok().filter(|b| sha256(b) == provenance.sha256)?;
        Some((bytes, provenance))
    }

    /// What was begun: the server's mark of the version, and how many bytes there are.
    fn begun(&self, part: &Path) -> Option<(String, u64)> {
        let etag = fs::read_to_string(part.with_extension("etag")).ok().filter(|e| !e.is_empty())?;
        let size = fs::metadata(part).ok()?.len();
        (size > 0).then_some((etag, size))
    }

    fn keep(&self, about: &Path, provenance: &Provenance) -> Result<(), Failure> {
        let text = serde_json::to_string_pretty(provenance).map_err(|e| Failure::Never(e.to_string()))?;
        apply::write(about, text.as_bytes()).map_err(|e| Failure::Never(e.to_string()))
    }
}

/// What is sent: JSON, or a form.
fn kind_of(body: &str) -> &'static str {
    if body.starts_with('{') { "application/json" } else { "application/x-www-form-urlencoded" }
}

/// Copies an answer into a file, bounded; what came before a break stays to be resumed.
fn read_into(mut from: impl Read, mut to: fs::File) -> Result<(), Failure> {
    let mut block = [0u8; 64 << 10];
    let mut size = 0u64;
    loop {
        let n = from
            .read(&mut block)
            .map_err(|e| Failure::Again(format!("the answer broke off after {size} bytes ({e})"), None))?;
        if n == 0 {
            return Ok(());
        }
        size += n as u64;
        if size > MAX_BYTES {
            return Err(Failure::Never(format!("the answer holds more than {MAX_BYTES} bytes")));
        }
        to.write_all(&block[..n]).map_err(|e| Failure::Never(e.to_string()))?;
    }
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

fn now() -> String {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Moment(i64::try_from(since.as_secs()).unwrap_or_default()).iso()
}

#[cfg(test)]
#[path = "fetch_tests.rs"]
mod tests;
