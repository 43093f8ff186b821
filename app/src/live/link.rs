//! What an answer of the server means for a live panel, and when to try again.

/// How the page is connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Link {
    /// Asking for the stream.
    #[default]
    Opening,
    /// Readings arrive as they come.
    Live,
    /// The stream broke off; tried again after so many seconds.
    Cut(u32),
    /// Every seat is taken; tried again after so many seconds.
    Full(u32),
    /// The device has no network.
    Offline,
    /// This server has no live readings at all.
    NoServer,
    /// It has, but none of this city.
    NoCity,
    /// Nobody is signed in any more (private stream).
    SignedOut,
    /// Signed in, but this is not for them (private stream).
    NotAllowed,
}

/// What came in answer to the question for a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// The stream.
    Stream,
    /// Something that will not change by trying again.
    Final(Link),
    /// Every seat is taken.
    Full,
    /// Anything else: try again.
    Trouble,
}

/// Seconds that a full server asks to wait (`Retry-After` of `full`).
pub const FULL_SECONDS: u32 = 30;
/// Seconds without a sign of life after which a stream is taken for broken; the server gives one every 15.
pub const SILENT_SECONDS: u32 = 45;

/// Reads an answer by its status, media type and, for a problem, its name (`urn:gemeo:problem:NAME`).
pub fn judge(status: u16, media: &str, problem: Option<&str>) -> Answer {
    let is = |kind: &str| media.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(kind);
    match status {
        200 if is("text/event-stream") => Answer::Stream,
        // why 200: some static hosts answer every address with the page of the app
        200 | 204 | 404 | 405 | 410 => Answer::Final(match problem {
            Some("unknown-city") => Link::NoCity,
            _ => Link::NoServer,
        }),
        401 => Answer::Final(Link::SignedOut),
        403 => Answer::Final(Link::NotAllowed),
        503 if problem == Some("full") => Answer::Full,
        _ => Answer::Trouble,
    }
}

/// The name of a problem (RFC 9457) by its body.
pub fn problem(body: &str) -> Option<String> {
    let tree: serde_json::Value = gemeo_shared::lean::from_str(body).ok()?;
    tree.get("type")?.as_str()?.strip_prefix("urn:gemeo:problem:").map(str::to_owned)
}

/// Seconds to wait before a try: twice as long each time up to a minute, a part of it by chance so that many readers
/// do not come back at once. `chance` is between 0 and 1.
pub fn pause(tries: u32, chance: f64) -> u32 {
    let longest = 2u32.saturating_pow(tries.min(6)).min(60);
    let part = f64::from(longest) * (0.75 + 0.25 * chance.clamp(0.0, 1.0));
    (libm::round(part) as u32).max(1)
}

impl Link {
    /// Whether nothing is tried any more before the reader asks for it.
    pub fn is_final(self) -> bool {
        matches!(self, Self::NoServer | Self::NoCity | Self::SignedOut | Self::NotAllowed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_told_apart() {
        let json = "application/problem+json";
        for (status, media, problem, wanted) in [
            (200, "text/event-stream", None, Answer::Stream),
            (200, "Text/Event-Stream; charset=utf-8", None, Answer::Stream),
            (200, "text/html", None, Answer::Final(Link::NoServer)),
            (404, "text/html", None, Answer::Final(Link::NoServer)),
            (404, json, Some("nothing-here"), Answer::Final(Link::NoServer)),
            (404, json, Some("unknown-city"), Answer::Final(Link::NoCity)),
            (401, json, Some("sign-in"), Answer::Final(Link::SignedOut)),
            (403, json, Some("forbidden"), Answer::Final(Link::NotAllowed)),
            (503, json, Some("full"), Answer::Full),
            (503, json, Some("no-store"), Answer::Trouble),
            (502, "text/html", None, Answer::Trouble),
        ] {
            assert_eq!(judge(status, media, problem), wanted, "{status} {media} {problem:?}");
        }
    }

    #[test]
    fn a_problem_is_known_by_its_name() {
        let body = r#"{"type":"urn:gemeo:problem:unknown-city","title":"…","status":404}"#;
        assert_eq!(problem(body).as_deref(), Some("unknown-city"));
        assert_eq!(problem("<!doctype html>"), None);
        assert_eq!(problem(r#"{"type":"about:blank"}"#), None);
    }

    #[test]
    fn pauses_grow_to_a_minute() {
        let longest: Vec<u32> = (0..9).map(|tries| pause(tries, 1.0)).collect();
        assert_eq!(longest, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
        assert_eq!((pause(0, 0.0), pause(4, 0.0), pause(u32::MAX, 0.0)), (1, 12, 45));
    }
}
