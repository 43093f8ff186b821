//! Everything one picture of the map says: the layer, its period, the places and their figures.

use std::{collections::BTreeMap, sync::Arc};

use gemeo_shared::{
    geo::Level,
    source::Source,
    view::{CityView, Direction, IndicatorView, SeriesView},
};

use crate::data::catalogue;

use super::{
    both::Both,
    classes::{colours, shade},
    layers::{Figure, Layer, Reading, Snapshot, choose},
    look::Look,
    per::{Divisor, WhyNot, city_value},
    places::{Place, Places},
    second::Second,
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
    /// What counts are divided by, where that was asked for and makes sense.
    pub divisor: Option<Arc<Divisor>>,
    /// Why the division that was asked for is not made.
    pub undivided: Option<WhyNot>,
    /// The value of the whole city in the series drawn.
    pub city: Option<f64>,
    /// Other values that the colours have to hold too.
    pub also: Arc<Vec<f64>>,
    /// The second layer of a map coloured by two.
    pub both: Option<Arc<Both>>,
    /// The selected place.
    pub selected: Option<String>,
    /// A second layer asked for beside this one.
    pub second: Option<Second>,
    /// Whether it is the second layer itself.
    pub is_second: bool,
}

impl PartialEq for Scene {
    fn eq(&self, other: &Self) -> bool {
        // The rest follows from these.
        Arc::ptr_eq(&self.view, &other.view)
            && Arc::ptr_eq(&self.places, &other.places)
            && Arc::ptr_eq(&self.base, &other.base)
            && (&self.layer, &self.period, &self.selected) == (&other.layer, &other.period, &other.selected)
            && self.look == other.look
            && self.second == other.second
            && self.also == other.also
            && self.both.as_ref().map(Arc::as_ptr) == other.both.as_ref().map(Arc::as_ptr)
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
        let scene = Self {
            view: view.clone(),
            layers: layers.clone(),
            layer: layer.clone(),
            period: period.to_owned(),
            selected: state.place.clone().filter(|code| places.get(code).is_some()),
            places,
            base,
            ground,
            look: state.look.clone(),
            snapshot: Arc::default(),
            divisor: None,
            undivided: None,
            city: None,
            also: Arc::default(),
            both: None,
            second: state.second.clone(),
            is_second: false,
        };
        scene.filled()
    }

    /// The same places coloured by another layer of their level.
    pub fn sibling(&self, layer: &Layer, period: &str) -> Option<Self> {
        let look =
            if layer.indicator == self.layer.indicator { self.look.clone() } else { self.look.elsewhere() };
        let (layer, period) = (layer.clone(), period.to_owned());
        Self { layer, period, look, also: Arc::default(), both: None, ..self.clone() }.filled()
    }

    /// The figures of layer and period, as the look asks for them.
    fn filled(mut self) -> Option<Self> {
        let divide = |per| Divisor::new(&self.view, &self.layer, &self.period, per, &self.places);
        (self.divisor, self.undivided) = match self.look.per.map(divide) {
            Some(Ok(divisor)) => (Some(Arc::new(divisor)), None),
            Some(Err(why)) => (None, Some(why)),
            None => (None, None),
        };
        let whole = city_value(&self.view, &self.layer.indicator, &self.layer.dims, &self.period);
        self.city = match &self.divisor {
            Some(divisor) => whole.zip(divisor.city(&self.view)).map(|(value, by)| value / by),
            None => whole,
        };
        self.beside(Arc::default())
    }

    /// The same picture with colours that hold other values too, so that it can be compared with theirs.
    pub fn beside(self, also: Arc<Vec<f64>>) -> Option<Self> {
        let reading = Reading {
            look: self.look.clone(),
            city: self.city,
            divisor: self.divisor.as_deref(),
            also: &also,
        };
        let series = self.series()?;
        let mut snapshot = Snapshot::new(series, &self.period, &reading, self.places.codes());
        let marks = catalogue::marks(&self.view.profile.id, &self.layer.indicator, series);
        for mark in marks.into_iter().filter(|m| m.period == self.period) {
            let figure = snapshot.figures.iter_mut().find(|f| f.code == mark.place);
            figure.into_iter().for_each(|f| f.told.push(mark.text.clone()));
        }
        Some(Self { snapshot: Arc::new(snapshot), also, ..self })
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
    pub fn unit(&self) -> (String, u8) {
        let (unit, decimals) = self.indicator().map_or(("", 0), |i| (i.unit.as_str(), i.decimals));
        let Some(divisor) = &self.divisor else { return (unit.to_owned(), decimals) };
        // Three digits of a value in the middle: a quotient has no decimals of its own.
        let middle = self.snapshot.spread.as_ref().map_or(1.0, |s| s.median.abs());
        let digits = if middle > 0.0 { 2.0 - libm::floor(libm::log10(middle)) } else { 2.0 };
        (format!("{unit}/{}", divisor.per.unit()), digits.clamp(0.0, 5.0) as u8)
    }

    /// The selected place with its figure.
    pub fn chosen(&self) -> Option<(&Place, &Figure)> {
        let code = self.selected.as_deref()?;
        Some((self.places.get(code)?, self.snapshot.figure(code)?))
    }

    /// Which direction of the values drawn is good.
    pub fn direction(&self) -> Direction {
        self.indicator().map_or(Direction::None, |i| i.direction)
    }

    /// The colour of each class, lowest first.
    pub fn colours(&self) -> Vec<usize> {
        colours(&self.snapshot.classes, self.direction())
    }

    /// The colour of a value.
    pub fn colour_of(&self, value: f64) -> Option<usize> {
        match &self.snapshot.ramp {
            Some(ramp) => ramp.at(value).map(|at| shade(ramp, self.direction(), at)),
            None => self.colours().get(self.snapshot.classes.class_of(Some(value))?).copied(),
        }
    }

    /// Colour of each place, in the order of the figures; none where no figure was published.
    pub fn slots(&self) -> Vec<Option<usize>> {
        let colours = self.colours();
        if let Some(both) = &self.both {
            let pairs = self.snapshot.figures.iter().zip(&both.other.snapshot.figures);
            return pairs.map(|(a, b)| both.slot(a.value, b.value)).collect();
        }
        let slot = |figure: &Figure| match &self.snapshot.ramp {
            Some(_) => figure.value.and_then(|value| self.colour_of(value)),
            None => figure.class.and_then(|class| colours.get(class).copied()),
        };
        self.snapshot.figures.iter().map(slot).collect()
    }

    /// Whether values that are marked have dots. Where all of them are, dots would tell none from another, and the legend says
    /// it once; beside a second map they do.
    pub fn dots(&self) -> bool {
        let mut known = self.snapshot.figures.iter().filter(|f| f.value.is_some());
        self.second.is_some() || self.is_second || known.any(|f| !f.is_marked())
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
            second: self.second.clone(),
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
