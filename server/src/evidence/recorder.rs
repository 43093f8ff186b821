//! The running server's way into the evidence: a thread that writes, and waits for the disk.

use std::{
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value as Json, json};
use tokio::sync::oneshot;

use super::{
    chain::{Event, Kind, append},
    checkpoint::{self, Signer},
    now, retain,
    subject::Subjects,
};
use crate::store::{self, Database, KeyRing, StoreError, StoreUrl, in_write};

/// Events that wait to be written at most.
const MOST_WAITING: usize = 1024;
/// Events that are written in one transaction at most.
const BATCH: usize = 128;
/// What need not wait for the disk is on it after so long.
const BEHIND: Duration = Duration::from_secs(1);
/// Between two checkpoints, and two looks for rows that are too old.
const HOUR: Duration = Duration::from_secs(3600);

/// An event could not be written; why is in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the evidence cannot be written")]
pub struct NotRecorded;

type Note = (Told, oneshot::Sender<Result<(), NotRecorded>>);

/// Something that was done, with the name of who did it; the name becomes a pseudonym when it is written.
struct Told {
    event: Event,
    name: Option<String>,
}

/// Takes down what the server does.
pub struct Evidence {
    notes: Option<mpsc::SyncSender<Note>>,
    writer: Option<thread::JoinHandle<()>>,
}

struct Writer {
    url: StoreUrl,
    /// None after it was lost, until it can be opened again.
    database: Option<Box<dyn Database>>,
    signer: Signer,
    keys: KeyRing,
    subjects: Subjects,
    retention_days: u32,
    /// Since when something is written that may not be on the disk.
    behind: Option<Instant>,
}

impl Evidence {
    /// Opens the store, notes the start and begins to write. Zero days keep every row.
    pub fn start(url: &StoreUrl, keys: &KeyRing, retention_days: u32) -> Result<Self, StoreError> {
        let mut database = store::open(url)?;
        let signer = Signer::of(database.as_mut(), keys)?;
        let subjects = Subjects::of(database.as_mut(), keys)?;
        let (url, keys, database) = (url.clone(), keys.clone(), Some(database));
        let mut writer = Writer { url, database, signer, keys, subjects, retention_days, behind: None };
        let version = env!("CARGO_PKG_VERSION");
        writer.note(json!({ "did": "start", "version": version }))?;
        let (notes, inbox) = mpsc::sync_channel(MOST_WAITING);
        let writer = thread::Builder::new().name("evidence".to_owned()).spawn(move || writer.run(&inbox));
        let writer = writer.map_err(|fault| StoreError::Database(fault.to_string()))?;
        Ok(Self { notes: Some(notes), writer: Some(writer) })
    }

    /// Writes down what was done; when this returns well, it outlives this program, and what people do is on the disk.
    pub async fn record(&self, kind: Kind, detail: Json) -> Result<(), NotRecorded> {
        self.tell(Told { event: event(kind, detail), name: None }).await
    }

    /// As [`Evidence::record`], about a name, which is written as a pseudonym.
    pub async fn record_about(&self, kind: Kind, name: &str, detail: Json) -> Result<(), NotRecorded> {
        self.tell(Told { event: event(kind, detail), name: Some(name.to_owned()) }).await
    }

    async fn tell(&self, told: Told) -> Result<(), NotRecorded> {
        let (done, written) = oneshot::channel();
        let notes = self.notes.as_ref().ok_or(NotRecorded)?;
        notes.try_send((told, done)).map_err(|_| NotRecorded)?;
        written.await.map_err(|_| NotRecorded)?
    }
}

impl Drop for Evidence {
    /// What waits is written, the end is noted and signed.
    fn drop(&mut self) {
        self.notes = None;
        if self.writer.take().is_some_and(|writer| writer.join().is_err()) {
            tracing::warn!("the thread of the evidence ended badly");
        }
    }
}

fn event(kind: Kind, detail: Json) -> Event {
    Event { at: now(), kind, subject: String::new(), detail }
}

impl Writer {
    fn run(mut self, inbox: &mpsc::Receiver<Note>) {
        self.house_keeping();
        let mut kept = Instant::now();
        loop {
            let due = self.behind.map(|since| BEHIND.saturating_sub(since.elapsed()));
            let house_keeping = HOUR.saturating_sub(kept.elapsed());
            match inbox.recv_timeout(due.map_or(house_keeping, |due| due.min(house_keeping))) {
                Ok(first) => {
                    let (events, waiting): (Vec<_>, Vec<_>) =
                        std::iter::once(first).chain(inbox.try_iter().take(BATCH - 1)).unzip();
                    let written = self.write(&events).map_err(|fault| {
                        tracing::error!(%fault, events = events.len(), "the evidence cannot be written");
                        NotRecorded
                    });
                    for one in waiting {
                        // Who asked may be gone; the event is written all the same.
                        let _ = one.send(written);
                    }
                }
                Err(mpsc::RecvTimeoutError::Timeout) => {}
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
            }
            if self.behind.is_some_and(|since| since.elapsed() >= BEHIND) {
                self.catch_up();
            }
            if kept.elapsed() >= HOUR {
                self.house_keeping();
                kept = Instant::now();
            }
        }
        if let Err(fault) = self.note(json!({ "did": "stop" })) {
            tracing::error!(%fault, "the end cannot be written");
        }
        self.house_keeping();
    }

    fn note(&mut self, detail: Json) -> Result<(), StoreError> {
        self.write(&[Told { event: event(Kind::Server, detail), name: None }])
    }

    fn write(&mut self, events: &[Told]) -> Result<(), StoreError> {
        self.open()?;
        let waits = !events.iter().all(|told| told.event.kind.is_routine());
        let Self { database, keys, subjects, behind, .. } = self;
        let Some(database) = database.as_deref_mut() else { return Err(StoreError::Closed) };
        database.wait_for_disk(waits)?;
        in_write(database, |database| {
            events.iter().try_for_each(|Told { event, name }| {
                let subject = match name {
                    Some(name) => subjects.pseudonym(database, keys, name)?,
                    None => String::new(),
                };
                append(database, &Event { subject, ..event.clone() }).map(drop)
            })
        })?;
        // What waits for the disk takes with it what was written before.
        *behind = if waits { None } else { behind.or_else(|| Some(Instant::now())) };
        Ok(())
    }

    /// A disk that fails now fails the next deed of a person too, which is then refused; until then it is tried again.
    fn catch_up(&mut self) {
        let done = self.database.as_deref_mut().map_or(Ok(()), Database::catch_up);
        self.behind = done.is_err().then(Instant::now);
        if let Err(fault) = done {
            tracing::error!(%fault, "the evidence is not on the disk yet");
        }
    }

    fn open(&mut self) -> Result<(), StoreError> {
        if !self.database.as_ref().is_some_and(|database| database.is_open()) {
            self.database = None;
            self.database = Some(store::open(&self.url)?);
        }
        Ok(())
    }

    fn house_keeping(&mut self) {
        let days = i64::from(self.retention_days);
        let done = self.tidy(days);
        if let Err(fault) = done {
            tracing::error!(%fault, "the evidence cannot be signed or tidied");
        }
    }

    fn tidy(&mut self, days: i64) -> Result<(), StoreError> {
        self.open()?;
        let Self { database, signer, .. } = self;
        let Some(database) = database.as_deref_mut() else { return Err(StoreError::Closed) };
        database.wait_for_disk(true)?;
        if days > 0 {
            retain(database, signer, now() - days * 86_400)?;
        }
        checkpoint::check(database, signer).map(drop)
    }
}
