//! An inventory file that someone opened for themselves: what was read, what was not, and what it amounts to.
//!
//! The file stays where it is: the page hands its bytes to a worker in the same browser, and gets this back.

use serde::{Deserialize, Serialize};

use super::{
    Fault, Inventory, InventoryRow,
    check::{Finding, check},
    diff::diff,
    import::{BadRow, Import},
};
use crate::{
    decompose::Reconciliation,
    geo::GeoId,
    inventory::{Choice, DocumentTotal, Level, totals},
    own::Refusal,
};

/// Faulty rows and findings that are told; the rest is counted.
const MOST: usize = 200;

/// What a page asks of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ask {
    /// Name of the file; its ending says what it is.
    pub name: String,
    /// Place of rows where the table has no such column.
    pub place: GeoId,
    /// The official inventory of that place, every year.
    pub official: Vec<InventoryRow>,
}

/// The answer: an [`Opened`], or why the file cannot be read at all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// What the file holds.
    Ok(Box<Opened>),
    /// Why it is no table that can be read.
    Refused(Refusal),
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Opened {
    /// Rows that were read.
    pub rows: Vec<InventoryRow>,
    /// The first rows that were not, with the fault of each cell.
    pub bad: Vec<BadRow>,
    /// How many were not.
    pub bad_count: usize,
    /// What else was met: lines above the header, sheets and columns that are not of the layout.
    pub notes: Vec<Fault>,
    /// The first findings of the rules of a finished inventory.
    pub findings: Vec<Finding>,
    /// How many findings there are.
    pub finding_count: usize,
    /// Totals by place and year, at every level.
    pub totals: Vec<DocumentTotal>,
    /// Why there are no totals, where a row cannot be computed.
    pub no_totals: Option<String>,
    /// The years that the official inventory has too, with the difference split.
    pub against: Vec<Against>,
}

/// A year of the file beside the official inventory of the same year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Against {
    /// The year.
    pub year: i32,
    /// From the official inventory to the file; or why they cannot be compared.
    pub split: Result<Reconciliation, String>,
}

/// Judges what was read of a file.
pub fn judge(read: Import, ask: &Ask) -> Opened {
    let inventory = Inventory::new(read.rows);
    let mut findings = check(&inventory);
    let rows = inventory.rows;
    let computed = Level::ALL.iter().map(|level| totals(&rows, *level, Choice::default()));
    let (totals, no_totals) = match computed.collect::<Result<Vec<_>, _>>() {
        Ok(found) => (found.into_iter().flatten().collect(), None),
        Err(error) => (Vec::new(), Some(error.to_string())),
    };
    let against = against(&rows, ask);
    let (bad_count, finding_count) = (read.bad.len(), findings.len());
    let mut bad = read.bad;
    bad.truncate(MOST);
    findings.truncate(MOST);
    let notes = read.notes.into_iter().take(MOST).collect();
    Opened { rows, bad, bad_count, notes, findings, finding_count, totals, no_totals, against }
}

fn against(rows: &[InventoryRow], ask: &Ask) -> Vec<Against> {
    let mut years: Vec<i32> = rows.iter().filter(|r| r.place == ask.place).map(|r| r.year).collect();
    years.sort_unstable();
    years.dedup();
    let of = |rows: &[InventoryRow], year: i32| -> Vec<InventoryRow> {
        rows.iter().filter(|r| r.year == year && r.place == ask.place).cloned().collect()
    };
    years.retain(|year| ask.official.iter().any(|r| r.year == *year && r.place == ask.place));
    let one = |year: i32| Against {
        year,
        split: diff(&of(&ask.official, year), &of(rows, year)).map_err(|e| e.to_string()),
    };
    years.into_iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::{
        Cell, Sheet,
        import::{Defaults, import},
    };

    fn row(gpc: &str, value: f64) -> InventoryRow {
        InventoryRow { emissions_t: Some(value), ..InventoryRow::new(GeoId::city("9901"), 2019, gpc) }
    }

    fn opened(lines: &[&[&str]]) -> Opened {
        let rows = lines.iter().map(|l| l.iter().map(|c| Cell::Text((*c).into())).collect()).collect();
        let sheet = Sheet { name: "CRF".into(), rows, decimal_comma: false };
        let place = GeoId::city("9901");
        let read = import(&[sheet], &Defaults { place: Some(place.clone()), year: None });
        let official = vec![row("I.1.1", 100.0), row("II.1.1", 50.0)];
        judge(read, &Ask { name: "x.csv".into(), place, official })
    }

    const HEAD: &[&str] = &["Year", "GPC ref. no.", "Activity", "Emissions (tCO2e)"];

    #[test]
    fn good_rows_are_totalled_and_bad_ones_named_by_cell() {
        let found = opened(&[
            HEAD,
            &["2019", "I.1.1", "gas", "120"],
            &["2019", "I.9.9", "", "7"],
            &["2019", "II.1.1", "", "x"],
        ]);
        assert_eq!((found.rows.len(), found.bad_count), (1, 2));
        assert_eq!(found.bad[1].faults[0].cell, "D4");
        let basic = found.totals.iter().find(|t| t.total.level == Level::Basic).and_then(|t| t.total.total);
        assert_eq!(basic, Some(120.0));
        assert_eq!(found.totals.len(), 3, "one place and year at three levels");
    }

    #[test]
    fn the_same_year_is_reconciled_with_the_official_one() {
        let found = opened(&[
            HEAD,
            &["2019", "I.1.1", "gas", "70"],
            &["2019", "I.1.1", "oil", "50"],
            &["2017", "I.1.1", "", "9"],
        ]);
        assert_eq!(found.against.len(), 1, "2017 has no official inventory");
        let split = found.against[0].split.clone().expect("comparable");
        assert_eq!((split.from_t, split.to_t, split.difference_t), (150.0, 120.0, -30.0));
        assert_eq!(
            (split.parts.unexplained_t, split.parts.boundary_t),
            (20.0, -50.0),
            "fuels against their sum"
        );
    }

    #[test]
    fn a_row_that_cannot_be_computed_leaves_no_total_and_says_why() {
        let head: &[&str] = &[
            "Year",
            "GPC ref. no.",
            "Activity data",
            "Activity unit",
            "Emission factor",
            "Emission factor unit",
            "Gas",
        ];
        let found = opened(&[head, &["2019", "I.1.1", "5", "TJ", "2", "kg/MWh/h", "CO2"]]);
        assert!(found.totals.is_empty() && found.no_totals.is_some(), "{found:?}");
    }
}
