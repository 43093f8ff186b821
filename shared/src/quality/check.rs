//! The checks, one function each.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Check, Dimension, Finding, Grade, Report, Rule, Severity,
    line::{completeness, median, outliers, steps},
};
use crate::{
    geo::{GeoId, Level},
    observation::{Observation, Series},
    period::Period,
};

/// Why a rule was not held: in words, and the two numbers that did not meet.
pub(super) struct Why {
    words: String,
    measured: Option<f64>,
    expected: Option<f64>,
}

impl Why {
    pub(super) fn new(words: String, measured: f64, expected: f64) -> Self {
        Self { words, measured: Some(measured), expected: Some(expected) }
    }
}

/// What was found so far.
#[derive(Default)]
pub(super) struct Found {
    findings: Vec<Finding>,
    checked: BTreeMap<Dimension, usize>,
    quarantined: BTreeSet<usize>,
}

impl Found {
    fn checked(&mut self, rule: &Rule, count: usize) {
        *self.checked.entry(rule.check.dimension()).or_default() += count;
    }

    fn add(&mut self, rule: &Rule, rows: &[Observation], at: usize, whole_series: bool, why: Why) {
        let row = &rows[at];
        if rule.severity == Severity::Quarantine {
            self.quarantined.insert(at);
        }
        self.findings.push(Finding {
            rule: rule.id.clone(),
            dimension: rule.check.dimension(),
            severity: rule.severity,
            series: row.series.clone(),
            geo: row.geo.clone(),
            period: (!whole_series).then_some(row.period),
            value: row.value.filter(|_| !whole_series),
            measured: why.measured,
            expected: why.expected,
            reason: why.words,
        });
    }

    /// The findings in order, and the grades.
    pub fn report(mut self) -> Report {
        let key = |f: &Finding| (f.severity, f.rule.clone(), f.series.clone(), f.geo.clone(), f.period);
        self.findings.sort_by_key(key);
        let grade = |(dimension, checked): (&Dimension, &usize)| {
            let faults = self.findings.iter().filter(|f| f.dimension == *dimension).count().min(*checked);
            Grade {
                dimension: *dimension,
                checked: *checked,
                faults,
                share: 1.0 - faults as f64 / (*checked).max(1) as f64,
            }
        };
        let grades = self.checked.iter().map(grade).collect();
        Report { grades, quarantined: self.quarantined.into_iter().collect(), findings: self.findings }
    }
}

type Lines<'a> = BTreeMap<(&'a Series, &'a GeoId), Vec<usize>>;

pub(super) fn run(rule: &Rule, rows: &[Observation], year: i32, found: &mut Found) {
    let covered: Vec<usize> = (0..rows.len()).filter(|i| rule.covers(&rows[*i].series)).collect();
    let mut lines: Lines<'_> = BTreeMap::new();
    for at in &covered {
        lines.entry((&rows[*at].series, &rows[*at].geo)).or_default().push(*at);
    }
    for line in lines.values_mut() {
        line.sort_by_key(|i| rows[*i].period);
    }
    match &rule.check {
        Check::Range { min, max } => range(rule, rows, &covered, (*min, *max), found),
        Check::Unique => unique(rule, rows, &covered, found),
        Check::Agree { tolerance } => agree(rule, rows, &covered, *tolerance, found),
        Check::Capture { concept, min } => capture(rule, rows, &covered, (concept, *min), found),
        Check::Sum { plus, tolerance } => sum(rule, rows, &covered, (plus.as_deref(), *tolerance), found),
        Check::Completeness { min } => {
            each_line(rule, rows, &lines, found, |line| completeness(rows, line, *min))
        }
        Check::Timely { years } => each_line(rule, rows, &lines, found, |line| {
            let newest = line.iter().rev().find(|i| rows[**i].value.is_some())?;
            let newest = rows[*newest].period.year();
            let words = || format!("the newest figure is of {newest}");
            (year - newest > *years).then(|| Why::new(words(), f64::from(newest), f64::from(year - years)))
        }),
        Check::Plausible { low, high } => each_line(rule, rows, &lines, found, |line| {
            let middle = median(line.iter().filter_map(|i| rows[*i].value).collect())?;
            let fits = (*low..=*high).contains(&middle);
            let unit = &rows[line[0]].series.unit;
            let words = || format!("a median of {middle} {unit} does not fit the unit");
            (!fits).then(|| Why::new(words(), middle, if middle < *low { *low } else { *high }))
        }),
        Check::Outlier { z } => each_line_rows(rule, rows, &lines, found, |line| outliers(rows, line, *z)),
        Check::Step { factor } => {
            each_line_rows(rule, rows, &lines, found, |line| steps(rows, line, *factor))
        }
    }
}

fn range(rule: &Rule, rows: &[Observation], covered: &[usize], (min, max): (f64, f64), found: &mut Found) {
    found.checked(rule, covered.len());
    for at in covered {
        if let Some(value) = rows[*at].value.filter(|v| !(min..=max).contains(v)) {
            let words = format!("{value} lies outside {min} to {max} {}", rows[*at].series.unit);
            let why = Why::new(words, value, if value < min { min } else { max });
            found.add(rule, rows, *at, false, why);
        }
    }
}

fn unique(rule: &Rule, rows: &[Observation], covered: &[usize], found: &mut Found) {
    found.checked(rule, covered.len());
    let mut seen = BTreeSet::new();
    for at in covered {
        let row = &rows[*at];
        if !seen.insert((&row.series, &row.geo, row.period, &row.source)) {
            let words = format!("a second row of the source {}", row.source);
            found.add(rule, rows, *at, false, Why { words, measured: row.value, expected: None });
        }
    }
}

/// Each figure against the first that another source gave.
fn agree(rule: &Rule, rows: &[Observation], covered: &[usize], tolerance: f64, found: &mut Found) {
    let mut said: BTreeMap<(&Series, &GeoId, Period), Vec<usize>> = BTreeMap::new();
    for at in covered {
        let row = &rows[*at];
        let others = said.entry((&row.series, &row.geo, row.period)).or_default();
        let apart = others.iter().filter(|o| rows[**o].source != row.source).find_map(|other| {
            found.checked(rule, 1);
            let (a, b) = row.value.zip(rows[*other].value)?;
            ((a - b).abs() > tolerance * a.abs().max(b.abs())).then_some((a, b, *other))
        });
        others.push(*at);
        if let Some((a, b, other)) = apart {
            let words = format!("{a} by {}, {b} by {}", row.source, rows[other].source);
            found.add(rule, rows, *at, false, Why::new(words, a, b));
        }
    }
}

fn capture(
    rule: &Rule,
    rows: &[Observation],
    covered: &[usize],
    (concept, min): (&str, f64),
    found: &mut Found,
) {
    let captures: BTreeMap<_, f64> = rows
        .iter()
        .filter(|r| r.series.concept == concept)
        .filter_map(|r| Some(((&r.series.dims, &r.geo, r.period), r.value?)))
        .collect();
    for at in covered {
        let row = &rows[*at];
        let Some(share) = captures.get(&(&row.series.dims, &row.geo, row.period)) else { continue };
        found.checked(rule, 1);
        if *share < min {
            let words = format!("{share} % of the hours were measured, less than {min} %");
            found.add(rule, rows, *at, false, Why::new(words, *share, min));
        }
    }
}

/// Parishes of an edition against the city, where every parish that has ever a figure of the series has one.
fn sum(
    rule: &Rule,
    rows: &[Observation],
    covered: &[usize],
    (plus, tolerance): (Option<&str>, f64),
    found: &mut Found,
) {
    for edition in [Level::Parish2013, Level::Parish2025] {
        let parishes: Vec<usize> =
            covered.iter().copied().filter(|i| rows[*i].geo.level == edition).collect();
        let mut places: BTreeMap<&Series, BTreeSet<&GeoId>> = BTreeMap::new();
        let mut sums: BTreeMap<(&Series, Period), (f64, usize)> = BTreeMap::new();
        for at in parishes {
            let row = &rows[at];
            places.entry(&row.series).or_default().insert(&row.geo);
            if let Some(value) = row.value {
                let sum = sums.entry((&row.series, row.period)).or_default();
                *sum = (sum.0 + value, sum.1 + 1);
            }
        }
        for at in covered.iter().copied().filter(|i| rows[*i].geo.level == Level::City) {
            let row = &rows[at];
            let Some((value, (parts, count))) = row.value.zip(sums.get(&(&row.series, row.period)).copied())
            else {
                continue;
            };
            let rest = plus.and_then(|concept| {
                rows.iter()
                    .find(|r| {
                        r.series.concept == concept
                            && r.series.dims == row.series.dims
                            && r.geo == row.geo
                            && r.period == row.period
                    })?
                    .value
            });
            // A series that lacks a parish, or its unallocated part, cannot be summed.
            if places.get(&row.series).is_some_and(|p| p.len() != count) || (plus.is_some() && rest.is_none())
            {
                continue;
            }
            found.checked(rule, 1);
            let whole = parts + rest.unwrap_or(0.0);
            if (whole - value).abs() > tolerance * value.abs() {
                let words = format!("the parishes ({}) sum to {whole}", edition.as_str());
                found.add(rule, rows, at, false, Why::new(words, whole, value));
            }
        }
    }
}

fn each_line(
    rule: &Rule,
    rows: &[Observation],
    lines: &Lines<'_>,
    found: &mut Found,
    fault: impl Fn(&[usize]) -> Option<Why>,
) {
    for line in lines.values() {
        found.checked(rule, 1);
        if let Some(why) = fault(line) {
            found.add(rule, rows, line[0], true, why);
        }
    }
}

fn each_line_rows(
    rule: &Rule,
    rows: &[Observation],
    lines: &Lines<'_>,
    found: &mut Found,
    faults: impl Fn(&[usize]) -> Vec<(usize, Why)>,
) {
    for line in lines.values() {
        found.checked(rule, line.len());
        for (at, why) in faults(line) {
            found.add(rule, rows, at, false, why);
        }
    }
}
