//! The staff area: signing in and out, who is signed in, and their sessions.

use leptos::prelude::*;

use crate::{
    account::{self, Me, Session},
    components::session::SessionEnded,
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
    let city = |id: &str| head::of(&Page::City(id.to_owned()), None).title;
    let ends = t!("account.idle", minutes = (me.idle_seconds / 60).to_string(), time = time(me.until));
    let places: Vec<_> = me
        .cities
        .iter()
        .map(|id| view! { <li><a href=link(&Page::Live(id.clone()))>{head::of(&Page::Live(id.clone()), None).title}</a></li> })
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
            <div class="table-scroll" role="region" tabindex="0" aria-labelledby="account-sessions">
                <table class="table">
                    <thead><tr>
                        <th scope="col">{t!("account.since")}</th><th scope="col">{t!("account.seen")}</th>
                        <th scope="col">{t!("account.until")}</th><td></td>
                    </tr></thead>
                    <tbody>{sessions.into_iter().map(|session| row(state, session)).collect::<Vec<_>>()}</tbody>
                </table>
            </div>
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
        <tr>
            <th scope="row">{since}</th><td>{time(session.seen)}</td><td>{time(session.until)}</td><td class="num">{action}</td>
        </tr>
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

/// What the page asks the server.
#[cfg(target_arch = "wasm32")]
mod browser {
    use leptos::prelude::*;
    use wasm_bindgen_futures::spawn_local;

    use super::State;
    use crate::{
        account::{self, Refusal},
        browser, notice, t,
    };

    /// Asks who is signed in.
    pub fn ask(state: RwSignal<State>) {
        spawn_local(async move {
            let found = account::look().await;
            let was_in = matches!(state.try_get_untracked(), Some(State::In(..) | State::Ended));
            let new = match found {
                Ok((me, sessions)) => State::In(me, sessions),
                Err(refusal) => refused(refusal, was_in),
            };
            if state.try_with_untracked(|before| *before != new) == Some(true) {
                state.try_set(new);
            }
        });
    }

    /// Ends a session and shows which are left.
    pub fn end(state: RwSignal<State>, session: String) {
        spawn_local(async move {
            match account::end(&session).await {
                Ok(()) => {
                    notice::toast(t!("account.revoked"));
                    ask(state);
                }
                Err(refusal) => _ = state.try_set(refused(refusal, true)),
            }
        });
    }

    /// Signs out.
    pub fn leave(state: RwSignal<State>) {
        spawn_local(async move {
            let new = match account::leave().await {
                Ok(left) => State::Left(left.end_session),
                Err(refusal) => refused(refusal, true),
            };
            state.try_set(new);
        });
    }

    fn refused(refusal: Refusal, was_in: bool) -> State {
        match refusal {
            Refusal::None => State::Nobody,
            Refusal::SignedOut if was_in => State::Ended,
            Refusal::SignedOut => State::Out,
            Refusal::Trouble => State::Trouble,
        }
    }

    /// Asks again when the reader comes back to the tab, and when the session must have ended.
    pub fn look_again(state: RwSignal<State>) {
        let back = crate::pages::live::on_return(move || {
            if matches!(state.try_get_untracked(), Some(State::In(..) | State::Ended | State::Out)) {
                ask(state);
            }
        });
        let kept = StoredValue::new_local(back);
        on_cleanup(move || kept.with_value(crate::pages::live::forget_return));
        spawn_local(async move {
            let mut asked = js_sys::Date::now();
            loop {
                browser::sleep(5000).await;
                let Some(now) = state.try_get_untracked() else { return };
                let State::In(me, _) = now else {
                    asked = js_sys::Date::now();
                    continue;
                };
                // why not more often: each question counts as use, and a page left open must not keep a session alive
                let idle = asked + (me.idle_seconds as f64 + 2.0) * 1000.0;
                if js_sys::Date::now() > idle.min((me.until as f64 + 1.0) * 1000.0) {
                    asked = js_sys::Date::now();
                    ask(state);
                }
            }
        });
    }
}
