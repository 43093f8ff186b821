//! Words of a formula.

use super::SyntaxError;

/// One word with its bytes in the text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token<'a> {
    pub(super) word: Word<'a>,
    pub(super) from: usize,
    pub(super) to: usize,
}

/// What a word is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Word<'a> {
    /// A name: letters, digits and `_`, a letter first.
    Name(&'a str),
    /// A number, as written: a period such as 2021 or 2024-01 is read from the text too.
    Number(&'a str),
    /// Text between double quotes; it has no escapes.
    Text(&'a str),
    /// Punctuation.
    Sign(&'static str),
    /// The end.
    End,
}

/// Longer signs first.
const SIGNS: [&str; 20] =
    ["!=", "<=", ">=", "(", ")", "{", "}", "[", "]", ",", "+", "-", "*", "/", "=", "<", ">", "@", "%", ":"];

/// Cuts a text into words; `#` begins a comment to the end of the line.
pub(super) fn words(text: &str) -> Result<Vec<Token<'_>>, SyntaxError> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if c.is_whitespace() {
            at += c.len_utf8();
        } else if c == '#' {
            at += text[at..].find('\n').unwrap_or(text.len() - at);
        } else {
            let (word, length) = word(text, at, c)?;
            tokens.push(Token { word, from: at, to: at + length });
            at += length;
        }
    }
    tokens.push(Token { word: Word::End, from: text.len(), to: text.len() });
    Ok(tokens)
}

fn word(text: &str, at: usize, c: char) -> Result<(Word<'_>, usize), SyntaxError> {
    let rest = &text[at..];
    if c.is_ascii_alphabetic() {
        let length = run(rest, |c| c.is_ascii_alphanumeric() || c == '_');
        return Ok((Word::Name(&rest[..length]), length));
    }
    if c.is_ascii_digit() {
        let length = number(rest);
        return Ok((Word::Number(&rest[..length]), length));
    }
    if c == '"' {
        let Some(end) = rest[1..].find('"') else {
            return Err(SyntaxError::at(text, at, "the text that begins here has no closing \""));
        };
        return Ok((Word::Text(&rest[1..=end]), end + 2));
    }
    match SIGNS.into_iter().find(|sign| rest.starts_with(sign)) {
        Some(sign) => Ok((Word::Sign(sign), sign.len())),
        None => Err(SyntaxError::at(text, at, format!("“{c}” has no meaning in a formula"))),
    }
}

fn run(text: &str, fits: impl Fn(char) -> bool) -> usize {
    text.find(|c| !fits(c)).unwrap_or(text.len())
}

/// Length of a number: digits, a fraction, an exponent.
fn number(text: &str) -> usize {
    let digits = |from: usize| run(&text[from..], |c| c.is_ascii_digit());
    let mut end = digits(0);
    if text[end..].starts_with('.') && digits(end + 1) > 0 {
        end += 1 + digits(end + 1);
    }
    if text[end..].starts_with(['e', 'E']) {
        let sign = usize::from(text[end + 1..].starts_with(['+', '-']));
        let length = digits(end + 1 + sign);
        end += if length > 0 { 1 + sign + length } else { 0 };
    }
    end
}
