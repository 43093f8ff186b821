//! The real files of the sources; the traps of each are tested at its module with small texts.

mod checks;
mod replay;
mod traps;
mod walk;

use std::path::PathBuf;

use super::{Hints, Import, Input, import, unpack};

/// The folder of test data, or none with a line that says so.
pub(super) fn data(test: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("GEMEO_TEST_DATA")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"), PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: {test}: no folder {} (GEMEO_TEST_DATA)", folder.display());
    None
}

/// A table of facts beside the test data, row by row with its header.
pub(super) fn facts(folder: &std::path::Path, name: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let mut reader =
        csv::Reader::from_path(folder.join("../facts").join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
    reader.deserialize().map(|row| row.unwrap_or_else(|e| panic!("{name}: {e}"))).collect()
}

/// Imports a file of the folder.
pub(super) fn imported(folder: &std::path::Path, path: &str, hints: &Hints) -> Import {
    let packed = std::fs::read(folder.join(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
    let name = path.rsplit('/').next().unwrap_or(path);
    let (name, bytes) = unpack(name, &packed).unwrap_or_else(|e| panic!("{e}"));
    import(&Input { name: &name, bytes: &bytes, hints }, None).unwrap_or_else(|e| panic!("{e}"))
}
