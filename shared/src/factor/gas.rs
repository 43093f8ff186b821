//! Greenhouse gases and their global warming potentials.

use std::{collections::BTreeMap, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::FactorError;
use crate::{decimal, wire::wire_enum};

/// Potentials by gas. Sources: IPCC SAR; AR4 WG1 table 2.14; AR5 WG1 table 8.A.1; AR6 WG1 table 7.SM.7.
const TABLE: &str = include_str!("gwp.csv");

macro_rules! gases {
    ($($(#[doc = $doc:literal])* $name:ident = $text:literal;)*) => {
        /// A greenhouse gas of the Kyoto basket.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Gas {
            $($(#[doc = $doc])* #[serde(rename = $text)] $name,)*
        }

        impl Gas {
            /// Every gas, in the order of the IPCC tables.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The formula or code, e.g. `CH4`.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text),* }
            }
        }
    };
}

gases! {
    /// Carbon dioxide.
    Co2 = "CO2";
    /// Methane.
    Ch4 = "CH4";
    /// Nitrous oxide.
    N2o = "N2O";
    /// HFC-23.
    Hfc23 = "HFC23";
    /// HFC-32.
    Hfc32 = "HFC32";
    /// HFC-125.
    Hfc125 = "HFC125";
    /// HFC-134a.
    Hfc134a = "HFC134a";
    /// HFC-143a.
    Hfc143a = "HFC143a";
    /// HFC-152a.
    Hfc152a = "HFC152a";
    /// HFC-227ea.
    Hfc227ea = "HFC227ea";
    /// Sulphur hexafluoride.
    Sf6 = "SF6";
    /// Nitrogen trifluoride.
    Nf3 = "NF3";
    /// Tetrafluoromethane.
    Cf4 = "CF4";
    /// Hexafluoroethane.
    C2f6 = "C2F6";
}

/// A published set of global warming potentials; over 100 years unless its name says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum GwpSet {
    /// Second Assessment Report, 1995.
    #[serde(rename = "SAR")]
    Sar,
    /// Fourth Assessment Report, 2007.
    #[serde(rename = "AR4")]
    Ar4,
    /// Fifth Assessment Report, 2013, without climate–carbon feedbacks.
    #[serde(rename = "AR5")]
    Ar5,
    /// Sixth Assessment Report, 2021.
    #[serde(rename = "AR6")]
    Ar6,
    /// Sixth Assessment Report, over 20 years.
    #[serde(rename = "AR6_GWP20")]
    Ar6Gwp20,
}

impl GwpSet {
    /// Every set, oldest first: the order of the columns of the table.
    pub const ALL: [Self; 5] = [Self::Sar, Self::Ar4, Self::Ar5, Self::Ar6, Self::Ar6Gwp20];

    /// The short name, e.g. `AR5`.
    pub fn as_str(self) -> &'static str {
        ["SAR", "AR4", "AR5", "AR6", "AR6_GWP20"][self as usize]
    }
}

impl fmt::Display for Gas {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for GwpSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Gas {
    type Err = FactorError;
    fn from_str(text: &str) -> Result<Self, FactorError> {
        let plain = text.trim().replace('-', "");
        let found = Self::ALL.iter().find(|g| g.as_str().eq_ignore_ascii_case(&plain));
        found.copied().ok_or_else(|| FactorError::Gas(text.chars().take(40).collect()))
    }
}

impl FromStr for GwpSet {
    type Err = FactorError;
    fn from_str(text: &str) -> Result<Self, FactorError> {
        let found = Self::ALL.into_iter().find(|s| s.as_str().eq_ignore_ascii_case(text.trim()));
        found.ok_or_else(|| FactorError::Set(text.chars().take(40).collect()))
    }
}

/// Masses of gases; the unit is the caller's, the same for all.
pub type Masses = BTreeMap<Gas, f64>;

/// Mass of CO2 that warms as much as one mass of the gas; `None` where the set has no value.
pub fn gwp(gas: Gas, set: GwpSet) -> Option<f64> {
    let line = TABLE.lines().skip(1).find(|l| l.split(',').next() == Some(gas.as_str()))?;
    line.split(',').nth(1 + set as usize).and_then(decimal::exact)
}

/// CO2-equivalent of masses, in their unit, summed in the order of the gases.
///
/// # Errors
/// [`FactorError::NoPotential`] where a gas with a mass other than zero has none in the set.
pub fn co2e(masses: &Masses, set: GwpSet) -> Result<f64, FactorError> {
    let mut sum = 0.0;
    for (&gas, &mass) in masses.iter().filter(|(_, mass)| **mass != 0.0) {
        sum += mass * gwp(gas, set).ok_or(FactorError::NoPotential { set, gas })?;
    }
    Ok(sum)
}

wire_enum! { GwpSet { 0 = Sar, 1 = Ar4, 2 = Ar5, 3 = Ar6, 4 = Ar6Gwp20 } }

#[cfg(test)]
mod tests {
    use super::*;

    /// IPCC SAR; AR4 WG1 table 2.14; AR5 WG1 table 8.A.1; AR6 WG1 table 7.SM.7.
    #[test]
    fn published_potentials() {
        let published = [
            (Gas::Co2, [1.0, 1.0, 1.0, 1.0, 1.0]),
            (Gas::Ch4, [21.0, 25.0, 28.0, 27.9, 81.2]),
            (Gas::N2o, [310.0, 298.0, 265.0, 273.0, 273.0]),
            (Gas::Hfc134a, [1300.0, 1430.0, 1300.0, 1530.0, 4140.0]),
            (Gas::Sf6, [23_900.0, 22_800.0, 23_500.0, 25_200.0, 18_300.0]),
            (Gas::C2f6, [9200.0, 12_200.0, 11_100.0, 12_400.0, 8940.0]),
        ];
        for (gas, values) in published {
            for (set, value) in GwpSet::ALL.into_iter().zip(values) {
                assert_eq!(gwp(gas, set), Some(value), "{gas} {set}");
            }
        }
        assert_eq!(gwp(Gas::Nf3, GwpSet::Sar), None);
        assert_eq!(gwp(Gas::Nf3, GwpSet::Ar4), Some(17_200.0));
    }

    #[test]
    fn every_gas_and_every_line_of_the_table_meet() {
        let lines: Vec<&str> = TABLE.lines().skip(1).filter_map(|l| l.split(',').next()).collect();
        let gases: Vec<&str> = Gas::ALL.iter().map(|g| g.as_str()).collect();
        assert_eq!(lines, gases);
    }

    #[test]
    fn equivalents_follow_the_set_and_missing_is_never_zero() {
        let masses = Masses::from([(Gas::Co2, 100.0), (Gas::Ch4, 2.0), (Gas::N2o, 1.0)]);
        assert_eq!(co2e(&masses, GwpSet::Sar), Ok(452.0));
        assert_eq!(co2e(&masses, GwpSet::Ar5), Ok(421.0));
        let error = co2e(&Masses::from([(Gas::Nf3, 1.0)]), GwpSet::Sar).expect_err("SAR has no NF3");
        assert_eq!(error.to_string(), "SAR gives no global warming potential for NF3");
    }

    #[test]
    fn names_are_read_as_people_write_them() {
        assert_eq!("HFC-134a".parse(), Ok(Gas::Hfc134a));
        assert_eq!("ch4".parse(), Ok(Gas::Ch4));
        assert_eq!("ar6".parse(), Ok(GwpSet::Ar6));
        assert!("CO".parse::<Gas>().is_err());
        assert!("AR7".parse::<GwpSet>().is_err());
    }
}
