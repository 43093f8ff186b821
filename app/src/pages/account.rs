//! The staff area: signing in and out, who is signed in, and their sessions.

#[cfg(target_arch = "wasm32")]
mod browser;

use leptos::prelude::*;

use crate::{
    account::{self, Me, Session},
    components::session::SessionEnded,
    data::use_store,
    head,
    live::words,
    nav::link,
    pages::live::clock,
    route::Page,
    t,
};

/// What is known of the reader.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "only a browser asks the server"))]
enum State {
    Asking,
    /// The server has no sign-in.
    Nobody,
    /// Nobody is signed in.
    Out,
    In(Me, Vec<Session>),
    /// Somebody was, until now.
    Ended,
    /// Signed out; where to sign out at the provider.
    Left(Option<String>),
    Trouble,
}

/// Who is signed in, or how to sign in, or that nobody can here.
#[component]
pub fn AccountPage() -> impl IntoView {
    let head = head::of(&Page::Account, None);
    let state = RwSignal::new(State::Asking);
    ask(state);
    look_again(state);
    view! {
        <header class="page-head">
            <h1>{head.title}</h1>
            <p class="lede">{head.description}</p>
        </header>
        <div class="stack account">
            {move || match state.get() {
                State::Asking => view! { <p class="muted" aria-busy="true">{t!("shell.loading")}</p> }.into_any(),
                State::Nobody => nobody().into_any(),
                State::Out => out().into_any(),
                State::In(me, sessions) => signed_in(state, me, sessions).into_any(),
                State::Ended => view! { <SessionEnded/> }.into_any(),
                State::Left(provider) => left(provider).into_any(),
                State::Trouble => trouble(state).into_any(),
            }}
        </div>
    }
}

fn nobody() -> impl IntoView {
    view! {
        <div class="notice">
            <p class="notice-title">{t!("account.none")}</p>
            <p>{t!("account.none.text")}</p>
            <p class="small muted">{t!("account.none.how")}</p>
        </div>
    }
}

fn out() -> impl IntoView {
    view! {
        <p>{t!("account.sign_in.text")}</p>
        <p><a class="button" href=account::login_here()>{t!("account.sign_in")}</a></p>
    }
}

fn left(provider: Option<String>) -> impl IntoView {
    view! {
        <div class="notice" role="status">
            <p class="notice-title">{t!("account.out")}</p>
            <p>{t!("account.out.text")}</p>
            <p class="row">
                {provider.map(|address| view! { <a class="button button-plain" href=address>{t!("account.out.provider")}</a> })}
                <a class="button button-plain" href=account::login_here()>{t!("account.sign_in")}</a>
            </p>
        </div>
    }
}

fn trouble(state: RwSignal<State>) -> impl IntoView {
    view! {
        <div class="notice notice-error" role="alert">
            <p class="notice-title">{t!("account.trouble")}</p>
            <p>{t!("account.offline")}</p>
            <p><button class="button button-plain" type="button" on:click=move |_| ask(state)>{t!("error.retry")}</button></p>
        </div>
    }
}

fn signed_in(state: RwSignal<State>, me: Me, sessions: Vec<Session>) -> impl IntoView {
    let name = if me.name.is_empty() { t!("account.no_name") } else { me.name.clone() };
    let list = |ids: &[String], none: String, word: &dyn Fn(&str) -> String| {
        if ids.is_empty() { none } else { ids.iter().map(|id| word(id)).collect::<Vec<_>>().join(", ") }
    };
    let index = use_store().index();
    let city = move |id: &str| {
        let named = index.with(|index| {
            let all = &index.ready()?.cities;
            all.iter().find(|c| c.profile.id == id).map(|c| c.profile.name.clone())
        });
        named.unwrap_or_else(|| head::capital(id))
    };
    let ends = t!("account.idle", minutes = (me.idle_seconds / 60).to_string(), time = time(me.until));
    let places: Vec<_> = me
        .cities
        .iter()
        .map(|id| view! { <li><a href=link(&Page::Live(id.clone()))>{t!("live.title", name = city(id))}</a></li> })
        .collect();
    let live = (!places.is_empty()).then(|| {
        view! {
            <div><p>{t!("account.live")}</p><ul class="plain-list row">{places}</ul></div>
        }
    });
    let empty = me.cities.is_empty().then(|| view! { <p class="notice">{t!("account.empty")}</p> });
    view! {
        <section class="card account-who" aria-labelledby="account-who">
            <h2 id="account-who">{t!("account.who")}</h2>
            <dl class="account-facts">
                <dt>{t!("account.name")}</dt><dd class="account-name">{name}</dd>
                <dt>{t!("account.roles")}</dt><dd>{list(&me.roles, t!("account.roles.none"), &role)}</dd>
                <dt>{t!("account.cities")}</dt><dd>{list(&me.cities, t!("account.cities.none"), &city)}</dd>
            </dl>
            {empty}
            {live}
            <p class="small muted">{ends}</p>
            <p><button class="button" type="button" on:click=move |_| leave(state)>{t!("account.sign_out")}</button></p>
        </section>
        <section class="section" aria-labelledby="account-sessions">
            <div class="section-head">
                <h2 id="account-sessions">{t!("account.sessions")}</h2>
                <p>{t!("account.sessions.text")}</p>
            </div>
            <ul class="account-list">{sessions.into_iter().map(|session| row(state, session)).collect::<Vec<_>>()}</ul>
        </section>
    }
}

fn row(state: RwSignal<State>, session: Session) -> impl IntoView {
    let since = time(session.since);
    let name = t!("account.end.name", time = since);
    let own = session.current;
    let handle = session.session.clone();
    let action = if own {
        view! { <span class="badge">{t!("account.current")}</span> }.into_any()
    } else {
        view! {
            <button class="button button-plain" type="button" aria-label=name on:click=move |_| end(state, handle.clone())>{t!("account.end")}</button>
        }
        .into_any()
    };
    view! {
        <li>
            <div>
                <p class="live-name">{t!("account.since", time = since)}</p>
                <p class="small muted">{t!("account.seen", time = time(session.seen))}" "{t!("account.until", time = time(session.until))}</p>
            </div>
            {action}
        </li>
    }
}

fn role(id: &str) -> String {
    crate::i18n::by_name_if(&format!("account.role.{id}")).unwrap_or_else(|| id.to_owned())
}

/// A moment with its date, on the reader's clocks.
fn time(at: i64) -> String {
    // why as if now were 1970: so that the date is always said
    words::at(at, 0, clock)
}

#[cfg(target_arch = "wasm32")]
use browser::{ask, end, leave, look_again};

#[cfg(not(target_arch = "wasm32"))]
fn ask(_state: RwSignal<State>) {}
#[cfg(not(target_arch = "wasm32"))]
fn end(_state: RwSignal<State>, _session: String) {}
#[cfg(not(target_arch = "wasm32"))]
fn leave(_state: RwSignal<State>) {}
#[cfg(not(target_arch = "wasm32"))]
fn look_again(_state: RwSignal<State>) {}
