//! One row after the other, each with the hash of the one before.

use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use crate::store::{Database, Row, StoreError, to_hex};

/// What the first row has in place of a hash before it.
pub(super) const ORIGIN: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What kind of thing was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The server started or stopped.
    Server,
    /// A source was called.
    Call,
    /// Somebody administered the store.
    Administration,
    /// Somebody signed in or out, or was refused.
    SignIn,
    /// The policy decided on something that is not public.
    Decision,
    /// Something was delivered to the webhook or by a broker.
    Delivery,
}

impl Kind {
    /// Its name in the chain.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Call => "call",
            Self::Administration => "administration",
            Self::SignIn => "sign-in",
            Self::Decision => "decision",
            Self::Delivery => "delivery",
        }
    }

    /// Whether programs do it all day long, with nobody behind it: then it is handed on once the system has it, and is on the
    /// disk within a second. What people do waits for the disk.
    pub(super) fn is_routine(self) -> bool {
        matches!(self, Self::Call | Self::Delivery)
    }
}

/// Something that was done.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// When, in seconds since 1970.
    pub at: i64,
    /// What kind of thing.
    pub kind: Kind,
    /// The pseudonym of who did it or whom it is about; empty for nobody.
    pub subject: String,
    /// What exactly, without personal data.
    pub detail: Json,
}

/// A row of the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) seq: i64,
    pub(super) at: i64,
    pub(super) kind: String,
    pub(super) subject: String,
    pub(super) detail: String,
    pub(super) before: String,
    pub(super) hash: String,
}

/// The columns of a [`Link`], in order.
pub(super) const COLUMNS: &str = "seq, at, kind, subject, detail, before, hash";

impl Link {
    pub(super) fn read(row: &Row) -> Result<Self, StoreError> {
        let text = |column| row.text(column).map(str::to_owned);
        Ok(Self {
            seq: row.int(0)?,
            at: row.int(1)?,
            kind: text(2)?,
            subject: text(3)?,
            detail: text(4)?,
            before: text(5)?,
            hash: text(6)?,
        })
    }

    /// SHA-256 over every part, each after its length, so that no two rows read alike.
    pub(super) fn digest(&self) -> String {
        let mut hash = Sha256::new();
        let (seq, at) = (self.seq.to_string(), self.at.to_string());
        for part in ["gemeo-audit-1", &seq, &at, &self.kind, &self.subject, &self.detail, &self.before] {
            hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            hash.update(part.as_bytes());
        }
        to_hex(&hash.finalize())
    }
}

/// The last row's number and hash.
pub(super) fn head(database: &mut dyn Database) -> Result<(i64, String), StoreError> {
    let rows = database.rows("SELECT seq, hash FROM audit_head WHERE id = 1", &[])?;
    rows.first().map_or(Ok((0, ORIGIN.to_owned())), |row| Ok((row.int(0)?, row.text(1)?.to_owned())))
}

/// Adds a row, inside a transaction that alone writes; says its number.
pub fn append(database: &mut dyn Database, event: &Event) -> Result<i64, StoreError> {
    let (last, before) = head(database)?;
    let mut link = Link {
        seq: last + 1,
        at: event.at,
        kind: event.kind.as_str().to_owned(),
        subject: event.subject.clone(),
        detail: event.detail.to_string(),
        before,
        hash: String::new(),
    };
    link.hash = link.digest();
    let Link { seq, at, kind, subject, detail, before, hash } = &link;
    database.run(
        "INSERT INTO audit (seq, at, kind, subject, detail, before, hash) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[
            (*seq).into(),
            (*at).into(),
            kind.as_str().into(),
            subject.as_str().into(),
            detail.as_str().into(),
            before.as_str().into(),
            hash.as_str().into(),
        ],
    )?;
    let statement = match last {
        0 => "INSERT INTO audit_head (seq, hash, id) VALUES ($1, $2, 1)",
        _ => "UPDATE audit_head SET seq = $1, hash = $2 WHERE id = 1",
    };
    database.run(statement, &[(*seq).into(), hash.as_str().into()])?;
    Ok(*seq)
}
