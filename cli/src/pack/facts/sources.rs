//! `sources.csv` and `licences.csv`.

use std::{collections::BTreeMap, path::Path};

use gemeo_shared::source::{Reuse, Source};

use super::{FactsError, rows};

struct Licence {
    text: String,
    attribution: String,
    reuse: Reuse,
}

/// Reads the sources with their licences, by id.
pub(super) fn read(root: &Path) -> Result<Vec<Source>, FactsError> {
    let licences = licences(&root.join("licences.csv"))?;
    let path = root.join("sources.csv");
    let sources = rows::read(&path, |row| {
        let licence = row.needed("licence")?;
        let found = licences
            .get(&licence)
            .ok_or_else(|| row.fault("licence", &format!("“{licence}” is not in licences.csv")))?;
        Ok(Source {
            id: row.needed("id")?,
            title: row.needed("title")?,
            publisher: row.needed("publisher")?,
            citation: row.needed("citation")?,
            licence: found.text.clone(),
            attribution: found.attribution.clone(),
            reuse: found.reuse,
            vintage: row.optional("vintage")?,
        })
    })?;
    let mut sources = sources.ok_or_else(|| missing(&path))?;
    sources.sort_by(|a, b| a.id.cmp(&b.id));
    match sources.windows(2).find(|w| w[0].id == w[1].id) {
        Some(w) => Err(FactsError::File { path, message: format!("“{}” is listed twice", w[0].id) }),
        None => Ok(sources),
    }
}

fn licences(path: &Path) -> Result<BTreeMap<String, Licence>, FactsError> {
    let read = rows::read(path, |row| {
        let reuse = row.code("reuse")?.ok_or_else(|| row.fault("reuse", "is empty; write open or cite"))?;
        let licence =
            Licence { text: row.needed("licence")?, attribution: row.needed("attribution")?, reuse };
        Ok((row.needed("id")?, licence))
    })?;
    Ok(read.ok_or_else(|| missing(path))?.into_iter().collect())
}

fn missing(path: &Path) -> FactsError {
    FactsError::File { path: path.into(), message: "the file is missing".into() }
}
