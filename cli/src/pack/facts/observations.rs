//! Observation files: one row a figure.

use std::{collections::BTreeMap, path::Path};

use gemeo_shared::{
    observation::{Observation, Series},
    table::is_uncertainty,
};

use super::{FactsError, entries, rows};

/// Reads all CSV files of a folder; none where it does not exist.
pub(super) fn folder(path: &Path) -> Result<Vec<Observation>, FactsError> {
    if !path.exists() {
        return Ok(Vec::new());
    }
    let mut files = entries(path)?;
    files.retain(|p| p.extension().is_some_and(|e| e == "csv"));
    files.sort();
    let mut observations = Vec::new();
    for file in files {
        observations.extend(rows::read(&file, observation)?.unwrap_or_default());
    }
    Ok(observations)
}

fn observation(row: &rows::Row<'_>) -> Result<Observation, FactsError> {
    let value: Option<f64> = row.optional("value")?;
    if value.is_some_and(|v| !v.is_finite()) {
        return Err(row.fault("value", "is not a finite number"));
    }
    let uncertainty: Option<f64> = row.optional("uncertainty")?;
    if uncertainty.is_some_and(|u| !is_uncertainty(u)) {
        return Err(
            row.fault("uncertainty", "is not half a 95 % interval in per cent (above 0, at most 1000)")
        );
    }
    if uncertainty.is_some() && value.is_none() {
        return Err(row.fault("uncertainty", "is stated of a row without a value"));
    }
    Ok(Observation {
        series: Series { concept: row.needed("concept")?, unit: row.needed("unit")?, dims: dims(row)? },
        geo: row.value("geo")?,
        period: row.value("period")?,
        value,
        status: row.code("status")?.unwrap_or_default(),
        notation: row.code("notation")?,
        quality: row.code("quality")?,
        uncertainty,
        source: row.needed("source")?,
        note: note(row)?,
    })
}

fn dims(row: &rows::Row<'_>) -> Result<BTreeMap<String, String>, FactsError> {
    let text = row.text("dims");
    let mut dims = BTreeMap::new();
    for pair in text.split(';').filter(|pair| !pair.is_empty()) {
        let Some((name, member)) = pair.split_once('=').filter(|(n, m)| !n.is_empty() && !m.is_empty())
        else {
            return Err(row.fault("dims", &format!("“{pair}” is not name=member")));
        };
        if dims.insert(name.to_owned(), member.to_owned()).is_some() {
            return Err(row.fault("dims", &format!("“{name}” is given twice")));
        }
    }
    Ok(dims)
}

/// The note in both languages, Portuguese first, parted by ` | `.
fn note(row: &rows::Row<'_>) -> Result<Option<String>, FactsError> {
    match (row.text("note_pt"), row.text("note_en")) {
        ("", "") => Ok(None),
        ("", _) => Err(row.fault("note_pt", "is empty where note_en is not")),
        (_, "") => Err(row.fault("note_en", "is empty where note_pt is not")),
        (pt, en) => Ok(Some(format!("{pt} | {en}"))),
    }
}
