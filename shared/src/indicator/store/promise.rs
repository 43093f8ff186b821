//! What a city promised, as series that formulas can refer to.

use super::{Cell, Mark, Observed, Origin, Store};
use crate::{period::Period, view::Target};

impl<'a> Store<'a> {
    /// Adds `target_reduction`, `target_year` and `target_base_emissions`, one series for each promise.
    pub(super) fn take_promises(&mut self) {
        for (index, target) in self.pack.targets.iter().enumerate() {
            let year = Some(f64::from(target.target_year));
            self.promise("target_reduction", index, target, target.reduction_pct);
            self.promise("target_base_emissions", index, target, target.base_emissions_t);
            self.promise("target_year", index, target, year);
        }
    }

    fn promise(&mut self, concept: &'static str, index: usize, target: &Target, value: Option<f64>) {
        let (Some(geo), Some(value)) = (self.city, value) else { return };
        let Some(period) = self.period(Period::Year(target.target_year)) else { return };
        let source = target.sources.first().map_or(0, |s| self.source(s));
        let base = target.base_year.map_or_else(|| super::UNSTATED.into(), |y| y.to_string());
        let current = if target.current { "yes" } else { "no" };
        let dims = [("base_year", base.as_str()), ("current", current), ("target", target.id.as_str())];
        let dims = dims.into_iter().filter_map(|(d, m)| Some((self.word(d)?, self.word(m)?))).collect();
        let cell =
            Cell { geo, period, value, mark: Mark::PLAIN, source, origin: Origin::Target(index as u32) };
        self.series_of(concept).push(Observed { dims, cells: vec![cell] });
    }
}
