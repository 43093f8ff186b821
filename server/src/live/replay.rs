//! Recorded answers in place of sources: for development and demonstration, and every reading says so.
//!
//! The folder holds one folder a source, with its recorded answers in the order of their names.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use super::{Hub, Poller, SourceState, readings};
use crate::evidence::now;

/// Why a folder cannot be replayed.
#[derive(Debug, thiserror::Error)]
#[error("replay: {}: {reason}", path.display())]
pub struct ReplayError {
    /// The folder.
    pub path: PathBuf,
    /// What is the matter, and what is expected.
    pub reason: String,
}

fn answers(folder: &Path, source: &str) -> Result<Vec<PathBuf>, ReplayError> {
    let path = folder.join(source);
    let fault = |reason: String| ReplayError { path: path.clone(), reason };
    let entries = std::fs::read_dir(&path).map_err(|error| fault(error.to_string()))?;
    let mut files = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| fault(error.to_string()))?;
    files.retain(|file| file.is_file());
    files.sort();
    if files.is_empty() { Err(fault("expected recorded answers in it".to_owned())) } else { Ok(files) }
}

/// Looks whether every source has its folder.
///
/// # Errors
/// The first that has none.
pub fn check_folder(folder: &Path, pollers: &[Poller]) -> Result<(), ReplayError> {
    pollers.iter().try_for_each(|poller| answers(folder, poller.source.id.as_str()).map(drop))
}

/// Plays every source's answers in turn, one each `every`, again and again.
///
/// # Errors
/// A source without recorded answers.
pub fn replay_all(
    folder: &Path,
    every: Duration,
    pollers: Vec<Poller>,
    hub: &Arc<Hub>,
) -> Result<(), ReplayError> {
    check_folder(folder, &pollers)?;
    for poller in pollers {
        let files = answers(folder, poller.source.id.as_str())?;
        let hub = Arc::clone(hub);
        tokio::spawn(async move { play(&poller, files, every, &hub).await });
    }
    Ok(())
}

async fn play(poller: &Poller, files: Vec<PathBuf>, every: Duration, hub: &Hub) {
    let source = poller.source.id.to_string();
    loop {
        for file in &files {
            let (file, source, connector) = (file.clone(), source.clone(), poller.connector);
            let read = move || -> Result<_, String> {
                let bytes = std::fs::read(&file).map_err(|fault| fault.to_string())?;
                let name = file.file_name().map(|name| name.to_string_lossy().into_owned());
                let name = name.unwrap_or_default();
                let read = readings(&source, connector, &name, &bytes, now(), true);
                read.map_err(|fault| fault.to_string())
            };
            let (state, why) = match tokio::task::spawn_blocking(read).await {
                Ok(Ok(readings)) => {
                    hub.take(&poller.topic, readings);
                    ("live", "")
                }
                Ok(Err(fault)) => {
                    tracing::warn!(source = %poller.source.id, fault, "a recorded answer cannot be read");
                    ("failing", "unreadable")
                }
                Err(_) => ("failing", "unreadable"),
            };
            let (source, stale_after) = (poller.source.id.to_string(), poller.stale_after.as_secs());
            let state = SourceState { source, state, why, answered: Some(now()), stale_after, replay: true };
            hub.put_state(&poller.topic, state);
            tokio::time::sleep(every).await;
        }
        // From the beginning: the first answers are older than the last ones and must count again.
        hub.forget(&poller.topic, &source);
    }
}
