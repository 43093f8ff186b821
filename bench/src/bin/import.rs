//! Times the import of hourly exports: `gemeo-bench-import ROUNDS FILE.tsv…`.
//!
//! Printed are the megabytes and values read in a round, and then each round's time in milliseconds, one a line.
//! `bench/connect.py` reads the same files with polars and pandas in the same run.

use std::{env, error::Error, fs, hint::black_box, time::Instant};

use gemeo_shared::connect::{Hints, Input, import};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = env::args().skip(1);
    let rounds: u32 = args.next().ok_or("usage: gemeo-bench-import ROUNDS FILE.tsv…")?.parse()?;
    let files = args
        .map(|p| Ok((p.rsplit('/').next().unwrap_or(&p).to_owned(), fs::read(&p)?)))
        .collect::<Result<Vec<_>, std::io::Error>>()?;
    let bytes: usize = files.iter().map(|(_, b)| b.len()).sum();
    let hints = Hints { place: Some("station/3072".parse()?), ..Hints::default() };
    for round in 0..rounds {
        let (start, mut values) = (Instant::now(), 0);
        for (name, bytes) in &files {
            let import = import(&Input { name, bytes, hints: &hints }, None)?;
            values += black_box(&import.observed).len();
        }
        let time = start.elapsed().as_secs_f64() * 1000.0;
        if round == 0 {
            println!("{:.3} MB, {values} values", bytes as f64 / 1e6);
        }
        println!("{time:.3}");
    }
    Ok(())
}
