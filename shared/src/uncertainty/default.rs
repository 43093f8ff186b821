//! How uncertain a figure is: as its source states, else by its rating, else by a default.
//!
//! Half the 95 % interval in per cent. Defaults are shown as such. A city replaces them by stating the uncertainty of
//! its figures, or by rating them H, M or L (GPC, section 5.6).
//!
//! | rule | ± % | rests on |
//! |---|---|---|
//! | `stated` | as stated | the row's source |
//! | `rated_h`, `statistics` | 5 | IPCC 2006, vol. 2, table 2.15: surveys of well-developed statistical systems, 3–5 % |
//! | `rated_m`, `unrated` | 10 | the same table: extrapolations of such systems, 5–10 % |
//! | `rated_l`, `estimated` | 25 | the same table: extrapolations of less developed systems, 15–25 % |
//! | `people` | 5 | IPCC 2006, vol. 5, table 6.7: human population, ± 5 % |
//! | `air_gas` | 15 | Directive 2008/50/EC, annex I: fixed measurements of NO2, NOx, SO2, CO, O3 |
//! | `air_particles` | 25 | the same annex: PM10, PM2.5, benzene |
//! | `fuel_co2` | 5 | IPCC 2006, vol. 2, table 1.4: limits of the carbon content of gas and oil products |
//! | `fuel_ch4` | 150 | IPCC 2006, vol. 2, table 2.12: upper end of 50–150 % |
//! | `fuel_n2o` | 900 | the same table: order of magnitude, a tenth to ten times the value; the larger distance counts (vol. 1, section 3.2.3.1) |
//!
//! Areas, limits and promises are exact by definition. The uncertainty of the global warming potentials is by
//! convention not part of an inventory's.

use crate::observation::{Quality, Status};

/// An uncertainty and the rule it comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Default {
    /// Half the 95 % interval, % of the value.
    pub pct: f64,
    /// Key of the rule.
    pub rule: &'static str,
    /// Whether the source stated or rated it.
    pub rated: bool,
}

const fn rule(pct: f64, rule: &'static str) -> Option<Default> {
    Some(Default { pct, rule, rated: false })
}

/// The uncertainty of an observation; none where it is exact by definition.
///
/// `pollutant` is that dimension of the series, where it has one; `stated` is half the 95 % interval in per cent.
pub fn of_observation(
    concept: &str,
    pollutant: Option<&str>,
    (stated, quality): (Option<f64>, Option<Quality>),
    status: Status,
) -> Option<Default> {
    let rated = |pct, rule| Some(Default { pct, rule, rated: true });
    if let Some(pct) = stated {
        return rated(pct, "stated");
    }
    match concept {
        "area" | "air_limit" | "air_data_capture" => return None,
        _ if concept.starts_with("target_") => return None,
        _ => {}
    }
    match quality {
        Some(Quality::H) => return rated(5.0, "rated_h"),
        Some(Quality::M) => return rated(10.0, "rated_m"),
        Some(Quality::L) => return rated(25.0, "rated_l"),
        None => {}
    }
    match (concept, status) {
        (_, Status::E | Status::I | Status::U) => rule(25.0, "estimated"),
        ("air_annual_mean" | "pm25_exposure", _) => match pollutant {
            Some("PM10" | "PM2.5" | "C6H6") | None => rule(25.0, "air_particles"),
            Some(_) => rule(15.0, "air_gas"),
        },
        ("population" | "population_0_14" | "population_15_24" | "population_25_64", _) => {
            rule(5.0, "people")
        }
        ("population_65_plus" | "women", _) => rule(5.0, "people"),
        ("electricity_billed" | "electricity_unallocated" | "supply_points", _) => rule(5.0, "statistics"),
        ("dwellings" | "buildings" | "households" | "commuters", _) => rule(5.0, "statistics"),
        (census, _) if census.starts_with("dwellings_") || census.starts_with("buildings_") => {
            rule(5.0, "statistics")
        }
        ("households_small", _) => rule(5.0, "statistics"),
        _ => rule(10.0, "unrated"),
    }
}

/// The uncertainty of a combustion factor by gas: the tables carried give no limits of single factors.
pub fn of_fuel(gas: &str) -> Option<Default> {
    match gas {
        // By far the most of it is CO2.
        "CO2" | "CO2e" => rule(5.0, "fuel_co2"),
        "N2O" => rule(900.0, "fuel_n2o"),
        _ => rule(150.0, "fuel_ch4"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rating_comes_before_a_default() {
        let of = |quality, status| {
            of_observation("ghg_emissions", None, (None, quality), status).map(|d| (d.pct, d.rated))
        };
        assert_eq!(of(Some(Quality::H), Status::E), Some((5.0, true)));
        assert_eq!(of(Some(Quality::L), Status::A), Some((25.0, true)));
        assert_eq!(of(None, Status::A), Some((10.0, false)));
        assert_eq!(of(None, Status::E), Some((25.0, false)));
    }

    #[test]
    fn what_a_source_states_comes_before_its_rating() {
        let of = |stated| of_observation("area", None, (stated, Some(Quality::L)), Status::E);
        assert_eq!(of(Some(2.5)), Some(Default { pct: 2.5, rule: "stated", rated: true }));
        assert_eq!(of(None), None, "an area is exact unless its source says otherwise");
    }

    #[test]
    fn what_is_set_is_exact() {
        for concept in ["area", "target_reduction", "air_limit"] {
            assert_eq!(of_observation(concept, None, (None, None), Status::A), None, "{concept}");
        }
        assert_eq!(
            of_observation("air_annual_mean", Some("NO2"), (None, None), Status::A).map(|d| d.pct),
            Some(15.0)
        );
        assert_eq!(
            of_observation("air_annual_mean", Some("PM10"), (None, None), Status::A).map(|d| d.pct),
            Some(25.0)
        );
    }
}
