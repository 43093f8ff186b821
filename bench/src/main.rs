//! Times the model worker's message function natively: `gemeo-bench ROUNDS [BEFORE.json…] -- REQUEST.json…`.
//!
//! Each file holds one request. Those before `--` are sent once. A round sends the others in order; printed are the rounds'
//! times in milliseconds, one a line, and nothing else. `GEMEO_BENCH_ANSWERS` names a file for the last answers. `bench/lib/engine.mjs` does the same in WebAssembly.

use std::{env, error::Error, fs, hint::black_box, time::Instant};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = env::args().skip(1);
    let rounds: u32 =
        args.next().ok_or("usage: gemeo-bench ROUNDS [BEFORE.json…] -- REQUEST.json…")?.parse()?;
    for path in args.by_ref().take_while(|arg| arg != "--") {
        check(&gemeo_worker::handle(&fs::read_to_string(path)?))?;
    }
    let requests = args.map(fs::read_to_string).collect::<Result<Vec<_>, _>>()?;
    let mut answers = Vec::new();
    for _ in 0..rounds {
        answers.clear();
        let start = Instant::now();
        for request in &requests {
            let answer = gemeo_worker::handle(request);
            check(&answer)?;
            answers.extend_from_slice(&answer);
        }
        println!("{:.3}", start.elapsed().as_secs_f64() * 1000.0);
    }
    match env::var_os("GEMEO_BENCH_ANSWERS") {
        Some(path) => Ok(fs::write(path, answers)?),
        None => Ok(()),
    }
}

/// A failed request is quick; its time would say nothing.
fn check(answer: &[u8]) -> Result<(), String> {
    let begin = &black_box(answer)[..answer.len().min(200)];
    let is_error = begin.windows(8).any(|w| w == b"\"error\":");
    if is_error {
        Err(String::from_utf8_lossy(&answer[..answer.len().min(400)]).into_owned())
    } else {
        Ok(())
    }
}
