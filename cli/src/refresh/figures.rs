//! What of a source's answers is kept for a city: figures of other places are counted and left, the rules of the table name
//! and gather the others.

use std::collections::{BTreeMap, BTreeSet};

use gemeo_shared::{
    connect::{Import, Observed, annual_means, eredes::billed, ine::bgri, series},
    geo::{GeoId, Level},
    observation::{Observation, Series, Status},
    period::Period,
    quality::{self, Finding, Severity},
};

use super::{
    Fault, aside,
    ask::Answered,
    city::City,
    span::shorter,
    table::{By, Derive, Figure, Fold, Source},
};
use crate::quarantine::Aside;

/// Share of a year's hours that a file must list before its annual mean is computed.
const WHOLE_YEAR: f64 = 0.95;

/// What a source says of a city.
#[derive(Debug, Default)]
pub struct Prepared {
    /// The figures.
    pub observed: Observed,
    /// The series that go into facts and pack.
    pub packed: BTreeSet<Series>,
    /// Warnings of reading, each once.
    pub warnings: Vec<String>,
    /// What was set aside: rows that cannot be read, figures in quarantine, second answers about the same thing.
    pub aside: Vec<Aside>,
    /// What was left out, and how often.
    pub left: BTreeMap<&'static str, usize>,
}

/// Why a second answer about the same figure is not used.
const SAID_TWICE: &str = "said twice, differently: the first stays";

type Key = (Series, GeoId, Period);

/// Values that become one figure.
struct Sum {
    status: Status,
    values: Vec<f64>,
    /// Values a whole period has, and the rule that says so.
    fold: Option<(Fold, f64)>,
    /// Whether a part of the sum is not known.
    unknown: bool,
}

/// The figures of a city in the answers of a source.
///
/// # Errors
/// Where the rules of quality cannot be read.
pub fn prepare(source: &Source, city: &City, answers: Vec<Answered>) -> Result<Prepared, Fault> {
    let cited = source.cited.clone().unwrap_or_else(|| source.id.clone());
    let mut out = Prepared { observed: Observed::new(&cited), ..Prepared::default() };
    let points: BTreeMap<GeoId, [f64; 2]> = answers
        .iter()
        .flat_map(|a| &a.import.places)
        .filter_map(|p| Some((p.geo.clone()?, p.point?)))
        .collect();
    let mut sums: BTreeMap<Key, Sum> = BTreeMap::new();
    let mut order: Vec<Key> = Vec::new();
    for Answered { derive, file, mut import } in answers {
        // What asks nothing of anybody (a unit that was converted exactly, a part kept secret) is for `gemeo import`.
        let telling = import.warnings.list.iter().filter(|w| !w.advice.starts_with("nothing to do"));
        out.warnings.extend(telling.map(|w| format!("{}: {w}", import.connector)));
        out.aside.extend(aside::by_parser(&source.id, &file, &import.warnings));
        // Sums must not rest on what is in quarantine; the mean of a year rests on hours, of which some lie below zero.
        if derive != Some(Derive::AnnualMeans) {
            let of_city = |f: &&Finding| source.all || city.concerns(&f.geo, &points);
            let found = quarantine(&mut import.observed)?;
            out.warnings.extend(found.iter().map(in_quarantine));
            out.aside.extend(found.iter().filter(of_city).map(|f| aside::by_rule(&source.id, f)));
        }
        for o in derived(derive, import, city).observations() {
            if !source.all && !city.concerns(&o.geo, &points) {
                *out.left.entry("of other places").or_default() += 1;
                continue;
            }
            let rule = source.figures.iter().find(|f| f.covers(&o));
            if derive == Some(Derive::Census) || rule.is_some_and(|r| r.pack) {
                out.packed.insert(rule.map_or_else(|| o.series.clone(), |r| r.series(&o.series)));
            }
            if let Some(second) = gather(source, city, rule, o, (&mut sums, &mut order)) {
                *out.left.entry(SAID_TWICE).or_default() += 1;
                out.aside.push(aside::by_merge(&source.id, "said_twice", &second, SAID_TWICE.into()));
            }
        }
    }
    for key in order {
        let Some(sum) = sums.remove(&key) else { continue };
        let (series, geo, period) = &key;
        match sum.figure() {
            Ok(value) => out.observed.add(series, geo, *period, value, sum.status),
            Err(why) => *out.left.entry(why).or_default() += 1,
        }
    }
    out.warnings.dedup();
    Ok(out)
}

/// Takes the value of rows that a rule of quality puts in quarantine; says which and why.
fn quarantine(observed: &mut Observed) -> Result<Vec<Finding>, Fault> {
    let rows: Vec<Observation> = observed.observations().collect();
    let rules: Vec<_> =
        quality::rules()?.into_iter().filter(|r| r.severity == Severity::Quarantine).collect();
    let report = quality::assess(&rows, &rules, 0);
    for at in &report.quarantined {
        let row = &mut observed.rows_mut()[*at];
        (row.value, row.status) = (None, Status::L);
    }
    Ok(report.findings)
}

/// A row in quarantine, in words.
pub fn in_quarantine(f: &Finding) -> String {
    let period = f.period.map(|p| p.to_string()).unwrap_or_default();
    format!("in quarantine: {} {} {period}: {} ({})", f.series.concept, f.geo, f.reason, f.rule)
}

/// Puts a value to the figure it belongs to; gives it back where another answer has said the figure differently.
fn gather(
    source: &Source,
    city: &City,
    rule: Option<&Figure>,
    o: Observation,
    (sums, order): (&mut BTreeMap<Key, Sum>, &mut Vec<Key>),
) -> Option<Observation> {
    let series = rule.map_or_else(|| o.series.clone(), |r| r.series(&o.series));
    let geo = if rule.is_some_and(|r| r.to_city) { GeoId::city(&city.code) } else { o.geo.clone() };
    let fold = rule.and_then(|r| r.fold);
    let long = fold.and_then(|f| f.period.of(o.period));
    let whole = fold.zip(long.and_then(|l| shorter(l, o.period)));
    let key = (series, geo, long.unwrap_or(o.period));
    let status = rule.and_then(|r| r.status).filter(|_| o.value.is_some()).unwrap_or(o.status);
    let together = source.parts || fold.is_some() || rule.is_some_and(|r| r.to_city || r.dims.is_some());
    let sum = sums.entry(key.clone()).or_insert_with(|| {
        order.push(key);
        Sum { status, values: vec![], fold: whole, unknown: false }
    });
    match o.value {
        Some(value) if together || sum.values.is_empty() => {
            sum.values.push(value);
            sum.status = if sum.status == Status::A || sum.values.len() == 1 { status } else { sum.status };
        }
        // A second answer about the same thing is no part of it.
        Some(value) if sum.values.first() != Some(&value) => return Some(o),
        Some(_) => {}
        None => sum.unknown = true,
    }
    None
}

impl Sum {
    /// The figure, or why there is none.
    fn figure(&self) -> Result<Option<f64>, &'static str> {
        let total = || self.values.iter().sum::<f64>();
        let Some((fold, whole)) = self.fold else {
            // A sum that lacks a part is not known.
            let lacks = self.values.is_empty() || (self.values.len() > 1 && self.unknown);
            return Ok((!lacks).then(total));
        };
        if (self.values.len() as f64) < whole * fold.least {
            return Err("in periods that are not whole yet");
        }
        Ok(Some(match fold.by {
            By::Sum => total(),
            By::Mean => total() / self.values.len() as f64,
            By::Max => self.values.iter().copied().fold(f64::MIN, f64::max),
            By::CountFrom => self.values.iter().filter(|v| **v >= fold.at).count() as f64,
        }))
    }
}

impl Figure {
    fn covers(&self, o: &Observation) -> bool {
        let is = |(dim, member): (&String, &String)| {
            o.series.dims.get(dim).map_or(member.is_empty(), |m| m == member)
        };
        self.concept == o.series.concept
            && self.is.iter().all(is)
            && (self.levels.is_empty() || self.levels.contains(&o.geo.level))
            && self.from.is_none_or(|from| o.period >= from)
    }

    /// The series a figure goes to.
    fn series(&self, of: &Series) -> Series {
        let stays = |dim: &String| self.dims.as_ref().is_none_or(|d| d.contains(dim));
        let mut dims: BTreeMap<String, String> =
            of.dims.iter().filter(|(d, _)| stays(d)).map(|(d, m)| (d.clone(), m.clone())).collect();
        dims.extend(self.set.clone());
        let concept = self.named.clone().unwrap_or_else(|| of.concept.clone());
        Series { concept, unit: self.unit.clone().unwrap_or_else(|| of.unit.clone()), dims }
    }
}

fn derived(derive: Option<Derive>, import: Import, city: &City) -> Observed {
    match derive {
        None => import.observed,
        Some(Derive::AnnualMeans) => air(&import, city),
        Some(Derive::MunicipalTotals) => totals(import.observed, city),
        Some(Derive::Census) => {
            let mut out = bgri::by_parish(&import);
            for o in bgri::by_cell(&import, h3o::Resolution::Nine).0.observations() {
                out.add(&o.series, &o.geo, o.period, o.value, o.status);
            }
            out
        }
    }
}

fn air(import: &Import, city: &City) -> Observed {
    let mut out = Observed::new(&import.observed.source);
    let mut listed: BTreeMap<(u32, u32, i32), u32> = BTreeMap::new();
    for row in import.observed.rows() {
        *listed.entry((row.series, row.place, row.period.year())).or_default() += 1;
    }
    for mean in annual_means(&import.observed) {
        let series = import.observed.series().iter().position(|s| *s == mean.series).map_or(0, |n| n as u32);
        let place = import.observed.places().iter().position(|p| *p == mean.place).map_or(0, |n| n as u32);
        let hours = listed.get(&(series, place, mean.year)).copied().unwrap_or_default();
        let whole = f64::from(mean.hours) / mean.capture;
        if city.stations.contains(&mean.place.code) && f64::from(hours) >= whole * WHOLE_YEAR {
            mean.add_to(&mut out);
        }
    }
    // As the facts have them: means to 0.01 µg/m³, data capture to 0.1 %.
    let scale: Vec<f64> = out.series().iter().map(|s| if s.unit == "%" { 10.0 } else { 100.0 }).collect();
    for row in out.rows_mut() {
        let scale = scale[row.series as usize];
        row.value = row.value.map(|v| libm::round(v * scale) / scale);
    }
    out
}

/// A municipality with nothing unallocated in a month has zero of it, not an unknown part.
fn totals(mut observed: Observed, city: &City) -> Observed {
    billed::municipal_totals(&mut observed);
    let of_city = |o: &Observation| o.geo.code == city.code && o.geo.level == Level::City;
    let whole: Vec<Observation> = observed
        .observations()
        .filter(|o| of_city(o) && o.series.concept == billed::CONCEPT && !o.series.dims.contains_key("part"))
        .collect();
    for o in whole {
        let voltage = o.series.dims.get("voltage").map_or("", String::as_str);
        let rest = series(billed::CONCEPT, &o.series.unit, &[("voltage", voltage), ("part", "unallocated")]);
        if observed.value(&rest, &o.geo, o.period).is_none() {
            // why not zero where the whole is not known: what of it belongs to no parish is not known either
            observed.add(&rest, &o.geo, o.period, o.value.map(|_| 0.0), o.status);
        }
    }
    observed
}
