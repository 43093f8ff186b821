//! People in the evidence: by a pseudonym, made with a key of their own.
//!
//! The pseudonym is HMAC-SHA-256 of the name under the subject's key. The key's row is found by a tag, the HMAC of the
//! name under a key of the store. Erasure destroys key and tag: what is left in the chain leads to nobody, and the
//! chain still holds.

use ring::hmac;
use serde_json::{Value as Json, json};

use super::{
    chain::{COLUMNS, Event, Kind, Link, append},
    now,
};
use crate::store::{Database, KeyRing, StoreError, in_write, to_hex};

const NAME: &str = "lookup";

/// Finds and makes subjects.
pub struct Subjects {
    lookup: hmac::Key,
}

fn key(bytes: &[u8]) -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA256, bytes)
}

fn mac(key: &hmac::Key, name: &str) -> String {
    to_hex(hmac::sign(key, name.as_bytes()).as_ref())
}

impl Subjects {
    /// The store's own way to find subjects; it is made when there is none yet.
    pub fn of(database: &mut dyn Database, keys: &KeyRing) -> Result<Self, StoreError> {
        let sealed_name = format!("secret {NAME}");
        let bytes = in_write(database, |database| {
            let rows = database.rows("SELECT sealed FROM secret WHERE name = $1", &[NAME.into()])?;
            if let Some(row) = rows.first() {
                return keys.open(&sealed_name, row.text(0)?);
            }
            let made = crate::store::random::<32>()?;
            let sealed = keys.seal(&sealed_name, &made)?;
            let insert = "INSERT INTO secret (name, sealed) VALUES ($1, $2)";
            database.run(insert, &[NAME.into(), sealed.as_str().into()])?;
            Ok(made.to_vec())
        })?;
        Ok(Self { lookup: key(&bytes) })
    }

    /// What a name is found by; nobody can tell the name from it without the store's own key.
    pub fn tag(&self, name: &str) -> String {
        mac(&self.lookup, name)
    }

    fn find(&self, database: &mut dyn Database, keys: &KeyRing, name: &str) -> Found {
        let tag = mac(&self.lookup, name);
        let rows = database.rows("SELECT sealed FROM subject WHERE tag = $1", &[tag.as_str().into()])?;
        let Some(row) = rows.first() else { return Ok(None) };
        let bytes = keys.open(&format!("subject {tag}"), row.text(0)?)?;
        Ok(Some(mac(&key(&bytes), name)))
    }

    /// The pseudonym of a name, inside a transaction; a new name gets a key.
    pub fn pseudonym(
        &self,
        database: &mut dyn Database,
        keys: &KeyRing,
        name: &str,
    ) -> Result<String, StoreError> {
        if let Some(found) = self.find(database, keys, name)? {
            return Ok(found);
        }
        let tag = mac(&self.lookup, name);
        let bytes = crate::store::random::<32>()?;
        let sealed = keys.seal(&format!("subject {tag}"), &bytes)?;
        let insert = "INSERT INTO subject (tag, sealed, since) VALUES ($1, $2, $3)";
        database.run(insert, &[tag.as_str().into(), sealed.as_str().into(), now().into()])?;
        Ok(mac(&key(&bytes), name))
    }
}

type Found = Result<Option<String>, StoreError>;

/// Everything the evidence holds about a name; none where the name is not known.
pub fn export(
    database: &mut dyn Database,
    keys: &KeyRing,
    subjects: &Subjects,
    name: &str,
) -> Result<Option<Vec<Json>>, StoreError> {
    let Some(pseudonym) = subjects.find(database, keys, name)? else { return Ok(None) };
    let question = format!("SELECT {COLUMNS} FROM audit WHERE subject = $1 ORDER BY seq");
    let rows = database.rows(&question, &[pseudonym.as_str().into()])?;
    let row = |row| {
        let Link { seq, at, kind, detail, .. } = Link::read(row)?;
        // What was written by another hand may not be JSON; it is shown as it stands.
        let detail = serde_json::from_str(&detail).unwrap_or(Json::String(detail));
        Ok(json!({ "row": seq, "at": at, "kind": kind, "detail": detail }))
    };
    rows.iter().map(row).collect::<Result<_, _>>().map(Some)
}

/// Destroys the key of a name; false where the name is not known. `by` is who asked for it.
pub fn erase(
    database: &mut dyn Database,
    keys: &KeyRing,
    subjects: &Subjects,
    name: &str,
    by: &str,
) -> Result<bool, StoreError> {
    let erased = in_write(database, |database| {
        let Some(pseudonym) = subjects.find(database, keys, name)? else { return Ok(false) };
        let tag = subjects.tag(name);
        database.run("DELETE FROM subject WHERE tag = $1", &[tag.as_str().into()])?;
        database.run("DELETE FROM session WHERE subject = $1", &[tag.as_str().into()])?;
        // Somebody who erases himself leaves no new trace of his name.
        let by = if by == name { String::new() } else { subjects.pseudonym(database, keys, by)? };
        let detail = json!({ "did": "erase", "pseudonym": pseudonym });
        append(database, &Event { at: now(), kind: Kind::Administration, subject: by, detail })?;
        Ok(true)
    })?;
    if erased {
        database.forget_deleted()?;
    }
    Ok(erased)
}
