//! Which services run on a day, and how often.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::{
    connect::{ConnectError, Csv, Hints, Import, Input, Kind, Warning, time},
    period::{Period, days_in_month},
};

/// Days of a calendar line that are looked at.
const MAX_DAYS: i64 = 800;

/// The tables of a feed as far as they are needed.
#[derive(Default)]
pub(super) struct Timetable {
    /// Service and route of each trip.
    pub trips: HashMap<String, (String, String)>,
    /// Days each service runs on, as days since 1970.
    services: BTreeMap<String, BTreeSet<i64>>,
    /// How often a trip repeats within a day, where frequencies say so.
    repeats: HashMap<String, f64>,
}

/// A day such as `20240131` as days since 1970.
fn day(text: &str) -> Option<i64> {
    let n = |a: usize, b: usize| text.get(a..b)?.parse::<u16>().ok();
    let (y, m, d) = (i32::from(n(0, 4)?), n(4, 6)? as u8, n(6, 8)? as u8);
    let real = text.len() == 8 && (1..=12).contains(&m) && (1..=days_in_month(y, m)).contains(&d);
    real.then(|| time::days(y, m, d))
}

/// Reads a table of the feed row by row; the cells come in the order of `columns`.
pub(super) fn each(
    name: &str,
    files: &BTreeMap<String, Vec<u8>>,
    import: &mut Import,
    columns: &[&str],
    mut row: impl FnMut(&mut Import, u64, &[&str]),
) -> Result<(), ConnectError> {
    let Some(bytes) = files.get(name).filter(|b| !b.is_empty()) else { return Ok(()) };
    let hints = Hints::default();
    let input = Input { name, bytes, hints: &hints };
    let text = input.text(&mut import.warnings).into_owned();
    let mut csv = Csv::new(&input, &text)?;
    let places: Vec<Option<usize>> = columns.iter().map(|c| csv.find(&[c])).collect();
    while let Some(cells) = csv.next(&input)? {
        import.records += 1;
        let found: Vec<&str> = places.iter().map(|p| cells.text_of(*p)).collect();
        row(import, cells.row, &found);
    }
    Ok(())
}

impl Timetable {
    /// Reads trips, calendars and frequencies.
    pub fn read(files: &BTreeMap<String, Vec<u8>>, import: &mut Import) -> Result<Self, ConnectError> {
        let mut table = Self::default();
        each("trips.txt", files, import, &["trip_id", "service_id", "route_id"], |_, _, c| {
            table.trips.insert(c[0].into(), (c[1].into(), c[2].into()));
        })?;
        let week = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        let columns: Vec<&str> = ["service_id", "start_date", "end_date"].into_iter().chain(week).collect();
        each("calendar.txt", files, import, &columns, |import, row, c| {
            let (Some(start), Some(end)) = (day(c[1]), day(c[2])) else {
                import.warnings.add(
                    Warning::new(Kind::NotADate, "calendar.txt: not a day").at(row, "start_date").found(c[1]),
                );
                return;
            };
            // 1970-01-01 was a Thursday, the fourth day of a week that begins on Monday.
            let runs =
                (start..=end.min(start + MAX_DAYS)).filter(|d| c[3 + (d + 3).rem_euclid(7) as usize] == "1");
            table.services.entry(c[0].into()).or_default().extend(runs);
        })?;
        each(
            "calendar_dates.txt",
            files,
            import,
            &["service_id", "date", "exception_type"],
            |import, row, c| {
                let Some(date) = day(c[1]) else {
                    import.warnings.add(
                        Warning::new(Kind::NotADate, "calendar_dates.txt: not a day")
                            .at(row, "date")
                            .found(c[1]),
                    );
                    return;
                };
                let days = table.services.entry(c[0].into()).or_default();
                if c[2] == "2" {
                    days.remove(&date)
                } else {
                    days.insert(date)
                };
            },
        )?;
        each(
            "frequencies.txt",
            files,
            import,
            &["trip_id", "start_time", "end_time", "headway_secs"],
            |_, _, c| {
                let span = seconds(c[2]).zip(seconds(c[1])).map(|(end, start)| end - start);
                if let Some((span, headway)) =
                    span.zip(c[3].parse::<i64>().ok()).filter(|(s, h)| *s > 0 && *h > 0)
                {
                    *table.repeats.entry(c[0].into()).or_default() += (span / headway) as f64;
                }
            },
        )?;
        Ok(table)
    }

    /// The weekday (Monday to Friday) with the most trips, the first of equals; any day where no weekday has service.
    pub fn busiest(&self) -> Option<i64> {
        let mut per_service: BTreeMap<&str, f64> = BTreeMap::new();
        for (trip, (service, _)) in &self.trips {
            *per_service.entry(service).or_default() += self.repeats.get(trip).copied().unwrap_or(1.0);
        }
        let mut trips: BTreeMap<i64, f64> = BTreeMap::new();
        for (service, days) in &self.services {
            let count = per_service.get(service.as_str()).copied().unwrap_or_default();
            for day in days {
                *trips.entry(*day).or_default() += count;
            }
        }
        let weekday = |d: i64| (d + 3).rem_euclid(7) < 5;
        let best = |only_weekdays: bool| {
            let days = trips.iter().filter(|(d, n)| **n > 0.0 && (!only_weekdays || weekday(**d)));
            days.max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0))).map(|(d, _)| *d)
        };
        best(true).or_else(|| best(false))
    }

    /// How often a trip runs on a day, 0 where it does not.
    pub fn runs(&self, trip: &str, day: i64) -> f64 {
        let days = self.trips.get(trip).and_then(|(service, _)| self.services.get(service));
        if days.is_some_and(|d| d.contains(&day)) {
            self.repeats.get(trip).copied().unwrap_or(1.0)
        } else {
            0.0
        }
    }
}

/// A day as a period.
pub(super) fn period(day: i64) -> Option<Period> {
    time::date(day).map(|(y, m, d)| Period::Day(y, m, d))
}

/// Seconds of a time such as `25:10:00`.
fn seconds(text: &str) -> Option<i64> {
    let mut parts = text.trim().split(':').map(|p| p.parse::<u16>().ok().map(i64::from));
    let (h, m, s) = (parts.next()??, parts.next()??, parts.next()??);
    Some(h * 3_600 + m * 60 + s)
}
