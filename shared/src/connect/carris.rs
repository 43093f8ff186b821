//! Carris Metropolitana: buses of the Lisboa metropolitan area, ODbL.
//!
//! `https://api.carrismetropolitana.pt/{vehicles,stops,lines,…}`, and open tables of demand and stations. Traps: the first
//! vehicle may be called `|undefined` and have no position; speed is m/s; the tables of stations name the municipality
//! of Lisboa for stations beyond it.

/// Validations by line and stop on a day.
pub mod demand {
    use std::collections::BTreeMap;

    use crate::{
        connect::{ConnectError, Csv, Import, Input, Kind, Warning, number::decimal, series},
        geo::{GeoId, Level},
        observation::Status,
        period::{Period, days_in_month},
    };

    /// Whether a file is such a table.
    pub fn claims(_: &Input<'_>, head: &str) -> bool {
        head.starts_with("date,operator_id,line_id,stop_id,validations")
    }

    /// Reads the table: validations by stop and by line, summed.
    ///
    /// # Errors
    /// [`ConnectError`] where columns are missing.
    pub fn read(input: &Input<'_>) -> Result<Import, ConnectError> {
        let mut import = Import::new("carris-metropolitana-demand");
        let text = input.text(&mut import.warnings).into_owned();
        let mut csv = Csv::new(input, &text)?;
        let (date, line) = (csv.need(input, &["date"])?, csv.need(input, &["line_id"])?);
        let (stop, count) = (csv.need(input, &["stop_id"])?, csv.need(input, &["validations"])?);
        let mut sums: BTreeMap<(String, String, Period), f64> = BTreeMap::new();
        while let Some(cells) = csv.next(input)? {
            import.records += 1;
            let Some(period) = day(cells.text(date)) else {
                import.warnings.add(
                    Warning::new(Kind::NotADate, "not a day").at(cells.row, "date").found(cells.text(date)),
                );
                continue;
            };
            let Some(value) = decimal(cells.text(count).as_bytes(), 0).filter(|v| *v >= 0.0) else {
                import.warnings.add(
                    Warning::new(Kind::NotANumber, "no count")
                        .at(cells.row, "validations")
                        .found(cells.text(count)),
                );
                continue;
            };
            *sums.entry((cells.text(stop).into(), cells.text(line).into(), period)).or_default() += value;
        }
        for ((stop, line, period), value) in sums {
            let code: String = stop.chars().filter(char::is_ascii_alphanumeric).take(28).collect();
            let geo = GeoId { level: Level::Station, code: format!("cm{code}") };
            import.observed.add(
                &series("bus_validations", "trip", &[("line", &line)]),
                &geo,
                period,
                Some(value),
                Status::A,
            );
        }
        Ok(import)
    }

    fn day(text: &str) -> Option<Period> {
        let n = |a: usize, b: usize| text.get(a..b)?.parse::<u16>().ok();
        let (y, m, d) = (i32::from(n(0, 4)?), n(4, 6)? as u8, n(6, 8)? as u8);
        let real = text.len() == 8 && (1..=12).contains(&m) && (1..=days_in_month(y, m)).contains(&d);
        real.then_some(Period::Day(y, m, d))
    }
}

/// Stations of trains and the metro as interchanges.
pub mod stations {
    use crate::connect::{ConnectError, Csv, Import, Input, Kind, Place, Warning, place};

    /// Whether a file is such a table.
    pub fn claims(_: &Input<'_>, head: &str) -> bool {
        head.starts_with("id,name,lat,lon,A1,")
    }

    /// Reads the stations as places.
    ///
    /// # Errors
    /// [`ConnectError`] where columns are missing.
    pub fn read(input: &Input<'_>) -> Result<Import, ConnectError> {
        let mut import = Import::new("carris-metropolitana-stations");
        let text = input.text(&mut import.warnings).into_owned();
        let mut csv = Csv::new(input, &text)?;
        let (id, name) = (csv.need(input, &["id"])?, csv.need(input, &["name"])?);
        let (lat, lon) = (csv.need(input, &["lat"])?, csv.need(input, &["lon"])?);
        let about: Vec<(usize, &str)> = ["lines", "is_active", "parish_name", "municipality_id", "stops"]
            .iter()
            .filter_map(|c| Some((csv.find(&[c])?, *c)))
            .collect();
        while let Some(cells) = csv.next(input)? {
            import.records += 1;
            let mut station = Place::new("rail_station", cells.text(id));
            station.name = cells.text(name).into();
            station.point = place::point_of_text(cells.text(lon), cells.text(lat));
            if station.point.is_none() {
                import.warnings.add(
                    Warning::new(Kind::UnknownPlace, "a station without a position")
                        .at(cells.row, "lat")
                        .found(cells.text(lat)),
                );
            }
            for (column, key) in &about {
                station = station.with(key, cells.text(*column));
            }
            import.places.push(station);
        }
        Ok(import)
    }
}

/// Vehicles and where they are.
pub mod vehicles {
    use std::collections::BTreeMap;

    use crate::{
        connect::{ConnectError, Import, Input, Kind, Place, Warning, json, place, series, time::Moment},
        geo::{GeoId, Level},
        observation::Status,
        period::Period,
    };

    /// Whether a file is such an answer.
    pub fn claims(_: &Input<'_>, head: &str) -> bool {
        head.contains("\"pattern_id\"") && head.contains("\"timestamp\"") && head.contains("\"lat\"")
    }

    /// Reads the vehicles: their positions as places, and how many run on each line.
    ///
    /// # Errors
    /// [`ConnectError`] where the answer is no list.
    pub fn read(input: &Input<'_>) -> Result<Import, ConnectError> {
        let answer = json::read(input)?;
        let mut import = Import::new("carris-metropolitana");
        let mut running: BTreeMap<(String, Period), f64> = BTreeMap::new();
        for (record, number) in json::any_list(input, &answer, &["vehicles"])?.iter().zip(1u64..) {
            import.records += 1;
            let id = json::text(record, "id");
            let point = place::point(json::number_of(record, "lon"), json::number_of(record, "lat"));
            let at = json::number_of(record, "timestamp").and_then(|t| Moment(t as i64).hour());
            let (Some(point), Some(period), false) = (point, at, id.ends_with("undefined") || id.is_empty())
            else {
                import.warnings.add(
                    Warning::new(Kind::Skipped, "a vehicle without name, position or time")
                        .at(number, "id")
                        .found(&id),
                );
                continue;
            };
            let pattern = json::text(record, "pattern_id");
            let line = pattern.split('_').next().unwrap_or_default().to_owned();
            *running.entry((line, period)).or_default() += 1.0;
            let mut vehicle = Place::new("vehicle", id)
                .with("trip", json::text(record, "trip_id"))
                .with("pattern", pattern);
            vehicle.point = Some(point);
            import.places.push(vehicle);
        }
        let area = GeoId { level: Level::Region, code: "1B0".into() };
        for ((line, period), count) in running {
            import.observed.add(
                &series("vehicles_running", "vehicle", &[("line", &line)]),
                &area,
                period,
                Some(count),
                Status::P,
            );
        }
        Ok(import)
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use crate::connect::Hints;

        #[test]
        fn the_undefined_vehicle_is_no_vehicle() {
            let text = r#"[{"id":"|undefined","timestamp":1779108270,"pattern_id":""},{"id":"41|300","lat":38.7,"lon":-9.1,"timestamp":1779108270,"pattern_id":"1703_0_1"}]"#;
            let i = read(&Input { name: "x.json", bytes: text.as_bytes(), hints: &Hints::default() })
                .expect("readable");
            assert_eq!((i.places.len(), i.observed.len(), i.warnings.count(Kind::Skipped)), (1, 1, 1));
            assert_eq!(i.observed.series()[0].dims["line"], "1703");
        }
    }
}
