//! A look at the numbers of rows and cells before a sheet is read.
//!
//! The reader of the format trusts them: a row numbered beyond 32 bits would end up elsewhere. A sheet has rows 1 to
//! 1048576 and columns A to XFD.

/// Checks the attribute `r` of each `row` and `c` element of a part that holds a sheet.
///
/// # Errors
/// A sentence that names the first number that no sheet has.
pub(super) fn positions(part: &[u8]) -> Result<(), String> {
    if !contains(part, b"sheetData") {
        return Ok(());
    }
    for tag in tags(part) {
        let name = tag.split(|b| b.is_ascii_whitespace() || *b == b'/').next().unwrap_or_default();
        let local = name.rsplit(|b| *b == b':').next().unwrap_or_default();
        if local == b"row" || local == b"c" || local == b"dimension" {
            attributes(&tag[name.len()..], if local == b"dimension" { b"ref" } else { b"r" })?;
        }
    }
    Ok(())
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|w| w == needle)
}

/// What stands between `<` and `>`, quotes respected.
fn tags(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text.get(at..)?.iter().position(|b| *b == b'<')? + 1;
        let mut quote = None;
        let length = text[start..].iter().position(|b| match (quote, *b) {
            (Some(q), b) if b == q => {
                quote = None;
                false
            }
            (None, b'"' | b'\'') => {
                quote = Some(*b);
                false
            }
            (None, b'>') => true,
            _ => false,
        });
        at = start + length.unwrap_or(text.len() - start);
        Some(&text[start..at])
    })
}

/// Looks at every attribute of a name; XML allows one, damaged files may have more.
fn attributes(mut rest: &[u8], name: &[u8]) -> Result<(), String> {
    while let Some(equals) = rest.iter().position(|b| *b == b'=') {
        let found = rest[..equals].trim_ascii();
        let value = rest[equals + 1..].trim_ascii_start();
        let Some(quote) = value.first().copied().filter(|b| matches!(b, b'"' | b'\'')) else { return Ok(()) };
        let length = value[1..].iter().position(|b| *b == quote).unwrap_or(value.len() - 1);
        let text = &value[1..=length];
        if found == name && !text.split(|b| *b == b':').all(is_position) {
            let shown: String = String::from_utf8_lossy(text).chars().take(40).collect();
            return Err(format!("a row or cell is numbered “{shown}”"));
        }
        rest = value.get(length + 2..).unwrap_or_default();
    }
    Ok(())
}

/// Up to three letters and a row from 1 to 1048576; the row alone for a row.
fn is_position(text: &[u8]) -> bool {
    let letters = text.iter().take_while(|b| b.is_ascii_uppercase()).count();
    let digits = &text[letters..];
    let row = std::str::from_utf8(digits).ok().filter(|t| t.len() <= 7).and_then(|t| t.parse::<u32>().ok());
    letters <= 3 && row.is_some_and(|row| (1..=1_048_576).contains(&row))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scan(rows: &str) -> Result<(), String> {
        positions(format!("<worksheet><sheetData>{rows}</sheetData></worksheet>").as_bytes())
    }

    #[test]
    fn what_sheets_have_passes() {
        assert_eq!(
            scan(r#"<row r="1048576" spans="1:3"><c s="1" r = 'XFD1048576' t="s"><v>1</v></c></row>"#),
            Ok(())
        );
        assert_eq!(scan(r#"<row><c><is><t>r="999999999999"</t></is></c></row>"#), Ok(()));
        assert_eq!(positions(br#"<color r="50000%"/>"#), Ok(()));
        assert_eq!(positions(br#"<x:dimension ref="A1:B7"/><x:sheetData/>"#), Ok(()));
    }

    #[test]
    fn what_no_sheet_has_is_named() {
        for (rows, number) in [
            (r#"<row r="99999999999">"#, "99999999999"),
            (r#"<row r="0">"#, "0"),
            (r#"<x:c s="1" r='ZZZZ9'/>"#, "ZZZZ9"),
            (r#"<c r="1" r="-1">"#, "-1"),
            (r#"<c r="é">"#, "é"),
        ] {
            assert_eq!(scan(rows), Err(format!("a row or cell is numbered “{number}”")), "{rows}");
        }
    }

    #[test]
    fn damaged_text_does_no_harm() {
        for rows in
            ["<", "<row", "<row r", "<row r=", "<row r=\"", "<c r='1", "<row r=1>", "<>", "<c =\"\" r=\"\">"]
        {
            let _ = scan(rows);
            let _ = positions(format!("sheetData{rows}").as_bytes());
        }
    }
}
