//! SQLite in a file, with a write-ahead log.

use std::{
    fs::File,
    path::{Path, PathBuf},
};

use rusqlite::{Connection, params_from_iter, types};

use super::{Database, Row, StoreError, Value};

/// An open file.
pub(super) struct Sqlite {
    connection: Connection,
    /// The write-ahead log beside it.
    log: PathBuf,
}

impl From<rusqlite::Error> for StoreError {
    fn from(fault: rusqlite::Error) -> Self {
        Self::Database(fault.to_string())
    }
}

impl Sqlite {
    pub(super) fn open(path: &Path) -> Result<Self, StoreError> {
        make_private(path)?;
        let connection = Connection::open(path)?;
        // Another command may write for a moment.
        connection.busy_timeout(std::time::Duration::from_secs(10))?;
        // FULL: what was committed is on the disk even when the power goes; secure_delete overwrites keys.
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; \
             PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;",
        )?;
        let mut log = path.as_os_str().to_owned();
        log.push("-wal");
        Ok(Self { connection, log: log.into() })
    }
}

/// A new file is for its owner alone; SQLite gives its log the same rights.
fn make_private(path: &Path) -> Result<(), StoreError> {
    let mut options = std::fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let opened = options.open(path).map(drop);
    opened.map_err(|fault| StoreError::Database(format!("{}: {fault}", path.display())))
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<types::ToSqlOutput<'_>> {
        Ok(match self {
            Self::Int(number) => types::ToSqlOutput::from(*number),
            Self::Text(text) => types::ToSqlOutput::from(text.as_str()),
        })
    }
}

impl Database for Sqlite {
    fn run(&mut self, statement: &str, values: &[Value]) -> Result<u64, StoreError> {
        let touched = self.connection.prepare_cached(statement)?.execute(params_from_iter(values))?;
        Ok(u64::try_from(touched).unwrap_or(u64::MAX))
    }

    fn rows(&mut self, question: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        let mut prepared = self.connection.prepare_cached(question)?;
        let columns = prepared.column_count();
        let mut answer = prepared.query(params_from_iter(values))?;
        let mut rows = Vec::new();
        while let Some(row) = answer.next()? {
            let value = |column| match row.get_ref(column)? {
                types::ValueRef::Integer(number) => Ok(Value::Int(number)),
                types::ValueRef::Text(text) => Ok(Value::Text(String::from_utf8_lossy(text).into_owned())),
                _ => Err(StoreError::Shape { expected: "a number or a text", column }),
            };
            rows.push(Row((0..columns).map(value).collect::<Result<_, _>>()?));
        }
        Ok(rows)
    }

    fn begin_write(&mut self) -> Result<(), StoreError> {
        self.run("BEGIN IMMEDIATE", &[]).map(drop)
    }

    fn begin_read(&mut self) -> Result<(), StoreError> {
        self.run("BEGIN", &[]).map(drop)
    }

    fn wait_for_disk(&mut self, waits: bool) -> Result<(), StoreError> {
        // NORMAL: the system has it when the transaction ends, so it outlives this program; the log is synced later.
        let level = if waits { "PRAGMA synchronous = FULL" } else { "PRAGMA synchronous = NORMAL" };
        Ok(self.connection.execute_batch(level)?)
    }

    fn catch_up(&mut self) -> Result<(), StoreError> {
        // Syncing by any handle puts on the disk what was written by another. Without a log, all is in the file itself.
        match File::open(&self.log).and_then(|log| log.sync_data()) {
            Err(fault) if fault.kind() != std::io::ErrorKind::NotFound => {
                Err(StoreError::Database(format!("{}: {fault}", self.log.display())))
            }
            _ => Ok(()),
        }
    }

    fn forget_deleted(&mut self) -> Result<(), StoreError> {
        self.rows("PRAGMA wal_checkpoint(TRUNCATE)", &[]).map(drop)
    }

    fn is_open(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::in_write;

    #[test]
    fn what_does_not_wait_for_the_disk_is_there_for_others() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("store.db");
        let mut one = Sqlite::open(&path).expect("open");
        one.run("CREATE TABLE t (n BIGINT)", &[]).expect("a table");
        for (number, (waits, level)) in [(false, 1), (true, 2)].into_iter().enumerate() {
            one.wait_for_disk(waits).expect("said");
            let said = one.rows("PRAGMA synchronous", &[]).expect("a level");
            assert_eq!(said, [Row(vec![Value::Int(level)])]);
            in_write(&mut one, |database| database.run("INSERT INTO t VALUES (1)", &[])).expect("written");
            let mut other = Sqlite::open(&path).expect("open");
            let seen = other.rows("SELECT n FROM t", &[]).expect("rows").len();
            assert_eq!(seen, number + 1, "another program sees it at once");
        }
        one.catch_up().expect("synced");
        one.log = folder.path().join("nothing");
        one.catch_up().expect("without a log there is nothing to sync");
        one.log = path.join("beneath a file");
        assert!(one.catch_up().is_err(), "a log that cannot be reached is a fault");
    }
}
