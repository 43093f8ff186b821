//! The methodological guide: how every indicator is made, in one document that prints.

use std::collections::BTreeSet;

use leptos::prelude::*;

use crate::{
    components::{
        domains::in_order,
        fault::{FaultNotice, Skeleton},
    },
    data::{
        catalogue,
        methods::{self, Method},
    },
    format,
    i18n::by_name_if,
    nav::link,
    notice::Load,
    route::Page,
    t,
};

/// A section an indicator, by domain: what it means, its formula and unit, its rules and references.
#[component]
pub fn GuidePage() -> impl IntoView {
    let told = methods::told();
    view! {
        <header class="page-head">
            <h1>{t!("guide.title")}</h1>
            <p class="lede">{t!("guide.description")}</p>
            <p class="row">
                <button class="button" type="button" on:click=|_| { let _ = crate::browser::window().print(); }>{t!("guide.print")}</button>
                <a class="button button-plain" href=link(&Page::Indicators)>{t!("nav.indicators")}</a>
            </p>
        </header>
        {move || match told.get() {
            Load::Waiting => view! { <Skeleton/> }.into_any(),
            Load::Failed(fault) => view! { <FaultNotice fault=fault retry=move || methods::fetch(told)/> }.into_any(),
            Load::Ready(()) => document().into_any(),
        }}
    }
}

/// Contents, then the domains.
fn document() -> impl IntoView {
    let ids = catalogue::ids();
    let domains: BTreeSet<String> = ids.iter().map(|id| catalogue::entry(id).domain).collect();
    let domains = in_order(&domains);
    let of = |domain: &str| {
        let mut inside: Vec<String> =
            ids.iter().filter(|id| catalogue::entry(id).domain == domain).cloned().collect();
        inside.sort_by_key(|id| catalogue::position(id));
        inside
    };
    let contents = domains.iter().map(|domain| {
        let entries = of(domain).into_iter().map(|id| view! { <li><a href=format!("#{id}")>{catalogue::name(&id)}</a></li> });
        view! { <li><a href=format!("#domain-{domain}")>{catalogue::domain(domain)}</a><ul>{entries.collect::<Vec<_>>()}</ul></li> }
    });
    let sections = domains.iter().map(|domain| {
        let entries = of(domain).into_iter().map(section);
        view! {
            <section class="section" aria-labelledby=format!("domain-{domain}")>
                <div class="section-head"><h2 id=format!("domain-{domain}")>{catalogue::domain(domain)}</h2></div>
                {entries.collect::<Vec<_>>()}
            </section>
        }
    });
    view! {
        <details class="explain" open=true>
            <summary>{t!("guide.contents")}</summary>
            <ul class="guide-contents">{contents.collect::<Vec<_>>()}</ul>
        </details>
        {sections.collect::<Vec<_>>()}
    }
}

fn section(id: String) -> impl IntoView {
    let entry = catalogue::entry(&id);
    let method = methods::of(&id).unwrap_or_default();
    let responsible = catalogue::responsible(&id).unwrap_or_default();
    let rules = rules(&method, &format::unit_label(&entry.unit), responsible);
    let address = link(&Page::Indicator(id.clone()));
    let references = method.references.into_iter().map(|r| {
        if r.url.starts_with("https://") {
            view! { <li><a href=r.url rel="noopener noreferrer" target="_blank">{r.title}</a></li> }
                .into_any()
        } else {
            view! { <li>{r.title}</li> }.into_any()
        }
    });
    let references = references.collect::<Vec<_>>();
    view! {
        <article class="guide-entry" id=id>
            <h3><a href=address>{entry.name}</a></h3>
            <p>{method.explain}</p>
            <p>{method.method}</p>
            <pre class="formula" tabindex="0">{method.formula.trim().to_owned()}</pre>
            <dl class="rules">{rules.into_iter().map(|(name, text)| view! { <dt>{name}</dt><dd>{text}</dd> }).collect::<Vec<_>>()}</dl>
            {(!references.is_empty()).then(|| view! { <h4>{t!("indicator.references")}</h4><ul>{references}</ul> })}
        </article>
    }
}

/// Unit, rules and codes that are stated.
fn rules(method: &Method, unit: &str, responsible: String) -> Vec<(String, String)> {
    let frequency =
        by_name_if(&format!("frequency.{}", method.frequency)).unwrap_or_else(|| method.frequency.clone());
    let codes = method.align.iter().filter(|(_, codes)| !codes.is_empty()).map(|(set, codes)| {
        let name = by_name_if(&format!("align.{set}")).unwrap_or_else(|| set.to_uppercase());
        format!("{name}: {}", codes.join(", "))
    });
    let mut rules = vec![
        (t!("indicator.unit"), unit.to_owned()),
        (t!("indicator.over_space"), method.over_space.clone()),
        (t!("indicator.over_time"), method.over_time.clone()),
        (t!("indicator.quality"), method.quality.clone()),
        (t!("indicator.frequency"), frequency),
        (t!("indicator.responsible"), responsible),
        (t!("indicator.align"), codes.collect::<Vec<_>>().join("; ")),
    ];
    rules.retain(|(_, text)| !text.is_empty());
    rules
}
