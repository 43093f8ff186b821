//! Observations: the one long table that data is between import and view.
//!
//! A [`Series`] says what is measured and how (concept, unit, dimensions); a row of the [`Table`] is one
//! value of one series at one place and period. Missing is never zero: a row without a value carries
//! a status or a GPC notation key that says why.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{geo::GeoId, period::Period, tree::tree_enum, tree_struct, wire::wire_enum};

/// What is measured, and how: inventory series of different method, boundary, scopes or gases are
/// different series and are never joined.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Series {
    /// The concept measured, e.g. `ghg_emissions`, `population`, `electricity`.
    pub concept: String,
    /// The unit as text, e.g. `tCO2e`, `kWh`, `µg/m3`; read by [`crate::unit`](crate).
    pub unit: String,
    /// Dimensions and their member, e.g. `method: GPC`, `subsector: I.1`, `scope: 1`, `gases: CO2e`.
    #[serde(default)]
    pub dims: BTreeMap<String, String>,
}

/// Status of an observation (SDMX `CL_OBS_STATUS` 2.2, the codes used here).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub enum Status {
    /// Normal value.
    #[default]
    A,
    /// Break in the time series.
    B,
    /// Definition differs.
    D,
    /// Estimated value.
    E,
    /// Imputed value.
    I,
    /// Missing value; data cannot exist.
    M,
    /// Missing value; data exist but were not collected.
    L,
    /// Provisional value.
    P,
    /// Missing value; suppressed.
    Q,
    /// Low reliability.
    U,
}

/// Why an inventory cell has no value (GPC, section 2.2 and table 2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum NotationKey {
    /// Included elsewhere.
    IE,
    /// Not estimated.
    NE,
    /// Not occurring.
    NO,
    /// Confidential.
    C,
}

/// Data quality of a value (GPC, table 5.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Quality {
    /// High: detailed activity data, specific factors.
    H,
    /// Medium: modelled activity data or general factors.
    M,
    /// Low: highly modelled or uncertain data, default factors.
    L,
}

/// One value of one series at one place and period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// What is measured.
    pub series: Series,
    /// Where.
    pub geo: GeoId,
    /// When.
    pub period: Period,
    /// The number in the series' unit; `None` where [`status`](Self::status) or
    /// [`notation`](Self::notation) says why there is none.
    pub value: Option<f64>,
    /// SDMX status.
    #[serde(default)]
    pub status: Status,
    /// GPC notation key, where the value is absent on purpose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notation: Option<NotationKey>,
    /// Data quality, where the source rates it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quality: Option<Quality>,
    /// Half the 95 % interval in per cent of the value, where the source states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uncertainty: Option<f64>,
    /// Id of the [`Source`](crate::source::Source).
    pub source: String,
    /// What a reader must know about this very figure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

wire_enum! {
    NotationKey { 0 = IE, 1 = NE, 2 = NO, 3 = C }
    Quality { 0 = H, 1 = M, 2 = L }
}

tree_struct! { Series { concept, unit; dims } }
tree_enum! { NotationKey { "IE" = IE, "NE" = NE, "NO" = NO, "C" = C } }
