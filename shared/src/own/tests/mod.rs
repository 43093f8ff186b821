//! Files with the faults that files have.

mod cells;
mod files;
mod names;
mod whole;

use super::{
    KnownPlace, Mapping, Preview, Refusal,
    session::{Session, Wish},
};
use crate::geo::GeoId;

/// Some parishes of three cities in both editions.
pub(super) fn places() -> Vec<KnownPlace> {
    let place = |geo: &str, name: &str, city: &str| KnownPlace {
        geo: geo.parse().expect("a place"),
        name: name.into(),
        short: name.into(),
        city: city.into(),
    };
    vec![
        place("city/1106", "Lisboa", "1106"),
        place("city/1312", "Porto", "1312"),
        place("city/0308", "Guimarães", "0308"),
        place("parish2013/110654", "São Vicente", "1106"),
        place("parish2025/110654", "São Vicente", "1106"),
        place("parish2013/110658", "Avenidas Novas", "1106"),
        place("parish2025/110658", "Avenidas Novas", "1106"),
        place("parish2013/110655", "Santo António", "1106"),
        place("parish2025/110655", "Santo António", "1106"),
        place("parish2013/131202", "Bonfim", "1312"),
        place("parish2025/131202", "Bonfim", "1312"),
        place("parish2013/131216", "União das freguesias de Aldoar, Foz do Douro e Nevogilde", "1312"),
        place("parish2025/131216", "União das freguesias de Aldoar, Foz do Douro e Nevogilde", "1312"),
        place("parish2013/030876", "União das freguesias de Arosa e Castelões", "0308"),
        place("parish2025/0308FA", "Arosa", "0308"),
        place("parish2025/0308FB", "Castelões", "0308"),
        place("parish2025/030801", "Aldão", "0308"),
        place("parish2013/030801", "Aldão", "0308"),
        place("parish2013/030850", "Sande (São Martinho)", "0308"),
        place("parish2025/030850", "Sande (São Martinho)", "0308"),
    ]
}

pub(super) fn open(name: &str, bytes: &[u8]) -> Result<(Session, Mapping), Refusal> {
    let mut source = bytes;
    Session::open(name, &mut source, places(), "1106", &Wish::default(), 2026)
}

/// The guess and what it gives.
pub(super) fn guessed(name: &str, bytes: &[u8]) -> (Session, Mapping, Preview) {
    let (session, mapping) = open(name, bytes).expect("a table");
    let preview = session.attempt(&mapping).expect("few series");
    (session, mapping, preview)
}

pub(super) fn geo(text: &str) -> GeoId {
    text.parse().expect("a place")
}
