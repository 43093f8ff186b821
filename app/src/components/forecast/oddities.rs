//! Outliers and level shifts that were found in the data.

use gemeo_shared::forecast::report::Report;
use leptos::prelude::*;

use super::answer::{figure, when};
use crate::{
    components::chart::{Cell, table},
    t,
};

/// A table of what is odd in the data; nothing where nothing is.
pub fn oddities(report: &Report) -> impl IntoView + use<> {
    let odd = &report.forecast.oddities;
    if odd.is_empty() {
        return None;
    }
    let rows = odd.iter().map(|o| {
        let kind = if o.kind == "outlier" { t!("forecast.odd.outlier") } else { t!("forecast.odd.shift") };
        (when(&o.period), vec![Cell::Text(kind), Cell::Number(figure(o.size))])
    });
    Some(view! {
        <section class="section" aria-labelledby="odd-title">
            <h2 id="odd-title">{t!("forecast.odd.title")}</h2>
            <p>{t!("forecast.odd.text")}</p>
            {table(t!("forecast.odd.title"), vec![t!("table.period"), t!("forecast.odd.kind"), t!("forecast.odd.size")], rows.collect())}
        </section>
    })
}
