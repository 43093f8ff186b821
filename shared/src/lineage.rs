//! Lineage: hashes that stand for observations, formulas and values.
//!
//! The canonical text of a thing lists its parts in a fixed order, one a line. Numbers are written in the
//! shortest form that reads back to the same double, so that a hash does not depend on a machine.

pub mod prov;

use sha2::{Digest, Sha256};

use crate::{
    geo::GeoId,
    observation::{Observation, Series},
    period::Period,
    view::Explanation,
};

/// SHA-256 of a text, in hexadecimal.
pub fn sha256(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    let mut hex = String::with_capacity(64);
    for byte in digest {
        for half in [byte >> 4, byte & 15] {
            hex.push(char::from(b"0123456789abcdef"[usize::from(half)]));
        }
    }
    hex
}

/// The first 16 hexadecimal digits of a hash: enough to tell the observations of a pack apart.
pub fn short(hash: &str) -> String {
    hash.chars().take(16).collect()
}

/// A series as text: `ghg_emissions{gpc=I.1.1, scope=1}`.
pub fn series_text(series: &Series) -> String {
    dims_text(&series.concept, series.dims.iter().map(|(d, m)| (d.as_str(), m.as_str())))
}

/// A name with dimensions as text, `name{dim=member, …}`, or the bare name where there are none.
pub fn dims_text<'a>(name: &str, dims: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let pairs: Vec<String> = dims.map(|(d, m)| format!("{d}={m}")).collect();
    if pairs.is_empty() { name.into() } else { format!("{name}{{{}}}", pairs.join(", ")) }
}

/// Hash of an observation: series with unit, place, period, value, status, notation key, quality, source, and the
/// uncertainty where one is stated.
/// Notes are for readers and do not count.
pub fn observation_hash(observation: &Observation) -> String {
    let o = observation;
    let mut text = vec![
        series_text(&o.series),
        o.series.unit.clone(),
        o.geo.to_string(),
        o.period.to_string(),
        number(o.value),
        format!("{:?}", o.status),
        o.notation.map(|n| format!("{n:?}")).unwrap_or_default(),
        o.quality.map(|q| format!("{q:?}")).unwrap_or_default(),
        o.source.clone(),
    ];
    text.extend(o.uncertainty.map(|u| number(Some(u))));
    short(&sha256(&text.join("\n")))
}

/// Hash of a promise used as an input.
pub fn promise_hash(series: &str, geo: &GeoId, period: Period, value: f64, source: &str) -> String {
    let text = [series.into(), geo.to_string(), period.to_string(), number(Some(value)), source.into()];
    short(&sha256(&text.join("\n")))
}

/// Version of a factor: hash of the rows it was made of, the set of potentials and its value.
pub fn factor_hash(rows: &[String], gwp: Option<&str>, value: f64) -> String {
    short(&sha256(&[rows.join(","), gwp.unwrap_or_default().into(), number(Some(value))].join("\n")))
}

/// Version of a formula: the hash of its text with white space drawn together.
pub fn formula_version(formula: &str) -> String {
    short(&sha256(&formula.split_whitespace().collect::<Vec<_>>().join(" ")))
}

/// Hash of a value with all that it was made of; [`Explanation::hash`] itself does not count.
pub fn explanation_hash(explanation: &Explanation) -> String {
    let e = explanation;
    let mut lines = vec![
        e.engine.clone(),
        dims_text(&e.indicator, e.dims.iter().map(|(d, m)| (d.as_str(), m.as_str()))),
        e.geo.clone(),
        e.period.clone(),
        e.formula_version.clone(),
        e.unit.clone(),
        number(e.value),
        e.status.clone(),
        e.notation.clone(),
    ];
    lines.extend(e.factors.iter().map(|factor| factor.hash.clone()));
    lines.extend(e.inputs.iter().map(|input| input.hash.clone()));
    sha256(&lines.join("\n"))
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(String::new, |v| v.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_sha_256() {
        // FIPS 180-2, appendix B.1.
        assert_eq!(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(short(&sha256("abc")), "ba7816bf8f01cfea");
    }

    #[test]
    fn white_space_is_no_new_version_of_a_formula() {
        assert_eq!(formula_version("a + b"), formula_version("a\n  + b "));
        assert_ne!(formula_version("a + b"), formula_version("a - b"));
    }
}
