//! The running server's way into the evidence: a thread that writes, and waits for the disk.

use std::{sync::mpsc, thread, time::Duration};

use serde_json::{Value as Json, json};
use tokio::sync::oneshot;

use super::{
    chain::{Event, Kind, append},
    checkpoint::{self, Signer},
    now, retain,
};
use crate::store::{self, Database, KeyRing, StoreError, StoreUrl, in_write};

/// Events that wait to be written at most.
const MOST_WAITING: usize = 1024;
/// Events that are written in one transaction at most.
const BATCH: usize = 128;
/// Between two checkpoints, and two looks for rows that are too old.
const HOUR: Duration = Duration::from_secs(3600);

/// An event could not be written; why is in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the evidence cannot be written")]
pub struct NotRecorded;

type Note = (Event, oneshot::Sender<Result<(), NotRecorded>>);

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
    retention_days: u32,
}

impl Evidence {
    /// Opens the store, notes the start and begins to write. Zero days keep every row.
    pub fn start(url: &StoreUrl, keys: &KeyRing, retention_days: u32) -> Result<Self, StoreError> {
        let mut database = store::open(url)?;
        let signer = Signer::of(database.as_mut(), keys)?;
        let mut writer = Writer { url: url.clone(), database: Some(database), signer, retention_days };
        let version = env!("CARGO_PKG_VERSION");
        writer.write(&[event(Kind::Server, json!({ "did": "start", "version": version }))])?;
        let (notes, inbox) = mpsc::sync_channel(MOST_WAITING);
        let writer = thread::Builder::new().name("evidence".to_owned()).spawn(move || writer.run(&inbox));
        let writer = writer.map_err(|fault| StoreError::Database(fault.to_string()))?;
        Ok(Self { notes: Some(notes), writer: Some(writer) })
    }

    /// Writes down what was done; it is on the disk when this returns well.
    pub async fn record(&self, kind: Kind, detail: Json) -> Result<(), NotRecorded> {
        let (done, written) = oneshot::channel();
        let notes = self.notes.as_ref().ok_or(NotRecorded)?;
        notes.try_send((event(kind, detail), done)).map_err(|_| NotRecorded)?;
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
        let mut kept = std::time::Instant::now();
        loop {
            match inbox.recv_timeout(HOUR.saturating_sub(kept.elapsed())) {
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
            if kept.elapsed() >= HOUR {
                self.house_keeping();
                kept = std::time::Instant::now();
            }
        }
        if let Err(fault) = self.write(&[event(Kind::Server, json!({ "did": "stop" }))]) {
            tracing::error!(%fault, "the end cannot be written");
        }
        self.house_keeping();
    }

    fn write(&mut self, events: &[Event]) -> Result<(), StoreError> {
        in_write(self.database()?, |database| {
            events.iter().try_for_each(|event| append(database, event).map(drop))
        })
    }

    fn database(&mut self) -> Result<&mut dyn Database, StoreError> {
        if !self.database.as_ref().is_some_and(|database| database.is_open()) {
            self.database = None;
            self.database = Some(store::open(&self.url)?);
        }
        self.database.as_deref_mut().map(|database| database as &mut dyn Database).ok_or(StoreError::Closed)
    }

    fn house_keeping(&mut self) {
        let days = i64::from(self.retention_days);
        let done = self.tidy(days);
        if let Err(fault) = done {
            tracing::error!(%fault, "the evidence cannot be signed or tidied");
        }
    }

    fn tidy(&mut self, days: i64) -> Result<(), StoreError> {
        self.database()?;
        let Self { database, signer, .. } = self;
        let Some(database) = database.as_deref_mut() else { return Err(StoreError::Closed) };
        if days > 0 {
            retain(database, signer, now() - days * 86_400)?;
        }
        checkpoint::check(database, signer).map(drop)
    }
}
