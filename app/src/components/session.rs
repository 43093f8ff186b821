//! That a session has ended, wherever that is noticed.

use leptos::prelude::*;

use crate::{account, t};

/// Says that the session has ended and leads to a new one. In another tab, so that what is typed on the page stays.
#[component]
pub fn SessionEnded() -> impl IntoView {
    view! {
        <div class="notice notice-warn" role="status">
            <p class="notice-title">{t!("account.ended")}</p>
            <p>{t!("account.ended.text")}</p>
            <p><a class="button" href=account::login_here() target="_blank" rel="noopener">{t!("account.ended.link")}</a></p>
        </div>
    }
}
