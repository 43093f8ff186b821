//! The map page: a city's places coloured by an indicator, as map, text and table.

use std::{collections::BTreeMap, sync::Arc};

use gemeo_shared::geo::Level;
use leptos::prelude::*;

use crate::{
    components::fault::{FaultNotice, Skeleton},
    data::use_store,
    map::{
        layers::layers,
        parts::{Choices, ClassingFields, Legend, Panel, Shown, Stage, Table, Timeline, Tools, words},
        places::Places,
        scene::{Scene, base_level},
        shelf,
        state::{MapState, PARAMETERS},
    },
    nav::use_nav,
    notice::Load,
    t,
};

/// What can be chosen over the map stands in the address; the picture follows it.
#[component]
pub fn MapPage(
    /// Id of the city.
    id: String,
) -> impl IntoView {
    let (store, nav) = (use_store(), use_nav());
    let city = store.city(&id);
    let known = RwSignal::new(BTreeMap::<Level, Arc<Places>>::new());
    let complete = shelf::complete(&id);
    let drawable = {
        let city = city.clone();
        Memo::new(move |_| Arc::new(city.with(|c| c.ready().map(|view| layers(view)).unwrap_or_default())))
    };
    let parameters = PARAMETERS.map(|name| (name, nav.param(name)));
    let state = Memo::new(move |_| {
        MapState::read(|name| parameters.iter().find(|(n, _)| *n == name).and_then(|(_, value)| value.get()))
    });
    let shown: Shown = {
        let city = city.clone();
        Memo::new(move |_| {
            let view = city.with(|c| c.ready().cloned())?;
            let scene = known.with(|known| Scene::new(&view, &drawable.get(), &state.get(), known));
            scene.map(Arc::new)
        })
    };
    let needed = Memo::new(move |_| {
        let layers = drawable.get();
        let chosen = crate::map::layers::choose(&layers, &state.get()).map(|(layer, _)| layer.level);
        chosen.map(|level| [level, base_level(level), Level::City])
    });
    shelf::fill(&id, needed, known);
    let go = Callback::new(move |state: MapState| nav.set_query(state.query().trim_start_matches('?')));
    let name = {
        let (city, id) = (city.clone(), id.clone());
        move || city.with(|c| c.ready().map_or_else(|| id.clone(), |view| view.profile.name.clone()))
    };
    let body = Memo::new(move |_| match city.with(|c| c.clone()) {
        Load::Failed(fault) => Body::Failed(fault),
        Load::Ready(_) if shown.with(Option::is_some) => Body::Map,
        Load::Ready(view) if complete.get() && drawable.with(|l| l.is_empty()) => {
            Body::Empty(view.profile.name.clone())
        }
        _ => Body::Waiting,
    });
    let content = move || match body.get() {
        Body::Failed(fault) => {
            let id = id.clone();
            view! { <FaultNotice fault retry=move || store.retry(Some(&id))/> }.into_any()
        }
        Body::Waiting => view! { <Skeleton shape="map"/> }.into_any(),
        Body::Empty(name) => {
            view! { <div class="notice"><p>{t!("map.empty", name = name)}</p></div> }.into_any()
        }
        Body::Map => view! { <Everything shown go/> }.into_any(),
    };
    view! {
        <header class="page-head"><h1>{move || t!("map.title", name = name())}</h1></header>
        {content}
    }
}

/// What the page can show.
#[derive(Debug, Clone, PartialEq)]
enum Body {
    Waiting,
    Failed(crate::notice::Fault),
    Empty(String),
    Map,
}

/// Map, timeline, legend, lists, panel and table of one picture; on a telephone the map comes first.
#[component]
fn Everything(
    /// What is shown.
    shown: Shown,
    /// Shows something else.
    go: crate::map::parts::Go,
) -> impl IntoView {
    let summary =
        move || shown.with(|s| s.as_ref().map(|s| format!("{}. {}", words::title(s), words::summary(s))));
    let credits = move || shown.with(|s| s.as_ref().map(|s| credits(s)));
    let lit = RwSignal::new(None);
    view! {
        <div class="map-page">
            <div class="map-stage">
                <Stage shown go lit/>
                <Timeline shown go/>
                <Legend shown lit/>
            </div>
            <div class="map-side">
                <Choices shown go/>
                <ClassingFields shown go/>
                <p class="map-summary" role="status">{summary}</p>
                <Panel shown go/>
                <Tools shown/>
                <p class="map-attribution">{credits}</p>
            </div>
        </div>
        <Table shown go lit/>
    }
}

fn credits(scene: &Scene) -> String {
    let shapes = words::attributions(&scene.shape_sources());
    let figures = words::attributions(&scene.sources());
    let mut parts = Vec::new();
    if !figures.is_empty() {
        parts.push(t!("map.attribution_figures", names = figures));
    }
    if !shapes.is_empty() {
        parts.push(t!("map.attribution_shapes", names = shapes));
    }
    parts.push(t!("map.attribution_engine"));
    parts.join(" ")
}
