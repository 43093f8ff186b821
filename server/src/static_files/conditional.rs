//! Conditional requests by entity tag (RFC 9110 §13).

use axum::http::{HeaderMap, HeaderName, header};

/// What the conditions of a request lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Send the file.
    Send,
    /// The client holds it already: 304.
    NotModified,
    /// The client asked for another version: 412.
    Failed,
}

/// Judges `If-Match`, then `If-None-Match`, in the order of RFC 9110 §13.2.2.
pub fn judge(headers: &HeaderMap, etag: &str) -> Verdict {
    // §13.1.1: strong comparison, so a weak tag never matches.
    if headers.contains_key(header::IF_MATCH) && !lists(headers, header::IF_MATCH, |tag| tag == etag) {
        return Verdict::Failed;
    }
    // §13.1.2: weak comparison; proxies that recompress mark our tags weak.
    match lists(headers, header::IF_NONE_MATCH, |tag| tag.strip_prefix("W/").unwrap_or(tag) == etag) {
        true => Verdict::NotModified,
        false => Verdict::Send,
    }
}

/// Whether a range is still wanted: `If-Range` is absent or holds exactly our tag (§13.1.5).
pub fn range_applies(headers: &HeaderMap, etag: &str) -> bool {
    headers.get(header::IF_RANGE).is_none_or(|condition| condition.as_bytes() == etag.as_bytes())
}

fn lists(headers: &HeaderMap, name: HeaderName, is_ours: impl Fn(&str) -> bool) -> bool {
    let lines = headers.get_all(name).iter().filter_map(|line| line.to_str().ok());
    // Our tags hold no comma, so splitting a foreign one that does can only fail to match.
    lines.flat_map(|line| line.split(',')).map(str::trim).any(|tag| tag == "*" || is_ours(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = "\"0a1b\"";

    fn with(pairs: &[(HeaderName, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), value.parse().expect("a header"))).collect()
    }

    #[test]
    fn a_known_version_is_not_sent_again() {
        for tags in [OURS, "W/\"0a1b\"", "\"x\", \"0a1b\"", "\"a,b\",W/\"0a1b\"", "*"] {
            assert_eq!(judge(&with(&[(header::IF_NONE_MATCH, tags)]), OURS), Verdict::NotModified, "{tags}");
        }
        for tags in ["\"0a1c\"", "0a1b", "", "W/0a1b"] {
            assert_eq!(judge(&with(&[(header::IF_NONE_MATCH, tags)]), OURS), Verdict::Send, "{tags}");
        }
        assert_eq!(judge(&HeaderMap::new(), OURS), Verdict::Send);
    }

    #[test]
    fn if_match_compares_strongly_and_comes_first() {
        assert_eq!(judge(&with(&[(header::IF_MATCH, OURS)]), OURS), Verdict::Send);
        assert_eq!(judge(&with(&[(header::IF_MATCH, "*")]), OURS), Verdict::Send);
        assert_eq!(judge(&with(&[(header::IF_MATCH, "W/\"0a1b\"")]), OURS), Verdict::Failed);
        let both = with(&[(header::IF_MATCH, "\"x\""), (header::IF_NONE_MATCH, OURS)]);
        assert_eq!(judge(&both, OURS), Verdict::Failed);
    }

    #[test]
    fn a_range_needs_the_same_version() {
        assert!(range_applies(&HeaderMap::new(), OURS));
        assert!(range_applies(&with(&[(header::IF_RANGE, OURS)]), OURS));
        for other in ["\"x\"", "W/\"0a1b\"", "Wed, 21 Oct 2015 07:28:00 GMT"] {
            assert!(!range_applies(&with(&[(header::IF_RANGE, other)]), OURS), "{other}");
        }
    }
}
