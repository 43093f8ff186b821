//! The formula language: reading and checking any text.

use gemeo_shared::{
    formula::{ConceptType, Concepts, Expected, check, parse},
    pack::vocabulary,
    unit::Unit,
};

/// The concepts of the vocabulary, and each of them once more as an indicator.
struct Vocabulary;

impl Concepts for Vocabulary {
    fn concept(&self, id: &str) -> Option<ConceptType> {
        let concept = vocabulary::concept(id)?;
        let dimensions = concept.dimensions.iter().map(|d| (*d).to_string()).collect();
        Some(ConceptType { unit: concept.unit.parse().ok()?, dimensions, timeless: concept.promise })
    }

    fn indicator(&self, id: &str) -> Option<ConceptType> {
        self.concept(id)
    }
}

/// Reads a text as a formula and checks it; every part can be shown as text, and what was read is read again.
pub fn formula(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(read) = parse(text) else { return };
    for node in 0..read.nodes.len() {
        let Ok(id) = u16::try_from(node) else { panic!("a formula of {} parts", read.nodes.len()) };
        let _ = read.text_of(id);
    }
    assert_eq!(
        parse(&read.text).map(|again| again.nodes.len()),
        Ok(read.nodes.len()),
        "the trimmed text differs"
    );
    let unit = Unit::one();
    for by in [vec![], vec!["mode".to_string()]] {
        let expected =
            Expected { id: "fuzz", unit: &unit, by: &by, interpolate: data.len().is_multiple_of(2) };
        if let Err(error) = check(read.clone(), &expected, &Vocabulary) {
            assert!(!error.to_string().is_empty());
        }
    }
}
