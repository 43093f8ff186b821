//! What a refresh sets aside, as lines of the city's list ([`crate::quarantine`]).

use gemeo_shared::{
    connect::{Kind, MAX_KEPT, Warnings},
    observation::Observation,
    quality::Finding,
};

use super::facts::dims_of;
use crate::quarantine::{Aside, Figure};

/// The figure of an observation, as the list names it.
pub fn figure(o: &Observation) -> Figure {
    [o.series.concept.clone(), dims_of(&o.series), o.geo.to_string(), o.period.to_string()]
}

/// A figure in quarantine by a rule of quality.
pub fn by_rule(source: &str, f: &Finding) -> Aside {
    Aside {
        source: source.into(),
        by: f.rule.clone(),
        kind: "rule".into(),
        concept: f.series.concept.clone(),
        dims: dims_of(&f.series),
        geo: f.geo.to_string(),
        period: f.period.map(|p| p.to_string()).unwrap_or_default(),
        value: f.value.map(|v| v.to_string()).unwrap_or_default(),
        unit: f.series.unit.clone(),
        count: 1,
        reason: f.reason.clone(),
        ..Aside::default()
    }
}

/// A figure that is not used because another one stays.
pub fn by_merge(source: &str, kind: &str, o: &Observation, reason: String) -> Aside {
    let [concept, dims, geo, period] = figure(o);
    Aside {
        source: source.into(),
        by: "merge".into(),
        kind: kind.into(),
        concept,
        dims,
        geo,
        period,
        value: o.value.map(|v| v.to_string()).unwrap_or_default(),
        unit: o.series.unit.clone(),
        count: 1,
        reason,
        ..Aside::default()
    }
}

/// The rows and cells of a file that gave no figure and should have; those beyond what is kept in full are counted.
pub fn by_parser(source: &str, file: &str, warnings: &Warnings) -> Vec<Aside> {
    let named = |kind: Kind| {
        let name = serde_json::to_value(kind).ok();
        name.and_then(|n| n.as_str().map(str::to_owned)).unwrap_or_default()
    };
    let line = |kind: Kind| Aside {
        source: source.into(),
        by: "read".into(),
        kind: named(kind),
        file: file.into(),
        count: 1,
        ..Aside::default()
    };
    let rows = warnings.list.iter().filter(|w| w.kind.sets_aside()).map(|w| Aside {
        value: w.found.clone().unwrap_or_default(),
        row: w.row.map(|r| r.to_string()).unwrap_or_default(),
        column: w.column.clone().unwrap_or_default(),
        reason: w.message.clone(),
        ..line(w.kind)
    });
    let beyond =
        warnings.counts.iter().filter(|(kind, count)| kind.sets_aside() && **count > MAX_KEPT as u64);
    let counted = beyond.map(|(kind, count)| Aside {
        count: count - MAX_KEPT as u64,
        reason: format!("{} more of this kind", count - MAX_KEPT as u64),
        ..line(*kind)
    });
    rows.chain(counted).collect()
}

#[cfg(test)]
mod tests {
    use gemeo_shared::connect::Warning;

    use super::*;

    #[test]
    fn no_row_that_a_parser_left_out_is_without_a_line() {
        let mut warnings = Warnings::default();
        for row in 0..250 {
            warnings.add(Warning::new(Kind::NotADate, "no date").at(row, "Data").found("31-02"));
        }
        warnings.add(Warning::new(Kind::Converted, "from mg"));
        let list = by_parser("a", "x.csv", &warnings);
        assert_eq!(list.iter().map(|a| a.count).sum::<u64>(), 250);
        assert_eq!((list[7].row.as_str(), list[7].value.as_str()), ("7", "31-02"));
        assert!(list.iter().all(|a| a.kind == "not_a_date"));
    }
}
