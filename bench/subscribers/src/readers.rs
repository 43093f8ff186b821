//! Very many readers of one stream, in one thread.

use std::{
    io::{self, Read, Write},
    net::SocketAddr,
    sync::PoisonError,
    time::{Duration, Instant},
};

use mio::{Events, Interest, Poll, Token, net::TcpStream};

use super::Sent;

const ASK: &[u8] = b"GET /api/live/porto HTTP/1.1\r\nHost: bench\r\nAccept: text/event-stream\r\n\r\n";
/// Connections that are begun before the earlier ones are there, so that no queue of the system overflows.
const AT_ONCE: usize = 200;
const TO_CONNECT: Duration = Duration::from_secs(120);

struct Reader {
    stream: TcpStream,
    asked: bool,
    greeted: bool,
    /// The beginning of a line whose end has not come yet.
    rest: Vec<u8>,
}

/// The readers and what they had.
pub struct Readers {
    poll: Poll,
    readers: Vec<Reader>,
    greeted: usize,
    broken: usize,
    /// Number of the reading, and after how many microseconds somebody had it.
    delays: Vec<(usize, u64)>,
    buffer: Vec<u8>,
}

impl Readers {
    /// Connects them all and waits until each was greeted.
    pub fn connect(to: SocketAddr, count: usize) -> io::Result<Self> {
        let (readers, delays, buffer) = (Vec::with_capacity(count), Vec::new(), vec![0; 64 * 1024]);
        let mut all = Self { poll: Poll::new()?, readers, greeted: 0, broken: 0, delays, buffer };
        let until = Instant::now() + TO_CONNECT;
        while all.greeted < count {
            if Instant::now() > until || all.broken > 0 {
                let Self { greeted, broken, .. } = all;
                return Err(io::Error::other(format!(
                    "{greeted} of {count} readers were greeted, {broken} broke off"
                )));
            }
            while all.readers.len() < count && all.readers.len() - all.greeted < AT_ONCE {
                let mut stream = TcpStream::connect(to)?;
                let both = Interest::READABLE | Interest::WRITABLE;
                all.poll.registry().register(&mut stream, Token(all.readers.len()), both)?;
                all.readers.push(Reader { stream, asked: false, greeted: false, rest: Vec::new() });
            }
            all.listen(Duration::from_millis(20), None)?;
        }
        Ok(all)
    }

    /// Listens for so long.
    pub fn listen(&mut self, time: Duration, sent: Option<&Sent>) -> io::Result<()> {
        let (until, mut events) = (Instant::now() + time, Events::with_capacity(1024));
        loop {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(());
            }
            self.poll.poll(&mut events, Some(left))?;
            for event in &events {
                self.hear(event.token().0, sent)?;
            }
        }
    }

    fn hear(&mut self, number: usize, sent: Option<&Sent>) -> io::Result<()> {
        let reader = &mut self.readers[number];
        if !reader.asked {
            match reader.stream.write(ASK) {
                Ok(written) => reader.asked = written == ASK.len(),
                Err(fault) if waits(&fault) => return Ok(()),
                Err(fault) => return Err(fault),
            }
        }
        loop {
            match reader.stream.read(&mut self.buffer) {
                Ok(0) => {
                    self.broken += 1;
                    return Ok(());
                }
                Ok(read) => {
                    let now = Instant::now();
                    self.greeted += usize::from(reader.read(&self.buffer[..read], |value| {
                        let sent = sent.map(|sent| sent.lock().unwrap_or_else(PoisonError::into_inner));
                        if let Some(at) = sent.as_ref().and_then(|sent| sent.get(value)) {
                            let micros = now.saturating_duration_since(*at).as_micros();
                            self.delays.push((value, u64::try_from(micros).unwrap_or(u64::MAX)));
                        }
                    }));
                }
                Err(fault) if waits(&fault) => return Ok(()),
                Err(_) => {
                    self.broken += 1;
                    return Ok(());
                }
            }
        }
    }

    /// The delays of readings from this number on.
    pub fn delays_after(&self, first: usize) -> Vec<u64> {
        self.delays.iter().filter(|(number, _)| *number >= first).map(|(_, micros)| *micros).collect()
    }

    /// Readers whose stream ended.
    pub fn broken(&self) -> usize {
        self.broken
    }
}

fn waits(fault: &io::Error) -> bool {
    matches!(fault.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::NotConnected)
}

impl Reader {
    /// Reads lines, tells the values in them, and says whether this was the greeting.
    fn read(&mut self, bytes: &[u8], mut told: impl FnMut(usize)) -> bool {
        let mut greeted = false;
        self.rest.extend_from_slice(bytes);
        let end = self.rest.iter().rposition(|byte| *byte == b'\n').map_or(0, |last| last + 1);
        for line in self.rest[..end].split(|byte| *byte == b'\n') {
            if let Some(value) = value_of(line) {
                told(value);
            }
            greeted |= line.starts_with(b"event: hello");
        }
        self.rest.drain(..end);
        let first = greeted && !self.greeted;
        self.greeted |= greeted;
        first
    }
}

/// The value of a reading, which is the number it was posted with.
fn value_of(line: &[u8]) -> Option<usize> {
    let text = std::str::from_utf8(line).ok()?.strip_prefix("data: ")?;
    let (_, rest) = text.split_once("\"value\":")?;
    let whole = rest.split(|letter: char| !letter.is_ascii_digit()).next()?;
    whole.parse().ok()
}
