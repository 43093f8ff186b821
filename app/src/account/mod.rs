//! Who is signed in, as the server says (docs/sign-in.md). No token and nothing about a person is kept in the browser but
//! that somebody was signed in here.

#[cfg(target_arch = "wasm32")]
mod ask;

use gemeo_shared::lean;
use serde::Deserialize;

#[cfg(target_arch = "wasm32")]
pub use ask::{end, forget, leave, look, was_here};

use crate::{assets, nav};

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Me {
    /// What they are called; empty where the provider does not say.
    pub name: String,
    /// What they are.
    pub roles: Vec<String>,
    /// Where: ids of cities.
    pub cities: Vec<String>,
    /// When the session ends in any case, in seconds since 1970.
    pub until: i64,
    /// After how many seconds without a request it ends.
    pub idle_seconds: i64,
}

/// A session of the person.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Session {
    /// Its handle.
    pub session: String,
    /// When it began, in seconds since 1970.
    pub since: i64,
    /// When it was last used, about.
    pub seen: i64,
    /// When it ends in any case.
    pub until: i64,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// Where to sign out at the provider too.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct SignedOut {
    /// The address, where the provider has one.
    #[serde(default)]
    pub end_session: Option<String>,
}

/// Why an answer is not what was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// This server has no sign-in.
    None,
    /// Nobody is signed in.
    SignedOut,
    /// The server does not answer, or not well.
    Trouble,
}

/// Reads an answer of the server by its status and body.
///
/// # Errors
/// [`Refusal`], where it is another than was asked for.
pub fn read<T: serde::de::DeserializeOwned>(status: u16, body: &str) -> Result<T, Refusal> {
    match status {
        // why none: a static host answers with a page, also with the status 200
        200 => lean::from_str(body).map_err(|_| Refusal::None),
        401 => Err(Refusal::SignedOut),
        404 | 405 => Err(Refusal::None),
        _ => Err(Refusal::Trouble),
    }
}

/// Longest place to go back to that the server takes.
const MOST_TO: usize = 512;

/// Where the browser signs in and then comes back to a path of this site.
pub fn login(base: &str, path: &str, query: &str) -> String {
    let whole = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/_-.~?&=%+:,#".contains(&byte);
    let fits = whole.len() <= MOST_TO && whole.bytes().all(plain);
    format!("{base}auth/login?to={}", nav::encode(if fits { &whole } else { path }))
}

/// As [`login`], back to the page that is shown.
pub fn login_here() -> String {
    let base = assets::base();
    #[cfg(target_arch = "wasm32")]
    {
        let location = crate::browser::window().location();
        let (path, query) = (location.pathname().unwrap_or_default(), location.search().unwrap_or_default());
        login(&base, &path, query.trim_start_matches('?'))
    }
    #[cfg(not(target_arch = "wasm32"))]
    login(&base, &base, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_in_comes_back_to_the_page_and_its_state() {
        assert_eq!(login("/", "/pt/account/", ""), "/auth/login?to=%2Fpt%2Faccount%2F");
        let there = login("/twin/", "/twin/pt/lisboa/live/", "a=1&b=2");
        assert_eq!(there, "/twin/auth/login?to=%2Ftwin%2Fpt%2Flisboa%2Flive%2F%3Fa%3D1%26b%3D2");
        // what the server would refuse is left out
        assert_eq!(login("/", "/pt/", "q='x'"), "/auth/login?to=%2Fpt%2F");
        assert_eq!(login("/", "/pt/", &"q".repeat(600)), "/auth/login?to=%2Fpt%2F");
    }

    #[test]
    fn answers_are_read_or_told_apart() {
        let me = r#"{"name":"Ana","roles":["reader"],"cities":["lisboa"],"session":"x","until":9,"idle_seconds":60}"#;
        assert_eq!(read::<Me>(200, me).map(|me| (me.name, me.until)), Ok(("Ana".into(), 9)));
        assert_eq!(read::<Me>(200, "<!doctype html>"), Err(Refusal::None));
        assert_eq!(read::<Me>(404, ""), Err(Refusal::None));
        assert_eq!(read::<Me>(401, "{}"), Err(Refusal::SignedOut));
        assert_eq!(read::<Me>(503, "{}"), Err(Refusal::Trouble));
        assert_eq!(read::<SignedOut>(200, r#"{"end_session":null}"#), Ok(SignedOut { end_session: None }));
    }
}
