//! Going through the chain from its first row to its last.

use std::fmt;

use super::{
    chain::{COLUMNS, Link, ORIGIN, head},
    checkpoint::Signer,
};
use crate::store::{Database, StoreError};

/// Rows that are in memory at once.
const PAGE: i64 = 1000;

/// A chain that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verified {
    /// Rows that were looked at.
    pub rows: usize,
    /// Signed checkpoints among them.
    pub checkpoints: usize,
    /// The number of the last row.
    pub last: i64,
}

/// The first row that does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Broken {
    /// Its number.
    pub row: i64,
    /// What is the matter with it.
    pub what: &'static str,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "audit: row {} {}", self.row, self.what)
    }
}

struct Checkpoint {
    at: i64,
    hash: String,
    signature: String,
}

fn checkpoint(database: &mut dyn Database, seq: i64) -> Result<Option<Checkpoint>, StoreError> {
    let rows = database.rows("SELECT at, hash, signature FROM checkpoint WHERE seq = $1", &[seq.into()])?;
    rows.first()
        .map(|row| {
            let (hash, signature) = (row.text(1)?.to_owned(), row.text(2)?.to_owned());
            Ok(Checkpoint { at: row.int(0)?, hash, signature })
        })
        .transpose()
}

/// Goes through the chain as of one moment; the inner error names the first row that does not hold.
pub fn verify(database: &mut dyn Database, signer: &Signer) -> Result<Result<Verified, Broken>, StoreError> {
    database.begin_read()?;
    let found = walk(database, signer);
    database.commit()?;
    found
}

fn walk(database: &mut dyn Database, signer: &Signer) -> Result<Result<Verified, Broken>, StoreError> {
    let (mut expected, mut before) = match begin(database, signer)? {
        Ok(begin) => begin,
        Err(broken) => return Ok(Err(broken)),
    };
    let (mut rows, mut checkpoints) = (0, 0);
    let page = format!("SELECT {COLUMNS} FROM audit WHERE seq >= $1 ORDER BY seq LIMIT $2");
    loop {
        let found = database.rows(&page, &[expected.into(), PAGE.into()])?;
        if found.is_empty() {
            break;
        }
        for row in &found {
            let link = Link::read(row)?;
            if let Some(what) = fault(&link, expected, &before) {
                return Ok(Err(Broken { row: expected, what }));
            }
            if let Some(Checkpoint { at, hash, signature }) = checkpoint(database, link.seq)? {
                if hash != link.hash || !signer.holds(link.seq, at, &hash, &signature) {
                    return Ok(Err(Broken { row: link.seq, what: "differs from its signed checkpoint" }));
                }
                checkpoints += 1;
            }
            (expected, before, rows) = (link.seq + 1, link.hash, rows + 1);
        }
    }
    let last = expected - 1;
    let signed = database.rows("SELECT COALESCE(MAX(seq), 0) FROM checkpoint", &[])?[0].int(0)?;
    let (head, head_hash) = head(database)?;
    let sealed = signer.signed_to(database)?;
    Ok(if signed > last || sealed.is_some_and(|sealed| sealed > last) {
        Err(Broken { row: expected, what: "is missing; a later row is signed" })
    } else if sealed != Some(signed) {
        Err(Broken { row: sealed.unwrap_or(last), what: "has lost its signed checkpoint" })
    } else if (head, head_hash.as_str()) != (last, before.as_str()) {
        Err(Broken { row: expected, what: "is missing; it was the last one, or the last row differs" })
    } else {
        Ok(Verified { rows, checkpoints, last })
    })
}

type Begin = Result<(i64, String), Broken>;

/// The first row's number and what must stand before it: the origin, or the checkpoint where old rows were
/// taken out by retention.
fn begin(database: &mut dyn Database, signer: &Signer) -> Result<Begin, StoreError> {
    let first = database.rows("SELECT COALESCE(MIN(seq), 0) FROM audit", &[])?[0].int(0)?;
    let (head, _) = head(database)?;
    let cut = match first {
        // Every row was taken out: the head is what retention left.
        0 => head,
        first => first - 1,
    };
    if cut == 0 {
        return Ok(Ok((1, ORIGIN.to_owned())));
    }
    Ok(match checkpoint(database, cut)? {
        Some(Checkpoint { at, hash, signature }) if signer.holds(cut, at, &hash, &signature) => {
            Ok((cut + 1, hash))
        }
        _ => Err(Broken { row: cut, what: "is missing; no signed checkpoint stands for it" }),
    })
}

fn fault(link: &Link, expected: i64, before: &str) -> Option<&'static str> {
    if link.seq != expected {
        Some("is missing")
    } else if link.before != before {
        Some("does not follow from the row before it")
    } else if link.hash != link.digest() {
        Some("was changed")
    } else {
        None
    }
}
