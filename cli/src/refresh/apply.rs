//! New figures into the history, the facts and the pack: in a copy first, over the originals only when the pack has passed.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use gemeo_shared::{
    connect::vintage::{Change, History},
    observation::{Observation, Status},
    quality,
};

use super::{
    Fault, aside, check,
    facts::{Became, Facts, dims_of},
    figures::{Prepared, in_quarantine},
    table::Source,
};
use crate::{pack, quarantine::Aside};

/// Lines of one kind that a report shows; beyond it they are counted.
const SHOWN: usize = 100;

/// The folders that are read and changed.
#[derive(Clone, Copy)]
pub struct Folders<'a> {
    pub facts: &'a Path,
    pub packs: &'a Path,
    pub state: &'a Path,
}

/// What a refresh did.
#[derive(Default)]
pub struct Applied {
    /// Figures the source gave.
    pub figures: usize,
    packed: usize,
    same: usize,
    written: Vec<String>,
    held_back: BTreeMap<String, usize>,
    revised: Vec<String>,
    withdrawn: usize,
    first_said: usize,
    notes: Vec<String>,
    /// Figures that were set aside on their way into the facts.
    pub aside: Vec<Aside>,
}

impl Applied {
    /// Adds what changed of the places that the source describes.
    pub fn with_places(mut self, changes: Vec<String>) -> Self {
        self.notes.splice(0..0, changes);
        self
    }

    /// What changed and why, in lines.
    pub fn report(&self, source: &str) -> String {
        let mut out = String::new();
        // Writing to a String cannot fail.
        let _ = write!(out, "{source}: {} figures", self.figures);
        if self.packed > 0 {
            let _ = write!(out, ", {} of them for the facts, {} as they were there", self.packed, self.same);
        }
        out.push('\n');
        let mut list = |what: &str, lines: &[String]| {
            for line in lines.iter().take(SHOWN) {
                let _ = writeln!(out, "  {what}{line}");
            }
            if lines.len() > SHOWN {
                let _ = writeln!(out, "  {what}and {} more", lines.len() - SHOWN);
            }
        };
        list("", &self.written);
        let held: Vec<String> = self.held_back.iter().map(|(why, n)| format!("{n} figures: {why}")).collect();
        list("held back: ", &held);
        list("", &self.revised);
        list("note: ", &self.notes);
        let _ = writeln!(
            out,
            "  by vintage: {} first said, {} revised, {} withdrawn",
            self.first_said,
            self.revised.len(),
            self.withdrawn
        );
        out
    }

    fn hold_back(&mut self, why: &str) {
        *self.held_back.entry(why.into()).or_default() += 1;
    }
}

/// Merges the figures into the history, the facts and the pack of a city.
///
/// # Errors
/// Where the figures cannot be believed or the pack would break its rules; nothing is changed then.
pub fn apply(
    folders: &Folders<'_>,
    city: &str,
    source: &Source,
    prepared: &Prepared,
    today: &str,
) -> Result<Applied, Fault> {
    let path = folders.state.join(city).join(format!("{}.json", source.id));
    let mut past = read_history(&path, &prepared.observed.source)?;
    check::against(&past, &prepared.observed, source.whole)?;
    let changes = past.merge(&prepared.observed, today);
    let mut applied =
        Applied { figures: prepared.observed.len(), notes: prepared.warnings.clone(), ..Applied::default() };
    for (why, count) in &prepared.left {
        applied.notes.push(format!("{count} figures left out: {why}"));
    }
    applied.told(&changes, source.whole);
    let facts = folders.facts.join(city).join("series");
    let mut tables = Facts::read(&facts, &prepared.observed.source)?;
    for o in believable(&source.id, prepared, &mut applied)? {
        if source.known && !tables.has_series(&o) {
            applied.hold_back("of series that the facts do not have");
        } else if let Some(reason) = merge(&mut tables, &o, &mut applied) {
            applied.aside.push(aside::by_merge(&source.id, "other_source", &o, reason));
        }
    }
    let changed = tables.changed()?;
    if !changed.is_empty() {
        build(folders.facts, folders.packs, city, &changed)?;
        for (path, bytes) in &changed {
            write(path, bytes)?;
        }
    }
    if !changes.is_empty() {
        let mut text = serde_json::to_string(&past)?;
        text.push('\n');
        write(&path, text.as_bytes())?;
    }
    Ok(applied)
}

impl Applied {
    fn told(&mut self, changes: &[Change], whole: bool) {
        use gemeo_shared::connect::vintage::What;
        for change in changes {
            match change.what {
                What::New => self.first_said += 1,
                What::Revised => self.revised.push(change.to_string()),
                // A source that gives a part each time withdraws nothing by leaving it out.
                What::Withdrawn if whole => {
                    self.withdrawn += 1;
                    self.revised.push(change.to_string());
                }
                What::Withdrawn => {}
            }
        }
        if self.withdrawn > 0 {
            self.revised.sort();
        }
    }
}

fn read_history(path: &Path, source: &str) -> Result<History, Fault> {
    if !path.is_file() {
        return Ok(History { source: source.into(), entries: vec![] });
    }
    serde_json::from_str(&fs::read_to_string(path)?).map_err(|e| format!("{}: {e}", path.display()).into())
}

/// The figures for the facts that no rule of quality puts in quarantine.
fn believable(source: &str, prepared: &Prepared, applied: &mut Applied) -> Result<Vec<Observation>, Fault> {
    let wanted: Vec<Observation> =
        prepared.observed.observations().filter(|o| prepared.packed.contains(&o.series)).collect();
    applied.packed = wanted.len();
    let report = quality::assess(&wanted, &quality::rules()?, 0);
    for f in report.findings.iter().filter(|f| f.severity == quality::Severity::Quarantine) {
        applied.notes.push(in_quarantine(f));
        applied.hold_back("in quarantine by a rule of quality");
        applied.aside.push(aside::by_rule(source, f));
    }
    let good = |(i, o): (usize, Observation)| (!report.quarantined.contains(&i)).then_some(o);
    Ok(wanted.into_iter().enumerate().filter_map(good).collect())
}

/// Puts a figure into the facts; says why where another source's stays that is another number.
fn merge(tables: &mut Facts, o: &Observation, applied: &mut Applied) -> Option<String> {
    let what = format!("{} {} {} {}", o.series.concept, dims_of(&o.series), o.geo, o.period);
    let Some(value) = o.value else {
        applied.hold_back("the source gives no value");
        return None;
    };
    if o.status == Status::P {
        applied.hold_back("provisional: the source goes on adding to the period");
        return None;
    }
    let unit = &o.series.unit;
    match tables.put(o, value) {
        Became::Same => applied.same += 1,
        Became::New => applied.written.push(format!("new: {what}: {value} {unit}")),
        Became::Revised(before) => {
            applied.written.push(format!("revised: {what}: {before} → {value} {unit}"))
        }
        Became::Elsewhere { agrees: true, .. } => {
            applied.hold_back("another source says the same in the facts");
        }
        Became::Elsewhere { source, value: theirs, .. } => {
            applied.hold_back("another source says otherwise in the facts, and stays");
            let reason = format!("{theirs} by {source} in the facts, {value} {unit} here");
            applied.notes.push(format!("{what}: {reason}"));
            return Some(reason);
        }
    }
    None
}

/// Builds the pack from a copy of the facts, and puts it in place when it has passed.
fn build(facts: &Path, out: &Path, city: &str, changed: &BTreeMap<PathBuf, Vec<u8>>) -> Result<(), Fault> {
    let staging = std::env::temp_dir().join(format!("gemeo-refresh-{}", std::process::id()));
    let done = (|| {
        let (new_facts, new_out) = (staging.join("facts"), staging.join("packs"));
        copy(facts, &new_facts)?;
        if out.is_dir() {
            copy(out, &new_out)?;
        }
        for (path, bytes) in changed {
            write(&new_facts.join(path.strip_prefix(facts)?), bytes)?;
        }
        pack::build(&new_facts, &new_out, Some(city))?;
        copy(&new_out, out)
    })();
    if staging.is_dir() {
        fs::remove_dir_all(&staging)?;
    }
    done
}

fn copy(from: &Path, to: &Path) -> Result<(), Fault> {
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let target = to.join(path.file_name().ok_or("a folder entry without a name")?);
        if path.is_dir() { copy(&path, &target)? } else { write(&target, &fs::read(&path)?)? }
    }
    Ok(())
}

/// Writes a file whole or not at all.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let part = path.with_extension("part");
    fs::write(&part, bytes).map_err(|e| format!("{}: {e}", part.display()))?;
    Ok(fs::rename(&part, path)?)
}
