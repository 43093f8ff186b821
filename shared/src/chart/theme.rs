//! What each class of a drawing looks like, and the sheet a drawing takes along when it leaves the page.

use std::fmt::Write;

use super::palette::{Theme, colour};

/// Class, property, token. The rules of style/charts.css; a test compares the two.
pub(super) const RULES: &[(&str, &str, &str)] = &[
    ("gx", "fill", "ink-2"),
    ("gx-grid", "stroke", "line"),
    ("gx-axis", "stroke", "line-strong"),
    ("gx-tick", "fill", "ink-3"),
    ("gx-label", "fill", "ink"),
    ("gx-strong", "fill", "ink"),
    ("gx-note", "fill", "ink-3"),
    ("gx-halo", "stroke", "surface"),
    ("gx-base", "fill", "ink"),
    ("gx-target", "fill", "surface"),
    ("gx-target", "stroke", "brand"),
    ("gx-target-text", "fill", "brand"),
    ("gx-path", "stroke", "brand"),
    ("gx-path-area", "fill", "brand"),
    ("gx-event", "fill", "leaf"),
    ("gx-limit", "stroke", "ink-2"),
    ("gx-limit-text", "fill", "ink-2"),
    ("gx-gap", "stroke", "unknown"),
    ("gx-fill", "fill", "brand"),
    ("gx-line", "stroke", "brand"),
    ("gx-ring", "fill", "surface"),
    ("gx-ring", "stroke", "brand"),
    ("gx-text", "fill", "ink"),
    ("gx-hatch", "stroke", "surface"),
    ("gx-surface", "fill", "surface"),
    ("gx-paper", "fill", "paper"),
    ("gx-edge", "stroke", "surface"),
    ("gx-outline", "stroke", "ink-2"),
    ("gx-land", "fill", "line"),
    ("gx-c0", "fill", "c0"),
    ("gx-c1", "fill", "c1"),
    ("gx-c2", "fill", "c2"),
    ("gx-c3", "fill", "c3"),
    ("gx-c4", "fill", "c4"),
    ("gx-c5", "fill", "c5"),
    ("gx-c6", "fill", "c6"),
    ("gx-d0", "fill", "d0"),
    ("gx-d1", "fill", "d1"),
    ("gx-d2", "fill", "d2"),
    ("gx-d3", "fill", "d3"),
    ("gx-d4", "fill", "d4"),
    ("gx-d5", "fill", "d5"),
    ("gx-d6", "fill", "d6"),
    ("gx-none", "fill", "nodata"),
    ("gx-none-line", "stroke", "nodata-line"),
    ("mark-city", "fill", "brand"),
    ("mark-twin", "fill", "twin"),
    ("mark-leaf", "fill", "leaf"),
];

/// Which property of a class takes the colour of a category (`gx-k1` … `gx-k6`) on the same element.
pub(super) const KEYED: [(&str, &str); 4] =
    [("gx-fill", "fill"), ("gx-line", "stroke"), ("gx-ring", "stroke"), ("gx-text", "fill")];

/// Tokens of the categories.
const CATEGORIES: [(&str, &str); 6] =
    [("gx-k1", "s1"), ("gx-k2", "s2"), ("gx-k3", "s3"), ("gx-k4", "s4"), ("gx-k5", "s5"), ("gx-k6", "s6")];

/// Attributes that give classes the light theme's colours where no sheet does.
pub(super) fn fallback(classes: &str) -> Vec<(&'static str, &'static str)> {
    let mut out: Vec<(&str, &str)> = Vec::new();
    for class in classes.split(' ') {
        for (_, property, token) in RULES.iter().filter(|(name, ..)| *name == class) {
            out.retain(|(name, _)| name != property);
            out.push((property, colour(Theme::Light, token)));
        }
    }
    let category = CATEGORIES.iter().find(|(name, _)| classes.split(' ').any(|c| c == *name));
    if let Some((_, token)) = category {
        for (_, property) in KEYED.iter().filter(|(name, _)| classes.split(' ').any(|c| c == *name)) {
            out.retain(|(name, _)| name != property);
            out.push((property, colour(Theme::Light, token)));
        }
    }
    out
}

/// The sheet of a drawing on its own, without custom properties: many viewers do not know them.
fn sheet(theme: Theme) -> String {
    let mut css =
        String::from(".gx{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif}");
    for (class, property, token) in RULES {
        let _ = write!(css, ".{class}{{{property}:{}}}", colour(theme, token));
    }
    for (class, property) in KEYED {
        for (category, token) in CATEGORIES {
            let _ = write!(css, ".{class}.{category}{{{property}:{}}}", colour(theme, token));
        }
    }
    css
}

/// A drawing as a file of its own: with a ground and a sheet, in one theme whatever the device says.
///
/// Text that is no drawing of this module comes back unchanged.
pub fn export(drawing: &str, theme: Theme) -> String {
    let Some(head) = drawing.strip_prefix("<svg ").and_then(|d| d.find('>')).map(|end| end + 6) else {
        return drawing.into();
    };
    let (open, rest) = drawing.split_at(head);
    // why: a title must stay the first child to be the drawing's name
    let body =
        ["</desc>", "</title>"].into_iter().find_map(|t| rest.find(t).map(|at| at + t.len())).unwrap_or(0);
    let (titles, rest) = rest.split_at(body);
    let ground = colour(theme, "surface");
    format!(
        "{open}{titles}<style>{}</style><rect width=\"100%\" height=\"100%\" fill=\"{ground}\"/>{rest}",
        sheet(theme)
    )
}
