//! Old rows are taken out from the beginning, and a signed checkpoint stays in their place.

use serde_json::json;

use super::{
    chain::{Event, Kind, append},
    checkpoint::{self, Signer},
    now,
};
use crate::store::{Database, StoreError, in_write};

/// Takes out the rows from before a time; says how many. That it was done is itself in the chain.
pub fn retain(database: &mut dyn Database, signer: &Signer, before: i64) -> Result<u64, StoreError> {
    let taken = in_write(database, |database| {
        // Up to the first row that stays, not each by its own time: the clock may have been set back.
        let stays = "SELECT COALESCE(MIN(seq), 0) FROM audit WHERE at >= $1";
        let stays = database.rows(stays, &[before.into()])?[0].int(0)?;
        let last = match stays {
            0 => database.rows("SELECT COALESCE(MAX(seq), 0) FROM audit", &[])?[0].int(0)?,
            stays => stays - 1,
        };
        let cut = database.rows("SELECT seq, hash FROM audit WHERE seq = $1", &[last.into()])?;
        let Some(row) = cut.first() else { return Ok(0) };
        let (seq, hash) = (row.int(0)?, row.text(1)?.to_owned());
        checkpoint::place(database, signer, seq, &hash)?;
        let taken = database.run("DELETE FROM audit WHERE seq <= $1", &[seq.into()])?;
        database.run("DELETE FROM checkpoint WHERE seq < $1", &[seq.into()])?;
        let detail = json!({ "did": "retention", "through": seq, "rows": taken });
        append(database, &Event { at: now(), kind: Kind::Administration, subject: String::new(), detail })?;
        Ok(taken)
    })?;
    if taken > 0 {
        database.forget_deleted()?;
    }
    Ok(taken)
}
