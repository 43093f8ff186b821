//! The quality of a file in counts, and its odd figures.

use gemeo_shared::own::{Odd, Report, in_city::decimals};
use leptos::prelude::*;

use crate::{
    components::chart::{Cell, folded},
    format, i18n, t, tn,
};

/// Counts first, then what is odd.
pub fn report(report: &Report) -> AnyView {
    let number = |n: u64| format::number(n as f64, 0);
    let span = match (report.first.as_str(), report.last.as_str()) {
        ("", _) => "—".to_owned(),
        (a, b) if a == b => format::period(a),
        (a, b) => t!("own.report.from_to", first = format::period(a), last = format::period(b)),
    };
    let facts = [
        (t!("own.report.observations"), number(report.observations), false),
        (t!("own.report.missing"), number(report.missing), false),
        (t!("own.report.series"), number(report.series), false),
        (t!("own.report.places"), number(report.places), false),
        (t!("own.report.span"), span, false),
        (t!("own.report.gaps"), number(report.gaps), report.gaps > 0),
        (t!("own.report.same"), number(report.same), report.same > 0),
        (t!("own.report.conflicting"), number(report.conflicting), report.conflicting > 0),
        (t!("own.report.odd"), number(report.odd_count), report.odd_count > 0),
    ];
    let facts = facts.into_iter().map(|(name, value, look)| {
        let class = if look { "own-fact own-fact-look" } else { "own-fact" };
        view! { <div class=class><dt>{name}</dt><dd>{value}</dd></div> }
    });
    let units = (!report.units.is_empty()).then(|| t!("own.report.units", units = report.units.join(", ")));
    let judged = (report.judged < report.observations).then(|| tn!("own.report.judged", report.judged));
    let conflict = (report.conflicting > 0).then(|| t!("own.report.conflict_text"));
    let cut =
        report.cut.then(|| t!("own.report.cut", most = number(gemeo_shared::own::MAX_OBSERVATIONS as u64)));
    view! {
        <dl class="own-report">{facts.collect::<Vec<_>>()}</dl>
        {[units, conflict, cut].into_iter().flatten().map(|text| view! { <p class="notice notice-warn">{text}</p> }).collect::<Vec<_>>()}
        {judged.map(|text| view! { <p class="muted">{text}</p> })}
        {odd(&report.odd)}
    }
    .into_any()
}

fn odd(list: &[Odd]) -> Option<impl IntoView + use<>> {
    let row = |odd: &Odd| {
        let reason = i18n::by_name(&format!("own.odd.{}", odd.kind.as_str()), &Default::default());
        let value = format::quantity(odd.value, decimals(odd.value), &odd.unit);
        let head = format!("{}, {}", odd.place, format::period(&odd.period));
        (head, vec![Cell::Text(odd.series.clone()), Cell::Number(value), Cell::Text(reason)])
    };
    let rows: Vec<_> = list.iter().map(row).collect();
    let heads = vec![t!("own.odd.where"), t!("table.series"), t!("table.value"), t!("own.odd.why")];
    (!rows.is_empty()).then(|| folded(t!("own.odd.list"), t!("own.odd.list"), heads, rows))
}
