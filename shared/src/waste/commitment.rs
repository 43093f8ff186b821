//! Methane commitment: all methane that waste of one year will ever give, counted in that year.
//!
//! GPC, equations 8.3 and 8.4 (after IPCC 1996 and GPG 2000): simpler than decay, and it counts the future;
//! totals of the two methods are not comparable.

use serde::{Deserialize, Serialize};

use super::{
    CH4_PER_C, WasteError,
    check::{self, MAX_GG, MAX_PARTS},
};

/// Waste landfilled in one year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Landfilled {
    /// Waste streams, 1 to 64.
    pub streams: Vec<Stream>,
    /// Fraction of methane recovered, 0 to 1 (f_rec).
    #[serde(default)]
    pub recovered_fraction: f64,
    /// Oxidation factor OX, 0 to 1.
    #[serde(default)]
    pub ox: f64,
}

/// Waste of one composition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stream {
    /// Name of the stream.
    pub name: String,
    /// Mass of wet waste, Gg.
    pub gg: f64,
    /// Degradable organic carbon, 0 to 1.
    pub doc: f64,
    /// Fraction of the DOC that decomposes, 0 to 1.
    pub docf: f64,
    /// Methane correction factor, 0 to 1.
    pub mcf: f64,
    /// Fraction of methane in the gas, 0 to 1.
    pub f: f64,
}

/// The commitment. Masses in Gg CH4.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Commitment {
    /// Methane the waste will generate: Σ mass · L0.
    pub ch4_generated_gg: f64,
    /// Methane recovered.
    pub ch4_recovered_gg: f64,
    /// Methane emitted: generated · (1 − f_rec) · (1 − OX).
    pub ch4_emitted_gg: f64,
}

/// Methane generation potential L0, Gg CH4 per Gg of waste: `MCF · DOC · DOCf · F · 16/12` (GPC eq. 8.4).
pub fn potential(stream: &Stream) -> f64 {
    stream.mcf * stream.doc * stream.docf * stream.f * CH4_PER_C
}

/// Methane committed by waste landfilled in one year (GPC eq. 8.3).
///
/// # Errors
/// [`WasteError`] where a field is out of its range or a name is repeated.
pub fn commit(waste: &Landfilled) -> Result<Commitment, WasteError> {
    check::length("streams", waste.streams.len(), MAX_PARTS)?;
    check::unique("streams[].name", waste.streams.iter().map(|s| s.name.as_str()))?;
    check::fraction("recovered_fraction", waste.recovered_fraction)?;
    check::fraction("ox", waste.ox)?;
    let mut streams = Vec::with_capacity(waste.streams.len());
    for (i, s) in waste.streams.iter().enumerate() {
        check::name(&format!("streams[{i}].name"), &s.name)?;
        check::within(&format!("streams[{i}].gg"), s.gg, 0.0, MAX_GG)?;
        for (field, value) in [("doc", s.doc), ("docf", s.docf), ("mcf", s.mcf), ("f", s.f)] {
            check::fraction(&format!("streams[{i}].{field}"), value)?;
        }
        streams.push(s);
    }
    streams.sort_by(|a, b| a.name.cmp(&b.name));
    let generated = streams.iter().fold(0.0, |sum, s| sum + s.gg * potential(s));
    let recovered = generated * waste.recovered_fraction;
    Ok(Commitment {
        ch4_generated_gg: generated,
        ch4_recovered_gg: recovered,
        ch4_emitted_gg: (generated - recovered) * (1.0 - waste.ox),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::waste::fod;

    fn waste() -> Landfilled {
        let stream = Stream { name: "msw".into(), gg: 100.0, doc: 0.15, docf: 0.5, mcf: 1.0, f: 0.5 };
        Landfilled { streams: vec![stream], recovered_fraction: 0.0, ox: 0.1 }
    }

    #[test]
    fn hundred_gigagrams_commit_four_and_a_half() {
        // L0 = 1 · 0.15 · 0.5 · 0.5 · 16/12 = 0.05; 100 · 0.05 · 0.9 = 4.5 Gg (GPC eq. 8.3 and 8.4).
        let result = commit(&waste()).expect("valid");
        assert!((result.ch4_generated_gg - 5.0).abs() < 1e-12);
        assert!((result.ch4_emitted_gg - 4.5).abs() < 1e-12);
    }

    #[test]
    fn decay_over_a_very_long_time_reaches_the_commitment() {
        let deposits = vec![fod::Deposit { year: 2000, gg: 100.0, mcf: None }];
        let stream = fod::Stream {
            name: "msw".into(),
            doc: 0.15,
            docf: 0.5,
            mcf: 1.0,
            k: Some(0.09),
            half_life_years: None,
            f: 0.5,
            deposits,
        };
        let site =
            fod::Site { streams: vec![stream], ox: 0.1, delay_months: 6, recovery: vec![], end_year: 2300 };
        let decayed = fod::decay(&site).expect("valid").ch4_emitted_gg;
        let committed = commit(&waste()).expect("valid").ch4_emitted_gg;
        assert!((decayed - committed).abs() < 1e-9, "{decayed} {committed}");
    }

    #[test]
    fn errors_name_the_field() {
        let mut wrong = waste();
        wrong.streams[0].f = -0.1;
        assert_eq!(
            commit(&wrong).expect_err("refused").to_string(),
            "streams[0].f is -0.1; expected a number from 0 to 1"
        );
    }
}
