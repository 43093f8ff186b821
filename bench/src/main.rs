//! Times the model worker's message function natively.
//!
//! `gemeo-bench requests PACKS FOLDER CITY…` writes what a page asks of each city: `FOLDER/CITY-open` with all files of the
//! pack, `FOLDER/CITY-view`.
//! `gemeo-bench time ROUNDS [BEFORE…] -- REQUEST…`: each file holds one request. Those before `--` are sent once. A round sends
//! the others in order; printed are the rounds' times in milliseconds, one a line, and in the last line how many values the
//! answers of the last round hold. `GEMEO_BENCH_ANSWERS` names a file for these answers. `bench/lib/engine.mjs` does the same
//! in WebAssembly.

use std::{collections::BTreeMap, env, error::Error, fs, path::Path, time::Instant};

use gemeo_shared::{
    protocol::{Envelope, Request, answered},
    view::CityView,
    wire,
};

type Done = Result<(), Box<dyn Error>>;

fn main() -> Done {
    let args: Vec<String> = env::args().skip(1).collect();
    match args.split_first() {
        Some((first, [packs, folder, cities @ ..])) if first == "requests" => {
            cities.iter().try_for_each(|city| requests(Path::new(packs), Path::new(folder), city))
        }
        Some((first, [rounds, files @ ..])) if first == "time" => time(rounds.parse()?, files),
        _ => Err("usage: gemeo-bench requests PACKS FOLDER CITY… | time ROUNDS [BEFORE…] -- REQUEST…".into()),
    }
}

fn requests(packs: &Path, folder: &Path, city: &str) -> Done {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(packs.join(city))? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "json") {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            files.insert(name, fs::read_to_string(&path)?);
        }
    }
    let city = || city.to_owned();
    let all = [("open", Request::Open { city: city(), files }), ("view", Request::View { city: city() })];
    for (name, request) in all {
        let bytes = wire::to_bytes(&Envelope { id: 1, request });
        fs::write(folder.join(format!("{}-{name}", city())), bytes)?;
    }
    Ok(())
}

fn time(rounds: u32, files: &[String]) -> Done {
    let mut files = files.iter();
    for path in files.by_ref().take_while(|file| *file != "--") {
        view(&gemeo_worker::handle(&fs::read(path)?))?;
    }
    let requests = files.map(fs::read).collect::<Result<Vec<_>, _>>()?;
    let mut answers = Vec::new();
    for _ in 0..rounds {
        answers.clear();
        let start = Instant::now();
        for request in &requests {
            answers.push(gemeo_worker::handle(request));
        }
        println!("{:.3}", start.elapsed().as_secs_f64() * 1000.0);
    }
    let views = answers.iter().map(|answer| view(answer)).collect::<Result<Vec<CityView>, _>>()?;
    let series = views.iter().flat_map(|v| &v.indicators).flat_map(|i| &i.series);
    println!("{}", series.flat_map(|s| &s.value).flatten().count());
    match env::var_os("GEMEO_BENCH_ANSWERS") {
        Some(path) => Ok(fs::write(path, answers.concat())?),
        None => Ok(()),
    }
}

/// A failed request is quick; its time would say nothing.
fn view(answer: &[u8]) -> Result<CityView, Box<dyn Error>> {
    let (_, view) = answered(answer)?;
    Ok(wire::from_bytes(view?)?)
}
