//! How a row was accounted: two ways for electricity, four for transport.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::wire::wire_enum;

/// The accounting method of a row, where the GPC knows several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Electricity at the average factor of the grid: the method of totals (GPC, section 6.5).
    LocationBased,
    /// Electricity at the factors of contracts and of the residual mix: reported beside the totals.
    MarketBased,
    /// Transport by fuel sold in the city (GPC, section 7.3.1).
    FuelSales,
    /// Transport by journeys that begin or end in the city, half of those that cross its border.
    InducedActivity,
    /// Transport by what happens inside the border, whoever drives.
    Territorial,
    /// Transport by what residents do, wherever they are.
    ResidentActivity,
}

impl Method {
    /// Every method.
    pub const ALL: [Self; 6] = [
        Self::LocationBased,
        Self::MarketBased,
        Self::FuelSales,
        Self::InducedActivity,
        Self::Territorial,
        Self::ResidentActivity,
    ];

    /// The name in tables and JSON, e.g. `fuel_sales`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LocationBased => "location_based",
            Self::MarketBased => "market_based",
            Self::FuelSales => "fuel_sales",
            Self::InducedActivity => "induced_activity",
            Self::Territorial => "territorial",
            Self::ResidentActivity => "resident_activity",
        }
    }

    /// Whether the method is one of electricity.
    pub fn is_electricity(self) -> bool {
        matches!(self, Self::LocationBased | Self::MarketBased)
    }

    /// Whether a row with this reference can have the method: electricity has scopes 2 and 3, transport is sector II.
    pub fn fits(self, gpc: &str) -> bool {
        match self.is_electricity() {
            true => {
                matches!(super::scope_of(gpc), Some(2 | 3))
                    && (gpc.starts_with("I.") || gpc.starts_with("II."))
            }
            false => gpc.starts_with("II."),
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A method that is not known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” is no accounting method; write location_based, market_based, fuel_sales, induced_activity, territorial or resident_activity"
)]
pub struct UnknownMethod(String);

impl FromStr for Method {
    type Err = UnknownMethod;

    /// Reads a name in any case, with spaces, hyphens or underscores, and the short names of transport methods.
    fn from_str(text: &str) -> Result<Self, UnknownMethod> {
        let plain: String = text.trim().to_ascii_lowercase().replace([' ', '-'], "_");
        let plain = match plain.as_str() {
            "location" => "location_based",
            "market" => "market_based",
            "induced" => "induced_activity",
            "geographic" | "geographic_territorial" => "territorial",
            "resident" => "resident_activity",
            other => other,
        };
        let found = Self::ALL.into_iter().find(|m| m.as_str() == plain);
        found.ok_or_else(|| UnknownMethod(text.chars().take(40).collect()))
    }
}

wire_enum! {
    Method {
        0 = LocationBased, 1 = MarketBased, 2 = FuelSales, 3 = InducedActivity, 4 = Territorial, 5 = ResidentActivity,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_people_write_them() {
        for method in Method::ALL {
            assert_eq!(method.as_str().parse(), Ok(method));
        }
        assert_eq!("Fuel sales".parse(), Ok(Method::FuelSales));
        assert_eq!("induced".parse(), Ok(Method::InducedActivity));
        assert!("guess".parse::<Method>().is_err());
    }

    #[test]
    fn methods_belong_to_their_sectors() {
        assert!(Method::MarketBased.fits("I.1.2") && Method::LocationBased.fits("II.2.3"));
        assert!(!Method::MarketBased.fits("I.1.1") && !Method::MarketBased.fits("III.1.2"));
        assert!(Method::FuelSales.fits("II.1.1") && !Method::FuelSales.fits("I.1.1"));
    }
}
