//! What a hub has to say to other brokers, until it is sent: bounded, and nobody waits to put something in.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use tokio::sync::mpsc;

use super::Note;

/// Notes that wait to be sent.
const MOST_TO_SEND: usize = 1024;

/// What a hub has to say to other brokers, and whether it had more to say than fits.
pub(crate) struct Outbox {
    notes: mpsc::Sender<(String, Note)>,
    overflowed: Arc<AtomicBool>,
}

impl Outbox {
    /// An outbox, and what reads it.
    pub(crate) fn new() -> (Self, Waiting) {
        let (notes, waiting) = mpsc::channel(MOST_TO_SEND);
        let overflowed = Arc::new(AtomicBool::new(false));
        (Self { notes, overflowed: Arc::clone(&overflowed) }, Waiting { notes: waiting, overflowed })
    }

    /// Has a note sent; never waits.
    pub(crate) fn put(&self, topic: &str, note: Note) {
        if self.notes.try_send((topic.to_owned(), note)).is_err() {
            self.overflowed.store(true, Ordering::Relaxed);
        }
    }
}

/// The other end of an outbox.
pub(crate) struct Waiting {
    pub(crate) notes: mpsc::Receiver<(String, Note)>,
    overflowed: Arc<AtomicBool>,
}

impl Waiting {
    /// Whether something did not fit since this was asked last.
    pub(crate) fn overflowed(&self) -> bool {
        self.overflowed.swap(false, Ordering::Relaxed)
    }
}
