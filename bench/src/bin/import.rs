//! Times the reading of hourly exports: `gemeo-bench-import connect|own ROUNDS FILE.tsv…`.
//!
//! `connect` reads as `gemeo import` does, `own` as the page does with a file that someone drops. Printed are the megabytes and
//! values read in a round, and then each round's time in milliseconds, one a line. `bench/connect.py` reads the same files
//! with polars and pandas in the same run.

use std::{env, error::Error, fs, hint::black_box, time::Instant};

use gemeo_shared::{
    connect::{Hints, Input, import},
    own::session::{Session, Wish},
};

const USAGE: &str = "usage: gemeo-bench-import connect|own ROUNDS FILE.tsv…";

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let mut args = env::args().skip(1);
    let read = match args.next().as_deref() {
        Some("connect") => connect,
        Some("own") => own,
        _ => return Err(USAGE.into()),
    };
    let rounds: u32 = args.next().ok_or(USAGE)?.parse()?;
    let files = args
        .map(|p| Ok((p.rsplit('/').next().unwrap_or(&p).to_owned(), fs::read(&p)?)))
        .collect::<Result<Vec<_>, std::io::Error>>()?;
    let bytes: usize = files.iter().map(|(_, b)| b.len()).sum();
    for round in 0..rounds {
        let (start, mut values) = (Instant::now(), 0);
        for (name, bytes) in &files {
            values += read(name, bytes)?;
        }
        let time = start.elapsed().as_secs_f64() * 1000.0;
        if round == 0 {
            println!("{:.3} MB, {values} values", bytes as f64 / 1e6);
        }
        println!("{time:.3}");
    }
    Ok(())
}

/// By the connector of the source.
fn connect(name: &str, bytes: &[u8]) -> Outcome<usize> {
    let hints = Hints { place: Some("station/3072".parse()?), ..Hints::default() };
    let import = import(&Input { name, bytes, hints: &hints }, None)?;
    Ok(black_box(&import.observed).len())
}

/// As a table of someone's own, by the mapping that is guessed.
fn own(name: &str, mut bytes: &[u8]) -> Outcome<usize> {
    let refused = |refusal| format!("{name}: {refusal:?}");
    let (session, mapping) =
        Session::open(name, &mut bytes, Vec::new(), "1106", &Wish::default(), 2026).map_err(refused)?;
    let (_, rows) = session.read(&mapping, &mut bytes, &mut |_| {}).map_err(refused)?;
    Ok(black_box(&rows).len())
}
