//! Composting and anaerobic digestion.
//!
//! IPCC 2006, vol. 5, chapter 4, equations 4.1 and 4.2; default factors of table 4.1 as corrected in July 2015.
//! CO2 of biological treatment is biogenic and reported apart.

use serde::{Deserialize, Serialize};

use super::{
    WasteError,
    check::{self, MAX_GG, MAX_PARTS},
};

/// How waste is treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Process {
    /// Aerobic composting.
    Composting,
    /// Anaerobic digestion at biogas facilities.
    AnaerobicDigestion,
}

/// Whether masses are of wet or dry waste.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// As treated.
    #[default]
    Wet,
    /// Dry matter.
    Dry,
}

/// Waste treated in one year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Treatment {
    /// Treated streams, 1 to 64.
    pub streams: Vec<Stream>,
    /// Methane recovered, Gg.
    #[serde(default)]
    pub ch4_recovered_gg: f64,
}

/// One treated stream.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stream {
    /// Name of the stream.
    pub name: String,
    /// How it is treated.
    pub process: Process,
    /// Mass treated, Gg, wet or dry as `basis` says.
    pub gg: f64,
    /// Wet (default) or dry.
    #[serde(default)]
    pub basis: Basis,
    /// Own CH4 factor, g per kg of waste; the default of table 4.1 otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ch4_g_per_kg: Option<f64>,
    /// Own N2O factor, g per kg of waste; the default of table 4.1 otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n2o_g_per_kg: Option<f64>,
}

/// What biological treatment emits. Masses in Gg.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Treated {
    /// Methane generated.
    pub ch4_generated_gg: f64,
    /// Methane emitted: generated − recovered (equation 4.1).
    pub ch4_emitted_gg: f64,
    /// Nitrous oxide emitted (equation 4.2).
    pub n2o_emitted_gg: f64,
}

/// Default factors (CH4, N2O), g per kg: IPCC 2006, vol. 5, table 4.1, corrected July 2015.
pub fn default_factors(process: Process, basis: Basis) -> (f64, f64) {
    match (process, basis) {
        (Process::Composting, Basis::Wet) => (4.0, 0.24),
        (Process::Composting, Basis::Dry) => (10.0, 0.6),
        // N2O of digestion is taken as negligible (table 4.1).
        (Process::AnaerobicDigestion, Basis::Wet) => (0.8, 0.0),
        (Process::AnaerobicDigestion, Basis::Dry) => (2.0, 0.0),
    }
}

/// Emissions of biological treatment in one year.
///
/// # Errors
/// [`WasteError`] where a field is out of its range, a name is repeated, or more is recovered than generated.
pub fn treat(treatment: &Treatment) -> Result<Treated, WasteError> {
    check::length("streams", treatment.streams.len(), MAX_PARTS)?;
    check::unique("streams[].name", treatment.streams.iter().map(|s| s.name.as_str()))?;
    check::within("ch4_recovered_gg", treatment.ch4_recovered_gg, 0.0, MAX_GG)?;
    for (i, s) in treatment.streams.iter().enumerate() {
        check::name(&format!("streams[{i}].name"), &s.name)?;
        check::within(&format!("streams[{i}].gg"), s.gg, 0.0, MAX_GG)?;
        for (field, own) in [("ch4_g_per_kg", s.ch4_g_per_kg), ("n2o_g_per_kg", s.n2o_g_per_kg)] {
            check::within(&format!("streams[{i}].{field}"), own.unwrap_or(0.0), 0.0, 1000.0)?;
        }
    }
    let mut streams: Vec<&Stream> = treatment.streams.iter().collect();
    streams.sort_by(|a, b| a.name.cmp(&b.name));
    let (mut ch4, mut n2o) = (0.0, 0.0);
    for s in streams {
        let (default_ch4, default_n2o) = default_factors(s.process, s.basis);
        // Gg · g/kg · 10⁻³ = Gg.
        ch4 += s.gg * s.ch4_g_per_kg.unwrap_or(default_ch4) / 1000.0;
        n2o += s.gg * s.n2o_g_per_kg.unwrap_or(default_n2o) / 1000.0;
    }
    if treatment.ch4_recovered_gg > ch4 {
        let (recovered, generated) = (treatment.ch4_recovered_gg, ch4);
        return Err(WasteError::Recovery { field: "ch4_recovered_gg".into(), recovered, generated });
    }
    Ok(Treated {
        ch4_generated_gg: ch4,
        ch4_emitted_gg: ch4 - treatment.ch4_recovered_gg,
        n2o_emitted_gg: n2o,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream(name: &str, process: Process, gg: f64) -> Stream {
        Stream { name: name.into(), process, gg, basis: Basis::Wet, ch4_g_per_kg: None, n2o_g_per_kg: None }
    }

    #[test]
    fn default_factors_of_table_4_1() {
        let streams = vec![
            stream("garden", Process::Composting, 10.0),
            stream("food", Process::AnaerobicDigestion, 5.0),
        ];
        let result = treat(&Treatment { streams, ch4_recovered_gg: 0.004 }).expect("valid");
        // 10 Gg · 4 g/kg + 5 Gg · 0.8 g/kg = 0.044 Gg; 10 Gg · 0.24 g/kg = 0.0024 Gg.
        assert!((result.ch4_generated_gg - 0.044).abs() < 1e-15);
        assert!((result.ch4_emitted_gg - 0.040).abs() < 1e-15);
        assert!((result.n2o_emitted_gg - 0.0024).abs() < 1e-15);
    }

    #[test]
    fn own_factors_replace_defaults_and_bad_ones_are_named() {
        let mut own = stream("garden", Process::Composting, 10.0);
        own.ch4_g_per_kg = Some(1.0);
        let result = treat(&Treatment { streams: vec![own.clone()], ch4_recovered_gg: 0.0 }).expect("valid");
        assert!((result.ch4_emitted_gg - 0.01).abs() < 1e-15);
        own.n2o_g_per_kg = Some(f64::INFINITY);
        let error = treat(&Treatment { streams: vec![own], ch4_recovered_gg: 0.0 }).expect_err("refused");
        assert!(error.to_string().starts_with("streams[0].n2o_g_per_kg is inf"));
    }
}
