//! How good the figures are: grades by dimension, what the rules found in each city, and the rules themselves.

use std::rc::Rc;

use gemeo_shared::set_aside::Aside;
use leptos::prelude::*;

use crate::{
    assets,
    components::{
        chart::{Cell, folded},
        cities::{self, CityPicker},
        fault::{FaultNotice, Skeleton},
        rules,
    },
    data::{
        catalogue,
        quality::{self, City, Finding, Grade, Report, Rule, Stale},
    },
    format,
    i18n::by_name_if,
    nav::link,
    notice::Load,
    route::Page,
    t, tn,
};

/// The report of the rules: the picture of each city first, its findings folded, the rules at the end.
#[component]
pub fn QualityPage() -> impl IntoView {
    let told = RwSignal::new(if quality::report().is_some() { Load::Ready(()) } else { Load::Waiting });
    load(told);
    view! {
        <header class="page-head">
            <h1>{t!("quality.title")}</h1>
            <p class="lede">{t!("quality.description")}</p>
            <p class="row">
                <a class="button button-plain" href=link(&Page::Sources)>{t!("sources.title")}</a>
                <a class="button button-plain" href=assets::url(&assets::assets().quality) download="gemeo-quality.json">{t!("quality.save")}</a>
            </p>
        </header>
        {move || match told.get() {
            Load::Waiting => view! { <Skeleton/> }.into_any(),
            Load::Failed(fault) => view! { <FaultNotice fault=fault retry=move || load(told)/> }.into_any(),
            Load::Ready(()) => quality::report().map(document).into_any(),
        }}
    }
}

/// Loads the report; natively it is there already.
fn load(told: RwSignal<Load<()>>) {
    #[cfg(target_arch = "wasm32")]
    if quality::report().is_none() {
        told.set(Load::Waiting);
        wasm_bindgen_futures::spawn_local(async move {
            let came = quality::load().await;
            told.try_set(came.map_or_else(|e| Load::Failed(e.fault()), Load::Ready));
        });
    }
    #[cfg(not(target_arch = "wasm32"))]
    let _ = told;
}

fn document(report: Rc<Report>) -> impl IntoView {
    let shown = cities::names();
    let rules = rules(&report.rules);
    let one = StoredValue::new_local(report);
    let cities = move || {
        let city = |(id, name): (String, String)| {
            one.with_value(|r| r.cities.get(&id).map(|found| city(&id, name, found, &r.rules)))
        };
        shown.get().into_iter().filter_map(city).collect::<Vec<_>>()
    };
    view! {
        <CityPicker/>
        <p class="muted">{t!("quality.dimension_text")}</p>
        {cities}
        <section class="section" aria-labelledby="rules-title">
            <div class="section-head"><h2 id="rules-title">{t!("quality.rules")}</h2></div>
            {rules}
        </section>
    }
}

fn city(id: &str, name: String, found: &City, rules: &[Rule]) -> AnyView {
    let title = format!("quality-{id}");
    let grades = found.grades.iter().map(grade).collect::<Vec<_>>();
    let by_rule = rules.iter().filter_map(|rule| {
        let mine: Vec<&Finding> = found.findings.iter().filter(|f| f.rule == rule.id).collect();
        (!mine.is_empty()).then(|| group(rule, &mine, found))
    });
    let groups = by_rule.collect::<Vec<_>>();
    let findings =
        if groups.is_empty() { view! { <p>{t!("quality.none")}</p> }.into_any() } else { groups.into_any() };
    view! {
        <section class="section" aria-labelledby=title>
            <div class="section-head"><h2 id=title.clone()>{name}</h2></div>
            <table class="table grades">
                <caption>{t!("quality.grades")}</caption>
                <tbody>{grades}</tbody>
            </table>
            <h3 class="findings">{t!("quality.findings")}</h3>
            {findings}
            {aside(found, rules)}
            {stale(&found.stale)}
        </section>
    }
    .into_any()
}

/// A dimension: its share as a bar and in figures.
fn grade(grade: &Grade) -> impl IntoView + use<> {
    // why cut off, not rounded: 100 % is for what has no finding at all
    let share = format::number(libm::floor(grade.share * 1000.0) / 10.0, 1);
    let bar = format!("{:.1}%", grade.share * 100.0);
    let faults = tn!("quality.faults", grade.faults);
    let checked = tn!("quality.checked", grade.checked);
    view! {
        <tr>
            <th scope="row">{dimension(&grade.dimension)}</th>
            <td class="grade-bar" aria-hidden="true"><svg height="12" width="100%"><rect class="grade-all" height="12" width="100%" rx="2"/><rect class="grade-held" height="12" width=bar rx="2"/></svg></td>
            <td class="num">{share}" %"</td>
            <td class="grade-count">{faults}" · "{checked}</td>
        </tr>
    }
}

/// What one rule found in a city.
fn group(rule: &Rule, found: &[&Finding], city: &City) -> impl IntoView + use<> {
    let about = rule.concept.as_deref().map(|c| format!("{}: ", catalogue::concept(c))).unwrap_or_default();
    let summary = format!("{about}{} ({})", rules::in_words(rule), tn!("quality.faults", found.len()));
    let row = |f: &&Finding| {
        let place = city.places.get(&f.geo).cloned().unwrap_or_else(|| f.geo.clone());
        let period = f.period.clone().map_or_else(|| t!("quality.whole"), |p| format::period(&p));
        (series(f), vec![Cell::Text(place), Cell::Text(period), measured(rule, f)])
    };
    let heads = vec![t!("quality.series"), t!("quality.place"), t!("table.period"), t!("quality.found")];
    folded(summary.clone(), summary, heads, found.iter().map(row).collect())
}

/// What the last refresh set aside: no figure goes without a word.
fn aside(city: &City, rules: &[Rule]) -> Option<impl IntoView + use<>> {
    if city.aside.is_empty() {
        return None;
    }
    let count: u64 = city.aside.iter().map(|a| a.count).sum();
    let summary = format!("{} ({count})", t!("quality.aside"));
    let row = |a: &Aside| {
        let place = city.places.get(&a.geo).cloned().unwrap_or_else(|| a.geo.clone());
        let period = if a.period.is_empty() { String::new() } else { format::period(&a.period) };
        let found = [a.value.clone(), format::unit_label(&a.unit)].into_iter().filter(|f| !f.is_empty());
        let found = found.collect::<Vec<_>>().join(" ");
        let cells = vec![
            Cell::Text(what(a)),
            Cell::Text(place),
            Cell::Text(period),
            if found.is_empty() { Cell::Absent("—".into()) } else { Cell::Number(found) },
            Cell::Text(why(a, rules)),
            Cell::Text(format::period(&a.since)),
        ];
        (a.source.clone(), cells)
    };
    let heads = vec![
        t!("quality.aside_source"),
        t!("quality.series"),
        t!("quality.place"),
        t!("table.period"),
        t!("quality.aside_found"),
        t!("quality.aside_by"),
        t!("quality.aside_since"),
    ];
    let rows = city.aside.iter().map(row).collect();
    Some(view! {
        <h3 class="findings">{t!("quality.aside")}</h3>
        <p>{t!("quality.aside_text")}</p>
        {folded(summary.clone(), summary, heads, rows)}
    })
}

/// The figure in words, or the row of a file that gave none.
fn what(aside: &Aside) -> String {
    if aside.concept.is_empty() {
        let at = match aside.row.as_str() {
            "" => aside.file.clone(),
            row => t!("quality.aside_row", file = aside.file, row = row),
        };
        let parts = [at, aside.column.clone()].into_iter().filter(|p| !p.is_empty());
        return parts.collect::<Vec<_>>().join(", ");
    }
    let members = aside.dims.split(';').filter_map(|d| d.split_once('='));
    let members = members.map(|(d, m)| catalogue::member(d, m));
    [catalogue::concept(&aside.concept)].into_iter().chain(members).collect::<Vec<_>>().join(" · ")
}

/// Why it was set aside: the rule it breaks, or what its reader met; the words of the program where none are known.
fn why(aside: &Aside, rules: &[Rule]) -> String {
    if let Some(rule) = rules.iter().find(|r| r.id == aside.by) {
        return rules::in_words(rule);
    }
    let known = by_name_if(&format!("quality.aside.{}", aside.kind));
    let why = known.unwrap_or_else(|| aside.reason.clone());
    if aside.count > 1 { format!("{why} ({})", tn!("quality.aside_more", aside.count)) } else { why }
}

/// Sources that gave no good answer when they were asked last; what they said before stays.
fn stale(list: &[Stale]) -> Option<impl IntoView + use<>> {
    let row = |s: &Stale| {
        let since = s.since.clone().map_or_else(|| "—".to_owned(), |d| format::period(&d));
        view! {
            <tr><th scope="row" lang="en">{s.title.clone()}</th><td>{since}</td><td lang="en">{s.why.clone()}</td></tr>
        }
    };
    (!list.is_empty()).then(|| {
        view! {
            <h3 class="findings">{t!("quality.stale")}</h3>
            <p>{t!("quality.stale_text")}</p>
            <div class="table-scroll" role="region" tabindex="0" aria-label=t!("quality.stale")>
                <table class="table">
                    <caption class="visually-hidden">{t!("quality.stale")}</caption>
                    <thead><tr>
                        <th scope="col">{t!("quality.aside_source")}</th>
                        <th scope="col">{t!("quality.stale_since")}</th>
                        <th scope="col">{t!("quality.aside_by")}</th>
                    </tr></thead>
                    <tbody>{list.iter().map(row).collect::<Vec<_>>()}</tbody>
                </table>
            </div>
        }
    })
}

/// Concept and members of a series, in words.
fn series(finding: &Finding) -> String {
    let members = finding.series.dims.iter().map(|(d, m)| catalogue::member(d, m));
    [catalogue::concept(&finding.series.concept)].into_iter().chain(members).collect::<Vec<_>>().join(" · ")
}

/// The number that did not meet a rule.
fn measured(rule: &Rule, finding: &Finding) -> Cell {
    let Some(value) = finding.measured else { return Cell::Absent("—".into()) };
    Cell::Number(match rule.kind() {
        "timely" => format!("{value:.0}"),
        "capture" | "completeness" => format!("{} %", format::number(value, 1)),
        "step" => format!("{} ×", format::number(value, 2)),
        "outlier" => format::number(value, 1),
        _ => format!("{} {}", format::number(value, 2), format::unit_label(&finding.series.unit)),
    })
}

fn rules(rules: &[Rule]) -> impl IntoView + use<> {
    let row = |rule: &Rule| {
        let all = || match &rule.unit {
            Some(unit) => t!("quality.in_unit", unit = format::unit_label(unit)),
            None => t!("quality.all"),
        };
        let about = rule.concept.as_deref().map_or_else(all, catalogue::concept);
        let then =
            if rule.severity == "quarantine" { t!("quality.quarantine") } else { t!("quality.warning") };
        view! {
            <tr>
                <th scope="row">{rules::in_words(rule)}</th>
                <td>{about}</td>
                <td>{dimension(&rule.dimension)}</td>
                <td>{then}</td>
            </tr>
        }
    };
    view! {
        <div class="table-scroll" role="group" tabindex="0" aria-label=t!("quality.rules")>
            <table class="table">
                <caption class="visually-hidden">{t!("quality.rules")}</caption>
                <thead><tr>
                    <th scope="col">{t!("quality.rule")}</th>
                    <th scope="col">{t!("quality.about")}</th>
                    <th scope="col">{t!("quality.dimension")}</th>
                    <th scope="col">{t!("quality.consequence")}</th>
                </tr></thead>
                <tbody>{rules.iter().map(row).collect::<Vec<_>>()}</tbody>
            </table>
        </div>
    }
}

fn dimension(id: &str) -> String {
    by_name_if(&format!("quality.dimension.{id}")).unwrap_or_else(|| id.to_owned())
}
