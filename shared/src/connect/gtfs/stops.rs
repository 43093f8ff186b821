//! `stops.txt` alone, as some publish it.

use crate::connect::{ConnectError, Csv, Import, Input, Kind, Place, Warning, place};

/// Whether a file is such a table.
pub fn claims(_: &Input<'_>, head: &str) -> bool {
    let first = head.lines().next().unwrap_or_default();
    first.contains("stop_id") && first.contains("stop_lat")
}

/// Reads the stops as places.
///
/// # Errors
/// [`ConnectError`] where columns are missing.
pub fn read(input: &Input<'_>) -> Result<Import, ConnectError> {
    let mut import = Import::new("gtfs");
    let text = input.text(&mut import.warnings).into_owned();
    let mut csv = Csv::new(input, &text)?;
    let (id, name) = (csv.need(input, &["stop_id"])?, csv.need(input, &["stop_name"])?);
    let (lat, lon) = (csv.need(input, &["stop_lat"])?, csv.need(input, &["stop_lon"])?);
    while let Some(cells) = csv.next(input)? {
        import.records += 1;
        let point = place::point_of_text(cells.text(lon), cells.text(lat));
        if point.is_none() {
            import.warnings.add(
                Warning::new(Kind::UnknownPlace, "a stop without a position")
                    .at(cells.row, "stop_lat")
                    .found(cells.text(lat)),
            );
        }
        import.places.push(stop(cells.text(id), cells.text(name), point));
    }
    Ok(import)
}

/// A stop as a place.
pub(super) fn stop(id: &str, name: &str, point: Option<[f64; 2]>) -> Place {
    let mut stop = Place::new("stop", id);
    stop.name = name.into();
    stop.point = point;
    stop.geo = Some(super::feed::station("stop", id));
    stop
}
