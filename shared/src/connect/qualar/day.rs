//! All stations of one day: `type=medicoes`.
//!
//! `medicoes[i]` belongs to `colunas[i]` and may be null; `avg` is a text, `N.D.` where there is none. For a past day it
//! is the statistic that `texto` names (the day's maximum, say), for today the latest hour.

use serde_json::Value;

use super::{concentration, pollutant, shift_to_micrograms, stations};
use crate::{
    connect::{ConnectError, Import, Input, Kind, Warning, json, number::decimal, text::plain},
    observation::Status,
    period::Period,
};

/// Whether a file is such an answer.
pub fn claims(_: &Input<'_>, head: &str) -> bool {
    head.contains("\"colunas\"") && head.contains("\"poluente_abrev\"")
}

/// Reads the day. The answer does not say which day it is of: that comes from the hints or the file's name.
///
/// # Errors
/// [`ConnectError`] where the day is not known or the answer has another form.
pub fn read(input: &Input<'_>) -> Result<Import, ConnectError> {
    let answer = json::read(input)?;
    let mut import = Import::new("apa-qualar-daily");
    let period = day_of(input)?;
    let columns = json::list(input, &answer, "colunas")?;
    for (station, number) in json::list(input, &answer, "estacoes")?.iter().zip(1u64..) {
        import.records += 1;
        let Some(place) = stations::described(station) else {
            import
                .warnings
                .add(Warning::new(Kind::UnknownPlace, "a station without a number").at(number, "estacao_id"));
            continue;
        };
        readings(&mut import, station, columns, &place, number, period);
        import.places.push(place);
    }
    Ok(import)
}

/// The day of the hints, or a date in the file's name.
pub(in crate::connect) fn day_of(input: &Input<'_>) -> Result<Period, ConnectError> {
    let needs = || ConnectError::Needs {
        file: input.name.into(),
        what: "which day it is of",
        option: "--day 2026-09-28",
    };
    let in_name = || {
        (0..input.name.len()).find_map(|i| {
            let period = input.name.get(i..i + 10)?.parse::<Period>().ok()?;
            matches!(period, Period::Day(..)).then_some(period)
        })
    };
    input.hints.day.or_else(in_name).ok_or_else(needs)
}

fn readings(
    import: &mut Import,
    station: &Value,
    columns: &[Value],
    place: &crate::connect::Place,
    number: u64,
    period: Period,
) {
    let Some(geo) = &place.geo else { return };
    let none = vec![];
    let readings = station.get("medicoes").and_then(Value::as_array).unwrap_or(&none);
    for (column, reading) in columns.iter().zip(readings) {
        // A null slot: the station does not measure this pollutant.
        if reading.is_null() {
            continue;
        }
        let name = json::text(column, "poluente_abrev");
        let Some(pollutant) = pollutant(&name) else {
            import.warnings.add(Warning::new(Kind::UnknownColumn, "not a known pollutant").at(number, name));
            continue;
        };
        let id = json::text(reading, "poluente_id");
        if !id.is_empty() && id != json::text(column, "poluente_id") {
            let message = "the reading is of another pollutant than its column";
            import.warnings.add(Warning::new(Kind::Skipped, message).at(number, name).found(&id));
            continue;
        }
        let unit = json::text(column, "unidade");
        let Some(shift) = shift_to_micrograms(&unit) else {
            import
                .warnings
                .add(Warning::new(Kind::UnknownUnit, "not a known unit").at(number, name).found(&unit));
            continue;
        };
        let text = json::text(reading, "avg");
        let value = decimal(text.as_bytes(), shift);
        if value.is_none() {
            let kind = if text == "N.D." { Kind::MissingMark } else { Kind::NotANumber };
            import.warnings.add(Warning::new(kind, "no reading").at(number, name.clone()).found(&text));
        }
        let series = concentration(pollutant, &statistic(&json::text(column, "texto")));
        // `validado` 0 is a reading the agency has not checked yet.
        let checked = json::number_of(reading, "validado") != Some(0.0);
        let status = match (value, checked) {
            (None, _) => Status::L,
            (_, true) => Status::A,
            (_, false) => Status::P,
        };
        import.observed.add(&series, geo, period, value, status);
    }
}

/// The statistic by the words of the source.
fn statistic(text: &str) -> String {
    match plain(text).as_str() {
        "maximo horario" => "day_max_hour",
        "maximo octo horario" => "day_max_8h",
        "media diaria" => "day_mean",
        "media horaria" => "hour",
        other => return other.replace(' ', "_"),
    }
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connect::Hints;

    #[test]
    fn null_slots_missing_marks_and_other_units() {
        let text = r#"{"colunas":[{"poluente_id":7,"poluente_abrev":"O3","texto":"Máximo horário","unidade":"µg/m3"},
            {"poluente_id":10,"poluente_abrev":"CO","texto":"Máximo octo-horário","unidade":"mg/m3"},
            {"poluente_id":8,"poluente_abrev":"NO2","texto":"Máximo horário","unidade":"µg/m3"}],
            "estacoes":[{"estacao_id":1028,"estacao_nome":"A","latitude":41.1,"longitude":-8.5,
            "medicoes":[null,{"poluente_id":10,"avg":"0,3","validado":0},{"poluente_id":8,"avg":"N.D."}]}]}"#;
        let hints = Hints { day: "2026-09-28".parse().ok(), ..Hints::default() };
        let import =
            read(&Input { name: "x.json", bytes: text.as_bytes(), hints: &hints }).expect("readable");
        let rows = import.observed.rows();
        assert_eq!(rows.len(), 2);
        assert_eq!((rows[0].value, rows[0].status), (Some(300.0), Status::P));
        assert_eq!((rows[1].value, rows[1].status), (None, Status::L));
        assert_eq!(import.observed.series()[0].dims["statistic"], "day_max_8h");
        assert_eq!(import.warnings.count(Kind::MissingMark), 1);
        let unknown_day = read(&Input { name: "x.json", bytes: text.as_bytes(), hints: &Hints::default() });
        assert!(matches!(unknown_day, Err(ConnectError::Needs { .. })));
    }
}
