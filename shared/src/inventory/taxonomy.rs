//! The cells of a GPC inventory and the levels they count in.

use serde::{Deserialize, Serialize};

/// GPC scope of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Scope {
    /// In the city.
    #[serde(rename = "1")]
    One,
    /// From electricity, heat and cold supplied by grids.
    #[serde(rename = "2")]
    Two,
    /// Outside the city, because of activities in it.
    #[serde(rename = "3")]
    Three,
}

/// Reporting level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Level {
    /// Scopes 1 and 2 of stationary energy and transport, all waste generated in the city.
    #[serde(rename = "BASIC")]
    Basic,
    /// BASIC with scope 3 of energy and transport, IPPU and AFOLU.
    #[serde(rename = "BASIC+")]
    BasicPlus,
    /// All of scope 1, grid-supplied energy generation and imported waste included.
    #[serde(rename = "territorial")]
    Territorial,
}

impl Level {
    /// Every level.
    pub const ALL: [Self; 3] = [Self::Basic, Self::BasicPlus, Self::Territorial];

    /// The level's name as the GPC writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Basic => "BASIC",
            Self::BasicPlus => "BASIC+",
            Self::Territorial => "territorial",
        }
    }
}

/// One cell of an inventory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference {
    /// GPC reference number, e.g. `I.1.1`.
    pub gpc: &'static str,
    /// Sector, `I` to `VI`.
    pub sector: &'static str,
    /// Sub-sector, e.g. `I.1`.
    pub subsector: &'static str,
    /// Scope.
    pub scope: Scope,
    /// Smallest level it counts in; none where it counts in neither BASIC nor BASIC+.
    level: Option<Level>,
}

impl Reference {
    /// Whether the cell counts at a level.
    pub fn counts_in(&self, level: Level) -> bool {
        match level {
            Level::Basic => self.level == Some(Level::Basic),
            Level::BasicPlus => self.level.is_some(),
            Level::Territorial => self.scope == Scope::One,
        }
    }
}

macro_rules! references {
    ($($sector:literal $subsector:literal : $($gpc:literal $scope:ident $level:expr),+;)+) => {
        /// Every cell, in the order of the GPC's tables.
        pub static REFERENCES: &[Reference] = &[$($(Reference {
            gpc: $gpc,
            sector: $sector,
            subsector: $subsector,
            scope: Scope::$scope,
            level: $level,
        }),+),+];
    };
}

const B: Option<Level> = Some(Level::Basic);
const P: Option<Level> = Some(Level::BasicPlus);
/// Territorial only (I.4.4, III.x.3), or in no total (VI).
const N: Option<Level> = None;

references! {
    "I" "I.1": "I.1.1" One B, "I.1.2" Two B, "I.1.3" Three P;
    "I" "I.2": "I.2.1" One B, "I.2.2" Two B, "I.2.3" Three P;
    "I" "I.3": "I.3.1" One B, "I.3.2" Two B, "I.3.3" Three P;
    "I" "I.4": "I.4.1" One B, "I.4.2" Two B, "I.4.3" Three P, "I.4.4" One N;
    "I" "I.5": "I.5.1" One B, "I.5.2" Two B, "I.5.3" Three P;
    "I" "I.6": "I.6.1" One B, "I.6.2" Two B, "I.6.3" Three P;
    "I" "I.7": "I.7.1" One B;
    "I" "I.8": "I.8.1" One B;
    "II" "II.1": "II.1.1" One B, "II.1.2" Two B, "II.1.3" Three P;
    "II" "II.2": "II.2.1" One B, "II.2.2" Two B, "II.2.3" Three P;
    "II" "II.3": "II.3.1" One B, "II.3.2" Two B, "II.3.3" Three P;
    "II" "II.4": "II.4.1" One B, "II.4.2" Two B, "II.4.3" Three P;
    "II" "II.5": "II.5.1" One B, "II.5.2" Two B, "II.5.3" Three P;
    "III" "III.1": "III.1.1" One B, "III.1.2" Three B, "III.1.3" One N;
    "III" "III.2": "III.2.1" One B, "III.2.2" Three B, "III.2.3" One N;
    "III" "III.3": "III.3.1" One B, "III.3.2" Three B, "III.3.3" One N;
    "III" "III.4": "III.4.1" One B, "III.4.2" Three B, "III.4.3" One N;
    "IV" "IV.1": "IV.1" One P;
    "IV" "IV.2": "IV.2" One P;
    "V" "V.1": "V.1" One P;
    "V" "V.2": "V.2" One P;
    "V" "V.3": "V.3" One P;
    "VI" "VI.1": "VI.1" Three N;
}

/// The cell of a reference number.
pub fn reference(gpc: &str) -> Option<&'static Reference> {
    REFERENCES.iter().find(|r| r.gpc == gpc)
}

/// The scope of a cell as a number, none where the GPC has no such cell.
pub fn scope_of(gpc: &str) -> Option<u8> {
    reference(gpc).map(|r| match r.scope {
        Scope::One => 1,
        Scope::Two => 2,
        Scope::Three => 3,
    })
}
