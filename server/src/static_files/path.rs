//! From the path of a request to a place inside the folder, or a refusal.
//!
//! A path is split first and each segment is decoded once, so that an encoded slash can never
//! become a separator. What is left over of an encoding (`%252e`) is refused, not decoded again.

use std::path::{Path, PathBuf};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// The longest path that is looked at, in bytes; the build makes none near it.
const LONGEST_PATH: usize = 1024;

/// Everything but the unreserved characters of RFC 3986 §2.3 is written encoded.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A place inside the served folder: plain names, none of them able to lead out of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SitePath {
    segments: Vec<String>,
    trailing_slash: bool,
}

/// Why a path names nothing here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PathRefused {
    /// It holds something no honest client sends: a traversal, a control character, a backslash,
    /// an encoded slash, an encoding of an encoding, or bytes that are not UTF-8.
    #[error("the path is malformed")]
    Malformed,
    /// It asks for what is never shown: a name that begins with a dot, an empty segment, a drive.
    #[error("the path names nothing that is served")]
    Hidden,
    /// It is longer than any path of the site.
    #[error("the path is longer than {LONGEST_PATH} bytes")]
    TooLong,
}

impl SitePath {
    /// Reads a raw, still percent-encoded path that begins with `/` (the base path already removed).
    pub fn parse(raw: &str) -> Result<Self, PathRefused> {
        if raw.len() > LONGEST_PATH {
            return Err(PathRefused::TooLong);
        }
        let inside = raw.strip_prefix('/').ok_or(PathRefused::Malformed)?;
        let mut segments = inside.split('/').map(decode).collect::<Result<Vec<_>, _>>()?;
        // The last piece is empty exactly where the path ends with a slash; "/" is the folder itself.
        let trailing_slash = segments.pop_if(|last| last.is_empty()).is_some();
        match segments.iter().any(|segment| is_hidden(segment)) {
            true => Err(PathRefused::Hidden),
            false => Ok(Self { segments, trailing_slash }),
        }
    }

    /// The decoded names from the root down.
    pub fn segments(&self) -> &[String] {
        &self.segments
    }

    /// Whether the address ends with a slash, as the address of a folder does.
    pub fn ends_with_slash(&self) -> bool {
        self.trailing_slash
    }

    /// Whether the last name looks like a file (`core.json`) and not like a page (`lisboa`).
    pub fn is_file_like(&self) -> bool {
        !self.trailing_slash && self.segments.last().is_some_and(|name| name.contains('.'))
    }

    /// The place on disk below `root`.
    pub fn below(&self, root: &Path) -> PathBuf {
        self.segments.iter().fold(root.to_path_buf(), |place, segment| place.join(segment))
    }

    /// The path written again, encoded, with a slash at the end; never begins with one.
    pub fn as_folder_address(&self) -> String {
        let mut address = String::new();
        for segment in &self.segments {
            address.extend(utf8_percent_encode(segment, SEGMENT));
            address.push('/');
        }
        address
    }
}

fn decode(raw: &str) -> Result<String, PathRefused> {
    let text = percent_decode_str(raw).decode_utf8().map_err(|_| PathRefused::Malformed)?;
    let forbidden = |c: char| c.is_control() || matches!(c, '/' | '\\' | '%');
    match text.chars().any(forbidden) || text == "." || text == ".." {
        true => Err(PathRefused::Malformed),
        false => Ok(text.into_owned()),
    }
}

/// Colons name drives and alternate streams on some systems; the build makes no such names.
fn is_hidden(segment: &str) -> bool {
    segment.is_empty() || segment.starts_with('.') || segment.contains(':')
}

#[cfg(test)]
#[path = "path_tests.rs"]
mod tests;
