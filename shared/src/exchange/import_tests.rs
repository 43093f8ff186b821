//! Import: what is read, what is kept apart, and what comes back.

use proptest::prelude::*;

use super::*;
use crate::{
    exchange::{InventoryRow, export},
    factor::GwpSet,
    inventory::Method,
    observation::{NotationKey, Quality},
};

fn sheet(lines: &[&[&str]]) -> Sheet {
    let cell = |t: &&str| if t.is_empty() { Cell::Empty } else { Cell::Text((*t).into()) };
    let rows = lines.iter().map(|line| line.iter().map(cell).collect()).collect();
    Sheet { name: "S".into(), rows, decimal_comma: false }
}

fn defaults() -> Defaults {
    Defaults { place: Some(GeoId::city("1106")), year: Some(2019) }
}

fn faults(import: &Import) -> Vec<String> {
    import.bad.iter().flat_map(|b| &b.faults).map(ToString::to_string).collect()
}

#[test]
fn columns_in_any_order_and_language() {
    let table = sheet(&[
        &["Inventário de Lisboa"],
        &[],
        &["Emissões (tCO2e)", "Ref. GPC", "Âmbito", "Chave de notação", "Bairro"],
        &["117883.72", "I.1.1", "Âmbito 1", "", "Baixa"],
        &["", "I.4.1", "1", "no", ""],
    ]);
    let result = import(&[table], &defaults());
    assert!(result.bad.is_empty(), "{:?}", faults(&result));
    assert_eq!(result.rows[0].emissions_t, Some(117_883.72));
    assert_eq!((result.rows[0].scope, result.rows[0].year), (Some(1), 2019));
    assert_eq!(result.rows[0].extra["Bairro"], "Baixa");
    assert_eq!(result.rows[1].notation, Some(NotationKey::NO));
    let notes: Vec<&str> = result.notes.iter().map(|n| n.cell.as_str()).collect();
    assert_eq!(notes, ["1", "E3"], "the title and the unknown column are named");
}

#[test]
fn bad_rows_are_kept_apart_and_name_cell_and_expectation() {
    let table = sheet(&[
        &["Year", "GPC ref. no.", "Emissions (tCO2e)", "Gas", "Notation key"],
        &["2019", "I.1.1", "10", "CO2", ""],
        &["2019", "1.1.1", "1.234,5", "XY", ""],
        &["", "I.1.2", "10", "", "NE"],
        &["2019", "I.1.3", "", "", ""],
        &["1066", "I.2.1", "5", "", ""],
    ]);
    let result = import(&[table], &Defaults { year: None, ..defaults() });
    assert_eq!(result.rows.len(), 1);
    assert_eq!(result.bad.iter().map(|b| b.row).collect::<Vec<_>>(), [3, 4, 5, 6]);
    assert_eq!(
        faults(&result),
        [
            "S!B3 (GPC ref. no.): found “1.1.1”, expected a reference of GPC table 4.2, such as I.1.1",
            "S!D3 (Gas): found “XY”, expected a gas such as CO2, CH4, N2O, or CO2e",
            "S!C3 (Emissions (tCO2e)): found “1.234,5”, expected a number with a decimal point and no thousands separator, such as 1234.5",
            "S!A4 (Year): found nothing, expected a value: every row needs one",
            "S!C5 (Emissions (tCO2e)): found neither a value nor a notation key, expected emissions in tCO2e, or IE, NE, NO or C",
            "S!A6 (Year): found “1066”, expected a year from 1900 to 2300",
        ]
    );
    assert_eq!(result.bad[0].cells["Emissions (tCO2e)"], "1.234,5", "the cells of a bad row are kept");
}

#[test]
fn value_and_key_exclude_each_other_and_errors_are_no_values() {
    let mut table = sheet(&[
        &["GPC ref. no.", "Emissions (tCO2e)", "Notation key"],
        &["I.1.1", "10", "NE"],
        &["I.1.2", "", ""],
    ]);
    table.rows[2][1] = Cell::Error { error: "#N/A".into() };
    let result = import(&[table], &defaults());
    assert_eq!(
        faults(&result),
        [
            "S!C2 (Notation key): found NE beside a value, expected a value or a notation key, not both",
            "S!B3 (Emissions (tCO2e)): found the error #N/A, expected a value",
        ]
    );
}

#[test]
fn a_place_is_needed_where_none_is_given() {
    let table = sheet(&[&["GPC ref. no.", "Emissions (tCO2e)", "Year"], &["I.1.1", "10", "2019"]]);
    let result = import(&[table], &Defaults::default());
    assert_eq!(faults(&result), ["S!2 (Place): found nothing, expected a value: every row needs one"]);
}

#[test]
fn sheets_without_a_table_are_named() {
    let result = import(&[sheet(&[&["Notes"], &["hello"]])], &defaults());
    assert_eq!(result.notes.len(), 1);
    assert!(result.notes[0].to_string().starts_with("S: found no header row with “GPC ref. no.”"));
}

#[test]
fn decimal_commas_where_the_sheet_has_them() {
    let mut table = sheet(&[
        &["GPC ref. no.", "Emissions (tCO2e)", "Year"],
        &["I.1.1", "10,5", "2019"],
        &["I.1.2", "1.5", "2019"],
    ]);
    table.decimal_comma = true;
    let result = import(&[table], &defaults());
    assert_eq!(result.rows[0].emissions_t, Some(10.5));
    assert!(faults(&result)[0].contains("“1.5”, expected a number with a decimal comma"));
}

#[test]
fn a_repeated_header_is_kept_as_a_column_of_its_own() {
    let table = sheet(&[
        &["GPC ref. no.", "Emissions (tCO2e)", "Source", "Source", ""],
        &["I.1.1", "10", "a", "b", "c"],
    ]);
    let result = import(&[table], &defaults());
    assert_eq!(result.rows[0].source.as_deref(), Some("a"));
    assert_eq!(result.rows[0].extra["Source [D1]"], "b");
    assert_eq!(result.rows[0].extra["[E1]"], "c");
}

prop_compose! {
    fn texts()(texts in proptest::array::uniform7(prop::option::of("[^\\p{Cc}\\p{Z}\u{fffe}\u{ffff}][a-zã='+\n -]{0,12}[a-z]"))) -> [Option<String>; 7] { texts }
}

prop_compose! {
    fn row()(
        texts in texts(),
        year in 1900..=2300i32,
        gpc in prop::sample::select(vec!["I.1.1", "II.4.3", "III.1.2", "V.3", "VI.1"]),
        scope in prop::option::of(1..=3u8),
        key in prop::option::of(prop::sample::select(vec![NotationKey::IE, NotationKey::NE, NotationKey::NO, NotationKey::C])),
        numbers in proptest::array::uniform3(any::<f64>().prop_filter("finite", |n| n.is_finite())),
        gas in prop::option::of(prop::sample::select(vec!["CO2", "CH4", "HFC134a", "CO2e"])),
        set in prop::option::of(prop::sample::select(GwpSet::ALL.to_vec())),
        method in prop::option::of(prop::sample::select(Method::ALL.to_vec())),
        quality in prop::option::of(prop::sample::select(vec![Quality::H, Quality::M, Quality::L])),
        extra in prop::option::of("[a-z]{1,8}"),
    ) -> InventoryRow {
        let [sector, subsector, explanation, activity, activity_unit, factor_unit, source] = texts;
        let mut row = InventoryRow {
            sector, subsector, scope, notation: key, method, explanation, activity, activity_unit, factor_unit,
            gas: gas.map(String::from), gwp_set: set, quality_activity: quality, quality_factor: quality, source,
            ..InventoryRow::new(GeoId::city("0308"), year, gpc)
        };
        if key.is_none() {
            [row.activity_value, row.factor_value, row.emissions_t] = numbers.map(Some);
        }
        row.extra.extend(extra.map(|text| ("Bairro".to_string(), text)));
        row
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn rows_survive_a_sheet(rows in prop::collection::vec(row(), 1..10)) {
        let back = import(&[export::export(&rows)], &Defaults::default());
        prop_assert!(back.bad.is_empty(), "{:?}", faults(&back));
        prop_assert_eq!(back.rows, rows);
    }

    #[cfg(feature = "tables")]
    #[test]
    fn rows_survive_csv_and_xlsx(rows in prop::collection::vec(row(), 1..6)) {
        use crate::exchange::{csv_table, xlsx};
        let sheet = export::export(&rows);
        let csv = csv_table::write(&sheet);
        let from_csv = import(&[csv_table::read("x", csv.as_bytes()).expect("readable")], &Defaults::default());
        prop_assert!(from_csv.bad.is_empty(), "{:?}", faults(&from_csv));
        prop_assert_eq!(&from_csv.rows, &rows);
        let book = xlsx::write(&[sheet]).expect("writable");
        let from_xlsx = import(&xlsx::read(&book).expect("readable"), &Defaults::default());
        prop_assert!(from_xlsx.bad.is_empty(), "{:?}", faults(&from_xlsx));
        prop_assert_eq!(from_xlsx.rows, rows);
    }

    #[test]
    fn no_sheet_panics_and_no_row_is_lost(
        cells in prop::collection::vec(prop::collection::vec("[I.1CO2enN0-9,= ]{0,6}", 0..5), 0..8)
    ) {
        let mut lines: Vec<Vec<Cell>> = vec![["GPC ref. no.", "Emissions (tCO2e)", "Gas", "Scope", "Notation key"].iter().map(|t| Cell::Text((*t).into())).collect()];
        lines.extend(cells.iter().map(|row| row.iter().map(|t| Cell::Text(t.clone())).collect()));
        let filled = lines.iter().skip(1).filter(|row| !row.iter().all(Cell::is_blank)).count();
        let result = import(&[Sheet { name: "S".into(), rows: lines, decimal_comma: false }], &defaults());
        prop_assert_eq!(result.rows.len() + result.bad.len(), filled);
        prop_assert!(result.bad.iter().all(|b| !b.faults.is_empty()));
    }
}
