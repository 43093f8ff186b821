//! Paths and queries in one spelling: what could be read in two ways is refused, not mended.

use super::UrlError;

/// RFC 3986 §2.3.
fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// Checks a path: it begins with a slash and has no dot segments, empty segments or hidden slashes.
pub(super) fn check_path(path: &str) -> Result<(), UrlError> {
    let inside = path.strip_prefix('/').ok_or(UrlError::Path)?;
    let names = inside.strip_suffix('/').unwrap_or(inside);
    if inside.is_empty() {
        return Ok(());
    }
    names.split('/').try_for_each(check_segment)
}

fn check_segment(segment: &str) -> Result<(), UrlError> {
    if matches!(segment, "" | "." | "..") {
        return Err(UrlError::Path);
    }
    // Sub-delimiters without `;`, which some servers take for the start of parameters and cut off.
    let plain = |byte| is_unreserved(byte) || b"!$&'()*+,=:@".contains(&byte);
    // An encoded character of these would be a slash, an escape or a cut to a server that decodes twice.
    let encoded = |byte: u8| !is_unreserved(byte) && byte >= 0x20 && !b"/\\%?#;\x7f".contains(&byte);
    check_text(segment, plain, encoded).ok_or(UrlError::Path)
}

/// Checks a query, without its question mark.
pub(super) fn check_query(query: &str) -> Result<(), UrlError> {
    let plain = |byte| is_unreserved(byte) || b"!$&'()*+,=:@/?".contains(&byte);
    let encoded = |byte: u8| byte >= 0x20 && byte != 0x7f;
    check_text(query, plain, encoded).ok_or(UrlError::Query)
}

/// Every byte is `plain`, or written `%HH` and `encoded`; what is encoded is UTF-8.
fn check_text(text: &str, plain: impl Fn(u8) -> bool, encoded: impl Fn(u8) -> bool) -> Option<()> {
    let mut bytes = text.bytes();
    let mut decoded = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let (high, low) = (char::from(bytes.next()?), char::from(bytes.next()?));
            let byte = u8::try_from(high.to_digit(16)? * 16 + low.to_digit(16)?).ok()?;
            decoded.push(Some(byte).filter(|byte| encoded(*byte))?);
        } else {
            decoded.push(Some(byte).filter(|byte| plain(*byte))?);
        }
    }
    String::from_utf8(decoded).ok().map(drop)
}
