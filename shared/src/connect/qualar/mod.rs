//! APA QualAr: air quality of Portugal's stations.
//!
//! `GET https://qualar.apambiente.pt/api/app.php?type=medicoes&data=YYYY-MM-DD&en=0` gives all stations of one day,
//! `?type=dados&data=…&estacao_id=3072&range=1&en=0` the hours of one station; hourly exports of a station and year
//! are UTF-8 text with tabs, called `.xls`. Traps: decimal commas; units in the second line; rows with more or fewer
//! tabs at the end than the header; CO in µg/m³ in some files and mg/m³ in others; `avg` as text with `N.D.`; null
//! slots; for a past day the daily maximum, for today the latest hour.

pub mod day;
pub mod hourly;
pub mod station_hours;
mod stations;

use super::series;
use crate::observation::Series;

/// Id of the source in packs.
pub const SOURCE: &str = "apa-qualar-hourly";
/// Concept of an hourly concentration.
pub const CONCENTRATION: &str = "air_concentration";

/// The series of a pollutant's concentration; every pollutant is kept in µg/m³.
fn concentration(pollutant: &str, statistic: &str) -> Series {
    series(CONCENTRATION, "µg/m3", &[("pollutant", pollutant), ("statistic", statistic)])
}

/// The pollutant by the names the source has for it.
fn pollutant(name: &str) -> Option<&'static str> {
    let name: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    Some(match name.replace(['µ', 'μ'], "u").as_str() {
        "PM<10um" | "PM10" => "PM10",
        "PM<2.5um" | "PM<2,5um" | "PM2.5" | "PM2,5" => "PM2.5",
        "NO" => "NO",
        "NO2" => "NO2",
        "NOx" | "NOX" => "NOx",
        "CO" => "CO",
        "O3" => "O3",
        "SO2" => "SO2",
        "C6H6" => "C6H6",
        "C7H8" => "C7H8",
        "C8H10" => "C8H10",
        _ => return None,
    })
}

/// The power of ten that brings a unit to µg/m³; none where the unit is not known.
fn shift_to_micrograms(unit: &str) -> Option<i32> {
    match unit.trim().replace(['μ', 'u'], "µ").as_str() {
        "µg/m3" | "µg/m³" => Some(0),
        "mg/m3" | "mg/m³" => Some(3),
        "ng/m3" | "ng/m³" => Some(-3),
        _ => None,
    }
}

/// The station an hourly export is called by, where its name says one that is known.
pub fn station_of_file(name: &str) -> Option<crate::geo::GeoId> {
    stations::of_file(name)
}
