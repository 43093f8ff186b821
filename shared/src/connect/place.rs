//! Places that sources describe, and the codes of the national division.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Kind, Warning, number};
use crate::geo::{GeoId, Level};

/// Metres that a station may seem to move by rounding alone.
const MOVED_M: f64 = 50.0;
/// Mean radius of the Earth in metres (IUGG).
const EARTH_M: f64 = 6_371_008.8;

/// A place as a source describes it: a station, a stop, a parish, a charging point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// What it is, e.g. `air_station`, `stop`, `parish`, `cycleway`.
    pub kind: String,
    /// The source's own id.
    pub id: String,
    /// Where observations about it are kept, where it has such a place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub geo: Option<GeoId>,
    /// Its name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Longitude and latitude in degrees (WGS 84), of a point on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<[f64; 2]>,
    /// What else the source says, by the source's own names.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub about: BTreeMap<String, String>,
}

impl Place {
    /// A place by its kind and the source's id.
    pub fn new(kind: &str, id: impl Into<String>) -> Self {
        let (geo, name, about) = (None, String::new(), BTreeMap::new());
        Self { kind: kind.into(), id: id.into(), geo, name, point: None, about }
    }

    /// Adds something the source says.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<String>) -> Self {
        let value = value.into();
        if !value.is_empty() {
            self.about.insert(key.into(), value);
        }
        self
    }
}

/// A place by a code of the Portuguese national division, as sources write it.
///
/// Two digits are a district, four a municipality (DTMN), six a parish of the 2013–2024 edition (DTMNFR), or of 2025
/// where the last two contain a letter; a NUTS part before them, as INE has it, is left out: the NUTS codes changed in
/// 2024, the last characters did not.
pub fn by_code(code: &str) -> Option<GeoId> {
    let code = code.trim();
    if !code.is_ascii() || code.is_empty() {
        return None;
    }
    let is_parish = |c: &str| {
        c.len() == 6
            && c[..4].bytes().all(|b| b.is_ascii_digit())
            && c[4..].bytes().all(|b| b.is_ascii_digit() || (b'A'..=b'F').contains(&b))
    };
    let place = |level, code: &str| Some(GeoId { level, code: code.into() });
    let digits = |c: &str| c.bytes().all(|b| b.is_ascii_digit());
    match code.len() {
        2 if code == "PT" => place(Level::Country, "PT"),
        2 if digits(code) => place(Level::District, code),
        4 if digits(code) => place(Level::City, code),
        6 if is_parish(code) => place(edition(code), code),
        // NUTS 3 code of three characters, then DTMN or DTMNFR.
        7 if digits(&code[3..]) => place(Level::City, &code[3..]),
        9 if is_parish(&code[3..]) => place(edition(&code[3..]), &code[3..]),
        _ => None,
    }
}

/// The edition a parish code certainly belongs to: only codes of 2025 contain letters. A code of digits alone is in
/// both editions and is taken for the older one, which is what sources still use.
fn edition(code: &str) -> Level {
    if code[4..].bytes().any(|b| b.is_ascii_uppercase()) { Level::Parish2025 } else { Level::Parish2013 }
}

/// Metres between two points given as longitude and latitude in degrees, on a sphere (haversine).
pub fn metres([lon_a, lat_a]: [f64; 2], [lon_b, lat_b]: [f64; 2]) -> f64 {
    let radians = |degrees: f64| degrees * std::f64::consts::PI / 180.0;
    let half = |a: f64, b: f64| libm::sin(radians(b - a) / 2.0);
    let (south, east) = (half(lat_a, lat_b), half(lon_a, lon_b));
    let h = south * south + libm::cos(radians(lat_a)) * libm::cos(radians(lat_b)) * east * east;
    2.0 * EARTH_M * libm::asin(libm::sqrt(h.clamp(0.0, 1.0)))
}

/// A point, where longitude and latitude are of this world and not both zero.
pub fn point(lon: Option<f64>, lat: Option<f64>) -> Option<[f64; 2]> {
    let (lon, lat) = lon.zip(lat)?;
    let real = lon.abs() <= 180.0 && lat.abs() <= 90.0 && (lon != 0.0 || lat != 0.0);
    real.then_some([lon, lat])
}

/// A point from two texts.
pub fn point_of_text(lon: &str, lat: &str) -> Option<[f64; 2]> {
    point(number::decimal(lon.as_bytes(), 0), number::decimal(lat.as_bytes(), 0))
}

/// What has changed about places between an older and a newer description: new, gone, moved, renamed, of another
/// environment. A series across such a change may not measure the same thing any more.
pub fn changes(old: &[Place], new: &[Place]) -> Vec<Warning> {
    let by_id = |list: &[Place]| {
        list.iter().map(|p| ((p.kind.clone(), p.id.clone()), p.clone())).collect::<BTreeMap<_, _>>()
    };
    let (old, new) = (by_id(old), by_id(new));
    let mut out = Vec::new();
    let mut say = |message: String| out.push(Warning::new(Kind::MetadataChange, message));
    for (key, before) in &old {
        let what = format!("{} {}", before.kind, before.id);
        let Some(after) = new.get(key) else {
            say(format!("{what} ({}) is no longer listed", before.name));
            continue;
        };
        if before.name != after.name {
            say(format!("{what} was called “{}” and is called “{}”", before.name, after.name));
        }
        if let Some((a, b)) = before.point.zip(after.point) {
            let moved = metres(a, b);
            if moved > MOVED_M {
                say(format!("{what} moved by {moved:.0} m"));
            }
        }
        for (field, a) in &before.about {
            let b = after.about.get(field).map_or("", String::as_str);
            if a != b {
                say(format!("{what}: {field} was “{a}” and is “{b}”"));
            }
        }
    }
    for (key, place) in &new {
        if !old.contains_key(key) {
            say(format!("{} {} ({}) is new", place.kind, place.id, place.name));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_with_letters_and_without_their_nuts_part() {
        for (code, place) in [
            ("1106", "city/1106"),
            ("110656", "parish2013/110656"),
            ("0308FA", "parish2025/0308FA"),
            ("1701106", "city/1106"),
            ("1B01106", "city/1106"),
            ("112030201", "parish2013/030201"),
            ("1190308FA", "parish2025/0308FA"),
            ("01", "district/01"),
            ("PT", "country/PT"),
        ] {
            assert_eq!(by_code(code).map(|g| g.to_string()).as_deref(), Some(place), "{code}");
        }
        for code in ["", "02----", "01--", "0308G1", "é", "12345", "XX", "AB06"] {
            assert_eq!(by_code(code), None, "{code}");
        }
    }

    #[test]
    fn a_station_that_moved_or_changed_is_named() {
        let station = |name: &str, lat: f64, influence: &str| {
            let mut place = Place::new("air_station", "3072").with("influence", influence);
            place.name = name.into();
            place.point = Some([-9.149, lat]);
            place
        };
        let old = [station("Entrecampos", 38.7485, "traffic")];
        assert!(changes(&old, &old).is_empty());
        let new = [station("Entrecampos", 38.7505, "background")];
        let said: Vec<String> = changes(&old, &new).iter().map(|w| w.message.clone()).collect();
        assert_eq!(said.len(), 2, "{said:?}");
        assert!(said[0].contains("moved by 222 m"), "{said:?}");
        assert!(said[1].contains("influence was “traffic” and is “background”"), "{said:?}");
        assert!(changes(&old, &[])[0].message.contains("no longer listed"));
        assert!(changes(&[], &new)[0].message.contains("is new"));
    }
}
