//! A second layer beside the first: which one, of which city, and how the two are shown.

use std::collections::BTreeMap;

use super::{
    scene::Scene,
    state::{MapState, is_code, read_dims, write_dims},
};

/// How two layers are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Two maps beside each other that move together.
    Side,
    /// Two maps over each other, parted by a line that can be moved.
    Swipe,
    /// One map coloured by both.
    Both,
}

/// The second layer; what is not said is as in the first.
#[derive(Debug, Clone, PartialEq)]
pub struct Second {
    /// How the two are shown.
    pub mode: Mode,
    /// Id of another city.
    pub city: Option<String>,
    /// Catalogue id of the indicator.
    pub indicator: Option<String>,
    /// Dimensions of the series.
    pub dims: Option<BTreeMap<String, String>>,
    /// Period (SDMX).
    pub period: Option<String>,
}

/// The parameters of an address that speak of the second layer.
pub const PARAMETERS: [&str; 5] = ["beside", "with_city", "with", "with_dims", "with_period"];

impl Mode {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::Side, Self::Swipe, Self::Both];

    /// As an address holds it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Side => "side",
            Self::Swipe => "swipe",
            Self::Both => "both",
        }
    }

    /// What [`Mode::name`] wrote.
    pub fn read(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.name() == text)
    }
}

impl Second {
    /// A second layer shown so, at first the same as the first one.
    pub fn new(mode: Mode) -> Self {
        Self { mode, city: None, indicator: None, dims: None, period: None }
    }

    /// Reads the second layer of an address; none where there is none.
    pub fn read(parameter: &impl Fn(&str) -> Option<String>) -> Option<Self> {
        let code = |name: &str| parameter(name).filter(|text| is_code(text));
        Some(Self {
            mode: Mode::read(&parameter("beside")?)?,
            city: code("with_city"),
            indicator: code("with"),
            dims: parameter("with_dims").map(|text| read_dims(&text)),
            period: code("with_period"),
        })
    }

    /// Names and values of the parameters that [`Second::read`] reads back.
    pub fn write(&self) -> [(&'static str, Option<String>); 5] {
        [
            ("beside", Some(self.mode.name().to_owned())),
            ("with_city", self.city.clone()),
            ("with", self.indicator.clone()),
            ("with_dims", self.dims.as_ref().map(write_dims)),
            ("with_period", self.period.clone()),
        ]
    }

    /// What the second map is asked to show beside the first.
    pub fn state(&self, first: &Scene) -> MapState {
        let same = self.indicator.is_none();
        let own = first.state();
        MapState {
            indicator: self.indicator.clone().or(own.indicator),
            dims: self.dims.clone().or(own.dims.filter(|_| same)),
            period: self.period.clone().or(own.period),
            place: own.place.filter(|_| self.city.is_none()),
            second: None,
            ..own
        }
    }

    /// The same second layer with what a reader chose for it.
    pub fn with(&self, chosen: &MapState) -> Self {
        Self {
            indicator: chosen.indicator.clone(),
            dims: chosen.dims.clone(),
            period: chosen.period.clone(),
            ..self.clone()
        }
    }
}
