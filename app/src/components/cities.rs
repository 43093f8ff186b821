//! Several cities on one page: which ones, and their views as they come.

use std::sync::Arc;

use gemeo_shared::{pack::Index, view::CityView};
use leptos::prelude::*;

use crate::{
    components::fault::{FaultNotice, Skeleton},
    data::use_store,
    nav::use_nav,
    notice::{Fault, Load},
    t,
};

/// Most cities that a page opens unasked: a visitor's bytes must not grow with the number of cities.
const UNASKED: usize = 4;

/// The cities that a page shows until a reader chooses others: the first of the list.
pub fn first(index: &Index) -> Vec<String> {
    index.cities.iter().take(UNASKED).map(|c| c.profile.id.clone()).collect()
}

/// The cities in the address (`cities=porto,lisboa`), else the first ones.
fn chosen(index: &Index, asked: Option<&str>) -> Vec<String> {
    let known = |id: &&str| index.cities.iter().any(|c| c.profile.id == *id);
    let asked: Vec<&str> = asked.map(|a| a.split(',').filter(known).collect()).unwrap_or_default();
    if asked.is_empty() {
        return first(index);
    }
    // why: the order of the list, whatever the address says, so that pages look alike
    let all = index.cities.iter().map(|c| c.profile.id.clone());
    all.filter(|id| asked.contains(&id.as_str())).collect()
}

/// Id and name of the cities that a page shows, as soon as the list of cities is here.
pub fn names() -> Memo<Vec<(String, String)>> {
    let (index, asked) = (use_store().index(), use_nav().param("cities"));
    Memo::new(move |_| {
        let index = index.get();
        let Some(index) = index.ready() else { return Vec::new() };
        let ids = chosen(index, asked.get().as_deref());
        let of = |id: String| {
            let city = index.cities.iter().find(|c| c.profile.id == id)?;
            Some((id, city.profile.name.clone()))
        };
        ids.into_iter().filter_map(of).collect()
    })
}

/// Checkboxes of all cities; at least one stays chosen. Nothing where there is only one city.
#[component]
pub fn CityPicker() -> impl IntoView {
    let (nav, index) = (use_nav(), use_store().index());
    let asked = nav.param("cities");
    move || {
        let index = index.get();
        let index = index.ready().filter(|i| i.cities.len() > 1)?.clone();
        let now = chosen(&index, asked.get().as_deref());
        let boxes = index.cities.iter().map(|city| {
            let id = city.profile.id.clone();
            let checked = now.contains(&id);
            let alone = checked && now.len() == 1;
            let now = now.clone();
            let toggle = move |_| {
                let mut next = now.clone();
                match next.iter().position(|c| *c == id) {
                    Some(at) => drop(next.remove(at)),
                    None => next.push(id.clone()),
                }
                nav.set_param("cities", Some(&next.join(",")));
            };
            view! {
                <label class="chip">
                    <input type="checkbox" prop:checked=checked checked=checked disabled=alone on:change=toggle/>
                    <span>{city.profile.name.clone()}</span>
                </label>
            }
        });
        Some(view! {
            <fieldset class="chips">
                <legend class="field-label">{t!("cities.choose")}</legend>
                {boxes.collect::<Vec<_>>()}
            </fieldset>
        })
    }
}

/// What is known of the chosen cities.
#[derive(Debug, Clone, Default)]
struct Known {
    views: Vec<Arc<CityView>>,
    waiting: bool,
    faults: Vec<(String, Fault)>,
}

/// Shows something of the chosen cities once all are here; a city that does not come is named, the others are
/// shown.
pub fn with_cities<F, V>(show: F) -> impl IntoView
where
    F: Fn(Vec<Arc<CityView>>) -> V + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let (store, nav) = (use_store(), use_nav());
    let (index, asked) = (store.index(), nav.param("cities"));
    move || {
        let known = match index.get() {
            Load::Waiting => Known { waiting: true, ..Known::default() },
            Load::Failed(fault) => Known { faults: vec![(String::new(), fault)], ..Known::default() },
            Load::Ready(index) => gather(&chosen(&index, asked.get().as_deref()), |id| store.city(id).get()),
        };
        if known.waiting {
            return view! { <Skeleton/> }.into_any();
        }
        let faults = known.faults.into_iter().map(|(id, fault)| {
            let retry = move || store.retry(Some(id.as_str()).filter(|id| !id.is_empty()));
            view! { <FaultNotice fault=fault retry=retry/> }
        });
        view! {
            {faults.collect::<Vec<_>>()}
            {(!known.views.is_empty()).then(|| show(known.views))}
        }
        .into_any()
    }
}

fn gather(ids: &[String], of: impl Fn(&str) -> Load<Arc<CityView>>) -> Known {
    let mut known = Known::default();
    for id in ids {
        match of(id) {
            Load::Waiting => known.waiting = true,
            Load::Ready(view) => known.views.push(view),
            Load::Failed(fault) => known.faults.push((id.clone(), fault)),
        }
    }
    known
}

#[cfg(test)]
mod tests {
    use super::*;
    use gemeo_shared::{pack::IndexEntry, view::Profile};

    fn index(ids: &[&str]) -> Index {
        let entry = |id: &&str| IndexEntry {
            profile: Profile {
                id: (*id).into(),
                code: "1".into(),
                name: (*id).into(),
                country: "PT".into(),
                centre: [0.0; 2],
                bbox: [0.0; 4],
            },
            path: (*id).into(),
            manifest: String::new(),
            vintage: String::new(),
            standing: None,
            outline: String::new(),
        };
        Index { cities: ids.iter().map(entry).collect(), ..blank() }
    }

    fn blank() -> Index {
        Index { schema: String::new(), version: 1, cities: Vec::new() }
    }

    #[test]
    fn the_address_chooses_and_the_list_orders() {
        let index = index(&["a", "b", "c", "d", "e"]);
        assert_eq!(chosen(&index, Some("c,x,a")), ["a", "c"]);
        assert_eq!(chosen(&index, None), ["a", "b", "c", "d"], "not all of many");
        assert_eq!(chosen(&index, Some("nothing")), ["a", "b", "c", "d"]);
    }
}
