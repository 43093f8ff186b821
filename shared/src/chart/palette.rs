//! The colours of style/tokens.css that drawings use, for files that leave the page and for the map.

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Theme {
    /// Dark marks on a light ground.
    Light,
    /// Light marks on a dark ground.
    Dark,
}

/// Token, light, dark. A test compares them with the sheet.
pub(crate) const TOKENS: [(&str, &str, &str); 49] = [
    ("paper", "#faf9f5", "#0f1614"),
    ("surface", "#ffffff", "#16201d"),
    ("sunken", "#f1efe8", "#1c2824"),
    ("ink", "#14211e", "#ebf0ec"),
    ("ink-2", "#43504b", "#bac5bf"),
    ("ink-3", "#626e69", "#98a59f"),
    ("line", "#dfddd3", "#2a3833"),
    ("line-strong", "#86908b", "#6c7a74"),
    ("brand", "#0b5d4e", "#5bcaae"),
    ("twin", "#2465a4", "#79b2ee"),
    ("leaf", "#f3b53b", "#f6c356"),
    ("good", "#0a6650", "#63d0b0"),
    ("behind", "#a63d10", "#ffa277"),
    ("partial", "#7a5a00", "#ecc867"),
    ("unknown", "#56616b", "#aab5bd"),
    ("c0", "#f0f1cf", "#1d3049"),
    ("c1", "#d0e4b9", "#1f4d68"),
    ("c2", "#9fd0b0", "#276c7f"),
    ("c3", "#66b5a9", "#3f8d91"),
    ("c4", "#38929f", "#6cae94"),
    ("c5", "#246c8d", "#abcf9d"),
    ("c6", "#1b436d", "#f1f1c4"),
    ("d0", "#1c558c", "#7db8e8"),
    ("d1", "#5b94bf", "#4d8bbd"),
    ("d2", "#adcce0", "#2f5674"),
    ("d3", "#eeece4", "#2f3734"),
    ("d4", "#efc79d", "#71502c"),
    ("d5", "#d58a45", "#bd7838"),
    ("d6", "#98480c", "#f3ac68"),
    ("b0", "#e9e8e0", "#2c3230"),
    ("b1", "#94a0d1", "#476288"),
    ("b2", "#4a56ba", "#6394eb"),
    ("b3", "#e7ba89", "#8a5734"),
    ("b4", "#8e7678", "#9f8c8d"),
    ("b5", "#3f355e", "#afc0e7"),
    ("b6", "#e08904", "#f07a1e"),
    ("b7", "#824813", "#f9b389"),
    ("b8", "#2f0f0a", "#fbe8dc"),
    ("s1", "#2d6bd6", "#3589ee"),
    ("s2", "#b0590c", "#ea6535"),
    ("s3", "#3f2263", "#cfa2df"),
    ("s4", "#333c41", "#d7dad9"),
    ("s5", "#12652f", "#37d579"),
    ("s6", "#bf4a80", "#df5a8d"),
    ("nodata", "#ecebe4", "#222b28"),
    ("nodata-line", "#a5a79f", "#5d6964"),
    ("water", "#dfe9ee", "#12222b"),
    ("land", "#f4f2ea", "#1a2421"),
    ("on-brand", "#ffffff", "#05221b"),
];

/// A colour as `#rrggbb` by its token's name without the hyphens, e.g. `ink-2`; black for a name unknown.
pub fn colour(theme: Theme, token: &str) -> &'static str {
    let found = TOKENS.iter().find(|(name, ..)| *name == token);
    found.map_or("#000000", |(_, light, dark)| if theme == Theme::Light { light } else { dark })
}

#[cfg(test)]
#[path = "palette_tests.rs"]
mod tests;
