//! What Gémeo is, for whom, and what it does not do.

use leptos::prelude::*;

use crate::{components::prose, t};

/// What Gémeo is, for whom, and what it does not do.
#[component]
pub fn AboutPage() -> impl IntoView {
    let parts = vec![
        (t!("about.who.title"), t!("about.who")),
        (t!("about.how.title"), t!("about.how")),
        (t!("about.not.title"), t!("about.not")),
        (t!("about.cities.title"), t!("about.cities")),
        (t!("about.open.title"), t!("about.open")),
    ];
    prose::page(t!("about.title"), t!("about.description"), parts)
}
