//! The vocabulary of concepts: what a series may be called, its unit and its dimensions.
//!
//! Facts, packs and formulas share it. A series may be published in another unit of the same dimension;
//! the engine converts. A concept not listed here is refused by `gemeo pack check` and by the formula
//! checker, so that a misspelt name is an error and not an empty chart. This module uses nothing but the
//! standard library: the build script reads it too.

/// A concept that observations measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Concept {
    /// Name, e.g. `ghg_emissions`.
    pub id: &'static str,
    /// The unit formulas see.
    pub unit: &'static str,
    /// Dimensions its series may carry, sorted.
    pub dimensions: &'static [&'static str],
    /// Whether it is made from a city's promises and holds for every period; no fact may be called so.
    pub promise: bool,
}

const fn measured(id: &'static str, unit: &'static str, dimensions: &'static [&'static str]) -> Concept {
    Concept { id, unit, dimensions, promise: false }
}

const fn promised(id: &'static str, unit: &'static str) -> Concept {
    Concept { id, unit, dimensions: &["base_year", "current", "target"], promise: true }
}

/// Every concept, sorted by name.
pub static CONCEPTS: &[Concept] = &[
    measured("air_annual_mean", "µg/m3", &["pollutant"]),
    measured("air_data_capture", "%", &["pollutant"]),
    measured("air_limit", "µg/m3", &["pollutant", "standard", "statistic"]),
    measured("area", "km2", &["extent"]),
    measured("buildings", "building", &["built"]),
    measured("buildings_needing_repair", "building", &[]),
    measured("commuters", "person", &["mode"]),
    measured("commuting_share", "%", &["mode"]),
    measured("cycle_network", "km", &["kind"]),
    measured("dwellings", "dwelling", &[]),
    measured("dwellings_rented", "dwelling", &[]),
    measured("dwellings_vacant", "dwelling", &[]),
    measured("electricity_billed", "kWh", &["voltage"]),
    measured("electricity_unallocated", "kWh", &["voltage"]),
    measured("ghg_base", "tCO2e", &["boundary", "gases", "method", "scopes"]),
    measured(
        "ghg_emissions",
        "tCO2e",
        &["boundary", "gases", "gpc", "method", "scope", "sector", "subsector"],
    ),
    measured("ghg_reduction_reported", "%", &["base_year", "method"]),
    measured("ghg_reported", "tCO2e", &["boundary", "gases", "method", "scopes"]),
    measured("ghg_share_reported", "%", &["method", "sector"]),
    measured("grid_emission_factor", "tCO2e/MWh", &["method", "publisher", "region"]),
    measured("population", "person", &[]),
    measured("population_0_14", "person", &[]),
    measured("population_65_plus", "person", &[]),
    measured("supply_points", "point", &["meter"]),
    promised("target_base_emissions", "tCO2e"),
    promised("target_reduction", "%"),
    promised("target_year", "year"),
];

/// The concept of this name.
pub fn concept(id: &str) -> Option<&'static Concept> {
    CONCEPTS.binary_search_by_key(&id, |c| c.id).ok().map(|at| &CONCEPTS[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vocabulary_is_sorted_and_found() {
        assert!(CONCEPTS.windows(2).all(|w| w[0].id < w[1].id));
        assert!(CONCEPTS.iter().all(|c| c.dimensions.windows(2).all(|w| w[0] < w[1])));
        assert!(CONCEPTS.iter().all(|c| concept(c.id) == Some(c)));
        assert_eq!(concept("people"), None);
    }
}
