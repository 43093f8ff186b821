//! The knowledge model: drawn, then in words, with the names that other standards have for it.

use gemeo_shared::model::{CLASSES, Class, LINKS, Link, class};
use leptos::prelude::*;

use crate::{i18n, t};

/// A box of the drawing, and the distance from one to the next.
const BOX: (f64, f64) = (172.0, 46.0);
const STEP: (f64, f64) = (232.0, 104.0);
const EDGE: f64 = 6.0;

/// Drawing first, tables of classes and links after it.
#[component]
pub fn ModelPage() -> impl IntoView {
    view! {
        <header class="page-head">
            <h1>{t!("schema.title")}</h1>
            <p class="lede">{t!("schema.description")}</p>
        </header>
        <div class="table-scroll model-frame" role="region" tabindex="0" aria-label=t!("schema.title")>{drawing()}</div>
        <section class="section" aria-labelledby="classes-title">
            <div class="section-head"><h2 id="classes-title">{t!("schema.classes")}</h2></div>
            {table(
                t!("schema.classes"),
                [t!("schema.class"), t!("schema.about"), t!("schema.elsewhere"), t!("schema.smart")],
                CLASSES.iter().map(class_row).collect(),
            )}
        </section>
        <section class="section" aria-labelledby="links-title">
            <div class="section-head"><h2 id="links-title">{t!("schema.links")}</h2></div>
            {table(
                t!("schema.links"),
                [t!("schema.class"), t!("schema.link"), t!("schema.class"), t!("schema.elsewhere")],
                LINKS.iter().map(link_row).collect(),
            )}
        </section>
        <section class="section" aria-labelledby="take-title">
            <div class="section-head"><h2 id="take-title">{t!("schema.take")}</h2></div>
            {super::sources::files(t!("schema.files"), "model")}
            <p>{t!("schema.take_text")}</p>
            <pre class="formula">"gemeo catalogue model --base https://… --city lisboa --format turtle"</pre>
        </section>
    }
}

fn said(words: [&'static str; 2]) -> &'static str {
    match i18n::lang() {
        i18n::Lang::Pt => words[0],
        i18n::Lang::En => words[1],
    }
}

fn table(caption: String, heads: [String; 4], rows: Vec<[String; 4]>) -> impl IntoView {
    let label = caption.clone();
    let row = |[head, rest @ ..]: [String; 4]| {
        view! { <tr><th scope="row">{head}</th>{rest.into_iter().map(|c| view! { <td>{c}</td> }).collect::<Vec<_>>()}</tr> }
    };
    view! {
        <div class="table-scroll" role="region" tabindex="0" aria-label=label>
            <table class="table">
                <caption class="visually-hidden">{caption}</caption>
                <thead><tr>{heads.into_iter().map(|h| view! { <th scope="col">{h}</th> }).collect::<Vec<_>>()}</tr></thead>
                <tbody>{rows.into_iter().map(row).collect::<Vec<_>>()}</tbody>
            </table>
        </div>
    }
}

fn class_row(class: &Class) -> [String; 4] {
    [said(class.name).into(), said(class.about).into(), class.elsewhere.join(", "), class.smart.join(", ")]
}

fn link_row(link: &Link) -> [String; 4] {
    let name = |id: &str| class(id).map_or(String::new(), |c| said(c.name).into());
    [name(link.from), said(link.name).into(), name(link.to), link.elsewhere.into()]
}

/// Boxes on a grid, joined by arrows; what it says stands in the tables too.
fn drawing() -> impl IntoView {
    let columns = CLASSES.iter().map(|c| c.at.0).max().unwrap_or(0);
    let rows = CLASSES.iter().map(|c| c.at.1).max().unwrap_or(0);
    let width = f64::from(columns) * STEP.0 + BOX.0 + 2.0 * EDGE;
    let height = f64::from(rows) * STEP.1 + BOX.1 + 2.0 * EDGE;
    let label = t!("schema.drawing", classes = CLASSES.len().to_string(), links = LINKS.len().to_string());
    view! {
        <svg class="model" viewBox=format!("0 0 {width} {height}") width=width height=height role="img" aria-label=label>
            <defs>
                <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path class="model-tip" d="M0 0L8 4L0 8z"/></marker>
            </defs>
            {LINKS.iter().map(arrow).collect::<Vec<_>>()}
            {CLASSES.iter().map(boxed).collect::<Vec<_>>()}
        </svg>
    }
}

/// The middle of a class's box.
fn middle(id: &str) -> (f64, f64) {
    let (column, row) = class(id).map_or((0, 0), |c| c.at);
    (f64::from(column) * STEP.0 + BOX.0 / 2.0 + EDGE, f64::from(row) * STEP.1 + BOX.1 / 2.0 + EDGE)
}

/// An arrow from the border of one box to that of its neighbour, its name beside it.
fn arrow(link: &Link) -> impl IntoView + use<> {
    let ((ax, ay), (bx, by)) = (middle(link.from), middle(link.to));
    let (dx, dy) = ((bx - ax).signum() * f64::from(ax != bx), (by - ay).signum() * f64::from(ay != by));
    let (x1, y1) = (ax + dx * BOX.0 / 2.0, ay + dy * BOX.1 / 2.0);
    let (x2, y2) = (bx - dx * BOX.0 / 2.0, by - dy * BOX.1 / 2.0);
    let across = dy == 0.0;
    let (tx, ty) = if across { ((x1 + x2) / 2.0, y1 - 7.0) } else { (x1 + 8.0, (y1 + y2) / 2.0 + 4.0) };
    let anchor = if across { "middle" } else { "start" };
    view! {
        <g>
            <line class="model-line" x1=x1 y1=y1 x2=x2 y2=y2 marker-end="url(#arrow)"/>
            <text class="model-name" x=tx y=ty text-anchor=anchor>{said(link.name)}</text>
        </g>
    }
}

fn boxed(class: &Class) -> impl IntoView + use<> {
    let (x, y) = middle(class.id);
    let kind = class.elsewhere.first().copied().unwrap_or_default();
    view! {
        <g>
            <rect class="model-box" x=x - BOX.0 / 2.0 y=y - BOX.1 / 2.0 width=BOX.0 height=BOX.1 rx="6"/>
            <text class="model-class" x=x y=y - 2.0 text-anchor="middle">{said(class.name)}</text>
            <text class="model-kind" x=x y=y + 14.0 text-anchor="middle">{kind.replace("KeyPerformanceIndicator", "KPI")}</text>
        </g>
    }
}
