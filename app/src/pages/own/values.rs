//! What is measured: which columns, under which name, in which unit.

use std::sync::Arc;

use gemeo_shared::{
    own::{ColumnKind, Look, Mapping, ValueFrom},
    unit::Unit,
};
use leptos::prelude::*;

use super::{assist::choice, desk::Desk};
use crate::{format, t};

/// Units that city tables have most, to choose from while typing.
const UNITS: [&str; 24] = [
    "kWh",
    "MWh",
    "GWh",
    "tCO2e",
    "kgCO2e",
    "t",
    "kg",
    "µg/m3",
    "mg/m3",
    "m3",
    "L",
    "m2",
    "km2",
    "ha",
    "km",
    "person",
    "dwelling",
    "vehicle",
    "trip",
    "EUR",
    "%",
    "degC",
    "kWh/person",
    "1",
];

/// Columns of values of one name and unit: years side by side, or a column alone.
#[derive(Debug, Clone, PartialEq)]
struct Group {
    columns: Vec<usize>,
    name: String,
    unit: String,
}

fn groups(mapping: &Mapping) -> Vec<Group> {
    let mut out: Vec<Group> = Vec::new();
    for value in &mapping.values {
        match out.iter_mut().find(|g| value.period.is_some() && g.name == value.name && g.unit == value.unit)
        {
            Some(group) => group.columns.push(value.column),
            None => out.push(Group {
                columns: vec![value.column],
                name: value.name.clone(),
                unit: value.unit.clone(),
            }),
        }
    }
    out
}

/// A line for each series of columns.
pub fn values(desk: Desk, look: Arc<Look>) -> impl IntoView {
    let wide = desk.mapping.with_untracked(|m| m.as_ref().is_some_and(Mapping::is_wide));
    let groups = desk.mapping.with_untracked(|m| m.as_ref().map(groups)).unwrap_or_default();
    let rows: Vec<AnyView> = if wide {
        groups.into_iter().map(|g| row(desk, &look, g, None).into_any()).collect()
    } else {
        let candidates = (0..look.columns.len()).filter(|c| {
            look.columns[*c].kind == ColumnKind::Number || groups.iter().any(|g| g.columns.contains(c))
        });
        let of = |column: usize| {
            let taken = groups.iter().find(|g| g.columns.contains(&column)).cloned();
            let name = look.columns[column].name.clone();
            let on = taken.is_some();
            let group = taken.unwrap_or(Group { columns: vec![column], name, unit: String::new() });
            row(desk, &look, group, Some(on)).into_any()
        };
        candidates.map(of).collect()
    };
    let units =
        UNITS.iter().map(|u| view! { <option value=*u>{format::unit_label(u)}</option> }).collect::<Vec<_>>();
    let none = rows.is_empty();
    view! {
        <fieldset class="own-values">
            <legend class="field-label">{t!("own.values")}</legend>
            {none.then(|| view! { <p class="notice notice-warn">{t!("own.values.none")}</p> })}
            {rows}
            <datalist id="own-units">{units}</datalist>
        </fieldset>
        {unit_column(desk, &look)}
    }
}

/// Name and unit of some columns; a box where a column can be left out.
fn row(desk: Desk, look: &Look, group: Group, on: Option<bool>) -> impl IntoView + use<> {
    let first = group.columns.first().copied().unwrap_or_default();
    let (name_id, unit_id) = (format!("own-name-{first}"), format!("own-unit-{first}"));
    let (name, unit) = (RwSignal::new(group.name.clone()), RwSignal::new(group.unit.clone()));
    let taken = RwSignal::new(on.unwrap_or(true));
    let columns = StoredValue::new(group.columns);
    let apply = move || {
        let columns = columns.get_value();
        desk.change(|m| {
            for value in m.values.iter_mut().filter(|v| columns.contains(&v.column)) {
                (value.name, value.unit) =
                    (name.get_untracked().trim().to_owned(), unit.get_untracked().trim().to_owned());
            }
        });
    };
    let toggle = move |event| {
        let on = event_target_checked(&event);
        taken.set(on);
        desk.change(|m| {
            m.values.retain(|v| v.column != first);
            if on {
                let value = ValueFrom {
                    column: first,
                    name: name.get_untracked(),
                    unit: unit.get_untracked(),
                    period: None,
                };
                m.values.push(value);
                m.values.sort_by_key(|v| v.column);
            }
        });
    };
    let label = look.columns.get(first).map(|c| c.name.clone()).unwrap_or_default();
    let head = on.map(|checked| view! {
        <label class="chip"><input type="checkbox" checked=checked on:change=toggle/><span>{label}</span></label>
    });
    let known = move || {
        let unit = unit.get();
        (!unit.trim().is_empty() && unit.trim().parse::<Unit>().is_err()).then(|| t!("own.unit.unknown"))
    };
    view! {
        <div class="own-value">
            {head}
            {move || taken.get().then(|| view! {
                <div class="field">
                    <label for=name_id.clone()>{t!("own.value_name")}</label>
                    <input class="input" id=name_id.clone() maxlength="120" prop:value=name.get_untracked()
                        on:change=move |event| { name.set(event_target_value(&event)); apply(); }/>
                </div>
                <div class="field">
                    <label for=unit_id.clone()>{t!("own.unit")}</label>
                    <input class="input" id=unit_id.clone() list="own-units" maxlength="40" autocomplete="off" spellcheck="false" prop:value=unit.get_untracked()
                        on:input=move |event| unit.set(event_target_value(&event)) on:change=move |_| apply()/>
                    {move || known().map(|text| view! { <p class="hint">{text}</p> })}
                </div>
            })}
        </div>
    }
}

/// A column with the unit of each row, where one may be.
fn unit_column(desk: Desk, look: &Look) -> Option<impl IntoView + use<>> {
    let columns: Vec<usize> =
        (0..look.columns.len()).filter(|c| look.columns[*c].kind == ColumnKind::Unit).collect();
    let mut options = vec![(String::new(), t!("own.unit_column.none"))];
    options.extend(columns.iter().map(|c| (c.to_string(), look.columns[*c].name.clone())));
    let now = desk.mapping.with_untracked(|m| m.as_ref().and_then(|m| m.unit)).map(|c| c.to_string());
    (!columns.is_empty()).then(|| {
        choice("own-unit-column", t!("own.unit_column"), options, now.unwrap_or_default(), move |value| {
            desk.change(|m| m.unit = value.parse().ok());
        })
    })
}
