//! Places as tables name them: with and without accents, abbreviated, misspelt, by the names of two editions.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    geo::{GeoId, Level},
    names::{find, plain},
};

/// A place that is known by code and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownPlace {
    /// The place.
    pub geo: GeoId,
    /// Its full name.
    pub name: String,
    /// Its short name.
    pub short: String,
    /// Code of the municipality it lies in.
    pub city: String,
}

/// How a name was understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// Not at all.
    Unknown,
    /// Several places bear it.
    Ambiguous,
    /// With a letter or two wrong: to be looked at.
    Nearly,
    /// As it is written.
    Exactly,
    /// As a reader said.
    Chosen,
}

/// A name as it was understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameRead {
    /// As it stands in the file.
    pub found: String,
    /// How it was understood.
    pub how: How,
    /// The place, and its name.
    pub place: Option<(GeoId, String)>,
    /// Places that may be meant, where it was not understood.
    pub maybe: Vec<(GeoId, String)>,
    /// Rows that have it.
    pub rows: u64,
}

/// What a name or code means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Place in the list of known ones; none where it is not known.
    pub at: Option<usize>,
    /// How it was understood.
    pub how: How,
}

const NOT_KNOWN: Place = Place { at: None, how: How::Unknown };

/// All places known by name and code.
#[derive(Debug, Clone, Default)]
pub struct Gazetteer {
    /// The places.
    pub places: Vec<KnownPlace>,
    /// What each is called: its names as compared, and its place in the list.
    keys: Vec<(String, usize)>,
    by_geo: BTreeMap<GeoId, usize>,
}

/// Letters of a name from which one slip is forgiven, and two.
const ONE_SLIP: usize = 5;
const TWO_SLIPS: usize = 10;

impl Gazetteer {
    /// A gazetteer of these places.
    pub fn new(places: Vec<KnownPlace>) -> Self {
        let mut keys: Vec<(String, usize)> = Vec::new();
        for (at, place) in places.iter().enumerate() {
            keys.extend([(key(&place.name), at), (key(&place.short), at)]);
        }
        keys.retain(|(key, _)| !key.is_empty());
        keys.sort();
        keys.dedup();
        let by_geo = places.iter().enumerate().map(|(at, p)| (p.geo.clone(), at)).collect();
        Self { places, keys, by_geo }
    }

    /// The place with this id.
    pub fn get(&self, geo: &GeoId) -> Option<&KnownPlace> {
        self.by_geo.get(geo).map(|at| &self.places[*at])
    }

    /// Whether the place of this id is known, and where it stands.
    pub fn position(&self, geo: &GeoId) -> Option<usize> {
        self.by_geo.get(geo).copied()
    }

    /// The place of a name, best of the edition that is meant; `city` is the municipality it must lie in.
    pub fn named(&self, text: &str, edition: Level, city: Option<&str>) -> Place {
        let wanted = key(text);
        if wanted.is_empty() {
            return NOT_KNOWN;
        }
        let fits = |at: &usize| city.is_none_or(|c| self.places[*at].city == c);
        let from = self.keys.partition_point(|(k, _)| *k < wanted);
        let same = self.keys[from..].iter().take_while(|(k, _)| *k == wanted).map(|(_, at)| *at).filter(fits);
        if let Some(place) = self.best(same.collect(), edition, How::Exactly) {
            return place;
        }
        let letters = wanted.chars().count();
        let allowed = usize::from(letters >= ONE_SLIP) + usize::from(letters >= TWO_SLIPS);
        if allowed == 0 {
            return NOT_KNOWN;
        }
        let mut near: Vec<(usize, usize)> = Vec::new();
        for (key, at) in self.keys.iter().filter(|(_, at)| fits(at)) {
            if let Some(slips) = slips(key, &wanted, allowed) {
                near.push((slips, *at));
            }
        }
        let least = near.iter().map(|(slips, _)| *slips).min();
        let near = near.into_iter().filter(|(slips, _)| Some(*slips) == least).map(|(_, at)| at).collect();
        self.best(near, edition, How::Nearly).unwrap_or(NOT_KNOWN)
    }

    /// Of places that fit alike the one of the edition, then a municipality, then one of the other edition.
    fn best(&self, mut fits: Vec<usize>, edition: Level, how: How) -> Option<Place> {
        fits.sort_unstable();
        fits.dedup();
        for level in [edition, Level::City, Level::Parish2025, Level::Parish2013, Level::Country] {
            let of: Vec<usize> =
                fits.iter().copied().filter(|at| self.places[*at].geo.level == level).collect();
            match of.as_slice() {
                [] => {}
                [one] => return Some(Place { at: Some(*one), how }),
                _ => return Some(Place { at: None, how: How::Ambiguous }),
            }
        }
        None
    }

    /// Places that may be meant by a name that was not understood, at most five.
    pub fn maybe(&self, text: &str, edition: Level) -> Vec<usize> {
        let wanted = key(text);
        let mut out: Vec<usize> = Vec::new();
        let whole = find(self.keys.iter().map(|(k, _)| k.as_str()), &wanted, 12);
        let by_word = wanted.split(' ').filter(|w| w.chars().count() > 3);
        let by_word = by_word.flat_map(|word| find(self.keys.iter().map(|(k, _)| k.as_str()), word, 4));
        for at in whole.into_iter().chain(by_word).map(|at| self.keys[at].1) {
            let level = self.places[at].geo.level;
            if (level == edition || level == Level::City) && !out.contains(&at) && out.len() < 5 {
                out.push(at);
            }
        }
        out
    }
}

/// A name as it is compared: small letters without accents, abbreviations written out, what all names of a kind
/// begin with left out, and words without weight.
pub(super) fn key(name: &str) -> String {
    // why: “Sé (Porto)” and “Sé”, but “Selho (São Jorge)” is a name of its own; brackets stay, plain() opens them
    let plain = plain(&name.replace(['º', 'ª'], ""));
    let mut rest = plain.as_str();
    for start in [
        "freguesia de ",
        "freguesia do ",
        "freguesia da ",
        "municipio de ",
        "municipio do ",
        "concelho de ",
        "concelho do ",
        "uniao das freguesias de ",
        "uniao das freguesias do ",
        "uniao de freguesias de ",
        "uniao das freguesias da ",
        "u f de ",
        "uf de ",
        "uf ",
    ] {
        if let Some(after) = rest.strip_prefix(start) {
            rest = after;
            break;
        }
    }
    let mut words: Vec<&str> = Vec::new();
    for word in rest.split(' ') {
        match word {
            "s" | "sao" | "santo" | "sto" => words.push("sao"),
            "sta" => words.push("santa"),
            "n" | "nossa" => words.push("nossa"),
            "sra" | "sr" => words.push("senhora"),
            "a" | "as" | "o" | "os" | "da" | "das" | "de" | "do" | "dos" | "e" | "of" | "the" => {}
            other => words.push(other),
        }
    }
    words.join(" ")
}

/// Letters wrong, missing, additional or swapped between two names; none where there are more than allowed.
///
/// Optimal string alignment, with rows bounded by the difference of lengths.
fn slips(a: &str, b: &str, allowed: usize) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(120).collect(), b.chars().take(120).collect());
    if a.len().abs_diff(b.len()) > allowed {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=a.len()).collect();
    for (i, t) in b.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, n) in a.iter().enumerate() {
            let mut best = (row[j] + usize::from(t != n)).min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && *t == a[j - 1] && b[i - 1] == *n {
                best = best.min(before[j - 1] + 1);
            }
            next.push(best);
        }
        if next.iter().all(|n| *n > allowed) {
            return None;
        }
        before = std::mem::replace(&mut row, next);
    }
    row.last().copied().filter(|n| *n <= allowed)
}
