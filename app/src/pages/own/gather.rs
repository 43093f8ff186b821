//! The places that are known by name.

use gemeo_shared::{
    geo::{GeoId, Level},
    lean,
    own::KnownPlace,
    protocol::Request,
};
use leptos::prelude::*;
use serde_json::Value;

use crate::{browser, components::cities, data::Store, work};

/// Names and codes of the first cities and their parishes in both editions. What does not come is not known by name.
pub async fn places(store: Store) -> Vec<KnownPlace> {
    let index = store.index();
    for _ in 0..200 {
        if index.with_untracked(|i| i.ready().is_some()) {
            break;
        }
        browser::sleep(16).await;
    }
    let index = index.get_untracked();
    let Some(index) = index.ready() else { return Vec::new() };
    let mut out: Vec<KnownPlace> = Vec::new();
    for city in &index.cities {
        let (code, name) = (city.profile.code.clone(), city.profile.name.clone());
        out.push(KnownPlace { geo: GeoId::city(&code), short: name.clone(), name, city: code });
    }
    for id in cities::first(index) {
        let Some(city) = index.cities.iter().find(|c| c.profile.id == id) else { continue };
        if store.detail(&id).await.is_err() {
            continue;
        }
        for level in [Level::Parish2013, Level::Parish2025] {
            let request = Request::Geojson { city: id.clone(), level: level.as_str().into() };
            if let Ok(answer) = work::ask::<String>(request).await
                && let Ok(answer) = lean::tree(&answer)
            {
                out.extend(named(&answer, level, &city.profile.code));
            }
        }
    }
    out
}

fn named(answer: &Value, level: Level, city: &str) -> Vec<KnownPlace> {
    let features = answer.get("features").and_then(Value::as_array);
    let place = |feature: &Value| {
        let about = feature.get("properties")?;
        let text = |key: &str| about.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let geo = GeoId { level, code: text("code") };
        Some(KnownPlace { geo, name: text("name"), short: text("short"), city: city.into() })
    };
    features.into_iter().flatten().filter_map(place).filter(|p| !p.name.is_empty()).collect()
}
