//! The accessibility statement: the aim, what is done, what is missing, and whom to tell.

use leptos::prelude::*;

use crate::{components::prose, t};

/// The aim, what is done, what is missing, and whom to tell.
#[component]
pub fn AccessibilityPage() -> impl IntoView {
    let parts = vec![
        (t!("accessibility.aim.title"), t!("accessibility.aim")),
        (t!("accessibility.does.title"), t!("accessibility.does")),
        (t!("accessibility.lacks.title"), t!("accessibility.lacks")),
        (t!("accessibility.tell.title"), t!("accessibility.tell")),
    ];
    prose::page(t!("accessibility.title"), t!("accessibility.description"), parts)
}
