//! What is asked of each source for a city, and what of its answers goes into the city's facts.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use gemeo_shared::{
    connect::{Hints, Import, Observed, annual_means, eredes::billed, series, time},
    geo::{GeoId, Level},
    observation::{Observation, Status},
    period::Period,
};

use super::Fault;

/// Days of hourly readings that are asked for at once.
const MAX_DAYS: i64 = 31;
/// Share of a year's hours that a file must list before its annual mean is computed.
const WHOLE_YEAR: f64 = 0.95;

/// A source that can be refreshed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Source {
    /// Annual means and data capture of air quality stations, from their hourly readings.
    Qualar,
    /// Billed electricity by parish, and the totals of the municipality.
    Eredes,
}

/// A city as its folder of facts describes it.
pub struct City {
    /// Code of the municipality.
    pub code: String,
    /// Numbers of its air quality stations.
    pub stations: BTreeSet<String>,
}

/// One answer that is wanted.
pub struct Request {
    /// Name of the file, which tells what it is.
    pub name: String,
    /// Where it comes from.
    pub from: From,
    /// Which connector reads it.
    pub connector: &'static str,
    /// What the answer does not say.
    pub hints: Hints,
}

/// Where an answer comes from.
pub enum From {
    /// A recorded answer.
    File(PathBuf),
    /// An address.
    Address(String),
}

/// What a source says of a city.
pub struct Prepared {
    /// The figures that may go into the pack, and those that are held back.
    pub observed: Observed,
    /// Warnings of reading, by kind.
    pub warnings: Vec<String>,
}

/// Reads which city it is.
///
/// # Errors
/// Where there is no such folder of facts.
pub fn city(facts: &Path, id: &str) -> Result<City, Fault> {
    let known =
        !id.is_empty() && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    let path = facts.join(id).join("city.toml");
    if !known || !path.is_file() {
        return Err(format!("there is no city “{id}” in {}", facts.display()).into());
    }
    let file: toml::Table = toml::from_str(&std::fs::read_to_string(&path)?)?;
    let code = file
        .get("code")
        .and_then(toml::Value::as_str)
        .ok_or_else(|| format!("{}: no code", path.display()))?;
    let mut stations = BTreeSet::new();
    let list = facts.join(id).join("stations.csv");
    if list.is_file() {
        for row in csv::Reader::from_path(&list)?.records() {
            stations.extend(row?.get(0).map(str::to_owned));
        }
    }
    Ok(City { code: code.into(), stations })
}

impl Source {
    /// Every source.
    pub const ALL: [Self; 2] = [Self::Qualar, Self::Eredes];

    /// Its short name.
    pub fn id(self) -> &'static str {
        match self {
            Self::Qualar => "qualar",
            Self::Eredes => "eredes",
        }
    }

    /// Recorded answers in a folder laid out as the test data is.
    ///
    /// # Errors
    /// Where the folder of the source is missing or cannot be read.
    pub fn recorded(self, city: &City, mirror: &Path) -> Result<Vec<Request>, Fault> {
        let (folder, connector, begin) = match self {
            Self::Qualar => ("qualar_hourly", "qualar-hourly", ""),
            Self::Eredes => ("eredes", "eredes-billed", "consumos_mensais"),
        };
        let folder = mirror.join(folder);
        let entries = std::fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        let mut paths = entries.map(|e| e.map(|e| e.path())).collect::<Result<Vec<_>, _>>()?;
        paths.sort();
        let name = |p: &Path| p.file_name().and_then(|n| n.to_str()).unwrap_or_default().to_owned();
        paths.retain(|p| name(p).starts_with(begin) && (self != Self::Qualar || of_city(city, &name(p))));
        let request = |path: PathBuf| Request {
            name: name(&path),
            from: From::File(path),
            connector,
            hints: Hints::default(),
        };
        Ok(paths.into_iter().map(request).collect())
    }

    /// The addresses to ask, by the notes on the sources (`docs/open-data.md`).
    ///
    /// # Errors
    /// Where `from` is no day.
    pub fn requests(self, city: &City, from: Option<Period>, today: &str) -> Result<Vec<Request>, Fault> {
        match self {
            Self::Eredes => {
                let url = format!(
                    "https://e-redes.opendatasoft.com/api/explore/v2.1/catalog/datasets/3-consumos-faturados-por-municipio-ultimos-10-anos/exports/csv?where=coddistritoconcelho%3D%22{}%22&delimiter=%3B&lang=pt",
                    city.code
                );
                let name = "consumos_mensais.csv".into();
                Ok(vec![Request {
                    name,
                    from: From::Address(url),
                    connector: "eredes-billed",
                    hints: Hints::default(),
                }])
            }
            Self::Qualar => {
                let day = |text: &str| {
                    text.parse::<Period>().ok().and_then(time::Moment::of).map(|m| m.0.div_euclid(86_400))
                };
                let end = day(today).ok_or("today is not a day")?;
                let start = match from {
                    None => end - 1,
                    Some(from @ Period::Day(..)) => day(&from.to_string()).unwrap_or(end - 1),
                    Some(other) => {
                        return Err(format!("{other} is not a day; write --from 2026-11-01").into());
                    }
                };
                Ok((start.max(end - MAX_DAYS)..end).filter_map(|d| self.day(d)).collect())
            }
        }
    }

    fn day(self, day: i64) -> Option<Request> {
        let (y, m, d) = time::date(day)?;
        let period = Period::Day(y, m, d);
        let url = format!("https://qualar.apambiente.pt/api/app.php?type=medicoes&data={period}&en=0");
        let hints = Hints { day: Some(period), ..Hints::default() };
        Some(Request {
            name: format!("medicoes-{period}.json"),
            from: From::Address(url),
            connector: "qualar-day",
            hints,
        })
    }

    /// The figures of a city that its pack knows.
    pub fn prepare(self, city: &City, imports: Vec<Import>) -> Prepared {
        let mut warnings = Vec::new();
        let mut out = Observed::new(match self {
            Self::Qualar => "apa-qualar-hourly",
            Self::Eredes => "e-redes-billed",
        });
        for import in imports {
            warnings.extend(import.warnings.list.iter().map(|w| format!("{}: {w}", import.connector)));
            match self {
                Self::Qualar => air(&import, city, &mut out),
                Self::Eredes => electricity(import.observed, city, &mut out),
            }
        }
        Prepared { observed: out, warnings }
    }
}

/// Whether an hourly export is of a station of the city, by what its name says.
fn of_city(city: &City, name: &str) -> bool {
    gemeo_shared::connect::qualar::station_of_file(name.trim_end_matches(".gz"))
        .is_some_and(|s| city.stations.contains(&s.code))
}

fn air(import: &Import, city: &City, out: &mut Observed) {
    let mut listed: std::collections::BTreeMap<(u32, i32), u32> = std::collections::BTreeMap::new();
    for row in import.observed.rows() {
        *listed.entry((row.series, row.period.year())).or_default() += 1;
    }
    for mean in annual_means(&import.observed) {
        let number = import.observed.series().iter().position(|s| *s == mean.series).map_or(0, |n| n as u32);
        let hours = listed.get(&(number, mean.year)).copied().unwrap_or_default();
        let whole = f64::from(mean.hours) / mean.capture;
        if city.stations.contains(&mean.place.code) && f64::from(hours) >= whole * WHOLE_YEAR {
            mean.add_to(out);
        }
    }
    // As the facts have them: means to 0.01 µg/m³, data capture to 0.1 %.
    let scale: Vec<f64> = out.series().iter().map(|s| if s.unit == "%" { 10.0 } else { 100.0 }).collect();
    for row in out.rows_mut() {
        let scale = scale[row.series as usize];
        row.value = row.value.map(|v| libm::round(v * scale) / scale);
    }
}

fn electricity(mut observed: Observed, city: &City, out: &mut Observed) {
    billed::municipal_totals(&mut observed);
    for o in observed.observations().filter(|o| o.geo.code.starts_with(&city.code)) {
        let Observation { mut series, geo, period, value, status, .. } = o;
        if series.dims.remove("part").is_some() {
            series.concept = "electricity_unallocated".into();
        }
        if matches!(geo.level, Level::City | Level::Parish2013 | Level::Parish2025) {
            out.add(&series, &geo, period, value, status);
        }
    }
    // A municipality with nothing unallocated in a month has zero of it, not an unknown part.
    let totals: Vec<(GeoId, Period, String, Status)> = out
        .observations()
        .filter(|o| o.geo.level == Level::City && o.series.concept == billed::CONCEPT)
        .map(|o| (o.geo, o.period, o.series.dims.get("voltage").cloned().unwrap_or_default(), o.status))
        .collect();
    for (geo, period, voltage, status) in totals {
        let series = series("electricity_unallocated", "kWh", &[("voltage", &voltage)]);
        if out.value(&series, &geo, period).is_none() {
            out.add(&series, &geo, period, Some(0.0), status);
        }
    }
}
