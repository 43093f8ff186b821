//! The evidence: an append-only chain of what was done, which shows when a row was changed or taken out.
//!
//! Each row holds the hash of the row before it ([`chain`]); signed checkpoints ([`checkpoint`]) fix the chain so
//! that whoever can write to the store but has not the key of `store_key` cannot make a new one. People appear
//! by pseudonyms ([`subject`]) whose keys are destroyed on erasure. [`Evidence`] is the running server's way in.

mod chain;
mod checkpoint;
mod recorder;
mod retention;
mod subject;
mod verify;

pub use chain::{Event, Kind, append};
pub use checkpoint::{Signer, check as make_checkpoint};
pub use recorder::{Evidence, NotRecorded};
pub use retention::retain;
pub use subject::{Subjects, erase, export};
pub use verify::{Broken, Verified, verify};

/// Seconds since 1970 (UTC).
pub fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
