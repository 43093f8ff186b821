//! What surrounds the figures: the method with its references, and how to bring what is missing.

use std::sync::Arc;

use gemeo_shared::view::{CityView, IndicatorView};
use leptos::prelude::*;

use crate::{
    browser,
    components::{
        fault::{FaultNotice, Skeleton},
        gaps::concepts,
    },
    data::{
        catalogue,
        methods::{self, Method},
    },
    i18n::by_name_if,
    notice::Load,
    t,
};

/// The head of a table of facts, as docs/indicators.md describes it.
const HEAD: &str = "concept,dims,geo,period,value,unit,status,notation,quality,source,note_pt,note_en\r\n";

/// Method, formula, rules, references, codes elsewhere.
pub fn method(told: RwSignal<Load<()>>, id: &str, again: Callback<()>) -> AnyView {
    match told.get() {
        Load::Waiting => view! { <Skeleton/> }.into_any(),
        Load::Failed(fault) => view! { <FaultNotice fault=fault retry=move || again.run(())/> }.into_any(),
        Load::Ready(()) => methods::of(id).map(whole).into_any(),
    }
}

fn whole(method: Method) -> impl IntoView {
    let frequency = by_name_if(&format!("frequency.{}", method.frequency)).unwrap_or(method.frequency);
    let rules = [
        (t!("indicator.over_space"), method.over_space),
        (t!("indicator.over_time"), method.over_time),
        (t!("indicator.quality"), method.quality),
        (t!("indicator.frequency"), frequency),
    ];
    let rules = rules.into_iter().filter(|(_, text)| !text.is_empty());
    let rules = rules.map(|(name, text)| view! { <dt>{name}</dt><dd>{text}</dd> });
    let references = method.references.into_iter().map(|r| {
        let title = r.title;
        if r.url.starts_with("https://") {
            view! { <li><a href=r.url rel="noopener noreferrer" target="_blank">{title}</a></li> }.into_any()
        } else {
            view! { <li>{title}</li> }.into_any()
        }
    });
    let references = references.collect::<Vec<_>>();
    let align = method.align.into_iter().filter(|(_, codes)| !codes.is_empty()).map(|(set, codes)| {
        let name = by_name_if(&format!("align.{set}")).unwrap_or_else(|| set.to_uppercase());
        view! { <dt>{name}</dt><dd>{codes.join(", ")}</dd> }
    });
    let align = align.collect::<Vec<_>>();
    view! {
        <section class="section" aria-labelledby="method-title">
            <div class="section-head"><h2 id="method-title">{t!("indicator.method")}</h2></div>
            <div class="split">
                <div class="prose">
                    <p>{method.method}</p>
                    <h3>{t!("indicator.formula")}</h3>
                    <pre class="formula" tabindex="0">{method.formula.trim().to_owned()}</pre>
                    {(!references.is_empty()).then(|| view! {
                        <h3>{t!("indicator.references")}</h3><ul>{references}</ul>
                    })}
                </div>
                <div class="stack">
                    <dl class="rules">{rules.collect::<Vec<_>>()}</dl>
                    {(!align.is_empty()).then(|| view! {
                        <div class="card">
                            <h3 class="card-title">{t!("indicator.align")}</h3>
                            <dl class="rules">{align}</dl>
                        </div>
                    })}
                </div>
            </div>
        </section>
    }
}

/// What a city would bring, who has it, and an empty table to begin with.
pub fn missing(view: &Arc<CityView>, indicator: &IndicatorView, needs: &[String]) -> impl IntoView + use<> {
    let who = catalogue::responsible(&indicator.id).unwrap_or_else(|| t!("gaps.who"));
    let name = view.profile.name.clone();
    let (file, table) = (format!("{}-{}.csv", view.profile.id, indicator.id), template(view, needs));
    let save = move |_| {
        browser::download(&file, "text/csv;charset=utf-8", &table);
    };
    view! {
        <div class="figure figure-none" id=format!("city-{}", view.profile.id)>
            <div class="figure-head">
                <h3 class="figure-title">{name.clone()}</h3>
                <p><span class="status">{t!("card.none")}</span></p>
            </div>
            <p>{t!("indicator.missing", needs = concepts(needs), who = who)}</p>
            <p class="muted small">{t!("indicator.bring")}</p>
            <p><button class="button button-plain" type="button" on:click=save>{t!("indicator.template")}</button></p>
        </div>
    }
}

/// An empty table: its head, and a row begun for each concept.
fn template(view: &CityView, needs: &[String]) -> String {
    let rows = needs.iter().map(|concept| format!("{concept},,city/{},,,,,,,,,\r\n", view.profile.code));
    format!("{HEAD}{}", rows.collect::<String>())
}
