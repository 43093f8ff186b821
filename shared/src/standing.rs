//! Where a city stands against its promise: one judgement from the indicators that the engine computed.
//!
//! Nothing is judged that the engine refused to compute: without a comparable reduction there is a reason
//! instead of a distance.

use serde::{Deserialize, Serialize};

use crate::{
    tree::tree_enum,
    tree_struct,
    view::{Availability, CityView, IndicatorView, Remark, SeriesView, Target},
};

/// Where a city stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// The promise in force that counts most: neutrality first.
    pub promise: Option<Target>,
    /// The target in force that a published reduction can be measured against; often the promise itself.
    pub measured: Option<Target>,
    /// The judgement.
    pub judgement: Judgement,
    /// The newest comparable reduction.
    pub reached: Option<Reached>,
    /// Percentage points left to the measured target.
    pub distance_pp: Option<f64>,
    /// Percentage points to cut in each year until the measured target.
    pub required_pp_per_year: Option<f64>,
    /// Why no distance is computed, where figures exist and must not be compared.
    pub reason: Option<Remark>,
    /// Newest period with any figure on the city's own emissions.
    pub newest: Option<String>,
}

/// The judgement, from the newest comparable figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    /// The target was reached.
    Reached,
    /// At or ahead of the straight path from base year to target.
    OnPath,
    /// Behind the straight path.
    Behind,
    /// Figures exist that must not be compared with the base.
    NotComparable,
    /// No figure to judge by.
    NoData,
}

/// A published reduction against the base year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reached {
    /// Reduction in per cent of the base year.
    pub pct: f64,
    /// Its period (SDMX).
    pub period: String,
    /// The reduction that the straight path from base year to target has at that period, per cent.
    pub path_pct: f64,
    /// Source ids.
    pub sources: Vec<String>,
}

const DISTANCE: &str = "ghg_distance_to_target";
const REDUCTION: &str = "ghg_reduction_since_base";
const RATE: &str = "ghg_required_rate";
/// Indicators that carry the city's own emissions or reductions.
const OWN: [&str; 4] = ["ghg_total", "ghg_reported", "ghg_reported_by_scope", REDUCTION];

/// Where a city stands, from its view.
pub fn standing(view: &CityView) -> Standing {
    let in_force = || view.targets.iter().filter(|t| t.current);
    let promise = in_force().find(|t| t.neutrality).or_else(|| in_force().next()).cloned();
    let found = in_force().filter_map(|target| Some((target, reached(view, target)?)));
    // why: of several targets in force the one with the newest figure, and the first of those
    let best = found.reduce(|best, next| if next.1.period > best.1.period { next } else { best });
    let newest = OWN.iter().filter_map(|id| indicator(view, id)).filter_map(newest_period).max();
    let reason = indicator(view, DISTANCE).and_then(|i| match &i.availability {
        Availability::NotComparable { reason } => Some(reason.clone()),
        _ => None,
    });
    let mut standing = Standing {
        measured: in_force().find(|t| t.reduction_pct.is_some()).cloned(),
        promise,
        judgement: if reason.is_some() { Judgement::NotComparable } else { Judgement::NoData },
        reached: None,
        distance_pp: None,
        required_pp_per_year: None,
        reason,
        newest: newest.map(str::to_owned),
    };
    if let Some((target, reached)) = best {
        standing.judgement = judge(target, &reached);
        standing.distance_pp = value(view, DISTANCE, target, &reached.period);
        standing.required_pp_per_year = value(view, RATE, target, &reached.period);
        standing.measured = Some(target.clone());
        standing.reached = Some(reached);
        standing.reason = None;
    }
    standing
}

fn indicator<'a>(view: &'a CityView, id: &str) -> Option<&'a IndicatorView> {
    view.indicators.iter().find(|i| i.id == id)
}

fn newest_period(indicator: &IndicatorView) -> Option<&str> {
    let of = |s: &'_ SeriesView| s.value.iter().rposition(Option::is_some);
    indicator.series.iter().filter_map(|s| Some(s.period[of(s)?].as_str())).max()
}

/// The newest reduction that the engine measured against a target.
fn reached(view: &CityView, target: &Target) -> Option<Reached> {
    let (goal, base) = (target.reduction_pct?, target.base_year?);
    let distances = indicator(view, DISTANCE)?.series.iter().filter(|s| is_for(s, target));
    let newest = |s: &'_ SeriesView| {
        Some((s.period[s.value.iter().rposition(Option::is_some)?].clone(), s.dims.clone()))
    };
    let (period, dims) = distances.filter_map(newest).reduce(|a, b| if b.0 > a.0 { b } else { a })?;
    let same = |s: &&SeriesView| ["base_year", "method"].iter().all(|d| s.dims.get(*d) == dims.get(*d));
    let published = indicator(view, REDUCTION)?.series.iter().find(same)?;
    let row = published.period.iter().position(|p| *p == period)?;
    let years = f64::from(period.get(..4)?.parse::<i32>().ok()? - base);
    let span = f64::from(target.target_year - base);
    let path_pct = if span > 0.0 { goal * years / span } else { goal };
    Some(Reached {
        pct: published.value[row]?,
        period: period.into(),
        path_pct,
        sources: published.sources.clone(),
    })
}

fn is_for(series: &SeriesView, target: &Target) -> bool {
    series.dims.get("target").is_none_or(|t| *t == target.id)
}

fn judge(target: &Target, reached: &Reached) -> Judgement {
    match target.reduction_pct {
        Some(goal) if reached.pct >= goal => Judgement::Reached,
        _ if reached.pct >= reached.path_pct => Judgement::OnPath,
        _ => Judgement::Behind,
    }
}

fn value(view: &CityView, id: &str, target: &Target, period: &str) -> Option<f64> {
    let mut series = indicator(view, id)?.series.iter().filter(|s| is_for(s, target));
    series.find_map(|s| s.value[s.period.iter().position(|p| p == period)?])
}

tree_struct! {
    Standing { promise, measured, judgement, reached, distance_pp, required_pp_per_year, reason, newest }
    Reached { pct, period, path_pct, sources }
}
tree_enum! {
    Judgement {
        "reached" = Reached, "on_path" = OnPath, "behind" = Behind, "not_comparable" = NotComparable, "no_data" = NoData,
    }
}

#[cfg(test)]
mod tests;
