use std::{collections::BTreeMap, path::PathBuf};

use super::*;
use crate::{
    formula::{Kind, Test},
    indicator::Catalogue,
    observation::NotationKey,
};

/// A tenth of Lisboa's inventory of 2019, rounded to tonnes: it keeps the pattern of values and keys.
const SMALL: &[(&str, &str)] = &[
    ("I.1.1", "11301"),
    ("I.1.2", "17108"),
    ("I.1.3", "1427"),
    ("I.4.1", "NO"),
    ("I.4.2", "NO"),
    ("I.4.3", "NO"),
    ("I.4.4", "500"),
    ("I.7.1", "NO"),
    ("I.8.1", "410"),
    ("II.1.1", "79507"),
    ("II.1.2", "794"),
    ("II.1.3", "66"),
    ("II.2.1", "IE"),
    ("II.2.2", "3742"),
    ("III.1.1", "3710"),
    ("III.1.2", "2915"),
    ("III.1.3", "NO"),
    ("III.4.1", "1849"),
    ("III.4.2", "124"),
    ("III.4.3", "1017"),
    ("IV.1", "NE"),
    ("V.1", "C"),
    ("VI.1", "9515"),
];

fn part(gpc: &str, text: &str) -> Part {
    let notation = match text {
        "NO" => Some(NotationKey::NO),
        "IE" => Some(NotationKey::IE),
        "NE" => Some(NotationKey::NE),
        "C" => Some(NotationKey::C),
        _ => None,
    };
    Part { gpc: gpc.into(), value: text.parse().ok(), notation }
}

fn small() -> Vec<Part> {
    SMALL.iter().map(|(gpc, text)| part(gpc, text)).collect()
}

#[test]
fn each_level_counts_its_cells_and_no_others() {
    let sum = |level| total(&small(), level).expect("sound").total;
    let basic = 11301.0 + 17108.0 + 410.0 + 79507.0 + 794.0 + 3742.0 + 3710.0 + 2915.0 + 1849.0 + 124.0;
    assert_eq!(sum(Level::Basic), Some(basic));
    assert_eq!(sum(Level::BasicPlus), Some(basic + 1427.0 + 66.0));
    let territorial = 11301.0 + 500.0 + 410.0 + 79507.0 + 3710.0 + 1849.0 + 1017.0;
    assert_eq!(sum(Level::Territorial), Some(territorial));
}

#[test]
fn what_was_not_estimated_is_listed_and_what_does_not_occur_is_not() {
    let plus = total(&small(), Level::BasicPlus).expect("sound");
    let key = |gpc: &str| plus.left_out.iter().find(|l| l.gpc == gpc).map(|l| l.notation);
    assert_eq!(key("IV.1"), Some(Some(NotationKey::NE)));
    assert_eq!(key("V.1"), Some(Some(NotationKey::C)));
    assert_eq!(key("I.2.1"), Some(None), "not reported at all");
    assert_eq!(key("I.4.1"), None, "NO is no gap");
    assert_eq!(key("II.2.1"), None, "IE is no gap");
    let sector = |s: &str| plus.sectors.iter().find(|t| t.sector == s).map(|t| t.total);
    assert_eq!(sector("IV"), Some(None), "missing is never zero");
    assert_eq!(total(&[], Level::Basic).map(|t| t.total), Ok(None));
}

#[test]
fn cells_that_do_not_exist_or_come_twice_are_errors() {
    assert_eq!(total(&[part("I.9.1", "1")], Level::Basic), Err(InventoryError::Reference("I.9.1".into())));
    let twice = [part("I.1.1", "1"), part("I.1.1", "2")];
    assert_eq!(total(&twice, Level::Basic), Err(InventoryError::Twice("I.1.1".into())));
}

#[test]
fn the_formulas_of_the_catalogue_list_the_same_cells() {
    let catalogue = Catalogue::embedded().expect("the build checked it");
    let listed = |id: &str| -> Vec<String> {
        let nodes = &catalogue.formula(id).expect(id).formula.nodes;
        let lists = nodes.iter().filter_map(|node| match &node.kind {
            Kind::Series(_, filters) => filters.iter().find_map(|f| match &f.test {
                Test::In(members) if f.dimension == "gpc" => Some(members.clone()),
                _ => None,
            }),
            _ => None,
        });
        let mut all: Vec<String> = lists.flatten().collect();
        all.sort();
        all
    };
    let by_rule = |level: Level| -> Vec<String> {
        let counted = REFERENCES.iter().filter(|r| r.counts_in(level));
        let mut all: Vec<String> = counted.map(|r| r.gpc.to_string()).collect();
        all.sort();
        all
    };
    for (id, level) in [
        ("ghg_total", Level::Basic),
        ("ghg_by_sector", Level::Basic),
        ("ghg_total_basic_plus", Level::BasicPlus),
        ("ghg_by_subsector", Level::BasicPlus),
        ("ghg_by_scope", Level::BasicPlus),
        ("ghg_territorial", Level::Territorial),
    ] {
        assert_eq!(listed(id), by_rule(level), "{id}");
    }
}

/// Rows of the shelf's table, or none where the shelf is absent.
fn shelf() -> Option<String> {
    let data = std::env::var("GEMEO_TEST_DATA").unwrap_or_else(|_| "../../shared/data".into());
    std::fs::read_to_string(PathBuf::from(data).join("../facts/ghg_inventories.csv")).ok()
}

#[test]
fn lisboa_2018_to_2020_agrees_with_the_published_totals() {
    let Some(table) = shelf() else {
        println!("skipped: lisboa_2018_to_2020_agrees_with_the_published_totals (no GEMEO_TEST_DATA)");
        return;
    };
    let mut parts: BTreeMap<String, Vec<Part>> = BTreeMap::new();
    let mut published: BTreeMap<(String, String), f64> = BTreeMap::new();
    for row in table.lines().filter_map(|l| l.strip_prefix("Lisboa,GPC ")) {
        let fields = fields(row);
        let (name, value, year) = (&fields[0], &fields[3], fields[5].clone());
        match name.strip_prefix("total ") {
            Some(which) => {
                published.insert((year, which.into()), value.parse().expect("a number"));
            }
            None => parts.entry(year).or_default().push(part(name, value)),
        }
    }
    assert_eq!(published.len(), 27, "three years of nine totals");
    for ((year, which), expected) in published {
        let (level, sector) = which.split_once(' ').unwrap_or((&which, ""));
        let level = match level {
            "BASIC" => Level::Basic,
            "BASIC+" => Level::BasicPlus,
            _ => Level::Territorial,
        };
        let computed = total(&parts[&year], level).expect("sound");
        let sum = match sector {
            "" => computed.total,
            name => {
                let id =
                    ["Stationary", "Transport", "Waste"].iter().position(|s| *s == name).expect("a sector");
                computed.sectors[id].total
            }
        };
        let sum = sum.expect("a value");
        assert!((sum - expected).abs() <= 0.05, "{year} {which}: {sum} against {expected}");
    }
}

/// The fields of a CSV line; quotes may surround commas.
fn fields(line: &str) -> Vec<String> {
    let (mut fields, mut quoted) = (vec![String::new()], false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            _ => fields.last_mut().expect("one").push(c),
        }
    }
    fields
}
