//! Byte ranges (RFC 9110 §14).

/// A part of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first byte.
    pub start: u64,
    /// How many bytes; at least one.
    pub len: u64,
}

/// What a `Range` header asks of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Nothing that is understood: several ranges, another unit, bad grammar. The whole file answers.
    Whole,
    /// One part of it.
    Part(Span),
    /// A part that lies outside: 416.
    Outside,
}

/// Reads a `Range` header against a file of `len` bytes.
pub fn read(text: &str, len: u64) -> Asked {
    understand(text, len).unwrap_or(Asked::Whole)
}

fn understand(text: &str, len: u64) -> Option<Asked> {
    let (unit, spec) = text.split_once('=')?;
    let (first, last) = spec.trim().split_once('-')?;
    if !unit.trim().eq_ignore_ascii_case("bytes") || spec.contains(',') {
        return None;
    }
    if first.is_empty() {
        return Some(tail(number(last)?, len));
    }
    let start = number(first)?;
    let end = if last.is_empty() { u64::MAX } else { number(last)? };
    if end < start {
        return None;
    }
    match len.checked_sub(1) {
        Some(last_byte) if start <= last_byte => {
            Some(Asked::Part(Span { start, len: end.min(last_byte) - start + 1 }))
        }
        _ => Some(Asked::Outside),
    }
}

/// The last `wanted` bytes (`bytes=-500`).
fn tail(wanted: u64, len: u64) -> Asked {
    match wanted.min(len) {
        0 => Asked::Outside,
        part => Asked::Part(Span { start: len - part, len: part }),
    }
}

/// Digits alone: `parse` would take a sign too.
fn number(text: &str) -> Option<u64> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn part(start: u64, len: u64) -> Asked {
        Asked::Part(Span { start, len })
    }

    #[test]
    fn the_three_forms_are_read() {
        assert_eq!(read("bytes=0-3", 10), part(0, 4));
        assert_eq!(read("bytes=4-", 10), part(4, 6));
        assert_eq!(read("bytes=-3", 10), part(7, 3));
        assert_eq!(read("bytes=-30", 10), part(0, 10));
        assert_eq!(read("bytes=9-99", 10), part(9, 1));
        assert_eq!(read("Bytes=0-0", 10), part(0, 1));
    }

    #[test]
    fn what_lies_outside_is_said_so() {
        for text in ["bytes=10-", "bytes=10-12", "bytes=-0"] {
            assert_eq!(read(text, 10), Asked::Outside, "{text}");
        }
        assert_eq!(read("bytes=0-", 0), Asked::Outside);
        assert_eq!(read("bytes=-1", 0), Asked::Outside);
    }

    #[test]
    fn what_is_not_understood_is_left_aside() {
        for text in [
            "",
            "bytes",
            "bytes=",
            "bytes=-",
            "bytes=3-1",
            "bytes=0-1,3-4",
            "rows=0-1",
            "bytes=+1-2",
            "bytes=a-b",
            "bytes=0-99999999999999999999",
            "bytes=--1",
        ] {
            assert_eq!(read(text, 10), Asked::Whole, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_part_lies_inside_the_file(text in "(bytes=)?[0-9]{0,20}-?[0-9]{0,20}", len in any::<u64>()) {
            if let Asked::Part(span) = read(&text, len) {
                prop_assert!(span.len > 0 && span.start.checked_add(span.len).is_some_and(|end| end <= len));
            }
        }
    }
}
