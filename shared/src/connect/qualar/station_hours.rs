//! The hours of one station on one day: `type=dados`.
//!
//! `vals[]` holds `{p, x, v}`: column, hour in UTC and value; hours without a reading are absent.

use super::{concentration, day::day_of, pollutant, shift_to_micrograms, stations};
use crate::{
    connect::{ConnectError, Import, Input, Kind, Warning, json},
    geo::Level,
    observation::Status,
    period::Period,
};

/// Whether a file is such an answer.
pub fn claims(_: &Input<'_>, head: &str) -> bool {
    head.contains("\"cats\"") && head.contains("\"vals\"")
}

/// Reads the hours. Station and day come from the hints or the file's name.
///
/// # Errors
/// [`ConnectError`] where they are not known or the answer has another form.
pub fn read(input: &Input<'_>) -> Result<Import, ConnectError> {
    let answer = json::read(input)?;
    let mut import = Import::new(super::SOURCE);
    let Period::Day(y, m, d) = day_of(input)? else {
        return Err(input.shape("a period that is no day", "--day 2026-09-28"));
    };
    let needs = || ConnectError::Needs {
        file: input.name.into(),
        what: "which station it is of",
        option: "--place station/3072",
    };
    let station = input.hints.place.clone().filter(|p| p.level == Level::Station);
    let station = station.or_else(|| in_name(input.name)).ok_or_else(needs)?;
    let columns = json::list(input, &answer, "cols")?;
    for (value, number) in json::list(input, &answer, "vals")?.iter().zip(1u64..) {
        import.records += 1;
        import.observed.room(input.name)?;
        let column = json::number_of(value, "p").and_then(|p| columns.get(p as usize));
        let name = column.map(|c| json::text(c, "poluente_abrev")).unwrap_or_default();
        let scale = column.and_then(|c| shift_to_micrograms(&json::text(c, "unidade")));
        let (Some(pollutant), Some(shift)) = (pollutant(&name), scale) else {
            import.warnings.add(
                Warning::new(Kind::UnknownColumn, "no known pollutant and unit").at(number, "p").found(&name),
            );
            continue;
        };
        let hour = json::text(value, "x").parse::<u8>().ok().filter(|h| *h < 24);
        let Some(hour) = hour else {
            import.warnings.add(
                Warning::new(Kind::NotADate, "not an hour of a day")
                    .at(number, "x")
                    .found(&json::text(value, "x")),
            );
            continue;
        };
        let text = json::text(value, "v");
        let reading = crate::connect::number::decimal(text.as_bytes(), shift);
        if reading.is_none() {
            import.warnings.add(Warning::new(Kind::NotANumber, "no reading").at(number, "v").found(&text));
        }
        let status = if reading.is_some() { Status::P } else { Status::L };
        import.observed.add(
            &concentration(pollutant, "hour"),
            &station,
            Period::Hour(y, m, d, hour),
            reading,
            status,
        );
    }
    import.observed = std::mem::take(&mut import.observed).without_duplicates(&mut import.warnings);
    Ok(import)
}

/// A number of four digits in the name that stands alone and is no year.
fn in_name(name: &str) -> Option<crate::geo::GeoId> {
    let words = name.split(|c: char| !c.is_ascii_digit() && c != '-');
    let found = words.into_iter().find(|w| w.len() == 4 && w.bytes().all(|b| b.is_ascii_digit()))?;
    Some(stations::station(found))
}
