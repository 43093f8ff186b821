//! What a concept's values can be, and how the values of parts add up to the whole.

/// Bounds and totals of one concept.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Rule {
    /// Smallest value that can be, where there is one.
    pub min: Option<f64>,
    /// Largest value that can be, where there is one.
    pub max: Option<f64>,
    /// How parishes and cells add up to the city, where they do.
    pub total: Option<Total>,
}

/// How parts add up to the whole.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Total {
    /// Concept of what belongs to the city and to none of its parishes.
    pub remainder: Option<&'static str>,
    /// Largest difference that rounding explains, in the concept's unit.
    pub within: f64,
    /// Largest difference that rounding explains, as a share of the whole.
    pub share: f64,
}

/// The rule of a concept.
pub(super) fn of(concept: &str) -> Rule {
    let positive = Rule { min: Some(0.0), ..Rule::default() };
    let total = |total: Total| Rule { total: Some(total), ..positive };
    match concept {
        // Removals by land use make a sub-sector negative (GPC, chapter 10).
        "ghg_emissions" => Rule::default(),
        // An increase since the base year is a negative reduction.
        "ghg_reduction_reported" => Rule { max: Some(100.0), ..Rule::default() },
        "ghg_share_reported" | "commuting_share" | "air_data_capture" => {
            Rule { max: Some(100.0), ..positive }
        }
        // Counts of a census: exact.
        "population"
        | "population_0_14"
        | "population_65_plus"
        | "dwellings"
        | "dwellings_vacant"
        | "dwellings_rented"
        | "dwellings_usual"
        | "dwellings_accessible"
        | "dwellings_parking"
        | "dwellings_owned"
        | "households"
        | "households_small"
        | "women"
        | "population_15_24"
        | "population_25_64"
        | "buildings"
        | "buildings_needing_repair"
        | "commuters" => total(Total::default()),
        // Areas computed from simplified boundaries differ from the official ones by some per mille.
        "area" => total(Total { share: 0.005, ..Total::default() }),
        // Each of up to some hundred rows is rounded to 0.1 kWh.
        "electricity_billed" => {
            total(Total { remainder: Some("electricity_unallocated"), within: 5.0, share: 0.0 })
        }
        _ => positive,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::vocabulary;

    #[test]
    fn every_concept_named_here_is_in_the_vocabulary() {
        let text = include_str!("rules.rs");
        let rules = text.split("pub(super) fn of").nth(1).and_then(|t| t.split("mod tests").next());
        let names = rules.unwrap_or_default().split('"').skip(1).step_by(2);
        for name in names {
            assert!(vocabulary::concept(name).is_some(), "{name}");
        }
        assert_eq!(of("population").min, Some(0.0));
    }
}
