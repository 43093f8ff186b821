//! The privacy statement: what stays on the device, and what the server writes down.
//!
//! It must stay true of `browser::remember`, `data::browser`, `data::own`, `app/sw/sw.mjs` and the server's `access_log`.

use leptos::prelude::*;

use crate::{assets, components::prose, head, t};

/// What is kept, where, and what is never asked.
#[component]
pub fn PrivacyPage() -> impl IntoView {
    let third = assets::tile_hosts();
    let third = third.map_or_else(|| t!("privacy.third"), |hosts| t!("privacy.third_tiles", hosts = hosts));
    let parts = vec![
        (t!("privacy.short.title"), t!("privacy.short")),
        (t!("privacy.kept.title"), t!("privacy.kept")),
        (t!("privacy.server.title"), t!("privacy.server")),
        (t!("privacy.third.title"), third),
        (t!("privacy.rights.title"), t!("privacy.rights")),
    ];
    prose::page(t!("privacy.title"), head::privacy(), parts)
}
