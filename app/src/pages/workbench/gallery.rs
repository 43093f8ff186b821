//! Questions to begin with: worked examples, and those that the reader keeps.

use leptos::prelude::*;

use super::{
    examples,
    saved::{self, Saved},
    state::{Bench, Stage},
};
use crate::{i18n, notice, t};

/// The reader picks an example or a question of their own; it is written into the editor and asked.
#[component]
pub fn Gallery(
    /// The page's state.
    bench: Bench,
) -> impl IntoView {
    let pick = move |sql: &str| {
        bench.write(sql);
        if bench.stage.with_untracked(|s| *s == Stage::Ready) && !untrack(|| bench.is_busy()) {
            bench.run();
        }
    };
    let examples = examples::ALL.map(|example| {
        let here = move || bench.sql.with(|sql| sql.trim() == example.sql.trim()).to_string();
        view! {
            <li>
                <button class="bench-pick" type="button" aria-pressed=here on:click=move |_| pick(example.sql)>
                    <span class="bench-pick-title">{i18n::text(example.title, &[])}</span>
                    <span class="bench-pick-text">{i18n::text(example.text, &[])}</span>
                </button>
            </li>
        }
    });
    let own = move || {
        let list = bench.saved.get();
        (!list.is_empty()).then(|| {
            let items = list.into_iter().map(|saved| kept(bench, saved, pick)).collect::<Vec<_>>();
            view! { <h2>{t!("workbench.saved")}</h2><p class="hint">{t!("workbench.saved.text")}</p><ul class="bench-list">{items}</ul> }
        })
    };
    view! {
        <section aria-labelledby="workbench-examples">
            <h2 id="workbench-examples">{t!("workbench.examples")}</h2>
            <ul class="bench-list">{examples.into_iter().collect::<Vec<_>>()}</ul>
        </section>
        <section>{own}</section>
    }
}

/// A question that is kept, and forgetting it.
fn kept(bench: Bench, Saved { name, sql }: Saved, pick: impl Fn(&str) + 'static) -> impl IntoView {
    let gone = name.clone();
    let forget = move |_| {
        bench.saved.update(|list| list.retain(|s| s.name != gone));
        if !bench.saved.with_untracked(|list| saved::keep(list)) {
            notice::toast(t!("workbench.save.refused"));
        }
    };
    view! {
        <li class="bench-kept">
            <button class="bench-pick" type="button" on:click=move |_| pick(&sql)><span class="bench-pick-title">{name.clone()}</span></button>
            <button class="button button-quiet" type="button" aria-label=t!("workbench.saved.forget.named", name = name) on:click=forget>{t!("workbench.saved.forget")}</button>
        </li>
    }
}
