//! Names as people type them: without accents, with a word left out or a letter wrong.

/// A name for comparing: small letters and digits without accents, words apart by one space.
pub fn plain(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars().flat_map(char::to_lowercase) {
        let c = fold(c);
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') && c != '\'' && c != '’' {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// A small letter without the accents of Portuguese and its neighbours.
fn fold(c: char) -> char {
    match c {
        'á' | 'à' | 'â' | 'ã' | 'ä' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'õ' | 'ö' | 'º' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        'ª' => 'a',
        '₂' => '2',
        _ => c,
    }
}

/// Words that part a name and are left out or mistaken without harm, in Portuguese and English.
const SMALL: [&str; 9] = ["a", "as", "da", "das", "de", "do", "dos", "e", "of"];

/// The names that fit what was typed, best first, at most `most`: their places in the list.
///
/// Names and text are in the form of [`plain`]. Every word typed must be in the name: whole, as its beginning, inside
/// one, or with a slip (one wrong, missing, additional or swapped letter from four letters on, two from eight on).
/// Among names that fit alike the shorter comes first, then the one earlier in the list.
pub fn find<'a>(names: impl IntoIterator<Item = &'a str>, typed: &str, most: usize) -> Vec<usize> {
    let all: Vec<&str> = typed.split(' ').filter(|word| !word.is_empty()).collect();
    let telling: Vec<&str> = all.iter().copied().filter(|word| !SMALL.contains(word)).collect();
    let words = if telling.is_empty() { all } else { telling };
    if words.is_empty() {
        return Vec::new();
    }
    let fits =
        names.into_iter().enumerate().filter_map(|(at, name)| Some((misfit(name, &words)?, name.len(), at)));
    let mut fits: Vec<(usize, usize, usize)> = fits.collect();
    fits.sort_unstable();
    fits.into_iter().take(most).map(|(.., at)| at).collect()
}

/// How far a name is from the words typed; none where a word is not in it.
fn misfit(name: &str, words: &[&str]) -> Option<usize> {
    let best = |word: &&str| {
        name.split(' ').enumerate().filter_map(|(at, n)| Some(slip(n, word)? * 4 + at.min(3))).min()
    };
    words.iter().map(best).sum()
}

/// 0 for the word itself, 1 for its beginning, 2 for a part, 3 and more for a slip.
fn slip(name: &str, typed: &str) -> Option<usize> {
    if name == typed {
        return Some(0);
    }
    if name.starts_with(typed) {
        return Some(1);
    }
    let letters = typed.chars().count();
    if letters >= 3 && name.contains(typed) {
        return Some(2);
    }
    let allowed = if letters >= 8 { 2 } else { usize::from(letters >= 4) };
    let slips = distance(name, typed);
    (slips <= allowed).then_some(2 + slips)
}

/// Letters that were wrong, missing, additional or swapped with their neighbour (optimal string alignment, a
/// restricted Damerau–Levenshtein distance) between the text and the beginning of the name it fits best.
fn distance(name: &str, typed: &str) -> usize {
    let (name, typed): (Vec<char>, Vec<char>) = (name.chars().collect(), typed.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=name.len()).collect();
    for (i, t) in typed.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, n) in name.iter().enumerate() {
            let mut best = (row[j] + usize::from(t != n)).min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && *t == name[j - 1] && typed[i - 1] == *n {
                best = best.min(before[j - 1] + 1);
            }
            next.push(best);
        }
        before = std::mem::replace(&mut row, next);
    }
    row.into_iter().min().unwrap_or(typed.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 7] = [
        "arroios",
        "sao domingos de benfica",
        "benfica",
        "avenidas novas",
        "alvalade",
        "sao vicente",
        "creixomil",
    ];

    fn found(typed: &str) -> Vec<&'static str> {
        find(NAMES, &plain(typed), 5).into_iter().map(|at| NAMES[at]).collect()
    }

    #[test]
    fn names_compare_without_accents_and_signs() {
        assert_eq!(plain("SELHO (SÃO CRISTÓVÃO)"), "selho sao cristovao");
        assert_eq!(plain("Número de CPE's"), "numero de cpes");
        assert_eq!(plain("CO₂ · Active.Energy..kWh."), "co2 active energy kwh");
    }

    #[test]
    fn the_name_itself_comes_before_those_that_hold_it() {
        assert_eq!(found("Benfica"), ["benfica", "sao domingos de benfica"]);
        assert_eq!(found("a"), ["arroios", "alvalade", "avenidas novas"]);
        assert_eq!(found("São"), ["sao vicente", "sao domingos de benfica"]);
    }

    #[test]
    fn words_may_come_in_any_order_and_small_ones_do_not_matter() {
        assert_eq!(found("benfica São Domingos"), ["sao domingos de benfica"]);
        assert_eq!(found("sao domingos da benfica"), ["sao domingos de benfica"]);
        assert_eq!(found("vicente porto"), [""; 0]);
    }

    #[test]
    fn one_slip_is_forgiven_from_four_letters_on() {
        for typed in ["arroyos", "aroios", "arrroios", "arrios", "arrioos"] {
            assert_eq!(found(typed), ["arroios"], "{typed}");
        }
        assert_eq!(found("alvaldae"), ["alvalade"]);
        assert_eq!(found("creixomli"), ["creixomil"]);
        assert_eq!(found("xrr"), [""; 0]);
        assert_eq!(found(""), [""; 0]);
        assert_eq!(found("  "), [""; 0]);
    }

    #[test]
    fn no_more_than_asked_for() {
        assert_eq!(find(NAMES, "a", 2), [0, 4]);
        assert_eq!(find(NAMES, "a", 0), [0; 0]);
    }
}
