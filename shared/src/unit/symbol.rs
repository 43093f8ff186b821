//! The symbols a unit may be made of, with dimension and exact scale.
//!
//! Scales: SI prefixes; 1 kWh = 3.6 MJ and 1 toe = 41.868 GJ by definition (IEA); 1 ha = 10⁴ m².
//! A calendar year is not a number of seconds, and a month is not a share of a year here: a monthly figure
//! is never turned into a yearly one by a conversion of units.

use super::scale::Ratio;

/// What is measured. Counted things are dimensions too, so that dwellings are never added to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Dimension {
    Mass,
    Co2e,
    Energy,
    Length,
    Second,
    Year,
    Temperature,
    Money,
    Person,
    Dwelling,
    Building,
    Household,
    Vehicle,
    Point,
    Trip,
    Tree,
    Item,
}

/// How many dimensions there are.
pub(super) const DIMENSIONS: usize = Dimension::Item as usize + 1;

/// A symbol: how it is written, what it measures, how large it is.
pub(super) struct Symbol {
    pub(super) text: &'static str,
    pub(super) dimension: &'static [(Dimension, i8)],
    pub(super) scale: Ratio,
}

macro_rules! symbols {
    ($($text:literal $($dimension:ident ^ $power:literal)* = $num:literal / $den:literal e $ten:literal;)*) => {
        /// Every symbol, numerators of everyday units first: the order in which they are written.
        pub(super) static SYMBOLS: &[Symbol] = &[$(Symbol {
            text: $text,
            dimension: &[$((Dimension::$dimension, $power)),*],
            scale: Ratio::new($num, $den, $ten),
        }),*];
    };
}

symbols! {
    "gCO2e" Co2e^1 = 1 / 1 e 0;
    "kgCO2e" Co2e^1 = 1 / 1 e 3;
    "tCO2e" Co2e^1 = 1 / 1 e 6;
    "ktCO2e" Co2e^1 = 1 / 1 e 9;
    "MtCO2e" Co2e^1 = 1 / 1 e 12;
    "J" Energy^1 = 1 / 1 e 0;
    "kJ" Energy^1 = 1 / 1 e 3;
    "MJ" Energy^1 = 1 / 1 e 6;
    "GJ" Energy^1 = 1 / 1 e 9;
    "TJ" Energy^1 = 1 / 1 e 12;
    "PJ" Energy^1 = 1 / 1 e 15;
    "Wh" Energy^1 = 36 / 1 e 2;
    "kWh" Energy^1 = 36 / 1 e 5;
    "MWh" Energy^1 = 36 / 1 e 8;
    "GWh" Energy^1 = 36 / 1 e 11;
    "TWh" Energy^1 = 36 / 1 e 14;
    "toe" Energy^1 = 41868 / 1 e 6;
    "ktoe" Energy^1 = 41868 / 1 e 9;
    "W" Energy^1 Second^-1 = 1 / 1 e 0;
    "kW" Energy^1 Second^-1 = 1 / 1 e 3;
    "MW" Energy^1 Second^-1 = 1 / 1 e 6;
    "GW" Energy^1 Second^-1 = 1 / 1 e 9;
    "ng" Mass^1 = 1 / 1 e -9;
    "µg" Mass^1 = 1 / 1 e -6;
    "mg" Mass^1 = 1 / 1 e -3;
    "g" Mass^1 = 1 / 1 e 0;
    "kg" Mass^1 = 1 / 1 e 3;
    "t" Mass^1 = 1 / 1 e 6;
    "kt" Mass^1 = 1 / 1 e 9;
    "Gg" Mass^1 = 1 / 1 e 9;
    "Mt" Mass^1 = 1 / 1 e 12;
    "EUR" Money^1 = 1 / 1 e 0;
    "kEUR" Money^1 = 1 / 1 e 3;
    "MEUR" Money^1 = 1 / 1 e 6;
    "degC" Temperature^1 = 1 / 1 e 0;
    "%" = 1 / 1 e -2;
    "‰" = 1 / 1 e -3;
    "ppm" = 1 / 1 e -6;
    "pp" = 1 / 1 e -2;
    "person" Person^1 = 1 / 1 e 0;
    "dwelling" Dwelling^1 = 1 / 1 e 0;
    "building" Building^1 = 1 / 1 e 0;
    "household" Household^1 = 1 / 1 e 0;
    "vehicle" Vehicle^1 = 1 / 1 e 0;
    "point" Point^1 = 1 / 1 e 0;
    "trip" Trip^1 = 1 / 1 e 0;
    "tree" Tree^1 = 1 / 1 e 0;
    "item" Item^1 = 1 / 1 e 0;
    "mm" Length^1 = 1 / 1 e -3;
    "cm" Length^1 = 1 / 1 e -2;
    "m" Length^1 = 1 / 1 e 0;
    "km" Length^1 = 1 / 1 e 3;
    "ha" Length^2 = 1 / 1 e 4;
    "L" Length^3 = 1 / 1 e -3;
    "s" Second^1 = 1 / 1 e 0;
    "min" Second^1 = 60 / 1 e 0;
    "h" Second^1 = 3600 / 1 e 0;
    "day" Second^1 = 86400 / 1 e 0;
    "year" Year^1 = 1 / 1 e 0;
}
