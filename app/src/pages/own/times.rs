//! When a row is about.

use gemeo_shared::own::{ColumnKind, Look, PeriodFrom};
use leptos::prelude::*;

use super::{
    assist::{choice, ordered},
    desk::Desk,
};
use crate::{format, t};

/// A column, year and month, one for all, or one a column.
pub fn period(desk: Desk, look: &Look) -> AnyView {
    let (wide, now) = desk.mapping.with_untracked(|m| {
        let wide = m.as_ref().filter(|m| m.is_wide());
        let periods = wide.map(|m| {
            let mut all: Vec<String> =
                m.values.iter().filter_map(|v| v.period).map(|p| format::period(&p.to_string())).collect();
            all.dedup();
            all.join(", ")
        });
        (periods, m.as_ref().map(|m| m.period.clone()))
    });
    if let Some(periods) = wide {
        return view! {
            <div class="field"><p class="field-label">{t!("own.period")}</p><p>{t!("own.period.wide", periods = periods)}</p></div>
        }
        .into_any();
    }
    let mut options: Vec<(String, String)> = ordered(&look.columns, &[ColumnKind::Period])
        .into_iter()
        .map(|c| (format!("column:{c}"), t!("own.period.column", column = look.columns[c].name)))
        .collect();
    let of_kind = |kind| (0..look.columns.len()).filter(move |c| look.columns[*c].kind == kind);
    for year in of_kind(ColumnKind::Period) {
        for month in of_kind(ColumnKind::Month) {
            let text =
                t!("own.period.parts", year = look.columns[year].name, month = look.columns[month].name);
            options.insert(0, (format!("parts:{year}:{month}"), text));
        }
    }
    options.push(("fixed".into(), t!("own.period.fixed")));
    let value = match &now {
        Some(PeriodFrom::Column { column, .. }) => format!("column:{column}"),
        Some(PeriodFrom::YearMonth { year, month }) => format!("parts:{year}:{month}"),
        _ => "fixed".into(),
    };
    let chosen = move |value: String| desk.change(|m| m.period = period_of(&value));
    let fixed = Memo::new(move |_| {
        desk.mapping.with(|m| matches!(m.as_ref().map(|m| &m.period), Some(PeriodFrom::Fixed(_))))
    });
    let order = Memo::new(move |_| {
        desk.mapping.with(|m| match m.as_ref().map(|m| &m.period) {
            Some(PeriodFrom::Column { month_first, .. }) => Some(*month_first),
            _ => None,
        })
    });
    view! {
        {choice("own-period", t!("own.period"), options, value, chosen)}
        {move || fixed.get().then(|| fixed_period(desk))}
        {move || order.get().filter(|month_first| *month_first).map(|_| view! { <p class="hint">{t!("own.period.month_first")}</p> })}
    }
    .into_any()
}

fn period_of(value: &str) -> PeriodFrom {
    let parts: Vec<&str> = value.split(':').collect();
    let number = |text: &str| text.parse::<usize>().unwrap_or_default();
    match parts.as_slice() {
        ["column", c] => PeriodFrom::Column { column: number(c), month_first: false },
        ["parts", y, m] => PeriodFrom::YearMonth { year: number(y), month: number(m) },
        _ => PeriodFrom::Fixed(None),
    }
}

fn fixed_period(desk: Desk) -> impl IntoView {
    let now = desk.mapping.with_untracked(|m| match m.as_ref().map(|m| &m.period) {
        Some(PeriodFrom::Fixed(Some(period))) => period.to_string(),
        _ => String::new(),
    });
    let typed = move |event| {
        let text = event_target_value(&event);
        desk.change(|m| m.period = PeriodFrom::Fixed(text.trim().parse().ok()));
    };
    view! {
        <div class="field">
            <label for="own-fixed">{t!("own.period.which")}</label>
            <input class="input" id="own-fixed" maxlength="13" placeholder="2024" value=now aria-describedby="own-fixed-hint" on:input=typed/>
            <p class="hint" id="own-fixed-hint">{t!("own.period.which_hint")}</p>
        </div>
    }
}
