//! Text as sources send it: with a byte order mark, in Windows-1252, with names spelt in many ways.

use std::borrow::Cow;

use super::{Kind, Warning, Warnings};
pub use crate::names::plain;

/// Bytes 0x80 to 0x9F in Windows-1252 (WHATWG Encoding, index windows-1252); the five unused ones stay controls.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Bytes as text, without byte order mark; Windows-1252 where they are not UTF-8, with a warning.
pub fn decode<'a>(bytes: &'a [u8], warnings: &mut Warnings) -> Cow<'a, str> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(fault) => {
            let row = 1 + bytes[..fault.valid_up_to()].iter().filter(|b| **b == b'\n').count() as u64;
            let message = "the text is not UTF-8 and was read as Windows-1252";
            warnings.add(Warning::new(Kind::Encoding, message).at(row, ""));
            Cow::Owned(bytes.iter().map(|b| windows_1252(*b)).collect())
        }
    }
}

/// A byte of Windows-1252 as a letter.
pub fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9f => WINDOWS_1252[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_is_not_part_of_the_text() {
        let mut warnings = Warnings::default();
        assert_eq!(decode("\u{feff}Mês;1".as_bytes(), &mut warnings), "Mês;1");
        assert!(warnings.is_empty());
    }

    #[test]
    fn latin_1_is_read_and_said() {
        let mut warnings = Warnings::default();
        assert_eq!(decode(b"a\nGuimar\xe3es \x80", &mut warnings), "a\nGuimarães €");
        assert_eq!(warnings.list[0].row, Some(2));
        assert_eq!(warnings.count(Kind::Encoding), 1);
    }
}
