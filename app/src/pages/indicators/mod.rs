//! The catalogue: what is measured, what each city has of it, and what is known of which year.

mod coverage;
mod filter;
mod list;

use std::sync::Arc;

use gemeo_shared::view::CityView;
use leptos::prelude::*;

use crate::{
    components::cities::with_cities,
    nav::{link, use_nav},
    route::Page,
    t,
};
use filter::{Controls, Filter};

/// Search and filters over the list of indicators or over the matrix of coverage; all of it stands in the address.
#[component]
pub fn IndicatorsPage() -> impl IntoView {
    let view = use_nav().param("view");
    let matrix = Memo::new(move |_| view.get().as_deref() == Some("coverage"));
    let filter = Filter::of_address();
    let address = link(&Page::Indicators);
    let current = move |is: bool| move || (matrix.get() == is).then_some("page");
    view! {
        <header class="page-head">
            <h1>{t!("indicators.title")}</h1>
            <p class="lede">{t!("indicators.description")}</p>
            <p><a href=link(&Page::Guide)>{t!("guide.link")}</a>" · "<a href=link(&Page::NewIndicator)>{t!("try.title")}</a></p>
        </header>
        <nav aria-label=t!("indicators.views")><ul class="tabs">
            <li><a class="tab" href=address.clone() aria-current=current(false)>{t!("indicators.list")}</a></li>
            <li><a class="tab" href=format!("{address}?view=coverage") aria-current=current(true)>{t!("indicators.coverage")}</a></li>
        </ul></nav>
        <Controls filter=filter/>
        {with_cities(move |views| whole(views, matrix, filter))}
    }
}

fn whole(views: Vec<Arc<CityView>>, matrix: Memo<bool>, filter: Filter) -> impl IntoView {
    move || {
        let views = views.clone();
        if matrix.get() {
            coverage::matrix(views, filter).into_any()
        } else {
            list::list(views, filter).into_any()
        }
    }
}
