//! From the table of sources to the answers that are wanted for a city: recorded ones, or addresses with placeholders filled.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use gemeo_shared::{
    connect::{Hints, qualar, time},
    period::Period,
};

use super::{
    Fault,
    city::City,
    table::{Answer, Each, Source},
};

/// Days that are asked for one by one at once.
const MAX_DAYS: i64 = 31;

/// One answer that is wanted.
#[derive(Debug, Clone)]
pub struct Request<'t> {
    /// Name of the file, which tells what it is.
    pub name: String,
    /// Where it comes from.
    pub from: From,
    /// The entry of the table.
    pub answer: &'t Answer,
    /// What the answer does not say.
    pub hints: Hints,
}

/// Where an answer comes from.
#[derive(Debug, Clone, PartialEq)]
pub enum From {
    /// A recorded answer.
    File(PathBuf),
    /// An address, and what is sent there. `{offset}` is left where it comes in pages.
    Address { url: String, post: Option<String> },
}

/// The span of time that is asked for, in days since 1970.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    /// The first day, where the reader named one.
    pub from: Option<i64>,
    /// Today, which is not asked for: it is not over.
    pub today: i64,
}

impl Span {
    /// Of the option `--from` and of today, e.g. `2026-11-24`.
    ///
    /// # Errors
    /// Where one of them is no day.
    pub fn new(from: Option<Period>, today: &str) -> Result<Self, Fault> {
        let day = |p: Period| match p {
            Period::Day(y, m, d) => Some(time::days(y, m, d)),
            _ => None,
        };
        let today = today.parse().ok().and_then(day).ok_or("today is not a day")?;
        let from = from.map(|p| day(p).ok_or_else(|| format!("{p} is not a day; write --from 2026-11-01")));
        Ok(Self { from: from.transpose()?, today })
    }
}

/// Recorded answers of a source in a folder laid out as the test data is, in the order of their names.
///
/// # Errors
/// Where a folder cannot be read.
pub fn recorded<'t>(source: &'t Source, city: &City, mirror: &Path) -> Result<Vec<Request<'t>>, Fault> {
    let mut out = Vec::new();
    for answer in &source.answers {
        for pattern in &answer.recorded {
            let Some(pattern) = filled(pattern, &words(city)) else { continue };
            for path in matching(mirror, &pattern)? {
                let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default().to_owned();
                if of_another_station(answer, city, &name) {
                    continue;
                }
                // A recorded answer is of the station that its name says.
                let place = answer.place.as_deref().filter(|p| !p.contains("{station}"));
                let place = place.and_then(|p| filled(p, &words(city))).and_then(|p| p.parse().ok());
                let hints = Hints { place, ..Hints::default() };
                out.push(Request { name, from: From::File(path), answer, hints });
            }
        }
    }
    Ok(out)
}

/// Whether an export of hours is of a station that is none of the city's, by its name.
fn of_another_station(answer: &Answer, city: &City, name: &str) -> bool {
    let by_name = matches!(answer.connector.as_str(), "qualar-hourly" | "qualar-station");
    by_name
        && qualar::station_of_file(name.trim_end_matches(".gz"))
            .is_some_and(|s| !city.stations.contains(&s.code))
}

/// Files of a folder whose name fits a pattern, where `*` is any part of a name.
fn matching(mirror: &Path, pattern: &str) -> Result<Vec<PathBuf>, Fault> {
    let (folder, pattern) = pattern
        .rsplit_once('/')
        .map_or((mirror.into(), pattern), |(folder, name)| (mirror.join(folder), name));
    if !folder.is_dir() {
        return Ok(vec![]);
    }
    let entries = std::fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut paths = entries.map(|e| e.map(|e| e.path())).collect::<Result<Vec<_>, _>>()?;
    paths.retain(|p| p.is_file() && p.file_name().and_then(|n| n.to_str()).is_some_and(|n| fits(n, pattern)));
    paths.sort();
    Ok(paths)
}

fn fits(name: &str, pattern: &str) -> bool {
    let parts: Vec<&str> = pattern.split('*').collect();
    let [first, middle @ .., last] = parts.as_slice() else { return name == pattern };
    let Some(mut rest) = name.strip_prefix(first).and_then(|r| r.strip_suffix(last)) else { return false };
    middle.iter().all(|part| match rest.find(part) {
        Some(at) => {
            rest = &rest[at + part.len()..];
            true
        }
        None => false,
    })
}

/// The addresses to ask for a source; none where the city has not what they need, or where the source has none.
pub fn addresses<'t>(source: &'t Source, city: &City, span: Span) -> Vec<Request<'t>> {
    let mut out = Vec::new();
    for answer in &source.answers {
        let Some(address) = &answer.address else { continue };
        let first = span.from.unwrap_or(span.today - answer.back);
        let by_day = answer.each.contains(&Each::Day);
        let days: Vec<i64> =
            if by_day { (first.max(span.today - MAX_DAYS)..span.today).collect() } else { vec![first] };
        let stations: Vec<Option<&String>> = if answer.each.contains(&Each::Station) {
            city.stations.iter().map(Some).collect()
        } else {
            vec![None]
        };
        for day in days {
            for station in &stations {
                let mut words = words(city);
                words.extend(of_time(day, span.today));
                words.extend(station.map(|s| ("station".into(), s.clone())));
                let fill = |text: &str| filled(text, &words);
                let post = answer.post.as_deref().map(&fill);
                let (Some(url), Some(name)) = (fill(address), fill(&answer.name)) else { continue };
                if post.as_ref().is_some_and(Option::is_none) {
                    continue;
                }
                let place = answer.place.as_deref().and_then(&fill).and_then(|p| p.parse().ok());
                let day = by_day.then(|| time::date(day)).flatten().map(|(y, m, d)| Period::Day(y, m, d));
                let hints = Hints { place, day, ..Hints::default() };
                out.push(Request { name, from: From::Address { url, post: post.flatten() }, answer, hints });
            }
        }
    }
    out
}

/// What a city fills placeholders with.
fn words(city: &City) -> BTreeMap<String, String> {
    let mut words = city.names.clone();
    let district = city.code.get(..2).unwrap_or_default();
    let mut put = |key: &str, value: String| words.insert(key.into(), value);
    put("id", city.id.clone());
    put("code", city.code.clone());
    put("name", city.name.clone());
    put("district", district.into());
    put("district_number", district.trim_start_matches('0').into());
    if let Some([w, s, e, n]) = city.bbox {
        for (key, value) in [("west", w), ("south", s), ("east", e), ("north", n)] {
            put(key, format!("{value:.4}"));
        }
        put("lat", format!("{:.4}", (s + n) / 2.0));
        put("lon", format!("{:.4}", (w + e) / 2.0));
    }
    words
}

fn of_time(first: i64, today: i64) -> Vec<(String, String)> {
    let iso = |day: i64| {
        let (y, m, d) = time::date(day).unwrap_or_default();
        format!("{y:04}-{m:02}-{d:02}")
    };
    // .NET counts 100 nanoseconds from the year 1: 719 162 days before 1970.
    let ticks = i128::from(first + 719_162) * 864_000_000_000;
    vec![
        ("from".into(), iso(first)),
        ("to".into(), iso(today - 1)),
        ("day".into(), iso(first)),
        ("ticks".into(), ticks.to_string()),
    ]
}

/// A text with its placeholders filled, `{offset}` left as it is; none where one cannot be filled. Braces around what is no
/// placeholder (JSON) stay.
fn filled(text: &str, words: &BTreeMap<String, String>) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let key = rest[1..].split('}').next().unwrap_or_default();
        let is_key = !key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        if !is_key || key == "offset" {
            out.push('{');
            rest = &rest[1..];
            continue;
        }
        out.push_str(words.get(key)?);
        rest = &rest[key.len() + 2..];
    }
    out.push_str(rest);
    Some(out)
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
