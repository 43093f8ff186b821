//! What is kept on this device: opened, renamed, taken along, deleted.

use leptos::prelude::*;

use super::{desk::Desk, hands, shown};
use crate::{data::own::Kept, format, t, tn};

/// The list, and the dataset that is open.
pub fn kept(desk: Desk) -> impl IntoView {
    let list = move || match desk.kept.get() {
        // why nothing: the prerendered page does not know, and a wrong “none” would flash
        None => ().into_any(),
        Some(list) if list.kept.is_empty() && list.damaged.is_empty() => {
            view! { <p class="muted">{t!("own.none")}</p> }.into_any()
        }
        Some(list) => {
            let items = list.kept.iter().cloned().map(|k| item(desk, k)).collect::<Vec<_>>();
            let damaged = list.damaged.iter().cloned().map(|id| damaged(desk, id)).collect::<Vec<_>>();
            view! { <ul class="own-kept">{items}{damaged}</ul> }.into_any()
        }
    };
    view! {
        <section class="section" aria-labelledby="own-kept">
            <div class="section-head"><h2 id="own-kept">{t!("own.kept")}</h2></div>
            {list}
        </section>
        {move || desk.shown.get().map(|shown| shown::shown(desk, shown))}
    }
}

fn item(desk: Desk, kept: Kept) -> impl IntoView {
    let naming = RwSignal::new(false);
    let asking = RwSignal::new(false);
    let kept = StoredValue::new(kept);
    let about = kept.with_value(|k| {
        let report = &k.dataset.report;
        let count = tn!("own.observations", report.observations);
        let span = match (report.first.as_str(), report.last.as_str()) {
            (a, b) if a == b => format::period(a),
            (a, b) => t!("own.report.from_to", first = format::period(a), last = format::period(b)),
        };
        [k.dataset.file.clone(), count, span, t!("own.kept_on", day = format::period(&k.dataset.kept))]
            .join(" · ")
    });
    let name = kept.with_value(|k| k.dataset.name.clone());
    let title = name.clone();
    let named = name.clone();
    let button = |text: String, act: Box<dyn Fn()>, title: &str| {
        let label = format!("{text}: {title}");
        view! { <button class="button button-quiet" type="button" aria-label=label on:click=move |_| act()>{text}</button> }
    };
    view! {
        <li class="card">
            {move || if naming.get() {
                rename(desk, kept, naming).into_any()
            } else {
                view! { <h3 class="card-title">{title.clone()}</h3> }.into_any()
            }}
            <p class="muted">{about}</p>
            <p class="own-actions">
                {button(t!("own.open"), Box::new(move || hands::show(desk, kept.get_value())), &named)}
                {button(t!("own.rename"), Box::new(move || naming.set(true)), &named)}
                {button(t!("own.export"), Box::new(move || hands::export(kept.get_value())), &named)}
                {button(t!("own.delete"), Box::new(move || asking.set(true)), &named)}
            </p>
            {move || asking.get().then(|| view! {
                <div class="notice notice-warn" role="alert">
                    <p>{t!("own.delete_sure", name = name)}</p>
                    <p class="own-actions">
                        <button class="button" type="button" on:click=move |_| hands::forget(desk, kept.get_value())>{t!("own.delete_yes")}</button>
                        <button class="button button-plain" type="button" on:click=move |_| asking.set(false)>{t!("own.delete_no")}</button>
                    </p>
                </div>
            })}
        </li>
    }
}

/// What was kept and cannot be read any more: it says so, and can be deleted. A key is the moment of keeping.
fn damaged(desk: Desk, id: String) -> impl IntoView {
    let day: String = id.chars().take(10).collect();
    let title = t!("own.damaged", day = format::period(&day));
    let label = format!("{}: {title}", t!("own.delete"));
    view! {
        <li class="card">
            <h3 class="card-title">{title}</h3>
            <p class="notice notice-warn">{t!("own.damaged_text")}</p>
            <p class="own-actions">
                <button class="button button-quiet" type="button" aria-label=label on:click=move |_| hands::forget_damaged(desk, id.clone())>{t!("own.delete")}</button>
            </p>
        </li>
    }
}

fn rename(desk: Desk, kept: StoredValue<Kept>, naming: RwSignal<bool>) -> impl IntoView {
    let (id, now) = kept
        .with_value(|k| (format!("own-rename-{}", k.id.replace([':', '.'], "-")), k.dataset.name.clone()));
    let name = RwSignal::new(now);
    let done = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let text = name.get_untracked().trim().to_owned();
        if text.is_empty() {
            naming.set(false);
        } else {
            hands::rename(desk, kept.get_value(), text);
        }
    };
    view! {
        <form class="own-rename" on:submit=done>
            <label for=id.clone()>{t!("own.new_name")}</label>
            <input class="input" id=id maxlength="80" prop:value=name.get_untracked() on:input=move |event| name.set(event_target_value(&event))/>
            <button class="button" type="submit">{t!("own.rename_done")}</button>
        </form>
    }
}
