//! Rows into observations, by a mapping; each cell that cannot be used is a fault with its place in the file.

mod whereabouts;

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
};

use rustc_hash::FxHashMap;
use whereabouts::Where;

use super::{
    Dataset, FaultCode, Faults, Gazetteer, MAX_OBSERVATIONS, Mapping, NameRead, NamedPlace, PeriodFrom,
    PreviewRow, Refusal, Report, Rows, SeriesName, ValueFrom,
    amount::{Amount, amount},
    grid::{Value, letters},
    judge, tidy,
    unit_text::unit_of,
    when::{month_of, when},
};
use crate::{exchange::sheet::cell_name, geo::GeoId, period::Period, unit::Unit};

/// Texts whose meaning is remembered, so that a file of a million rows reads each once.
const MAX_REMEMBERED: usize = 50_000;
/// Series of one file.
const MAX_SERIES: usize = 2_000;
/// Names that are listed to be looked at.
const MAX_NAMES: usize = 300;
/// Observations shown as an example.
const SHOWN: usize = 12;

/// Reads rows.
pub struct Reader<'a> {
    mapping: &'a Mapping,
    columns: &'a [String],
    known: &'a Gazetteer,
    series: HashMap<(usize, Vec<String>), u32>,
    /// For each column of values the first one of its name and unit: years side by side are one series.
    firsts: Vec<usize>,
    /// For each column of values the members of the row before, and their series: a file says them row after row.
    before: Vec<Option<(Vec<String>, u32)>>,
    series_list: Vec<SeriesName>,
    places: HashMap<GeoId, u32>,
    place_list: Vec<NamedPlace>,
    // why this hash: it takes a few steps, and keys chosen against it slow the reading of one's own file alone
    periods: FxHashMap<Period, u32>,
    period_list: Vec<Period>,
    wheres: HashMap<(String, String), Where>,
    /// What the row before said of its place.
    stayed: Option<((String, String), Where)>,
    whens: FxHashMap<String, Option<u32>>,
    names: BTreeMap<String, NameRead>,
    rows: Rows,
    faults: Faults,
    shown: Vec<PreviewRow>,
    report: Report,
    refusal: Option<Refusal>,
}

impl<'a> Reader<'a> {
    /// A reader for a sheet with these columns.
    pub fn new(mapping: &'a Mapping, columns: &'a [String], known: &'a Gazetteer) -> Self {
        let values = &mapping.values;
        let same = |a: &ValueFrom, b: &ValueFrom| a.name == b.name && a.unit == b.unit;
        let first = |(at, v)| values.iter().position(|other| same(other, v)).unwrap_or(at);
        Self {
            mapping,
            columns,
            known,
            series: HashMap::new(),
            firsts: values.iter().enumerate().map(first).collect(),
            before: vec![None; values.len()],
            series_list: Vec::new(),
            places: HashMap::new(),
            place_list: Vec::new(),
            periods: FxHashMap::default(),
            period_list: Vec::new(),
            wheres: HashMap::new(),
            stayed: None,
            whens: FxHashMap::default(),
            names: BTreeMap::new(),
            rows: Rows::default(),
            faults: Faults { sheet: mapping.sheet.clone(), ..Faults::default() },
            shown: Vec::new(),
            report: Report::default(),
            refusal: None,
        }
    }

    /// Takes a row in; whether there is room for more.
    pub fn row(&mut self, row: u64, cells: &[Value<'_>]) -> bool {
        if self.refusal.is_some() || self.report.cut {
            return false;
        }
        if cells.iter().filter(|c| !c.is_empty()).take(2).count() < 2 {
            // Notes and sources below a table, and empty rows.
            self.report.notes += u64::from(cells.iter().any(|c| !c.is_empty()));
            return true;
        }
        self.report.rows += 1;
        let Some(place) = self.place(row, cells) else { return true };
        let period = if self.mapping.is_wide() { None } else { Some(self.period(row, cells)) };
        for at in 0..self.mapping.values.len() {
            let own = self.mapping.values[at].period;
            let found = match (own, period) {
                (Some(own), _) => Some(self.period_number(own)),
                (None, Some(period)) => period,
                (None, None) => None,
            };
            let Some(period) = found else { continue };
            self.value(row, cells, at, place, period);
        }
        true
    }

    /// Says that a row of the text has no end.
    pub fn unended(&mut self, row: u64) {
        self.faults.add(FaultCode::Quote, || (row, String::new(), String::new(), "\"".into()));
    }

    fn fault(&mut self, code: FaultCode, row: u64, column: usize, found: &str) {
        let columns = self.columns;
        self.faults.add(code, || {
            let cell = cell_name(usize::try_from(row).unwrap_or(1).saturating_sub(1), column);
            let name = columns.get(column).cloned().unwrap_or_else(|| letters(column));
            (row, cell, name, found.to_owned())
        });
    }

    fn value(&mut self, row: u64, cells: &[Value<'_>], at: usize, place: u32, period: u32) {
        let rule = &self.mapping.values[at];
        let value = match cells.get(rule.column) {
            None => Amount::Missing,
            Some(cell @ Value::Number(number)) => {
                if self.mapping.missing.iter().any(|m| *m == cell.text()) {
                    Amount::Missing
                } else {
                    Amount::Number(*number)
                }
            }
            Some(cell) => amount(&cell.text(), self.mapping.decimal, &self.mapping.missing),
        };
        let value = match value {
            Amount::Number(number) => number,
            Amount::Missing => f64::NAN,
            Amount::Neither => {
                let found = cells[rule.column].text().into_owned();
                return self.fault(FaultCode::Number, row, rule.column, &found);
            }
        };
        let Some(series) = self.series(row, cells, at) else { return };
        if self.rows.len() >= MAX_OBSERVATIONS {
            self.report.cut = true;
            return;
        }
        if self.shown.len() < SHOWN {
            let name = &self.series_list[series as usize];
            self.shown.push(PreviewRow {
                row,
                series: name.name.clone(),
                unit: name.unit.clone(),
                place: self.place_list[place as usize].name.clone(),
                period: self.period_list[period as usize].to_string(),
                value: Some(value).filter(|v| v.is_finite()),
            });
        }
        self.rows.series.push(series);
        self.rows.place.push(place);
        self.rows.period.push(period);
        self.rows.value.push(value);
    }

    fn series(&mut self, row: u64, cells: &[Value<'_>], at: usize) -> Option<u32> {
        let rule = &self.mapping.values[at];
        let told = || self.mapping.split.iter().chain(&self.mapping.unit);
        if let Some((members, number)) = &self.before[self.firsts[at]]
            && told()
                .zip(members)
                .all(|(c, member)| cells.get(*c).map(Value::text).unwrap_or_default() == *member)
        {
            return Some(*number);
        }
        let text = |c: &usize| cells.get(*c).map(|v| v.text().into_owned()).unwrap_or_default();
        let key = (self.firsts[at], told().map(text).collect::<Vec<_>>());
        if let Some(found) = self.series.get(&key).copied() {
            self.before[key.0] = Some((key.1, found));
            return Some(found);
        }
        let mut unit = rule.unit.clone();
        if let Some(column) = self.mapping.unit {
            let written = text(&column);
            match unit_of(&written) {
                Some(known) => unit = known,
                None if written.is_empty() => {}
                None => {
                    self.fault(FaultCode::Unit, row, column, &written);
                    unit = written;
                }
            }
        }
        let split = &key.1[..self.mapping.split.len()];
        let words = std::iter::once(&rule.name).chain(split).filter(|w| !w.is_empty());
        let name: String = words.cloned().collect::<Vec<_>>().join(" · ").chars().take(160).collect();
        if self.series_list.len() >= MAX_SERIES {
            self.refusal = Some(Refusal::new("too_many_series").with("most", MAX_SERIES));
            return None;
        }
        self.series_list.push(SeriesName { name, unit });
        let number = self.series_list.len() as u32 - 1;
        self.series.insert(key, number);
        Some(number)
    }

    fn period_number(&mut self, period: Period) -> u32 {
        let list = &mut self.period_list;
        *self.periods.entry(period).or_insert_with(|| {
            list.push(period);
            list.len() as u32 - 1
        })
    }

    /// The period of a row, or none with a fault.
    fn period(&mut self, row: u64, cells: &[Value<'_>]) -> Option<u32> {
        let text = |c: usize| cells.get(c).map(Value::text).unwrap_or_default();
        let (column, found) = match &self.mapping.period {
            PeriodFrom::Fixed(period) => return period.map(|p| self.period_number(p)),
            PeriodFrom::Column { column, .. } => (*column, text(*column)),
            PeriodFrom::YearMonth { year, month } => {
                (*month, Cow::Owned(format!("{} {}", text(*year), text(*month))))
            }
        };
        if let Some(number) = self.whens.get(&*found).copied() {
            if number.is_none() {
                self.fault(FaultCode::Period, row, column, &found);
            }
            return number;
        }
        let period = match &self.mapping.period {
            PeriodFrom::Column { month_first, .. } => when(&found, *month_first),
            PeriodFrom::YearMonth { year, month } => match when(&text(*year), false) {
                Some(Period::Year(year)) => month_of(&text(*month)).map(|m| Period::Month(year, m)),
                _ => None,
            },
            PeriodFrom::Fixed(_) => None,
        };
        let number = period.map(|p| self.period_number(p));
        if number.is_none() {
            self.fault(FaultCode::Period, row, column, &found);
        }
        if self.whens.len() >= MAX_REMEMBERED {
            self.whens.clear();
        }
        self.whens.insert(found.into_owned(), number);
        number
    }

    /// What all rows gave; `year` is the year it is now.
    ///
    /// # Errors
    /// [`Refusal`] where there are too many series.
    pub fn finish(mut self, year: i32) -> Result<Finished, Refusal> {
        if let Some(refusal) = self.refusal {
            return Err(refusal);
        }
        let (rows, periods) = tidy::sorted(std::mem::take(&mut self.rows), &self.period_list);
        let (rows, same, conflicting) = tidy::without_repeats(rows);
        let mut report = self.report;
        (report.same, report.conflicting) = (same, conflicting);
        report.observations = rows.len() as u64;
        report.missing = rows.value.iter().filter(|v| !v.is_finite()).count() as u64;
        (report.series, report.places) = (self.series_list.len() as u64, self.place_list.len() as u64);
        let used = |at: Option<&u32>| at.map(|p| periods[*p as usize].to_string()).unwrap_or_default();
        report.first = used(rows.period.iter().min());
        report.last = used(rows.period.iter().max());
        for series in &self.series_list {
            let known = series.unit.is_empty() || series.unit.parse::<Unit>().is_ok();
            if !known && !report.units.contains(&series.unit) {
                report.units.push(series.unit.clone());
            }
        }
        judge::judge(&mut report, &rows, &self.series_list, &self.place_list, &periods, year);
        let mut names: Vec<NameRead> = self.names.into_values().collect();
        names.sort_by(|a, b| {
            (a.how, std::cmp::Reverse(a.rows), &a.found).cmp(&(b.how, std::cmp::Reverse(b.rows), &b.found))
        });
        Ok(Finished {
            dataset: Dataset {
                name: String::new(),
                file: String::new(),
                series: self.series_list,
                places: self.place_list,
                periods,
                report,
                faults: self.faults,
                mapping: self.mapping.clone(),
                fingerprint: String::new(),
                kept: String::new(),
            },
            rows,
            names,
            shown: self.shown,
        })
    }
}

/// What a reader gives.
pub struct Finished {
    /// Lists, quality and faults.
    pub dataset: Dataset,
    /// The observations.
    pub rows: Rows,
    /// Names that should be looked at.
    pub names: Vec<NameRead>,
    /// The first observations.
    pub shown: Vec<PreviewRow>,
}
