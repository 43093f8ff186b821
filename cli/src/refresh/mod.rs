//! `gemeo refresh --city CITY`: fetch, parse, check, merge by vintage, rebuild the pack, say what changed and why.
//!
//! Nothing is written before the new pack has passed its rules: facts and packs are changed in a copy first. A source that
//! went away, answers with a page for people, was cut off or changed its form is marked stale; what it said last stays.
//! What is asked of each source stands in `sources.toml`.

mod apply;
mod aside;
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

use std::{collections::BTreeSet, path::PathBuf, process::ExitCode};

use gemeo_shared::{
    connect::{Observed, time::Moment},
    period::Period,
};

use crate::{
    Outcome,
    quarantine::{Aside, Figure, Heard, Quarantine},
};
pub use apply::write;
use apply::{Applied, Folders};
use ask::Answered;
use city::City;
use fetch::{Fetcher, Pace};
use plan::Span;
use state::State;
pub use state::stale_sources;
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
        self.tell_aside()?;
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
        let answers = ask::all(&requests, fetcher, hour)?;
        let mut list = Quarantine::read(&self.args.facts, &self.city.id)?;
        let mut heard = heard(&answers, &list, source);
        let places = answers.iter().flat_map(|a| a.import.places.clone()).collect();
        let prepared = figures::prepare(source, &self.city, answers)?;
        heard.aside = prepared.aside.clone();
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
            list.hear(&source.id, heard, &self.today());
            list.write()?;
            return Ok(Done::Nothing(format!("nothing of this city in the answers{left}")));
        }
        let applied = apply::apply(&self.folders(), &self.city.id, source, &prepared, &self.today())?;
        heard.aside.extend(applied.aside.iter().cloned());
        heard.spoken_of.extend(spoken_of(std::iter::once(&prepared.observed), &list, source));
        list.hear(&source.id, heard, &self.today());
        list.write()?;
        let changes = places.map(places::Described::keep).transpose()?.unwrap_or_default();
        Ok(Done::Applied(applied.with_places(changes)))
    }

    /// Says how much is set aside in all, and what lists it.
    fn tell_aside(&self) -> Result<(), Fault> {
        let list = Quarantine::read(&self.args.facts, &self.city.id)?;
        let count: u64 = list.list().iter().map(|a: &Aside| a.count).sum();
        if count > 0 {
            println!("set aside: {count}; `gemeo quarantine --city {}` says what and why", self.city.id);
        }
        Ok(())
    }

    fn folders(&self) -> Folders<'_> {
        Folders { facts: &self.args.facts, packs: &self.args.out, state: &self.args.state }
    }

    /// Today in UTC, e.g. `2026-11-24`.
    fn today(&self) -> String {
        self.now.iso()[..10].into()
    }
}

/// What the answers say of the list of what is set aside, before it is known what they set aside themselves.
fn heard(answers: &[Answered], list: &Quarantine, source: &Source) -> Heard {
    let said = answers.iter().map(|a| &a.import.observed);
    let files = answers.iter().map(|a| a.file.clone()).collect();
    Heard { aside: vec![], spoken_of: spoken_of(said, list, source), files, whole: source.whole }
}

/// The figures of the list that a source spoke of again.
fn spoken_of<'a>(
    said: impl Iterator<Item = &'a Observed>,
    list: &Quarantine,
    source: &Source,
) -> BTreeSet<Figure> {
    let known = list.figures(&source.id);
    // why: an answer may have millions of figures
    if known.is_empty() {
        return known;
    }
    said.flat_map(Observed::observations).map(|o| aside::figure(&o)).filter(|f| known.contains(f)).collect()
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
