//! The tables, version by version; the same statements on both databases.

use super::{Database, StoreError, Value, in_write};

/// Each version's statements. A version that was released never changes.
const VERSIONS: &[&[&str]] = &[FIRST, SESSIONS];

const FIRST: &[&str] = &[
    // Sealed with the key of store_key: the key that signs, the key by which subjects are found.
    "CREATE TABLE secret (name TEXT PRIMARY KEY, sealed TEXT NOT NULL)",
    // A subject is found by the tag of its name; its key is destroyed with the row.
    "CREATE TABLE subject (tag TEXT PRIMARY KEY, sealed TEXT NOT NULL, since BIGINT NOT NULL)",
    "CREATE TABLE audit (seq BIGINT PRIMARY KEY, at BIGINT NOT NULL, kind TEXT NOT NULL, \
     subject TEXT NOT NULL, detail TEXT NOT NULL, before TEXT NOT NULL, hash TEXT NOT NULL)",
    "CREATE INDEX audit_by_subject ON audit (subject)",
    "CREATE TABLE audit_head (id BIGINT PRIMARY KEY, seq BIGINT NOT NULL, hash TEXT NOT NULL)",
    "CREATE TABLE checkpoint (seq BIGINT PRIMARY KEY, at BIGINT NOT NULL, hash TEXT NOT NULL, \
     signature TEXT NOT NULL)",
];

const SESSIONS: &[&str] = &[
    // A session is found by the SHA-256 of what its cookie holds; whose it is stands in tags (HMAC) and in what is sealed.
    "CREATE TABLE session (id TEXT PRIMARY KEY, handle TEXT NOT NULL, subject TEXT NOT NULL, sid TEXT NOT NULL, \
     sealed TEXT NOT NULL, since BIGINT NOT NULL, seen BIGINT NOT NULL, until BIGINT NOT NULL, \
     renewing BIGINT NOT NULL)",
    "CREATE INDEX session_by_subject ON session (subject)",
];

/// Brings the tables up to date, each version in a transaction with its number.
pub fn migrate(database: &mut dyn Database) -> Result<(), StoreError> {
    in_write(database, |database| {
        database.run("CREATE TABLE IF NOT EXISTS migration (version BIGINT PRIMARY KEY)", &[])?;
        let found = database.rows("SELECT COALESCE(MAX(version), 0) FROM migration", &[])?;
        let found = found.first().map_or(Ok(0), |row| row.int(0))?;
        let known = i64::try_from(VERSIONS.len()).unwrap_or(i64::MAX);
        if found > known {
            return Err(StoreError::TooNew { found, known });
        }
        for (version, statements) in (1..).zip(VERSIONS).skip(usize::try_from(found).unwrap_or(0)) {
            for statement in *statements {
                database.run(statement, &[])?;
            }
            database.run("INSERT INTO migration (version) VALUES ($1)", &[Value::Int(version)])?;
        }
        Ok(())
    })
}
