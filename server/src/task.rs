//! What can be done to the store from the command line: `gemeo-server audit verify`, and the like.

use std::{error::Error, path::Path};

use serde_json::json;

use crate::{
    config::StoreConfig,
    evidence::{self, Event, Kind, Signer, Subjects},
    store::{self, Database, KeyRing, in_write},
};

/// A task, as it is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Task {
    /// Goes through the chain and names the first row that does not hold.
    Verify,
    /// Signs the last row.
    Checkpoint,
    /// Shows the public key of the signatures.
    PublicKey,
    /// Shows all that is held about a name.
    Export(String),
    /// Destroys the key of a name.
    Erase(String),
    /// Writes a backup.
    BackUp(String),
    /// Reads a backup into an empty store.
    Restore(String),
    /// Seals everything anew under the first key.
    RotateKey,
    /// Makes a file with a new key; needs no store.
    NewKey(String),
}

/// The words of every task, for the help.
pub const TASKS: &[(&str, &str)] = &[
    ("audit verify", "go through the evidence and name the first row that does not hold"),
    ("audit checkpoint", "sign the last row of the evidence"),
    ("audit key", "show the public key of the signatures"),
    ("subject export NAME", "show all that the evidence holds about a name"),
    ("subject erase NAME", "destroy the key of a name, so that its rows lead to nobody"),
    ("store backup FILE", "write everything to a new file"),
    ("store restore FILE", "read a backup into an empty store"),
    ("store rotate-key", "seal everything anew under the first key of store_key"),
    ("store new-key FILE", "make a file with a new key"),
];

impl Task {
    /// The task of these words; none where they are not one.
    pub fn read(words: &[String]) -> Option<Self> {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        Some(match words.as_slice() {
            ["audit", "verify"] => Self::Verify,
            ["audit", "checkpoint"] => Self::Checkpoint,
            ["audit", "key"] => Self::PublicKey,
            ["subject", "export", name] => Self::Export((*name).to_owned()),
            ["subject", "erase", name] => Self::Erase((*name).to_owned()),
            ["store", "backup", file] => Self::BackUp((*file).to_owned()),
            ["store", "restore", file] => Self::Restore((*file).to_owned()),
            ["store", "rotate-key"] => Self::RotateKey,
            ["store", "new-key", file] => Self::NewKey((*file).to_owned()),
            _ => return None,
        })
    }
}

/// What was done, or what was found not to hold.
pub type Outcome = Result<String, Box<dyn Error>>;

/// Does it. `by` is the name of who does it; it goes into the evidence as a pseudonym.
pub fn run(task: &Task, config: Option<&StoreConfig>, by: Option<&str>) -> Outcome {
    if let Task::NewKey(file) = task {
        store::new_key_file(Path::new(file))?;
        return Ok(format!("{file}: a new key; keep a copy of it apart from the backups"));
    }
    let config = config.ok_or("store: is not set; expected sqlite:FILE or postgres://… and store_key")?;
    let keys = KeyRing::read(&config.key)?;
    let mut database = store::open(&config.url)?;
    let database = database.as_mut();
    match task {
        Task::Verify => {
            let signer = Signer::of(database, &keys)?;
            let verified = evidence::verify(database, &signer)?.map_err(|broken| broken.to_string())?;
            let evidence::Verified { rows, checkpoints, last } = verified;
            Ok(format!("the evidence holds: {rows} rows up to row {last}, {checkpoints} signed checkpoints"))
        }
        Task::Checkpoint => {
            let signer = Signer::of(database, &keys)?;
            Ok(format!("row {} is signed", evidence::make_checkpoint(database, &signer)?))
        }
        Task::PublicKey => Ok(Signer::of(database, &keys)?.public_key()),
        Task::Restore(file) => {
            let rows = store::restore(database, Path::new(file))?;
            note(database, &keys, by, json!({ "did": "restore", "rows": rows }))?;
            Ok(format!("{rows} rows restored; run gemeo-server audit verify"))
        }
        Task::BackUp(file) => {
            note(database, &keys, by, json!({ "did": "backup" }))?;
            Ok(format!("{file}: {} rows", store::back_up(database, Path::new(file))?))
        }
        Task::RotateKey => {
            let count = keys.rotate(database)?;
            note(database, &keys, by, json!({ "did": "rotate-key", "sealed": count }))?;
            Ok(format!("{count} secrets are sealed under the first key"))
        }
        Task::Export(name) => export(database, &keys, name, by),
        Task::Erase(name) => {
            let subjects = Subjects::of(database, &keys)?;
            match evidence::erase(database, &keys, &subjects, name, named(by)?)? {
                true => {
                    Ok("erased; older backups still hold the key: erase again after restoring one".to_owned())
                }
                false => Err("the evidence holds nothing under that name".into()),
            }
        }
        Task::NewKey(_) => Ok(String::new()),
    }
}

fn named(by: Option<&str>) -> Result<&str, &'static str> {
    by.filter(|by| !by.is_empty()).ok_or("expected --by NAME: who does it is part of the evidence")
}

/// Puts a deed of administration into the chain.
fn note(
    database: &mut dyn Database,
    keys: &KeyRing,
    by: Option<&str>,
    detail: serde_json::Value,
) -> Result<(), Box<dyn Error>> {
    let by = named(by)?;
    let subjects = Subjects::of(database, keys)?;
    in_write(database, |database| {
        let subject = subjects.pseudonym(database, keys, by)?;
        let at = evidence::now();
        evidence::append(database, &Event { at, kind: Kind::Administration, subject, detail })
    })?;
    Ok(())
}

fn export(database: &mut dyn Database, keys: &KeyRing, name: &str, by: Option<&str>) -> Outcome {
    let subjects = Subjects::of(database, keys)?;
    let rows = evidence::export(database, keys, &subjects, name)?;
    let rows = rows.ok_or("the evidence holds nothing under that name")?;
    note(database, keys, by, json!({ "did": "export", "rows": rows.len() }))?;
    let lines: Vec<String> = rows.iter().map(ToString::to_string).collect();
    Ok(lines.join("\n"))
}
