//! The derivation of one value: the formula walked from the outside in, down to the observations.

mod input;

use std::collections::BTreeMap;

use input::Inputs;

use super::{
    Catalogue, Definition, ENGINE,
    engine::{Computed, ExplainError},
    eval,
    frame::Frame,
    store::{Origin, Store},
};
use crate::{
    formula::{Checked, Filter, Formula, Kind, Lookup, NodeId, Test, parse},
    geo::{GeoId, Level},
    lineage, order,
    period::Period,
    uncertainty::default,
    view::{Explanation, FactorUsed, Step, StepKind},
};

/// A derivation with more parts is cut; its inputs are not.
const MAX_STEPS: usize = 400;

/// The value asked for.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// The place.
    pub geo: &'a GeoId,
    /// The period.
    pub period: Period,
    /// Dimensions of the series; those that only one series has may be left out.
    pub dims: &'a BTreeMap<String, String>,
}

/// A place in a frame: members of known dimensions, a place and a period.
#[derive(Clone, Default)]
struct At {
    key: Members,
    geo: Option<u32>,
    period: Option<u32>,
    /// The place is one of several that a part was made of, and is to be named.
    named: bool,
}

/// Members of known dimensions.
#[derive(Clone, Default)]
struct Members(Vec<(u32, u32)>);

impl Members {
    fn get(&self, dimension: u32) -> Option<u32> {
        self.0.iter().find(|(d, _)| *d == dimension).map(|(_, m)| *m)
    }

    fn set(&mut self, dimension: u32, member: u32) {
        self.remove(dimension);
        self.0.push((dimension, member));
    }

    fn remove(&mut self, dimension: u32) {
        self.0.retain(|(d, _)| *d != dimension);
    }

    /// Those of one series of a frame.
    fn add(&mut self, frame: &Frame, key: usize) {
        frame.dims.iter().zip(&frame.keys[key]).for_each(|(d, m)| self.set(*d, *m));
    }
}

/// A derivation with what it was made of.
pub(crate) struct Traced {
    pub(crate) explanation: Explanation,
    /// Where the observations stand, sorted.
    pub(crate) origins: Vec<Origin>,
}

/// The value asked for; none where there is none.
pub(crate) fn value(
    catalogue: &Catalogue,
    index: usize,
    store: &Store<'_>,
    computed: &Computed,
    wanted: &Wanted<'_>,
) -> Option<f64> {
    let found = find(catalogue, index, store, computed, wanted).ok()?;
    Some(found.frame.value[found.cell]).filter(|v| !v.is_nan())
}

/// The derivation of one value, without its uncertainty and hash.
pub(crate) fn explain(
    catalogue: &Catalogue,
    index: usize,
    store: &Store<'_>,
    computed: &Computed,
    wanted: &Wanted<'_>,
) -> Result<Traced, ExplainError> {
    let (definition, _) = catalogue.entry(index);
    let found = find(catalogue, index, store, computed, wanted)
        .map_err(|miss| miss.told(definition, store, computed, wanted))?;
    let mut tracer = walk::<true>(catalogue, index, store, computed, &found.at);
    let owned = |(d, m): (&str, &str)| (d.to_string(), m.to_string());
    let mark = found.frame.mark[found.cell];
    let origins = tracer.inputs.origins();
    let inputs = tracer.inputs.list(store, &mut tracer.steps);
    let explanation = Explanation {
        indicator: definition.id.clone(),
        geo: wanted.geo.to_string(),
        period: wanted.period.to_string(),
        dims: order::map(found.frame.labels(store, found.key).into_iter().map(owned)),
        value: Some(found.frame.value[found.cell]).filter(|v| !v.is_nan()),
        unit: definition.unit.clone(),
        status: super::series::status(mark).into(),
        notation: mark.notation.map_or("", super::series::notation).into(),
        uncertainty: None,
        formula: definition.formula.clone(),
        steps: tracer.steps,
        inputs,
        factors: tracer.factors,
        formula_version: lineage::formula_version(&definition.formula),
        engine: ENGINE.into(),
        hash: String::new(),
    };
    Ok(Traced { explanation, origins })
}

/// Sources of the observations behind one value, sorted; empty where there is no such value.
pub(crate) fn sources(
    catalogue: &Catalogue,
    index: usize,
    store: &Store<'_>,
    computed: &Computed,
    wanted: &Wanted<'_>,
) -> Vec<String> {
    let Ok(found) = find(catalogue, index, store, computed, wanted) else { return Vec::new() };
    walk::<false>(catalogue, index, store, computed, &found.at).inputs.sources(store)
}

fn walk<'a, const TOLD: bool>(
    catalogue: &'a Catalogue,
    index: usize,
    store: &'a Store<'a>,
    computed: &'a Computed,
    at: &At,
) -> Tracer<'a, TOLD> {
    let (definition, checked) = catalogue.entry(index);
    let mut tracer = Tracer {
        catalogue,
        store,
        computed,
        steps: Vec::new(),
        inputs: Inputs::default(),
        factors: Vec::new(),
        texts: Vec::new(),
    };
    tracer.node(&definition.id, checked, checked.formula.root(), at, 0);
    tracer
}

/// A value in the result of an indicator.
struct Found<'a> {
    frame: &'a Frame,
    key: usize,
    cell: usize,
    at: At,
}

fn find<'a>(
    catalogue: &Catalogue,
    index: usize,
    store: &Store<'_>,
    computed: &'a Computed,
    wanted: &Wanted<'_>,
) -> Result<Found<'a>, Miss> {
    let (definition, _) = catalogue.entry(index);
    let frame = &computed.of(&definition.id).ok_or_else(Miss::default)?.finished.frame;
    let geo = frame.geo_at(store.geo(wanted.geo)).ok_or_else(Miss::default)?;
    let keys: Vec<usize> = (0..frame.keys.len()).filter(|k| fits(frame, *k, store, wanted.dims)).collect();
    let wanted_period = store.period(wanted.period);
    let period = wanted_period.and_then(|p| frame.period_at(Some(p)));
    let Some(period) = period else { return Err(Miss { at: Some(geo), keys, here: Vec::new() }) };
    let shown = |k: &usize| !frame.mark[frame.cell(*k, geo, period)].absent;
    let here: Vec<usize> = keys.iter().copied().filter(shown).collect();
    match here[..] {
        [key] => {
            let mut members = Members::default();
            members.add(frame, key);
            let place = store.geo(wanted.geo);
            let at = At { key: members, geo: place, period: wanted_period, named: false };
            Ok(Found { frame, key, cell: frame.cell(key, geo, period), at })
        }
        _ => Err(Miss { at: Some(geo), keys, here }),
    }
}

/// Why a value was not found.
#[derive(Default)]
struct Miss {
    /// The place in the frame, where it is there.
    at: Option<usize>,
    /// Series with the members asked for.
    keys: Vec<usize>,
    /// Those of them that have the period: none or several.
    here: Vec<usize>,
}

impl Miss {
    /// The same with what there is instead.
    fn told(
        &self,
        definition: &Definition,
        store: &Store<'_>,
        computed: &Computed,
        wanted: &Wanted<'_>,
    ) -> ExplainError {
        let indicator = definition.id.clone();
        let frame = computed.of(&definition.id).map(|done| &done.finished.frame);
        if let (Some(frame), false) = (frame, self.here.is_empty()) {
            let text = |k: &usize| lineage::dims_text("", frame.labels(store, *k).into_iter());
            return ExplainError::Several { indicator, series: self.here.iter().map(text).collect() };
        }
        let periods = frame.zip(self.at).map(|(frame, geo)| {
            let shown = |k: usize, p: usize| !frame.mark[frame.cell(k, geo, p)].absent;
            let known = (0..frame.period_count()).filter(|p| self.keys.iter().any(|k| shown(*k, *p)));
            let axis = frame.periods.as_deref().unwrap_or_default();
            known.filter_map(|p| axis.get(p)).map(|p| store.periods[*p as usize].to_string()).collect()
        });
        ExplainError::Nothing {
            indicator,
            geo: wanted.geo.to_string(),
            period: wanted.period.to_string(),
            periods: periods.unwrap_or_default(),
        }
    }
}

/// Whether a series has all the members asked for.
fn fits(frame: &Frame, key: usize, store: &Store<'_>, dims: &BTreeMap<String, String>) -> bool {
    let labels = frame.labels(store, key);
    dims.iter().all(|(d, m)| labels.contains(&(d.as_str(), m.as_str())))
}

/// `TOLD`: whether the steps and factors are put into words.
// why no plain flag: who asks for sources alone, as every first visit does, is then spared the code for words
struct Tracer<'a, const TOLD: bool> {
    catalogue: &'a Catalogue,
    store: &'a Store<'a>,
    computed: &'a Computed,
    steps: Vec<Step>,
    inputs: Inputs<'a>,
    factors: Vec<FactorUsed>,
    /// Formulas with their text, by indicator: an embedded catalogue has none.
    texts: Vec<(&'a str, Option<Formula>)>,
}

impl<'a, const TOLD: bool> Tracer<'a, TOLD> {
    /// Walks one part of a formula, at each of its series that fit the place.
    fn node(&mut self, id: &'a str, checked: &'a Checked, node: NodeId, at: &At, depth: u8) {
        let Some(frame) = self.computed.of(id).and_then(|d| d.nodes.get(usize::from(node))) else { return };
        let (Some(g), Some(p)) = (frame.geo_at(at.geo), frame.period_at(at.period)) else { return };
        let wanted: Vec<Option<u32>> = frame.dims.iter().map(|d| at.key.get(*d)).collect();
        let fits = |k: &usize| {
            let mut members = wanted.iter().zip(&frame.keys[*k]);
            members.all(|(w, m)| w.is_none_or(|w| w == *m)) && !frame.mark[frame.cell(*k, g, p)].absent
        };
        let keys: Vec<usize> = (0..frame.keys.len()).filter(fits).collect();
        for key in keys {
            let mut here = At { named: false, ..at.clone() };
            here.key.add(frame, key);
            let value = Some(frame.value[frame.cell(key, g, p)]).filter(|v| !v.is_nan());
            self.step((id, checked, node), frame, (key, value), at, depth);
            self.parts(id, checked, node, &here, depth.saturating_add(1), (key, g, p));
        }
    }

    fn step(
        &mut self,
        (id, checked, node): (&'a str, &'a Checked, NodeId),
        frame: &Frame,
        (key, value): (usize, Option<f64>),
        at: &At,
        depth: u8,
    ) {
        let number = matches!(checked.formula.node(node).kind, Kind::Number(..));
        if number || !TOLD || self.steps.len() >= MAX_STEPS {
            return;
        }
        // What the place above does not say already.
        let new = frame
            .labels(self.store, key)
            .into_iter()
            .filter(|(d, _)| self.store.word(d).is_none_or(|d| at.key.get(d).is_none()));
        let place = at.geo.filter(|_| at.named).map(|g| self.store.geos[g as usize].to_string());
        let place = place.as_deref().map(|p| ("place", p));
        let labels: Vec<(&str, &str)> = new.chain(place).collect();
        let expr = match &checked.formula.node(node).kind {
            // The series that was read, not the filter that let it and others through.
            Kind::Series(name, filters) if !filters.is_empty() => {
                lineage::dims_text(name, labelled(filters, &labels).into_iter())
            }
            Kind::Indicator(name, filters) if !filters.is_empty() => {
                lineage::dims_text(&format!("@{name}"), labelled(filters, &labels).into_iter())
            }
            _ => lineage::dims_text(&self.written(id, node), labels.into_iter()),
        };
        let unit = checked.type_of(node).unit.to_string();
        let kind = match checked.formula.node(node).kind {
            Kind::Series(..) => StepKind::Data,
            Kind::Factor(_) => StepKind::Factor,
            Kind::Indicator(..) => StepKind::Indicator,
            _ => StepKind::Part,
        };
        self.steps.push(Step { depth, expr, value, unit, kind, inputs: Vec::new() });
    }

    fn parts(
        &mut self,
        id: &'a str,
        checked: &'a Checked,
        node: NodeId,
        at: &At,
        depth: u8,
        (key, geo, period): (usize, usize, usize),
    ) {
        let frames = self.computed.of(id).map(|d| d.nodes.as_slice()).unwrap_or_default();
        let frame = |x: &NodeId| frames.get(usize::from(*x));
        let kind = &checked.formula.node(node).kind;
        match kind {
            Kind::Number(..) => {}
            Kind::Factor(lookup) if TOLD => self.factor(lookup),
            Kind::Factor(_) => {}
            Kind::Series(concept, filters) => {
                let timeless = !checked.type_of(node).periods;
                // Nobody's, where the derivation was cut.
                let cut = self.steps.len() >= MAX_STEPS;
                let step = if cut { usize::MAX } else { self.steps.len().saturating_sub(1) };
                let place = (&at.key, at.geo, at.period);
                self.inputs.take(self.store, concept, filters, place, (timeless, step));
            }
            Kind::Indicator(other, filters) => self.indicator(other, filters, at, depth),
            Kind::Over(_, x, over) => {
                let mut wide = at.clone();
                over.iter().filter_map(|d| self.store.word(d)).for_each(|d| wide.key.remove(d));
                self.node(id, checked, *x, &wide, depth);
            }
            Kind::ToLevel(_, x, from, to) => {
                let inside = self.inside(frame(x), at.geo, (*from, *to));
                for place in inside {
                    self.node(id, checked, *x, &At { geo: Some(place), named: true, ..at.clone() }, depth);
                }
            }
            Kind::Of(level, x) => {
                let place = frame(x).and_then(|f| {
                    let key = same_key(f, at)?;
                    let place = eval::place_of(f, *level, self.store, key, f.period_at(at.period)?)?;
                    f.geos.as_ref()?.get(place).copied()
                });
                self.node(id, checked, *x, &At { geo: place, ..at.clone() }, depth);
            }
            Kind::Lag(x, years) => self.node(id, checked, *x, &self.shifted(at, *years), depth),
            Kind::Change(x, years) | Kind::Rate(x, years) => {
                self.node(id, checked, *x, at, depth);
                self.node(id, checked, *x, &self.shifted(at, *years), depth);
            }
            Kind::At(x, fixed) => {
                let fixed = self.store.period(*fixed);
                self.node(id, checked, *x, &At { period: fixed, ..at.clone() }, depth);
            }
            Kind::Latest(x) | Kind::First(x) => {
                let chosen = frame(x).and_then(|f| {
                    let place = f.geo_at(at.geo)?;
                    let key = same_key(f, at)?;
                    let newest = matches!(kind, Kind::Latest(_));
                    let p = if newest { eval::newest(f, key, place) } else { eval::oldest(f, key, place) }?;
                    f.periods.as_ref()?.get(p).copied()
                });
                self.node(id, checked, *x, &At { period: chosen, ..at.clone() }, depth);
            }
            Kind::Interpolate(x) => self.around(id, checked, *x, at, depth),
            Kind::IfKnown(parts) => {
                let whole = frame(&node).map(|f| f.value[f.cell(key, geo, period)]);
                let known = whole.is_some_and(|v| !v.is_nan());
                let gives = |x: &&NodeId| {
                    let cell = frame(x).and_then(|f| {
                        let (g, p) = (f.geo_at(at.geo)?, f.period_at(at.period)?);
                        Some(f.cell(same_key(f, at)?, g, p))
                    });
                    let value = cell.zip(frame(x)).map(|(cell, f)| f.value[cell]);
                    !known || value.is_some_and(|v| !v.is_nan())
                };
                if let Some(x) = parts.iter().find(gives) {
                    self.node(id, checked, *x, at, depth);
                }
            }
            _ => kind.parts().iter().for_each(|x| self.node(id, checked, *x, at, depth)),
        }
    }

    /// A part of a formula as it is written.
    fn written(&mut self, id: &'a str, node: NodeId) -> String {
        let at = self.texts.iter().position(|(of, _)| *of == id).unwrap_or_else(|| {
            // why never none: the catalogue was made of the same text
            let formula = self.catalogue.definition(id).and_then(|d| parse(&d.formula).ok());
            self.texts.push((id, formula));
            self.texts.len() - 1
        });
        self.texts[at].1.as_ref().map(|f| f.text_of(node)).unwrap_or_default()
    }

    /// Notes a factor, once.
    fn factor(&mut self, lookup: &Lookup) {
        let text = lookup.to_string();
        let Ok(found) = lookup.resolve() else { return };
        if self.factors.iter().any(|f| f.lookup == text) {
            return;
        }
        let gwp = found.set.map(|set| set.to_string());
        let uncertain = match lookup {
            Lookup::Fuel { gas, .. } => default::of_fuel(gas),
            _ => None,
        };
        self.factors.push(FactorUsed {
            hash: lineage::factor_hash(&found.rows, gwp.as_deref(), found.value),
            lookup: text,
            value: found.value,
            unit: found.unit.to_string(),
            rows: found.rows,
            gwp,
            uncertainty_pct: uncertain.map(|d| d.pct),
            uncertainty_rule: uncertain.map_or("", |d| d.rule).into(),
        });
    }

    fn indicator(&mut self, other: &'a str, filters: &[Filter], at: &At, depth: u8) {
        let Some(index) = self.catalogue.index(other) else { return };
        let mut there = at.clone();
        for filter in filters {
            if let (Test::Is(member), Some(d)) = (&filter.test, self.store.word(&filter.dimension)) {
                self.store.word(member).into_iter().for_each(|m| there.key.set(d, m));
            }
        }
        let (_, checked) = self.catalogue.entry(index);
        self.node(other, checked, checked.formula.root(), &there, depth);
    }

    /// The places of a level in the frame that lie in a place.
    fn inside(&self, frame: Option<&Frame>, above: Option<u32>, (from, to): (Level, Level)) -> Vec<u32> {
        let all = frame.and_then(|f| f.geos.as_deref()).unwrap_or_default().iter().copied();
        let lies = |g: &u32| self.store.level(*g) == from && self.store.place_above(*g, to) == above;
        all.filter(lies).collect()
    }

    fn shifted(&self, at: &At, years: i32) -> At {
        At { period: at.period.and_then(|p| self.store.shifted(p, -years)), ..at.clone() }
    }

    /// The observation itself, or those before and after it.
    fn around(&mut self, id: &'a str, checked: &'a Checked, x: NodeId, at: &At, depth: u8) {
        let Some(frame) = self.computed.of(id).and_then(|d| d.nodes.get(usize::from(x))) else { return };
        let (Some(g), Some(key), Some(now)) = (frame.geo_at(at.geo), same_key(frame, at), at.period) else {
            return;
        };
        let known = |p: &&u32| {
            frame.period_at(Some(**p)).is_some_and(|at| !frame.value[frame.cell(key, g, at)].is_nan())
        };
        let axis = frame.periods.as_deref().unwrap_or_default();
        let before = axis.iter().rev().filter(|p| **p <= now).find(known).copied();
        let after = axis.iter().filter(|p| **p >= now).find(known).copied();
        for period in [before, after.filter(|a| Some(*a) != before)].into_iter().flatten() {
            self.node(id, checked, x, &At { period: Some(period), ..at.clone() }, depth);
        }
    }
}

/// Members that filters fix, and those that tell a series from its neighbours, in the order of their dimensions.
fn labelled<'s>(filters: &'s [Filter], labels: &[(&'s str, &'s str)]) -> Vec<(&'s str, &'s str)> {
    let fixed = filters.iter().filter_map(|f| match &f.test {
        Test::Is(member) => Some((f.dimension.as_str(), member.as_str())),
        _ => None,
    });
    order::set(fixed.chain(labels.iter().copied()).collect())
}

/// The first series of a frame that fits the known members.
fn same_key(frame: &Frame, at: &At) -> Option<usize> {
    frame
        .keys
        .iter()
        .position(|key| frame.dims.iter().zip(key).all(|(d, m)| at.key.get(*d).is_none_or(|a| a == *m)))
}
