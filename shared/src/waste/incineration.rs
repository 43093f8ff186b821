//! Incineration and open burning of solid waste.
//!
//! IPCC 2006, vol. 5, chapter 5: fossil CO2 by equation 5.2 from the components of the waste, CH4 and N2O by
//! equations 5.4 and 5.5. CO2 of biogenic carbon is given apart and belongs to no scope.

use serde::{Deserialize, Serialize};

use super::{
    CO2_PER_C, WasteError,
    check::{self, MAX_GG, MAX_PARTS},
};

/// How waste is burnt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Technology {
    /// Continuous incineration, stoker.
    ContinuousStoker,
    /// Continuous incineration, fluidised bed.
    ContinuousFluidisedBed,
    /// Semi-continuous incineration, stoker.
    SemiContinuousStoker,
    /// Semi-continuous incineration, fluidised bed.
    SemiContinuousFluidisedBed,
    /// Batch incineration, stoker.
    BatchStoker,
    /// Batch incineration, fluidised bed.
    BatchFluidisedBed,
    /// Burning in the open or in a dump.
    OpenBurning,
}

/// Waste burnt in one year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Burnt {
    /// How it is burnt.
    pub technology: Technology,
    /// Mass of wet waste, Gg.
    pub gg: f64,
    /// What it is made of, 1 to 64 components; fractions add up to one at most.
    pub components: Vec<Component>,
    /// Oxidation factor, 0 to 1; default 1 for incineration, 0.58 for open burning (table 5.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oxidation: Option<f64>,
    /// Own CH4 factor, kg per Gg of wet waste; table 5.3 otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ch4_kg_per_gg: Option<f64>,
    /// Own N2O factor, kg per Gg of wet waste; table 5.6 otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n2o_kg_per_gg: Option<f64>,
}

/// One component of the waste.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Component {
    /// Name, e.g. `plastics`.
    pub name: String,
    /// Fraction of the wet waste, 0 to 1 (WF).
    pub fraction: f64,
    /// Dry matter, 0 to 1 (dm).
    pub dry_matter: f64,
    /// Carbon in dry matter, 0 to 1 (CF).
    pub carbon: f64,
    /// Fossil part of the carbon, 0 to 1 (FCF).
    pub fossil: f64,
}

/// What burning emits. Masses in Gg.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Burning {
    /// CO2 of fossil carbon.
    pub co2_fossil_gg: f64,
    /// CO2 of biogenic carbon, reported apart.
    pub co2_biogenic_gg: f64,
    /// CH4.
    pub ch4_gg: f64,
    /// N2O.
    pub n2o_gg: f64,
}

/// Dry matter, carbon in dry matter and fossil part of it, by component: IPCC 2006, vol. 5, table 2.4.
pub const COMPONENTS: [(&str, f64, f64, f64); 9] = [
    ("paper", 0.90, 0.46, 0.01),
    ("textiles", 0.80, 0.50, 0.20),
    ("food", 0.40, 0.38, 0.0),
    ("wood", 0.85, 0.50, 0.0),
    ("garden", 0.40, 0.49, 0.0),
    ("nappies", 0.40, 0.70, 0.10),
    ("rubber_leather", 0.84, 0.67, 0.20),
    ("plastics", 1.0, 0.75, 1.0),
    ("other_inert", 0.90, 0.03, 1.0),
];

/// A component of table 2.4 by its name, at a fraction of the waste.
pub fn default_component(name: &str, fraction: f64) -> Option<Component> {
    let (name, dry_matter, carbon, fossil) = COMPONENTS.into_iter().find(|(n, ..)| *n == name)?;
    Some(Component { name: name.into(), fraction, dry_matter, carbon, fossil })
}

/// CH4 factor, kg per Gg of wet waste (IPCC 2006, vol. 5, table 5.3 and section 5.4.2).
pub fn default_ch4(technology: Technology) -> f64 {
    match technology {
        Technology::ContinuousStoker => 0.2,
        Technology::ContinuousFluidisedBed => 0.0,
        Technology::SemiContinuousStoker => 6.0,
        Technology::SemiContinuousFluidisedBed => 188.0,
        Technology::BatchStoker => 60.0,
        Technology::BatchFluidisedBed => 237.0,
        Technology::OpenBurning => 6500.0,
    }
}

/// N2O factor, kg per Gg, of wet waste, but of dry waste for open burning (IPCC 2006, vol. 5, table 5.6).
pub fn default_n2o(technology: Technology) -> f64 {
    match technology {
        Technology::BatchStoker | Technology::BatchFluidisedBed => 60.0,
        Technology::OpenBurning => 150.0,
        _ => 50.0,
    }
}

/// Emissions of waste burnt in one year.
///
/// # Errors
/// [`WasteError`] where a field is out of its range, a name is repeated, or fractions exceed one.
pub fn burn(waste: &Burnt) -> Result<Burning, WasteError> {
    check_burnt(waste)?;
    let open = waste.technology == Technology::OpenBurning;
    // Table 5.2.
    let oxidation = waste.oxidation.unwrap_or(if open { 0.58 } else { 1.0 });
    let mut components: Vec<&Component> = waste.components.iter().collect();
    components.sort_by(|a, b| a.name.cmp(&b.name));
    let (mut fossil, mut biogenic, mut dry) = (0.0, 0.0, 0.0);
    for c in components {
        let carbon = c.fraction * c.dry_matter * c.carbon * oxidation;
        fossil += carbon * c.fossil;
        biogenic += carbon * (1.0 - c.fossil);
        dry += c.fraction * c.dry_matter;
    }
    let n2o_base = if open && waste.n2o_kg_per_gg.is_none() { waste.gg * dry } else { waste.gg };
    Ok(Burning {
        co2_fossil_gg: waste.gg * fossil * CO2_PER_C,
        co2_biogenic_gg: waste.gg * biogenic * CO2_PER_C,
        ch4_gg: waste.gg * waste.ch4_kg_per_gg.unwrap_or_else(|| default_ch4(waste.technology)) / 1e6,
        n2o_gg: n2o_base * waste.n2o_kg_per_gg.unwrap_or_else(|| default_n2o(waste.technology)) / 1e6,
    })
}

fn check_burnt(waste: &Burnt) -> check::Checked {
    check::within("gg", waste.gg, 0.0, MAX_GG)?;
    check::fraction("oxidation", waste.oxidation.unwrap_or(1.0))?;
    check::within("ch4_kg_per_gg", waste.ch4_kg_per_gg.unwrap_or(0.0), 0.0, 1e6)?;
    check::within("n2o_kg_per_gg", waste.n2o_kg_per_gg.unwrap_or(0.0), 0.0, 1e6)?;
    check::length("components", waste.components.len(), MAX_PARTS)?;
    check::unique("components[].name", waste.components.iter().map(|c| c.name.as_str()))?;
    for (i, c) in waste.components.iter().enumerate() {
        check::name(&format!("components[{i}].name"), &c.name)?;
        let fields = [
            ("fraction", c.fraction),
            ("dry_matter", c.dry_matter),
            ("carbon", c.carbon),
            ("fossil", c.fossil),
        ];
        for (field, value) in fields {
            check::fraction(&format!("components[{i}].{field}"), value)?;
        }
    }
    check::shares("components[].fraction", waste.components.iter().map(|c| c.fraction))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plastics(technology: Technology) -> Burnt {
        let components =
            ["plastics", "food"].iter().filter_map(|n| default_component(n, 0.5)).collect::<Vec<_>>();
        Burnt { technology, gg: 100.0, components, oxidation: None, ch4_kg_per_gg: None, n2o_kg_per_gg: None }
    }

    #[test]
    fn fossil_carbon_of_plastics_by_equation_5_2() {
        let result = burn(&plastics(Technology::ContinuousStoker)).expect("valid");
        // 100 · 0.5 · 1 · 0.75 · 1 · 44/12 = 137.5; food: 100 · 0.5 · 0.4 · 0.38 · 44/12 = 27.8666…
        assert!((result.co2_fossil_gg - 137.5).abs() < 1e-9);
        assert!((result.co2_biogenic_gg - 27.866_666_666_666_67).abs() < 1e-9);
        assert!((result.ch4_gg - 2e-5).abs() < 1e-15);
        assert!((result.n2o_gg - 0.005).abs() < 1e-15);
    }

    #[test]
    fn open_burning_oxidises_less_and_counts_n2o_by_dry_matter() {
        let result = burn(&plastics(Technology::OpenBurning)).expect("valid");
        assert!((result.co2_fossil_gg - 137.5 * 0.58).abs() < 1e-9);
        assert!((result.ch4_gg - 0.65).abs() < 1e-12);
        // Dry matter 0.5 · 1 + 0.5 · 0.4 = 0.7; 70 Gg · 150 kg/Gg = 0.0105 Gg.
        assert!((result.n2o_gg - 0.0105).abs() < 1e-12);
    }

    #[test]
    fn fractions_may_not_exceed_one() {
        let mut waste = plastics(Technology::BatchStoker);
        waste.components[0].fraction = 0.6;
        let error = burn(&waste).expect_err("refused").to_string();
        assert_eq!(error, "components[].fraction add up to 1.1; expected at most 1");
    }
}
