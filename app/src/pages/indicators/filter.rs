//! What is looked for: words, a domain, and whether a city has data.

use std::{collections::BTreeSet, sync::Arc};

use gemeo_shared::{
    names::plain,
    view::{Availability, CityView, IndicatorView},
};
use leptos::prelude::*;

use crate::{
    components::{cities, domains},
    data::{catalogue, methods},
    nav::use_nav,
    notice::Load,
    t,
};

/// The filter, read from the address (`q`, `domain`, `data`).
#[derive(Clone, Copy)]
pub struct Filter {
    words: Memo<Option<String>>,
    domain: Memo<Option<String>>,
    data: Memo<Option<String>>,
    told: RwSignal<Load<()>>,
}

/// One indicator of the catalogue with what each city has of it, in the order of the views.
#[derive(Debug, Clone)]
pub struct Item {
    /// Id of the indicator.
    pub id: String,
    /// Its domain.
    pub domain: String,
    /// What the catalogue says of it.
    pub entry: catalogue::Entry,
    /// What it means, in plain words; empty until the methods are here.
    pub explain: String,
    /// What each city has.
    pub cities: Vec<Option<IndicatorView>>,
}

impl Filter {
    /// The filter of the address.
    pub fn of_address() -> Self {
        let nav = use_nav();
        Self {
            words: nav.param("q"),
            domain: nav.param("domain"),
            data: nav.param("data"),
            told: methods::told(),
        }
    }

    /// The indicators that fit, by domain and name.
    pub fn items(&self, views: &[Arc<CityView>]) -> Vec<Item> {
        self.told.track();
        let (words, domain, data) = (self.words.get(), self.domain.get(), self.data.get());
        let wanted = plain(words.as_deref().unwrap_or_default());
        let mut items: Vec<Item> = all(views);
        items.retain(|item| {
            domain.as_ref().is_none_or(|d| *d == item.domain)
                && data.as_ref().is_none_or(|d| has(item, views, d))
                && wanted.split_whitespace().all(|word| said(item).contains(word))
        });
        items
    }
}

fn all(views: &[Arc<CityView>]) -> Vec<Item> {
    let of = |view: &Arc<CityView>, id: &str| view.indicators.iter().find(|i| i.id == id).cloned();
    let item = |id: String| {
        let cities: Vec<Option<IndicatorView>> = views.iter().map(|v| of(v, &id)).collect();
        let entry = catalogue::entry(&id);
        let domain =
            cities.iter().flatten().next().map_or_else(|| entry.domain.clone(), |i| i.domain.clone());
        Item { explain: methods::of(&id).map(|m| m.explain).unwrap_or_default(), id, domain, entry, cities }
    };
    let mut items: Vec<Item> = catalogue::ids().into_iter().map(item).collect();
    items.sort_by_key(|item| catalogue::position(&item.id));
    items
}

/// Words an indicator is found by.
fn said(item: &Item) -> String {
    let e = &item.entry;
    plain(&format!("{} {} {} {} {}", item.id, e.name, e.short, item.explain, catalogue::domain(&item.domain)))
}

/// `with:porto` keeps what the city has, `without:porto` what it lacks.
fn has(item: &Item, views: &[Arc<CityView>], data: &str) -> bool {
    let Some((way, city)) = data.split_once(':') else { return true };
    let Some(at) = views.iter().position(|v| v.profile.id == city) else { return true };
    let there = item.cities[at].as_ref().is_some_and(|i| i.availability == Availability::Computed);
    there == (way == "with")
}

/// Search field and two lists; a change is in the address at once.
#[component]
pub fn Controls(
    /// The filter that is shown and changed.
    filter: Filter,
) -> impl IntoView {
    let nav = use_nav();
    let domains: BTreeSet<String> =
        catalogue::ids().iter().map(|id| catalogue::entry(id).domain).filter(|d| !d.is_empty()).collect();
    let cities = cities::names();
    let set = move |name: &'static str, value: String| {
        nav.set_param(name, Some(value.as_str()).filter(|v| !v.trim().is_empty()));
    };
    let option = move |value: String, text: String, now: Memo<Option<String>>| {
        let own = value.clone();
        let selected = move || now.get().unwrap_or_default() == own;
        view! { <option value=value selected=selected>{text}</option> }
    };
    let domain_options = domains::in_order(&domains)
        .into_iter()
        .map(|d| option(d.clone(), catalogue::domain(&d), filter.domain));
    let one = move |(id, name): &(String, String)| {
        let with = option(format!("with:{id}"), t!("indicators.with", name = name), filter.data);
        let without = option(format!("without:{id}"), t!("indicators.without", name = name), filter.data);
        [with, without]
    };
    let data_options = move || cities.get().iter().flat_map(one).collect::<Vec<_>>();
    view! {
        <form class="filters" role="search" on:submit=|e| e.prevent_default()>
            <div class="field">
                <label for="catalogue-words">{t!("indicators.search")}</label>
                <input class="input" id="catalogue-words" type="search" autocomplete="off" maxlength="80"
                    prop:value=move || filter.words.get().unwrap_or_default()
                    on:input=move |e| set("q", event_target_value(&e))/>
            </div>
            <div class="field">
                <label for="catalogue-domain">{t!("indicators.domain")}</label>
                <select class="select" id="catalogue-domain" on:change=move |e| set("domain", event_target_value(&e))>
                    {option(String::new(), t!("indicators.all_domains"), filter.domain)}
                    {domain_options.collect::<Vec<_>>()}
                </select>
            </div>
            <div class="field">
                <label for="catalogue-data">{t!("indicators.data")}</label>
                <select class="select" id="catalogue-data" on:change=move |e| set("data", event_target_value(&e))>
                    {option(String::new(), t!("indicators.any_data"), filter.data)}
                    {data_options}
                </select>
            </div>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_case_do_not_hide_anything() {
        assert_eq!(plain("Emissões de CO₂"), "emissoes de co2");
        assert!(plain("Variação").contains(&plain("VARIACAO")));
    }
}
