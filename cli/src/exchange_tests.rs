//! Inventories through files: what goes out comes back, and what cannot be read is named.

use std::fs;

use gemeo_shared::exchange::InventoryRow;

use super::*;

/// A folder of its own for each test, taken away at its end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("gemeo-exchange-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).expect("folder");
        Self(path)
    }

    fn file(&self, name: &str) -> String {
        self.0.join(name).to_string_lossy().into_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn reading() -> Reading {
    Reading { sheet: None, place: None, year: None, packs: PathBuf::from("none") }
}

fn rows() -> Vec<InventoryRow> {
    let row = |gpc: &str, t: f64| InventoryRow {
        emissions_t: Some(t),
        activity: Some("=gás".into()),
        ..InventoryRow::new(GeoId::city("1106"), 2019, gpc)
    };
    vec![row("I.1.1", 113_006.63), row("II.1.1", 0.1 + 0.2)]
}

#[test]
fn an_inventory_survives_every_form_of_file() {
    let folder = Folder::new("forms");
    for form in ["json", "csv", "xlsx"] {
        let file = folder.file(&format!("inventory.{form}"));
        write(Path::new(&file), &Inventory::new(rows())).expect("written");
        assert_eq!(read(&file, &reading()).expect("read").rows, rows(), "{form}");
    }
}

#[test]
fn a_table_with_bad_rows_is_refused_by_all_but_import() {
    let folder = Folder::new("bad");
    let file = folder.file("t.csv");
    fs::write(
        &file,
        "Place,Year,GPC ref. no.,Emissions (tCO2e)\ncity/1106,2019,I.1.1,10\ncity/1106,2019,I.1.2,ten\n",
    )
    .expect("written");
    let error = read(&file, &reading()).expect_err("refused").to_string();
    assert!(error.contains("1 rows cannot be read:\n  t!D3 (Emissions (tCO2e)): found “ten”"), "{error}");
    let result = read_table(Path::new(&file), &reading()).expect("read");
    assert_eq!((result.rows.len(), result.bad.len()), (1, 1));
    let out = folder.file("bad.csv");
    write_sheet(Path::new(&out), &export_bad(&result.bad)).expect("written");
    let text = fs::read_to_string(out).expect("written");
    assert!(text.contains("t,3,\"t!D3 (Emissions (tCO2e)): found “ten”"), "{text}");
}

#[test]
fn what_cannot_be_found_is_named() {
    let fails = |name: &str| read(name, &reading()).expect_err("refused").to_string();
    assert!(fails("nowhere.csv").contains("nowhere.csv"));
    assert!(fails("table.ods").contains("“.ods” is not a table that is read"));
    assert!(fails("lisboa:2019").contains("none"), "{}", fails("lisboa:2019"));
    assert!(fails("../x:2019").contains("is neither a file nor the name of a city"));
}

#[test]
fn a_sheet_that_is_not_there_is_named_with_those_that_are() {
    let folder = Folder::new("sheet");
    let file = folder.file("t.xlsx");
    write(Path::new(&file), &Inventory::new(rows())).expect("written");
    let wanted = Reading { sheet: Some("CIRIS".into()), ..reading() };
    let error = read(&file, &wanted).expect_err("refused").to_string();
    assert!(error.ends_with("there is no sheet “CIRIS”; the file has “Inventory”"), "{error}");
}

#[test]
fn the_waterfall_says_all_parts() {
    let mut later = rows();
    later[0].emissions_t = Some(113_106.63);
    later.remove(1);
    let text = waterfall(&diff(&rows(), &later).expect("valid"));
    let lines: Vec<Vec<&str>> = text.lines().map(|l| l.split_whitespace().collect()).collect();
    assert!(lines.contains(&vec!["unexplained", "+100.00"]), "{text}");
    assert!(lines.contains(&vec!["boundary", "-0.30"]) && lines.contains(&vec!["II", "-0.30"]), "{text}");
}

#[test]
fn the_schema_knows_every_field_and_its_example_is_read() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/schema/inventory.schema.json");
    let schema: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(path).expect("there")).expect("JSON");
    let example: Inventory = serde_json::from_value(schema["examples"][0].clone()).expect("an inventory");
    assert!(check(&example).iter().all(|f| f.severity == Severity::Warning), "{:?}", check(&example));
    let full = InventoryRow {
        notation: Some(gemeo_shared::observation::NotationKey::NO),
        method: Some(gemeo_shared::inventory::Method::LocationBased),
        ..example.rows[0].clone()
    };
    let row = serde_json::to_value(full).expect("JSON");
    let fields: Vec<&String> = row.as_object().expect("an object").keys().collect();
    let properties = schema["properties"]["rows"]["items"]["properties"].as_object().expect("properties");
    assert_eq!(fields, properties.keys().collect::<Vec<_>>());
}
