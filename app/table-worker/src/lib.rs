//! The table worker: reads a file that someone opened and says what it holds: an inventory (CSV or XLSX) in the layout
//! known here, or any table of a reader's own ([`own`]). It also writes Parquet (`parquet`).
//!
//! Its own WebAssembly, loaded when a file is opened, so that no visit pays for the readers of workbooks. The file
//! goes from the page to this worker and nowhere else.

pub mod own;
#[cfg(target_arch = "wasm32")]
pub mod parquet;

use gemeo_shared::{
    exchange::{
        Sheet, TableError, csv_table,
        import::{Defaults, import},
        opened::{Ask, Said, judge},
        xlsx,
    },
    own::Refusal,
};
use wasm_bindgen::prelude::wasm_bindgen;

/// Answers a question (an `Ask` as JSON) about a file's bytes; the answer is a `Said` as JSON.
#[wasm_bindgen]
pub fn handle(question: &str, bytes: &[u8]) -> String {
    let said = match serde_json::from_str::<Ask>(question) {
        Ok(ask) => answer(&ask, bytes),
        Err(error) => Said::Refused(Refusal::new("broken").with("why", error)),
    };
    serde_json::to_string(&said).unwrap_or_default()
}

fn answer(ask: &Ask, bytes: &[u8]) -> Said {
    match sheets(&ask.name, bytes) {
        Ok(sheets) => {
            let defaults = Defaults { place: Some(ask.place.clone()), year: None };
            Said::Ok(Box::new(judge(import(&sheets, &defaults), ask)))
        }
        Err(error) => Said::Refused(error.into()),
    }
}

/// A workbook begins with the mark of a zip archive, whatever its name; all else is read as text.
fn sheets(name: &str, bytes: &[u8]) -> Result<Vec<Sheet>, TableError> {
    if bytes.starts_with(b"PK\x03\x04") {
        return xlsx::read(bytes);
    }
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    csv_table::read(stem, bytes).map(|sheet| vec![sheet])
}

#[cfg(test)]
mod tests {
    use gemeo_shared::{
        exchange::{InventoryRow, export::export},
        geo::GeoId,
    };

    use super::*;

    fn said(name: &str, bytes: &[u8]) -> Said {
        let ask = Ask { name: name.into(), place: GeoId::city("9901"), official: Vec::new() };
        let question = serde_json::to_string(&ask).expect("JSON");
        serde_json::from_str(&handle(&question, bytes)).expect("an answer")
    }

    fn rows() -> Vec<InventoryRow> {
        let row = |gpc| InventoryRow {
            emissions_t: Some(12.5),
            ..InventoryRow::new(GeoId::city("9901"), 2020, gpc)
        };
        vec![row("I.1.1"), row("II.1.1")]
    }

    #[test]
    fn both_forms_give_the_rows_that_were_written() {
        let sheet = export(&rows());
        let book = xlsx::write(std::slice::from_ref(&sheet)).expect("a workbook");
        for (name, bytes) in [("a.csv", csv_table::write(&sheet).into_bytes()), ("a.xlsx", book)] {
            let Said::Ok(found) = said(name, &bytes) else { panic!("{name} was not read") };
            assert_eq!((found.rows, found.bad_count), (rows(), 0), "{name}");
        }
    }

    #[test]
    fn what_is_no_table_is_refused_by_a_code() {
        let code = |name, bytes: &[u8]| match said(name, bytes) {
            Said::Refused(refusal) => refusal.code,
            Said::Ok(found) => panic!("{name}: {found:?}"),
        };
        assert_eq!(code("a.xlsx", b"PK\x03\x04 and no more"), "workbook");
        assert_eq!(code("a.csv", &[0xff, 0xfe, 0x00]), "not_utf8");
        assert!(handle("{", b"").starts_with(r#"{"refused":{"code":"broken""#));
    }
}
