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
    measured("biowaste_collected", "t", &[]),
    measured("buildings", "building", &["built"]),
    measured("buildings_needing_repair", "building", &[]),
    measured("buses", "vehicle", &["powertrain"]),
    measured("cars", "vehicle", &["powertrain"]),
    measured("climate_budget", "EUR", &["stage"]),
    measured("commuters", "person", &["mode"]),
    measured("commuting_share", "%", &["mode"]),
    measured("cycle_network", "km", &["kind"]),
    measured("dwellings", "dwelling", &[]),
    measured("dwellings_accessible", "dwelling", &[]),
    measured("dwellings_owned", "dwelling", &[]),
    measured("dwellings_parking", "dwelling", &[]),
    measured("dwellings_renovated", "dwelling", &[]),
    measured("dwellings_rented", "dwelling", &[]),
    measured("dwellings_usual", "dwelling", &[]),
    measured("dwellings_vacant", "dwelling", &[]),
    measured("elected", "person", &[]),
    measured("elected_women", "person", &[]),
    measured("electricity_billed", "kWh", &["voltage"]),
    measured("electricity_produced_renewable", "MWh", &["technology"]),
    measured("electricity_unallocated", "kWh", &["voltage"]),
    measured("electricity_used", "MWh", &[]),
    measured("energy_certificates", "dwelling", &["energy_class"]),
    measured("ev_charge_points", "point", &[]),
    measured("final_energy", "MWh", &["carrier", "sector"]),
    measured("final_energy_renewable", "MWh", &[]),
    measured("gdp", "EUR", &[]),
    measured("ghg_base", "tCO2e", &["boundary", "gases", "method", "scopes"]),
    measured(
        "ghg_emissions",
        "tCO2e",
        &["boundary", "gases", "gpc", "method", "scope", "sector", "subsector"],
    ),
    measured("ghg_reduction_reported", "%", &["base_year", "method"]),
    measured("ghg_reported", "tCO2e", &["boundary", "gases", "method", "scopes"]),
    measured("ghg_share_reported", "%", &["method", "sector"]),
    measured("green_area", "ha", &[]),
    measured("grid_emission_factor", "tCO2e/MWh", &["method", "publisher", "region"]),
    measured("hot_days", "day", &[]),
    measured("households", "household", &[]),
    measured("households_energy_poor", "household", &[]),
    measured("households_small", "household", &[]),
    measured("jobs", "person", &[]),
    measured("jobs_green", "person", &[]),
    measured("labour_force", "person", &[]),
    measured("measures_finished", "item", &[]),
    measured("measures_planned", "item", &[]),
    measured("municipal_budget", "EUR", &[]),
    measured("municipal_energy", "MWh", &[]),
    measured("municipal_floor_area", "m2", &[]),
    measured("participants", "person", &[]),
    measured("people_exposed_noise", "person", &[]),
    measured("people_in_flood_area", "person", &[]),
    measured("people_in_poverty", "person", &[]),
    measured("people_near_green", "person", &[]),
    measured("people_near_public_transport", "person", &[]),
    measured("pm25_exposure", "µg/m3", &[]),
    measured("population", "person", &[]),
    measured("population_0_14", "person", &[]),
    measured("population_15_24", "person", &[]),
    measured("population_25_64", "person", &[]),
    measured("population_65_plus", "person", &[]),
    measured("procurement", "EUR", &[]),
    measured("procurement_green", "EUR", &[]),
    measured("protected_area", "ha", &[]),
    measured("public_lighting_electricity", "MWh", &[]),
    measured("public_transport_trips", "trip", &[]),
    measured("pv_capacity", "kW", &[]),
    measured("road_deaths", "person", &[]),
    measured("supply_points", "point", &["meter"]),
    promised("target_base_emissions", "tCO2e"),
    promised("target_reduction", "%"),
    promised("target_year", "year"),
    measured("tree_canopy_area", "ha", &[]),
    measured("trees_planted", "tree", &[]),
    measured("unemployed", "person", &[]),
    measured("waste_collected", "t", &[]),
    measured("waste_treated", "t", &["treatment"]),
    measured("wastewater_collected", "m3", &[]),
    measured("wastewater_treated", "m3", &[]),
    measured("water_households", "m3", &[]),
    measured("water_lost", "m3", &[]),
    measured("water_reused", "m3", &[]),
    measured("water_supplied", "m3", &[]),
    measured("women", "person", &[]),
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
