//! Vintages: what a source said of a figure, and when. A revised figure keeps its history.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Observed;
use crate::{
    geo::GeoId,
    observation::{Observation, Series, Status},
    period::Period,
};

/// What a source said of a figure at one time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Revision {
    /// The day it was fetched, e.g. `2026-11-24`.
    pub vintage: String,
    /// The number.
    pub value: Option<f64>,
    /// Its status.
    #[serde(default)]
    pub status: Status,
}

/// A figure with everything that was said of it, the oldest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// What is measured.
    pub series: Series,
    /// Where.
    pub geo: GeoId,
    /// When.
    pub period: Period,
    /// What was said.
    pub revisions: Vec<Revision>,
}

/// The figures of a source with their histories, sorted.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct History {
    /// Id of the source.
    pub source: String,
    /// The figures.
    pub entries: Vec<Entry>,
}

/// What became of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The source had not said anything of it before.
    New,
    /// The source says another number or status.
    Revised,
    /// The source no longer says anything of it; what it said stays.
    Withdrawn,
}

/// A change between two vintages, and why.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// What became of the figure.
    pub what: What,
    /// What is measured.
    pub series: Series,
    /// Where.
    pub geo: GeoId,
    /// When.
    pub period: Period,
    /// What was said before.
    pub before: Option<Revision>,
    /// What is said now.
    pub after: Option<Revision>,
    /// Why, in words.
    pub why: &'static str,
}

type Key = (Series, GeoId, Period);

impl History {
    /// Adds what a source says in a new vintage; gives what changed, sorted. A figure that is missing is withdrawn only
    /// within the periods the vintage covers, and keeps its history.
    pub fn merge(&mut self, observed: &Observed, vintage: &str) -> Vec<Change> {
        let mut entries: BTreeMap<Key, Vec<Revision>> = std::mem::take(&mut self.entries)
            .into_iter()
            .map(|e| ((e.series, e.geo, e.period), e.revisions))
            .collect();
        let now: BTreeMap<Key, (Option<f64>, Status)> =
            observed.observations().map(|o| ((o.series, o.geo, o.period), (o.value, o.status))).collect();
        let span = now.keys().map(|k| k.2).min().zip(now.keys().map(|k| k.2).max());
        let mut changes = Vec::new();
        for (key, revisions) in &entries {
            let covered = span.is_some_and(|(a, b)| a <= key.2 && key.2 <= b);
            if covered && !now.contains_key(key) {
                let why = "the source no longer publishes the figure; the last one stays";
                changes.push(change(What::Withdrawn, key, revisions.last().cloned(), None, why));
            }
        }
        for (key, (value, status)) in now {
            let revisions = entries.entry(key.clone()).or_default();
            let before = revisions.last().cloned();
            let after = Revision { vintage: vintage.into(), value, status };
            let why = match &before {
                None => "the source had not published it before",
                Some(b) if b.value == value && b.status == status => continue,
                Some(b) if b.status == Status::P => "a provisional figure was replaced",
                Some(b) if b.value == value => "the source changed its status",
                Some(_) => "the source revised the figure",
            };
            let what = if before.is_none() { What::New } else { What::Revised };
            changes.push(change(what, &key, before, Some(after.clone()), why));
            revisions.push(after);
        }
        self.entries = entries
            .into_iter()
            .map(|((series, geo, period), revisions)| Entry { series, geo, period, revisions })
            .collect();
        changes.sort_by(|a, b| {
            (a.what, &a.series, &a.geo, a.period).cmp(&(b.what, &b.series, &b.geo, b.period))
        });
        changes
    }

    /// What the source says now, as observations.
    pub fn newest(&self) -> impl Iterator<Item = Observation> + '_ {
        self.entries.iter().filter_map(|e| {
            let last = e.revisions.last()?;
            Some(Observation {
                series: e.series.clone(),
                geo: e.geo.clone(),
                period: e.period,
                value: last.value,
                status: last.status,
                notation: None,
                quality: None,
                uncertainty: None,
                source: self.source.clone(),
                note: None,
            })
        })
    }
}

fn change(
    what: What,
    (series, geo, period): &Key,
    before: Option<Revision>,
    after: Option<Revision>,
    why: &'static str,
) -> Change {
    Change { what, series: series.clone(), geo: geo.clone(), period: *period, before, after, why }
}

impl std::fmt::Display for Change {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let said = |r: &Option<Revision>| {
            r.as_ref().map_or("–".into(), |r| match r.value {
                Some(v) if r.status == Status::A => v.to_string(),
                Some(v) => format!("{v} ({:?})", r.status),
                None => format!("no value ({:?})", r.status),
            })
        };
        let dims: Vec<String> = self.series.dims.iter().map(|(k, v)| format!("{k}={v}")).collect();
        let what = match self.what {
            What::New => "new",
            What::Revised => "revised",
            What::Withdrawn => "withdrawn",
        };
        write!(
            f,
            "{what}: {} {} {} {}: {} → {} {}; {}",
            self.series.concept,
            dims.join(";"),
            self.geo,
            self.period,
            said(&self.before),
            said(&self.after),
            self.series.unit,
            self.why
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connect::series;

    #[test]
    fn a_revised_figure_keeps_its_history() {
        let vintage = |rows: &[(i32, f64, Status)]| {
            let mut o = Observed::new("s");
            for (year, value, status) in rows {
                o.add(
                    &series("x", "kWh", &[]),
                    &GeoId::city("1106"),
                    Period::Year(*year),
                    Some(*value),
                    *status,
                );
            }
            o
        };
        let mut history = History { source: "s".into(), ..History::default() };
        let first = history.merge(&vintage(&[(2020, 1.0, Status::A), (2021, 2.0, Status::P)]), "2026-01-01");
        assert!(first.iter().all(|c| c.what == What::New));
        let second = history.merge(
            &vintage(&[(2020, 1.0, Status::A), (2021, 2.5, Status::A), (2022, 3.0, Status::A)]),
            "2026-02-01",
        );
        let what: Vec<_> = second.iter().map(|c| (c.what, c.period.year(), c.why)).collect();
        assert_eq!(
            what,
            [
                (What::New, 2022, "the source had not published it before"),
                (What::Revised, 2021, "a provisional figure was replaced")
            ]
        );
        assert_eq!(history.entries[1].revisions.len(), 2);
        assert_eq!(history.entries[1].revisions[0].value, Some(2.0));
        let third = history.merge(&vintage(&[(2020, 1.0, Status::A), (2022, 3.0, Status::A)]), "2026-03-01");
        assert_eq!((third.len(), third[0].what), (1, What::Withdrawn));
        assert_eq!(history.newest().map(|o| o.value).collect::<Vec<_>>(), [Some(1.0), Some(2.5), Some(3.0)]);
        assert!(
            history.merge(&vintage(&[(2022, 3.0, Status::A)]), "2026-04-01").is_empty(),
            "nothing is said of other periods"
        );
    }
}
