//! Rows of a result as a table of which only those in sight are in the page.

use std::sync::Arc;

use leptos::{html::Div, prelude::*};

use super::{
    columns::{Cell, Column},
    drive,
    state::Shown,
};
use crate::t;

/// Height of a row, in CSS pixels, as style/workbench.css has it.
const ROW: i32 = 32;
/// Rows beyond both ends of what is in sight.
const BEYOND: usize = 16;
/// Rows in the page at once: a tall screen's, and those beyond.
const WINDOW: usize = 64;

/// The reader scrolls through the rows.
#[component]
pub fn Grid(
    /// The rows.
    shown: Arc<Shown>,
) -> impl IntoView {
    let host = NodeRef::<Div>::new();
    let first = RwSignal::new(0_usize);
    let scrolled = move |_| {
        let Some(host) = host.get_untracked() else { return };
        let top = usize::try_from(host.scroll_top() / ROW).unwrap_or(0).saturating_sub(BEYOND);
        // why in steps: a new window at every pixel would be drawn for nothing
        let top = top - top % BEYOND;
        if first.get_untracked() != top {
            first.set(top);
        }
    };
    let (count, width) = (shown.count, shown.columns.iter().map(|c| c.width).sum::<usize>());
    let heads = shown.columns.iter().map(head).collect::<Vec<_>>();
    let widths = shown
        .columns
        .iter()
        .map(|c| view! { <col style:width=format!("{}ch", c.width)/> })
        .collect::<Vec<_>>();
    let many = shown.columns.len();
    let body = move || {
        let (from, to) = (first.get().min(count), (first.get() + WINDOW).min(count));
        let rows = drive::rows(from, to).into_iter().zip(from..);
        let rows = rows.map(|(cells, at)| row(&shown.columns, &cells, at)).collect::<Vec<_>>();
        view! { {gap(from, many)} {rows} {gap(count - to, many)} }
    };
    view! {
        <div class="table-scroll bench-grid" role="region" tabindex="0" aria-label=t!("workbench.grid") node_ref=host on:scroll=scrolled>
            <table class="table" aria-rowcount=(count + 1).to_string() style:width=format!("{width}ch")>
                <caption class="visually-hidden">{t!("workbench.grid")}</caption>
                <colgroup>{widths}</colgroup>
                <thead><tr aria-rowindex="1">{heads}</tr></thead>
                <tbody>{body}</tbody>
            </table>
        </div>
    }
}

fn head(column: &Column) -> impl IntoView + use<> {
    let class = if column.is_number() { "num" } else { "" };
    view! { <th scope="col" class=class title=column.name.clone()>{column.name.clone()}</th> }
}

fn row(columns: &[Column], cells: &[Cell], at: usize) -> impl IntoView + use<> {
    let cells = columns.iter().zip(cells).map(|(column, cell)| {
        let text = column.text(cell);
        let class = match (column.is_number(), cell) {
            (true, Cell::Null) => "num none",
            (true, _) => "num",
            (false, Cell::Null) => "none",
            (false, _) => "",
        };
        let title = (text.chars().count() > 40).then(|| text.clone());
        view! { <td class=class title=title>{text}</td> }
    });
    view! { <tr aria-rowindex=(at + 2).to_string()>{cells.collect::<Vec<_>>()}</tr> }
}

/// Room for rows that are not in the page.
fn gap(rows: usize, columns: usize) -> Option<impl IntoView> {
    let height = i64::from(ROW) * i64::try_from(rows).unwrap_or(0);
    (rows > 0).then(|| view! {
        <tr class="bench-gap" aria-hidden="true"><td colspan=columns.to_string() style:height=format!("{height}px")></td></tr>
    })
}
