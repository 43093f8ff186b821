//! How wide text will be, without a font: an estimate on the wide side.

/// Width of a text in a proportional sans at a size. System fonts differ; the estimate is near the wide ones,
/// so that what is found not to collide does not.
pub fn text_width(text: &str, size: f64) -> f64 {
    text.chars().map(advance).sum::<f64>() * size
}

/// Advance in em.
fn advance(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | 'í' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' | '\u{a0}' | '·' => 0.32,
        't' | 'f' | 'r' | 'I' | '(' | ')' | '-' | '/' => 0.42,
        'm' | 'w' | 'M' | 'W' | '%' => 0.95,
        '₂' | '²' | '³' => 0.42,
        'A'..='Z' | 'À'..='Ý' | '−' | '+' | '≠' | '→' => 0.74,
        _ => 0.63,
    }
}

/// Breaks a text into lines no wider than `width`, at spaces; a word too long stays whole.
pub fn wrap(text: &str, size: f64, width: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|w| !w.is_empty()) {
        match lines.last_mut() {
            Some(line) if text_width(line, size) + text_width(word, size) + 0.32 * size <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.into()),
        }
    }
    lines
}

/// The text cut to a width, with an ellipsis where something went.
pub fn fit(text: &str, size: f64, width: f64) -> String {
    if text_width(text, size) <= width {
        return text.into();
    }
    let mut out = String::new();
    for c in text.chars() {
        if text_width(&out, size) + advance(c) * size + size * 0.8 > width {
            break;
        }
        out.push(c);
    }
    format!("{}…", out.trim_end())
}
