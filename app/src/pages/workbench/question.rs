//! The question: an editor with the database's own names at hand, and what can be done with what is written.

use leptos::{html::Div, prelude::*};

use super::{drive, saved, state::Bench};
use crate::{notice, t};

/// The reader writes SQL, runs it, looks at its plan, stops it, and keeps it.
#[component]
pub fn Question(
    /// The page's state.
    bench: Bench,
) -> impl IntoView {
    let host = NodeRef::<Div>::new();
    Effect::new(move |_| {
        if let Some(host) = host.get() {
            drive::mount(bench, &host);
        }
    });
    let busy = move || bench.is_busy();
    view! {
        <section aria-labelledby="workbench-question">
            <h2 id="workbench-question">{t!("workbench.question")}</h2>
            <div class="bench-editor" node_ref=host></div>
            <div class="row bench-actions">
                <button class="button" type="button" aria-disabled=move || busy().to_string()
                    on:click=move |_| if !untrack(|| bench.is_busy()) { bench.run() }>
                    {t!("workbench.run")}
                </button>
                <button class="button button-plain" type="button" disabled=busy on:click=move |_| bench.explain()>{t!("workbench.explain")}</button>
                <button class="button button-plain" type="button" disabled=move || !busy() on:click=move |_| drive::stop(bench)>{t!("workbench.stop")}</button>
                <p class="hint">{t!("workbench.keys")}</p>
            </div>
            {keep(bench)}
        </section>
    }
}

/// A name for the question, and keeping it.
fn keep(bench: Bench) -> impl IntoView {
    let name = RwSignal::new(String::new());
    let save = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let called = name.get_untracked();
        if called.trim().is_empty() {
            return notice::toast(t!("workbench.save.no_name"));
        }
        let mut kept = false;
        bench.saved.update(|list| kept = saved::add(list, &called, &bench.sql.get_untracked()));
        if !kept {
            return notice::toast(t!("workbench.save.full"));
        }
        let done = bench.saved.with_untracked(|list| saved::keep(list));
        name.set(String::new());
        notice::toast(if done { t!("workbench.save.done") } else { t!("workbench.save.refused") });
    };
    view! {
        <details class="explain">
            <summary>{t!("workbench.save.title")}</summary>
            <form class="row bench-save" on:submit=save>
                <div class="field">
                    <label for="workbench-name">{t!("workbench.save.name")}</label>
                    <input class="input" id="workbench-name" maxlength=saved::LONGEST_NAME.to_string() autocomplete="off"
                        prop:value=move || name.get() on:input=move |event| name.set(event_target_value(&event))/>
                </div>
                <button class="button button-plain" type="submit">{t!("workbench.save")}</button>
            </form>
        </details>
    }
}
