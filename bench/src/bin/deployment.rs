//! A synthetic deployment: many cities, 60 indicators, 30 years, 50 places each, on one core.
//!
//! `deployment CITIES` prints JSON: values computed, seconds, values a second, their sum, and the memory it took.
//! Only reading a city's table into the engine and computing is timed, in processor time. `bench/lib/deployment.py` computes the same
//! formulas from the same figures with NumPy; the sums must agree.

use std::{collections::BTreeMap, env, error::Error, fs, time::Instant};

use gemeo_shared::{
    geo::Level,
    indicator::{Catalogue, Definition, Engine},
    observation::{Observation, Series, Status},
    pack::{Manifest, Pack},
    table::Table,
    view::{Direction, Profile},
};
use serde_json::json;

const PLACES: u32 = 50;
const YEARS: std::ops::Range<u32> = 1991..2021;
const INDICATORS: usize = 60;

/// Concepts and their units; the figures are the same in `deployment.py`.
const CONCEPTS: [(&str, &str); 12] = [
    ("population", "person"),
    ("dwellings", "dwelling"),
    ("dwellings_vacant", "dwelling"),
    ("dwellings_rented", "dwelling"),
    ("households", "household"),
    ("women", "person"),
    ("population_65_plus", "person"),
    ("population_0_14", "person"),
    ("waste_collected", "t"),
    ("water_households", "m3"),
    ("electricity_used", "MWh"),
    ("green_area", "ha"),
];

fn main() -> Result<(), Box<dyn Error>> {
    let cities: u32 = env::args().nth(1).ok_or("usage: deployment CITIES")?.parse()?;
    let engine = Engine::new(Catalogue::new((0..INDICATORS).map(definition).collect())?);
    let begun = Instant::now();
    let (mut seconds, mut values, mut sum) = (0.0, 0u64, 0.0);
    for city in 0..cities {
        let pack = pack(city)?;
        let start = now(begun);
        engine.columns(&pack, &mut |_, column| {
            for value in column.iter().filter(|v| !v.is_nan()) {
                values += 1;
                sum += value;
            }
        });
        seconds += now(begun) - start;
    }
    let rate = values as f64 / seconds;
    println!(
        "{}",
        json!({ "cities": cities, "values": values, "seconds": seconds, "values_per_second": rate, "sum": sum, "peak_mb": peak_mb() })
    );
    Ok(())
}

/// Six kinds of formula over twelve concepts.
fn definition(i: usize) -> Definition {
    let ((a, unit_a), (b, unit_b)) = (CONCEPTS[i % 12], CONCEPTS[(i * 5 + 1) % 12]);
    let (formula, unit) = match i % 6 {
        0 => (format!("{a} / {b}"), format!("{unit_a}/{unit_b}")),
        1 => (format!("per_capita({a})"), format!("{unit_a}/person")),
        2 => (format!("change({a}, 1)"), unit_a.into()),
        3 => (format!("rate({a}, 5)"), format!("{unit_a}/year")),
        4 => (format!("100 [%] * {a} / lag({a}, 10)"), "%".into()),
        _ => (format!("where({a}, {a} >= 120 [{unit_a}])"), unit_a.into()),
    };
    Definition {
        id: format!("x{i}"),
        domain: "economy".into(),
        unit,
        decimals: 2,
        direction: Direction::None,
        levels: vec![Level::Parish2013],
        formula,
        by: Vec::new(),
        prefer: BTreeMap::new(),
        interpolate: false,
        remarks: Vec::new(),
        not_comparable: None,
    }
}

fn pack(city: u32) -> Result<Pack, Box<dyn Error>> {
    let mut rows = Vec::new();
    for (c, (concept, unit)) in CONCEPTS.iter().enumerate() {
        let series = Series { concept: (*concept).into(), unit: (*unit).into(), dims: BTreeMap::new() };
        for place in 0..PLACES {
            for year in YEARS {
                rows.push(Observation {
                    series: series.clone(),
                    geo: format!("parish2013/{place:06}").parse()?,
                    period: year.to_string().parse()?,
                    value: Some(f64::from(100 + (city * 31 + c as u32 * 17 + place * 7 + year * 3) % 97)),
                    status: Status::A,
                    notation: None,
                    quality: None,
                    uncertainty: None,
                    source: "synthetic".into(),
                    note: None,
                });
            }
        }
    }
    let (schema, name) = ("gemeo-pack/manifest".to_string(), format!("c{city}"));
    Ok(Pack {
        manifest: Manifest {
            schema,
            version: 1,
            city: name.clone(),
            vintage: "2021".into(),
            files: BTreeMap::new(),
        },
        hash: String::new(),
        profile: Profile {
            id: name.clone(),
            code: format!("{city:04}"),
            name,
            country: "PT".into(),
            centre: [0.0; 2],
            bbox: [0.0; 4],
        },
        targets: Vec::new(),
        core: Table::from_rows(rows)?,
        own: None,
        detail: None,
        geography: None,
        sources: Vec::new(),
    })
}

/// Seconds this thread has run, whatever else the machine does (Linux); elsewhere by the clock.
fn now(begun: Instant) -> f64 {
    let text = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let run: Option<f64> = text.split(' ').next().and_then(|ns| ns.parse().ok());
    run.map_or_else(|| begun.elapsed().as_secs_f64(), |ns| ns / 1e9)
}

/// The most memory the process held, MB (Linux); none elsewhere.
fn peak_mb() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some((kilobytes / 1000.0 * 1.024 * 10.0).round() / 10.0)
}
