//! What the two databases have in common: whole numbers, texts, and transactions.

use super::StoreError;

/// A value on its way in or out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// `BIGINT`.
    Int(i64),
    /// `TEXT`.
    Text(String),
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// A row of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row(pub Vec<Value>);

impl Row {
    /// The number in a column.
    pub fn int(&self, column: usize) -> Result<i64, StoreError> {
        match self.0.get(column) {
            Some(Value::Int(number)) => Ok(*number),
            _ => Err(StoreError::Shape { expected: "a number", column }),
        }
    }

    /// The text in a column.
    pub fn text(&self, column: usize) -> Result<&str, StoreError> {
        match self.0.get(column) {
            Some(Value::Text(text)) => Ok(text),
            _ => Err(StoreError::Shape { expected: "a text", column }),
        }
    }
}

/// A database. Parameters are written `$1`, `$2`, … and first used in that order, which both understand.
pub trait Database: Send {
    /// Runs a statement and says how many rows it touched.
    fn run(&mut self, statement: &str, values: &[Value]) -> Result<u64, StoreError>;
    /// Asks a question.
    fn rows(&mut self, question: &str, values: &[Value]) -> Result<Vec<Row>, StoreError>;
    /// Begins a transaction that alone may write.
    fn begin_write(&mut self) -> Result<(), StoreError>;
    /// Begins a transaction that sees one moment.
    fn begin_read(&mut self) -> Result<(), StoreError>;
    /// Ends a transaction; what it wrote is on the disk, unless [`Database::wait_for_disk`] said otherwise.
    fn commit(&mut self) -> Result<(), StoreError> {
        self.run("COMMIT", &[]).map(drop)
    }
    /// Ends a transaction as if it had not been.
    fn roll_back(&mut self) -> Result<(), StoreError> {
        self.run("ROLLBACK", &[]).map(drop)
    }
    /// Whether transactions from now on end only once they are on the disk, as they do until this is called. Those that
    /// do not wait outlive the end of the program, not that of the machine; a database that cannot tell the two apart waits.
    fn wait_for_disk(&mut self, _waits: bool) -> Result<(), StoreError> {
        Ok(())
    }
    /// Puts on the disk what did not wait for it.
    fn catch_up(&mut self) -> Result<(), StoreError> {
        Ok(())
    }
    /// Leaves no copy of what was deleted in the database's own files, as far as it can.
    fn forget_deleted(&mut self) -> Result<(), StoreError>;
    /// Whether it is worth going on with this connection.
    fn is_open(&self) -> bool;
}

/// Does `work` in one transaction that alone writes: the whole of it happens, or nothing.
pub fn in_write<T>(
    database: &mut dyn Database,
    work: impl FnOnce(&mut dyn Database) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    database.begin_write()?;
    let done = work(database).and_then(|done| database.commit().map(|()| done));
    if done.is_err()
        && let Err(fault) = database.roll_back()
    {
        // SQLite rolls back by itself when the disk is full; the first fault is the one that counts.
        tracing::debug!(%fault, "nothing was left to roll back");
    }
    done
}
