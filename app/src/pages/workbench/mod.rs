//! Questions to all observations, in SQL, on the reader's own machine.
//!
//! DuckDB, Arrow and the editor are a module of their own (`app/workbench`), loaded when the reader starts them.
//! [`drive`] holds what they give; everything else here works with plain values and renders natively too.

#![cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "there is a database in browsers only"))]

#[cfg(target_arch = "wasm32")]
mod begin;
mod columns;
#[cfg_attr(not(target_arch = "wasm32"), path = "drive_native.rs")]
mod drive;
#[cfg(target_arch = "wasm32")]
mod engine;
mod examples;
mod gallery;
mod grid;
mod on_map;
mod outcome;
#[cfg(target_arch = "wasm32")]
mod own;
mod picture;
mod question;
mod saved;
mod schema;
mod start;
mod state;

use leptos::prelude::*;

use crate::{data::use_store, nav::use_nav, t};
use state::{Bench, Stage};

/// The reader starts the database, writes or picks a question, and sees rows, a chart or what is wrong with it.
#[component]
pub fn WorkbenchPage() -> impl IntoView {
    let bench = Bench::new(use_nav(), use_store());
    Effect::new(move |before: Option<()>| {
        if before.is_some() {
            return;
        }
        if drive::was_here() {
            drive::start(bench);
        }
        // why: a table may have been kept in another tab meanwhile
        let watching = window_event_listener(leptos::ev::focus, move |_| drive::own_again(bench));
        on_cleanup(move || watching.remove());
    });
    on_cleanup(drive::close);
    view! {
        <header class="page-head">
            <h1>{t!("workbench.title")}</h1>
            <p class="lede">{t!("workbench.description")}</p>
        </header>
        <div class="bench">
            <div class="bench-main">
                {move || match bench.stage.get() {
                    Stage::Ready => view! { <question::Question bench=bench/> <outcome::Outcome bench=bench/> }.into_any(),
                    stage => view! { <start::Start bench=bench stage=stage/> }.into_any(),
                }}
            </div>
            <aside class="bench-side" aria-label=t!("workbench.side")>
                <gallery::Gallery bench=bench/>
                <schema::Tables bench=bench/>
            </aside>
        </div>
    }
}
