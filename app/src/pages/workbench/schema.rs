//! The database's tables with their columns, as they are now.

use leptos::prelude::*;

use super::state::{Bench, TableOf};
use crate::{format, i18n, t};

/// The reader sees what can be asked for; closed at first.
#[component]
pub fn Tables(
    /// The page's state.
    bench: Bench,
) -> impl IntoView {
    move || {
        let tables = bench.tables.get();
        (!tables.is_empty()).then(|| {
            view! {
                <section aria-labelledby="workbench-tables">
                    <h2 id="workbench-tables">{t!("workbench.tables")}</h2>
                    {tables.into_iter().map(table).collect::<Vec<_>>()}
                </section>
            }
        })
    }
}

fn table(table: TableOf) -> impl IntoView {
    let rows = table.rows.map(|n| t!("workbench.table.rows", n = format::number(n, 0)));
    let about = i18n::by_name_if(&format!("workbench.table.{}", table.name));
    let column = |c: super::state::ColumnOf| view! { <li><code>{c.name}</code>" "<span class="muted">{c.kind.to_lowercase()}</span></li> };
    view! {
        <details class="explain">
            <summary><code>{table.name}</code>{rows.map(|text| view! { <span class="badge">{text}</span> })}</summary>
            <div class="explain-body">
                {about.map(|text| view! { <p>{text}</p> })}
                <ul class="bench-columns">{table.columns.into_iter().map(column).collect::<Vec<_>>()}</ul>
            </div>
        </details>
    }
}
