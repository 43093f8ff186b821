//! A drawing in its two widths, with the same figures as a table.

use gemeo_shared::chart::{Frame, NARROW, WIDE};
use leptos::prelude::*;

use crate::t;

/// A drawing for telephones and one for wider screens; the style sheet shows one of the two.
pub fn drawn(
    prefix: &str,
    title: &str,
    desc: &str,
    draw: &dyn Fn(&Frame<'_>) -> String,
) -> impl IntoView + use<> {
    let at = |width: f64, suffix: &str| {
        let prefix = format!("{prefix}-{suffix}");
        draw(&Frame { prefix: &prefix, title, desc, width })
    };
    view! {
        <div class="chart chart-narrow" inner_html=at(NARROW, "n")></div>
        <div class="chart chart-wide" inner_html=at(WIDE, "w")></div>
    }
}

/// A row of a chart's table: its head and its cells.
pub type Row = (String, Vec<Cell>);

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A number.
    Number(String),
    /// No value, and why.
    Absent(String),
}

/// The figures of a chart as a table, closed at first.
pub fn table(caption: String, heads: Vec<String>, rows: Vec<Row>) -> impl IntoView {
    folded(t!("chart.table"), caption, heads, rows)
}

/// A table behind words of its own, where several stand below each other.
pub fn folded(summary: String, caption: String, heads: Vec<String>, rows: Vec<Row>) -> impl IntoView {
    let label = caption.clone();
    view! {
        <details class="explain">
            <summary>{summary}</summary>
            <div class="table-scroll" role="region" tabindex="0" aria-label=label>
                <table class="table">
                    <caption>{caption}</caption>
                    <thead><tr>{heads.into_iter().map(|h| view! { <th scope="col">{h}</th> }).collect::<Vec<_>>()}</tr></thead>
                    <tbody>
                        {rows.into_iter().map(|(head, cells)| view! {
                            <tr><th scope="row">{head}</th>{cells.into_iter().map(cell).collect::<Vec<_>>()}</tr>
                        }).collect::<Vec<_>>()}
                    </tbody>
                </table>
            </div>
        </details>
    }
}

fn cell(cell: Cell) -> impl IntoView {
    let (class, text) = match cell {
        Cell::Text(text) => ("", text),
        Cell::Number(text) => ("num", text),
        Cell::Absent(text) => ("num none", text),
    };
    view! { <td class=class>{text}</td> }
}
