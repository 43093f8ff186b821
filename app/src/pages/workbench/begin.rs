//! From nothing to a database with the cities' tables.

use futures_util::future::{join, join_all};
use serde_json::{Value, json};
use wasm_bindgen::{JsCast, closure::Closure};

use leptos::prelude::*;

use super::{
    drive::{look, words},
    engine::{self, Desk},
    own,
    state::{Bench, Stage},
};
use crate::{
    assets,
    components::cities,
    data::{DataError, catalogue},
    i18n,
    notice::{Fault, Load},
    t,
};

/// Starts a database, and fills it with the first cities' packs, which come meanwhile.
///
/// # Errors
/// What the reader is told where it does not start.
pub async fn begin(bench: Bench) -> Result<Desk, Fault> {
    let (desk, packs) = join(open(bench), packs(bench)).await;
    let desk = desk?;
    let done = match packs {
        Ok(packs) => filled(bench, &desk, &packs).await,
        Err(fault) => Err(fault),
    };
    match done {
        Ok(()) => Ok(desk),
        Err(fault) => {
            let _ = desk.close().await;
            Err(fault)
        }
    }
}

async fn open(bench: Bench) -> Result<Desk, Fault> {
    engine::load().await.map_err(not_started)?;
    let heard = Closure::<dyn FnMut(f64)>::new(move |share| _ = bench.share.try_set(share));
    let size = f64::from(assets::assets().workbench_bytes);
    let desk = engine::open(size, heard.as_ref()).await.map_err(|e| not_started(words(&e)))?;
    let _ = bench.stage.try_set(Stage::Filling);
    Ok(desk.unchecked_into())
}

async fn filled(bench: Bench, desk: &Desk, packs: &str) -> Result<(), Fault> {
    let lang = i18n::lang().code();
    let indicators: Vec<_> = catalogue::ids()
        .into_iter()
        .map(|id| {
            let entry = catalogue::entry(&id);
            json!({ "id": id, "name": entry.name, "unit": entry.unit, "domain": catalogue::domain(&entry.domain) })
        })
        .collect();
    let words_of = json!({ "lang": lang, "indicators": indicators }).to_string();
    engine::fill(desk, packs, &words_of).await.map_err(|e| not_started(words(&e)))?;
    own::bring(bench, desk).await;
    look(bench, desk).await;
    Ok(())
}

/// The first cities' packs with what the engine computed of them, as JSON.
async fn packs(bench: Bench) -> Result<String, Fault> {
    let store = bench.store;
    store.side_by_side().await;
    let index = store.index().get_untracked();
    let ids = match &index {
        Load::Ready(index) => cities::first(index),
        Load::Failed(fault) => return Err(fault.clone()),
        Load::Waiting => Vec::new(),
    };
    let packs = join_all(ids.into_iter().map(|id| pack(bench, id))).await;
    Ok(json!(packs.into_iter().collect::<Result<Vec<_>, _>>()?).to_string())
}

async fn pack(bench: Bench, id: String) -> Result<Value, Fault> {
    let (store, fault) = (bench.store, |error: DataError| error.fault());
    store.detail(&id).await.map_err(fault)?;
    let files = store.files(&id).await.map_err(fault)?;
    let indicators = match store.city(&id).get_untracked() {
        Load::Ready(view) => serde_json::to_string(&view.indicators).unwrap_or_default(),
        Load::Failed(fault) => return Err(fault),
        Load::Waiting => String::new(),
    };
    let file = |name: &str| files.get(name).map_or("", String::as_str);
    Ok(json!({
        "id": id, "core": file("core.json"), "detail": file("detail.json"), "geography": file("geography.json"),
        "sources": file("sources.json"), "indicators": indicators,
    }))
}

/// That the database is not there, with the words of the program.
pub fn not_started(detail: String) -> Fault {
    Fault { title: t!("workbench.failed"), advice: t!("workbench.failed.advice"), detail }
}
