//! Open-Meteo: weather and air by model, CC BY 4.0.
//!
//! `GET https://archive-api.open-meteo.com/v1/archive?latitude=…&longitude=…&hourly=temperature_2m,…`: lists by column
//! beside `time[]`. With `timezone=Europe/Lisbon` times are local and `utc_offset_seconds` is that of one moment only,
//! so a span across a change of clocks must not be shifted by it.

use serde_json::Value;

use super::{ConnectError, Import, Input, Kind, Warning, json, series, time};
use crate::{
    geo::{GeoId, Level},
    observation::Status,
    period::Period,
};

/// Whether a file is such an answer.
pub fn claims(_: &Input<'_>, head: &str) -> bool {
    head.contains("\"hourly_units\"") || head.contains("\"daily_units\"")
}

/// Reads hourly and daily columns. The place comes from the hints; without one it is named by its coordinates.
///
/// # Errors
/// [`ConnectError`] where the answer has no columns, or says itself that it is an error.
pub fn read(input: &Input<'_>) -> Result<Import, ConnectError> {
    let answer = json::read(input)?;
    if answer.get("error").and_then(Value::as_bool) == Some(true) {
        return Err(input.shape(format!("an error: {}", json::text(&answer, "reason")), "columns of values"));
    }
    let mut import = Import::new("open-meteo");
    let geo = input
        .hints
        .place
        .clone()
        .or_else(|| here(&answer))
        .ok_or_else(|| input.shape("no coordinates", "latitude and longitude"))?;
    let zone = json::text(&answer, "timezone");
    let known = matches!(zone.as_str(), "GMT" | "UTC" | "Europe/Lisbon" | "");
    if !known {
        return Err(input.shape(format!("times of the zone {zone}"), "timezone=UTC or Europe/Lisbon"));
    }
    let lisbon = zone == "Europe/Lisbon";
    for block in ["hourly", "daily"] {
        if let Some(columns) = answer.get(block).and_then(Value::as_object) {
            let units = answer.get(format!("{block}_units")).cloned().unwrap_or_default();
            read_block(&mut import, input, columns, &units, &geo, lisbon)?;
        }
    }
    if import.records == 0 {
        return Err(input.shape("neither “hourly” nor “daily”", "columns of values"));
    }
    Ok(import)
}

fn here(answer: &Value) -> Option<GeoId> {
    let (lat, lon) = (json::number_of(answer, "latitude")?, json::number_of(answer, "longitude")?);
    let part =
        |v: f64| format!("{}{:05}", if v < 0.0 { "m" } else { "p" }, libm::round(v.abs() * 100.0) as i64);
    Some(GeoId { level: Level::Station, code: format!("om{}{}", part(lat), part(lon)) })
}

fn read_block(
    import: &mut Import,
    input: &Input<'_>,
    columns: &serde_json::Map<String, Value>,
    units: &Value,
    geo: &GeoId,
    lisbon: bool,
) -> Result<(), ConnectError> {
    let times = columns
        .get("time")
        .and_then(Value::as_array)
        .ok_or_else(|| input.shape("no list “time”", "columns beside time"))?;
    let mut clock = Clock { lisbon, before: None };
    let periods: Vec<Option<Period>> = times.iter().map(|t| clock.period(&json::scalar(t), import)).collect();
    import.records += times.len() as u64;
    for (name, list) in columns.iter().filter(|(name, _)| *name != "time") {
        let unit = json::text(units, name);
        let Some(unit) = unit_of(&unit) else {
            import
                .warnings
                .add(Warning::new(Kind::UnknownUnit, "not a unit known here").at(1, name).found(&unit));
            continue;
        };
        let series = series(&format!("openmeteo_{name}"), unit, &[]);
        for (period, value) in periods.iter().zip(list.as_array().into_iter().flatten()) {
            import.observed.room(input.name)?;
            if let Some(period) = period {
                let value = json::number(value);
                import.observed.add(
                    &series,
                    geo,
                    *period,
                    value,
                    if value.is_some() { Status::E } else { Status::L },
                );
            }
        }
    }
    Ok(())
}

/// Turns times into periods in order, so that an hour that occurs twice is told apart.
struct Clock {
    lisbon: bool,
    before: Option<time::Moment>,
}

impl Clock {
    fn period(&mut self, text: &str, import: &mut Import) -> Option<Period> {
        if let Ok(day @ Period::Day(..)) = text.parse::<Period>() {
            return Some(day);
        }
        let Some(stamp) = time::stamp(text) else {
            import.warnings.add_with(Kind::NotADate, || {
                Warning::new(Kind::NotADate, "not a time").at(1, "time").found(text)
            });
            return None;
        };
        let moment = if self.lisbon { self.resolve(stamp, text, import)? } else { stamp.utc() };
        self.before = Some(moment);
        moment.hour()
    }

    fn resolve(&self, stamp: time::Stamp, text: &str, import: &mut Import) -> Option<time::Moment> {
        match stamp.lisbon() {
            time::Local::Once(moment) => Some(moment),
            time::Local::Twice(first, second) => {
                import.warnings.add(
                    Warning::new(Kind::ClockChange, "an hour that occurs twice").at(1, "time").found(text),
                );
                Some(if self.before.is_some_and(|b| b >= first) { second } else { first })
            }
            time::Local::Never => {
                import.warnings.add(
                    Warning::new(Kind::ClockChange, "an hour that does not occur").at(1, "time").found(text),
                );
                None
            }
        }
    }
}

fn unit_of(unit: &str) -> Option<&'static str> {
    Some(match unit {
        "°C" => "degC",
        "%" => "%",
        "mm" => "mm",
        "W/m²" => "W/m2",
        "km/h" => "km/h",
        "m/s" => "m/s",
        "μg/m³" | "µg/m³" => "µg/m3",
        "MJ/m²" => "MJ/m2",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connect::Hints;

    #[test]
    fn local_hours_around_the_change_of_clocks() {
        let text = r#"{"latitude":38.72,"longitude":-9.14,"timezone":"Europe/Lisbon","utc_offset_seconds":3600,"hourly_units":{"time":"iso8601","temperature_2m":"°C"},
            "hourly":{"time":["2026-10-25T00:00","2026-10-25T01:00","2026-10-25T01:00","2026-10-25T02:00"],"temperature_2m":[1,2,null,4]}}"#;
        let i = read(&Input { name: "x.json", bytes: text.as_bytes(), hints: &Hints::default() })
            .expect("readable");
        let hours: Vec<String> = i.observed.rows().iter().map(|r| r.period.to_string()).collect();
        assert_eq!(hours, ["2026-10-24T23", "2026-10-25T00", "2026-10-25T01", "2026-10-25T02"]);
        assert_eq!((i.observed.rows()[2].value, i.warnings.count(Kind::ClockChange)), (None, 2));
    }
}
