//! The keys that seal what the store holds: AES-256-GCM, a file with one key a line.
//!
//! The first key seals, every key opens. To change the key, put a new one before the old, run
//! `gemeo-server store rotate-key`, and take the old one out.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use ring::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    digest,
    rand::{SecureRandom, SystemRandom},
};

use super::{Database, StoreError, from_hex, in_write, to_hex};

const KEY_BYTES: usize = 32;

/// The keys of a file.
#[derive(Clone)]
pub struct KeyRing(Vec<SealingKey>);

#[derive(Clone)]
struct SealingKey {
    /// The beginning of its SHA-256, to find the key of something sealed.
    id: String,
    key: LessSafeKey,
}

/// Fresh random bytes.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], StoreError> {
    let mut bytes = [0; N];
    SystemRandom::new().fill(&mut bytes).map_err(|_| StoreError::Randomness)?;
    Ok(bytes)
}

/// Makes a file with a new key; one that exists is left as it is.
pub fn new_key_file(path: &Path) -> Result<(), StoreError> {
    let fault =
        |fault: std::io::Error| StoreError::KeyFile { path: path.to_owned(), reason: fault.to_string() };
    let key = to_hex(&random::<KEY_BYTES>()?);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(fault)?;
    writeln!(file, "{key}").and_then(|()| file.sync_all()).map_err(fault)
}

impl KeyRing {
    /// Reads the file: 64 hexadecimal digits a line, for its owner alone.
    pub fn read(path: &Path) -> Result<Self, StoreError> {
        let fault = |reason: String| StoreError::KeyFile { path: PathBuf::from(path), reason };
        check_rights(path).map_err(fault)?;
        let text = std::fs::read_to_string(path).map_err(|error| fault(error.to_string()))?;
        let key = |line: &str| {
            let bytes = from_hex(line.trim()).filter(|bytes| bytes.len() == KEY_BYTES)?;
            let id = to_hex(&digest::digest(&digest::SHA256, &bytes).as_ref()[..4]);
            let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &bytes).ok()?);
            Some(SealingKey { id, key })
        };
        let keys: Option<Vec<_>> = text.lines().filter(|line| !line.trim().is_empty()).map(key).collect();
        match keys {
            Some(keys) if !keys.is_empty() => Ok(Self(keys)),
            _ => Err(fault(
                "expected keys of 64 hexadecimal digits, one a line; \
                            make one with gemeo-server store new-key FILE"
                    .to_owned(),
            )),
        }
    }

    /// Seals bytes under the first key, bound to what they are.
    pub fn seal(&self, what: &str, bytes: &[u8]) -> Result<String, StoreError> {
        let SealingKey { id, key } = self.0.first().ok_or(StoreError::Randomness)?;
        let nonce = random::<NONCE_LEN>()?;
        let mut sealed = bytes.to_vec();
        key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(what), &mut sealed)
            .map_err(|_| StoreError::Randomness)?;
        Ok(format!("{id}.{}.{}", to_hex(&nonce), to_hex(&sealed)))
    }

    /// Opens what was sealed as `what`.
    pub fn open(&self, what: &str, text: &str) -> Result<Vec<u8>, StoreError> {
        self.try_open(what, text).ok_or_else(|| StoreError::Sealed { what: what.to_owned() })
    }

    fn try_open(&self, what: &str, text: &str) -> Option<Vec<u8>> {
        let mut parts = text.split('.');
        let (id, nonce, sealed) = (parts.next()?, from_hex(parts.next()?)?, parts.next()?);
        let nonce: [u8; NONCE_LEN] = nonce.try_into().ok()?;
        let mut sealed = from_hex(sealed)?;
        let key = &self.0.iter().find(|key| key.id == id)?.key;
        let open =
            key.open_in_place(Nonce::assume_unique_for_key(nonce), Aad::from(what), &mut sealed).ok()?;
        Some(open.to_vec())
    }

    /// Seals everything anew under the first key; says how many things that were.
    pub fn rotate(&self, database: &mut dyn Database) -> Result<usize, StoreError> {
        in_write(database, |database| {
            let mut count = 0;
            for (table, column) in [("secret", "name"), ("subject", "tag"), ("session", "id")] {
                for row in database.rows(&format!("SELECT {column}, sealed FROM {table}"), &[])? {
                    let (name, sealed) = (row.text(0)?, row.text(1)?);
                    let what = format!("{table} {name}");
                    let sealed = self.seal(&what, &self.open(&what, sealed)?)?;
                    let change = format!("UPDATE {table} SET sealed = $1 WHERE {column} = $2");
                    database.run(&change, &[sealed.as_str().into(), name.into()])?;
                    count += 1;
                }
            }
            Ok(count)
        })
    }
}

/// Looks whether a file belongs to its owner alone.
#[cfg(unix)]
pub(crate) fn check_rights(path: &Path) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(path).map_err(|fault| fault.to_string())?.permissions().mode();
    match mode & 0o077 {
        0 => Ok(()),
        _ => Err(format!("others may read it (mode {:o}); expected mode 600", mode & 0o777)),
    }
}

#[cfg(not(unix))]
pub(crate) fn check_rights(_: &Path) -> Result<(), String> {
    Ok(())
}
