//! `gemeo quarantine --city`: what `gemeo refresh` set aside, with the reasons. Nothing that is listed here is in a pack.
//!
//! The list lies in the city's folder of facts (`quarantine.csv`), so that it is read, reviewed and published with them.
//! Schema of the JSON: `docs/schema/cli/quarantine.output.schema.json`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

pub use gemeo_shared::set_aside::{Aside, Figure};

use crate::Outcome;

/// Name of the file in a city's folder of facts.
const FILE: &str = "quarantine.csv";

/// Show what a refresh of a city set aside, and why: figures that break a rule of quality, and rows that cannot be read.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The city, by the name of its folder of facts, e.g. porto.
    #[arg(long)]
    city: String,
    /// Of this source alone.
    #[arg(long)]
    source: Option<String>,
    /// The list as JSON.
    #[arg(long)]
    json: bool,
    /// Folder of the facts.
    #[arg(long, default_value = "data/facts")]
    facts: PathBuf,
}

/// What one refresh of a source says of the list.
#[derive(Debug, Default)]
pub struct Heard {
    /// What it set aside.
    pub aside: Vec<Aside>,
    /// The figures it spoke of: what was said of them before no longer holds.
    pub spoken_of: BTreeSet<Figure>,
    /// The files it read.
    pub files: BTreeSet<String>,
    /// Whether it gave everything there is.
    pub whole: bool,
}

/// The list of a city.
#[derive(Debug, Default)]
pub struct Quarantine {
    path: PathBuf,
    list: Vec<Aside>,
}

impl Quarantine {
    /// Reads the list of a city; it is empty where there is no file.
    ///
    /// # Errors
    /// Where the file cannot be read; the error names it.
    pub fn read(facts: &Path, city: &str) -> Result<Self, String> {
        let path = facts.join(city).join(FILE);
        if !path.is_file() {
            return Ok(Self { path, list: vec![] });
        }
        let wrong = |e: csv::Error| format!("{}: {e}", path.display());
        let mut reader = csv::Reader::from_path(&path).map_err(wrong)?;
        let list = reader.deserialize().collect::<Result<_, _>>().map_err(wrong)?;
        Ok(Self { path, list })
    }

    /// What is set aside.
    pub fn list(&self) -> &[Aside] {
        &self.list
    }

    /// The figures of a source that are set aside.
    pub fn figures(&self, source: &str) -> BTreeSet<Figure> {
        self.list.iter().filter(|a| a.source == source).filter_map(Aside::figure).collect()
    }

    /// Takes in what a refresh says: what still holds keeps its day, what no longer holds goes.
    pub fn hear(&mut self, source: &str, heard: Heard, today: &str) {
        let (before, mut list): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.list).into_iter().partition(|a| a.source == source);
        let gone = |a: &Aside| match a.figure() {
            Some(figure) => heard.spoken_of.contains(&figure),
            None => heard.files.contains(&a.file),
        };
        if !heard.whole {
            list.extend(before.iter().filter(|a| !gone(a)).cloned());
        }
        for mut aside in heard.aside {
            let known = before.iter().find(|b| b.same(&aside));
            aside.since = known.map_or_else(|| today.to_owned(), |k| k.since.clone());
            list.push(aside);
        }
        list.sort();
        list.dedup();
        self.list = list;
    }

    /// The file's bytes.
    fn bytes(&self) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
        let mut writer = csv::Writer::from_writer(vec![]);
        for aside in &self.list {
            writer.serialize(aside)?;
        }
        Ok(writer.into_inner().map_err(|e| e.to_string())?)
    }

    /// Writes the list where it is another than the file's; a list without a line has no file.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn write(&self) -> Result<(), Box<dyn std::error::Error>> {
        if self.list.is_empty() {
            return if self.path.is_file() { Ok(fs::remove_file(&self.path)?) } else { Ok(()) };
        }
        let bytes = self.bytes()?;
        if fs::read(&self.path).is_ok_and(|kept| kept == bytes) {
            return Ok(());
        }
        crate::refresh::write(&self.path, &bytes)
    }
}

/// Prints the list.
pub fn run(args: Args) -> Outcome {
    if !args.facts.join(&args.city).join("city.toml").is_file() {
        return Err(format!("there is no city “{}” in {}", args.city, args.facts.display()).into());
    }
    let all = Quarantine::read(&args.facts, &args.city)?;
    let of_source = |a: &&Aside| args.source.as_ref().is_none_or(|s| *s == a.source);
    let list: Vec<&Aside> = all.list().iter().filter(of_source).collect();
    if args.json {
        println!("{}", serde_json::to_string_pretty(&list)?);
        return Ok(ExitCode::SUCCESS);
    }
    for aside in &list {
        println!("{}", aside.line());
    }
    let mut by_source: BTreeMap<&str, u64> = BTreeMap::new();
    for aside in &list {
        *by_source.entry(&aside.source).or_default() += aside.count;
    }
    for (source, count) in by_source {
        println!("{source}: {count} set aside");
    }
    if list.is_empty() {
        println!("{}: nothing is set aside", args.city);
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(source: &str, period: &str, value: &str) -> Aside {
        Aside {
            source: source.into(),
            by: "electricity-range".into(),
            kind: "range".into(),
            concept: "electricity_billed".into(),
            geo: "city/1312".into(),
            period: period.into(),
            value: value.into(),
            count: 1,
            ..Aside::default()
        }
    }

    fn row(file: &str, row: &str) -> Aside {
        Aside {
            source: "a".into(),
            by: "read".into(),
            kind: "not_a_date".into(),
            file: file.into(),
            row: row.into(),
            count: 1,
            ..Aside::default()
        }
    }

    fn said(list: &Quarantine) -> Vec<(&str, &str, &str)> {
        list.list
            .iter()
            .map(|a| (&*a.source, if a.row.is_empty() { &*a.period } else { &*a.row }, &*a.since))
            .collect()
    }

    #[test]
    fn what_still_holds_keeps_its_day_and_what_was_mended_goes() {
        let mut list = Quarantine::default();
        let first = vec![figure("a", "2024-01", "-1"), figure("a", "2024-02", "-2"), row("x.csv", "3")];
        list.hear("a", Heard { aside: first, ..Heard::default() }, "2026-01-01");
        list.hear("b", Heard { aside: vec![figure("b", "2024-01", "-9")], ..Heard::default() }, "2026-01-02");
        // A source that gives a part: January is well now, of February nothing was said, another file was read.
        let january = figure("a", "2024-01", "").figure().into_iter().collect();
        let files = BTreeSet::from(["y.csv".to_owned()]);
        let heard = Heard { aside: vec![row("y.csv", "7")], spoken_of: january, files, whole: false };
        list.hear("a", heard, "2026-01-03");
        let expected = [
            ("a", "3", "2026-01-01"),
            ("a", "7", "2026-01-03"),
            ("a", "2024-02", "2026-01-01"),
            ("b", "2024-01", "2026-01-02"),
        ];
        let mut found = said(&list);
        found.sort_unstable();
        let mut sorted = expected;
        sorted.sort_unstable();
        assert_eq!(found, sorted);
        // One that gives everything each time says what is left of it.
        let heard = Heard { aside: vec![figure("a", "2024-02", "-2")], whole: true, ..Heard::default() };
        list.hear("a", heard, "2026-01-04");
        assert_eq!(said(&list), [("a", "2024-02", "2026-01-01"), ("b", "2024-01", "2026-01-02")]);
    }
}
