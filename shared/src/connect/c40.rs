//! The inventory of a city in the C40 GPC database, its columns turned to lines: `field,2020,2019,2018`.
//!
//! Values are tonnes of CO2e or a notation key of the GPC. `Population` and `Area` come along.

use super::{ConnectError, Csv, Import, Input, Kind, Warning, number::decimal, series};
use crate::{
    geo::GeoId,
    observation::{Series, Status},
    period::Period,
};

/// Cities of the database by their municipality.
const CITIES: [(&str, &str); 3] = [("Lisbon", "1106"), ("Porto", "1312"), ("Guimarães", "0308")];

/// Whether a file is such a table.
pub fn claims(_: &Input<'_>, head: &str) -> bool {
    head.starts_with("field,") && head.contains("GPC")
}

/// Reads the table. Lines that are no reference of the GPC describe the inventory.
///
/// # Errors
/// [`ConnectError`] where columns are no years or the city is not known.
pub fn read(input: &Input<'_>) -> Result<Import, ConnectError> {
    let mut import = Import::new("c40-gpc");
    let text = input.text(&mut import.warnings).into_owned();
    let mut csv = Csv::new(input, &text)?;
    let years: Vec<Option<Period>> =
        csv.header().iter().map(|h| h.parse().ok().filter(|p| matches!(p, Period::Year(_)))).collect();
    if years.iter().flatten().next().is_none() {
        return Err(input.shape("no column of a year", "a column for each year"));
    }
    let mut city = input.hints.place.clone();
    while let Some(cells) = csv.next(input)? {
        import.records += 1;
        let field = cells.text(0);
        if field == "City" {
            let known = CITIES.iter().find(|(name, _)| *name == cells.text(1));
            city = city.or_else(|| known.map(|(_, code)| GeoId::city(code)));
            continue;
        }
        let Some(series) = of_field(field) else { continue };
        let Some(city) = &city else {
            return Err(ConnectError::Needs {
                file: input.name.into(),
                what: "which city it is of",
                option: "--place city/1106",
            });
        };
        for (column, period) in years.iter().enumerate().filter_map(|(c, y)| Some((c, (*y)?))) {
            let cell = cells.text(column);
            let value = decimal(cell.as_bytes(), 0);
            let key = matches!(cell, "NO" | "NE" | "IE" | "C");
            if value.is_none() && !key {
                import.warnings.add(
                    Warning::new(Kind::NotANumber, "neither number nor notation key")
                        .at(cells.row, period.to_string())
                        .found(cell),
                );
                continue;
            }
            match value {
                Some(_) => import.observed.add(&series, city, period, value, Status::A),
                // why a note: a notation key is not lost on the way to the facts, where it has a column
                None => import.observed.add_noted(
                    &series,
                    city,
                    period,
                    None,
                    Status::M,
                    &format!("chave de notação {cell} | notation key {cell}"),
                ),
            }
        }
    }
    Ok(import)
}

fn of_field(field: &str) -> Option<Series> {
    if crate::exchange::is_gpc_ref(field) {
        return Some(series("ghg_emissions", "tCO2e", &[("gpc", field), ("method", "GPC")]));
    }
    // Sectors IV to VI are not split by scope.
    match field {
        "IV.1" | "IV.2" | "V.1" | "V.2" | "V.3" | "VI.1" => {
            Some(series("ghg_emissions", "tCO2e", &[("gpc", field), ("method", "GPC")]))
        }
        "Population" => Some(series("population", "person", &[])),
        "Area" => Some(series("area", "km2", &[])),
        _ => None,
    }
}
