//! Coverage: what is known of which indicator in which year.

use std::{collections::BTreeMap, fmt::Write as _};

use serde::{Deserialize, Serialize};

use crate::view::CityView;

/// How much is known of one indicator at one level in one period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// City.
    pub city: String,
    /// Indicator.
    pub indicator: String,
    /// Level of the places.
    pub level: String,
    /// Period (SDMX).
    pub period: String,
    /// Values there are.
    pub values: u32,
    /// Gaps with a reason: a status or a notation key.
    pub gaps: u32,
    /// Values that are not plain: estimated, provisional, of low reliability or another definition.
    pub marked: u32,
}

/// Coverage as CSV (RFC 4180), a row each, for all cities and levels given.
pub fn csv(rows: &[Coverage]) -> String {
    let mut out = String::from("city,indicator,level,period,values,gaps,marked\r\n");
    for row in rows {
        let (c, i, l, p) = (&row.city, &row.indicator, &row.level, &row.period);
        // why: ids, levels and periods have no comma or quote in them, see `route` and `period`
        let _ = write!(out, "{c},{i},{l},{p},{},{},{}\r\n", row.values, row.gaps, row.marked);
    }
    out
}

/// The coverage of every indicator of a city, sorted by catalogue order of the view, level and period.
pub fn coverage(view: &CityView) -> Vec<Coverage> {
    let mut rows = Vec::new();
    for indicator in &view.indicators {
        let mut counts: BTreeMap<(&str, &str), [u32; 3]> = BTreeMap::new();
        for series in &indicator.series {
            for (row, period) in series.period.iter().enumerate() {
                let count = counts.entry((&series.level, period)).or_default();
                let known = series.value[row].is_some();
                count[usize::from(!known)] += 1;
                count[2] += u32::from(known && series.status[row] != "A");
            }
        }
        rows.extend(counts.into_iter().map(|((level, period), [values, gaps, marked])| Coverage {
            city: view.profile.id.clone(),
            indicator: indicator.id.clone(),
            level: level.into(),
            period: period.into(),
            values,
            gaps,
            marked,
        }));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_coverage_is_a_line_of_csv() {
        let row = Coverage {
            city: "porto".into(),
            indicator: "ghg_total".into(),
            level: "city".into(),
            period: "2019".into(),
            values: 3,
            gaps: 1,
            marked: 2,
        };
        let text = csv(&[row]);
        assert_eq!(text.lines().nth(1), Some("porto,ghg_total,city,2019,3,1,2"));
    }
}
