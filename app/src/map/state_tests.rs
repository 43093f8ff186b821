use std::collections::BTreeMap;

use gemeo_shared::geo::Level;

use super::{Classing, Look, MapState, Per, Second};
use crate::map::second::Mode;

fn reread(query: &str) -> MapState {
    let pairs: BTreeMap<&str, &str> =
        query.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('=')).collect();
    MapState::read(|name| pairs.get(name).map(|value| (*value).to_owned()))
}

#[test]
fn a_state_survives_the_address() {
    let state = MapState {
        indicator: Some("electricity_per_person".into()),
        dims: Some(BTreeMap::from([
            ("gases".into(), "CO2,CH4,N2O".into()),
            ("scopes".into(), "1+2".into()),
            ("built".into(), "até 1945".into()),
        ])),
        period: Some("2024-01".into()),
        level: Some(Level::Parish2025),
        place: Some("0308A1".into()),
        look: Look {
            classing: Classing::Manual(vec![1.5, 20.0]),
            count: Some(4),
            raised: true,
            smooth: true,
            per: Some(Per::Dwelling),
        },
        second: Some(Second {
            city: Some("porto".into()),
            dims: Some(BTreeMap::from([("voltage".into(), "low".into())])),
            period: Some("2011".into()),
            ..Second::new(Mode::Swipe)
        }),
    };
    let query = state.query();
    assert!(query.bytes().all(|b| b.is_ascii_alphanumeric() || b"?&=-_.~!".contains(&b)), "{query}");
    assert_eq!(reread(&query), state);
}

#[test]
fn an_empty_state_leaves_the_address_clean() {
    assert_eq!(MapState::default().query(), "");
    assert_eq!(reread(""), MapState::default());
}

#[test]
fn what_is_not_understood_is_ignored() {
    let state = reread("?indicator=<script>&dims=x!zz.y~broken&period=&level=galaxy&place=é");
    assert_eq!(state, MapState { dims: Some(BTreeMap::new()), ..MapState::default() });
}
