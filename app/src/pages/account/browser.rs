//! What the staff area asks the server.

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
