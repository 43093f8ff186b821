//! IPMA: weather of Portugal. Name the source.
//!
//! Forecasts `https://api.ipma.pt/open-data/forecast/meteorology/cities/daily/{globalIdLocal}.json` and
//! `hp-daily-forecast-day{0,1,2}.json`; station observations of the last 24 hours in UTC; municipal temperatures as CSV.
//! Traps: `precipitaProb`, `latitude`, `longitude` are texts; −99 is missing; `NaN` in the CSV.

use serde_json::Value;

use super::{ConnectError, Import, Input, Kind, Place, Warning, json, number, place, series, time};
use crate::{
    geo::{GeoId, Level},
    observation::Status,
    period::Period,
};

/// What the source writes where there is no reading.
const MISSING: f64 = -99.0;

fn station(id: &str) -> Option<GeoId> {
    let fits = (1..=12).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric());
    fits.then(|| GeoId { level: Level::Station, code: format!("ipma{id}") })
}

/// The daily forecast.
pub mod forecast {
    use super::*;

    /// Whether a file is such an answer.
    pub fn claims(_: &Input<'_>, head: &str) -> bool {
        head.contains("\"precipitaProb\"") && head.contains("IPMA")
    }

    /// Reads a forecast of one day for all places, or of all days for one place.
    ///
    /// # Errors
    /// [`ConnectError`] where there is no list of forecasts.
    pub fn read(input: &Input<'_>) -> Result<Import, ConnectError> {
        let answer = json::read(input)?;
        let mut import = Import::new("ipma-forecast");
        let of_all = (json::text(&answer, "forecastDate"), json::text(&answer, "globalIdLocal"));
        for (record, number) in json::list(input, &answer, "data")?.iter().zip(1u64..) {
            import.records += 1;
            let or = |key: &str, all: &str| {
                Some(json::text(record, key)).filter(|t| !t.is_empty()).unwrap_or_else(|| all.into())
            };
            let (date, id) = (or("forecastDate", &of_all.0), or("globalIdLocal", &of_all.1));
            let (Ok(period @ Period::Day(..)), Some(geo)) = (date.parse::<Period>(), station(&id)) else {
                import.warnings.add(
                    Warning::new(Kind::NotADate, "no day or place").at(number, "forecastDate").found(&date),
                );
                continue;
            };
            for (key, concept, unit) in [
                ("tMin", "temperature_min", "degC"),
                ("tMax", "temperature_max", "degC"),
                ("precipitaProb", "precipitation_probability", "%"),
            ] {
                value(&mut import, record, key, (concept, unit), (&geo, period), number, Status::E);
            }
            let mut point = Place::new("forecast_point", id);
            point.point =
                place::point(json::number_of(record, "longitude"), json::number_of(record, "latitude"));
            point.geo = Some(geo);
            import.places.push(point);
        }
        Ok(import)
    }
}

/// The observations of stations.
pub mod stations {
    use super::*;

    /// Whether a file is such an answer.
    pub fn claims(_: &Input<'_>, head: &str) -> bool {
        head.contains("\"intensidadeVento\"") && head.contains("\"temperatura\"")
            || head.contains("\"localEstacao\"")
    }

    /// Reads `{time: {station: {temperatura, …}}}`, with the stations where the answer describes them.
    ///
    /// # Errors
    /// [`ConnectError`] where the answer has another form.
    pub fn read(input: &Input<'_>) -> Result<Import, ConnectError> {
        let answer = json::read(input)?;
        let mut import = Import::new("ipma-observations");
        // `stations.json` is the list of stations alone.
        let alone = answer.as_array();
        let features = answer.get("stations_geojson_features").and_then(Value::as_array).or(alone);
        for feature in features.into_iter().flatten() {
            import.records += u64::from(alone.is_some());
            let about = feature.get("properties").unwrap_or(feature);
            let id = json::text(about, "idEstacao");
            let mut place = Place::new("weather_station", id.clone());
            place.name = json::text(about, "localEstacao");
            place.geo = station(&id);
            let at = |i: usize| feature.pointer(&format!("/geometry/coordinates/{i}")).and_then(json::number);
            place.point = place::point(at(0), at(1));
            import.places.push(place);
        }
        if alone.is_some() && !import.places.is_empty() {
            return Ok(import);
        }
        let times = answer.get("observations").unwrap_or(&answer).as_object();
        let times =
            times.ok_or_else(|| input.shape("no object of times", "observations by time and station"))?;
        for (stamp, stations) in times {
            // The hours of this service are UTC.
            let Some(period) = time::stamp(stamp).and_then(|s| s.utc().hour()) else {
                import.warnings.add(Warning::new(Kind::NotADate, "not a date and hour").found(stamp));
                continue;
            };
            for (id, record) in stations.as_object().into_iter().flatten() {
                import.records += 1;
                let Some(geo) = station(id).filter(|_| record.is_object()) else { continue };
                let number = import.records;
                for (key, concept, unit) in [
                    ("temperatura", "temperature", "degC"),
                    ("humidade", "relative_humidity", "%"),
                    ("precAcumulada", "precipitation", "mm"),
                    ("intensidadeVento", "wind_speed", "m/s"),
                    // kJ/m² in the hour
                    ("radiacao", "solar_radiation", "kJ/m2"),
                ] {
                    value(&mut import, record, key, (concept, unit), (&geo, period), number, Status::P);
                }
            }
        }
        Ok(import)
    }
}

/// Daily temperatures by municipality.
pub mod municipal {
    use super::*;
    use crate::connect::Csv;

    /// Whether a file is such a table.
    pub fn claims(_: &Input<'_>, head: &str) -> bool {
        head.trim_start_matches('\u{feff}').starts_with("time,zname,zid,")
    }

    /// Reads the table.
    ///
    /// # Errors
    /// [`ConnectError`] where columns are missing.
    pub fn read(input: &Input<'_>) -> Result<Import, ConnectError> {
        let mut import = Import::new("ipma-municipal");
        let text = input.text(&mut import.warnings).into_owned();
        let mut csv = Csv::new(input, &text)?;
        let (date, zone) = (csv.need(input, &["time"])?, csv.need(input, &["zid"])?);
        let columns = [
            ("mean_mint2m", "temperature_min"),
            ("mean_meant2m", "temperature_mean"),
            ("mean_maxt2m", "temperature_max"),
        ];
        let columns: Vec<(usize, &str, &str)> =
            columns.iter().filter_map(|(c, s)| Some((csv.find(&[c])?, *c, *s))).collect();
        if columns.is_empty() {
            return Err(input.shape("no temperature known here", "columns such as mean_mint2m"));
        }
        while let Some(cells) = csv.next(input)? {
            import.records += 1;
            import.observed.room(input.name)?;
            let period = time::stamp(cells.text(date)).and_then(|s| s.utc().day());
            let geo = place::by_code(cells.text(zone)).filter(|g| g.level == Level::City);
            let (Some(period), Some(geo)) = (period, geo) else {
                import.warnings.add(
                    Warning::new(Kind::UnknownPlace, "no day or municipality")
                        .at(cells.row, "zid")
                        .found(cells.text(zone)),
                );
                continue;
            };
            for (column, name, concept) in &columns {
                let cell = cells.text(*column);
                let value = number::decimal(cell.as_bytes(), 0);
                if value.is_none() {
                    let kind = if cell == "NaN" { Kind::MissingMark } else { Kind::NotANumber };
                    import
                        .warnings
                        .add(Warning::new(kind, "no temperature").at(cells.row, *name).found(cell));
                }
                let status = if value.is_some() { Status::A } else { Status::L };
                import.observed.add(&series(concept, "degC", &[]), &geo, period, value, status);
            }
        }
        Ok(import)
    }
}

/// Adds a reading; −99 is none.
fn value(
    import: &mut Import,
    record: &Value,
    key: &str,
    (concept, unit): (&str, &str),
    (geo, period): (&GeoId, Period),
    number: u64,
    status: Status,
) {
    let Some(found) = record.get(key) else { return };
    let value = json::number(found).filter(|v| *v != MISSING);
    if value.is_none() {
        let mark = json::number(found) == Some(MISSING);
        let kind = if mark { Kind::MissingMark } else { Kind::NotANumber };
        import
            .warnings
            .add_with(kind, || Warning::new(kind, "no reading").at(number, key).found(&json::scalar(found)));
    }
    let status = if value.is_some() { status } else { Status::L };
    import.observed.add(&series(concept, unit, &[]), geo, period, value, status);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connect::Hints;

    #[test]
    fn minus_99_is_missing_and_nan_too() {
        let hints = Hints::default();
        let text =
            br#"{"2026-09-07T14:00":{"1210883":{"temperatura":-99.0,"humidade":44,"intensidadeVento":2.4}}}"#;
        let i = stations::read(&Input { name: "x.json", bytes: text, hints: &hints }).expect("readable");
        assert_eq!(i.observed.rows()[0].value, None);
        assert_eq!((i.observed.len(), i.warnings.count(Kind::MissingMark)), (3, 1));
        let text = br#"[{"geometry":{"type":"Point","coordinates":[-8.6,41.1]},"properties":{"idEstacao":1200545,"localEstacao":"Porto"}}]"#;
        let i =
            stations::read(&Input { name: "stations.json", bytes: text, hints: &hints }).expect("readable");
        assert_eq!((i.places.len(), i.records, i.places[0].point), (1, 1, Some([-8.6, 41.1])));
        let text = b"time,zname,zid,mean_mint2m\n2026-09-14 00:00:00+00:00,Lisboa,1106,NaN\n";
        let i = municipal::read(&Input { name: "x.csv", bytes: text, hints: &hints }).expect("readable");
        assert_eq!((i.observed.rows()[0].value, i.warnings.count(Kind::MissingMark)), (None, 1));
    }
}
