//! Two years of a city reconciled: what of the difference is activity, factor, potentials, boundary, or not explained.

use std::sync::Arc;

use gemeo_shared::{
    chart::waterfall::{Kind, Step, Waterfall, waterfall},
    decompose::{Parts, Reconciliation},
    view::CityView,
};
use leptos::prelude::*;

use crate::{
    components::{
        chart::{Cell, Row, drawn, table},
        fault::{FaultNotice, Skeleton},
    },
    data::catalogue,
    format::{self, Local},
    nav::use_nav,
    notice::Load,
    t,
};

type Answer = RwSignal<Load<Arc<Reconciliation>>>;

/// The section; nothing where there is one year alone.
pub fn change(view: &Arc<CityView>) -> impl IntoView + use<> {
    let mut years: Vec<i32> = view.inventory.read().iter().map(|r| r.year).collect();
    years.sort_unstable();
    years.dedup();
    let [.., before, last] = years.as_slice() else { return ().into_any() };
    let (before, last) = (*before, *last);
    let nav = use_nav();
    let asked = |name: &'static str, otherwise: i32| {
        let (param, years) = (nav.param(name), years.clone());
        Memo::new(move |_| {
            let asked = param.get().and_then(|y| y.parse().ok());
            asked.filter(|y| years.contains(y)).unwrap_or(otherwise)
        })
    };
    let (from, to) = (asked("from", before), asked("to", last));
    let answer: Answer = RwSignal::new(Load::Waiting);
    ask(view, from, to, answer);
    let id = view.profile.id.clone();
    let again = move || nav.set_param("to", Some(&to.get_untracked().to_string()));
    view! {
        <section class="section" aria-labelledby="inventory-change">
            <div class="section-head"><h2 id="inventory-change">{t!("inventory.change")}</h2></div>
            <p>{t!("inventory.change_text")}</p>
            <div class="row inventory-choice">
                {choice("from", t!("inventory.from"), years.clone(), from)}
                {choice("to", t!("inventory.to"), years, to)}
            </div>
            {move || match answer.get() {
                Load::Waiting => view! { <Skeleton/> }.into_any(),
                Load::Failed(fault) => view! { <FaultNotice fault=fault retry=again/> }.into_any(),
                Load::Ready(found) => {
                    let year = |y: Memo<i32>| y.get_untracked().to_string();
                    figure(&found, &id, year(from), year(to)).into_any()
                },
            }}
        </section>
    }
    .into_any()
}

fn choice(name: &'static str, label: String, years: Vec<i32>, chosen: Memo<i32>) -> impl IntoView {
    let nav = use_nav();
    let id = format!("inventory-{name}");
    let option = move |year: i32| {
        view! { <option value=year.to_string() selected=move || chosen.get() == year>{year.to_string()}</option> }
    };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select class="select" id=id on:change=move |e| nav.set_param(name, Some(&event_target_value(&e)))>
                {years.into_iter().map(option).collect::<Vec<_>>()}
            </select>
        </div>
    }
}

/// Natively the comparison is made on the spot.
#[cfg(not(target_arch = "wasm32"))]
fn ask(view: &CityView, from: Memo<i32>, to: Memo<i32>, answer: Answer) {
    let of = |year: i32| view.inventory.read().into_iter().filter(|r| r.year == year).collect::<Vec<_>>();
    let split = gemeo_shared::exchange::diff::diff(&of(from.get_untracked()), &of(to.get_untracked()));
    if let Ok(found) = split {
        answer.set(Load::Ready(Arc::new(found)));
    }
}

/// In the browser the worker makes it; an answer that a newer question made old is dropped.
#[cfg(target_arch = "wasm32")]
fn ask(view: &CityView, from: Memo<i32>, to: Memo<i32>, answer: Answer) {
    let city = view.profile.id.clone();
    Effect::new(move |_| {
        let (first, second) = (from.get(), to.get());
        let request = gemeo_shared::protocol::Request::Reconcile {
            city: city.clone(),
            from_year: first,
            to_year: second,
        };
        wasm_bindgen_futures::spawn_local(async move {
            let result = crate::work::ask::<Reconciliation>(request).await;
            let current = from.try_get_untracked() == Some(first) && to.try_get_untracked() == Some(second);
            if current {
                let load =
                    result.map_or_else(|e| Load::Failed(e.fault()), |found| Load::Ready(Arc::new(found)));
                answer.try_set(load);
            }
        });
    });
}

/// The parts with their names, in the order of the chart.
fn named(parts: &Parts) -> [(String, f64); 5] {
    [
        (t!("inventory.part.activity"), parts.activity_t),
        (t!("inventory.part.factor"), parts.factor_t),
        (t!("inventory.part.gwp"), parts.gwp_t),
        (t!("inventory.part.boundary"), parts.boundary_t),
        (t!("inventory.part.unexplained"), parts.unexplained_t),
    ]
}

/// The waterfall from one inventory to another with its figures as a table.
pub fn figure(found: &Reconciliation, id: &str, from: String, to: String) -> impl IntoView + use<> {
    let total = |label: &String, value| Step { label: label.clone(), value, kind: Kind::Total };
    let change = |(i, (label, value)): (usize, (String, f64))| Step {
        label,
        value,
        kind: if i == 4 { Kind::Unexplained } else { Kind::Change },
    };
    let mut steps = vec![total(&from, found.from_t)];
    steps.extend(named(&found.parts).into_iter().enumerate().map(change));
    steps.push(total(&to, found.to_t));
    let data = Waterfall { unit: format::unit_label("tCO2e"), decimals: 0, steps };
    let title = t!("inventory.change_chart", from = from, to = to);
    let desc = t!(
        "inventory.change_desc",
        change = format!("{} {}", format::signed(found.difference_t, 0), format::unit_label("tCO2e"))
    );
    let chart = drawn("change", &title, &desc, &|frame| waterfall(&data, frame, &Local));
    let p = &found.parts;
    let blind = p.activity_t == 0.0 && p.factor_t == 0.0 && p.unexplained_t != 0.0;
    let (file, picture) = (format!("gemeo-{id}-{from}-{to}.svg"), data.clone());
    let (heading, told) = (title.clone(), desc.clone());
    view! {
        <figure class="figure">
            <div class="figure-head"><h3 class="figure-title">{title.clone()}</h3><p class="figure-sub">{desc.clone()}</p></div>
            {chart}
            <figcaption class="figure-caption">
                {blind.then(|| view! { <p>{t!("inventory.blind")}</p> })}
                <p>{t!("inventory.exact")}</p>
            </figcaption>
            {rows(found)}
            <div class="figure-actions">
                <button class="button button-plain" type="button" on:click=move |_| super::files::svg(&file, &|frame| waterfall(&picture, frame, &Local), &heading, &told)>"SVG"</button>
            </div>
        </figure>
    }
}

/// By sector, and every cell that differs.
fn rows(found: &Reconciliation) -> impl IntoView + use<> {
    let cells = |difference: f64, parts: &Parts| {
        let number = |v: f64| Cell::Number(format::signed(v, 0));
        let mut cells = vec![number(difference)];
        cells.extend(named(parts).into_iter().map(|(_, v)| number(v)));
        cells
    };
    let sum = |p: &Parts| p.activity_t + p.factor_t + p.gwp_t + p.boundary_t + p.unexplained_t;
    let mut rows: Vec<Row> = found
        .by_sector
        .iter()
        .map(|(sector, parts)| {
            (format!("{sector} {}", catalogue::member("sector", sector)), cells(sum(parts), parts))
        })
        .collect();
    rows.extend(found.rows.iter().filter(|r| r.difference_t != 0.0).map(|r| {
        let head = [&r.key.gpc, &r.key.activity, &r.key.gas].into_iter().filter(|t| !t.is_empty());
        (head.cloned().collect::<Vec<_>>().join(" "), cells(r.difference_t, &r.parts))
    }));
    let mut heads = vec![t!("inventory.column.what"), t!("inventory.difference")];
    heads.extend(named(&found.parts).map(|(name, _)| name));
    table(t!("inventory.change_table"), heads, rows)
}
