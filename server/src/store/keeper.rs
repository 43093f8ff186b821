//! A thread that holds the store open: the drivers wait for the disk, and what serves requests must not.

use std::{sync::mpsc, thread};

use tokio::sync::oneshot;

use super::{Database, StoreError, StoreUrl, open};

/// Works that wait at most.
const MOST_WAITING: usize = 1024;

type Work = Box<dyn FnOnce(&mut Desk) + Send>;

/// Does things to the store, one after the other.
pub struct Keeper {
    works: Option<mpsc::SyncSender<Work>>,
    thread: Option<thread::JoinHandle<()>>,
}

struct Desk {
    url: StoreUrl,
    /// None after it was lost, until it can be opened again.
    database: Option<Box<dyn Database>>,
}

impl Desk {
    fn database(&mut self) -> Result<&mut dyn Database, StoreError> {
        if !self.database.as_ref().is_some_and(|database| database.is_open()) {
            self.database = None;
            self.database = Some(open(&self.url)?);
        }
        self.database.as_deref_mut().map(|database| database as &mut dyn Database).ok_or(StoreError::Closed)
    }
}

impl Keeper {
    /// Opens the store.
    ///
    /// # Errors
    /// [`StoreError`] where it cannot be opened.
    pub fn start(url: &StoreUrl) -> Result<Self, StoreError> {
        let mut desk = Desk { url: url.clone(), database: Some(open(url)?) };
        let (works, inbox) = mpsc::sync_channel::<Work>(MOST_WAITING);
        let run = move || inbox.iter().for_each(|work| work(&mut desk));
        let thread = thread::Builder::new().name("store".to_owned()).spawn(run);
        let thread = thread.map_err(|fault| StoreError::Database(fault.to_string()))?;
        Ok(Self { works: Some(works), thread: Some(thread) })
    }

    /// Does something to the store and waits for it.
    ///
    /// # Errors
    /// What the work says; [`StoreError::Closed`] where too much waits already.
    pub async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut dyn Database) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (done, result) = oneshot::channel();
        let work: Work = Box::new(move |desk| {
            // Who asked may be gone; the work is done all the same.
            let _ = done.send(desk.database().and_then(work));
        });
        let works = self.works.as_ref().ok_or(StoreError::Closed)?;
        works.try_send(work).map_err(|_| StoreError::Closed)?;
        result.await.map_err(|_| StoreError::Closed)?
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.works = None;
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::warn!("the thread of the store ended badly");
        }
    }
}
