//! Where the series was going: its trend, what changed since a measure, how it varies with the calendar, and the days
//! above the limits for air.

use gemeo_shared::{
    chart::{
        Frame,
        bars::{Bar, Bars, bars},
    },
    forecast::{
        exceed::{Averaging, Exceedance},
        outlook::Trend,
        policy::Change,
        profiles::{Profile, ProfilePoint},
        report::Report,
        trend::MannKendall,
    },
};
use leptos::prelude::*;

use super::answer::{Subject, decimals, figure, when};
use crate::{
    components::chart::{Cell, Row, drawn, folded, table},
    format::{self, Local},
    t,
};

/// The trend of a series and what goes with it; nothing where the series is too sparse for one.
pub fn outlook(report: &Report, subject: &Subject) -> impl IntoView + use<> {
    let trend = report.trend.as_ref()?;
    Some(view! {
        {line(trend, subject)}
        {since(&trend.changes, subject)}
        {profiles(&trend.profiles, subject)}
        {limits(&trend.exceedances)}
    })
}

fn line(trend: &Trend, subject: &Subject) -> impl IntoView + use<> {
    let slope = figure(trend.slope_per_year.abs());
    let unit = subject.unit.clone();
    let verdict = match trend.verdict.as_str() {
        "rising" => t!("forecast.trend.rising", slope = slope, unit = unit),
        "falling" => t!("forecast.trend.falling", slope = slope, unit = unit),
        _ => t!("forecast.trend.none"),
    };
    let MannKendall { s, z, p, n, .. } = trend.mann_kendall.clone();
    let test = t!(
        "forecast.trend.test",
        corrected = chance(trend.corrected.p),
        n = n.to_string(),
        p = chance(p),
        s = format::number(s as f64, 0),
        z = format::number(z, 2)
    );
    view! {
        <section class="section" aria-labelledby="trend-title">
            <h2 id="trend-title">{t!("forecast.trend.title")}</h2>
            <p>{verdict}</p>
            <p class="muted small">{test}</p>
            <p class="muted small">{t!("forecast.trend.weather")}</p>
        </section>
    }
}

/// A p-value with its sign; a very small one is never shown as zero.
fn chance(p: f64) -> String {
    if p < 0.0001 {
        format!("< {}", format::number(0.0001, 4))
    } else {
        format!("= {}", format::number(p, 4))
    }
}

/// What changed since the measures that the reader dated.
fn since(changes: &[Change], subject: &Subject) -> impl IntoView + use<> {
    let one = |c: &Change| view! { <p>{change(c, &subject.unit)}</p> };
    let all: Vec<_> = changes.iter().map(one).collect();
    (!all.is_empty()).then(|| {
        view! {
            <section class="section" aria-labelledby="since-title">
                <h2 id="since-title">{t!("forecast.since.title")}</h2>
                {all}
                <p class="muted small">{t!("forecast.since.method")}</p>
            </section>
        }
    })
}

fn change(change: &Change, unit: &str) -> String {
    let date = when(&change.date);
    let (Some(step), Some(low), Some(high)) = (change.step, change.lower, change.upper) else {
        return t!("forecast.since.few", date = date);
    };
    let signed = |v: f64| format::signed(v, decimals(v));
    let placebo = format::percent(100.0 * change.placebo_share.unwrap_or(1.0), 0);
    let p = chance(change.p.unwrap_or(1.0));
    let (step, low, high) = (signed(step), signed(low), signed(high));
    if change.verdict == "clear" {
        t!(
            "forecast.since.clear",
            date = date,
            high = high,
            low = low,
            p = p,
            placebo = placebo,
            step = step,
            unit = unit
        )
    } else {
        t!(
            "forecast.since.unclear",
            date = date,
            high = high,
            low = low,
            p = p,
            placebo = placebo,
            step = step,
            unit = unit
        )
    }
}

/// Typical values by month, weekday and hour; years have none.
fn profiles(all: &[Profile], subject: &Subject) -> impl IntoView + use<> {
    let all: Vec<_> = all.iter().filter(|p| p.points.len() > 1).map(|p| profile(p, subject)).collect();
    (!all.is_empty()).then(|| {
        view! {
            <section class="section" aria-labelledby="profiles-title">
                <h2 id="profiles-title">{t!("forecast.profile.title")}</h2>
                {all}
            </section>
        }
    })
}

fn profile(profile: &Profile, subject: &Subject) -> impl IntoView + use<> {
    let title = match profile.by.as_str() {
        "month" => t!("forecast.profile.month"),
        "weekday" => t!("forecast.profile.weekday"),
        _ => t!("forecast.profile.hour"),
    };
    let largest = profile.points.iter().map(|p| p.mean.abs()).fold(0.0, f64::max);
    let bar =
        |p: &ProfilePoint| Bar { label: place(&profile.by, p.place), value: Some(p.mean), ..Bar::default() };
    let data = Bars {
        unit: subject.unit.clone(),
        decimals: decimals(largest),
        bars: profile.points.iter().map(bar).collect(),
        parts: Vec::new(),
    };
    let row = |p: &ProfilePoint| -> Row {
        let cells = vec![figure(p.mean), figure(p.median), format::number(p.n as f64, 0)];
        (place(&profile.by, p.place), cells.into_iter().map(Cell::Number).collect())
    };
    let heads = vec![
        title.clone(),
        t!("forecast.profile.mean"),
        t!("forecast.profile.median"),
        t!("forecast.profile.n"),
    ];
    let key = format!("profile-{}", profile.by);
    view! {
        <figure class="figure">
            <div class="figure-head"><h3 class="figure-title">{title.clone()}</h3></div>
            {drawn(&key, &title, "", &|frame: &Frame<'_>| bars(&data, frame, &Local))}
            {table(title.clone(), heads, profile.points.iter().map(row).collect())}
        </figure>
    }
}

/// The name of a month, a weekday or an hour.
fn place(by: &str, number: usize) -> String {
    let nth =
        |names: String, k: usize| names.split('|').nth(k).map_or_else(|| number.to_string(), str::to_owned);
    match by {
        "month" => nth(t!("forecast.profile.months"), number.saturating_sub(1)),
        "weekday" => nth(t!("forecast.profile.weekdays"), number.saturating_sub(1)),
        _ => format!("{number:02} h"),
    }
}

/// Each year against the limits of the pollutant that the reader named.
fn limits(all: &[Exceedance]) -> impl IntoView + use<> {
    if all.is_empty() {
        return None;
    }
    let counted = all.iter().filter(|e| e.kept.is_some()).count();
    let broken = all.iter().filter(|e| e.kept == Some(false)).count();
    let says = t!("forecast.limits.says", broken = broken.to_string(), n = counted.to_string());
    let heads = vec![
        t!("forecast.limits.year"),
        t!("forecast.limits.rule"),
        t!("forecast.limits.above"),
        t!("forecast.limits.allowed"),
        t!("forecast.limits.capture"),
        t!("forecast.limits.kept"),
    ];
    let rows = all.iter().rev().map(limit).collect();
    Some(view! {
        <section class="section" aria-labelledby="limits-title">
            <h2 id="limits-title">{t!("forecast.limits.title")}</h2>
            <p>{says}</p>
            <p class="muted small">{t!("forecast.limits.text")}</p>
            {folded(t!("forecast.limits.table"), t!("forecast.limits.title"), heads, rows)}
        </section>
    })
}

fn limit(e: &Exceedance) -> Row {
    let over = match e.over {
        Averaging::Hour => t!("forecast.limits.hour"),
        Averaging::Day => t!("forecast.limits.day"),
        Averaging::EightHours => t!("forecast.limits.eight"),
        Averaging::Year => t!("forecast.limits.annual"),
    };
    let rule =
        t!("forecast.limits.which", limit = format::number(e.limit, 0), over = over, source = e.source);
    let kept = match e.kept {
        Some(true) => t!("forecast.limits.yes"),
        Some(false) => t!("forecast.limits.no"),
        None => t!("forecast.limits.unknown"),
    };
    let allowed = e.allowed.map_or_else(|| Cell::Absent("—".into()), |a| Cell::Number(a.to_string()));
    let cells = vec![
        Cell::Text(rule),
        Cell::Number(format!("{} / {}", e.above, e.judged)),
        allowed,
        Cell::Number(format::percent(e.capture.min(100.0), 0)),
        Cell::Text(kept),
    ];
    (e.year.to_string(), cells)
}
