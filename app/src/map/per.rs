//! Counts divided by people, area or dwellings, so that places of different size can be compared.

use std::collections::BTreeMap;

use gemeo_shared::{
    geo::Level,
    view::{CityView, SeriesView},
};

use super::{layers::Layer, places::Places};

/// What a count is divided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Per {
    /// Residents.
    Person,
    /// Square kilometres of the shape drawn.
    Area,
    /// Dwellings.
    Dwelling,
}

/// Why a layer is not divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyNot {
    /// It is a rate or a share: dividing again says nothing.
    Relative,
    /// It is what it would be divided by.
    Itself,
    /// No figure for what it would be divided by was published for these places.
    Missing,
}

/// What each place's value is divided by.
#[derive(Debug, Clone, PartialEq)]
pub struct Divisor {
    /// What it is.
    pub per: Per,
    /// Of which period, where it has one.
    pub period: Option<String>,
    /// By place: the figure, and whether it is an estimate. Never zero.
    pub values: BTreeMap<String, (f64, bool)>,
}

impl Per {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::Person, Self::Area, Self::Dwelling];

    /// As an address holds it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Area => "area",
            Self::Dwelling => "dwelling",
        }
    }

    /// What [`Per::name`] wrote.
    pub fn read(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|per| per.name() == text)
    }

    /// The unit below the line.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Area => "km2",
            Self::Dwelling => "dwelling",
        }
    }

    /// The indicator that is divided by; none for areas, which are measured in the drawing.
    fn indicator(self) -> Option<&'static str> {
        match self {
            Self::Person => Some("population"),
            Self::Area => None,
            Self::Dwelling => Some("dwellings"),
        }
    }
}

impl Divisor {
    /// What a layer's values of a period are divided by: the figures of that period, else of the nearest one.
    ///
    /// # Errors
    /// Why it cannot or should not be divided.
    pub fn new(
        view: &CityView,
        layer: &Layer,
        period: &str,
        per: Per,
        places: &Places,
    ) -> Result<Self, WhyNot> {
        if layer.relative {
            return Err(WhyNot::Relative);
        }
        let Some(indicator) = per.indicator() else {
            let areas = places.places.iter().map(|p| (p.code.clone(), (p.area_km2(), false)));
            let values: BTreeMap<_, _> = areas.filter(|(_, (area, _))| *area > 0.0).collect();
            return Self { per, period: None, values }.known();
        };
        if layer.indicator == indicator {
            return Err(WhyNot::Itself);
        }
        let series = plain_series(view, indicator, layer.level).ok_or(WhyNot::Missing)?;
        let period = nearest(series, period).ok_or(WhyNot::Missing)?.to_owned();
        let rows = series.geo.iter().zip(&series.period).zip(series.value.iter().zip(&series.status));
        let values = rows
            .filter(|((_, at), _)| **at == period)
            .filter_map(|((code, _), (value, status))| {
                let value = value.filter(|v| v.is_finite() && *v > 0.0)?;
                Some((code.to_string(), (value, matches!(status.as_ref(), "E" | "I" | "F"))))
            })
            .collect();
        Self { per, period: Some(period), values }.known()
    }

    /// What the value of the whole city is divided by.
    pub fn city(&self, view: &CityView) -> Option<f64> {
        let (Some(indicator), Some(period)) = (self.per.indicator(), &self.period) else {
            return Some(self.values.values().map(|(area, _)| area).sum());
        };
        city_value(view, indicator, &BTreeMap::new(), period).filter(|v| *v > 0.0)
    }

    fn known(self) -> Result<Self, WhyNot> {
        if self.values.is_empty() { Err(WhyNot::Missing) } else { Ok(self) }
    }
}

/// The value of the whole city in the series with these dimensions.
pub fn city_value(
    view: &CityView,
    indicator: &str,
    dims: &BTreeMap<String, String>,
    period: &str,
) -> Option<f64> {
    let indicator = view.indicators.iter().find(|i| i.id == indicator)?;
    let series = indicator.series.iter().find(|s| s.level == Level::City.as_str() && s.dims == *dims)?;
    let at = series.period.iter().position(|p| p == period)?;
    series.value.get(at).copied().flatten().filter(|v| v.is_finite())
}

/// The series of an indicator without dimensions at a level.
fn plain_series<'a>(view: &'a CityView, indicator: &str, level: Level) -> Option<&'a SeriesView> {
    let indicator = view.indicators.iter().find(|i| i.id == indicator)?;
    indicator.series.iter().find(|s| s.level == level.as_str() && s.dims.is_empty())
}

/// The period with values nearest to another, by year; of two equally near the earlier.
fn nearest<'a>(series: &'a SeriesView, period: &str) -> Option<&'a str> {
    let year = |text: &str| text.get(..4).and_then(|y| y.parse::<i32>().ok());
    let wanted = year(period)?;
    let known = series.period.iter().zip(&series.value).filter(|(_, value)| value.is_some());
    let dated =
        known.filter_map(|(at, _)| Some((at.as_str() != period, (year(at)? - wanted).abs(), at.as_str())));
    dated.min().map(|(.., at)| at)
}

#[cfg(test)]
#[path = "per_tests.rs"]
mod tests;
