//! REN Data Hub: the electricity system of Portugal.
//!
//! `POST https://datahub.ren.pt/service/Electricity/ProductionBreakdown/1266` gives `{xAxis.categories[], series[{name,
//! data[]}]}`: MW every 15 minutes on Lisbon clocks, without the day. On the last Sunday of October the day has 100
//! quarters and on that of March 92.

use serde_json::Value;

use super::{ConnectError, Import, Input, Kind, Warning, json, qualar, series, text::plain, time};
use crate::{
    geo::{GeoId, Level},
    observation::Status,
    period::Period,
};

/// Whether a file is such an answer.
pub fn claims(_: &Input<'_>, head: &str) -> bool {
    head.contains("\"xAxis\"") && head.contains("\"categories\"") && head.contains("\"series\"")
}

/// Reads a day: the mean of each hour in UTC that has all its four quarters.
///
/// # Errors
/// [`ConnectError`] where the day is not known or the answer has another form.
pub fn read(input: &Input<'_>) -> Result<Import, ConnectError> {
    let answer = json::read(input)?;
    let mut import = Import::new("ren-datahub");
    let day = input
        .hints
        .day
        .or_else(|| day_in_provenance(input))
        .map_or_else(|| qualar::day::day_of(input), Ok)?;
    let Some(midnight) = time::Moment::of(day) else {
        return Err(input.shape("a period that is no day", "--day 2026-09-06"));
    };
    let labels = answer.pointer("/xAxis/categories").and_then(Value::as_array);
    let labels = labels.ok_or_else(|| input.shape("no “categories”", "an answer of REN's Data Hub"))?;
    let moments = moments(&mut import, labels, midnight.0);
    let country = GeoId { level: Level::Country, code: "PT".into() };
    for list in json::list(input, &answer, "series")? {
        let name = plain(&json::text(list, "name")).replace(' ', "_");
        let series = series("electricity_power", "MW", &[("kind", &name)]);
        let mut hour: Option<(Period, f64, u32)> = None;
        let values = list.get("data").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        for (moment, value) in moments.iter().zip(values) {
            import.records += 1;
            let (Some(period), value) = (moment.and_then(time::Moment::hour), json::number(value)) else {
                continue;
            };
            let Some(value) = value else { continue };
            match &mut hour {
                Some((at, sum, count)) if *at == period => (*sum, *count) = (*sum + value, *count + 1),
                _ => {
                    close(&mut import, &series, &country, hour);
                    hour = Some((period, value, 1));
                }
            }
        }
        close(&mut import, &series, &country, hour);
    }
    Ok(import)
}

/// The moments of the labels, in order, so that the hour that occurs twice is told apart.
fn moments(import: &mut Import, labels: &[Value], midnight: i64) -> Vec<Option<time::Moment>> {
    let mut before: Option<time::Moment> = None;
    let mut out = Vec::new();
    for (label, number) in labels.iter().zip(1u64..) {
        let text = json::scalar(label);
        let (h, m) = text.split_once(':').unwrap_or_default();
        let minutes = h
            .parse::<i64>()
            .ok()
            .zip(m.parse::<i64>().ok())
            .filter(|(h, m)| *h < 24 && *m < 60)
            .map(|(h, m)| h * 60 + m);
        let moment = minutes.and_then(|minutes| match time::lisbon(midnight + minutes * 60) {
            time::Local::Once(moment) => Some(moment),
            time::Local::Twice(first, second) => {
                import.warnings.add_with(Kind::ClockChange, || {
                    Warning::new(Kind::ClockChange, "a time that occurs twice")
                        .at(number, "categories")
                        .found(&text)
                });
                Some(if before.is_some_and(|b| b >= first) { second } else { first })
            }
            time::Local::Never => None,
        });
        if moment.is_none() {
            import.warnings.add(
                Warning::new(Kind::NotADate, "not a time of this day").at(number, "categories").found(&text),
            );
        }
        before = moment.or(before);
        out.push(moment);
    }
    out
}

fn close(
    import: &mut Import,
    series: &crate::observation::Series,
    country: &GeoId,
    hour: Option<(Period, f64, u32)>,
) {
    let Some((period, sum, count)) = hour else { return };
    if count == 4 {
        import.observed.add_noted(
            series,
            country,
            period,
            Some(sum / 4.0),
            Status::P,
            "média de quatro quartos de hora | mean of four quarter-hours",
        );
    } else {
        import.warnings.add(Warning::new(
            Kind::Incomplete,
            format!("{period} has {count} of 4 quarters of {}", series.dims["kind"]),
        ));
    }
}

/// The day a recording says it is of: `(day 2026-09-06; …)`.
fn day_in_provenance(input: &Input<'_>) -> Option<Period> {
    let head = input.head();
    let line = head.lines().find(|l| l.contains("\"_provenance\""))?;
    line.split("day ").nth(1)?.get(..10)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connect::Hints;

    fn import(day: &str, labels: &[String]) -> Import {
        let data: Vec<usize> = (0..labels.len()).collect();
        let text = serde_json::json!({"xAxis": {"categories": labels}, "series": [{"name": "Consumption", "data": data}]}).to_string();
        let hints = Hints { day: day.parse().ok(), ..Hints::default() };
        read(&Input { name: "x.json", bytes: text.as_bytes(), hints: &hints }).expect("readable")
    }

    fn quarters(hours: impl Iterator<Item = u8>) -> Vec<String> {
        hours.flat_map(|h| (0..4).map(move |q| format!("{h:02}:{:02}", q * 15))).collect()
    }

    #[test]
    fn days_of_23_and_25_hours_lose_none_and_invent_none() {
        let autumn = import("2026-10-25", &quarters([0, 1, 1].into_iter().chain(2..24)));
        assert_eq!(autumn.observed.len(), 25);
        assert_eq!(autumn.observed.rows()[0].period.to_string(), "2026-10-24T23");
        let spring = import("2026-03-29", &quarters([0].into_iter().chain(2..24)));
        assert_eq!((spring.observed.len(), spring.warnings.count(Kind::NotADate)), (23, 0));
        let half = import("2026-09-06", &quarters(0..1)[..2]);
        assert_eq!((half.observed.len(), half.warnings.count(Kind::Incomplete)), (0, 1));
    }
}
