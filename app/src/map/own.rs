//! The reader's own data as layers of a city's map. Nothing of it leaves the device: an address only names it.

use std::sync::Arc;

use gemeo_shared::{
    own::in_city::is_map_id,
    source::Source,
    view::{CityView, IndicatorView},
};
use leptos::prelude::*;

use super::{layers::Layer, scene::Scene, state::MapState};
use crate::{nav::link, notice::Load, route::Page, t};

/// Own series with figures of a city.
#[derive(Debug, Default)]
pub struct Own {
    /// The series, as a map reads them.
    pub indicators: Vec<IndicatorView>,
    /// Where they come from: the files.
    pub sources: Vec<Source>,
    /// Why some or all are not here.
    pub trouble: Option<String>,
}

/// A layer that another page hands to the map: it is there until the app is loaded anew.
#[derive(Clone)]
#[cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "it is read in browsers only"))]
struct Handed {
    city: String,
    indicator: IndicatorView,
    name: String,
    source: String,
}

thread_local! {
    static HANDED: std::cell::RefCell<Option<Handed>> = const { std::cell::RefCell::new(None) };
}

/// Hands a layer to the map of the city with this code, in place of the one before.
pub fn hand(city: String, indicator: IndicatorView, name: String, source: String) {
    HANDED.with(|h| *h.borrow_mut() = Some(Handed { city, indicator, name, source }));
}

/// Own series, once they were looked for.
pub type Mine = RwSignal<Option<Arc<Own>>>;

type City = ArcRwSignal<Load<Arc<CityView>>>;

/// A city's view with the reader's own series at its end.
pub fn beside(city: City, own: Mine) -> Memo<Option<Arc<CityView>>> {
    #[cfg(target_arch = "wasm32")]
    bring(city.clone(), own);
    let view = move |_: Option<&Option<Arc<CityView>>>| {
        let view = city.with(|c| c.ready().cloned())?;
        let Some(own) = own.get().filter(|own| !own.indicators.is_empty()) else { return Some(view) };
        let mut more = (*view).clone();
        more.indicators.extend(own.indicators.iter().cloned());
        more.sources.extend(own.sources.iter().cloned());
        Some(Arc::new(more))
    };
    // why: a view has thousands of figures, and is made anew only where it differs
    Memo::new_with_compare(view, |a, b| match (a.and_then(Option::as_ref), b.and_then(Option::as_ref)) {
        (Some(a), Some(b)) => !Arc::ptr_eq(a, b),
        (a, b) => a.is_some() != b.is_some(),
    })
}

/// Looks once for what is kept.
#[cfg(target_arch = "wasm32")]
fn bring(city: City, own: Mine) {
    Effect::new(move |asked: Option<bool>| {
        let code = city.with(|c| c.ready().map(|view| view.profile.code.clone()));
        if let (Some(code), false) = (&code, asked == Some(true)) {
            let code = code.clone();
            wasm_bindgen_futures::spawn_local(async move {
                own.try_set(Some(Arc::new(read(&code).await)));
            });
        }
        asked == Some(true) || code.is_some()
    });
}

#[cfg(target_arch = "wasm32")]
async fn read(code: &str) -> Own {
    use gemeo_shared::{own::in_city, source::Reuse};

    use crate::data::{catalogue, own};

    let source = |id: String, title: String, attribution: String| Source {
        id,
        title,
        publisher: String::new(),
        citation: String::new(),
        licence: String::new(),
        attribution,
        reuse: Reuse::Cite,
        vintage: None,
    };
    let mut out = Own::default();
    if let Some(handed) = HANDED.with(|h| h.borrow().clone()).filter(|h| h.city == code) {
        catalogue::call(&handed.indicator.id, handed.name.clone());
        out.sources.push(source(in_city::SOURCE.into(), handed.name, handed.source));
        out.indicators.push(handed.indicator);
    }
    let listed = match own::list().await {
        Ok(listed) => listed,
        Err(error) => {
            return Own { trouble: Some(t!("map.own.failed", why = error.to_string())), ..out };
        }
    };
    let mut lost = listed.damaged;
    for kept in &listed.kept {
        let Ok(rows) = own::rows(kept).await else {
            lost.push(kept.dataset.name.clone());
            continue;
        };
        let id = format!("own-{}", kept.id);
        let name = &kept.dataset.name;
        let mut found = in_city::indicators(&kept.id, &kept.dataset, &rows, code);
        for indicator in &mut found {
            let mut series = kept.dataset.series.iter().zip(0..);
            let about = series.find(|(_, n)| in_city::map_id(&kept.id, *n) == indicator.id);
            let about = about.map_or("", |(s, _)| s.name.as_str());
            catalogue::call(&indicator.id, t!("map.own.name", series = about, dataset = name));
            for series in &mut indicator.series {
                series.sources = vec![id.clone()];
            }
        }
        if !found.is_empty() {
            let text = t!("map.own.source", file = kept.dataset.file);
            out.sources.push(source(id, kept.dataset.file.clone(), text));
        }
        out.indicators.extend(found);
    }
    out.trouble = (!lost.is_empty()).then(|| t!("map.own.damaged", names = lost.join(", ")));
    out
}

/// The own series that an address names.
fn named(state: &MapState) -> impl Iterator<Item = &String> {
    let second = state.second.as_ref().and_then(|s| s.indicator.as_ref());
    state.indicator.iter().chain(second).filter(|id| is_map_id(id))
}

/// Whether an address names own series that were not looked for yet.
pub fn waits(state: &MapState, own: Mine) -> bool {
    named(state).next().is_some() && own.with(Option::is_none)
}

/// What must be said over the map: that own data is shown, that an address names data of another device, or that some
/// could not be read.
pub fn notes(
    scene: impl Fn() -> Option<Arc<Scene>> + Copy + Send + Sync + 'static,
    state: Memo<MapState>,
    layers: Memo<Arc<Vec<Layer>>>,
    own: Mine,
) -> impl IntoView {
    let lacking = move || {
        let known = |id: &String| layers.with(|l| l.iter().any(|layer| layer.indicator == *id));
        own.with(Option::is_some) && state.with(|s| named(s).any(|id| !known(id)))
    };
    let shown = move || {
        scene().is_some_and(|s| {
            let other = s.both.as_ref().is_some_and(|b| is_map_id(&b.other.layer.indicator));
            other || is_map_id(&s.layer.indicator)
        })
    };
    let trouble = move || own.with(|o| o.as_ref()?.trouble.clone());
    let way = || view! { <a href=link(&Page::OwnData)>{t!("map.own.link")}</a> };
    view! {
        {move || lacking().then(|| view! {
            <div class="notice notice-warn" role="status" id="map-own-lacking"><p>{t!("map.own.lacking")}" "{way()}</p></div>
        })}
        {move || shown().then(|| view! {
            <p class="notice" id="map-own"><span class="badge">{t!("own.badge")}</span>" "{t!("map.own.mark")}" "{way()}</p>
        })}
        {move || trouble().map(|text| view! { <p class="notice notice-warn">{text}" "{way()}</p> })}
    }
}
