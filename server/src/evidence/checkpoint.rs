//! Signed checkpoints: who has not the key cannot make the chain anew.
//!
//! The number of the last one is sealed beside them, so that taking checkpoints out shows too.

use ring::{
    rand::SystemRandom,
    signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey},
};

use super::{chain, now};
use crate::store::{Database, KeyRing, StoreError, from_hex, in_write, to_hex};

const NAME: &str = "signing";
const MARK: &str = "signed-to";

/// Signs checkpoints with Ed25519.
pub struct Signer {
    pair: Ed25519KeyPair,
    keys: KeyRing,
}

impl Signer {
    /// The store's own key; it is made when there is none yet.
    pub fn of(database: &mut dyn Database, keys: &KeyRing) -> Result<Self, StoreError> {
        let sealed_name = format!("secret {NAME}");
        let pkcs8 = in_write(database, |database| {
            let rows = database.rows("SELECT sealed FROM secret WHERE name = $1", &[NAME.into()])?;
            if let Some(row) = rows.first() {
                return keys.open(&sealed_name, row.text(0)?);
            }
            let made = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new());
            let made = made.map_err(|_| StoreError::Randomness)?.as_ref().to_vec();
            let sealed = keys.seal(&sealed_name, &made)?;
            put(database, NAME, &sealed)?;
            mark(database, keys, 0)?;
            Ok(made)
        })?;
        let pair = Ed25519KeyPair::from_pkcs8(&pkcs8);
        let pair = pair.map_err(|_| StoreError::Sealed { what: sealed_name })?;
        Ok(Self { pair, keys: keys.clone() })
    }

    /// The number of the last row that was signed, as it was sealed; none where that was taken out.
    pub(super) fn signed_to(&self, database: &mut dyn Database) -> Result<Option<i64>, StoreError> {
        let rows = database.rows("SELECT sealed FROM secret WHERE name = $1", &[MARK.into()])?;
        let Some(row) = rows.first() else { return Ok(None) };
        let what = format!("secret {MARK}");
        let text = self.keys.open(&what, row.text(0)?)?;
        let number = String::from_utf8(text).ok().and_then(|text| text.parse().ok());
        number.map(Some).ok_or(StoreError::Sealed { what })
    }

    /// The public key in hexadecimal, to check signatures elsewhere.
    pub fn public_key(&self) -> String {
        to_hex(self.pair.public_key().as_ref())
    }

    fn sign(&self, seq: i64, at: i64, hash: &str) -> String {
        to_hex(self.pair.sign(statement(seq, at, hash).as_bytes()).as_ref())
    }

    pub(super) fn holds(&self, seq: i64, at: i64, hash: &str, signature: &str) -> bool {
        let Some(signature) = from_hex(signature) else { return false };
        let key = UnparsedPublicKey::new(&ED25519, self.pair.public_key().as_ref());
        key.verify(statement(seq, at, hash).as_bytes(), &signature).is_ok()
    }
}

fn put(database: &mut dyn Database, name: &str, sealed: &str) -> Result<(), StoreError> {
    database.run("DELETE FROM secret WHERE name = $1", &[name.into()])?;
    database.run("INSERT INTO secret (name, sealed) VALUES ($1, $2)", &[name.into(), sealed.into()]).map(drop)
}

fn mark(database: &mut dyn Database, keys: &KeyRing, seq: i64) -> Result<(), StoreError> {
    let sealed = keys.seal(&format!("secret {MARK}"), seq.to_string().as_bytes())?;
    put(database, MARK, &sealed)
}

fn statement(seq: i64, at: i64, hash: &str) -> String {
    format!("gemeo-checkpoint-1\n{seq}\n{at}\n{hash}")
}

/// Signs the last row, where it is not signed yet; says its number. The log has the signature too, so that a
/// chain that was cut behind its last checkpoint can still be found out.
pub fn check(database: &mut dyn Database, signer: &Signer) -> Result<i64, StoreError> {
    in_write(database, |database| {
        let (seq, hash) = chain::head(database)?;
        if seq > 0 {
            place(database, signer, seq, &hash)?;
        }
        Ok(seq)
    })
}

/// Puts a checkpoint on a row, inside a transaction.
pub(super) fn place(
    database: &mut dyn Database,
    signer: &Signer,
    seq: i64,
    hash: &str,
) -> Result<(), StoreError> {
    if !database.rows("SELECT seq FROM checkpoint WHERE seq = $1", &[seq.into()])?.is_empty() {
        return Ok(());
    }
    let at = now();
    let signature = signer.sign(seq, at, hash);
    database.run(
        "INSERT INTO checkpoint (seq, at, hash, signature) VALUES ($1, $2, $3, $4)",
        &[seq.into(), at.into(), hash.into(), signature.as_str().into()],
    )?;
    // Retention signs a row before the last one that is signed.
    if signer.signed_to(database)?.is_none_or(|last| last < seq) {
        mark(database, &signer.keys, seq)?;
    }
    tracing::info!(seq, at, hash, signature, "checkpoint");
    Ok(())
}
