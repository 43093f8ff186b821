//! The map page: a city's places coloured by an indicator, as map, text and table.

use std::{collections::BTreeMap, sync::Arc};

use gemeo_shared::geo::Level;
use leptos::prelude::*;

use crate::{
    assets,
    components::fault::{FaultNotice, Skeleton},
    data::use_store,
    map::{
        find,
        layers::layers,
        many::many,
        own,
        parts::{Choices, ClassingFields, IndicatorChoice, Panel, Shown, Table, Tools, settled, words},
        places::Places,
        reader::{Reader, reader},
        scene::{Scene, base_level},
        shelf,
        state::{MapState, parameters},
        two::{Seconds, fields, pair, together},
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
    // Levels whose names are looked through, beside those drawn.
    let searched = RwSignal::new(Vec::new());
    let mine = RwSignal::new(None);
    let whole = own::beside(city.clone(), mine);
    let drawable =
        Memo::new(move |_| Arc::new(whole.with(|v| v.as_ref().map(|view| layers(view)).unwrap_or_default())));
    let parameters = StoredValue::new(parameters().map(|name| (name, nav.param(name))).collect::<Vec<_>>());
    let state = Memo::new(move |_| {
        MapState::read(|name| {
            let value = parameters.with_value(|all| Some(all.iter().find(|(n, _)| *n == name)?.1));
            value.and_then(|value| value.get())
        })
    });
    let plain: Shown = Memo::new(move |_| {
        if state.with(|state| own::waits(state, mine)) {
            return None;
        }
        let view = whole.get()?;
        let scene = known.with(|known| Scene::new(&view, &drawable.get(), &state.get(), known));
        scene.map(Arc::new)
    });
    let second = Seconds { companion: RwSignal::new(None), other: RwSignal::new(None) };
    let shown: Shown =
        Memo::new(move |_| plain.get().map(|scene| second.companion.with(|c| together(&scene, c.as_ref()))));
    let needed = Memo::new(move |_| {
        let layers = drawable.get();
        let chosen = crate::map::layers::choose(&layers, &state.get()).map(|(layer, _)| layer.level);
        let mut levels = chosen.map(|level| vec![level, base_level(level), Level::City]).unwrap_or_default();
        levels.extend(searched.get());
        levels
    });
    shelf::fill(&id, needed, known);
    let reader = reader(nav);
    let go = Callback::new(move |state: MapState| {
        nav.set_query(reader.with(state.query()).trim_start_matches('?'));
    });
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
        Body::Map => view! { <Everything shown plain go known searched second reader/> }.into_any(),
    };
    view! {
        <header class="page-head"><h1>{move || t!("map.title", name = name())}</h1></header>
        {own::notes(move || shown.get(), state, drawable, mine)}
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

/// Map, timeline, legend, lists, panel and table of one picture; on a telephone one below the other.
#[component]
fn Everything(
    /// What is shown.
    shown: Shown,
    /// The same with colours of its own, where another layer stands beside it.
    plain: Shown,
    /// Shows something else.
    go: crate::map::parts::Go,
    /// The places that are here.
    known: shelf::Known,
    /// Levels whose names are looked through.
    searched: RwSignal<Vec<Level>>,
    /// The second layer.
    second: Seconds,
    /// What is the reader's own.
    reader: Reader,
) -> impl IntoView {
    let rest = settled(shown);
    let summary =
        move || rest.with(|s| s.as_ref().map(|s| format!("{}. {}", words::title(s), words::summary(s))));
    let credits = move || shown.with(|s| s.as_ref().map(|s| credits(s)));
    let Reader { view, lit, order } = reader;
    let beside = Signal::derive(move || second.other.get().and_then(|other| other.shown.get()));
    view! {
        <div class="map-page">
            <IndicatorChoice shown=rest go/>
            <div class="map-stage">
                {find::find(shown, go, known, searched)}
                {pair(shown, plain, go, lit, known, second, view)}
            </div>
            <div class="map-side">
                <Choices shown=rest go/>
                <ClassingFields shown go/>
                {fields(plain, go, second.other)}
                <p class="map-summary" role="status">{summary}</p>
                <Panel shown=rest go/>
                <Tools shown beside reader/>
                <p class="map-attribution">{credits}</p>
            </div>
        </div>
        {many(rest, go)}
        <Table shown=rest go lit order/>
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
    if let Some(basemap) = &scene.ground.basemap {
        parts.push(t!("map.attribution_base", names = basemap.attribution));
        let host = basemap.host().filter(|host| assets::allows_tiles_of(&host.to_string()));
        parts.extend(host.map(|host| t!("map.attribution_host", host = host.name())));
    }
    parts.push(t!("map.attribution_engine"));
    parts.join(" ")
}
