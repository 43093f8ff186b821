//! Totals of an inventory document: by place and year, with the quality of what they rest on.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Choice, ComputeError, Level, Part, Total, compute, reference, total};
use crate::{exchange::InventoryRow, factor::GwpSet, geo::GeoId, observation::Quality};

/// The total of the rows of one place and year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DocumentTotal {
    /// The place.
    pub place: GeoId,
    /// The year.
    pub year: i32,
    /// Potentials that the figures rest on: the set asked for, or those that the rows state.
    pub gwp: Vec<GwpSet>,
    /// Whether electricity counts market-based where there are such rows.
    pub market_based: bool,
    /// The total by the rules of the level.
    #[serde(flatten)]
    pub total: Total,
    /// Every cell with a row, whether the level counts it or not.
    pub cells: Vec<Part>,
    /// Quality of the data behind the total.
    pub quality: QualityShares,
}

/// Which part of a total's emissions, by size, rests on data of which quality; `null` where nothing is stated.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct QualityShares {
    /// Of activity data: shares of H, M, L and of what is not stated, in per cent.
    pub activity: BTreeMap<String, f64>,
    /// Of emission factors.
    pub factor: BTreeMap<String, f64>,
}

/// Totals of rows, one for each place and year, in order.
///
/// # Errors
/// [`ComputeError`].
pub fn totals(
    rows: &[InventoryRow],
    level: Level,
    choice: Choice,
) -> Result<Vec<DocumentTotal>, ComputeError> {
    let mut groups: BTreeMap<(GeoId, i32), Vec<InventoryRow>> = BTreeMap::new();
    for row in rows {
        groups.entry((row.place.clone(), row.year)).or_default().push(row.clone());
    }
    let of_group = |((place, year), rows): ((GeoId, i32), Vec<InventoryRow>)| {
        let cells = compute::parts(&rows, choice)?;
        let total = total(&cells, level)?;
        let stated: BTreeSet<GwpSet> = rows.iter().filter_map(|r| r.gwp_set).collect();
        let gwp = choice.gwp.map_or_else(|| stated.into_iter().collect(), |set| vec![set]);
        let quality = quality(&rows, level, choice)?;
        Ok(DocumentTotal { place, year, gwp, market_based: choice.market_based, total, cells, quality })
    };
    groups.into_iter().map(of_group).collect()
}

fn quality(rows: &[InventoryRow], level: Level, choice: Choice) -> Result<QualityShares, ComputeError> {
    let (mut activity, mut factor) = (BTreeMap::<&str, Vec<f64>>::new(), BTreeMap::<&str, Vec<f64>>::new());
    for row in rows.iter().filter(|r| reference(&r.gpc).is_some_and(|c| c.counts_in(level))) {
        let Some(value) = compute::emissions(row, choice.gwp)? else { continue };
        activity.entry(name(row.quality_activity)).or_default().push(value.abs());
        factor.entry(name(row.quality_factor)).or_default().push(value.abs());
    }
    Ok(QualityShares { activity: shares(activity), factor: shares(factor) })
}

fn name(quality: Option<Quality>) -> &'static str {
    match quality {
        Some(Quality::H) => "H",
        Some(Quality::M) => "M",
        Some(Quality::L) => "L",
        None => "not_stated",
    }
}

/// Shares in per cent; sums run from small to large, so that the order of rows does not matter.
fn shares(groups: BTreeMap<&str, Vec<f64>>) -> BTreeMap<String, f64> {
    let sum = |mut values: Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values.iter().fold(0.0, |sum, v| sum + v)
    };
    let sums: Vec<(&str, f64)> = groups.into_iter().map(|(q, values)| (q, sum(values))).collect();
    let all = sums.iter().fold(0.0, |all, (_, s)| all + s);
    if all == 0.0 {
        return BTreeMap::new();
    }
    sums.into_iter().map(|(q, s)| (q.to_string(), 100.0 * s / all)).collect()
}
