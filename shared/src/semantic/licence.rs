//! What follows for data that is combined: under which licence it may be passed on, what speaks against it, and whom to name.
//!
//! Two ways of combining are told apart. In a pack figures stand side by side, each with its source: a collective database
//! (ODbL 1.0 §1 and §4.5a; CC BY-SA 4.0 §1a leaves collections free). A table that mixes them is an adaptation, to which the
//! conditions of each licence apply at once.

use std::collections::BTreeSet;

use crate::source::{Reuse, Source};

/// What a licence asks, as far as it matters for combining.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Terms {
    /// No conditions (CC0, public domain).
    Free,
    /// The author is named (CC BY, reuse of the EU with acknowledgement).
    Named,
    /// What is made of it carries CC BY-SA.
    SharedAlike,
    /// What is made of the database carries ODbL.
    SharedDatabase,
    /// Not for commercial use.
    NonCommercial,
    /// Figures may be shown with their citation; data may not be passed on.
    Cited,
}

/// What came of combining.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Combined {
    /// Address of the licence a mixed table carries, and its short name; none where it may not be passed on.
    pub licence: Option<(&'static str, &'static str)>,
    /// What speaks against it or narrows it, in words that name the sources.
    pub against: Vec<String>,
    /// Whom to name, each once, sorted.
    pub attributions: Vec<String>,
}

/// Reads the terms of a source.
pub fn terms(source: &Source) -> Terms {
    let words = source.licence.to_ascii_uppercase().replace('-', " ");
    let holds = |part: &str| words.contains(part);
    // Share-alike and non-commercial conditions hold even where only figures are cited.
    if holds("ODBL") || holds("OPEN DATABASE") {
        Terms::SharedDatabase
    } else if source.reuse == Reuse::Cite {
        Terms::Cited
    } else if holds(" NC") {
        Terms::NonCommercial
    } else if holds("BY SA") {
        Terms::SharedAlike
    } else if holds("CC0") || holds("PUBLIC DOMAIN") {
        Terms::Free
    } else {
        Terms::Named
    }
}

/// What follows for a table that mixes figures of these sources.
pub fn mixed(sources: &[Source]) -> Combined {
    let of = |t: Terms| {
        let ids: BTreeSet<&str> = sources.iter().filter(|s| terms(s) == t).map(|s| s.id.as_str()).collect();
        ids.into_iter().collect::<Vec<_>>().join(", ")
    };
    let has = |t: Terms| sources.iter().any(|s| terms(s) == t);
    let mut against = Vec::new();
    if has(Terms::Cited) {
        against
            .push(format!("{}: figures with their citation, files may not be passed on", of(Terms::Cited)));
    }
    let shares = [
        (Terms::SharedAlike, Terms::SharedDatabase, "CC BY-SA and ODbL each ask for their own licence"),
        (Terms::SharedAlike, Terms::NonCommercial, "CC BY-SA allows commercial use, the other does not"),
        (Terms::SharedDatabase, Terms::NonCommercial, "ODbL allows commercial use, the other does not"),
    ];
    for (a, b, why) in shares {
        if has(a) && has(b) {
            against.push(format!("{} and {}: {why}", of(a), of(b)));
        }
    }
    let licence = match () {
        () if !against.is_empty() => None,
        () if has(Terms::NonCommercial) => {
            Some(("https://creativecommons.org/licenses/by-nc/4.0/", "CC BY-NC 4.0"))
        }
        () if has(Terms::SharedDatabase) => {
            Some(("https://opendatacommons.org/licenses/odbl/1-0/", "ODbL 1.0"))
        }
        () if has(Terms::SharedAlike) => {
            Some(("https://creativecommons.org/licenses/by-sa/4.0/", "CC BY-SA 4.0"))
        }
        () if has(Terms::Named) => Some(("https://creativecommons.org/licenses/by/4.0/", "CC BY 4.0")),
        () => Some(("https://creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0")),
    };
    Combined { licence, against, attributions: attributions(sources) }
}

/// Whom to name for figures of these sources, each once, sorted.
pub fn attributions<'a>(sources: impl IntoIterator<Item = &'a Source>) -> Vec<String> {
    let names: BTreeSet<&str> = sources.into_iter().map(|s| s.attribution.as_str()).collect();
    names.into_iter().filter(|n| !n.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(id: &str, licence: &str, reuse: Reuse) -> Source {
        Source {
            id: id.into(),
            title: id.into(),
            publisher: id.into(),
            citation: String::new(),
            licence: licence.into(),
            attribution: format!("© {id}"),
            reuse,
            vintage: None,
        }
    }

    fn of(list: &[(&str, &str, Reuse)]) -> Combined {
        mixed(&list.iter().map(|(id, l, r)| source(id, l, *r)).collect::<Vec<_>>())
    }

    #[test]
    fn the_strictest_condition_holds() {
        let name = |list: &[(&str, &str, Reuse)]| of(list).licence.map(|(_, name)| name);
        assert_eq!(name(&[("a", "CC0 1.0", Reuse::Open)]), Some("CC0 1.0"));
        assert_eq!(
            name(&[("a", "CC0 1.0", Reuse::Open), ("b", "CC BY 4.0", Reuse::Open)]),
            Some("CC BY 4.0")
        );
        assert_eq!(
            name(&[("a", "CC BY 4.0", Reuse::Open), ("b", "ODbL 1.0", Reuse::Open)]),
            Some("ODbL 1.0")
        );
        assert_eq!(
            name(&[("a", "CC BY-SA 4.0", Reuse::Open), ("b", "CC BY 4.0", Reuse::Open)]),
            Some("CC BY-SA 4.0")
        );
        assert_eq!(
            name(&[("eu", "reuse allowed (Commission Decision 2011/833/EU)", Reuse::Open)]),
            Some("CC BY 4.0")
        );
    }

    #[test]
    fn what_cannot_be_combined_is_named_with_its_reason() {
        for (a, b) in
            [("CC BY-SA 4.0", "ODbL 1.0"), ("CC BY-SA 4.0", "CC BY-NC 4.0"), ("ODbL 1.0", "CC BY-NC 4.0")]
        {
            let combined = of(&[("a", a, Reuse::Open), ("b", b, Reuse::Open), ("c", "CC0", Reuse::Open)]);
            assert_eq!(combined.licence, None, "{a} and {b}");
            assert!(
                combined.against.len() == 1 && combined.against[0].starts_with("a and b: ")
                    || combined.against[0].starts_with("b and a: "),
                "{:?}",
                combined.against
            );
        }
        let cited = of(&[("cdp", "figures with citation", Reuse::Cite), ("ine", "CC BY 4.0", Reuse::Open)]);
        assert_eq!(cited.licence, None);
        assert!(cited.against[0].starts_with("cdp: "), "{:?}", cited.against);
    }

    #[test]
    fn everybody_is_named_once() {
        let sources = [
            source("b", "CC0", Reuse::Open),
            source("a", "CC0", Reuse::Open),
            source("b", "CC0", Reuse::Open),
        ];
        assert_eq!(attributions(&sources), ["© a", "© b"]);
    }
}
