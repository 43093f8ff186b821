//! Everything one picture of the map says: the layer, its period, the places and their figures.

use std::{collections::BTreeMap, sync::Arc};

use gemeo_shared::{
    geo::Level,
    source::Source,
    view::{CityView, Direction, IndicatorView, SeriesView},
};

use super::{
    classes::colours,
    layers::{Figure, Layer, Snapshot, choose},
    look::Look,
    places::{Place, Places},
    state::MapState,
};

/// One picture of the map.
#[derive(Debug, Clone)]
pub struct Scene {
    /// The city.
    pub view: Arc<CityView>,
    /// All that could be drawn.
    pub layers: Arc<Vec<Layer>>,
    /// What is drawn.
    pub layer: Layer,
    /// Of which period.
    pub period: String,
    /// The places with figures.
    pub places: Arc<Places>,
    /// The parishes below cells and stations; else the same as `places`.
    pub base: Arc<Places>,
    /// Land and water of the city.
    pub ground: Arc<Places>,
    /// How it is coloured.
    pub look: Look,
    /// The figures.
    pub snapshot: Arc<Snapshot>,
    /// The selected place.
    pub selected: Option<String>,
}

impl PartialEq for Scene {
    fn eq(&self, other: &Self) -> bool {
        // The rest follows from these.
        Arc::ptr_eq(&self.view, &other.view)
            && Arc::ptr_eq(&self.places, &other.places)
            && Arc::ptr_eq(&self.base, &other.base)
            && (&self.layer, &self.period, &self.selected) == (&other.layer, &other.period, &other.selected)
            && self.look == other.look
    }
}

/// The parishes drawn below a layer: its own edition, or below cells and stations the one most figures are for.
pub fn base_level(level: Level) -> Level {
    if level == Level::Parish2025 { Level::Parish2025 } else { Level::Parish2013 }
}

impl Scene {
    /// The picture that an address asks for; none while its places are not here.
    pub fn new(
        view: &Arc<CityView>,
        layers: &Arc<Vec<Layer>>,
        state: &MapState,
        known: &BTreeMap<Level, Arc<Places>>,
    ) -> Option<Self> {
        let (layer, period) = choose(layers, state)?;
        let places = known.get(&layer.level)?.clone();
        let base = known.get(&base_level(layer.level))?.clone();
        let ground = known.get(&Level::City)?.clone();
        let series = series_of(view, layer)?;
        let look = state.look.clone();
        let snapshot = Snapshot::new(series, period, &look, places.codes());
        let selected = state.place.clone().filter(|code| places.get(code).is_some());
        let (layer, period) = (layer.clone(), period.to_owned());
        let (view, layers, snapshot) = (view.clone(), layers.clone(), Arc::new(snapshot));
        Some(Self { view, layers, layer, period, places, base, ground, look, snapshot, selected })
    }

    /// The indicator drawn.
    pub fn indicator(&self) -> Option<&IndicatorView> {
        self.view.indicators.iter().find(|i| i.id == self.layer.indicator)
    }

    /// The series drawn.
    pub fn series(&self) -> Option<&SeriesView> {
        series_of(&self.view, &self.layer)
    }

    /// Unit and decimals of the values.
    pub fn unit(&self) -> (&str, u8) {
        self.indicator().map_or(("", 0), |i| (i.unit.as_str(), i.decimals))
    }

    /// The selected place with its figure.
    pub fn chosen(&self) -> Option<(&Place, &Figure)> {
        let code = self.selected.as_deref()?;
        Some((self.places.get(code)?, self.snapshot.figure(code)?))
    }

    /// The colour of each class, lowest first.
    pub fn colours(&self) -> Vec<usize> {
        let direction = self.indicator().map_or(Direction::None, |i| i.direction);
        colours(&self.snapshot.classes, direction)
    }

    /// Colour of each place; none where no figure was published.
    pub fn slots(&self) -> Vec<(String, Option<usize>)> {
        let colours = self.colours();
        let slot = |figure: &Figure| figure.class.and_then(|class| colours.get(class).copied());
        self.snapshot.figures.iter().map(|figure| (figure.code.clone(), slot(figure))).collect()
    }

    /// A value as a part of the highest, for sizes and heights; nothing below zero has one.
    pub fn share(&self, figure: &Figure) -> f64 {
        let high = self.snapshot.spread.as_ref().map_or(0.0, |s| s.high);
        figure.value.filter(|v| *v > 0.0 && high > 0.0).map_or(0.0, |v| v / high)
    }

    /// The state of the address that leads here.
    pub fn state(&self) -> MapState {
        MapState {
            place: self.selected.clone(),
            look: self.look.clone(),
            ..MapState::of(&self.layer, &self.period)
        }
    }

    /// All that is known about a place of this level: each layer with its newest figure.
    pub fn figures_of(&self, code: &str) -> Vec<(&Layer, &IndicatorView, &str, f64)> {
        let layers = self.layers.iter().filter(|layer| layer.level == self.layer.level);
        layers
            .filter_map(|layer| {
                let indicator = self.view.indicators.iter().find(|i| i.id == layer.indicator)?;
                let series = indicator.series.get(layer.series)?;
                let (period, value) = newest(series, code)?;
                Some((layer, indicator, period, value))
            })
            .collect()
    }

    /// The sources of the figures drawn.
    pub fn sources(&self) -> Vec<&Source> {
        let ids = self.series().map(|series| series.sources.as_slice()).unwrap_or_default();
        self.view.sources.iter().filter(|source| ids.contains(&source.id)).collect()
    }

    /// The sources of the shapes.
    pub fn shape_sources(&self) -> Vec<&Source> {
        self.view.sources.iter().filter(|source| self.base.sources.contains(&source.id)).collect()
    }
}

fn series_of<'a>(view: &'a CityView, layer: &Layer) -> Option<&'a SeriesView> {
    view.indicators.iter().find(|i| i.id == layer.indicator)?.series.get(layer.series)
}

/// The newest figure of a place in a series.
fn newest<'a>(series: &'a SeriesView, code: &str) -> Option<(&'a str, f64)> {
    let rows = series.geo.iter().zip(&series.period).zip(&series.value);
    rows.filter(|((place, _), _)| *place == code)
        .filter_map(|((_, period), value)| Some((period.as_str(), (*value)?)))
        .max_by(|a, b| a.0.cmp(b.0))
}
