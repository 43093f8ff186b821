//! What the file is: its coding, its columns with what they hold, and how to read it otherwise.

use std::sync::Arc;

use gemeo_shared::own::{Column, FileKind, Look};
use leptos::prelude::*;

use super::{assist::choice, desk::Desk, hands};
use crate::{format, i18n, t};

/// Columns that are shown at once.
const SHOWN: usize = 12;

/// The first step.
pub fn look(desk: Desk, look: Arc<Look>) -> impl IntoView {
    let kind = match look.kind {
        FileKind::Text => t!("own.kind.text"),
        FileKind::Xlsx => "XLSX".into(),
        FileKind::Json => "JSON".into(),
        FileKind::Geojson => t!("own.kind.geojson"),
        FileKind::Parquet => "Parquet".into(),
    };
    let size = t!("own.megabytes", n = format::number(look.size as f64 / 1e6, 2));
    let mut facts = vec![kind, size];
    facts.extend(look.encoding.map(|e| e.as_str().to_owned()));
    facts.extend(look.delimiter.map(|d| t!("own.parted", sign = delimiter_name(d))));
    facts.extend((!look.sheets.is_empty()).then(|| t!("own.sheet_named", name = look.sheet)));
    facts.extend(look.header.map(|row| t!("own.header_at", n = (row + 1).to_string())));
    facts.extend((look.left > 0).then(|| crate::tn!("own.left_columns", look.left)));
    facts.extend(look.rows.map(|n| crate::tn!("own.rows", n)));
    let shown = look.columns.len().min(SHOWN);
    let (first, rest) = (columns(&look.columns[..shown]), &look.columns[shown..]);
    let rest = (!rest.is_empty()).then(|| view! {
        <details class="explain"><summary>{crate::tn!("own.more_columns", rest.len())}</summary>{columns(rest)}</details>
    });
    view! {
        <section class="section" aria-labelledby="own-look">
            <div class="section-head"><h2 id="own-look">{t!("own.look", name = look.name)}</h2></div>
            <ul class="own-facts">{facts.into_iter().map(|f| view! { <li>{f}</li> }).collect::<Vec<_>>()}</ul>
            {first}
            {rest}
            {otherwise(desk, look.clone())}
        </section>
    }
}

/// Name, kind and some cells of each column.
fn columns(list: &[Column]) -> impl IntoView + use<> {
    let item = |column: &Column| {
        let kind = i18n::by_name(&format!("own.column.{}", column.kind.as_str()), &Default::default());
        view! {
            <li class="own-column">
                <strong>{column.name.clone()}</strong>
                <span class="badge">{kind}</span>
                <span class="muted">{column.samples.join(" · ")}</span>
            </li>
        }
    };
    view! { <ul class="own-columns">{list.iter().map(item).collect::<Vec<_>>()}</ul> }
}

fn delimiter_name(sign: char) -> String {
    match sign {
        '\t' => t!("own.delimiter.tab"),
        ';' => t!("own.delimiter.semicolon"),
        ',' => t!("own.delimiter.comma"),
        other => other.to_string(),
    }
}

/// Sheet, header and delimiter as a reader says.
fn otherwise(desk: Desk, look: Arc<Look>) -> impl IntoView {
    let (for_sheet, for_header, for_delimiter) = (look.clone(), look.clone(), look.clone());
    let sheets = (look.sheets.len() > 1).then(|| {
        let options = look.sheets.iter().map(|s| (s.clone(), s.clone())).collect();
        choice("own-sheet", t!("own.sheet"), options, look.sheet.clone(), move |sheet| {
            hands::reopen(desk, &Look { sheet, header: None, ..(*for_sheet).clone() });
        })
    });
    let header = move |event| {
        if let Some(row) = event_target_value(&event).parse::<usize>().ok().and_then(|n| n.checked_sub(1)) {
            hands::reopen(desk, &Look { header: Some(row), ..(*for_header).clone() });
        }
    };
    let delimiter = look.delimiter.map(|now| {
        let options = [';', ',', '\t', '|'].map(|c| (c.to_string(), delimiter_name(c))).to_vec();
        choice("own-delimiter", t!("own.delimiter"), options, now.to_string(), move |sign| {
            let delimiter = sign.chars().next();
            hands::reopen(desk, &Look { delimiter, header: None, ..(*for_delimiter).clone() });
        })
    });
    view! {
        <details class="explain">
            <summary>{t!("own.otherwise")}</summary>
            <div class="own-form">
                {sheets}
                <div class="field">
                    <label for="own-header">{t!("own.header")}</label>
                    <input class="input" id="own-header" type="number" min="1" max="2000" value=look.header.map(|h| (h + 1).to_string()) on:change=header/>
                </div>
                {delimiter}
            </div>
        </details>
    }
}
