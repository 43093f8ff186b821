//! Readings in the order of the page: domains, in them stations, in them rows.

use std::{collections::BTreeMap, sync::Arc};

use gemeo_shared::{
    observation::{Series, Status},
    period::Period,
};

use super::{
    derive::{self, Derived},
    limit::{self, Limit},
    panel::{Key, Panel, Point},
};

/// What readings are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Domain {
    /// Greenhouse gases, above all of electricity.
    Emissions,
    /// Traffic and public transport.
    Mobility,
    /// Electricity and other energy.
    Energy,
    /// Air and weather.
    Environment,
    /// What none of these is.
    Other,
}

impl Domain {
    /// Those that every city's page has, in order.
    pub const MAIN: [Self; 4] = [Self::Emissions, Self::Mobility, Self::Energy, Self::Environment];

    /// The domain of a concept.
    pub fn of(concept: &str) -> Self {
        let begins = |names: &[&str]| names.iter().any(|name| concept.starts_with(name));
        if begins(&["derived_carbon", "derived_renewable", "ghg_", "grid_emission", "carbon_"]) {
            Self::Emissions
        } else if begins(&[
            "vehicles_",
            "derived_vehicles",
            "waiting_",
            "bus_",
            "transit_",
            "traffic_",
            "bike_",
        ]) {
            Self::Mobility
        } else if begins(&["electricity_", "fuel_", "gas_", "heat_", "energy_"]) {
            Self::Energy
        } else if begins(&[
            "air_",
            "temperature",
            "relative_",
            "precipitation",
            "wind_",
            "solar_",
            "openmeteo_",
            "noise_",
            "water_",
        ]) {
            Self::Environment
        } else {
            Self::Other
        }
    }

    /// As it stands in addresses and ids.
    pub fn id(self) -> &'static str {
        match self {
            Self::Emissions => "emissions",
            Self::Mobility => "mobility",
            Self::Energy => "energy",
            Self::Environment => "environment",
            Self::Other => "other",
        }
    }
}

/// A reading as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Letters and digits, unique on the page and the same as long as the series is.
    pub id: String,
    /// Place, source and series.
    pub key: Key,
    /// When.
    pub period: Period,
    /// The value.
    pub value: f64,
    /// Its SDMX status.
    pub status: Status,
    /// When the server got it.
    pub received: i64,
    /// Whether it is recorded.
    pub replay: bool,
    /// What came since the page was opened, the newest last.
    pub course: Vec<Option<f64>>,
    /// The limit it is read against.
    pub limit: Option<Limit>,
    /// Whether it was computed here.
    pub derived: Option<Derived>,
}

/// What stands together: readings of a place from a source.
#[derive(Debug, Clone, PartialEq)]
pub struct Station {
    /// Letters and digits, unique on the page.
    pub id: String,
    /// The place; none where the readings of many are shown together.
    pub place: Option<String>,
    /// The name its source gives.
    pub name: String,
    /// Id of the source.
    pub source: String,
    /// Whether it is not for everybody.
    pub private: bool,
    /// Ids of its rows.
    pub rows: Vec<String>,
}

/// The page's readings.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Board {
    /// Stations by domain, the main domains always.
    pub domains: BTreeMap<Domain, Vec<Arc<Station>>>,
    /// Rows by id.
    pub rows: BTreeMap<String, Arc<Row>>,
}

/// Concepts with so many places, a row each, that a card a place would bury the page.
const TOGETHER: [&str; 4] = ["vehicles_running", "derived_vehicles", "waiting_time", "bus_validations"];

/// Whether readings of a concept stand together whatever their place.
pub fn is_together(concept: &str) -> bool {
    TOGETHER.contains(&concept)
}

/// The place of a concept among others on a card.
fn rank(series: &Series) -> usize {
    const ORDER: [&str; 12] = [
        "NO2",
        "PM2.5",
        "PM10",
        "O3",
        "temperature",
        "relative_humidity",
        "precipitation",
        "wind_speed",
        "consumption",
        "renewable",
        "non_renewable",
        "import_balance",
    ];
    let dim = |name: &str| series.dims.get(name).map(String::as_str);
    let word = dim("pollutant").or(dim("kind")).unwrap_or(&series.concept);
    let derived = series.concept.starts_with("derived_");
    if derived { 0 } else { 1 + ORDER.iter().position(|known| *known == word).unwrap_or(ORDER.len()) }
}

/// What stands together: domain, whether it is private, place, source.
type Group = (Domain, bool, String, String);

impl Board {
    /// Puts what came in order.
    pub fn of(panel: &Panel) -> Self {
        let mut groups: BTreeMap<Group, (String, Vec<Row>)> = BTreeMap::new();
        for (name, row) in rows(panel) {
            let domain = Domain::of(&row.key.series.concept);
            let place =
                if is_together(&row.key.series.concept) { String::new() } else { row.key.place.clone() };
            let group = groups.entry((domain, row.key.private, place, row.key.source.clone())).or_default();
            if !name.is_empty() {
                group.0 = name;
            }
            group.1.push(row);
        }
        let mut board = Self { domains: Domain::MAIN.map(|d| (d, Vec::new())).into(), rows: BTreeMap::new() };
        for ((domain, private, place, source), (name, mut rows)) in groups {
            rows.sort_by(|a, b| (rank(&a.key.series), &a.key).cmp(&(rank(&b.key.series), &b.key)));
            let id = mark(&format!("{domain:?} {private} {place} {source}"));
            let ids = rows.iter().map(|row| row.id.clone()).collect();
            board.rows.extend(rows.into_iter().map(|row| (row.id.clone(), Arc::new(row))));
            let place = Some(place).filter(|place| !place.is_empty());
            let station = Station { id, place, name, source, private, rows: ids };
            board.domains.entry(domain).or_default().push(Arc::new(station));
        }
        for stations in board.domains.values_mut() {
            stations.sort_by(|a, b| (!a.private, &a.name, &a.place).cmp(&(!b.private, &b.name, &b.place)));
        }
        board
    }

    /// The stations of a domain.
    pub fn stations(&self, domain: Domain) -> Vec<Arc<Station>> {
        self.domains.get(&domain).cloned().unwrap_or_default()
    }

    /// How many places and sources there are.
    pub fn count(&self) -> usize {
        self.domains.values().map(Vec::len).sum()
    }
}

/// Every reading and every figure computed of them, with the name of its place.
fn rows(panel: &Panel) -> impl Iterator<Item = (String, Row)> {
    let read = panel.courses().filter_map(|(key, course)| {
        let points: Vec<Point> = course.points.iter().copied().collect();
        let row = row(key, &points, (course.status, course.received, course.replay), None)?;
        Some((course.name.clone(), row))
    });
    let computed = derive::figures(panel).into_iter().filter_map(|figure| {
        let about = (Status::E, figure.received, figure.replay);
        Some((String::new(), row(&figure.key, &figure.points, about, Some(figure.what))?))
    });
    read.chain(computed)
}

fn row(key: &Key, points: &[Point], about: (Status, i64, bool), derived: Option<Derived>) -> Option<Row> {
    let newest = points.last()?;
    let (status, received, replay) = about;
    Some(Row {
        id: mark(&format!("{key:?}")),
        key: key.clone(),
        period: newest.period,
        value: newest.value?,
        status,
        received,
        replay,
        course: points.iter().map(|point| point.value).collect(),
        limit: limit::of(&key.series),
        derived,
    })
}

/// A short mark of a text (FNV-1a, 64 bits), for ids in the page.
fn mark(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("r{hash:016x}")
}

#[cfg(test)]
#[path = "board_tests.rs"]
mod tests;
