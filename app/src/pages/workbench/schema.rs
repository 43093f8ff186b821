//! The database's tables with their columns, as they are now.

use leptos::prelude::*;

use super::state::{Bench, TableOf};
use crate::{format, i18n, nav::link, route::Page, t};

/// The reader sees what can be asked for, what was published apart from what is their own; closed at first.
#[component]
pub fn Tables(
    /// The page's state.
    bench: Bench,
) -> impl IntoView {
    move || {
        let (tables, own) = (bench.tables.get(), bench.own.get());
        let named = |table: &TableOf| own.iter().find(|m| m.table == table.name);
        let published: Vec<_> =
            tables.iter().filter(|t| named(t).is_none()).map(|t| table(t, about(&t.name))).collect();
        let mine = tables.iter().filter_map(|t| Some((t, named(t)?)));
        let mine: Vec<_> =
            mine.map(|(t, m)| table(t, Some(t!("workbench.own.table", name = m.name)))).collect();
        (!tables.is_empty()).then(|| {
            view! {
                <section aria-labelledby="workbench-tables">
                    <h2 id="workbench-tables">{t!("workbench.tables")}</h2>
                    {published}
                </section>
                {own_section(mine, bench.own_trouble.get())}
            }
        })
    }
}

/// What is kept on this device, and the way to more.
fn own_section(tables: Vec<impl IntoView + 'static>, trouble: Option<String>) -> impl IntoView {
    let text = if tables.is_empty() { t!("workbench.own.none") } else { t!("workbench.own.text") };
    view! {
        <section aria-labelledby="workbench-own">
            <h2 id="workbench-own">{t!("workbench.own")}</h2>
            <p class="muted small">{text}" "<a href=link(&Page::OwnData)>{t!("workbench.own.link")}</a></p>
            {trouble.map(|text| view! { <p class="notice notice-warn">{text}</p> })}
            {tables}
        </section>
    }
}

fn about(name: &str) -> Option<String> {
    i18n::by_name_if(&format!("workbench.table.{name}"))
}

fn table(table: &TableOf, about: Option<String>) -> impl IntoView + use<> {
    let rows = table.rows.map(|n| t!("workbench.table.rows", n = format::number(n, 0)));
    let column = |c: super::state::ColumnOf| view! { <li><code>{c.name}</code>" "<span class="muted">{c.kind.to_lowercase()}</span></li> };
    view! {
        <details class="explain">
            <summary><code>{table.name.clone()}</code>{rows.map(|text| view! { <span class="badge">{text}</span> })}</summary>
            <div class="explain-body">
                {about.map(|text| view! { <p>{text}</p> })}
                <ul class="bench-columns">{table.columns.iter().cloned().map(column).collect::<Vec<_>>()}</ul>
            </div>
        </details>
    }
}
