//! When a base year must be recalculated.
//!
//! The GPC (chapter 11) asks a city to fix a policy: a base year is restated when its boundary, its methods, its
//! factors or an error in it change the result significantly, and not because the city grew or shrank. Here a
//! base-year inventory as published is compared with the same year restated; the size of each kind of change is
//! weighed against the city's threshold. Changes of opposite sign do not cancel: two large errors are still two.

use serde::{Deserialize, Serialize};

use crate::{
    decompose::ReconcileError,
    exchange::{InventoryRow, diff::diff},
};

/// The threshold taken where a city names none, per cent of the base year.
pub const THRESHOLD_PCT: f64 = 5.0;

/// Why a base year changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// Better or corrected activity data.
    Activity,
    /// Another emission factor: a change of method.
    Factor,
    /// Another set of potentials.
    Gwp,
    /// Sources or scopes that came in or went out.
    Boundary,
    /// A change that activity, factor and potential do not explain: an error that was found, or not documented.
    Unexplained,
}

/// One kind of change and its size.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// The kind.
    pub trigger: Trigger,
    /// What it adds to the base year, tCO2e: the sum over rows.
    pub effect_t: f64,
    /// Its size over all rows, signs left aside, in per cent of the base year as published.
    pub size_pct: f64,
}

/// Whether to recalculate, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    /// The base year.
    pub year: i32,
    /// Emissions as published, tCO2e.
    pub published_t: f64,
    /// Emissions restated, tCO2e.
    pub restated_t: f64,
    /// The threshold, per cent.
    pub threshold_pct: f64,
    /// The changes by kind.
    pub effects: Vec<Effect>,
    /// The size of all changes together, per cent of what was published.
    pub size_pct: f64,
    /// Whether the base year must be recalculated.
    pub recalculate: bool,
}

/// Why a base year cannot be assessed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum BaseYearError {
    /// The inventories are not both of one and the same year.
    #[error("a base year is compared with itself restated; these inventories are of {0}")]
    Years(String),
    /// The published base year has no emissions to measure a change by.
    #[error("the published base year has emissions of {0} t; expected more than zero")]
    Nothing(f64),
    /// The threshold is not a share.
    #[error("the threshold is {0} %; expected a number above 0 and up to 100")]
    Threshold(f64),
    /// The inventories cannot be compared.
    #[error(transparent)]
    Reconcile(#[from] ReconcileError),
}

/// Weighs the changes of a base year against a threshold.
///
/// # Errors
/// [`BaseYearError`].
pub fn assess(
    published: &[InventoryRow],
    restated: &[InventoryRow],
    threshold_pct: f64,
) -> Result<Assessment, BaseYearError> {
    if !(threshold_pct > 0.0 && threshold_pct <= 100.0) {
        return Err(BaseYearError::Threshold(threshold_pct));
    }
    let mut years: Vec<i32> = published.iter().chain(restated).map(|r| r.year).collect();
    years.sort_unstable();
    years.dedup();
    let &[year] = years.as_slice() else {
        let named: Vec<String> = years.iter().take(5).map(ToString::to_string).collect();
        return Err(BaseYearError::Years(if named.is_empty() { "no year".into() } else { named.join(", ") }));
    };
    let result = diff(published, restated)?;
    if result.from_t <= 0.0 {
        return Err(BaseYearError::Nothing(result.from_t));
    }
    let p = &result.parts;
    let pct = |t: f64| 100.0 * t / result.from_t;
    let size = |of: fn(&crate::decompose::Parts) -> f64| {
        pct(result.rows.iter().fold(0.0, |s, r| s + of(&r.parts).abs()))
    };
    let effects = vec![
        Effect { trigger: Trigger::Activity, effect_t: p.activity_t, size_pct: size(|p| p.activity_t) },
        Effect { trigger: Trigger::Factor, effect_t: p.factor_t, size_pct: size(|p| p.factor_t) },
        Effect { trigger: Trigger::Gwp, effect_t: p.gwp_t, size_pct: size(|p| p.gwp_t) },
        Effect { trigger: Trigger::Boundary, effect_t: p.boundary_t, size_pct: size(|p| p.boundary_t) },
        Effect {
            trigger: Trigger::Unexplained,
            effect_t: p.unexplained_t,
            size_pct: size(|p| p.unexplained_t),
        },
    ];
    let size_pct = effects.iter().fold(0.0, |sum, e| sum + e.size_pct);
    let recalculate = size_pct >= threshold_pct;
    let (published_t, restated_t) = (result.from_t, result.to_t);
    Ok(Assessment { year, published_t, restated_t, threshold_pct, effects, size_pct, recalculate })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::GeoId;

    fn row(gpc: &str, year: i32, t: f64) -> InventoryRow {
        InventoryRow { emissions_t: Some(t), ..InventoryRow::new(GeoId::city("1106"), year, gpc) }
    }

    #[test]
    fn small_changes_leave_the_base_year_and_large_ones_do_not() {
        let published = [row("I.1.1", 2002, 1000.0), row("II.1.1", 2002, 1000.0)];
        let small = [row("I.1.1", 2002, 1040.0), row("II.1.1", 2002, 1000.0)];
        let result = assess(&published, &small, THRESHOLD_PCT).expect("comparable");
        assert_eq!((result.size_pct, result.recalculate), (2.0, false));
        let wider = [row("I.1.1", 2002, 1000.0), row("II.1.1", 2002, 1000.0), row("III.1.2", 2002, 150.0)];
        let result = assess(&published, &wider, THRESHOLD_PCT).expect("comparable");
        assert_eq!((result.size_pct, result.recalculate), (7.5, true));
        assert_eq!(result.effects[3], Effect { trigger: Trigger::Boundary, effect_t: 150.0, size_pct: 7.5 });
    }

    #[test]
    fn changes_of_opposite_sign_do_not_cancel() {
        let published = [row("I.1.1", 2002, 1000.0), row("II.1.1", 2002, 1000.0)];
        let errors = [row("I.1.1", 2002, 1100.0), row("II.1.1", 2002, 900.0)];
        let result = assess(&published, &errors, THRESHOLD_PCT).expect("comparable");
        assert_eq!((result.restated_t, result.size_pct, result.recalculate), (2000.0, 10.0, true));
    }

    #[test]
    fn growth_is_no_reason_so_years_must_be_the_same() {
        let fails = |a: &[InventoryRow], b: &[InventoryRow], t: f64| {
            assess(a, b, t).expect_err("refused").to_string()
        };
        assert!(fails(&[row("I.1.1", 2002, 1.0)], &[row("I.1.1", 2003, 1.0)], 5.0).ends_with("2002, 2003"));
        assert!(
            fails(&[row("I.1.1", 2002, 0.0)], &[row("I.1.1", 2002, 1.0)], 5.0).contains("emissions of 0 t")
        );
        assert!(fails(&[], &[], 5.0).ends_with("no year"));
        assert!(fails(&[], &[], f64::NAN).contains("threshold is NaN"));
    }
}
