//! The last months of a monthly dataset are not complete: the source goes on adding bills for two months.

use std::collections::BTreeMap;

use crate::{
    connect::{Import, Kind, Warning},
    observation::Status,
    period::Period,
};

/// Months at the end that the source may still add to.
const OPEN_MONTHS: usize = 2;
/// A total below this share of the median of the months before is taken for incomplete; consumption of a city never
/// falls by a third from one month to the next, and February 2024 was published with 26 to 32 % of January.
const SHARE: f64 = 0.67;

/// Marks rows of incomplete last months as provisional, with a warning for each month.
pub(super) fn mark(import: &mut Import) {
    let mut totals: BTreeMap<Period, f64> = BTreeMap::new();
    for row in import.observed.rows() {
        if matches!(row.period, Period::Month(..)) {
            *totals.entry(row.period).or_default() += row.value.unwrap_or(0.0);
        }
    }
    let months: Vec<(Period, f64)> = totals.into_iter().collect();
    let open = months.len().saturating_sub(OPEN_MONTHS).max(1);
    for (i, (month, total)) in months.iter().enumerate().skip(open) {
        let mut before: Vec<f64> = months[..i.min(open)].iter().map(|(_, t)| *t).collect();
        before.sort_by(f64::total_cmp);
        let Some(median) = before.get(before.len() / 2) else { continue };
        if *total < SHARE * median {
            let share = 100.0 * total / median;
            let message = format!(
                "{month} holds {share:.0} % of the months before: the source has not billed it in full yet"
            );
            import.warnings.add(Warning::new(Kind::Incomplete, message));
            let note = import.observed.note_id("mês incompleto: a fonte ainda o completa | incomplete month: the source goes on adding to it");
            for row in import.observed.rows_mut().iter_mut().filter(|r| r.period == *month) {
                row.status = Status::P;
                row.note = Some(note);
            }
        }
    }
}
