//! `gemeo inventory compute`: emissions of each row from activity, factor and GWP.

use std::{path::PathBuf, process::ExitCode};

use gemeo_shared::{exchange::Inventory, factor::GwpSet, inventory::compute::emissions};

use crate::{
    Outcome,
    exchange::{self, Reading},
};

/// Arguments of `compute`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// FILE or CITY:YEAR.
    inventory: String,
    /// Give every row the potentials of this set: SAR, AR4, AR5, AR6 or AR6_GWP20.
    #[arg(long)]
    gwp: Option<GwpSet>,
    /// Write to this file (.json, .csv or .xlsx); without one, JSON to standard output.
    #[arg(long)]
    out: Option<PathBuf>,
    #[command(flatten)]
    reading: Reading,
}

pub fn run(args: &Args) -> Outcome {
    let mut inventory = exchange::read(&args.inventory, &args.reading)?;
    let computed = compute(&mut inventory, args.gwp)?;
    match &args.out {
        Some(out) => exchange::write(out, &inventory)?,
        None => println!("{}", serde_json::to_string_pretty(&inventory)?),
    }
    eprintln!("{} rows, {computed} computed or restated", inventory.rows.len());
    Ok(ExitCode::SUCCESS)
}

/// Puts emissions into the rows; gives how many rows changed.
fn compute(inventory: &mut Inventory, gwp: Option<GwpSet>) -> Result<usize, Box<dyn std::error::Error>> {
    let mut changed = 0;
    for row in &mut inventory.rows {
        let value = emissions(row, gwp)?;
        changed += usize::from(value != row.emissions_t);
        row.emissions_t = value;
        // Carbon dioxide is the measure: it has no set.
        let has_set = row.gas.as_deref().is_some_and(|g| g != "CO2") && value.is_some();
        row.gwp_set = gwp.filter(|_| has_set).or(row.gwp_set);
    }
    Ok(changed)
}

#[cfg(test)]
mod tests {
    use gemeo_shared::exchange::InventoryRow;

    use super::*;

    #[test]
    fn rows_are_filled_and_then_stand() {
        let row = InventoryRow {
            activity_value: Some(100.0),
            activity_unit: Some("TJ".into()),
            factor_value: Some(5.0),
            factor_unit: Some("kg/TJ".into()),
            gas: Some("CH4".into()),
            gwp_set: Some(GwpSet::Ar5),
            ..InventoryRow::new(gemeo_shared::geo::GeoId::city("1106"), 2019, "I.1.1")
        };
        let mut inventory = Inventory::new(vec![row]);
        assert_eq!(compute(&mut inventory, None).expect("computed"), 1);
        assert_eq!(inventory.rows[0].emissions_t, Some(14.0));
        assert_eq!(compute(&mut inventory, None).expect("stands"), 0);
        assert_eq!(compute(&mut inventory, Some(GwpSet::Sar)).expect("follows"), 1);
        assert_eq!(
            (inventory.rows[0].emissions_t, inventory.rows[0].gwp_set),
            (Some(10.5), Some(GwpSet::Sar))
        );
    }
}
