//! The files of one city's pack.

use std::collections::{BTreeMap, BTreeSet};

use gemeo_shared::{
    geo::Level,
    observation::Observation,
    pack::{
        CORE, DETAIL, FileEntry, GEOGRAPHY, Geography, MANIFEST, Manifest, SOURCES, VERSION, file,
        geography::{Parish, Surface, Wire},
        manifest,
    },
    source::Source,
    table::{Table, TableError},
    view::Profile,
};
use h3o::CellIndex;

use crate::pack::{
    dissolve::{self, grid, label},
    facts::{City, Facts, read_cell},
    json,
};

use super::{BuildError, Files};

/// Builds the pack of a city.
///
/// # Errors
/// [`BuildError`] with the city.
pub fn build(city: &City, facts: &Facts) -> Result<Files, BuildError> {
    let fault = |message: String| BuildError::City { city: city.file.id.clone(), message };
    let wire = places(city)?;
    let places = Geography::try_from(wire.clone()).map_err(|e| fault(e.to_string()))?;
    let profile = profile(city, &places).map_err(fault)?;
    let (core, detail) = tables(city, facts).map_err(|e| fault(e.to_string()))?;
    let sources = cited(&[&core, &detail], city, facts);
    let vintage = vintage(&[&core, &detail]);
    let (id, version) = (city.file.id.clone(), VERSION);
    let schema = |name: &str| name.to_owned();

    let mut files = Files::new();
    let targets = city.targets.clone();
    let core = file::Core { schema: schema(file::CORE_SCHEMA), version, profile, targets, table: core };
    files.insert(CORE.into(), json::bytes(&core)?);
    let detail =
        file::Detail { schema: schema(file::DETAIL_SCHEMA), version, city: id.clone(), table: detail };
    files.insert(DETAIL.into(), json::bytes(&detail)?);
    let geography = file::GeographyFile {
        schema: schema(file::GEOGRAPHY_SCHEMA),
        version,
        city: id.clone(),
        geography: wire,
    };
    files.insert(GEOGRAPHY.into(), json::bytes(&geography)?);
    let sources =
        file::SourcesFile { schema: schema(file::SOURCES_SCHEMA), version, city: id.clone(), sources };
    files.insert(SOURCES.into(), json::bytes(&sources)?);
    let manifest = listed(&files, id, vintage);
    files.insert(MANIFEST.into(), json::bytes(&manifest)?);
    Ok(files)
}

fn listed(files: &Files, city: String, vintage: String) -> Manifest {
    let entry = |bytes: &Vec<u8>| FileEntry { sha256: manifest::sha256(bytes), bytes: bytes.len() as u64 };
    let files: BTreeMap<_, _> = files.iter().map(|(name, bytes)| (name.clone(), entry(bytes))).collect();
    Manifest { schema: manifest::SCHEMA.into(), version: VERSION, city, vintage, files }
}

/// Observations of the city, its stations and its country, and those of smaller places.
fn tables(city: &City, facts: &Facts) -> Result<(Table, Table), TableError> {
    let all = facts.common.iter().chain(&city.observations).cloned();
    let large = |o: &Observation| file::in_core(o.geo.level);
    let (core, detail): (Vec<_>, Vec<_>) = all.partition(large);
    Ok((Table::from_rows(core)?, Table::from_rows(detail)?))
}

/// The newest period with a figure of the city itself, or an empty text where there is none.
fn vintage(tables: &[&Table]) -> String {
    let rows = tables.iter().flat_map(|t| t.rows());
    let own = rows.filter(|r| r.geo().level != Level::Country && r.value().is_some());
    own.map(|r| r.period()).max().map(|p| p.to_string()).unwrap_or_default()
}

/// The sources of every figure, promise and place, by id. One that is not known is left to the check.
fn cited(tables: &[&Table], city: &City, facts: &Facts) -> Vec<Source> {
    let mut ids: BTreeSet<&str> = tables.iter().flat_map(|t| t.source().iter().map(String::as_str)).collect();
    ids.extend(city.targets.iter().flat_map(|t| t.sources.iter().map(String::as_str)));
    ids.extend(city.places.sources.iter().map(String::as_str));
    ids.extend(city.places.stations.iter().map(|s| s.source.as_str()));
    facts.sources.iter().filter(|s| ids.contains(s.id.as_str())).cloned().collect()
}

fn profile(city: &City, places: &Geography) -> Result<Profile, String> {
    let file = &city.file;
    let bbox = file.bbox.or_else(|| places.bbox()).ok_or("there are no cells; give bbox in city.toml")?;
    let middle = |a: f64, b: f64| libm::round((a + b) / 2.0 * 1e5) / 1e5;
    Ok(Profile {
        id: file.id.clone(),
        code: file.code.clone(),
        name: file.name.clone(),
        country: file.country.clone(),
        centre: file.centre.unwrap_or([middle(bbox[0], bbox[2]), middle(bbox[1], bbox[3])]),
        bbox,
    })
}

/// Parishes, outlines, cells and stations as `geography.json` holds them.
fn places(city: &City) -> Result<Wire, BuildError> {
    let id = || city.file.id.clone();
    let places = &city.places;
    let codes: BTreeMap<&str, u32> =
        places.parish2025.iter().enumerate().map(|(i, p)| (p.code.as_str(), i as u32)).collect();
    let mut cells: Vec<(u32, Surface, CellIndex)> = Vec::with_capacity(places.cells.len());
    for (code, surface, cell) in &places.cells {
        let parish = codes.get(code.as_str()).ok_or_else(|| BuildError::City {
            city: id(),
            message: format!("cells.csv: the parish “{code}” is not in parishes.csv (edition 2025)"),
        })?;
        cells.push((*parish, *surface, *cell));
    }
    // Outlines show land: an estuary belongs to its parishes by law and is drawn as water.
    let (land, water): (Vec<_>, Vec<_>) = cells.iter().partition(|(_, s, _)| *s == Surface::Land);
    let land: Vec<(u32, CellIndex)> = land.into_iter().map(|(p, _, c)| (p, c)).collect();
    let water: Vec<CellIndex> = water.into_iter().map(|(_, _, c)| c).collect();
    let dissolve = |error| BuildError::Dissolve { city: id(), error };
    let census = census_cells(&city.observations);
    let (parish2025, parish2013) = labelled(city, &land);
    Ok(Wire {
        sources: places.sources.iter().cloned().collect(),
        parish2025,
        parish2013,
        arcs: match &places.arcs {
            Some(official) => official.clone(),
            None => dissolve::arcs(&land, &water).map_err(dissolve)?,
        },
        cells: grid::parish_cells(places.parish2025.len(), &cells),
        grid: if census.is_empty() { None } else { Some(grid::grid(&census).map_err(dissolve)?) },
        stations: places.stations.clone(),
        basemap: city.file.basemap.clone(),
    })
}

/// Parishes of both editions with the place of their label: deep inside, on land.
fn labelled(city: &City, land: &[(u32, CellIndex)]) -> (Vec<Parish>, Vec<Parish>) {
    let places = &city.places;
    let of_2013: BTreeMap<&str, u32> =
        places.parish2013.iter().enumerate().map(|(i, p)| (p.code.as_str(), i as u32)).collect();
    let parent = |parish: &Parish| of_2013.get(parish.parent.as_deref().unwrap_or(&parish.code)).copied();
    let parents: Vec<Option<u32>> = places.parish2025.iter().map(parent).collect();
    let older: Vec<(u32, CellIndex)> =
        land.iter().filter_map(|(p, c)| Some((parents[*p as usize]?, *c))).collect();
    let middle = city.file.centre.unwrap_or_default();
    let put = |parishes: &[Parish], labels: &BTreeMap<u32, [f64; 2]>| {
        let at = |i: usize| labels.get(&(i as u32)).copied().unwrap_or(middle);
        parishes.iter().enumerate().map(|(i, p)| Parish { label: at(i), ..p.clone() }).collect()
    };
    (put(&places.parish2025, &label::labels(land)), put(&places.parish2013, &label::labels(&older)))
}

/// The cells that carry figures of their own.
fn census_cells(observations: &[Observation]) -> Vec<CellIndex> {
    let cells: BTreeSet<&str> =
        observations.iter().filter(|o| o.geo.level == Level::Cell).map(|o| o.geo.code.as_str()).collect();
    cells.into_iter().filter_map(read_cell).collect()
}
