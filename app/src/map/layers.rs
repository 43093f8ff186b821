//! What a map of a city can show: every series that has values for parishes, cells or stations.

use std::collections::BTreeMap;

use gemeo_shared::{
    geo::Level,
    view::{CityView, Code, IndicatorView, SeriesView},
};

use gemeo_shared::classify::Spread;

use super::{
    classes::{Classes, Ramp},
    look::{Classing, Look},
    per::Divisor,
    state::MapState,
};

/// One series of one indicator that can be drawn, with the places' level.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// Catalogue id of the indicator.
    pub indicator: String,
    /// Index of the series in the indicator.
    pub series: usize,
    /// Dimensions of the series, e.g. `voltage: low`.
    pub dims: BTreeMap<String, String>,
    /// What the values belong to.
    pub level: Level,
    /// Whether the values are rates or shares, which places of any size can be compared by; else counts.
    pub relative: bool,
    /// Whether it has the dimensions of the figure that a card shows.
    pub leads: bool,
    /// Periods with at least one value, newest first.
    pub periods: Vec<String>,
    /// How many places have a value in each of the periods.
    pub coverage: Vec<usize>,
}

/// The levels a map can draw.
const DRAWN: [Level; 4] = [Level::Parish2013, Level::Parish2025, Level::Cell, Level::Station];

/// Every drawable series of a city, in the catalogue's order.
pub fn layers(view: &CityView) -> Vec<Layer> {
    view.indicators.iter().flat_map(layers_of).collect()
}

fn layers_of(indicator: &IndicatorView) -> impl Iterator<Item = Layer> + '_ {
    let leading = indicator.headline.as_ref().and_then(|h| indicator.series.get(h.series)).map(|s| &s.dims);
    indicator.series.iter().enumerate().filter_map(move |(index, series)| {
        let level = DRAWN.into_iter().find(|level| level.as_str() == series.level)?;
        let (periods, coverage) = periods_with_values(series).into_iter().rev().unzip();
        let periods: Vec<String> = periods;
        (!periods.is_empty()).then(|| Layer {
            indicator: indicator.id.clone(),
            series: index,
            dims: series.dims.clone(),
            level,
            relative: is_relative(&indicator.unit),
            leads: leading == Some(&series.dims),
            periods,
            coverage,
        })
    })
}

/// A unit per something, a share or a mean; a count has a plain unit.
fn is_relative(unit: &str) -> bool {
    unit.contains('/') || unit == "%" || unit == "1"
}

/// Periods with values, oldest first, with the number of places that have one.
fn periods_with_values(series: &SeriesView) -> BTreeMap<String, usize> {
    let mut known = BTreeMap::new();
    for (period, _) in series.period.iter().zip(&series.value).filter(|(_, value)| value.is_some()) {
        *known.entry(period.to_string()).or_default() += 1;
    }
    known
}

/// What a map shows first, where a city has it: everyone knows what it means.
const FIRST: &str = "population_density";

/// The layer and period an address asks for, or the nearest there is; `None` where a city has nothing to draw.
///
/// The order of the questions is the order of what a reader would miss most: the indicator, its dimensions,
/// the edition or level, the period.
pub fn choose<'a>(layers: &'a [Layer], state: &MapState) -> Option<(&'a Layer, &'a str)> {
    let score = |layer: &Layer| {
        (
            state.indicator.as_deref() == Some(layer.indicator.as_str()),
            state.dims.as_ref() == Some(&layer.dims),
            state.level == Some(layer.level),
            state.period.as_ref().is_some_and(|period| layer.periods.contains(period)),
            // A first look shows what places of any size can be compared by, ahead of counts.
            layer.relative,
            layer.indicator == FIRST,
            // Parishes of the edition the figures were published for come first: fewest gaps.
            layer.level == Level::Parish2013,
            layer.leads,
        )
    };
    // The first of the best: `max_by_key` would return the last.
    let best = layers.iter().rev().max_by_key(|layer| score(layer))?;
    let period =
        state.period.as_ref().and_then(|wanted| best.periods.iter().find(|period| *period == wanted));
    Some((best, period.or(best.periods.first())?))
}

/// A place's figure in a layer.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Code of the place.
    pub code: Code,
    /// Its value; `None` where nothing was published.
    pub value: Option<f64>,
    /// SDMX status code, empty where the series does not know the place.
    pub status: Code,
    /// Class of the value.
    pub class: Option<usize>,
    /// Position from the highest (1); equal values share one.
    pub rank: Option<usize>,
    /// What marks it beside its state, in words; see [`catalogue::marks`](crate::data::catalogue::marks).
    pub told: Vec<String>,
}

/// A layer at one period: a figure for every place, and the classes that colour them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Snapshot {
    /// One figure per place, in the order of the places.
    pub figures: Vec<Figure>,
    /// The classes.
    pub classes: Classes,
    /// How many places have a value.
    pub known: usize,
    /// How the values are spread; none where there are none.
    pub spread: Option<Spread>,
    /// The continuous scale, where one was asked for; there are no classes then.
    pub ramp: Option<Ramp>,
}

/// How the values of a series are read and coloured.
#[derive(Debug, Clone, Default)]
pub struct Reading<'a> {
    /// The look asked for.
    pub look: Look,
    /// The value of the whole city, for colours around it.
    pub city: Option<f64>,
    /// What values are divided by.
    pub divisor: Option<&'a Divisor>,
    /// Other values that classes and scale have to hold too, as where two maps are compared.
    pub also: &'a [f64],
}

impl Figure {
    /// Whether something marks the value: a state that its source gives it (SDMX), few hours of
    /// measurement, a rule of quality.
    pub fn is_marked(&self) -> bool {
        self.value.is_some() && (!matches!(self.status.as_str(), "A" | "") || !self.told.is_empty())
    }
}

impl Snapshot {
    /// Values of a series at a period for the places given; a place the series does not know has no value.
    pub fn new<'a>(
        series: &SeriesView,
        period: &str,
        reading: &Reading<'_>,
        places: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let found = values_at(series, period, reading.divisor);
        let mut rising: Vec<f64> = found.iter().filter_map(|(_, value, _)| *value).collect();
        rising.sort_by(f64::total_cmp);
        let spread = Spread::of(&rising);
        let (classes, ramp) = scale(reading, &rising);
        let rank = |value: f64| rising.len() - rising.partition_point(|other| *other <= value) + 1;
        let mut finder = Finder::new(&found);
        let figure = |code: &str| {
            let (value, status) = finder.find(code).unwrap_or((None, ""));
            Figure {
                code: code.into(),
                value,
                status: status.into(),
                class: if ramp.is_some() { None } else { classes.class_of(value) },
                rank: value.map(rank),
                told: Vec::new(),
            }
        };
        let figures: Vec<Figure> = places.into_iter().map(figure).collect();
        let known = figures.iter().filter(|figure| figure.value.is_some()).count();
        Self { figures, classes, known, spread, ramp }
    }

    /// The figure of a place.
    pub fn figure(&self, code: &str) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.code == code)
    }

    /// The places with the highest and the lowest value, highest first.
    pub fn extremes(&self) -> Option<(&Figure, &Figure)> {
        let valued = || self.figures.iter().filter_map(|figure| figure.value.map(|value| (value, figure)));
        let (_, high) = valued().rev().max_by(|a, b| a.0.total_cmp(&b.0))?;
        let (_, low) = valued().min_by(|a, b| a.0.total_cmp(&b.0))?;
        Some((high, low))
    }
}

/// Classes of the values, or the continuous scale asked for instead.
fn scale(reading: &Reading<'_>, rising: &[f64]) -> (Classes, Option<Ramp>) {
    let mut all = rising.to_vec();
    if !reading.also.is_empty() {
        all.extend_from_slice(reading.also);
        all.sort_by(f64::total_cmp);
    }
    let Some(spread) = Spread::of(&all) else { return (Classes::default(), None) };
    let look = &reading.look;
    let middle = match look.classing {
        Classing::City => reading.city.unwrap_or(spread.mean),
        Classing::Around(own) => own,
        _ => spread.mean,
    };
    let ramp = if look.smooth {
        Ramp::new(spread.low, spread.high, look.classing.is_diverging().then_some(middle))
    } else {
        None
    };
    (Classes::new(&look.classing.scheme(middle), look.count, all), ramp)
}

/// Code, value and status of a place.
type Row<'a> = (&'a str, Option<f64>, &'a str);

/// Finds rows by code. Places and rows mostly come in the same order: only where they do not, rows are sorted.
struct Finder<'a, 'r> {
    rows: &'r [Row<'a>],
    next: usize,
    by_code: Option<BTreeMap<&'a str, usize>>,
}

impl<'a, 'r> Finder<'a, 'r> {
    fn new(rows: &'r [Row<'a>]) -> Self {
        Self { rows, next: 0, by_code: None }
    }

    fn find(&mut self, code: &str) -> Option<(Option<f64>, &'a str)> {
        let at = match self.rows.get(self.next) {
            Some((next, ..)) if *next == code => self.next,
            _ => {
                let sorted = || self.rows.iter().enumerate().map(|(at, (code, ..))| (*code, at)).collect();
                *self.by_code.get_or_insert_with(sorted).get(code)?
            }
        };
        self.next = at + 1;
        self.rows.get(at).map(|(_, value, status)| (*value, *status))
    }
}

/// Values and status codes of a period; what cannot be divided has no value.
fn values_at<'a>(series: &'a SeriesView, period: &str, divisor: Option<&Divisor>) -> Vec<Row<'a>> {
    let rows = series.geo.iter().zip(&series.period).zip(series.value.iter().zip(&series.status));
    let divided = |code: &str, value: Option<f64>, status: &'a str| {
        let value = value.filter(|v| v.is_finite());
        let Some(divisor) = divisor else { return (value, status) };
        match (value, divisor.values.get(code)) {
            (Some(value), Some((by, false))) => (Some(value / by), status),
            // A part that is estimated makes the whole an estimate.
            (Some(value), Some((by, true))) => (Some(value / by), "E"),
            (_, _) => (None, status),
        }
    };
    rows.filter(|((_, at), _)| at.as_str() == period)
        .map(|((code, _), (value, status))| {
            let (value, status) = divided(code, *value, status);
            (code.as_str(), value, status)
        })
        .collect()
}

#[cfg(test)]
#[path = "layers_tests.rs"]
mod tests;
