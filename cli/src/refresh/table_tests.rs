use std::collections::BTreeSet;

use gemeo_shared::{connect, pack::vocabulary::concept, unit::Unit};

use super::*;

#[test]
fn every_entry_of_the_table_can_be_refreshed() {
    let sources = sources().expect("the table is part of the program");
    let ids: BTreeSet<&str> = sources.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(ids.len(), sources.len(), "an id twice");
    for source in &sources {
        let id = &source.id;
        assert!(id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{id}");
        for answer in &source.answers {
            let connector =
                if answer.follow.is_some() { answer.follow.as_ref().map(|f| &f.connector) } else { None };
            let reads = connector.unwrap_or(&answer.connector);
            assert!(connect::by_id(reads).is_some(), "{id}: no connector {reads}");
            assert!(answer.address.is_some() || !answer.recorded.is_empty(), "{id}: asks nothing");
            assert!(answer.address.is_none() || !answer.name.is_empty(), "{id}: an answer without a name");
            let paged = answer.address.as_ref().is_some_and(|a| a.contains("{offset}"));
            assert_eq!(paged, answer.page.is_some(), "{id}: pages");
            let secure = |text: &String| text.starts_with("https://");
            assert!(answer.address.iter().all(secure), "{id}");
            assert!(
                answer.follow.iter().flat_map(|f| &f.begin).all(|b| secure(b) && b.ends_with('/')),
                "{id}"
            );
        }
        for figure in &source.figures {
            let name = figure.named.as_ref().unwrap_or(&figure.concept);
            if figure.pack {
                assert!(source.cited.is_some(), "{id}: figures for the pack without a source to cite");
                let known = concept(name).unwrap_or_else(|| panic!("{id}: no concept {name}"));
                assert!(figure.set.keys().all(|d| known.dimensions.contains(&d.as_str())), "{id}: {name}");
            }
            assert!(figure.unit.iter().all(|u| u.parse::<Unit>().is_ok()), "{id}: {name}");
            assert!(figure.fold.is_none_or(|f| f.least > 0.0 && f.least <= 1.0), "{id}: {name}");
        }
    }
}

#[test]
fn what_reaches_the_facts_has_a_source_there() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../data/facts/sources.csv");
    let mut reader = csv::Reader::from_path(path).expect("the sources");
    let known: BTreeSet<String> =
        reader.records().map(|r| r.expect("a row").get(0).unwrap_or_default().to_owned()).collect();
    for source in sources().expect("the table") {
        assert!(
            source.cited.iter().all(|c| known.contains(c)),
            "{}: {:?} is not in sources.csv",
            source.id,
            source.cited
        );
    }
}

#[test]
fn a_source_is_chosen_by_its_name_or_by_the_city() {
    let ids = |code: &str| chosen(code, None).expect("sources").into_iter().map(|s| s.id).collect::<Vec<_>>();
    assert!(ids("1312").contains(&"ngsi".into()) && !ids("1106").contains(&"ngsi".into()));
    assert_eq!(chosen("0308", Some("eredes")).expect("a source").len(), 1);
    let error = chosen("0308", Some("eurostatt")).expect_err("no such source").to_string();
    assert!(error.contains("eurostatt") && error.contains("eurostat, "), "{error}");
}
