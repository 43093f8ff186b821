//! The tables of a city's facts, changed figure by figure: only rows of the same source are ever changed.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fs,
    path::{Path, PathBuf},
};

use gemeo_shared::{
    geo::{GeoId, Level},
    observation::{Observation, Series, Status},
};

use super::Fault;

const COLUMNS: [&str; 12] = [
    "concept", "dims", "geo", "period", "value", "unit", "status", "notation", "quality", "source",
    "note_pt", "note_en",
];

/// A table of facts: its header and rows as texts.
struct Table {
    header: csv::StringRecord,
    rows: Vec<csv::StringRecord>,
    changed: bool,
}

impl Table {
    fn new() -> Self {
        Self { header: COLUMNS.to_vec().into(), rows: vec![], changed: false }
    }

    fn at(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|h| h == name)
    }

    fn cell(&self, row: usize, name: &str) -> &str {
        self.at(name).and_then(|c| self.rows[row].get(c)).unwrap_or_default()
    }

    fn set(&mut self, row: usize, values: &[(&str, &str)]) {
        let places: Vec<(usize, &str)> =
            values.iter().filter_map(|(name, v)| Some((self.at(name)?, *v))).collect();
        let cell = |(i, old): (usize, &str)| {
            places.iter().find(|(c, _)| *c == i).map_or_else(|| old.to_owned(), |(_, v)| (*v).to_owned())
        };
        let cells: Vec<String> = self.rows[row].iter().enumerate().map(cell).collect();
        self.rows[row] = cells.into();
        self.changed = true;
    }
}

/// What became of a figure in the facts.
#[derive(Debug, PartialEq)]
pub enum Became {
    /// The facts say the same.
    Same,
    /// The facts say something else, and were changed.
    Revised(String),
    /// The facts did not have it.
    New,
    /// Another source has it in the facts, and stays; whether both say the same.
    Elsewhere { source: String, value: String, agrees: bool },
}

/// The tables of a city by their files.
pub struct Facts {
    tables: BTreeMap<PathBuf, Table>,
    known: HashMap<[String; 4], Vec<(PathBuf, usize)>>,
    series: HashSet<(String, String, Level)>,
    /// The file that new figures go to.
    added: PathBuf,
}

impl Facts {
    /// Reads the tables of a folder.
    ///
    /// # Errors
    /// Where one of them cannot be read.
    pub fn read(folder: &Path, source: &str) -> Result<Self, Fault> {
        let added = folder.join(format!("refreshed-{source}.csv"));
        let mut facts =
            Self { tables: BTreeMap::new(), known: HashMap::new(), series: HashSet::new(), added };
        if !folder.is_dir() {
            return Ok(facts);
        }
        for entry in fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))? {
            let path = entry?.path();
            if path.extension().is_none_or(|e| e != "csv") {
                continue;
            }
            let wrong = |e: csv::Error| format!("{}: {e}", path.display());
            let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(&path).map_err(wrong)?;
            let header = reader.headers().map_err(wrong)?.clone();
            let rows = reader.records().collect::<Result<Vec<_>, _>>().map_err(wrong)?;
            let table = Table { header, rows, changed: false };
            for row in 0..table.rows.len() {
                let mut key = [0, 1, 2, 3].map(|c| table.cell(row, COLUMNS[c]).to_owned());
                // Facts write dimensions in any order.
                let mut dims: Vec<&str> = key[1].split(';').collect();
                dims.sort_unstable();
                key[1] = dims.join(";");
                let level = key[2].parse::<GeoId>().map_err(|e| format!("{}: {e}", path.display()))?.level;
                facts.series.insert((key[0].clone(), key[1].clone(), level));
                facts.known.entry(key).or_default().push((path.clone(), row));
            }
            facts.tables.insert(path, table);
        }
        Ok(facts)
    }

    /// Whether the facts have figures of a series at a level of place.
    pub fn has_series(&self, o: &Observation) -> bool {
        self.series.contains(&(o.series.concept.clone(), dims_of(&o.series), o.geo.level))
    }

    /// Puts a figure with a value into the facts.
    pub fn put(&mut self, o: &Observation, value: f64) -> Became {
        let key = [o.series.concept.clone(), dims_of(&o.series), o.geo.to_string(), o.period.to_string()];
        let rows = self.known.get(&key).map(Vec::as_slice).unwrap_or_default();
        let own = rows.iter().find(|(path, row)| self.tables[path].cell(*row, "source") == o.source);
        if let Some((path, row)) = own.cloned() {
            return self.tables.get_mut(&path).map_or(Became::Same, |t| revise(t, row, o, value));
        }
        if let Some((path, row)) = rows.first() {
            let table = &self.tables[path];
            let text = table.cell(*row, "value");
            return Became::Elsewhere {
                source: table.cell(*row, "source").into(),
                value: text.into(),
                agrees: agrees(text, value),
            };
        }
        let table = self.tables.entry(self.added.clone()).or_insert_with(Table::new);
        let number = value.to_string();
        let status = status(o.status);
        let row = [
            &*key[0],
            &key[1],
            &key[2],
            &key[3],
            &number,
            &o.series.unit,
            &status,
            "",
            "",
            &o.source,
            "",
            "",
        ];
        table.rows.push(row.to_vec().into());
        table.changed = true;
        let at = table.rows.len() - 1;
        self.known.insert(key, vec![(self.added.clone(), at)]);
        Became::New
    }

    /// The files that were changed, as they are to be written.
    ///
    /// # Errors
    /// Where a table cannot be written as CSV.
    pub fn changed(&self) -> Result<BTreeMap<PathBuf, Vec<u8>>, Fault> {
        let changed = self.tables.iter().filter(|(_, t)| t.changed);
        changed.map(|(path, t)| Ok((path.clone(), bytes(t, *path == self.added)?))).collect()
    }
}

/// Dimensions as the facts write them.
pub fn dims_of(series: &Series) -> String {
    series.dims.iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>().join(";")
}

fn revise(table: &mut Table, row: usize, o: &Observation, value: f64) -> Became {
    let before = table.cell(row, "value").to_owned();
    let (was, is) = (table.cell(row, "status").to_owned(), status(o.status));
    // A status that the carried facts leave out is no change.
    if agrees(&before, value) && (was == is || was.is_empty() || o.status == Status::A) {
        return Became::Same;
    }
    let number = value.to_string();
    table.set(row, &[("value", &number), ("status", &is)]);
    if was != is {
        // The note spoke of the figure that was replaced.
        table.set(row, &[("note_pt", ""), ("note_en", "")]);
    }
    Became::Revised(before)
}

fn status(status: Status) -> String {
    if status == Status::A { String::new() } else { format!("{status:?}") }
}

/// Whether a figure of the facts is this value, rounded to the decimals it was written with.
fn agrees(text: &str, value: f64) -> bool {
    let decimals = text.split_once('.').map_or(0, |(_, d)| d.len());
    let half = 0.5 * libm::pow(10.0, -(decimals as f64));
    // why 1e-9: a tie is a tie in spite of binary fractions
    text.parse::<f64>().is_ok_and(|known| (known - value).abs() <= half * (1.0 + 1e-9) + value.abs() * 1e-12)
}

fn bytes(table: &Table, sorted: bool) -> Result<Vec<u8>, Fault> {
    let mut writer = csv::Writer::from_writer(vec![]);
    writer.write_record(&table.header)?;
    let mut rows: Vec<&csv::StringRecord> = table.rows.iter().collect();
    if sorted {
        rows.sort_by(|a, b| a.iter().cmp(b.iter()));
    }
    for row in rows {
        writer.write_record(row)?;
    }
    Ok(writer.into_inner().map_err(|e| e.to_string())?)
}

#[cfg(test)]
#[path = "facts_tests.rs"]
mod tests;
