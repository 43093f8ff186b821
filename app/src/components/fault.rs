//! Errors, and what stands in a page until its data is here.

use leptos::prelude::*;

use crate::{notice::Fault, t};

/// What went wrong, what to do, and a button to try again.
#[component]
pub fn FaultNotice(
    /// What went wrong.
    fault: Fault,
    /// Tries again.
    retry: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <div class="notice notice-error" role="alert">
            <p class="notice-title">{fault.title}</p>
            <p>{fault.advice}</p>
            <p><button class="button button-plain" type="button" on:click=move |_| retry()>{t!("error.retry")}</button></p>
            <details class="explain">
                <summary>{t!("error.detail")}</summary>
                <pre class="formula">{fault.detail}</pre>
            </details>
        </div>
    }
}

/// Grey shapes where a page's content will be.
#[component]
pub fn Skeleton(
    /// Which shape: `chart`, `map` or `card`.
    #[prop(default = "chart")]
    shape: &'static str,
) -> impl IntoView {
    view! {
        <div class="stack" aria-busy="true">
            <span class="skeleton skeleton-title"></span>
            <span class="skeleton skeleton-text"></span>
            <span class=format!("skeleton skeleton-{shape}")></span>
            <span class="visually-hidden">{t!("shell.loading")}</span>
        </div>
    }
}
