//! What the app asks the server about a person.

use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, RequestCache, RequestInit, Response};

use super::{Me, Refusal, Session, SignedOut, read};
use crate::{assets, browser};

/// The name under which the browser keeps that somebody was signed in here.
const STAFF: &str = "staff";

/// Whether somebody was signed in with this browser and did not sign out. Nobody else's page asks the server who they are.
pub fn was_here() -> bool {
    browser::recall(STAFF).is_some()
}

/// Nobody is any more.
pub fn forget() {
    browser::remember(STAFF, None);
}

/// Who is signed in, and their sessions.
///
/// # Errors
/// [`Refusal`], where nobody is or the server does not say.
pub async fn look() -> Result<(Me, Vec<Session>), Refusal> {
    let me = ask("GET", "api/me").await.inspect_err(|refusal| {
        if *refusal != Refusal::Trouble {
            forget();
        }
    })?;
    browser::remember(STAFF, Some("1"));
    Ok((me, ask("GET", "api/sessions").await?))
}

/// Signs out here; says where to sign out at the provider too.
///
/// # Errors
/// [`Refusal`], where the server does not do it.
pub async fn leave() -> Result<SignedOut, Refusal> {
    let left = ask("POST", "auth/logout").await?;
    forget();
    Ok(left)
}

/// Ends a session.
///
/// # Errors
/// [`Refusal`], where the server does not do it.
pub async fn end(session: &str) -> Result<(), Refusal> {
    let (status, body) =
        fetch("DELETE", &format!("api/sessions/{session}")).await.map_err(|_| Refusal::Trouble)?;
    match status {
        // 404: it has ended already
        204 | 404 => Ok(()),
        _ => read(status, &body),
    }
}

async fn ask<T: DeserializeOwned>(method: &str, path: &str) -> Result<T, Refusal> {
    let (status, body) = fetch(method, path).await.map_err(|_| Refusal::Trouble)?;
    read(status, &body)
}

async fn fetch(method: &str, path: &str) -> Result<(u16, String), JsValue> {
    let headers = Headers::new()?;
    // why: a form or a link of another site cannot send it
    headers.set("gemeo-request", "1")?;
    let init = RequestInit::new();
    init.set_method(method);
    init.set_cache(RequestCache::NoStore);
    init.set_headers(&headers);
    let answer = JsFuture::from(browser::window().fetch_with_str_and_init(&assets::url(path), &init)).await?;
    let answer: Response = answer.dyn_into()?;
    let body = JsFuture::from(answer.text()?).await?.as_string().unwrap_or_default();
    Ok((answer.status(), body))
}
