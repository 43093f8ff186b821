//! Places: a city, a parish in one of its editions, an H3 cell, a measuring station.
//!
//! A place is written `level/code`, e.g. `city/1106`, `parish2013/030876`, `parish2025/0308A1`,
//! `cell/89393360187ffff`, `station/3075`, `country/PT`. Codes are text: since 2025 some parish codes contain
//! letters, and leading zeros count.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use serde_json::Value;

use crate::{
    tree::{FromTree, Reading},
    wire::{wire_enum, wire_struct},
};

/// The kind of place an observation is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// A country, by its ISO 3166-1 alpha-2 code.
    Country,
    /// A region of statistics (NUTS), by its code.
    Region,
    /// A district or island, by its two digits in the national division; as a rest where a source keeps
    /// municipalities of it secret.
    District,
    /// A municipality, by its code in the national division (DTMN in Portugal).
    City,
    /// A parish of the 2013–2024 administrative edition.
    Parish2013,
    /// A parish of the edition in force since 2025.
    Parish2025,
    /// A postal area, by the digits of its code.
    Postcode,
    /// A statistical subsection of the census, by its code (BGRI in Portugal).
    Section,
    /// An H3 cell, by its index in hexadecimal.
    Cell,
    /// A measuring station, by the network's own id.
    Station,
}

impl Level {
    /// Every level, from the largest place to the smallest.
    pub const ALL: [Self; 10] = [
        Self::Country,
        Self::Region,
        Self::District,
        Self::City,
        Self::Parish2013,
        Self::Parish2025,
        Self::Postcode,
        Self::Section,
        Self::Cell,
        Self::Station,
    ];

    /// The word used in a place's text form.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Region => "region",
            Self::District => "district",
            Self::City => "city",
            Self::Parish2013 => "parish2013",
            Self::Parish2025 => "parish2025",
            Self::Postcode => "postcode",
            Self::Section => "section",
            Self::Cell => "cell",
            Self::Station => "station",
        }
    }
}

/// A place: its level and its code there.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct GeoId {
    /// The kind of place.
    pub level: Level,
    /// The code at that level, letters and digits only.
    pub code: String,
}

/// A place that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a place; write level/code, e.g. city/1106 or parish2013/030876")]
pub struct GeoError(pub String);

impl GeoId {
    /// A city by its municipality code.
    pub fn city(code: &str) -> Self {
        Self { level: Level::City, code: code.into() }
    }
}

impl fmt::Display for GeoId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.level.as_str(), self.code)
    }
}

impl FromStr for GeoId {
    type Err = GeoError;

    fn from_str(text: &str) -> Result<Self, GeoError> {
        let refuse = || GeoError(text.chars().take(60).collect());
        let (level, code) = text.split_once('/').ok_or_else(refuse)?;
        let level = Level::ALL.into_iter().find(|l| l.as_str() == level).ok_or_else(refuse)?;
        let fits = (1..=32).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphanumeric());
        fits.then(|| Self { level, code: code.into() }).ok_or_else(refuse)
    }
}

impl TryFrom<String> for GeoId {
    type Error = GeoError;
    fn try_from(text: String) -> Result<Self, GeoError> {
        text.parse()
    }
}

impl From<GeoId> for String {
    fn from(geo: GeoId) -> Self {
        geo.to_string()
    }
}

wire_struct! { GeoId { level, code } }
wire_enum! {
    Level {
        0 = Country, 1 = Region, 2 = District, 3 = City, 4 = Parish2013, 5 = Parish2025, 6 = Postcode, 7 = Section,
        8 = Cell, 9 = Station,
    }
}

impl FromTree for GeoId {
    fn read(tree: Value, at: &mut Reading) -> Self {
        at.parsed(tree).unwrap_or_else(|| Self::city(""))
    }
}
