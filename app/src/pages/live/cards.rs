//! Readings on the page: one for each domain at the top, then cards by station.
//!
//! What is on the page stays on it while values change, so that an open list stays open and focus where it is.

use std::sync::Arc;

use gemeo_shared::{
    chart::{Frame, sparkline},
    observation::Status,
};
use leptos::prelude::*;

use super::state::{Shown, clock};
use crate::{
    live::{
        board::{Domain, Row, Station},
        limit::Limit,
        moment, words,
    },
    t, tn,
};

/// Rows of a card that are seen at once.
const SEEN: usize = 6;
/// Fewest readings that make a course.
const COURSE: usize = 2;

/// The first reading of a domain, large; where there is none, that there is none.
#[component]
pub fn Lead(
    /// The page.
    shown: Shown,
    /// The domain.
    domain: Domain,
    /// Name of the city.
    city: String,
) -> impl IntoView {
    let first = Memo::new(move |_| {
        shown.board.with(|board| {
            let station = board.stations(domain).first().cloned()?;
            let row = board.rows.get(station.rows.first()?).cloned()?;
            Some((station, row))
        })
    });
    let reading = move |(station, row): (Arc<Station>, Arc<Row>)| {
        let (number, unit) = words::quantity(row.value, &row.key.series.unit);
        view! {
            <p class="card-value"><span class="value">{number}</span>" "<span class="unit">{unit}</span></p>
            <p class="live-name">{words::row(&row)}</p>
            <p class="live-meta">{words::station(&station, &city)}" · "{taken(shown, &row)}</p>
        }
    };
    view! {
        <li class="card">
            <h2 class="card-title"><a href=format!("#live-{}", domain.id())>{words::domain(domain)}</a></h2>
            {move || match first.get() {
                Some(found) => reading.clone()(found).into_any(),
                None => view! { <p class="card-value"><span class="value value-none">{t!("live.no_source")}</span></p> }.into_any(),
            }}
        </li>
    }
}

/// A domain with the cards of its stations.
#[component]
pub fn DomainSection(
    /// The page.
    shown: Shown,
    /// The domain.
    domain: Domain,
    /// Name of the city.
    city: String,
) -> impl IntoView {
    let stations = Memo::new(move |_| shown.board.with(|board| board.stations(domain)));
    let is_empty = Memo::new(move |_| stations.with(Vec::is_empty));
    let has_limits = Memo::new(move |_| {
        shown.board.with(|board| {
            board
                .rows
                .values()
                .any(|row| row.limit.is_some() && Domain::of(&row.key.series.concept) == domain)
        })
    });
    let id = format!("live-{}", domain.id());
    let title = id.clone();
    view! {
        <section class="section" aria-labelledby=id>
            <div class="section-head">
                <h2 id=title>{words::domain(domain)}</h2>
                {move || has_limits.get().then(|| view! { <p class="small">{t!("live.limit.note")}</p> })}
                {move || is_empty.get().then(|| view! { <p class="live-domain-empty">{nothing(domain)}</p> })}
            </div>
            <Show when=move || !is_empty.get()>
                {
                    let city = city.clone();
                    view! {
                        <ul class="live-cards">
                            <For each=move || stations.get() key=|station| station.id.clone() let(station)>
                                <StationCard shown=shown domain=domain station=station city=city.clone()/>
                            </For>
                        </ul>
                    }
                }
            </Show>
        </section>
    }
}

fn nothing(domain: Domain) -> String {
    match domain {
        Domain::Emissions => format!("{} {}", t!("live.domain.none"), t!("live.domain.none.emissions")),
        _ => t!("live.domain.none"),
    }
}

/// A station with its readings; what is beyond the first few is folded away.
#[component]
fn StationCard(shown: Shown, domain: Domain, station: Arc<Station>, city: String) -> impl IntoView {
    let id = station.id.clone();
    let rows = Memo::new(move |_| {
        shown
            .board
            .with(|board| {
                let all = board.domains.get(&domain)?;
                all.iter().find(|s| s.id == id).map(|s| s.rows.clone())
            })
            .unwrap_or_default()
    });
    let some = move |from: usize, to: usize| {
        rows.with(|rows| rows.iter().take(to).skip(from).cloned().collect::<Vec<_>>())
    };
    let rest = Memo::new(move |_| rows.with(|rows| rows.len().saturating_sub(SEEN)));
    view! {
        <li class="card live-card">
            <div class="card-head">
                <h3 class="live-station">{words::station(&station, &city)}</h3>
                {station.private.then(|| view! { <span class="badge">{t!("live.private")}</span> })}
            </div>
            <ul class="live-rows">
                <For each=move || some(0, SEEN) key=Clone::clone let(id)><Reading shown=shown id=id/></For>
            </ul>
            <Show when=move || rest.get() != 0>
                <details class="explain">
                    <summary>{move || tn!("live.more", rest.get())}</summary>
                    <ul class="live-rows">
                        <For each=move || some(SEEN, usize::MAX) key=Clone::clone let(id)><Reading shown=shown id=id/></For>
                    </ul>
                </details>
            </Show>
            <p class="card-meta">{t!("live.source", source = station.source)}</p>
        </li>
    }
}

/// One reading: what, how much, when, against which limit, and its course.
#[component]
fn Reading(shown: Shown, id: String) -> impl IntoView {
    let prefix = id.clone();
    let row = Memo::new(move |_| shown.board.with(|board| board.rows.get(&id).cloned()));
    move || {
        row.get().map(|row| {
        let (number, unit) = words::quantity(row.value, &row.key.series.unit);
        let course = drawing(&row, &prefix).map(|svg| view! { <div class="live-course" inner_html=svg></div> });
        view! {
            <li class="live-row">
                <p class="live-name">{words::row(&row)}</p>
                <p class="live-value"><span class="live-number">{number}</span>" "<span class="unit">{unit}</span></p>
                <p class="live-meta">{taken(shown, &row)}{marks(shown, &row)}</p>
                {course}
                {row.limit.map(|limit| against(&limit, row.value))}
                {row.derived.map(|what| view! { <p class="live-note">{words::derived(what)}</p> })}
            </li>
        }
    })
    }
}

/// When a reading was taken: its age, kept current, and its hour; of a recorded one the date instead of an age.
fn taken(shown: Shown, row: &Row) -> impl IntoView + use<> {
    let (period, received, replay) = (row.period, row.received, row.replay);
    let when = Memo::new(move |_| words::when(period, shown.now.get(), clock));
    let age =
        Memo::new(move |_| (!replay).then(|| words::age(moment::age(shown.now.get(), period, received))));
    let stamp = period.to_string();
    view! {
        {move || age.get().map(|age| view! { <span class="live-age">{age}</span>" · " })}
        <span class="live-when" data-period=stamp>{move || when.get()}</span>
    }
}

/// Marks beside the time: recorded, old, estimated.
fn marks(shown: Shown, row: &Row) -> impl IntoView + use<> {
    let (private, source, period, replay) = (row.key.private, row.key.source.clone(), row.period, row.replay);
    let is_old = Memo::new(move |_| {
        let after = shown.about.with(|about| about.stale_after(private, &source));
        !replay && moment::is_old(shown.now.get(), period, after)
    });
    let estimated = row.status == Status::E && row.derived.is_none();
    view! {
        {replay.then(|| view! { " "<span class="badge badge-old">{t!("live.recorded")}</span> })}
        {move || is_old.get().then(|| view! { " "<span class="badge badge-old">{t!("live.old")}</span> })}
        {estimated.then(|| view! { " "<span class="badge">{t!("live.estimated")}</span> })}
    }
}

/// The limit; where the reading can be held against it, on which side it is and how far.
fn against(limit: &Limit, value: f64) -> impl IntoView + use<> {
    let words = words::limit(limit);
    let judged = limit.judges.then(|| {
        let above = value > limit.value;
        let part = libm::round((value / limit.value).clamp(0.0, 1.0) * 100.0);
        let class = if above { "live-gauge is-above" } else { "live-gauge" };
        let (status, word) = if above {
            ("status status-behind", t!("live.limit.above"))
        } else {
            ("status status-good", t!("live.limit.below"))
        };
        view! {
            <svg class=class viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                <rect class="live-gauge-all" width="100" height="4"/><rect class="live-gauge-part" width=part.to_string() height="4"/>
            </svg>
            <span class=status>{word}</span>
        }
    });
    view! { <p class="live-limit"><span>{words}</span>{judged}</p> }
}

fn drawing(row: &Row, prefix: &str) -> Option<String> {
    let known = row.course.iter().flatten().count();
    // why cut: what counts in the course of an hour or two is up and down, not the distance from nothing
    (known >= COURSE).then(|| {
        let frame = Frame { prefix, title: &words::course(row), desc: "", width: 140.0 };
        // The badge beside the time says what the hollow point is: the source speaks of its newest reading alone.
        let newest = row.course.len() - 1;
        let estimated = row.status == Status::E && row.derived.is_none();
        sparkline(&row.course, if estimated { std::slice::from_ref(&newest) } else { &[] }, true, &frame)
    })
}
