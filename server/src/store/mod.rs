//! Where the server keeps what must outlive it: SQLite in a file, or PostgreSQL where there are several brokers.
//!
//! Both are spoken to in the same statements ([`Database`]), so migrations, evidence and backups are written once
//! and tested on both. Without a `store` in the configuration no file is made.

mod backup;
mod database;
mod error;
mod hex;
mod keeper;
mod keys;
mod migrations;
mod postgres;
mod sqlite;
mod url;

pub use backup::{back_up, restore};
pub use database::{Database, Row, Value, in_write};
pub use error::StoreError;
pub use hex::{from_hex, to_hex};
pub use keeper::Keeper;
pub use keys::{KeyRing, new_key_file};
pub(crate) use keys::{check_rights, random};
pub use migrations::migrate;
pub use url::StoreUrl;

/// Opens the store and brings its tables up to date.
pub fn open(url: &StoreUrl) -> Result<Box<dyn Database>, StoreError> {
    let mut database: Box<dyn Database> = match url {
        StoreUrl::Sqlite(path) => Box::new(sqlite::Sqlite::open(path)?),
        StoreUrl::Postgres(url) => Box::new(postgres::Postgres::open(url)?),
    };
    migrate(database.as_mut())?;
    Ok(database)
}
