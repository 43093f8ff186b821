//! What a reader's own data is called where a language asks for a plain word: tables of SQL, concepts of a formula.

use std::collections::BTreeSet;

use crate::names::plain;

/// What each of these names begins with, so that none is taken for a published one.
pub const OWN: &str = "own_";
/// Letters after it.
const LONGEST: usize = 40;

/// A word for each name, no two alike: small letters, digits and `_`. Of names alike the later ones are numbered.
pub fn called<'n>(names: impl IntoIterator<Item = &'n str>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let free = |name: &str| {
        let first = word(name);
        let mut free = first.clone();
        let mut n = 1;
        while !taken.insert(free.clone()) {
            n += 1;
            free = format!("{first}_{n}");
        }
        free
    };
    names.into_iter().map(free).collect()
}

fn word(name: &str) -> String {
    let mut out = String::new();
    for c in plain(name).chars().take(LONGEST) {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
    }
    let out = out.trim_end_matches('_');
    format!("{OWN}{}", if out.is_empty() { "data" } else { out })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_a_word_of_its_own() {
        let names =
            ["Consumo (kWh)", "consumo-kwh", "Água por freguesia", "東京", "", "x".repeat(90).as_str()]
                .map(str::to_owned);
        let words = called(names.iter().map(String::as_str));
        let long = format!("own_{}", "x".repeat(40));
        assert_eq!(
            words,
            [
                "own_consumo_kwh",
                "own_consumo_kwh_2",
                "own_agua_por_freguesia",
                "own_data",
                "own_data_2",
                &long
            ]
        );
        assert_eq!(called(["a", "a_2", "a"]), ["own_a", "own_a_2", "own_a_3"]);
    }
}
