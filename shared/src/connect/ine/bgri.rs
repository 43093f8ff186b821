//! The census by statistical subsection: `BGRI2021_1106.csv`, with a point in EPSG:3763 for each.

use std::collections::BTreeMap;

use h3o::{LatLng, Resolution};

use crate::{
    connect::{
        ConnectError, Csv, Import, Input, Kind, Observed, Place, Warning, from_tm06, number::decimal, series,
    },
    geo::{GeoId, Level},
    observation::{Series, Status},
    period::Period,
};

/// Id of the source in packs.
pub const SOURCE: &str = "ine-bgri-2021";

/// Column, concept, unit and dimension of what is read.
type Measure = (&'static str, &'static str, &'static str, Option<(&'static str, &'static str)>);

/// What is read.
const MEASURES: [Measure; 16] = [
    ("N_INDIVIDUOS", "population", "person", None),
    ("N_INDIVIDUOS_0_14", "population_0_14", "person", None),
    ("N_INDIVIDUOS_15_24", "population_15_24", "person", None),
    ("N_INDIVIDUOS_25_64", "population_25_64", "person", None),
    ("N_INDIVIDUOS_65_OU_MAIS", "population_65_plus", "person", None),
    ("N_ALOJAMENTOS_TOTAL", "dwellings", "dwelling", None),
    ("N_ALOJAMENTOS_FAM_CLASS_VAGOS_OU_RESID_SECUNDARIA", "dwellings_vacant", "dwelling", None),
    ("N_RHABITUAL_ARRENDADOS", "dwellings_rented", "dwelling", None),
    ("N_AGREGADOS_DOMESTICOS_PRIVADOS", "households", "household", None),
    ("N_EDIFICIOS_CLASSICOS", "buildings", "building", None),
    ("N_EDIFICIOS_CONSTR_ANTES_1945", "buildings", "building", Some(("built", "before_1946"))),
    ("N_EDIFICIOS_CONSTR_1946_1980", "buildings", "building", Some(("built", "1946_1980"))),
    ("N_EDIFICIOS_CONSTR_1981_2000", "buildings", "building", Some(("built", "1981_2000"))),
    ("N_EDIFICIOS_CONSTR_2001_2010", "buildings", "building", Some(("built", "2001_2010"))),
    ("N_EDIFICIOS_CONSTR_2011_2021", "buildings", "building", Some(("built", "2011_2021"))),
    ("N_EDIFICIOS_COM_NECESSIDADES_REPARACAO", "buildings_needing_repair", "building", None),
];

/// Whether a file is such a table.
pub fn claims(_: &Input<'_>, head: &str) -> bool {
    let first = head.lines().next().unwrap_or_default();
    first.contains("BGRI2021") && first.contains("N_INDIVIDUOS")
}

/// Reads the table: an observation for each subsection and measure, and the subsections as places.
///
/// # Errors
/// [`ConnectError`] where columns are missing.
pub fn read(input: &Input<'_>) -> Result<Import, ConnectError> {
    let mut import = Import::new(SOURCE);
    let text = input.text(&mut import.warnings).into_owned();
    let mut csv = Csv::new(input, &text)?;
    let code = csv.need(input, &["BGRI2021"])?;
    let parish = csv.need(input, &["DTMNFR21"])?;
    let (x, y) = (csv.need(input, &["X"])?, csv.need(input, &["Y"])?);
    let measures: Vec<(usize, &str, Series)> = MEASURES
        .iter()
        .filter_map(|(column, concept, unit, dim)| {
            let dims: Vec<(&str, &str)> = dim.iter().copied().collect();
            Some((csv.find(&[column])?, *column, series(concept, unit, &dims)))
        })
        .collect();
    if measures.is_empty() {
        return Err(input.shape("no count of people, dwellings or buildings", "columns such as N_INDIVIDUOS"));
    }
    while let Some(cells) = csv.next(input)? {
        import.records += 1;
        import.observed.room(input.name)?;
        let section = cells.text(code);
        if section.len() != 11 || !section.bytes().all(|b| b.is_ascii_alphanumeric()) {
            import.warnings.add(
                Warning::new(Kind::UnknownPlace, "not a code of a subsection")
                    .at(cells.row, "BGRI2021")
                    .found(section),
            );
            continue;
        }
        let geo = GeoId { level: Level::Section, code: section.into() };
        for (column, name, series) in &measures {
            let cell = cells.text(*column);
            let value = decimal(cell.as_bytes(), 0);
            if value.is_none() {
                import.warnings.add_with(Kind::NotANumber, || {
                    Warning::new(Kind::NotANumber, "no count").at(cells.row, *name).found(cell)
                });
            }
            let status = if value.is_some() { Status::A } else { Status::Q };
            import.observed.add(series, &geo, Period::Year(2021), value, status);
        }
        let mut place = Place::new("section", section).with("parish", cells.text(parish));
        place.geo = Some(geo);
        let grid = |c: usize| decimal(cells.text(c).as_bytes(), 0);
        place.point = grid(x).zip(grid(y)).map(|(e, n)| from_tm06(e, n));
        import.places.push(place);
    }
    Ok(import)
}

/// Sums over subsections by H3 cell: the cell that the subsection's point lies in.
///
/// A sum leaves out subsections whose value is secret; those without a point are counted nowhere and given back as
/// the number of subsections left out.
pub fn by_cell(import: &Import, resolution: Resolution) -> (Observed, usize) {
    let mut left_out = 0;
    let cells: BTreeMap<&GeoId, GeoId> = import
        .places
        .iter()
        .filter_map(|place| {
            let cell =
                place.point.and_then(|[lon, lat]| LatLng::new(lat, lon).ok()).map(|p| p.to_cell(resolution));
            left_out += usize::from(cell.is_none());
            Some((place.geo.as_ref()?, GeoId { level: Level::Cell, code: cell?.to_string() }))
        })
        .collect();
    (sums(&import.observed, |place| cells.get(place).cloned()), left_out)
}

/// Sums over subsections by parish: the first six characters of their codes.
pub fn by_parish(import: &Import) -> Observed {
    sums(&import.observed, |place| {
        let code = place.code.get(..6).filter(|_| place.level == Level::Section)?;
        Some(GeoId { level: Level::Parish2013, code: code.into() })
    })
}

fn sums(observed: &Observed, place: impl Fn(&GeoId) -> Option<GeoId>) -> Observed {
    let mut sums: BTreeMap<(u32, GeoId, Period), f64> = BTreeMap::new();
    let targets: Vec<Option<GeoId>> = observed.places().iter().map(place).collect();
    for row in observed.rows() {
        if let (Some(target), Some(value)) = (&targets[row.place as usize], row.value) {
            *sums.entry((row.series, target.clone(), row.period)).or_default() += value;
        }
    }
    let mut out = Observed::new(&observed.source);
    for ((series, place, period), value) in sums {
        out.add(&observed.series()[series as usize], &place, period, Some(value), Status::A);
    }
    out
}
