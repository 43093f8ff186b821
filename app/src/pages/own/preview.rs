//! What the mapping gives, as one changes it.

use gemeo_shared::own::{Preview, PreviewRow, in_city::decimals};
use leptos::prelude::*;

use super::{desk::Desk, faults, names, report};
use crate::{format, t, tn};

/// The third step.
pub fn preview(desk: Desk) -> impl IntoView {
    let shown = move || {
        desk.preview.get().map(|p| view! { {summary(&p)}{table(&p.rows)}{faults::faults(&p.faults)} })
    };
    let quality = move || desk.preview.get().map(|p| report::report(&p.report));
    view! {
        <section class="section" aria-labelledby="own-preview">
            <div class="section-head"><h2 id="own-preview">{t!("own.preview")}</h2></div>
            {shown}
            {names::names(desk)}
        </section>
        <section class="section" aria-labelledby="own-quality">
            <div class="section-head"><h2 id="own-quality">{t!("own.quality")}</h2></div>
            {quality}
        </section>
    }
}

/// One sentence: rows looked at, observations, cells that cannot be used.
fn summary(preview: &Preview) -> impl IntoView + use<> {
    let looked = if preview.whole {
        tn!("own.looked_all", preview.looked)
    } else {
        tn!("own.looked_first", preview.looked)
    };
    let given = tn!("own.observations", preview.report.observations);
    view! { <p id="own-summary" role="status">{looked}" "<strong>{given}</strong></p> }
}

fn table(rows: &[PreviewRow]) -> Option<impl IntoView + use<>> {
    let row = |row: &PreviewRow| {
        let value =
            row.value.map_or_else(|| t!("own.no_value"), |v| format::quantity(v, decimals(v), &row.unit));
        let class = if row.value.is_some() { "num" } else { "num none" };
        view! {
            <tr>
                <th scope="row" class="num">{row.row.to_string()}</th><td>{row.series.clone()}</td><td>{row.place.clone()}</td>
                <td>{format::period(&row.period)}</td><td class=class>{value}</td>
            </tr>
        }
    };
    let rows = rows.iter().map(row).collect::<Vec<_>>();
    (!rows.is_empty()).then(|| view! {
        <div class="table-scroll" role="region" tabindex="0" aria-label=t!("own.first_rows")>
            <table class="table" id="own-sample">
                <caption>{t!("own.first_rows")}</caption>
                <thead><tr>
                    <th scope="col" class="num">{t!("own.row")}</th><th scope="col">{t!("table.series")}</th><th scope="col">{t!("own.place_head")}</th>
                    <th scope="col">{t!("table.period")}</th><th scope="col" class="num">{t!("table.value")}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    })
}
