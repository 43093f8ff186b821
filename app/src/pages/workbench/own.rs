//! The reader's own datasets as tables of the database.

use gemeo_shared::own::called;
use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use serde_json::json;

use super::{
    drive::{look, words},
    engine::{self, Desk},
    state::{Bench, Mine},
};
use crate::{
    data::own::{self, Kept},
    t,
};

/// Brings what is kept on this device into the database. What cannot be read is told beside the tables, and left out.
pub async fn bring(bench: Bench, desk: &Desk) {
    let listed = match own::list().await {
        Ok(listed) => listed,
        Err(error) => return tell(bench, t!("workbench.own.failed", why = error.to_string())),
    };
    let mut kept = listed.kept;
    // why the oldest first: a dataset keeps the name of its table when another one like it is kept later
    kept.reverse();
    let names = called(kept.iter().map(|k| k.dataset.name.as_str()));
    let (datasets, mut here) = (Array::new(), Vec::new());
    let mut lost: Vec<String> = listed.damaged;
    for (kept, table) in kept.iter().zip(names) {
        match lists(kept, &table).await {
            Some(dataset) => {
                datasets.push(&dataset);
                here.push(Mine { id: kept.id.clone(), table, name: kept.dataset.name.clone() });
            }
            None => lost.push(kept.dataset.name.clone()),
        }
    }
    match engine::own(desk, &datasets).await {
        Ok(_) => {
            let _ = bench.own.try_set(here);
            let trouble = (!lost.is_empty()).then(|| t!("workbench.own.damaged", names = lost.join(", ")));
            let _ = bench.own_trouble.try_set(trouble);
        }
        Err(error) => tell(bench, t!("workbench.own.failed", why = words(&error))),
    }
}

fn tell(bench: Bench, text: String) {
    let _ = bench.own_trouble.try_set(Some(text));
}

/// A dataset as `app/workbench/own.mjs` reads it; none where its rows are damaged.
async fn lists(kept: &Kept, table: &str) -> Option<Array> {
    let rows = own::rows(kept).await.ok()?;
    let of = &kept.dataset;
    let places: Vec<_> =
        of.places.iter().map(|p| json!({ "geo": p.geo.to_string(), "name": p.name })).collect();
    let periods: Vec<String> = of.periods.iter().map(ToString::to_string).collect();
    let about = json!({ "table": table, "series": of.series, "places": places, "periods": periods });
    let bytes = Uint8Array::from(rows.to_bytes().as_slice());
    Some(Array::of2(&about.to_string().into(), &bytes))
}

/// Looks again: in another tab something may have been kept or deleted.
pub async fn again(bench: Bench, desk: &Desk) {
    let ids = |list: &[Kept]| list.iter().rev().map(|k| k.id.clone()).collect::<Vec<_>>();
    let now = own::list().await.ok().map(|listed| ids(&listed.kept));
    let same = |here: &Vec<Mine>| now.as_ref().is_some_and(|now| here.iter().map(|m| &m.id).eq(now));
    if bench.own.try_with_untracked(same) == Some(false) {
        bring(bench, desk).await;
        look(bench, desk).await;
    }
}
