//! Backups: every table as lines of JSON, the same from both databases and into both.
//!
//! The first line says what it is, the last one holds the SHA-256 of all before it. What is sealed stays sealed.

use std::{
    fs::File,
    io::{BufRead, BufReader, BufWriter, Write},
    path::Path,
};

use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

use super::{Database, Row, StoreError, Value, in_write, to_hex};

/// Each table with its columns, the key first, in an order in which they can be restored. Sessions are not among
/// them: who restores a backup must not bring back a session that was ended since.
const TABLES: &[(&str, &[&str])] = &[
    ("secret", &["name", "sealed"]),
    ("subject", &["tag", "sealed", "since"]),
    ("audit", &["seq", "at", "kind", "subject", "detail", "before", "hash"]),
    ("audit_head", &["id", "seq", "hash"]),
    ("checkpoint", &["seq", "at", "hash", "signature"]),
];
const FORMAT: &str = "gemeo-store-1";
/// Rows that are in memory at once.
const PAGE: i64 = 1000;

/// A file of which the hash is known so far.
struct Lines<'a> {
    path: &'a Path,
    file: BufWriter<File>,
    hash: Sha256,
}

impl Lines<'_> {
    fn write(&mut self, line: &Json) -> Result<(), StoreError> {
        let line = format!("{line}\n");
        self.hash.update(line.as_bytes());
        self.file.write_all(line.as_bytes()).map_err(|fault| broken(self.path, 0, fault))
    }
}

fn broken(path: &Path, line: usize, reason: impl ToString) -> StoreError {
    StoreError::Backup { path: path.to_owned(), line, reason: reason.to_string() }
}

/// Writes everything, as of one moment, to a new file for its owner alone; says how many rows.
pub fn back_up(database: &mut dyn Database, path: &Path) -> Result<usize, StoreError> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path).map_err(|fault| broken(path, 0, fault))?;
    let mut lines = Lines { path, file: BufWriter::new(file), hash: Sha256::new() };
    database.begin_read()?;
    let written = write_tables(database, &mut lines);
    database.commit()?;
    let rows = written?;
    let hash = to_hex(&lines.hash.clone().finalize());
    lines.write(&json!({ "rows": rows, "sha256": hash }))?;
    let file = lines.file.into_inner().map_err(|fault| broken(path, 0, fault))?;
    file.sync_all().map_err(|fault| broken(path, 0, fault))?;
    Ok(rows)
}

fn write_tables(database: &mut dyn Database, lines: &mut Lines<'_>) -> Result<usize, StoreError> {
    lines.write(&json!({ "format": FORMAT }))?;
    let mut count = 0;
    for (table, columns) in TABLES {
        let (key, list) = (columns[0], columns.join(", "));
        let first = format!("SELECT {list} FROM {table} ORDER BY {key} LIMIT $1");
        let next = format!("SELECT {list} FROM {table} WHERE {key} > $1 ORDER BY {key} LIMIT $2");
        let mut rows = database.rows(&first, &[PAGE.into()])?;
        while let Some(last) = rows.last().and_then(|row| row.0.first().cloned()) {
            for Row(values) in &rows {
                lines.write(
                    &json!({ "table": table, "row": values.iter().map(to_json).collect::<Vec<_>>() }),
                )?;
                count += 1;
            }
            rows = database.rows(&next, &[last, PAGE.into()])?;
        }
    }
    Ok(count)
}

fn to_json(value: &Value) -> Json {
    match value {
        Value::Int(number) => json!(number),
        Value::Text(text) => json!(text),
    }
}

fn from_json(value: &Json) -> Option<Value> {
    match value {
        Json::String(text) => Some(Value::Text(text.clone())),
        number => number.as_i64().map(Value::Int),
    }
}

/// Reads a backup into an empty store: all of it, or nothing; says how many rows.
pub fn restore(database: &mut dyn Database, path: &Path) -> Result<usize, StoreError> {
    in_write(database, |database| {
        for (table, _) in TABLES {
            if database.rows(&format!("SELECT COUNT(*) FROM {table}"), &[])?[0].int(0)? > 0 {
                return Err(StoreError::NotEmpty);
            }
        }
        read_lines(database, path)
    })
}

fn read_lines(database: &mut dyn Database, path: &Path) -> Result<usize, StoreError> {
    let file = File::open(path).map_err(|fault| broken(path, 0, fault))?;
    let (mut hash, mut rows) = (Sha256::new(), 0);
    let mut lines = BufReader::new(file).lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let fault = |reason: &str| broken(path, number + 1, reason);
        let line = line.map_err(|error| fault(&error.to_string()))?;
        let said: Json = serde_json::from_str(&line).map_err(|error| fault(&error.to_string()))?;
        if number == 0 {
            if said["format"] != FORMAT {
                return Err(fault("expected a backup of gemeo-server"));
            }
        } else if let Some(table) = said["table"].as_str() {
            insert(database, table, &said["row"])
                .ok_or_else(|| fault("expected a row of a known table"))??;
            rows += 1;
        } else {
            let whole = said["sha256"] == to_hex(&hash.finalize()) && said["rows"] == rows;
            let ended = lines.next().is_none();
            return if whole && ended { Ok(rows) } else { Err(fault("expected the hash of what was read")) };
        }
        hash.update(line.as_bytes());
        hash.update(b"\n");
    }
    Err(broken(path, 0, "expected a last line with the hash; the file is cut off"))
}

fn insert(database: &mut dyn Database, table: &str, row: &Json) -> Option<Result<u64, StoreError>> {
    let (table, columns) = TABLES.iter().find(|(name, _)| *name == table)?;
    let values = row.as_array()?.iter().map(from_json).collect::<Option<Vec<_>>>()?;
    if values.len() != columns.len() {
        return None;
    }
    let places: Vec<String> = (1..=columns.len()).map(|number| format!("${number}")).collect();
    let (columns, places) = (columns.join(", "), places.join(", "));
    Some(database.run(&format!("INSERT INTO {table} ({columns}) VALUES ({places})"), &values))
}
