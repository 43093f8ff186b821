//! Every file of the folder of test data is claimed and imports.

use std::path::{Path, PathBuf};

use super::{Hints, Import, data, imported};

/// Folders that hold standards, not data, and files that describe the folder.
const NOT_DATA: [&str; 2] = ["standards", "README.md"];

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("readable").map(|e| e.expect("readable").path()).collect();
    entries.sort();
    for path in entries {
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
        if NOT_DATA.contains(&name) {
            continue;
        }
        if path.is_dir() { files(&path, out) } else { out.push(path) }
    }
}

fn gives_something(import: &Import) -> bool {
    import.records > 0 && (!import.observed.is_empty() || !import.places.is_empty())
}

#[test]
fn every_file_of_the_test_data_is_claimed_and_imports() {
    let Some(folder) = data("every_file_of_the_test_data_is_claimed_and_imports") else { return };
    let mut paths = Vec::new();
    files(&folder, &mut paths);
    assert!(paths.len() >= 45, "only {} files", paths.len());
    let hints = Hints::default();
    for path in paths {
        let name = path.strip_prefix(&folder).expect("inside").to_string_lossy().into_owned();
        let import = imported(&folder, &name, &hints);
        assert!(gives_something(&import), "{name}: nothing came of {} records", import.records);
        assert!(import.observed.rows().iter().all(|r| r.value.is_none_or(f64::is_finite)), "{name}");
        println!(
            "{name}: {} → {} observations, {} places, warnings {:?}",
            import.connector,
            import.observed.len(),
            import.places.len(),
            import.warnings.counts
        );
    }
}
