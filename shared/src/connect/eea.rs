//! EEA: air quality of Europe's stations as Parquet, CC BY 4.0.
//!
//! `POST https://eeadmz1-downloads-api-appservice.azurewebsites.net/ParquetFile/urls` lists the files. Columns `Samplingpoint,
//! Pollutant, Start, End, Value, Unit, AggType, Validity, Verification`. Traps: hours begin on clocks of UTC+1 all year
//! round (EEA, table definition of AQ e-reporting); a validity below 1 is no reading whatever `Value` holds; the station's
//! national number stands within the sampling point (`PT/SPO-PT03072_00008_100`); CO is in mg/m³; days and hours share a file.

use super::{
    ConnectError, Import, Input, Kind, Warning,
    number::decimal,
    parquet, series,
    time::{self, Moment},
};
use crate::{
    geo::{GeoId, Level},
    observation::Status,
    period::Period,
};

const COLUMNS: [&str; 8] =
    ["Samplingpoint", "Pollutant", "Start", "Value", "Unit", "AggType", "Validity", "Verification"];
/// Seconds that the source's clock is before UTC.
const CLOCK: i64 = 3_600;

/// Whether a file has these columns: names stand as they are at the end of a Parquet file.
pub fn claims(input: &Input<'_>, _: &str) -> bool {
    let end = &input.bytes[input.bytes.len().saturating_sub(64 << 10)..];
    let holds = |name: &str| end.windows(name.len()).any(|w| w == name.as_bytes());
    parquet::is_parquet(input) && holds("Samplingpoint") && holds("Verification")
}

/// Reads the hours, in UTC.
///
/// # Errors
/// [`ConnectError`] where columns are missing or the file is damaged.
pub fn read(input: &Input<'_>) -> Result<Import, ConnectError> {
    let mut import = Import::new("eea-air-quality");
    parquet::rows(input, &COLUMNS, |row, cells| {
        import.records += 1;
        import.observed.room(input.name)?;
        one(&mut import, row, cells);
        Ok(())
    })?;
    import.observed = std::mem::take(&mut import.observed).without_duplicates(&mut import.warnings);
    Ok(import)
}

fn one(import: &mut Import, row: u64, cells: &[String]) {
    let [point, code, start, value, unit, kind, validity, verification] = cells else { return };
    let mut warn = |kind: Kind, words: &str, column: &str, found: &str| {
        import.warnings.add_with(kind, || Warning::new(kind, words).at(row, column).found(found));
    };
    if kind != "hour" {
        return warn(Kind::Skipped, "no hourly reading", "AggType", kind);
    }
    let Some(geo) = station(point) else {
        return warn(Kind::UnknownPlace, "not a sampling point known here", "Samplingpoint", point);
    };
    let Some(pollutant) = pollutant(code) else {
        return warn(Kind::UnknownColumn, "not a pollutant known here", "Pollutant", code);
    };
    let Some(shift) = shift(unit) else {
        return warn(Kind::UnknownUnit, "not a unit known here", "Unit", unit);
    };
    let Some(period) = hour(start) else {
        return warn(Kind::NotADate, "not a time", "Start", start);
    };
    let valid = validity.parse::<i32>().is_ok_and(|v| v >= 1);
    let value = decimal(trimmed(value).as_bytes(), shift).filter(|_| valid);
    if value.is_none() {
        warn(Kind::MissingMark, "no valid reading", "Validity", validity);
    }
    let status = match (value, verification.as_str()) {
        (None, _) => Status::L,
        (_, "1") => Status::A,
        _ => Status::P,
    };
    let series = series("air_concentration", "µg/m3", &[("pollutant", pollutant), ("statistic", "hour")]);
    import.observed.add(&series, &geo, period, value, status);
}

/// A decimal of many places without the zeros at its end, which say nothing.
fn trimmed(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}

/// The station: five digits after the country in the sampling point, without the zeros before them.
fn station(point: &str) -> Option<GeoId> {
    let at = point.find("PT0")?;
    let digits: String = point[at + 2..].chars().take_while(char::is_ascii_digit).collect();
    let code = digits.trim_start_matches('0');
    (digits.len() == 5 && !code.is_empty()).then(|| GeoId { level: Level::Station, code: code.into() })
}

/// Codes of the EEA's vocabulary of pollutants (dd.eionet.europa.eu/vocabulary/aq/pollutant).
fn pollutant(code: &str) -> Option<&'static str> {
    Some(match code.rsplit('/').next()? {
        "1" => "SO2",
        "5" => "PM10",
        "7" => "O3",
        "8" => "NO2",
        "9" => "NOx",
        "10" => "CO",
        "20" => "C6H6",
        "38" => "NO",
        "6001" => "PM2.5",
        _ => return None,
    })
}

fn shift(unit: &str) -> Option<i32> {
    match unit {
        "ug.m-3" | "µg.m-3" | "µg/m3" => Some(0),
        "mg.m-3" | "mg/m3" => Some(3),
        "ng.m-3" => Some(-3),
        _ => None,
    }
}

/// The hour in UTC: of a text, or of seconds, milli-, micro- or nanoseconds since 1970, told apart by their size.
fn hour(text: &str) -> Option<Period> {
    let local = match text.parse::<i64>() {
        Ok(n) if n.abs() < 100_000_000_000 => n,
        Ok(n) if n.abs() < 100_000_000_000_000 => n.div_euclid(1_000),
        Ok(n) if n.abs() < 100_000_000_000_000_000 => n.div_euclid(1_000_000),
        Ok(n) => n.div_euclid(1_000_000_000),
        Err(_) => time::stamp(text)?.local,
    };
    Moment(local - CLOCK).hour()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connect::{
        Hints,
        parquet::written::{self, Column},
    };

    #[test]
    fn hours_of_utc_plus_one_validity_and_units() {
        let nanos = 1_546_304_400_000_000_000; // 2019-01-01T01:00 on the source's clock
        let bytes = written::file(&[
            (
                "Samplingpoint",
                Column::Texts(&[
                    "PT/SPO-PT03072_00008_100",
                    "PT/SPO-PT03072_00008_100",
                    "PT/SPO-PT01028_00010_100",
                    "ES/SPO-X",
                ]),
            ),
            ("Pollutant", Column::Whole(&[8, 8, 10, 8])),
            ("Start", Column::Whole(&[nanos, nanos + 3_600_000_000_000, nanos, nanos])),
            ("End", Column::Whole(&[0, 0, 0, 0])),
            ("Value", Column::Numbers(&[Some(41.5), Some(-999.0), Some(0.3), Some(1.0)])),
            ("Unit", Column::Texts(&["ug.m-3", "ug.m-3", "mg.m-3", "ug.m-3"])),
            ("AggType", Column::Texts(&["hour", "hour", "hour", "hour"])),
            ("Validity", Column::Whole(&[1, -1, 2, 1])),
            ("Verification", Column::Whole(&[1, 1, 3, 1])),
        ]);
        let hints = Hints::default();
        let input = Input { name: "x.parquet", bytes: &bytes, hints: &hints };
        assert!(claims(&input, ""));
        let i = read(&input).expect("readable");
        let rows: Vec<_> = i
            .observed
            .observations()
            .map(|o| (o.geo.code, o.period.to_string(), o.value, o.status))
            .collect();
        assert_eq!(rows[0], ("3072".into(), "2019-01-01T00".into(), Some(41.5), Status::A));
        assert_eq!(rows[1], ("3072".into(), "2019-01-01T01".into(), None, Status::L));
        assert_eq!(rows[2], ("1028".into(), "2019-01-01T00".into(), Some(300.0), Status::P));
        assert_eq!((rows.len(), i.warnings.count(Kind::UnknownPlace)), (3, 1));
        assert_eq!(hour("2019-01-01T01:00:00Z").map(|p| p.to_string()).as_deref(), Some("2019-01-01T00"));
        assert_eq!(hour("1546304400"), hour("1546304400000"));
        assert_eq!(trimmed("41.500000000000000000"), "41.5");
    }
}
