//! Long text: headings, paragraphs and lists from texts of the locale.

use leptos::prelude::*;

/// A part of a long text: its heading and its body. In the body each line is a paragraph; lines that begin with
/// `- ` are points of a list.
pub type Part = (String, String);

/// Parts under each other, with the head of their page above.
pub fn page(title: String, lede: String, parts: Vec<Part>) -> impl IntoView {
    let parts = parts.into_iter().map(|(heading, body)| {
        view! { <h2>{heading}</h2>{paragraphs(&body)} }
    });
    view! {
        <header class="page-head">
            <h1>{title}</h1>
            <p class="lede">{lede}</p>
        </header>
        <div class="prose">{parts.collect::<Vec<_>>()}</div>
    }
}

fn paragraphs(body: &str) -> Vec<AnyView> {
    let mut out = Vec::new();
    let mut points: Vec<String> = Vec::new();
    for line in body.lines().chain([""]) {
        if let Some(point) = line.strip_prefix("- ") {
            points.push(point.to_owned());
            continue;
        }
        if !points.is_empty() {
            let items = std::mem::take(&mut points).into_iter().map(|p| view! { <li>{p}</li> });
            out.push(view! { <ul>{items.collect::<Vec<_>>()}</ul> }.into_any());
        }
        if !line.is_empty() {
            out.push(view! { <p>{line.to_owned()}</p> }.into_any());
        }
    }
    out
}
