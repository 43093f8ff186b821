//! The inventory of a city in the C40 GPC database, its columns turned to lines: `field,2020,2019,2018`.
//!
//! Values are tonnes of CO2e or a notation key of the GPC. `Population` and `Area` come along.

use super::{ConnectError, Csv, Import, Input, Kind, Warning, number::decimal, series};
use crate::{
    geo::GeoId,
    inventory::{reference, scope_of},
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

/// The series of a field: a cell of the GPC's tables by its reference number, of the city within its boundary, in CO2e.
fn of_field(field: &str) -> Option<Series> {
    if let Some((cell, scope)) = reference(field).zip(scope_of(field)) {
        let scope = scope.to_string();
        let dims = [
            ("boundary", "city"),
            ("gases", "CO2e"),
            ("gpc", cell.gpc),
            ("method", "GPC"),
            ("scope", &scope),
            ("sector", cell.sector),
            ("subsector", cell.subsector),
        ];
        return Some(series("ghg_emissions", "tCO2e", &dims));
    }
    match field {
        "Population" => Some(series("population", "person", &[])),
        "Area" => Some(series("area", "km2", &[])),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connect::Hints;

    #[test]
    fn a_cell_of_the_tables_has_its_sector_and_scope_and_a_notation_key_is_no_number() {
        let text = "field,2020,2019\nGPC,Yes,Yes\nCity,Lisbon,Lisbon\nI.4.4,1.5,NO\nVI.1,-2,NE\nI.9.9,1,1\nPopulation,545796,\n";
        let i = read(&Input { name: "x.csv", bytes: text.as_bytes(), hints: &Hints::default() })
            .expect("readable");
        let o: Vec<_> = i.observed.observations().collect();
        assert_eq!((o[0].series.dims["sector"].as_str(), o[0].series.dims["scope"].as_str()), ("I", "1"));
        assert_eq!((o[0].value, o[1].value, o[1].status), (Some(1.5), None, Status::M));
        assert!(o[1].note.as_ref().is_some_and(|n| n.contains("NO")));
        assert!(!o.iter().any(|o| o.series.dims.get("gpc").is_some_and(|g| g == "I.9.9")), "no such cell");
        assert!(o.iter().any(|o| o.series.concept == "population" && o.value == Some(545_796.0)));
    }
}
