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
fn messages() {
    replay("wire", gemeo_fuzz::wire);
}

/// Each seed by the connector it is called by, and damaged at every tenth of it.
#[test]
fn answers_of_every_source() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/connect");
    let mut seen = 0;
    for id in gemeo_fuzz::connectors() {
        let seed = fs::read(folder.join(id)).unwrap_or_else(|e| panic!("no seed of {id}: {e}"));
        println!("{id}");
        gemeo_fuzz::connect(id, &seed);
        for at in 0..10 {
            let mut damaged = seed.clone();
            let place = at * seed.len() / 10;
            damaged[place] ^= 0x2a;
            gemeo_fuzz::connect(id, &damaged);
            gemeo_fuzz::connect(id, &seed[..place]);
        }
        seen += 1;
    }
    let seeds = fs::read_dir(folder).expect("the corpus").count();
    assert!(seeds >= seen, "{seeds} seeds for {seen} connectors");
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
