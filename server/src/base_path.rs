//! The place of the twin on its host: `/`, or a folder such as `/twin/`.

use std::{fmt, str::FromStr};

/// A path that begins and ends with a slash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BasePath(String);

/// Where a request's path lies as seen from the base.
#[derive(Debug, PartialEq, Eq)]
pub enum Place<'a> {
    /// Inside the site: the rest of the path, beginning with a slash.
    Inside(&'a str),
    /// On the way to the site: the root of the host, or the base without its last slash.
    AtTheDoor,
    /// Somewhere else on the host.
    Outside,
}

/// A base that is no plain path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a path such as / or /twin/")]
pub struct BadBasePath;

impl BasePath {
    /// The path, beginning and ending with a slash.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where `path` (raw, as sent) lies.
    pub fn place<'a>(&self, path: &'a str) -> Place<'a> {
        let door = self.0.trim_end_matches('/');
        match path.strip_prefix(door) {
            Some(rest) if rest.starts_with('/') => Place::Inside(rest),
            Some("") => Place::AtTheDoor,
            _ if path == "/" => Place::AtTheDoor,
            // Not a path at all (`*`, or text without a slash): the site refuses it as malformed.
            _ if door.is_empty() => Place::Inside(path),
            _ => Place::Outside,
        }
    }
}

impl Default for BasePath {
    fn default() -> Self {
        Self("/".to_owned())
    }
}

impl FromStr for BasePath {
    type Err = BadBasePath;

    fn from_str(text: &str) -> Result<Self, BadBasePath> {
        let inside = text.strip_prefix('/').ok_or(BadBasePath)?;
        let names = match inside.strip_suffix('/') {
            Some(names) => names,
            None if inside.is_empty() => return Ok(Self::default()),
            None => return Err(BadBasePath),
        };
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~');
        let is_name = |name: &str| !name.is_empty() && !name.starts_with('.') && name.chars().all(is_plain);
        if names.split('/').all(is_name) { Ok(Self(text.to_owned())) } else { Err(BadBasePath) }
    }
}

impl fmt::Display for BasePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_paths_between_slashes_are_bases() {
        for good in ["/", "/twin/", "/a/b-c_d.e~f/"] {
            assert_eq!(good.parse::<BasePath>().map(|base| base.to_string()), Ok(good.to_owned()));
        }
        for bad in [
            "", "twin", "/twin", "twin/", "//", "//x/", "/a//b/", "/../", "/.x/", "/a b/", "/%74/", "/?/",
            "/ç/",
        ] {
            assert_eq!(bad.parse::<BasePath>(), Err(BadBasePath), "{bad}");
        }
    }

    #[test]
    fn a_path_is_placed() {
        let root = BasePath::default();
        assert_eq!(root.place("/"), Place::Inside("/"));
        assert_eq!(root.place("/pt/"), Place::Inside("/pt/"));
        assert_eq!(root.place("//evil.example"), Place::Inside("//evil.example"));
        let twin: BasePath = "/twin/".parse().expect("a base");
        assert_eq!(twin.place("/twin/pt/"), Place::Inside("/pt/"));
        assert_eq!(twin.place("/twin/"), Place::Inside("/"));
        assert_eq!(twin.place("/twin"), Place::AtTheDoor);
        assert_eq!(twin.place("/"), Place::AtTheDoor);
        assert_eq!(twin.place("/twins/pt/"), Place::Outside);
        assert_eq!(twin.place("/pt/"), Place::Outside);
        assert_eq!(twin.place(""), Place::Outside);
    }
}
