//! A made-up city, code 9901, with the observations a test gives it.

use std::collections::BTreeMap;

use crate::{
    geo::Level,
    indicator::{Catalogue, Definition, Engine},
    observation::{Observation, Series, Status},
    pack::{Manifest, Pack},
    table::Table,
    view::{Direction, IndicatorView, Profile, Target, Text},
};

pub fn obs(
    concept: &str,
    unit: &str,
    dims: &[(&str, &str)],
    geo: &str,
    period: &str,
    value: Option<f64>,
) -> Observation {
    let dims = dims.iter().map(|(d, m)| ((*d).to_string(), (*m).to_string())).collect();
    Observation {
        series: Series { concept: concept.into(), unit: unit.into(), dims },
        geo: geo.parse().expect("a place"),
        period: period.parse().expect("a period"),
        value,
        status: Status::A,
        notation: None,
        quality: None,
        uncertainty: None,
        source: "made-up".into(),
        note: None,
    }
}

pub fn pack(rows: Vec<Observation>) -> Pack {
    let profile = Profile {
        id: "vila".into(),
        code: "9901".into(),
        name: "Vila".into(),
        country: "PT".into(),
        centre: [0.0, 0.0],
        bbox: [0.0; 4],
    };
    let (schema, city, vintage) = ("gemeo-pack/manifest".into(), "vila".into(), "2024".into());
    Pack {
        manifest: Manifest { schema, version: 1, city, vintage, files: BTreeMap::new() },
        hash: String::new(),
        profile,
        targets: Vec::new(),
        core: Table::from_rows(rows).expect("sound rows"),
        own: None,
        detail: None,
        geography: None,
        sources: Vec::new(),
    }
}

pub fn target(reduction: f64, base_year: i32, target_year: i32) -> Target {
    Target {
        id: "plan".into(),
        title: Text::default(),
        reduction_pct: Some(reduction),
        base_emissions_t: None,
        base_year: Some(base_year),
        target_year,
        neutrality: false,
        current: true,
        sources: Vec::new(),
        note: None,
    }
}

pub fn definition(id: &str, formula: &str, unit: &str, by: &[&str], levels: &[Level]) -> Definition {
    Definition {
        id: id.into(),
        domain: "emissions".into(),
        unit: unit.into(),
        decimals: 0,
        direction: Direction::None,
        levels: levels.to_vec(),
        formula: formula.into(),
        by: by.iter().map(|b| (*b).to_string()).collect(),
        prefer: BTreeMap::new(),
        interpolate: false,
        remarks: Vec::new(),
        not_comparable: None,
    }
}

/// The view of the indicator `x` of a catalogue.
pub fn view_of(catalogue: Catalogue, pack: &Pack) -> IndicatorView {
    Engine::new(catalogue).indicators(pack, Some("x")).remove(0)
}
