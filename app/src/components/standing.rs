//! Where a city stands against its promise, in words.

use gemeo_shared::{
    standing::{Judgement, Standing},
    view::Target,
};
use leptos::prelude::*;

use super::words;
use crate::{format, t};

/// What the city promised, in one sentence.
pub fn promise(standing: &Standing) -> String {
    let Some(target) = &standing.promise else { return t!("promise.none") };
    let year = target.target_year.to_string();
    match (target.neutrality, target.reduction_pct, target.base_year) {
        (true, Some(pct), Some(base)) => {
            t!("promise.neutral_pct", base = base.to_string(), pct = goal(pct), year = year)
        }
        (true, ..) => t!("promise.neutral", year = year),
        (false, Some(pct), Some(base)) => {
            t!("promise.pct", base = base.to_string(), pct = goal(pct), year = year)
        }
        (false, Some(pct), None) => t!("promise.pct_only", pct = goal(pct), year = year),
        (false, None, _) => t!("promise.plan", year = year),
    }
}

/// Where the city stands, in one sentence that begins with its name.
pub fn answer(name: &str, standing: &Standing) -> String {
    let (Some(reached), Some(target)) = (&standing.reached, &standing.measured) else {
        return match (&standing.judgement, &standing.newest) {
            (Judgement::NotComparable, Some(newest)) => {
                t!("answer.not_comparable", name = name, period = format::period(newest))
            }
            (Judgement::NotComparable, None) => t!("answer.not_comparable_ever", name = name),
            _ => t!("answer.no_data", name = name),
        };
    };
    let base = target.base_year.map_or_else(String::new, |y| y.to_string());
    let pct = format::percent(reached.pct, 1);
    let period = format::period(&reached.period);
    let goal = goal(target.reduction_pct.unwrap_or_default());
    let year = target.target_year.to_string();
    if standing.judgement == Judgement::Reached {
        return t!(
            "answer.reached",
            base = base,
            goal = goal,
            name = name,
            pct = pct,
            period = period,
            year = year
        );
    }
    let left = standing.distance_pp.map_or_else(|| "—".into(), |d| format::number(d, 1));
    if is_promise(standing) {
        t!(
            "answer.distance",
            base = base,
            goal = goal,
            left = left,
            name = name,
            pct = pct,
            period = period,
            year = year
        )
    } else {
        t!(
            "answer.plan",
            base = base,
            goal = goal,
            left = left,
            name = name,
            pct = pct,
            period = period,
            year = year
        )
    }
}

/// What the straight path asks, where a distance is known.
pub fn path(standing: &Standing) -> Option<String> {
    let reached = standing.reached.as_ref()?;
    let rate = standing.required_pp_per_year?;
    Some(t!(
        "answer.path",
        expected = format::percent(reached.path_pct, 1),
        period = format::period(&reached.period),
        rate = format::number(rate, 1),
        year = standing.measured.as_ref()?.target_year.to_string()
    ))
}

/// Why no distance is computed.
pub fn reason(standing: &Standing) -> Option<String> {
    standing.reason.as_ref().map(words::remark)
}

/// The judgement as a sign with words.
pub fn status(judgement: Judgement) -> impl IntoView {
    let (class, text) = match judgement {
        Judgement::Reached => ("status status-good", t!("judgement.reached")),
        Judgement::OnPath => ("status status-good", t!("judgement.on_path")),
        Judgement::Behind => ("status status-behind", t!("judgement.behind")),
        Judgement::NotComparable => ("status status-incomparable", t!("judgement.not_comparable")),
        Judgement::NoData => ("status", t!("judgement.no_data")),
    };
    view! { <span class=class>{text}</span> }
}

/// The age of the newest figure.
pub fn age(standing: &Standing) -> Option<impl IntoView + use<>> {
    let newest = standing.newest.as_ref()?;
    let years = format::this_year() - newest.get(..4)?.parse::<i32>().ok()?;
    let text = crate::tn!("city.newest", years, period = format::period(newest));
    let class = if years >= 3 { "badge badge-old" } else { "badge" };
    Some(view! { <span class=class>{text}</span> })
}

/// Whether the target measured against is the promise itself.
fn is_promise(standing: &Standing) -> bool {
    let id = |t: &Option<Target>| t.as_ref().map(|t| t.id.clone());
    id(&standing.promise) == id(&standing.measured)
}

/// A promised percentage, with decimals only where it has some.
fn goal(pct: f64) -> String {
    format::percent(pct, u8::from(pct.fract() != 0.0))
}
