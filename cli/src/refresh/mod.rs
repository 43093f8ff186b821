//! `gemeo refresh --city CITY`: fetch, parse, check, merge by vintage, rebuild the pack, say what changed and why.
//!
//! Nothing is written before the new pack has passed its rules: facts and packs are changed in a copy first. A source that
//! went away, answers with a page for people or changed its form is marked stale; what it said last stays.

mod apply;
mod fetch;
mod plan;
mod state;

use std::{path::PathBuf, process::ExitCode};

use gemeo_shared::{
    connect::{self, Input, time::Moment},
    period::Period,
};

use crate::Outcome;
use apply::Applied;
use fetch::{Fetcher, Pace};
use plan::{Request, Source};
use state::State;

type Fault = Box<dyn std::error::Error>;

/// A source must not lose more than this share of its figures from one vintage to the next.
const LOST: f64 = 0.5;

/// Bring the figures of a city up to date from its sources, and rebuild its pack.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The city, by the name of its folder of facts, e.g. porto.
    #[arg(long)]
    city: String,
    /// This source alone: qualar or eredes.
    #[arg(long)]
    source: Option<Source>,
    /// Ask for what is newer than this day; without it, what the source gives at once.
    #[arg(long)]
    from: Option<Period>,
    /// Read recorded answers from this folder instead of the network.
    #[arg(long)]
    mirror: Option<PathBuf>,
    /// Folder of the facts, which are changed.
    #[arg(long, default_value = "data/facts")]
    facts: PathBuf,
    /// Folder of the packs, which are rebuilt.
    #[arg(long, default_value = "public/packs")]
    out: PathBuf,
    /// Folder that keeps answers with their provenance, the histories of figures and the state of sources.
    #[arg(long, default_value = "data/vintages")]
    state: PathBuf,
}

/// Refreshes each source; exit code 1 where one of them is stale.
pub fn run(args: Args) -> Outcome {
    let city = plan::city(&args.facts, &args.city)?;
    let sources = args.source.map_or(Source::ALL.to_vec(), |s| vec![s]);
    let mut fetcher = Fetcher::new(&args.state.join("cache"), Pace::polite())?;
    let today = today()?;
    let mut stale = false;
    for source in sources {
        let mut state = State::read(&args.state, &args.city)?;
        match refresh(&args, &city, source, &mut fetcher, &today) {
            Ok(Some(applied)) => {
                print!("{}", applied.report(source.id()));
                state.good(source.id(), &today, applied.figures);
            }
            Ok(None) => {
                println!("{}: nothing of this city in the source", source.id());
                continue;
            }
            Err(error) => {
                let kept = state.stale(source.id(), &error.to_string());
                println!("{}: stale: {error}\n  {kept}; the pack is unchanged", source.id());
                stale = true;
            }
        }
        state.write(&args.state, &args.city)?;
    }
    Ok(ExitCode::from(u8::from(stale)))
}

/// One source: none where it has nothing of the city.
fn refresh(
    args: &Args,
    city: &plan::City,
    source: Source,
    fetcher: &mut Fetcher,
    today: &str,
) -> Result<Option<Applied>, Fault> {
    let requests = match &args.mirror {
        Some(folder) => source.recorded(city, folder)?,
        None => source.requests(city, args.from, today)?,
    };
    if requests.is_empty() {
        return Ok(None);
    }
    let mut imports = Vec::new();
    for request in &requests {
        let (name, bytes) = answer(request, fetcher)?;
        let (name, bytes) = connect::unpack(&name, &bytes)?;
        let connector = connect::by_id(request.connector).ok_or("a connector of the plan is not known")?;
        let import =
            connect::import(&Input { name: &name, bytes: &bytes, hints: &request.hints }, Some(connector))?;
        if import.observed.is_empty() {
            return Err(format!("{name}: none of {} records gave a figure", import.records).into());
        }
        imports.push(import);
    }
    let prepared = source.prepare(city, imports);
    let before = State::read(&args.state, &args.city)?.figures(source.id());
    if before.is_some_and(|n| (prepared.observed.len() as f64) < n as f64 * LOST) {
        let (now, before) = (prepared.observed.len(), before.unwrap_or_default());
        return Err(
            format!("{now} figures where there were {before}: the source may have changed its form").into()
        );
    }
    let history = args.state.join(&args.city).join(format!("{}.json", source.id()));
    apply::apply(args.facts.as_path(), args.out.as_path(), &args.city, &history, &prepared, today).map(Some)
}

fn answer(request: &Request, fetcher: &mut Fetcher) -> Result<(String, Vec<u8>), Fault> {
    match &request.from {
        plan::From::File(path) => {
            let bytes = std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
            let name = path.file_name().and_then(|n| n.to_str()).unwrap_or("file");
            Ok((name.into(), bytes))
        }
        plan::From::Address(url) => {
            let fetched = fetcher.get(url)?;
            Ok((request.name.clone(), fetched.bytes))
        }
    }
}

/// Today in UTC, e.g. `2026-11-24`.
fn today() -> Result<String, Fault> {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?;
    Ok(Moment(i64::try_from(now.as_secs())?).iso().chars().take(10).collect())
}
