use std::{fmt::Debug, fs, path::Path};

use proptest::{prelude::*, sample::Index};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::*;
use crate::{
    pack::{
        Index as Cities, Manifest,
        file::{Core, Detail, GeographyFile, SourcesFile},
    },
    table::Table,
};

/// Every file of the packs that the browser reads this way.
fn files() -> Vec<(String, Value)> {
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../public/packs");
    let read = |path: &Path| serde_json::from_slice(&fs::read(path).expect("readable")).expect("JSON");
    let mut files = vec![("index.json".to_owned(), read(&packs.join("index.json")))];
    for city in ["guimaraes", "lisboa", "porto"] {
        for name in ["manifest.json", "core.json", "detail.json", "geography.json", "sources.json"] {
            files.push((name.to_owned(), read(&packs.join(city).join(name))));
        }
    }
    files
}

/// Reads a file both ways and says whether it was taken; both must agree.
fn both(name: &str, tree: &Value) -> bool {
    match name {
        "index.json" => agree::<Cities, Cities>(tree, |a, b| a == b),
        "manifest.json" => agree::<Manifest, Manifest>(tree, |a, b| a == b),
        // why other types: a table checks its indices when serde reads it, afterwards when a tree is read
        "core.json" => agree::<Core<Table>, Core<Checked>>(tree, |a, b| {
            a.profile == b.profile && a.targets == b.targets && a.table == b.table.0
        }),
        "detail.json" => {
            agree::<Detail<Table>, Detail<Checked>>(tree, |a, b| a.city == b.city && a.table == b.table.0)
        }
        "geography.json" => agree::<GeographyFile, GeographyFile>(tree, |a, b| a.geography == b.geography),
        _ => agree::<SourcesFile, SourcesFile>(tree, |a, b| a.sources == b.sources),
    }
}

struct Checked(Table);

impl FromTree for Checked {
    fn read(tree: Value, at: &mut Reading) -> Self {
        let raw = crate::table::RawTable::read(tree, at);
        Self(Table::try_from(raw).unwrap_or_else(|_| {
            at.fault("is no table");
            Table::default()
        }))
    }
}

fn agree<A: DeserializeOwned, B: FromTree>(tree: &Value, same: impl Fn(&A, &B) -> bool) -> bool {
    match (serde_json::from_value::<A>(tree.clone()), from_tree::<B>(tree.clone())) {
        (Ok(a), Ok(b)) => {
            assert!(same(&a, &b), "read as something else");
            true
        }
        (Err(_), Err(_)) => false,
        (a, b) => panic!("serde: {:?}, from the tree: {:?}", a.err(), b.err()),
    }
}

#[test]
fn the_files_of_the_packs_are_read_as_serde_reads_them() {
    for (name, tree) in files() {
        assert!(both(&name, &tree), "{name} is taken");
    }
}

/// The path of every value below a tree, that of the tree itself first; long lists by their first items.
fn places(tree: &Value, at: &str, out: &mut Vec<String>) {
    out.push(at.to_owned());
    match tree {
        Value::Array(items) => {
            items.iter().take(3).enumerate().for_each(|(n, item)| places(item, &format!("{at}/{n}"), out));
        }
        Value::Object(fields) => fields.iter().for_each(|(name, value)| {
            let name = name.replace('~', "~0").replace('/', "~1");
            places(value, &format!("{at}/{name}"), out);
        }),
        _ => {}
    }
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-3i64..300).prop_map(Value::from),
        Just(json!(1.5)),
        Just(json!(5_000_000_000_i64)),
        prop_oneof![Just("2021"), Just("city/1106"), Just("NE"), Just("open"), Just("x"), Just("")]
            .prop_map(Value::from),
        Just(json!([])),
        Just(json!([1, 2])),
        Just(json!({})),
        Just(json!({"x": 1})),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_file_with_a_fault_is_taken_by_both_or_by_none(which in any::<Index>(), place in any::<Index>(), other in proptest::option::of(value()), more in any::<bool>()) {
        let files = files();
        let (name, tree) = &files[which.index(files.len())];
        let (mut places_of, mut changed) = (Vec::new(), tree.clone());
        places(tree, "", &mut places_of);
        let place = &places_of[place.index(places_of.len())];
        match (other, place.rsplit_once('/')) {
            (Some(other), _) if more => {
                if let Some(Value::Object(fields)) = changed.pointer_mut(place) {
                    fields.insert("surplus".into(), other);
                }
            }
            (Some(other), _) => *changed.pointer_mut(place).expect("it is there") = other,
            (None, Some((parent, field))) => match changed.pointer_mut(parent) {
                Some(Value::Object(fields)) => {
                    fields.remove(&field.replace("~1", "/").replace("~0", "~"));
                }
                Some(Value::Array(items)) => {
                    items.pop();
                }
                _ => {}
            },
            (None, None) => {}
        }
        both(name, &changed);
    }
}

#[derive(Debug, PartialEq, Default)]
struct Sample {
    name: String,
    years: Vec<i32>,
    by: BTreeMap<String, [f64; 2]>,
    on: bool,
}

#[derive(Debug, PartialEq)]
struct Kept {
    only: u8,
    list: Vec<u32>,
}

tree_struct! { lenient Sample { name, years, by, on } }
tree_struct! { strict Kept { only; list } }

fn fault<T: FromTree + Debug>(text: &str) -> String {
    from_str::<T>(text).expect_err("a fault").to_string()
}

#[test]
fn a_fault_is_told_with_its_path() {
    assert_eq!(
        fault::<Sample>(r#"{"years": [2019, "2020", true]}"#),
        ".years.1: this is no whole number of the size that is needed here"
    );
    assert_eq!(fault::<Sample>(r#"{"by": {"a.b": [1, 2], "c": [1]}}"#), ".by.c: this has another length");
    assert_eq!(fault::<Kept>("{}"), ".only: this is missing");
    assert_eq!(fault::<Kept>(r#"{"only": 1, "other": 2}"#), ".other: this is not known here");
    assert_eq!(
        fault::<Kept>(r#"{"only": 256}"#),
        ".only: this is no whole number of the size that is needed here"
    );
    assert_eq!(fault::<Kept>("[]"), "this is no object");
    assert!(fault::<Kept>("{").contains("line 1"));
}

#[test]
fn what_may_be_left_out_is_empty_and_more_is_allowed_where_nothing_is_said() {
    assert_eq!(from_str(r#"{"only": 7}"#), Ok(Kept { only: 7, list: Vec::new() }));
    assert_eq!(from_str(r#"{"surplus": [1]}"#), Ok(Sample::default()));
}
