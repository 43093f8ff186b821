//! What a live panel says, in the language in use.

use gemeo_shared::{
    observation::{Series, Status},
    period::Period,
};

use super::{
    board::{Domain, Row, Station, is_together},
    derive::Derived,
    limit::{Limit, Mean, Standard},
    moment::{self, Age},
};
use crate::{data::catalogue, format, i18n, t, tn};

/// Minutes that the reader's clocks are ahead of UTC at a moment.
pub type Clock = fn(i64) -> i32;

/// The name of a domain.
pub fn domain(domain: Domain) -> String {
    match domain {
        Domain::Emissions => t!("live.domain.emissions"),
        Domain::Mobility => t!("live.domain.mobility"),
        Domain::Energy => t!("live.domain.energy"),
        Domain::Environment => t!("live.domain.environment"),
        Domain::Other => t!("live.domain.other"),
    }
}

/// The name of a station: what its source calls it, else its place in words.
pub fn station(station: &Station, city: &str) -> String {
    if !station.name.is_empty() {
        return station.name.clone();
    }
    match station.place.as_deref() {
        None => t!("live.network", source = station.source),
        Some(place) => self::place(place, city),
    }
}

fn place(place: &str, city: &str) -> String {
    if let Some(known) = i18n::by_name_if(&format!("live.place.{place}")) {
        return known;
    }
    let (level, code) = place.split_once('/').unwrap_or(("", place));
    match level {
        "city" => city.to_owned(),
        "station" => t!("live.station", code = code),
        _ => code.to_owned(),
    }
}

/// What a row is of. On a card of many places, the place too.
pub fn row(row: &Row) -> String {
    let name = series(&row.key.series);
    let code = row.key.place.split_once('/').map_or("", |(_, code)| code);
    let is_line = row.key.series.dims.contains_key("line") && row.key.series.concept != "waiting_time";
    if row.derived.is_some() || is_line || !is_together(&row.key.series.concept) {
        return name;
    }
    match row.key.series.concept.as_str() {
        "vehicles_running" => t!("live.line", line = code.strip_prefix("route").unwrap_or(code)),
        _ => t!("live.platform", code = code.strip_prefix("ml").unwrap_or(code)),
    }
}

/// What is measured.
pub fn series(series: &Series) -> String {
    let dim = |name: &str| series.dims.get(name).map(String::as_str);
    match (series.concept.as_str(), dim("pollutant"), dim("kind"), dim("line")) {
        ("air_concentration", Some(pollutant), ..) => catalogue::member("pollutant", pollutant),
        ("electricity_power", _, Some(kind), _) => {
            let name = i18n::by_name_if(&format!("live.kind.{kind}")).unwrap_or_else(|| spaced(kind));
            if dim("direction") == Some("consumption") { t!("live.consumed", kind = name) } else { name }
        }
        ("vehicles_running", .., Some(line)) => t!("live.line", line = line),
        (concept, ..) => {
            let name = i18n::by_name_if(&format!("live.concept.{concept}"));
            let name = name.unwrap_or_else(|| catalogue::concept(concept));
            let parts: Vec<String> =
                series.dims.iter().map(|(d, member)| spaced(&catalogue::member(d, member))).collect();
            if parts.is_empty() { name } else { format!("{name}: {}", parts.join(", ")) }
        }
    }
}

fn spaced(id: &str) -> String {
    id.replace('_', " ")
}

/// A value and its unit, each as it is written.
pub fn quantity(value: f64, unit: &str) -> (String, String) {
    // why minutes: that is how long one waits for a train
    let (value, unit) = if unit == "s" { (value / 60.0, "min") } else { (value, unit) };
    let counted = matches!(unit, "vehicle" | "trip" | "item" | "person");
    let decimals = u8::from(!counted && value.abs() < 100.0);
    let label = i18n::by_name_if(&format!("live.unit.{unit}")).unwrap_or_else(|| format::unit_label(unit));
    (format::number(value, decimals), label)
}

/// How old a reading is.
pub fn age(age: Age) -> String {
    match age {
        Age::Ahead => t!("live.age.ahead"),
        Age::Now => t!("live.age.now"),
        Age::Minutes(n) => t!("live.age.minutes", n = n.to_string()),
        Age::Hours(n) => t!("live.age.hours", n = n.to_string()),
        Age::Days(n) => tn!("live.age.days", n),
    }
}

/// When a reading is of, on the reader's clocks: the hour alone where it is of today.
pub fn when(period: Period, now: i64, clock: Clock) -> String {
    let (begin, end) = moment::span(period);
    if !matches!(period, Period::Hour(..)) {
        return format::period(&period.to_string());
    }
    let (day, from, minute) = moment::local(begin, clock(begin));
    let (_, to, _) = moment::local(end, clock(end));
    let hours = format!("{from:02}:{minute:02}–{to:02}:{minute:02}");
    let today = moment::local(now, clock(now)).0;
    if day == today { hours } else { format!("{}, {hours}", format::period(&day)) }
}

/// A moment, on the reader's clocks: the time alone where it is of today.
pub fn at(when: i64, now: i64, clock: Clock) -> String {
    let (day, hour, minute) = moment::local(when, clock(when));
    let time = format!("{hour:02}:{minute:02}");
    let today = moment::local(now, clock(now)).0;
    if day == today { time } else { format!("{}, {time}", format::period(&day)) }
}

/// The limit of a series, and whether the value keeps it where that can be said.
pub fn limit(limit: &Limit) -> String {
    let mean = match limit.mean {
        Mean::Hour => t!("live.limit.hour"),
        Mean::EightHours => t!("live.limit.eight_hours"),
        Mean::Day => t!("live.limit.day"),
    };
    let value = format::quantity(limit.value, 0, "µg/m3");
    match limit.standard {
        Standard::Eu => t!("live.limit.eu", mean = mean, value = value),
        Standard::Who => t!("live.limit.who", mean = mean, value = value),
    }
}

/// How a figure that is computed here comes about.
pub fn derived(what: Derived) -> String {
    match what {
        Derived::Carbon => t!("live.derived.carbon.note"),
        Derived::Renewable => t!("live.derived.renewable.note"),
        Derived::Vehicles => t!("live.derived.vehicles.note"),
    }
}

/// The course of a row for those who do not see it.
pub fn course(row: &Row) -> String {
    let known: Vec<f64> = row.course.iter().filter_map(|value| *value).collect();
    let unit = &row.key.series.unit;
    let said = |value: f64| {
        let (number, unit) = quantity(value, unit);
        format!("{number}\u{a0}{unit}")
    };
    let low = known.iter().copied().fold(f64::INFINITY, f64::min);
    let high = known.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let course = tn!("live.course", known.len(), low = said(low), high = said(high));
    let estimated = row.status == Status::E && row.derived.is_none();
    if estimated { format!("{course} ({})", t!("live.estimated")) } else { course }
}

/// The figures of the page in a sentence, for those who do not see them arrive.
pub fn summary(rows: usize, stations: usize) -> String {
    t!("live.summary", rows = tn!("live.n.readings", rows), stations = tn!("live.n.stations", stations))
}

#[cfg(test)]
#[path = "words_tests.rs"]
mod tests;
