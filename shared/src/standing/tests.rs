//! The committed packs, judged.

use std::{collections::BTreeMap, fs, path::Path};

use super::*;
use crate::{
    indicator::{Catalogue, Engine},
    pack::{CORE, MANIFEST, Pack, SOURCES},
};

fn of(city: &str) -> Standing {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../public/packs").join(city);
    let files: BTreeMap<String, Vec<u8>> = [MANIFEST, CORE, SOURCES]
        .into_iter()
        .map(|name| (name.to_string(), fs::read(folder.join(name)).expect("a committed pack")))
        .collect();
    let engine = Engine::new(Catalogue::embedded().expect("the catalogue"));
    standing(&engine.city_view(&Pack::read(&files).expect("a whole pack")))
}

#[test]
fn porto_is_behind_its_straight_path() {
    let porto = of("porto");
    let reached = porto.reached.expect("a comparable reduction");
    assert_eq!(porto.judgement, Judgement::Behind);
    assert_eq!((reached.pct, reached.period.as_str()), (36.2, "2018"));
    // 85 % over 26 years, after 14 of them
    assert!((reached.path_pct - 85.0 * 14.0 / 26.0).abs() < 1e-9);
    assert!((porto.distance_pp.expect("a distance") - 48.8).abs() < 1e-9);
}

#[test]
fn guimaraes_is_measured_against_its_plan_as_its_contract_has_no_percentage() {
    let guimaraes = of("guimaraes");
    assert_eq!(guimaraes.promise.map(|t| (t.id, t.reduction_pct)), Some(("ccc-2030".into(), None)));
    assert_eq!(guimaraes.measured.map(|t| (t.id, t.reduction_pct)), Some(("secap-2030".into(), Some(40.0))));
    let reached = guimaraes.reached.expect("a comparable reduction");
    assert_eq!((reached.pct, reached.period.as_str()), (16.43, "2018"));
    assert_eq!(guimaraes.judgement, Judgement::Behind);
}

#[test]
fn lisboa_is_not_judged_and_the_reason_is_given() {
    let lisboa = of("lisboa");
    assert_eq!(lisboa.judgement, Judgement::NotComparable);
    assert!(lisboa.reached.is_none() && lisboa.distance_pp.is_none());
    assert_eq!(lisboa.reason.map(|r| r.key).as_deref(), Some("remark.base_not_comparable"));
    assert_eq!(lisboa.newest.as_deref(), Some("2020"));
}
