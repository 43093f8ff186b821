//! Domestic wastewater: methane of treatment and discharge, nitrous oxide of effluent and plants.
//!
//! IPCC 2006, vol. 5, chapter 6: CH4 by equations 6.1–6.3, N2O by equations 6.7–6.9. Masses in tonnes.

use serde::{Deserialize, Serialize};

use super::{
    N2O_PER_N, WasteError,
    check::{self, MAX_PARTS},
};

/// The wastewater of a population in one year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wastewater {
    /// People.
    pub population: f64,
    /// Organic load, g BOD a person and day (table 6.4: Europe 60).
    pub bod_g_per_person_day: f64,
    /// Methane: the systems that treat or receive the water, 1 to 64.
    pub systems: Vec<System>,
    /// Maximum methane capacity Bo, kg CH4 per kg BOD (default 0.6, table 6.2).
    #[serde(default = "default_bo")]
    pub bo_kg_per_kg_bod: f64,
    /// Organic matter removed as sludge (S), t BOD a year.
    #[serde(default)]
    pub sludge_t_bod: f64,
    /// Methane recovered or flared (R), t a year.
    #[serde(default)]
    pub ch4_recovered_t: f64,
    /// Nitrous oxide; left out where it is not computed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nitrogen: Option<Nitrogen>,
}

fn default_bo() -> f64 {
    0.6
}

/// A treatment or discharge path.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct System {
    /// Name, e.g. `centralised aerobic`.
    pub name: String,
    /// Share of the load that takes this path, 0 to 1 (Σ U·T); shares add up to one at most.
    pub share: f64,
    /// Methane correction factor of the path, 0 to 1 (table 6.3).
    pub mcf: f64,
    /// Factor for industrial BOD discharged into sewers (I): 1.25 where collected, 1 where not.
    #[serde(default = "default_one")]
    pub industrial: f64,
}

fn default_one() -> f64 {
    1.0
}

/// What nitrous oxide is computed from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nitrogen {
    /// Protein eaten, kg a person and year.
    pub protein_kg_per_person: f64,
    /// Nitrogen in protein, kg N per kg (FNPR, default 0.16).
    #[serde(default = "default_fnpr")]
    pub n_in_protein: f64,
    /// Factor for protein not eaten (FNON-CON): 1.1 without garbage disposal, 1.4 with.
    #[serde(default = "default_non_consumed")]
    pub non_consumed: f64,
    /// Factor for industrial protein in sewers (FIND-COM, default 1.25).
    #[serde(default = "default_industrial")]
    pub industrial: f64,
    /// Nitrogen removed with sludge, t a year.
    #[serde(default)]
    pub sludge_t_n: f64,
    /// Factor of effluent, kg N2O-N per kg N (default 0.005).
    #[serde(default = "default_effluent")]
    pub effluent_kg_per_kg_n: f64,
    /// Part of the people served by modern plants with nitrification, 0 to 1 (TPLANT).
    #[serde(default)]
    pub plant_share: f64,
    /// Factor of such plants, g N2O a person and year (default 3.2).
    #[serde(default = "default_plant")]
    pub plant_g_per_person: f64,
}

fn default_fnpr() -> f64 {
    0.16
}
fn default_non_consumed() -> f64 {
    1.1
}
fn default_industrial() -> f64 {
    1.25
}
fn default_effluent() -> f64 {
    0.005
}
fn default_plant() -> f64 {
    3.2
}

/// What wastewater emits in a year, tonnes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Discharged {
    /// Organic load (TOW) with industrial BOD, t BOD.
    pub organic_t_bod: f64,
    /// Methane generated.
    pub ch4_generated_t: f64,
    /// Methane emitted.
    pub ch4_emitted_t: f64,
    /// Nitrous oxide of effluent; `None` where no nitrogen was given.
    pub n2o_effluent_t: Option<f64>,
    /// Nitrous oxide of plants; `None` where no nitrogen was given.
    pub n2o_plants_t: Option<f64>,
}

/// Emissions of domestic wastewater in one year.
///
/// Sludge is taken from each path by its part of the load.
///
/// # Errors
/// [`WasteError`] where a field is out of its range, a name is repeated, shares exceed one, more sludge is
/// removed than load comes in, or more methane is recovered than generated.
pub fn discharge(water: &Wastewater) -> Result<Discharged, WasteError> {
    check_water(water)?;
    let mut systems: Vec<&System> = water.systems.iter().collect();
    systems.sort_by(|a, b| a.name.cmp(&b.name));
    // Equation 6.3: TOW = P · BOD · 0.001 · I · 365, here in tonnes.
    let domestic = water.population * water.bod_g_per_person_day * 365.0 / 1e6;
    let loads: Vec<f64> = systems.iter().map(|s| domestic * s.share * s.industrial).collect();
    let organic = loads.iter().fold(0.0, |sum, load| sum + load);
    check::within("sludge_t_bod", water.sludge_t_bod, 0.0, organic)?;
    let kept = if organic > 0.0 { 1.0 - water.sludge_t_bod / organic } else { 0.0 };
    // Equations 6.1 and 6.2: EF = Bo · MCF.
    let generated = systems
        .iter()
        .zip(&loads)
        .fold(0.0, |sum, (s, load)| sum + load * kept * water.bo_kg_per_kg_bod * s.mcf);
    if water.ch4_recovered_t > generated {
        let recovered = water.ch4_recovered_t;
        return Err(WasteError::Recovery { field: "ch4_recovered_t".into(), recovered, generated });
    }
    let n2o = water.nitrogen.as_ref().map(|n| nitrous_oxide(water.population, n)).transpose()?;
    Ok(Discharged {
        organic_t_bod: organic,
        ch4_generated_t: generated,
        ch4_emitted_t: generated - water.ch4_recovered_t,
        n2o_effluent_t: n2o.map(|(effluent, _)| effluent),
        n2o_plants_t: n2o.map(|(_, plants)| plants),
    })
}

/// N2O of effluent and of plants, t.
fn nitrous_oxide(population: f64, n: &Nitrogen) -> Result<(f64, f64), WasteError> {
    // Equation 6.9, g to t.
    let plants = population * n.plant_share * n.industrial * n.plant_g_per_person / 1e6;
    // Equation 6.8; the nitrogen that plants have emitted leaves the effluent (box 6.1).
    let nitrogen =
        population * n.protein_kg_per_person * n.n_in_protein * n.non_consumed * n.industrial / 1e3;
    let emitted = plants / N2O_PER_N;
    check::within("nitrogen.sludge_t_n", n.sludge_t_n, 0.0, (nitrogen - emitted).max(0.0))?;
    let effluent = (nitrogen - n.sludge_t_n - emitted).max(0.0);
    Ok((effluent * n.effluent_kg_per_kg_n * N2O_PER_N, plants))
}

fn check_water(water: &Wastewater) -> check::Checked {
    check::within("population", water.population, 0.0, 1e10)?;
    check::within("bod_g_per_person_day", water.bod_g_per_person_day, 0.0, 1000.0)?;
    check::within("bo_kg_per_kg_bod", water.bo_kg_per_kg_bod, 0.0, 1.0)?;
    check::within("ch4_recovered_t", water.ch4_recovered_t, 0.0, 1e10)?;
    check::length("systems", water.systems.len(), MAX_PARTS)?;
    check::unique("systems[].name", water.systems.iter().map(|s| s.name.as_str()))?;
    for (i, s) in water.systems.iter().enumerate() {
        check::name(&format!("systems[{i}].name"), &s.name)?;
        check::fraction(&format!("systems[{i}].share"), s.share)?;
        check::fraction(&format!("systems[{i}].mcf"), s.mcf)?;
        check::within(&format!("systems[{i}].industrial"), s.industrial, 1.0, 10.0)?;
    }
    check::shares("systems[].share", water.systems.iter().map(|s| s.share))?;
    let Some(n) = &water.nitrogen else { return Ok(()) };
    check::within("nitrogen.protein_kg_per_person", n.protein_kg_per_person, 0.0, 200.0)?;
    check::fraction("nitrogen.n_in_protein", n.n_in_protein)?;
    check::within("nitrogen.non_consumed", n.non_consumed, 1.0, 10.0)?;
    check::within("nitrogen.industrial", n.industrial, 1.0, 10.0)?;
    check::within("nitrogen.effluent_kg_per_kg_n", n.effluent_kg_per_kg_n, 0.0, 1.0)?;
    check::fraction("nitrogen.plant_share", n.plant_share)?;
    check::within("nitrogen.plant_g_per_person", n.plant_g_per_person, 0.0, 1000.0)
}

#[cfg(test)]
#[path = "wastewater_tests.rs"]
mod tests;
