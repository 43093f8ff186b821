//! The two cookies: the session, and a sign-in under way. Both are for this host alone and no script sees them.
//!
//! `__Host-` (RFC 6265bis §4.1.3.2) makes browsers insist on `Secure`, `Path=/` and no `Domain`. The session is
//! `SameSite=Strict`; the sign-in must come along when the provider sends the browser back, so it is `Lax`.

use axum::http::{HeaderMap, HeaderValue, header};

/// The name of the session's cookie.
pub const SESSION: &str = "__Host-gemeo-session";
/// The name of the cookie of a sign-in under way.
pub const SIGN_IN: &str = "__Host-gemeo-sign-in";
/// For how long a sign-in may take, in seconds.
pub const SIGN_IN_SECONDS: i64 = 600;

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cookie {
    /// The session.
    Session,
    /// A sign-in under way.
    SignIn,
}

impl Cookie {
    fn name(self) -> &'static str {
        match self {
            Self::Session => SESSION,
            Self::SignIn => SIGN_IN,
        }
    }

    fn same_site(self) -> &'static str {
        match self {
            Self::Session => "Strict",
            Self::SignIn => "Lax",
        }
    }

    /// What sets it for so many seconds.
    pub fn set(self, value: &str, seconds: i64) -> Option<HeaderValue> {
        let (name, same_site) = (self.name(), self.same_site());
        let text =
            format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; Secure; SameSite={same_site}");
        HeaderValue::try_from(text).ok()
    }

    /// What deletes it.
    pub fn delete(self) -> Option<HeaderValue> {
        self.set("", 0)
    }

    /// Its value in a request. One that comes twice was put there by somebody else too: none counts.
    pub fn find(self, headers: &HeaderMap) -> Option<&str> {
        let pairs = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
        let pairs = pairs.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let mut values = pairs.filter(|(name, _)| *name == self.name()).map(|(_, value)| value);
        let (first, second) = (values.next(), values.next());
        first.filter(|value| second.is_none() && !value.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_are_for_this_host_and_no_script() {
        let session = Cookie::Session.set("abc", 60).expect("a header");
        assert_eq!(
            session,
            "__Host-gemeo-session=abc; Path=/; Max-Age=60; HttpOnly; Secure; SameSite=Strict"
        );
        let sign_in = Cookie::SignIn.delete().expect("a header");
        assert_eq!(sign_in, "__Host-gemeo-sign-in=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax");
    }

    #[test]
    fn a_cookie_that_comes_twice_does_not_count() {
        let found = |lines: &[&str]| {
            let lines = lines.iter().map(|line| (header::COOKIE, line.parse().expect("a header")));
            Cookie::Session.find(&lines.collect()).map(str::to_owned)
        };
        assert_eq!(found(&["a=b; __Host-gemeo-session=x; c=d"]).as_deref(), Some("x"));
        assert_eq!(found(&["__Host-gemeo-session=x", "__Host-gemeo-session=y"]), None);
        assert_eq!(found(&["__Host-gemeo-session=x; __Host-gemeo-session=x"]), None);
        assert_eq!(found(&["gemeo-session=x; __host-gemeo-session=x; __Host-gemeo-session="]), None);
    }
}
