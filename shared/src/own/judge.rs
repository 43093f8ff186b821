//! Gaps and odd figures, by the rules that the cities' own figures are held to.

use std::collections::BTreeMap;

use super::{NamedPlace, Odd, OddKind, Report, Rows, SeriesName};
use crate::{
    connect::time::days,
    observation::{Observation, Series, Status},
    period::Period,
    quality::{Rule, assess, rules},
    unit::Unit,
};

/// Observations that are held against the rules.
const MAX_JUDGED: usize = 60_000;
/// Odd figures that are listed.
const MAX_LISTED: usize = 50;

/// Counts gaps and odd figures; rows are sorted by series, place and period.
pub(super) fn judge(
    report: &mut Report,
    rows: &Rows,
    series: &[SeriesName],
    places: &[NamedPlace],
    periods: &[Period],
    year: i32,
) {
    let rules: Vec<Rule> =
        rules().unwrap_or_default().into_iter().filter(|r| r.id == "outlier" || r.id == "step").collect();
    let counts: Vec<Counts> = series.iter().map(|s| Counts::of(&s.unit)).collect();
    let odd = |at: usize, kind: OddKind| Odd {
        kind,
        series: series[rows.series[at] as usize].name.clone(),
        place: places[rows.place[at] as usize].name.clone(),
        period: periods[rows.period[at] as usize].to_string(),
        value: rows.value[at],
        unit: series[rows.series[at] as usize].unit.clone(),
    };
    let mut found: Vec<(usize, OddKind)> = Vec::new();
    let mut start = 0;
    while start < rows.len() {
        let same = |at: usize| rows.series[at] == rows.series[start] && rows.place[at] == rows.place[start];
        let end = (start..rows.len()).find(|at| !same(*at)).unwrap_or(rows.len());
        report.gaps += gaps(&rows.period[start..end], periods);
        for at in start..end {
            let value = rows.value[at];
            let kind = match counts[rows.series[at] as usize] {
                _ if periods[rows.period[at] as usize].year() > year => OddKind::Future,
                Counts::Things if value < 0.0 => OddKind::Negative,
                Counts::Share if !(-100.0..=100.0).contains(&value) && value.is_finite() => OddKind::Share,
                _ => continue,
            };
            found.push((at, kind));
        }
        if report.judged as usize + (end - start) <= MAX_JUDGED {
            report.judged += (end - start) as u64;
            found.extend(by_rules(rows, start..end, periods, &rules, year));
        }
        start = end;
    }
    found.sort_unstable();
    found.dedup_by_key(|(at, _)| *at);
    report.odd_count = found.len() as u64;
    report.odd = found.into_iter().take(MAX_LISTED).map(|(at, kind)| odd(at, kind)).collect();
}

/// What a unit counts.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Counts {
    Things,
    Share,
    Other,
}

impl Counts {
    fn of(unit: &str) -> Self {
        match unit {
            "%" => Self::Share,
            // Degrees, money, emissions (sinks) and differences go below zero.
            "" | "1" | "degC" | "pp" | "‰" => Self::Other,
            _ if unit.contains("EUR") || unit.contains("CO2e") || unit.parse::<Unit>().is_err() => {
                Self::Other
            }
            _ => Self::Things,
        }
    }
}

/// Outliers and steps of one line.
fn by_rules(
    rows: &Rows,
    line: std::ops::Range<usize>,
    periods: &[Period],
    rules: &[Rule],
    year: i32,
) -> Vec<(usize, OddKind)> {
    let start = line.start;
    let series = Series { concept: "own".into(), unit: "1".into(), dims: BTreeMap::new() };
    let observation = |at: usize| {
        let value = Some(rows.value[at]).filter(|v| v.is_finite());
        Observation {
            series: series.clone(),
            geo: crate::geo::GeoId::city("0"),
            period: periods[rows.period[at] as usize],
            value,
            status: if value.is_some() { Status::A } else { Status::L },
            notation: None,
            quality: None,
            uncertainty: None,
            source: String::new(),
            note: None,
        }
    };
    let observations: Vec<Observation> = line.map(observation).collect();
    let found = assess(&observations, rules, year).findings;
    let place = |period: Option<Period>| {
        // Sorted by period, and each once.
        observations.binary_search_by_key(&period?, |o| o.period).ok()
    };
    let kind = |rule: &str| if rule == "step" { OddKind::Step } else { OddKind::Outlier };
    found.iter().filter_map(|f| Some((start + place(f.period)?, kind(&f.rule)))).collect()
}

/// Periods without a row between the first and the last of a line; none where lengths are mixed.
fn gaps(line: &[u32], periods: &[Period]) -> u64 {
    let of = |at: &u32| periods[*at as usize];
    let (Some(first), Some(last)) = (line.first(), line.last()) else { return 0 };
    if !line.iter().all(|p| of(p).frequency() == of(first).frequency()) {
        return 0;
    }
    let between = number(of(last)) - number(of(first)) + 1;
    u64::try_from(between - line.len() as i64).unwrap_or(0)
}

/// Periods of one length counted through.
fn number(period: Period) -> i64 {
    match period {
        Period::Year(y) => y.into(),
        Period::Semester(y, s) => i64::from(y) * 2 + i64::from(s),
        Period::Quarter(y, q) => i64::from(y) * 4 + i64::from(q),
        Period::Month(y, m) => i64::from(y) * 12 + i64::from(m),
        // The Monday of week 1 is the one nearest to 1 January.
        Period::Week(y, w) => (days(y, 1, 4) + 3).div_euclid(7) + i64::from(w),
        Period::Day(y, m, d) => days(y, m, d),
        Period::Hour(y, m, d, h) => days(y, m, d) * 24 + i64::from(h),
    }
}
