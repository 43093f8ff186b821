//! The colours of the map, as the page's style sheet gives them.

use gemeo_shared::chart::palette;

use super::classes::{COLOURS, SLOTS, mix, token};

/// Colours in a form the engine reads (`#rrggbb`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// What lies outside the city.
    pub background: String,
    /// Rivers and sea inside the parishes.
    pub water: String,
    /// The line round the city.
    pub shore: String,
    /// Land without a colour of its own.
    pub land: String,
    /// Places without a published figure, below the hatch.
    pub none: String,
    /// The hatch's lines.
    pub hatch: String,
    /// Thin borders of coloured places.
    pub border: String,
    /// Parish outlines above cells.
    pub outline: String,
    /// The line round a selected place.
    pub mark: String,
    /// Round names and marks, to keep them apart from any colour.
    pub halo: String,
    /// Names.
    pub text: String,
    /// The colours of classes: the sequential palette, lowest first, then the diverging one.
    pub classes: [String; COLOURS],
}

impl Theme {
    /// Reads the colours through a function that gives the value of a custom property such as `--water`.
    ///
    /// The properties are those of style/tokens.css. One that is absent or not a colour of the form `#rrggbb`
    /// takes the light theme's value, so that a style sheet that has not arrived never breaks the map.
    pub fn read(property: impl Fn(&str) -> Option<String>) -> Self {
        let colour = |name: &str, default: &str| {
            let given = property(name).map(|text| text.trim().to_owned());
            given.filter(|text| rgb(text).is_some()).unwrap_or_else(|| default.to_owned())
        };
        let classes = std::array::from_fn(|slot| {
            let name = token(slot);
            colour(&format!("--{name}"), palette::colour(palette::Theme::Light, &name))
        });
        Self {
            background: colour("--sunken", "#f1efe8"),
            water: colour("--water", "#dfe9ee"),
            shore: colour("--line-strong", "#86908b"),
            land: colour("--land", "#f4f2ea"),
            none: colour("--nodata", "#ecebe4"),
            hatch: colour("--nodata-line", "#a5a79f"),
            border: colour("--surface", "#ffffff"),
            outline: colour("--ink-3", "#626e69"),
            mark: colour("--ink", "#14211e"),
            halo: colour("--surface", "#ffffff"),
            text: colour("--ink", "#14211e"),
            classes,
        }
    }
}

impl Theme {
    /// Whether light marks stand on a dark ground.
    pub fn is_dark(&self) -> bool {
        let sum = |colour: &str| rgb(colour).map_or(0, |c| c.into_iter().map(u32::from).sum::<u32>());
        sum(&self.background) < sum(&self.text)
    }

    /// Every colour a place can have, by slot.
    pub fn slots(&self) -> Vec<[u8; 3]> {
        let classes: Vec<[u8; 3]> = self.classes.iter().map(|c| rgb(c).unwrap_or_default()).collect();
        (0..SLOTS).map(|slot| mix(slot, |i| classes[i])).collect()
    }
}

/// Red, green and blue of a colour written `#rrggbb`.
pub fn rgb(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let part = |from: usize| u8::from_str_radix(&digits[from..from + 2], 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}
