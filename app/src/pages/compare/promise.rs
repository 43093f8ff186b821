//! Each city against its own promise, drawn on the same axes.

use std::sync::Arc;

use gemeo_shared::{
    chart::{
        Frame, NARROW,
        trajectory::{Spans, trajectory_within},
    },
    standing::standing,
    view::CityView,
};
use leptos::prelude::*;

use crate::{
    components::{standing as say, trajectory::Drawing, words},
    format::Local,
    nav::city_link,
    t,
};

/// Years that every drawing reaches over: from the earliest base year of the Covenant of Mayors' usual choices to
/// the year of the promises.
const YEARS: [f64; 2] = [2002.0, 2030.0];

/// A card a city: promise, drawing, answer, judgement.
pub fn row(views: &[Arc<CityView>]) -> impl IntoView + use<> {
    let cards = views.iter().map(card).collect::<Vec<_>>();
    view! {
        <section class="section" aria-labelledby="compare-promise">
            <div class="section-head">
                <h2 id="compare-promise">{t!("compare.promise")}</h2>
                <p>{t!("compare.promise_text")}</p>
            </div>
            <ul class="compare">{cards}</ul>
        </section>
    }
}

fn card(view: &Arc<CityView>) -> impl IntoView + use<> {
    let standing = standing(view);
    let name = view.profile.name.clone();
    let answer = say::answer(&name, &standing);
    let drawing = Drawing::of(view, &standing).map(|drawing| {
        // why: per cent share one axis; tonnes have their own, and the text above says so
        let percent = drawing.data.unit == "%";
        let spans = Spans { years: Some(YEARS), values: percent.then_some([0.0, 100.0]) };
        let prefix = format!("p-{}", view.profile.id);
        let desc = drawing.marks.after(&answer);
        let frame = Frame { prefix: &prefix, title: &name, desc: &desc, width: NARROW };
        let svg = trajectory_within(&drawing.data, spans, &frame, &Local);
        view! {
            <p class="card-remark">{drawing.subtitle}</p>
            <div class="card-chart" inner_html=svg></div>
            {drawing.found.into_iter().map(|text| view! { <p class="card-remark">{text}</p> }).collect::<Vec<_>>()}
            <div class="card-meta"><span>{t!("card.source", name = words::credits(view, &drawing.sources))}</span></div>
        }
    });
    let reason = say::reason(&standing).map(|text| view! { <p class="card-remark">{text}</p> });
    view! {
        <li class="card">
            <h3><a href=city_link(&view.profile.id)>{name.clone()}</a></h3>
            <p class="muted small">{say::promise(&standing)}</p>
            <div class="row">{say::status(standing.judgement)}{say::age(&standing)}</div>
            <p>{answer.clone()}</p>
            {reason}
            {drawing}
        </li>
    }
}
