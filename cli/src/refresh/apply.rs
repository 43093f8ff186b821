//! New figures into the facts and the pack: in a copy first, over the originals only when the pack has passed its rules.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use gemeo_shared::{
    connect::vintage::{Change, History},
    observation::{Observation, Status},
};

use super::{Fault, plan::Prepared};
use crate::pack;

/// What a refresh did.
pub struct Applied {
    /// Figures the source gave.
    pub figures: usize,
    changes: Vec<Change>,
    written: Vec<String>,
    held_back: BTreeMap<&'static str, usize>,
    same: usize,
    warnings: Vec<String>,
}

impl Applied {
    /// What changed and why, in lines.
    pub fn report(&self, source: &str) -> String {
        let mut out = String::new();
        // Writing to a String cannot fail.
        let _ = writeln!(out, "{source}: {} figures, {} as they were in the facts", self.figures, self.same);
        for line in &self.written {
            let _ = writeln!(out, "  {line}");
        }
        for (why, count) in &self.held_back {
            let _ = writeln!(out, "  held back: {count} figures: {why}");
        }
        let revised: Vec<&Change> = self.changes.iter().filter(|c| c.before.is_some()).collect();
        for change in revised.iter().take(200) {
            let _ = writeln!(out, "  {change}");
        }
        for warning in self.warnings.iter().take(50) {
            let _ = writeln!(out, "  note: {warning}");
        }
        out
    }
}

/// A table of facts: its header and rows as texts.
struct Table {
    header: csv::StringRecord,
    rows: Vec<csv::StringRecord>,
    changed: bool,
}

/// Merges the figures into the history, the facts and the pack of a city.
///
/// # Errors
/// Where the pack would break its rules; nothing is changed then.
pub fn apply(
    facts: &Path,
    out: &Path,
    city: &str,
    history: &Path,
    prepared: &Prepared,
    today: &str,
) -> Result<Applied, Fault> {
    let mut past = read_history(history, &prepared.observed.source)?;
    let changes = past.merge(&prepared.observed, today);
    let mut applied = Applied {
        figures: prepared.observed.len(),
        changes,
        written: vec![],
        held_back: BTreeMap::new(),
        same: 0,
        warnings: prepared.warnings.clone(),
    };
    let mut tables = read_tables(&facts.join(city).join("series"))?;
    let added = facts.join(city).join("series").join(format!("refreshed-{}.csv", prepared.observed.source));
    for o in prepared.observed.observations() {
        merge(&mut tables, &added, &o, &mut applied)?;
    }
    let changed: BTreeMap<PathBuf, Vec<u8>> = tables
        .iter()
        .filter(|(_, t)| t.changed)
        .map(|(p, t)| Ok((p.clone(), bytes(t)?)))
        .collect::<Result<_, Fault>>()?;
    if !changed.is_empty() {
        build(facts, out, city, &changed)?;
        for (path, bytes) in &changed {
            write(path, bytes)?;
        }
    }
    let mut text = serde_json::to_string(&past)?;
    text.push('\n');
    write(history, text.as_bytes())?;
    Ok(applied)
}

fn read_history(path: &Path, source: &str) -> Result<History, Fault> {
    if !path.is_file() {
        return Ok(History { source: source.into(), entries: vec![] });
    }
    serde_json::from_str(&fs::read_to_string(path)?).map_err(|e| format!("{}: {e}", path.display()).into())
}

fn read_tables(folder: &Path) -> Result<BTreeMap<PathBuf, Table>, Fault> {
    let mut tables = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "csv") {
            let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(&path)?;
            let header = reader.headers()?.clone();
            let rows = reader.records().collect::<Result<_, _>>()?;
            tables.insert(path, Table { header, rows, changed: false });
        }
    }
    Ok(tables)
}

const COLUMNS: [&str; 12] = [
    "concept", "dims", "geo", "period", "value", "unit", "status", "notation", "quality", "source",
    "note_pt", "note_en",
];

fn merge(
    tables: &mut BTreeMap<PathBuf, Table>,
    added: &Path,
    o: &Observation,
    applied: &mut Applied,
) -> Result<(), Fault> {
    let dims: Vec<String> = o.series.dims.iter().map(|(k, v)| format!("{k}={v}")).collect();
    let dims = dims.join(";");
    let (geo, period) = (o.geo.to_string(), o.period.to_string());
    let key = [o.series.concept.as_str(), &dims, &geo, &period];
    let what = format!("{} {dims} {geo} {period}", o.series.concept);
    let Some(value) = o.value else {
        *applied.held_back.entry("the source gives no value").or_default() += 1;
        return Ok(());
    };
    if o.status == Status::P {
        *applied.held_back.entry("provisional: the source goes on adding to the period").or_default() += 1;
        return Ok(());
    }
    for table in tables.values_mut() {
        let at = |name: &str| table.header.iter().position(|h| h == name);
        let columns: Option<Vec<usize>> = COLUMNS[..4].iter().map(|c| at(c)).collect();
        let (Some(columns), Some(number)) = (columns, at("value")) else { continue };
        let found =
            table.rows.iter().position(|r| columns.iter().zip(key).all(|(c, k)| r.get(*c) == Some(k)));
        if let Some(row) = found {
            let before = table.rows[row].get(number).unwrap_or_default().to_owned();
            if agrees(&before, value) {
                applied.same += 1;
            } else {
                let cells = table.rows[row]
                    .iter()
                    .enumerate()
                    .map(|(i, c)| if i == number { value.to_string() } else { c.to_owned() });
                table.rows[row] = cells.collect::<Vec<_>>().into();
                table.changed = true;
                applied.written.push(format!("revised: {what}: {before} → {value} {}", o.series.unit));
            }
            return Ok(());
        }
    }
    let new = || Table { header: COLUMNS.to_vec().into(), rows: vec![], changed: true };
    let table = tables.entry(added.to_owned()).or_insert_with(new);
    table.changed = true;
    let number = value.to_string();
    let cells =
        [key[0], key[1], key[2], key[3], number.as_str(), &o.series.unit, "", "", "", &o.source, "", ""];
    table.rows.push(cells.to_vec().into());
    applied.written.push(format!("new: {what}: {value} {}", o.series.unit));
    Ok(())
}

/// Whether a figure of the facts is this value, rounded to the decimals it was written with.
fn agrees(text: &str, value: f64) -> bool {
    let decimals = text.split_once('.').map_or(0, |(_, d)| d.len());
    let half = 0.5 * libm::pow(10.0, -(decimals as f64));
    // why 1e-9: a tie is a tie in spite of binary fractions
    text.parse::<f64>().is_ok_and(|known| (known - value).abs() <= half * (1.0 + 1e-9) + value.abs() * 1e-12)
}

fn bytes(table: &Table) -> Result<Vec<u8>, Fault> {
    let mut writer = csv::Writer::from_writer(vec![]);
    writer.write_record(&table.header)?;
    let mut rows: Vec<&csv::StringRecord> = table.rows.iter().collect();
    if table.header.iter().eq(COLUMNS) && table.rows.iter().all(|r| r.get(10) == Some("")) {
        rows.sort_by(|a, b| a.iter().cmp(b.iter()));
    }
    for row in rows {
        writer.write_record(row)?;
    }
    Ok(writer.into_inner().map_err(|e| e.to_string())?)
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

#[cfg(test)]
mod tests {
    use super::agrees;

    #[test]
    fn a_rounded_figure_agrees_with_what_it_was_rounded_from() {
        assert!(agrees("41.32", 41.3179) && agrees("100", 100.4) && agrees("97.1", 97.134_703));
        assert!(!agrees("41.32", 41.326) && !agrees("", 1.0) && !agrees("97.1", 97.2));
    }
}
