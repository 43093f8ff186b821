//! Answers a forecast request natively: `gemeo-bench-forecast ROUNDS REQUEST.json`.
//!
//! Writes the answer to standard output and the milliseconds of each round to standard error, one a line.

use std::{env, error::Error, fs, time::Instant};

use gemeo_shared::forecast::request::{Request, answer};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = env::args().skip(1);
    let usage = "usage: gemeo-bench-forecast ROUNDS REQUEST.json";
    let rounds: u32 = args.next().ok_or(usage)?.parse()?;
    let request: Request = serde_json::from_str(&fs::read_to_string(args.next().ok_or(usage)?)?)?;
    let mut response = None;
    for _ in 0..rounds {
        let start = Instant::now();
        response = Some(answer(&request, true, &mut |_, _| {})?);
        eprintln!("{:.3}", start.elapsed().as_secs_f64() * 1000.0);
    }
    println!("{}", serde_json::to_string(&response)?);
    Ok(())
}
