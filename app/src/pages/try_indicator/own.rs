//! The reader's own series, which formulas may name on this device.

use leptos::prelude::*;

use crate::{format, nav::link, route::Page, t};

/// A series that formulas may name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What formulas call it.
    pub concept: String,
    /// What is measured.
    pub name: String,
    /// Its unit; `1` where it is not known.
    pub unit: String,
    /// The dataset it is of.
    pub dataset: String,
}

/// What is kept and what formulas may name of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Own {
    /// The series with figures of the city.
    pub offers: Vec<Offer>,
    /// Why some are not offered.
    pub left: Vec<String>,
}

/// Own series, a press away from the formula; nothing where nothing is kept.
pub fn own(mine: RwSignal<Own>, formula: RwSignal<String>) -> impl IntoView {
    move || {
        let Own { offers, left } = mine.get();
        let some = !offers.is_empty() || !left.is_empty();
        some.then(|| view! {
            <div class="field try-own" id="try-own">
                <p><strong>{t!("try.own")}</strong>" "<span class="badge">{t!("own.badge")}</span></p>
                <p class="hint">{t!("try.own.text")}" "<a href=link(&Page::OwnData)>{t!("map.own.link")}</a></p>
                <ul>{offers.into_iter().map(|o| offer(o, formula)).collect::<Vec<_>>()}</ul>
                {left.into_iter().map(|text| view! { <p class="notice notice-warn">{text}</p> }).collect::<Vec<_>>()}
            </div>
        })
    }
}

fn offer(offer: Offer, formula: RwSignal<String>) -> impl IntoView {
    let Offer { concept, name, unit, dataset } = offer;
    let unit = if unit == "1" { t!("try.own.no_unit") } else { format::unit_label(&unit) };
    let about = t!("try.own.about", name = name, unit = unit, dataset = dataset);
    let label = t!("try.own.add", name = concept);
    let added = concept.clone();
    let add = move |_| {
        formula.update(|f| {
            if !f.is_empty() && !f.ends_with(char::is_whitespace) {
                f.push(' ');
            }
            f.push_str(&added);
        });
    };
    view! {
        <li><button class="button button-quiet" type="button" aria-label=label on:click=add><code>{concept}</code></button>" "{about}</li>
    }
}

/// Lays what is kept of a city beside its pack in the engine, and says what formulas may name.
#[cfg(target_arch = "wasm32")]
pub async fn lay(city: &str, code: &str) -> Own {
    use gemeo_shared::{
        own::{
            called,
            in_city::{MAX_IN_FORMULAS, for_formulas},
        },
        protocol::Request,
        unit::Unit,
    };

    use crate::{data::own, work};

    let mut out = Own::default();
    let mut kept = match own::list().await {
        Ok(listed) => listed.kept,
        Err(error) => return Own { left: vec![t!("map.own.failed", why = error.to_string())], ..out },
    };
    // why the oldest first: a series keeps its name when another one like it is kept later
    kept.reverse();
    let names = called(kept.iter().flat_map(|k| &k.dataset.series).map(|s| s.name.as_str()));
    let mut names = names.into_iter();
    let (mut all, mut rows_of_all) = (Vec::new(), 0);
    for kept in &kept {
        let dataset = &kept.dataset;
        let names: Vec<String> = names.by_ref().take(dataset.series.len()).collect();
        let Ok(rows) = own::rows(kept).await else {
            out.left.push(t!("map.own.damaged", names = dataset.name));
            continue;
        };
        for (n, (about, concept)) in dataset.series.iter().zip(names).enumerate() {
            let Some(series) = for_formulas(&concept, dataset, &rows, n as u32, code) else { continue };
            if series.unit.parse::<Unit>().is_err() {
                out.left.push(t!("try.own.unit", name = about.name, unit = about.unit));
                continue;
            }
            if rows_of_all + series.value.len() > MAX_IN_FORMULAS {
                let most = format::number(MAX_IN_FORMULAS as f64, 0);
                out.left.push(t!("try.own.too_many", name = about.name, most = most));
                continue;
            }
            rows_of_all += series.value.len();
            let (unit, dataset) = (series.unit.clone(), dataset.name.clone());
            out.offers.push(Offer { concept, name: about.name.clone(), unit, dataset });
            all.push(series);
        }
    }
    if let Err(error) = work::ask::<usize>(Request::Own { city: city.into(), series: all }).await {
        let why = error.fault().detail;
        return Own { left: vec![t!("map.own.failed", why = why)], offers: Vec::new() };
    }
    out
}
