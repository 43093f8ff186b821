//! Coverage: what is known of which indicator in which year.

use std::collections::BTreeMap;

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
