//! Every input of the committed corpora once more, among them those that once broke something.

use std::{fs, path::Path};

fn replay(name: &str, target: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
    let mut inputs: Vec<_> =
        fs::read_dir(folder).expect("a corpus").map(|e| e.expect("an entry").path()).collect();
    inputs.sort();
    assert!(!inputs.is_empty(), "the corpus of {name} is empty");
    for input in inputs {
        println!("{}", input.display());
        target(&fs::read(&input).expect("readable"));
    }
}

#[test]
fn formulas() {
    replay("formula", gemeo_fuzz::formula);
}

#[test]
fn csv_files() {
    replay("csv", gemeo_fuzz::csv);
}

#[test]
fn workbooks() {
    replay("xlsx", gemeo_fuzz::xlsx);
}

#[test]
fn packs() {
    replay("pack", gemeo_fuzz::pack);
}

#[test]
fn own_tables() {
    replay("own", gemeo_fuzz::own);
}

#[test]
fn parquet_files() {
    replay("parquet", gemeo_fuzz::parquet);
    replay("parquet", gemeo_fuzz::own);
}
