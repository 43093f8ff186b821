//! Whether an answer can be believed: a source that was cut off, lost much of what it said or changed its unit must not
//! reach the pack.

use std::collections::BTreeMap;

use gemeo_shared::{
    connect::{Observed, vintage::History},
    geo::GeoId,
    observation::Series,
    period::Period,
};

/// A source that gives everything each time must not lose more than this share of its figures.
const LOST: f64 = 0.1;
/// Fewer figures in common than this say nothing of a change of form.
const ENOUGH: usize = 8;
/// A revision by more than this factor is no revision.
const FACTOR: f64 = 3.0;

/// A table that ends within a row was cut off on its way; so was text without the end of its last line and fewer cells.
pub fn cut_off(name: &str, bytes: &[u8]) -> Option<String> {
    let lower = name.to_ascii_lowercase();
    if ![".csv", ".tsv"].iter().any(|end| lower.ends_with(end)) || bytes.ends_with(b"\n") {
        return None;
    }
    let first = bytes.split(|b| *b == b'\n').next()?;
    let last = bytes.rsplit(|b| *b == b'\n').next()?;
    let separator = *[b';', b'\t', b','].iter().max_by_key(|s| count(first, **s))?;
    let (wanted, found) = (count(first, separator), count(last, separator));
    (found < wanted)
        .then(|| format!("{name} ends within a row ({found} of {wanted} separators): the answer was cut off"))
}

fn count(line: &[u8], byte: u8) -> usize {
    line.iter().filter(|b| **b == byte).count()
}

type Key = (Series, GeoId, Period);

/// What makes new figures unbelievable beside what the source said before.
///
/// # Errors
/// Says what changed.
pub fn against(history: &History, now: &Observed, whole: bool) -> Result<(), String> {
    let newest: BTreeMap<Key, f64> =
        history.newest().filter_map(|o| Some(((o.series, o.geo, o.period), o.value?))).collect();
    let said: BTreeMap<Key, f64> =
        now.observations().filter_map(|o| Some(((o.series, o.geo, o.period), o.value?))).collect();
    let lost = newest.keys().filter(|k| !said.contains_key(*k)).count();
    if whole && lost as f64 > newest.len() as f64 * LOST {
        return Err(format!(
            "{lost} of the {} figures it gave before are missing: the answer was cut off, or the source changed its form",
            newest.len()
        ));
    }
    let pairs: Vec<(f64, f64)> =
        said.iter().filter_map(|(k, v)| Some((*v, *newest.get(k).filter(|b| **b != 0.0)?))).collect();
    let jumped = pairs.iter().filter(|(v, before)| !(1.0 / FACTOR..=FACTOR).contains(&(v / before))).count();
    if pairs.len() >= ENOUGH && jumped * 2 > pairs.len() {
        return Err(format!(
            "{jumped} of {} figures changed by more than {FACTOR} times: the source may have changed a unit",
            pairs.len()
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use gemeo_shared::{connect::series, observation::Status};

    use super::*;

    #[test]
    fn a_table_that_ends_within_a_row_was_cut_off() {
        assert!(cut_off("a.csv", b"a;b;c\n1;2;3\n4;5").is_some());
        assert!(cut_off("a.tsv", b"a\tb\n1").is_some());
        assert_eq!(cut_off("a.csv", b"a;b;c\n1;2;3"), None, "whole, without the last end of line");
        assert_eq!(cut_off("a.csv", b"a;b;c\n1;2;3\n"), None);
        assert_eq!(cut_off("a.json", b"{"), None, "a parser tells");
    }

    fn observed(factor: f64, years: std::ops::Range<i32>) -> Observed {
        let mut o = Observed::new("s");
        for year in years {
            let value = f64::from(year - 1999) * factor;
            o.add(&series("x", "kWh", &[]), &GeoId::city("1312"), Period::Year(year), Some(value), Status::A);
        }
        o
    }

    #[test]
    fn what_lost_much_or_changed_its_unit_is_not_believed() {
        let mut history = History { source: "s".into(), ..History::default() };
        history.merge(&observed(1.0, 2000..2020), "2026-01-01");
        assert_eq!(against(&history, &observed(1.05, 2000..2021), true), Ok(()));
        assert_eq!(against(&history, &observed(1.0, 2001..2020), true), Ok(()), "one of twenty");
        assert!(
            against(&history, &observed(1.0, 2005..2020), true).is_err_and(|e| e.contains("5 of the 20"))
        );
        assert_eq!(
            against(&history, &observed(1.0, 2005..2020), false),
            Ok(()),
            "a source that gives a part"
        );
        assert!(against(&history, &observed(0.001, 2000..2020), true).is_err_and(|e| e.contains("unit")));
    }
}
