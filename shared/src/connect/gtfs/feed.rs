//! A timetable: routes, how often stops are served on the busiest weekday, and which cells are covered.

use std::collections::{BTreeMap, HashMap};

use h3o::{LatLng, Resolution};

use super::{
    timetable::{self, Timetable, each},
    unzip,
};
use crate::{
    connect::{ConnectError, Import, Input, Kind, Place, Warning, place, series},
    geo::{GeoId, Level},
    observation::Status,
};

/// The tables that are read.
const TABLES: [&str; 7] = [
    "routes.txt",
    "trips.txt",
    "stops.txt",
    "stop_times.txt",
    "calendar.txt",
    "calendar_dates.txt",
    "frequencies.txt",
];
/// Size of the cells of coverage: some 170 m from centre to edge.
const CELL: Resolution = Resolution::Nine;

/// The files of a feed.
type Files = BTreeMap<String, Vec<u8>>;

/// Whether a file is a feed.
pub fn claims(input: &Input<'_>, _: &str) -> bool {
    let tail = &input.bytes[input.bytes.len().saturating_sub(64 << 10)..];
    input.bytes.starts_with(b"PK\x03\x04") && tail.windows(14).any(|w| w == b"stop_times.txt")
}

/// Reads a feed: routes and stops as places; trips by route, departures by stop, and stops and departures by cell on
/// the weekday with most trips.
///
/// # Errors
/// [`ConnectError`] where tables are missing or the archive is damaged or too large.
pub fn read(input: &Input<'_>) -> Result<Import, ConnectError> {
    let files = unzip::files(input, &TABLES)?;
    for needed in &TABLES[..4] {
        if !files.contains_key(*needed) {
            return Err(input.shape(format!("no table {needed}"), "a GTFS feed"));
        }
    }
    let mut import = Import::new("gtfs");
    let table = Timetable::read(&files, &mut import)?;
    let Some((day, period)) = table.busiest().and_then(|d| Some((d, timetable::period(d)?))) else {
        return Err(
            input.shape("no day on which a trip runs", "calendar.txt or calendar_dates.txt with services")
        );
    };
    let modes = routes(&files, &mut import)?;
    let cells = stops(&files, &mut import)?;
    let mut by_route: BTreeMap<&str, f64> = BTreeMap::new();
    for (trip, (_, route)) in &table.trips {
        *by_route.entry(route).or_default() += table.runs(trip, day);
    }
    for (route, trips) in by_route {
        let mode = modes.get(route).map_or("unknown", String::as_str);
        import.observed.add(
            &series("transit_trips", "trip", &[("mode", mode)]),
            &station("route", route),
            period,
            Some(trips),
            Status::A,
        );
    }
    departures(&files, &mut import, &table, day, &cells)?;
    Ok(import)
}

fn routes(files: &Files, import: &mut Import) -> Result<HashMap<String, String>, ConnectError> {
    let mut modes = HashMap::new();
    each(
        "routes.txt",
        files,
        import,
        &["route_id", "route_short_name", "route_long_name", "route_type"],
        |import, _, c| {
            modes.insert(c[0].into(), mode(c[3]).into());
            let mut route = Place::new("route", c[0]).with("mode", mode(c[3])).with("short_name", c[1]);
            route.name = c[2].into();
            route.geo = Some(station("route", c[0]));
            import.places.push(route);
        },
    )?;
    Ok(modes)
}

/// Stops as places, and the cell of each.
fn stops(files: &Files, import: &mut Import) -> Result<HashMap<String, GeoId>, ConnectError> {
    let mut cells = HashMap::new();
    each("stops.txt", files, import, &["stop_id", "stop_name", "stop_lat", "stop_lon"], |import, row, c| {
        let point = place::point_of_text(c[3], c[2]);
        if point.is_none() {
            import.warnings.add(
                Warning::new(Kind::UnknownPlace, "stops.txt: a stop without a position")
                    .at(row, "stop_lat")
                    .found(c[2]),
            );
        }
        if let Some(cell) = point.and_then(|[lon, lat]| LatLng::new(lat, lon).ok()) {
            cells.insert(c[0].into(), GeoId { level: Level::Cell, code: cell.to_cell(CELL).to_string() });
        }
        import.places.push(super::stops::stop(c[0], c[1], point));
    })?;
    Ok(cells)
}

fn departures(
    files: &Files,
    import: &mut Import,
    table: &Timetable,
    day: i64,
    cells: &HashMap<String, GeoId>,
) -> Result<(), ConnectError> {
    let mut by_stop: BTreeMap<String, f64> = BTreeMap::new();
    each("stop_times.txt", files, import, &["trip_id", "stop_id", "pickup_type"], |import, row, c| {
        if !table.trips.contains_key(c[0]) {
            let warning = || {
                Warning::new(Kind::Skipped, "stop_times.txt: a trip that trips.txt has not")
                    .at(row, "trip_id")
                    .found(c[0])
            };
            import.warnings.add_with(Kind::Skipped, warning);
        } else if c[2] != "1" {
            *by_stop.entry(c[1].into()).or_default() += table.runs(c[0], day);
        }
    })?;
    let Some(period) = timetable::period(day) else { return Ok(()) };
    let mut by_cell: BTreeMap<&GeoId, (f64, f64)> = BTreeMap::new();
    let departures = series("transit_departures", "trip", &[]);
    for (stop, count) in by_stop.iter().filter(|(_, n)| **n > 0.0) {
        import.observed.add(&departures, &station("stop", stop), period, Some(*count), Status::A);
        let Some(cell) = cells.get(stop) else {
            import.warnings.add(Warning::new(
                Kind::UnknownPlace,
                format!("the stop {stop} has no position and counts for no cell"),
            ));
            continue;
        };
        let sum = by_cell.entry(cell).or_default();
        *sum = (sum.0 + 1.0, sum.1 + count);
    }
    for (cell, (stops, count)) in by_cell {
        import.observed.add(
            &series("transit_stops_served", "item", &[]),
            cell,
            period,
            Some(stops),
            Status::A,
        );
        import.observed.add(&departures, cell, period, Some(count), Status::A);
    }
    Ok(())
}

/// A place of a feed; ids are shortened to letters and digits.
pub(super) fn station(kind: &str, id: &str) -> GeoId {
    let code: String = kind.chars().chain(id.chars()).filter(char::is_ascii_alphanumeric).take(32).collect();
    GeoId { level: Level::Station, code }
}

/// The mode by `route_type`, with the extended types by their hundreds.
fn mode(code: &str) -> &'static str {
    match code.parse::<u32>() {
        Ok(0 | 900..=999) => "tram",
        Ok(1 | 400..=499) => "metro",
        Ok(2 | 100..=199) => "rail",
        Ok(3 | 200..=299 | 700..=799) => "bus",
        Ok(4 | 1000..=1099) => "ferry",
        Ok(5) => "cable_tram",
        Ok(6 | 1300..=1399) => "cable_car",
        Ok(7 | 1400..=1499) => "funicular",
        Ok(11 | 800..=899) => "trolleybus",
        Ok(12) => "monorail",
        _ => "unknown",
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::connect::Hints;

    fn feed(files: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, text) in files {
            zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("writable");
            zip.write_all(text.as_bytes()).expect("writable");
        }
        zip.finish().expect("writable").into_inner()
    }

    const FILES: [(&str, &str); 6] = [
        ("routes.txt", "route_id,route_short_name,route_long_name,route_type\nR,1,Line,3\n"),
        ("trips.txt", "route_id,service_id,trip_id\nR,S,T1\nR,S,T2\nR,X,T3\n"),
        ("stops.txt", "stop_id,stop_name,stop_lat,stop_lon\nA,A,41.15,-8.61\nB,B,,\n"),
        (
            "stop_times.txt",
            "trip_id,arrival_time,departure_time,stop_id,stop_sequence\nT1,25:10:00,25:10:00,A,1\nT2,08:00:00,08:00:00,A,1\nT2,08:05:00,08:05:00,B,2\nT3,08:00:00,08:00:00,A,1\n",
        ),
        (
            "calendar.txt",
            "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n",
        ),
        (
            "calendar_dates.txt",
            "service_id,date,exception_type\nS,20260914,1\nX,20260913,1\nS,20260915,1\nS,20260915,2\n",
        ),
    ];

    fn import(bytes: &[u8]) -> Result<Import, ConnectError> {
        let hints = Hints::default();
        let input = Input { name: "feed.zip", bytes, hints: &hints };
        assert!(claims(&input, ""));
        read(&input)
    }

    #[test]
    fn a_feed_with_exceptions_alone_has_a_busiest_weekday() {
        let i = import(&feed(&FILES)).expect("readable");
        let find = |concept: &str, level: Level| {
            i.observed
                .observations()
                .find(|o| o.series.concept == concept && o.geo.level == level)
                .expect("there")
        };
        let trips = find("transit_trips", Level::Station);
        assert_eq!((trips.period.to_string().as_str(), trips.value), ("2026-09-14", Some(2.0)));
        assert_eq!(find("transit_departures", Level::Cell).value, Some(2.0));
        assert_eq!(find("transit_stops_served", Level::Cell).value, Some(1.0));
        assert_eq!(i.warnings.count(Kind::UnknownPlace), 2);
    }

    #[test]
    fn a_feed_without_tables_or_cut_off_is_refused() {
        assert!(import(&feed(&FILES[1..])).is_err());
        let whole = feed(&FILES);
        let mut damaged = whole.clone();
        let middle = damaged.len() / 2;
        damaged[middle..middle + 40].fill(0);
        let hints = Hints::default();
        let _ = read(&Input { name: "x.zip", bytes: &damaged, hints: &hints });
        assert!(read(&Input { name: "x.zip", bytes: &whole[..whole.len() / 2], hints: &hints }).is_err());
    }
}
