//! Cells that cannot be used: where they are, what stands there, what is expected.

use gemeo_shared::own::{Fault, Faults};
use leptos::prelude::*;

use crate::{i18n, t, tn};

/// Faults that are listed; the others are counted.
const LISTED: usize = 40;

/// Counts by kind, and the first cells.
pub fn faults(faults: &Faults) -> AnyView {
    if faults.counts.is_empty() {
        return view! { <p><span class="status status-good">{t!("own.no_faults")}</span></p> }.into_any();
    }
    let counts = faults.counts.iter().map(|(code, n)| {
        view! { <li><span class="badge badge-old">{n.to_string()}</span>" "{words("own.fault", code.as_str())}</li> }
    });
    let sheet = faults.sheet.clone();
    let rows = faults.list.iter().take(LISTED).map(|fault| row(fault, &sheet));
    let more = faults.total().saturating_sub(faults.list.len().min(LISTED) as u64);
    view! {
        <ul class="plain-list own-counts">{counts.collect::<Vec<_>>()}</ul>
        <div class="table-scroll" role="region" tabindex="0" aria-label=t!("own.faults")>
            <table class="table" id="own-faults">
                <caption>{t!("own.faults")}</caption>
                <thead><tr>
                    <th scope="col">{t!("own.fault.where")}</th><th scope="col">{t!("own.fault.column")}</th>
                    <th scope="col">{t!("own.fault.found")}</th><th scope="col">{t!("own.fault.expected")}</th>
                </tr></thead>
                <tbody>{rows.collect::<Vec<_>>()}</tbody>
            </table>
        </div>
        {(more > 0).then(|| view! { <p class="muted">{tn!("own.more_faults", more)}</p> })}
    }
    .into_any()
}

fn row(fault: &Fault, sheet: &str) -> impl IntoView + use<> {
    let cell = if sheet.is_empty() { fault.cell.clone() } else { format!("{sheet}!{}", fault.cell) };
    let place = t!("own.fault.at", row = fault.row.to_string(), cell = cell);
    let found =
        if fault.found.is_empty() { t!("own.fault.nothing") } else { format!("“{}”", fault.found) };
    view! {
        <tr>
            <th scope="row">{place}</th><td>{fault.column.clone()}</td>
            <td class="own-found">{found}</td><td>{words("own.expected", fault.code.as_str())}</td>
        </tr>
    }
}

fn words(prefix: &str, code: &str) -> String {
    i18n::by_name(&format!("{prefix}.{code}"), &Default::default())
}
