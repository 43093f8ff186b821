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
        Stage::Fetching => coming(bench),
        Stage::Filling => {
            let words = t!("workbench.filling");
            view! { <div class="card bench-start" role="status"><p>{words.clone()}</p><progress aria-label=words></progress></div> }.into_any()
        }
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

/// How much of the program is here; screen readers hear the words once and find the share in the bar.
fn coming(bench: Bench) -> AnyView {
    let share = move || bench.share.get();
    view! {
        <div class="card bench-start">
            <p role="status">{t!("workbench.fetching")}</p>
            <progress max="1" value=move || share().to_string() aria-label=t!("workbench.fetching")></progress>
            <p class="muted small" aria-hidden="true">{move || format::percent(100.0 * share(), 0)}</p>
        </div>
    }
    .into_any()
}

/// What comes over the wire, e.g. “6.1 MB”.
fn size() -> String {
    let bytes = f64::from(assets::assets().workbench_packed);
    format!("{}\u{a0}MB", format::number(bytes / 1e6, 1))
}
