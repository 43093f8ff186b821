//! Every cell as a table whose totals unfold: sector, sub-sector, cell, row.

use std::{collections::BTreeSet, sync::Arc};

use gemeo_shared::{
    exchange::InventoryRow,
    inventory::{Level, Part, REFERENCES, Reference, scope_of},
    source::Source,
    view::CityView,
};
use leptos::prelude::*;

use super::state::{Counted, Desk};
use crate::{components::words, data::catalogue, format, t};

/// One line of the table.
#[derive(Debug, Clone, PartialEq)]
struct Line {
    /// Its id; lines below begin with the ids of those above them.
    id: String,
    /// The lines above it.
    above: Vec<String>,
    /// Whether lines are below it.
    opens: bool,
    label: String,
    /// The value, or why there is none.
    value: Result<f64, String>,
    /// Source, quality, explanation.
    note: String,
}

/// The table; sectors are open at first.
pub fn tree(view: &Arc<CityView>, desk: Desk) -> impl IntoView + use<> {
    let open = RwSignal::new(
        ["I", "II", "III", "IV", "V"].map(String::from).into_iter().collect::<BTreeSet<String>>(),
    );
    let sources = view.sources.clone();
    let lines = Memo::new(move |_| {
        desk.counted.with(|c| c.as_ref().map(|c| lines(c, desk.level.get(), &sources)).unwrap_or_default())
    });
    let every =
        move || lines.with(|l| l.iter().filter(|l| l.opens).map(|l| l.id.clone()).collect::<BTreeSet<_>>());
    view! {
        <div class="row">
            <button class="button button-plain" type="button" on:click=move |_| open.set(every())>{t!("inventory.unfold")}</button>
            <button class="button button-plain" type="button" on:click=move |_| open.set(BTreeSet::new())>{t!("inventory.fold")}</button>
        </div>
        <div class="table-scroll" role="region" tabindex="0" aria-label=t!("inventory.cells")>
            <table class="table inventory-table">
                <caption>{move || t!("inventory.caption", level = desk.level.get().as_str(), year = desk.year.get().map(|y| y.to_string()).unwrap_or_default())}</caption>
                <thead><tr>
                    <th scope="col">{t!("inventory.column.what")}</th>
                    <th scope="col" class="num">{t!("inventory.column.emissions")}</th>
                    <th scope="col">{t!("inventory.column.note")}</th>
                </tr></thead>
                <tbody>{move || {
                    let open_now = open.get();
                    let visible = lines.get().into_iter().filter(|l| l.above.iter().all(|a| open_now.contains(a)));
                    visible.map(|l| line(l, open)).collect::<Vec<_>>()
                }}</tbody>
            </table>
        </div>
    }
}

fn line(line: Line, open: RwSignal<BTreeSet<String>>) -> impl IntoView {
    let depth = format!("unfold-{}", line.above.len().min(3));
    let head = if line.opens {
        let (id, own) = (line.id.clone(), line.id.clone());
        let expanded = move || open.with(|o| o.contains(&own)).to_string();
        let turn = move |_| {
            open.update(|o| {
                if !o.remove(&id) {
                    o.insert(id.clone());
                }
            })
        };
        view! { <button type="button" class="unfold" aria-expanded=expanded on:click=turn>{line.label}</button> }.into_any()
    } else {
        view! { <span>{line.label}</span> }.into_any()
    };
    let (class, value) = match line.value {
        Ok(value) => ("num", format::number(value, 0)),
        Err(why) => ("num none", why),
    };
    view! { <tr><th scope="row" class=depth>{head}</th><td class=class>{value}</td><td class="small">{line.note}</td></tr> }
}

/// All lines in order, those of what the level leaves out last.
fn lines(counted: &Counted, level: Level, sources: &[Source]) -> Vec<Line> {
    let mut out = Vec::new();
    for sector in &counted.total.sectors {
        let label = format!("{} {}", sector.sector, catalogue::member("sector", &sector.sector));
        let value = sector.total.ok_or_else(|| t!("inventory.none"));
        out.push(Line {
            id: sector.sector.clone(),
            above: vec![],
            opens: true,
            label,
            value,
            note: String::new(),
        });
        let cells: Vec<&Reference> =
            REFERENCES.iter().filter(|r| r.sector == sector.sector && r.counts_in(level)).collect();
        let mut subsectors: Vec<&str> = cells.iter().map(|c| c.subsector).collect();
        subsectors.dedup();
        for subsector in subsectors {
            let inside = cells.iter().copied().filter(|c| c.subsector == subsector);
            below(&mut out, counted, subsector, &inside.collect::<Vec<_>>(), &sector.sector, sources);
        }
    }
    let outside = |part: &&Part| REFERENCES.iter().any(|r| r.gpc == part.gpc && !r.counts_in(level));
    let outside: Vec<&Part> = counted.cells.iter().filter(outside).collect();
    if !outside.is_empty() {
        let (label, note) = (t!("inventory.outside"), t!("inventory.outside_note"));
        out.push(Line {
            id: "out".into(), above: vec![], opens: true, label, value: Err("—".into()), note
        });
        for part in outside {
            cell(&mut out, counted, &part.gpc, &["out".into()], true, sources);
        }
    }
    out
}

/// A sub-sector with its cells.
fn below(
    out: &mut Vec<Line>,
    counted: &Counted,
    id: &str,
    cells: &[&Reference],
    sector: &str,
    sources: &[Source],
) {
    let values: Vec<f64> = cells.iter().filter_map(|c| part(counted, c.gpc)?.value).collect();
    let sum = values.iter().copied().reduce(|sum, v| sum + v);
    let keys: Vec<String> =
        cells.iter().filter_map(|c| part(counted, c.gpc)?.notation).map(|k| format!("{k:?}")).collect();
    let mut different = keys.clone();
    different.sort();
    different.dedup();
    let why = match different.as_slice() {
        [one] if keys.len() == cells.len() => key_words(one),
        _ => t!("inventory.none"),
    };
    let label = format!("{id} {}", catalogue::member("subsector", id));
    out.push(Line {
        id: id.into(),
        above: vec![sector.into()],
        opens: true,
        label,
        value: sum.ok_or(why),
        note: String::new(),
    });
    for reference in cells {
        cell(out, counted, reference.gpc, &[sector.into(), id.into()], false, sources);
    }
}

/// A cell with its rows.
fn cell(
    out: &mut Vec<Line>,
    counted: &Counted,
    gpc: &str,
    above: &[String],
    named: bool,
    sources: &[Source],
) {
    let scope = scope_of(gpc).map(|s| catalogue::member("scope", &s.to_string())).unwrap_or_default();
    let subsector =
        REFERENCES.iter().find(|r| r.gpc == gpc).map(|r| catalogue::member("subsector", r.subsector));
    let label = match subsector.filter(|_| named) {
        Some(name) => format!("{gpc} {name} · {scope}"),
        None => format!("{gpc} {scope}"),
    };
    let found = part(counted, gpc);
    let key = found.and_then(|p| p.notation).map(|k| format!("{k:?}"));
    let value = found.and_then(|p| p.value);
    let note =
        key.as_deref().filter(|_| value.is_some()).map(|k| t!("inventory.hole", key = k)).unwrap_or_default();
    let value = value.ok_or_else(|| key.as_deref().map_or_else(|| t!("inventory.not_reported"), key_words));
    let rows: Vec<&InventoryRow> = counted.rows.iter().filter(|r| r.gpc == gpc).collect();
    let id = format!("cell {gpc}");
    out.push(Line { id: id.clone(), above: above.to_vec(), opens: !rows.is_empty(), label, value, note });
    for (at, row) in rows.into_iter().enumerate() {
        let mut above = above.to_vec();
        above.push(id.clone());
        let key = row.notation.map(|k| format!("{k:?}"));
        let value =
            row.emissions_t.ok_or_else(|| key.as_deref().map_or_else(|| t!("inventory.none"), key_words));
        let (label, note) = (made_of(row), about(row, sources));
        out.push(Line { id: format!("{id} {at}"), above, opens: false, label, value, note });
    }
}

fn part<'a>(counted: &'a Counted, gpc: &str) -> Option<&'a Part> {
    counted.cells.iter().find(|p| p.gpc == gpc)
}

/// What a row is computed from: activity · factor, or a figure as published.
fn made_of(row: &InventoryRow) -> String {
    let quantity = |value: Option<f64>, unit: &Option<String>| {
        value.map(|v| format!("{} {}", format::number(v, decimals(v)), unit.as_deref().unwrap_or_default()))
    };
    let (activity, factor) =
        (quantity(row.activity_value, &row.activity_unit), quantity(row.factor_value, &row.factor_unit));
    let gas = row.gas.as_deref().map(|g| g.replace("CO2", "CO₂"));
    let product = match (activity, factor) {
        (Some(a), Some(f)) => Some(format!("{a} × {f}")),
        (one, other) => one.or(other),
    };
    let parts = [row.activity.clone(), product, gas, row.gwp_set.map(|s| s.to_string())];
    let text: Vec<String> = parts.into_iter().flatten().collect();
    if text.is_empty() { t!("inventory.row") } else { text.join(" · ") }
}

/// As many decimals as a number was given with, up to four.
fn decimals(value: f64) -> u8 {
    value.to_string().split_once('.').map_or(0, |(_, d)| d.len().min(4) as u8)
}

/// Source, quality and explanation of a row.
fn about(row: &InventoryRow, sources: &[Source]) -> String {
    let source = row.source.as_ref().map(|id| {
        let named =
            sources.iter().find(|s| s.id == *id).map_or_else(|| id.clone(), |s| s.attribution.clone());
        t!("inventory.source", name = named)
    });
    let quality = match (row.quality_activity, row.quality_factor) {
        _ if row.notation.is_some() => None,
        (None, None) => Some(t!("inventory.quality_none")),
        (a, f) => {
            let text = |q: Option<_>| {
                q.map_or_else(|| "–".to_string(), |q: gemeo_shared::observation::Quality| format!("{q:?}"))
            };
            Some(t!("inventory.quality", activity = text(a), factor = text(f)))
        }
    };
    let explained = match (&row.explanation, row.notation) {
        (Some(text), _) => {
            Some(crate::i18n::lang().pick(&gemeo_shared::view::Text::of_note(text)).to_owned())
        }
        (None, Some(_)) => Some(t!("inventory.not_explained")),
        (None, None) => None,
    };
    [explained, source, quality].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn key_words(key: &str) -> String {
    words::notation(key).unwrap_or_else(|| key.into())
}
