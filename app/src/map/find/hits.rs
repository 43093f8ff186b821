//! What is found for the text typed.

use std::{collections::BTreeMap, sync::Arc};

use gemeo_shared::{geo::Level, names};

use crate::map::{
    layers::{Layer, choose},
    parts::words,
    places::Places,
    scene::Scene,
    state::MapState,
};

/// Most places listed.
const MOST: usize = 8;

/// A place that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Its name.
    pub name: String,
    /// Its full name where it has another, and its division.
    pub detail: String,
    /// Where it leads.
    pub to: MapState,
}

/// Levels whose names can be looked through: those of the layers, but cells, which have no names.
pub fn levels(scene: &Scene) -> Vec<Level> {
    let mut levels: Vec<Level> =
        scene.layers.iter().map(|layer| layer.level).filter(|l| *l != Level::Cell).collect();
    levels.sort_unstable();
    levels.dedup();
    // What is drawn now comes first among names that fit alike.
    levels.sort_by_key(|level| *level != scene.layer.level);
    levels
}

/// The places that fit the text, best first.
pub fn hits(scene: &Scene, known: &BTreeMap<Level, Arc<Places>>, typed: &str) -> Vec<Hit> {
    if let Some(at) = coordinates(typed) {
        return place_at(scene, at).into_iter().collect();
    }
    let levels = levels(scene);
    let sources = levels.iter().filter_map(|level| known.get(level));
    let places: Vec<_> =
        sources.flat_map(|places| places.places.iter().map(|place| (places.level, place))).collect();
    let texts: Vec<String> = places
        .iter()
        .map(|(_, place)| {
            names::plain(&if place.name == place.short {
                place.name.clone()
            } else {
                format!("{} {}", place.short, place.name)
            })
        })
        .collect();
    let found = names::find(texts.iter().map(String::as_str), &names::plain(typed), MOST);
    found
        .into_iter()
        .filter_map(|at| {
            let (level, place) = places[at];
            let full = (place.name != place.short).then_some(place.name.as_str());
            let detail = [full, Some(words::level(level).as_str())]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" · ");
            Some(Hit { name: place.short.clone(), detail, to: towards(scene, level, &place.code)? })
        })
        .collect()
}

/// The place drawn that holds a longitude and latitude.
pub fn place_at(scene: &Scene, at: [f64; 2]) -> Option<Hit> {
    let [west, south, east, north] = scene.view.profile.bbox;
    // Stations are nearest to any point of the world; a place must be in sight.
    let inside = (west..=east).contains(&at[0]) && (south..=north).contains(&at[1]);
    let place = scene.places.at(at).filter(|_| inside)?;
    let name = words::place(scene.layer.level, place);
    let to = MapState { place: Some(place.code.clone()), ..scene.state() };
    Some(Hit { name, detail: words::level(scene.layer.level), to })
}

/// What is drawn now, or the nearest to it that has figures at the level, with the place selected.
fn towards(scene: &Scene, level: Level, code: &str) -> Option<MapState> {
    let place = Some(code.to_owned());
    if level == scene.layer.level {
        return Some(MapState { place, ..scene.state() });
    }
    let layers: Vec<Layer> = scene.layers.iter().filter(|layer| layer.level == level).cloned().collect();
    let (layer, period) = choose(&layers, &scene.state())?;
    let same = layer.indicator == scene.layer.indicator;
    let look = if same { scene.look.clone() } else { scene.look.elsewhere() };
    Some(MapState { place, look, second: scene.second.clone(), ..MapState::of(layer, period) })
}

/// Latitude and longitude as people copy them, `38.7223, -9.1393` or `38,7223 -9,1393`: longitude first in the answer.
fn coordinates(typed: &str) -> Option<[f64; 2]> {
    let parts: Vec<&str> = match typed.split([' ', ';']).filter(|part| !part.is_empty()).collect::<Vec<_>>() {
        parts if parts.len() == 2 => parts,
        _ => typed.split(',').map(str::trim).collect(),
    };
    let [lat, lon] = parts.as_slice() else { return None };
    let number = |text: &str| {
        let text = text.trim_end_matches([',', '°']).replace(',', ".").replace('−', "-");
        text.parse::<f64>().ok()
    };
    let (lat, lon) = (number(lat)?, number(lon)?);
    (lat.abs() <= 90.0 && lon.abs() <= 180.0).then_some([lon, lat])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_read_as_people_copy_them() {
        for text in [
            "38.7223, -9.1393",
            "38.7223,-9.1393",
            "38,7223 -9,1393",
            "38,7223; −9,1393",
            "38.7223° -9.1393°",
        ] {
            assert_eq!(coordinates(text), Some([-9.1393, 38.7223]), "{text}");
        }
        for text in ["", "38.7", "99, 0", "0, 181", "Rua 5, 3", "1 2 3", "a b"] {
            assert_eq!(coordinates(text), None, "{text}");
        }
    }
}
