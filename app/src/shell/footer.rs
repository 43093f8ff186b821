//! The footer: statements, what Gémeo promises, and which version this is.

use leptos::prelude::*;

use crate::{assets, nav::link, route::Page, t};

/// Links to the statements and the version of the build.
#[component]
pub fn Footer() -> impl IntoView {
    let entry = |page: Page, name: String| view! { <li><a href=link(&page)>{name}</a></li> };
    view! {
        <footer class="site-footer">
            <div class="wrap">
                <ul>
                    {entry(Page::Privacy, t!("nav.privacy"))}
                    {entry(Page::Accessibility, t!("nav.accessibility"))}
                    {entry(Page::Sources, t!("nav.licences"))}
                    {entry(Page::OwnData, t!("own.title"))}
                    {entry(Page::Guide, t!("guide.link"))}
                    {entry(Page::About, t!("nav.about"))}
                    {entry(Page::Account, t!("account.title"))}
                </ul>
                <p>{t!("footer.promise")}</p>
                <p class="hash">{t!("footer.version", version = assets::assets().version)}</p>
            </div>
        </footer>
    }
}
