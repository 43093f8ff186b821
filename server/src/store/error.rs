//! What can go wrong with the store.

use std::path::PathBuf;

/// What can go wrong with the store. No text holds the store's address, for it may hold a password.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refuses: it is down, full, or broken.
    #[error("store: {0}")]
    Database(String),
    /// An answer that does not have the expected shape.
    #[error("store: expected {expected} in column {column}; was the store written by another version?")]
    Shape {
        /// What was expected.
        expected: &'static str,
        /// The column, from 0.
        column: usize,
    },
    /// A newer program has been here.
    #[error("store: its tables are of version {found}, this program knows {known}; use a newer gemeo-server")]
    TooNew {
        /// The version of the tables.
        found: i64,
        /// The version this program knows.
        known: i64,
    },
    /// The file of keys cannot be used.
    #[error("store_key: {}: {reason}", path.display())]
    KeyFile {
        /// The file.
        path: PathBuf,
        /// What is the matter, and what is expected.
        reason: String,
    },
    /// Something sealed cannot be opened.
    #[error("store: {what} cannot be opened with the keys of store_key; expected the key it was sealed with")]
    Sealed {
        /// What was sealed.
        what: String,
    },
    /// The system's randomness or cryptography fails.
    #[error("store: the system gives no randomness")]
    Randomness,
    /// A backup that is not one, or is not whole.
    #[error("{}: line {line}: {reason}", path.display())]
    Backup {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is the matter, and what is expected.
        reason: String,
    },
    /// The store holds something already.
    #[error("store: it is not empty; expected a new store to restore into")]
    NotEmpty,
    /// The thread that writes has ended.
    #[error("store: it is closed")]
    Closed,
}
