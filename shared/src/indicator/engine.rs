//! The engine: computes every indicator of the catalogue for one city.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Catalogue, Definition, ENGINE,
    eval::{self, Inputs},
    frame::Frame,
    series::{self, Finished},
    store::Store,
    trace::{self, Wanted},
};
use crate::{
    formula::{Checked, Kind},
    geo::GeoId,
    lineage, order,
    pack::Pack,
    period::Period,
    view::{Availability, CityView, Explanation, IndicatorView, Interval},
};

/// Computes the indicators of a catalogue.
#[derive(Debug, Clone)]
pub struct Engine {
    pub(super) catalogue: Catalogue,
}

/// Why a value cannot be explained.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExplainError {
    /// The catalogue has no such indicator.
    #[error("there is no indicator “{0}”")]
    Indicator(String),
    /// There is no value, nor a gap with a reason, at that place and period.
    #[error("{indicator} has no value for {geo} in {period}{}", known(.periods))]
    Nothing {
        /// The indicator.
        indicator: String,
        /// The place asked for.
        geo: String,
        /// The period asked for.
        period: String,
        /// Periods for which there are values at that place.
        periods: Vec<String>,
    },
    /// Several series fit; the dimensions must be given.
    #[error("{indicator} has several series there; give the dimensions of one: {}", .series.join(" or "))]
    Several {
        /// The indicator.
        indicator: String,
        /// The series that fit, as text.
        series: Vec<String>,
    },
}

impl ExplainError {
    /// A short stable code, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Indicator(_) => "indicator",
            Self::Nothing { .. } => "no-value",
            Self::Several { .. } => "several",
        }
    }
}

fn known(periods: &[String]) -> String {
    if periods.is_empty() { String::new() } else { format!("; there are values for {}", periods.join(", ")) }
}

/// What was computed of one indicator.
pub(crate) struct Done {
    /// The frame of every part of its formula, the whole last.
    pub(crate) nodes: Vec<Frame>,
    /// Its result.
    pub(crate) finished: Finished,
}

/// What was computed, by indicator.
#[derive(Default)]
pub(crate) struct Computed(Vec<(String, Done)>);

impl Computed {
    /// One indicator, where it was computed.
    pub(crate) fn of(&self, id: &str) -> Option<&Done> {
        self.0.iter().find(|(of, _)| of == id).map(|(_, done)| done)
    }
}

impl Engine {
    /// An engine for this catalogue.
    pub fn new(catalogue: Catalogue) -> Self {
        Self { catalogue }
    }

    /// The catalogue it computes.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// All that the pages of a city show, computed from what is loaded of its pack.
    pub fn city_view(&self, pack: &Pack) -> CityView {
        let indicators = self.indicators(pack, None);
        let targets = order::sorted(pack.targets.clone(), |a, b| b.current.cmp(&a.current));
        let inventory = crate::exchange::observed::every_year(&pack.core);
        let used = indicators
            .iter()
            .flat_map(|i| i.series.iter().flat_map(|s| &s.sources))
            .chain(targets.iter().flat_map(|t| &t.sources))
            .chain(inventory.iter().filter_map(|r| r.source.as_ref()))
            // A map names who drew its boundaries.
            .chain(pack.geography.iter().flat_map(|g| g.sources()));
        let used: BTreeSet<&String> = order::each(used);
        let sources = pack.sources.iter().filter(|s| used.contains(&s.id)).cloned().collect();
        CityView {
            profile: pack.profile.clone(),
            sources,
            targets,
            indicators,
            inventory: crate::view::Rows::new(inventory),
            pack_vintage: pack.manifest.vintage.clone(),
            pack_hash: pack.hash.clone(),
            engine: ENGINE.into(),
        }
    }

    /// The indicators of a city, those with values first, or only one of them.
    pub fn indicators(&self, pack: &Pack, only: Option<&str>) -> Vec<IndicatorView> {
        let store = Store::new(pack, &self.catalogue.labels());
        let wanted = only.map(|id| self.needed(id));
        let computed = self.compute(&store, wanted.as_ref());
        let shown =
            self.catalogue.definitions().iter().enumerate().filter(|(_, d)| only.is_none_or(|id| d.id == id));
        let views = shown.map(|(at, _)| series::view(&self.catalogue, at, &store, &computed)).collect();
        let rank = |view: &IndicatorView| match view.availability {
            Availability::Computed => 0,
            Availability::NotComparable { .. } => 1,
            Availability::NoData { .. } => 2,
        };
        order::sorted(views, |a, b| rank(a).cmp(&rank(b)))
    }

    /// The values of every indicator as columns, without texts: for programs that compute many cities.
    ///
    /// Calls back with each definition and its values in its unit, dense by series, place and period; NaN where
    /// there is none.
    pub fn columns(&self, pack: &Pack, each: &mut dyn FnMut(&Definition, &[f64])) {
        let store = Store::new(pack, &self.catalogue.labels());
        let computed = self.compute(&store, None);
        for definition in self.catalogue.definitions() {
            if let Some(done) = computed.of(&definition.id) {
                each(definition, &done.finished.frame.value);
            }
        }
    }

    /// How one value came about: every part of its formula, every observation, and a hash over all.
    ///
    /// `dims` may leave out dimensions that only one series has.
    ///
    /// # Errors
    /// [`ExplainError`] where there is no such value, with what there is instead.
    pub fn explain(
        &self,
        pack: &Pack,
        indicator: &str,
        geo: &GeoId,
        period: Period,
        dims: &BTreeMap<String, String>,
    ) -> Result<Explanation, ExplainError> {
        self.explain_simulated(pack, indicator, &Wanted { geo, period, dims }, 0)
    }

    /// As [`explain`](Self::explain), with the uncertainty also by so many draws of a Monte Carlo simulation.
    ///
    /// # Errors
    /// As [`explain`](Self::explain).
    pub fn explain_simulated(
        &self,
        pack: &Pack,
        indicator: &str,
        wanted: &Wanted<'_>,
        draws: u32,
    ) -> Result<Explanation, ExplainError> {
        let at = self.catalogue.index(indicator).ok_or_else(|| ExplainError::Indicator(indicator.into()))?;
        let store = Store::new(pack, &self.catalogue.labels());
        let computed = self.compute(&store, Some(&self.needed(indicator)));
        let traced = trace::explain(&self.catalogue, at, &store, &computed, wanted)?;
        let uncertainty = self.uncertainty(at, &store, &traced, wanted, draws);
        let mut explanation = Explanation { uncertainty, ..traced.explanation };
        explanation.hash = lineage::explanation_hash(&explanation);
        Ok(explanation)
    }

    /// How sure the values of series at one place are, over time: for each series its intervals in order of time.
    ///
    /// Periods without a value, or whose inputs have no uncertainty, are left out, and so are the oldest ones where a
    /// series has more than 60, or where all together would keep a telephone busy.
    ///
    /// # Errors
    /// [`ExplainError::Indicator`] where there is no such indicator.
    pub fn intervals(
        &self,
        pack: &Pack,
        indicator: &str,
        geo: &GeoId,
        series: &[BTreeMap<String, String>],
    ) -> Result<Vec<Vec<Interval>>, ExplainError> {
        let at = self.catalogue.index(indicator).ok_or_else(|| ExplainError::Indicator(indicator.into()))?;
        let store = Store::new(pack, &self.catalogue.labels());
        let computed = self.compute(&store, Some(&self.needed(indicator)));
        let axis = computed.of(indicator).and_then(|d| d.finished.frame.periods.clone()).unwrap_or_default();
        let mut left = super::uncertain::MAX_EVALUATIONS;
        let mut one = |period: u32, dims: &BTreeMap<String, String>| {
            let period = store.periods[period as usize];
            let wanted = Wanted { geo, period, dims };
            let traced = trace::explain(&self.catalogue, at, &store, &computed, &wanted).ok()?;
            left =
                left.checked_sub(2 * (traced.explanation.inputs.len() + traced.explanation.factors.len()))?;
            let found = self.uncertainty(at, &store, &traced, &wanted, 0)?;
            let (lower, upper, has_defaults) = (found.lower, found.upper, found.has_defaults);
            Some(Interval { period: period.to_string(), lower, upper, has_defaults })
        };
        let of = |dims: &BTreeMap<String, String>| {
            let newest =
                axis.iter().rev().filter_map(|p| one(*p, dims)).take(super::uncertain::MAX_INTERVALS);
            let mut found: Vec<Interval> = newest.collect();
            found.reverse();
            found
        };
        Ok(series.iter().map(of).collect())
    }

    /// The indicator and all it refers to.
    pub(super) fn needed(&self, id: &str) -> BTreeSet<usize> {
        let mut needed = BTreeSet::new();
        let mut open: Vec<usize> = self.catalogue.index(id).into_iter().collect();
        while let Some(at) = open.pop() {
            if needed.insert(at) {
                let (_, checked) = self.catalogue.entry(at);
                open.extend(referred(checked).filter_map(|id| self.catalogue.index(id)));
            }
        }
        needed
    }

    pub(super) fn compute(&self, store: &Store<'_>, only: Option<&BTreeSet<usize>>) -> Computed {
        let mut computed = Computed::default();
        for at in self.catalogue.order().iter().filter(|at| only.is_none_or(|o| o.contains(at))) {
            let (definition, checked) = self.catalogue.entry(*at);
            let nodes = eval::evaluate(checked, &Inputs { store, computed: &computed });
            let finished = finish(definition, checked, &nodes, store);
            computed.0.push((definition.id.clone(), Done { nodes, finished }));
        }
        computed
    }
}

fn finish(definition: &Definition, checked: &Checked, nodes: &[Frame], store: &Store<'_>) -> Finished {
    let root = checked.formula.root();
    let unit = definition.unit.parse().unwrap_or_default();
    let factor = checked.type_of(root).unit.factor_to(&unit).unwrap_or(crate::unit::Factor::ONE);
    series::finish(definition, nodes.last(), factor, store)
}

/// Ids of the indicators a formula refers to.
fn referred(checked: &Checked) -> impl Iterator<Item = &str> {
    checked.formula.nodes.iter().filter_map(|node| match &node.kind {
        Kind::Indicator(id, _) => Some(id.as_str()),
        _ => None,
    })
}
