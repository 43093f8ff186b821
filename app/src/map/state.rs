//! What the map shows, as it stands in the page's address.
//!
//! `?indicator=population_density&dims=extent.land&period=2021&level=parish2013&place=030801`. Everything may be
//! left out; what is unknown is ignored, so that an old link still opens the map.

use std::collections::BTreeMap;

use gemeo_shared::geo::Level;

use super::{
    layers::Layer,
    look::{Classing, Look},
    per::Per,
    second::{self, Second},
};

/// The state of a map page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MapState {
    /// Catalogue id of the indicator.
    pub indicator: Option<String>,
    /// Dimensions of the series.
    pub dims: Option<BTreeMap<String, String>>,
    /// Period (SDMX).
    pub period: Option<String>,
    /// Parish edition, cells or stations.
    pub level: Option<Level>,
    /// Code of the selected place.
    pub place: Option<String>,
    /// How it is coloured.
    pub look: Look,
    /// A second layer beside it.
    pub second: Option<Second>,
}

/// The parameters of the layer and its look.
const PARAMETERS: [&str; 10] =
    ["indicator", "dims", "period", "level", "place", "classing", "classes", "raised", "smooth", "per"];

/// The parameters a map page reads from its address.
pub fn parameters() -> impl Iterator<Item = &'static str> {
    PARAMETERS.into_iter().chain(second::PARAMETERS)
}

impl MapState {
    /// The state that leads to a layer at a period.
    pub fn of(layer: &Layer, period: &str) -> Self {
        Self {
            indicator: Some(layer.indicator.clone()),
            dims: Some(layer.dims.clone()),
            period: Some(period.to_owned()),
            level: Some(layer.level),
            place: None,
            look: Look::default(),
            second: None,
        }
    }

    /// Reads the state from an address's query through a function that gives a parameter's value.
    pub fn read(parameter: impl Fn(&str) -> Option<String>) -> Self {
        let code = |name: &str| parameter(name).filter(|text| is_code(text));
        Self {
            indicator: code("indicator"),
            dims: parameter("dims").map(|text| read_dims(&text)),
            period: code("period"),
            level: parameter("level").and_then(|text| Level::ALL.into_iter().find(|l| l.as_str() == text)),
            place: code("place"),
            look: Look {
                classing: parameter("classing").map(|text| Classing::read(&text)).unwrap_or_default(),
                count: parameter("classes")
                    .and_then(|text| text.parse().ok())
                    .filter(|n| (2..=7).contains(n)),
                raised: parameter("raised").as_deref() == Some("yes"),
                smooth: parameter("smooth").as_deref() == Some("yes"),
                per: parameter("per").and_then(|text| Per::read(&text)),
            },
            second: Second::read(&parameter),
        }
    }

    /// The query that [`MapState::read`] reads back, beginning with `?`; empty for an empty state.
    pub fn query(&self) -> String {
        let dims = self.dims.as_ref().map(write_dims);
        let level = self.level.map(|level| level.as_str().to_owned());
        let look = &self.look;
        let classing = (look.classing != Classing::default()).then(|| look.classing.write());
        let classes = look.count.map(|count| count.to_string());
        let raised = look.raised.then(|| "yes".to_owned());
        let smooth = look.smooth.then(|| "yes".to_owned());
        let per = look.per.map(|per| per.name().to_owned());
        let pairs = [
            ("indicator", &self.indicator),
            ("dims", &dims),
            ("period", &self.period),
            ("level", &level),
            ("place", &self.place),
            ("classing", &classing),
            ("classes", &classes),
            ("raised", &raised),
            ("smooth", &smooth),
            ("per", &per),
        ];
        let beside = self.second.as_ref().map(Second::write);
        let beside = beside.iter().flatten().map(|(name, value)| (*name, value));
        let written: Vec<String> = pairs
            .into_iter()
            .chain(beside)
            .filter_map(|(name, value)| {
                value.as_ref().filter(|v| !v.is_empty()).map(|v| format!("{name}={v}"))
            })
            .collect();
        if written.is_empty() { String::new() } else { format!("?{}", written.join("&")) }
    }
}

/// Letters, digits, `-` and `_`: enough for ids, codes and SDMX periods, and safe in an address as it is.
pub(super) fn is_code(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
}

/// `extent.land~voltage.low`; values are percent-coded where they hold anything but letters, digits, `-` and `_`.
pub(super) fn write_dims(dims: &BTreeMap<String, String>) -> String {
    let pairs: Vec<String> =
        dims.iter().map(|(name, value)| format!("{}.{}", encode(name), encode(value))).collect();
    pairs.join("~")
}

pub(super) fn read_dims(text: &str) -> BTreeMap<String, String> {
    text.split('~')
        .filter_map(|pair| pair.split_once('.'))
        .filter_map(|(name, value)| Some((decode(name)?, decode(value)?)))
        .collect()
}

/// Other bytes become `!xx`: `%` would be decoded by the router before it gets here.
fn encode(text: &str) -> String {
    text.bytes()
        .map(|b| match b {
            b if b.is_ascii_alphanumeric() || b == b'-' || b == b'_' => char::from(b).to_string(),
            b => format!("!{b:02x}"),
        })
        .collect()
}

fn decode(text: &str) -> Option<String> {
    let mut parts = text.split('!');
    let mut bytes = parts.next()?.as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(part.get(..2)?, 16).ok()?);
        bytes.extend_from_slice(part.get(2..)?.as_bytes());
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
#[path = "state_tests.rs"]
mod tests;
