//! Before the database is here: what it costs, how it comes, what to do where it does not.

use leptos::prelude::*;

use super::{
    drive,
    state::{Bench, Stage},
};
use crate::{assets, components::fault::FaultNotice, format, t};

/// The reader is told the size and starts the database, and sees it come.
#[component]
pub fn Start(
    /// The page's state.
    bench: Bench,
    /// How far the database has come.
    stage: Stage,
) -> impl IntoView {
    match stage {
        Stage::Failed(fault) => {
            view! { <FaultNotice fault=fault retry=move || drive::start(bench)/> }.into_any()
        }
        Stage::Fetching(share) => {
            waiting(t!("workbench.fetching", share = format::percent(100.0 * share, 0)), Some(share))
        }
        Stage::Filling => waiting(t!("workbench.filling"), None),
        Stage::Idle | Stage::Ready => view! {
            <section class="card bench-start" aria-labelledby="workbench-start">
                <h2 id="workbench-start">{t!("workbench.start.title")}</h2>
                <p>{t!("workbench.start.text", size = size())}</p>
                <p class="muted small">{t!("workbench.start.private")}</p>
                <p><button class="button" type="button" on:click=move |_| drive::start(bench)>
                    {t!("workbench.start", size = size())}
                </button></p>
            </section>
        }
        .into_any(),
    }
}

fn waiting(words: String, share: Option<f64>) -> AnyView {
    let bar = match share {
        Some(share) => view! { <progress max="1" value=share.to_string() aria-label=t!("workbench.start.title")></progress> }.into_any(),
        None => view! { <progress aria-label=t!("workbench.start.title")></progress> }.into_any(),
    };
    view! { <div class="card bench-start" role="status"><p>{words}</p>{bar}</div> }.into_any()
}

/// What comes over the wire, e.g. “6.1 MB”.
fn size() -> String {
    let bytes = f64::from(assets::assets().workbench_packed);
    format!("{}\u{a0}MB", format::number(bytes / 1e6, 1))
}
