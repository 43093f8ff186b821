use super::{geo, places};
use crate::{
    geo::Level,
    own::{Gazetteer, How},
};

fn read(text: &str, edition: Level) -> (How, Option<String>) {
    let known = Gazetteer::new(places());
    let found = known.named(text, edition, None);
    (found.how, found.at.map(|at| known.places[at].geo.to_string()))
}

#[test]
fn names_are_found_without_accents_abbreviated_and_in_either_edition() {
    for (text, edition, place) in [
        ("São Vicente", Level::Parish2025, "parish2025/110654"),
        ("SAO VICENTE", Level::Parish2013, "parish2013/110654"),
        ("S. Vicente", Level::Parish2025, "parish2025/110654"),
        ("Freguesia de São Vicente", Level::Parish2025, "parish2025/110654"),
        ("Sto. António", Level::Parish2025, "parish2025/110655"),
        ("Aldoar, Foz do Douro e Nevogilde", Level::Parish2013, "parish2013/131216"),
        ("UF Aldoar, Foz do Douro, Nevogilde", Level::Parish2013, "parish2013/131216"),
        ("Sande São Martinho", Level::Parish2025, "parish2025/030850"),
        // Only the older edition has the union, only the new one its parts.
        ("Arosa e Castelões", Level::Parish2025, "parish2013/030876"),
        ("Arosa", Level::Parish2013, "parish2025/0308FA"),
        ("Município de Guimarães", Level::Parish2025, "city/0308"),
    ] {
        assert_eq!(read(text, edition), (How::Exactly, Some(place.into())), "{text}");
    }
}

#[test]
fn a_slip_is_forgiven_and_said() {
    for (text, place) in [
        ("Bomfim", "parish2025/131202"),
        ("Avendias Novas", "parish2025/110658"),
        ("Sao Vicnete", "parish2025/110654"),
        ("Guimaraens", "city/0308"),
    ] {
        assert_eq!(read(text, Level::Parish2025), (How::Nearly, Some(place.into())), "{text}");
    }
    for text in ["Nenhures", "Sé", "Total", "x", "", "Vicente"] {
        assert_eq!(read(text, Level::Parish2025).0, How::Unknown, "{text}");
    }
}

#[test]
fn what_may_be_meant_is_offered() {
    let known = Gazetteer::new(places());
    let maybe = known.maybe("Vicente", Level::Parish2025);
    assert_eq!(maybe.first().map(|at| &known.places[*at].geo), Some(&geo("parish2025/110654")));
    assert!(known.maybe("", Level::Parish2025).is_empty());
}

#[test]
fn a_name_of_two_places_is_neither() {
    let mut list = places();
    let mut other = list[4].clone();
    (other.geo, other.city) = (geo("parish2025/131299"), "1312".into());
    list.push(other);
    let known = Gazetteer::new(list);
    assert_eq!(known.named("São Vicente", Level::Parish2025, None).how, How::Ambiguous);
    let within = known.named("São Vicente", Level::Parish2025, Some("1312"));
    assert_eq!(within.at.map(|at| known.places[at].geo.clone()), Some(geo("parish2025/131299")));
}
