//! `gemeo pack check`: reads folders, hands them to the checker, and prints what is wrong.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
    process::ExitCode,
};

use gemeo_shared::pack::{
    MANIFEST,
    check::{self, Fault},
    index::INDEX,
    manifest,
};

use crate::Outcome;

/// Checks folders (packs, or folders of packs) and prints their faults.
///
/// # Errors
/// Where the output cannot be written as JSON.
pub fn run(dirs: &[PathBuf], as_json: bool) -> Outcome {
    if let Some(dir) = dirs.iter().find(|dir| !dir.is_dir()) {
        eprintln!("gemeo: {}: there is no such folder", dir.display());
        return Ok(ExitCode::from(2));
    }
    let faults = check::bounded(dirs.iter().flat_map(|dir| folder(dir)).collect());
    if as_json {
        println!("{}", serde_json::to_string_pretty(&faults)?);
    } else {
        for fault in &faults {
            println!("{}", line(fault));
        }
        let packs: usize = dirs.iter().map(|dir| packs(dir).len().max(1)).sum();
        match faults.len() {
            0 => println!("{packs} packs checked, no faults"),
            n => println!("{packs} packs checked, {n} faults"),
        }
    }
    Ok(ExitCode::from(u8::from(!faults.is_empty())))
}

/// A fault as one line: file, row, column, code, message.
pub fn line(fault: &Fault) -> String {
    let mut place = fault.file.clone();
    if let Some(row) = fault.row {
        place += &format!(", row {row}");
    }
    if let Some(column) = &fault.column {
        place += &format!(", {column}");
    }
    format!("{place}: [{}] {}", fault.code, fault.message)
}

/// Faults of a pack, or of an index and the packs beside it.
fn folder(dir: &Path) -> Vec<Fault> {
    let packs = packs(dir);
    if packs.is_empty() && !dir.join(INDEX).is_file() {
        return pack(dir);
    }
    let mut faults: Vec<Fault> = packs.iter().flat_map(|p| pack(p)).collect();
    let mut manifests = BTreeMap::new();
    for path in &packs {
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
        if let Ok(Some(bytes)) = read(&path.join(MANIFEST), MANIFEST) {
            manifests.insert(name.to_owned(), bytes);
        }
    }
    let path = dir.join(INDEX);
    match read(&path, MANIFEST) {
        Ok(Some(bytes)) => {
            faults.extend(check::index(&bytes, &manifests).into_iter().map(|f| within(dir, f)))
        }
        Ok(None) => {
            faults.push(Fault::of_file(&path.display().to_string(), "too-large", "the index is too large"))
        }
        Err(e) => faults.push(Fault::of_file(&path.display().to_string(), "missing-file", e.to_string())),
    }
    faults
}

/// Folders in a folder that hold a manifest, where it is not a pack itself.
fn packs(dir: &Path) -> Vec<PathBuf> {
    if dir.join(MANIFEST).is_file() {
        return Vec::new();
    }
    let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries.map(|e| e.path()).filter(|p| p.join(MANIFEST).is_file()).collect();
    found.sort();
    found
}

fn pack(dir: &Path) -> Vec<Fault> {
    let mut files = BTreeMap::new();
    let mut faults = Vec::new();
    for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        // Compressed copies beside the files belong to the server, not to the pack.
        if name.ends_with(".br") || name.ends_with(".gz") {
            continue;
        }
        match read(&entry.path(), &name) {
            Ok(Some(bytes)) => {
                files.insert(name, bytes);
            }
            Ok(None) => {
                let message = "the file is larger than a pack's may be, and was not read";
                faults.push(Fault::of_file(&name, "too-large", message));
            }
            Err(e) => faults.push(Fault::of_file(&name, "unreadable", e.to_string())),
        }
    }
    faults.extend(check::check(&files));
    faults.into_iter().map(|f| within(dir, f)).collect()
}

/// A file's bytes; none where there are more than a file of this name may have.
fn read(path: &Path, name: &str) -> io::Result<Option<Vec<u8>>> {
    let limit = manifest::limit(name).unwrap_or(1 << 20);
    let mut bytes = Vec::new();
    File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}

fn within(dir: &Path, fault: Fault) -> Fault {
    let file = if fault.file.is_empty() { dir.to_path_buf() } else { dir.join(&fault.file) };
    Fault { file: file.display().to_string(), ..fault }
}
