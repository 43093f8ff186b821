//! `gemeo refresh --city CITY`: fetch, parse, check, merge by vintage, rebuild the pack, say what changed and why.
//!
//! Nothing is written before the new pack has passed its rules: facts and packs are changed in a copy first. A source that
//! went away, answers with a page for people, was cut off or changed its form is marked stale; what it said last stays.
//! What is asked of each source stands in `sources.toml`.

mod apply;
mod ask;
mod check;
mod city;
mod facts;
mod fetch;
mod figures;
mod places;
mod plan;
mod span;
mod state;
mod table;

use std::{path::PathBuf, process::ExitCode};

use gemeo_shared::{connect::time::Moment, period::Period};

use crate::Outcome;
use apply::{Applied, Folders};
use city::City;
use fetch::{Fetcher, Pace};
use plan::Span;
use state::State;
use table::Source;

type Fault = Box<dyn std::error::Error>;

/// Bring the figures of a city up to date from its sources, and rebuild its pack.
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit codes:
  0  every source that was asked gave a good answer, or has nothing of the city
  1  a source is stale: what it said last stays (data/vintages/<city>/sources.json says why);
     or nothing could be done at all, and the reason stands on standard error
  2  the command line is not understood")]
pub struct Args {
    /// The city, by the name of its folder of facts, e.g. porto.
    #[arg(long, required_unless_present = "list")]
    city: Option<String>,
    /// This source alone; --list names them.
    #[arg(long)]
    source: Option<String>,
    /// Ask for what is newer than this day; without it, what the source gives at once.
    #[arg(long)]
    from: Option<Period>,
    /// Read recorded answers from this folder instead of the network.
    #[arg(long)]
    mirror: Option<PathBuf>,
    /// List the sources and what is asked of them.
    #[arg(long)]
    list: bool,
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
    let Some(id) = args.city.as_deref().filter(|_| !args.list) else {
        return list();
    };
    let city = city::city(&args.facts, id)?;
    let run = Run {
        sources: table::chosen(&city.code, args.source.as_deref())?,
        span: Span::new(args.from, &moment()?.iso()[..10])?,
        now: moment()?,
        args,
        city,
    };
    run.all()
}

/// The sources, and where their answers come from.
fn list() -> Outcome {
    for source in table::sources()? {
        println!("{:<22} {}", source.id, source.title);
        for answer in &source.answers {
            let from =
                answer.address.clone().unwrap_or_else(|| format!("recorded: {}", answer.recorded.join(", ")));
            println!("{:<22}   {}", "", from);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// One run of the command.
struct Run {
    args: Args,
    city: City,
    sources: Vec<Source>,
    span: Span,
    now: Moment,
}

impl Run {
    fn all(&self) -> Outcome {
        let mut fetcher = Fetcher::new(&self.args.state.join("cache"), Pace::polite())?;
        let mut stale = Vec::new();
        for source in &self.sources {
            let mut state = State::read(&self.args.state, &self.city.id)?;
            match self.one(source, &state, &mut fetcher) {
                Ok(Done::Applied(applied)) => {
                    print!("{}", applied.report(&source.id));
                    state.good(&source.id, &self.today(), applied.figures);
                }
                Ok(Done::Nothing(why)) => {
                    println!("{}: {why}", source.id);
                    continue;
                }
                Err(error) => {
                    let kept = state.stale(&source.id, &error.to_string());
                    println!("{}: stale: {error}\n  {kept}; the pack is unchanged", source.id);
                    stale.push(source.id.as_str());
                }
            }
            state.write(&self.args.state, &self.city.id)?;
        }
        if !stale.is_empty() {
            println!("stale: {}", stale.join(", "));
        }
        Ok(ExitCode::from(u8::from(!stale.is_empty())))
    }

    fn one(&self, source: &Source, state: &State, fetcher: &mut Fetcher) -> Result<Done, Fault> {
        let known = state.figures(&source.id);
        let requests = match &self.args.mirror {
            Some(folder) => plan::recorded(source, &self.city, folder)?,
            None => plan::addresses(source, &self.city, self.span),
        };
        if requests.is_empty() {
            return match known {
                Some(n) if self.args.mirror.is_some() => {
                    Err(format!("no answer is recorded any more, where there were {n} figures").into())
                }
                _ => Ok(Done::Nothing("nothing to ask for this city".into())),
            };
        }
        let hour = self.now.hour().ok_or("the clock is wrong")?;
        let imports = ask::all(&requests, fetcher, hour)?;
        let places = imports.iter().flat_map(|(_, i)| i.places.clone()).collect();
        let prepared = figures::prepare(source, &self.city, imports)?;
        if prepared.observed.is_empty() && known.is_some_and(|n| n > 0 && source.whole) {
            return Err(format!(
                "nothing of this city, where there were {} figures: the source may have changed its form",
                known.unwrap_or_default()
            )
            .into());
        }
        let places = places::described(source, &self.city, places, &self.folders())?;
        if prepared.observed.is_empty() && places.is_none() {
            let left: Vec<String> = prepared.left.iter().map(|(why, n)| format!("{n} {why}")).collect();
            let left = if left.is_empty() { String::new() } else { format!(" ({})", left.join(", ")) };
            return Ok(Done::Nothing(format!("nothing of this city in the answers{left}")));
        }
        let applied = apply::apply(&self.folders(), &self.city.id, source, &prepared, &self.today())?;
        let changes = places.map(places::Described::keep).transpose()?.unwrap_or_default();
        Ok(Done::Applied(applied.with_places(changes)))
    }

    fn folders(&self) -> Folders<'_> {
        Folders { facts: &self.args.facts, packs: &self.args.out, state: &self.args.state }
    }

    /// Today in UTC, e.g. `2026-11-24`.
    fn today(&self) -> String {
        self.now.iso()[..10].into()
    }
}

/// What came of a source.
enum Done {
    Applied(Applied),
    Nothing(String),
}

fn moment() -> Result<Moment, Fault> {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?;
    Ok(Moment(i64::try_from(now.as_secs())?))
}
