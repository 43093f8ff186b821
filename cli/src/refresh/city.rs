//! A city as its folder of facts describes it, for what is asked of sources.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use gemeo_shared::geo::{GeoId, Level};
use h3o::CellIndex;

use super::Fault;

/// Degrees around a city within which a station still says something of it: some five kilometres.
pub const AROUND: f64 = 0.05;

/// A city.
pub struct City {
    /// Name of its folder.
    pub id: String,
    /// Code of the municipality.
    pub code: String,
    /// Its name.
    pub name: String,
    /// West, south, east, north in degrees, where it is known.
    pub bbox: Option<[f64; 4]>,
    /// Numbers of its air quality stations.
    pub stations: BTreeSet<String>,
    /// What sources call it, by `names.toml`.
    pub names: BTreeMap<String, String>,
}

/// Reads which city it is.
///
/// # Errors
/// Where there is no such folder of facts, or a file of it cannot be read.
pub fn city(facts: &Path, id: &str) -> Result<City, Fault> {
    let known =
        !id.is_empty() && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    let folder = facts.join(id);
    let path = folder.join("city.toml");
    if !known || !path.is_file() {
        return Err(format!("there is no city “{id}” in {}", facts.display()).into());
    }
    let file: toml::Table = read(&path)?;
    let text = |key: &str| file.get(key).and_then(toml::Value::as_str).map(str::to_owned);
    let code = text("code").ok_or_else(|| format!("{}: no code", path.display()))?;
    let names = folder.join("names.toml");
    Ok(City {
        id: id.into(),
        name: text("name").unwrap_or_else(|| id.into()),
        code,
        bbox: stated(&file).or(of_cells(&folder.join("cells.csv"))?),
        stations: first_column(&folder.join("stations.csv"))?.into_iter().collect(),
        names: if names.is_file() { read(&names)? } else { BTreeMap::new() },
    })
}

fn read<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, Fault> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    toml::from_str(&text).map_err(|e| format!("{}: {e}", path.display()).into())
}

fn first_column(path: &Path) -> Result<Vec<String>, Fault> {
    if !path.is_file() {
        return Ok(vec![]);
    }
    let wrong = |e: csv::Error| format!("{}: {e}", path.display());
    let mut out = Vec::new();
    for row in csv::Reader::from_path(path).map_err(wrong)?.records() {
        out.extend(row.map_err(wrong)?.get(0).map(str::to_owned));
    }
    Ok(out)
}

fn stated(file: &toml::Table) -> Option<[f64; 4]> {
    let list = file.get("bbox")?.as_array()?;
    let at = |i: usize| list.get(i).and_then(|v| v.as_float().or(v.as_integer().map(|i| i as f64)));
    Some([at(0)?, at(1)?, at(2)?, at(3)?])
}

/// Around the middles of the city's cells.
fn of_cells(path: &Path) -> Result<Option<[f64; 4]>, Fault> {
    if !path.is_file() {
        return Ok(None);
    }
    let wrong = |e: csv::Error| format!("{}: {e}", path.display());
    let mut reader = csv::Reader::from_path(path).map_err(wrong)?;
    let columns = reader.headers().map_err(wrong)?.clone();
    let mut bbox: Option<[f64; 4]> = None;
    for row in reader.records() {
        let row = row.map_err(wrong)?;
        let cells = columns.iter().zip(&row).filter(|(name, _)| name.contains("cell"));
        for cell in cells.filter_map(|(_, text)| text.parse::<CellIndex>().ok()) {
            let at = h3o::LatLng::from(cell);
            let (x, y) = (at.lng(), at.lat());
            let [w, s, e, n] = bbox.unwrap_or([x, y, x, y]);
            bbox = Some([w.min(x), s.min(y), e.max(x), n.max(y)]);
        }
    }
    Ok(bbox)
}

impl City {
    /// Whether a figure about a place concerns the city: it is the city, a part of it, or what it lies in.
    pub fn concerns(&self, geo: &GeoId, points: &BTreeMap<GeoId, [f64; 2]>) -> bool {
        match geo.level {
            Level::Country | Level::Region => true,
            Level::District => self.code.starts_with(&geo.code),
            Level::City => geo.code == self.code,
            Level::Parish2013 | Level::Parish2025 | Level::Section => geo.code.starts_with(&self.code),
            Level::Postcode => false,
            Level::Cell => geo.code.parse::<CellIndex>().is_ok_and(|cell| {
                let at = h3o::LatLng::from(cell);
                self.holds([at.lng(), at.lat()], 0.0)
            }),
            Level::Station => {
                self.stations.contains(&geo.code) || points.get(geo).is_some_and(|p| self.holds(*p, AROUND))
            }
        }
    }

    /// Whether a point lies in the box around the city, or within so many degrees of it.
    pub fn holds(&self, [x, y]: [f64; 2], around: f64) -> bool {
        self.bbox.is_some_and(|[w, s, e, n]| {
            (w - around..=e + around).contains(&x) && (s - around..=n + around).contains(&y)
        })
    }
}
