//! From rows of an inventory to a sheet.

use std::collections::BTreeSet;

use super::{Cell, InventoryRow, Sheet, import::BadRow, layout::Column};

/// Name of the sheet that is written.
pub const SHEET: &str = "Inventory";

/// A sheet with a header row, every column of the layout, and the columns that came with the rows.
pub fn export(rows: &[InventoryRow]) -> Sheet {
    let extra: BTreeSet<&String> = rows.iter().flat_map(|r| r.extra.keys()).collect();
    let headers = Column::ALL.iter().map(|c| c.header()).chain(extra.iter().map(|h| h.as_str()));
    let mut table = vec![headers.map(|h| Cell::Text(h.into())).collect()];
    for row in rows {
        let known = Column::ALL.iter().map(|column| cell(row, *column));
        let others = extra.iter().map(|header| text(row.extra.get(*header)));
        table.push(known.chain(others).collect());
    }
    Sheet { name: SHEET.into(), rows: table, decimal_comma: false }
}

/// A sheet of rows that could not be read, with what is wrong with each, to be put right and read again.
pub fn export_bad(bad: &[BadRow]) -> Sheet {
    let headers: BTreeSet<&String> = bad.iter().flat_map(|b| b.cells.keys()).collect();
    let first = ["Sheet", "Row", "Faults"].into_iter().map(|h| Cell::Text(h.into()));
    let mut table = vec![first.chain(headers.iter().map(|h| Cell::Text((*h).clone()))).collect()];
    for row in bad {
        let faults: Vec<String> = row.faults.iter().map(ToString::to_string).collect();
        let first =
            [Cell::Text(row.sheet.clone()), Cell::Number(row.row as f64), Cell::Text(faults.join("; "))];
        table.push(first.into_iter().chain(headers.iter().map(|h| text(row.cells.get(*h)))).collect());
    }
    Sheet { name: "Not read".into(), rows: table, decimal_comma: false }
}

fn cell(row: &InventoryRow, column: Column) -> Cell {
    let code = |code: Option<String>| code.map_or(Cell::Empty, Cell::Text);
    match column {
        Column::Place => Cell::Text(row.place.to_string()),
        Column::Year => Cell::Number(f64::from(row.year)),
        Column::Sector => text(row.sector.as_ref()),
        Column::Subsector => text(row.subsector.as_ref()),
        Column::Gpc => Cell::Text(row.gpc.clone()),
        Column::Scope => number(row.scope.map(f64::from)),
        Column::Notation => code(row.notation.map(|n| format!("{n:?}"))),
        Column::Explanation => text(row.explanation.as_ref()),
        Column::Method => code(row.method.map(|m| m.to_string())),
        Column::Activity => text(row.activity.as_ref()),
        Column::ActivityValue => number(row.activity_value),
        Column::ActivityUnit => text(row.activity_unit.as_ref()),
        Column::FactorValue => number(row.factor_value),
        Column::FactorUnit => text(row.factor_unit.as_ref()),
        Column::Gas => text(row.gas.as_ref()),
        Column::GwpSet => code(row.gwp_set.map(|s| s.to_string())),
        Column::Emissions => number(row.emissions_t),
        Column::QualityActivity => code(row.quality_activity.map(|q| format!("{q:?}"))),
        Column::QualityFactor => code(row.quality_factor.map(|q| format!("{q:?}"))),
        Column::Source => text(row.source.as_ref()),
    }
}

fn text(value: Option<&String>) -> Cell {
    value.map_or(Cell::Empty, |text| Cell::Text(text.clone()))
}

fn number(value: Option<f64>) -> Cell {
    value.map_or(Cell::Empty, Cell::Number)
}
