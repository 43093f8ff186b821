//! `gemeo inventory`: totals by GPC rules, and inventories computed, read, written, checked and compared.
//!
//! Schemas of the JSON: `docs/schema/inventory.schema.json` and `docs/schema/cli/inventory-*.schema.json`.

mod base_year;
mod compute;
mod total;

use crate::{Outcome, exchange};

/// Greenhouse gas inventories: totals, computing, reading, writing, checking, comparing.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Compute the total of an inventory from its cells, by the rules of the GPC.
    Total(total::Args),
    /// Compute the emissions of each row from activity, factor and GWP, and write the inventory.
    Compute(compute::Args),
    /// Weigh the changes of a base year against a threshold: must it be recalculated?
    BaseYear(base_year::Args),
    #[command(flatten)]
    Exchange(exchange::Command),
}

/// Runs one of the inventory commands.
pub fn run(args: Args) -> Outcome {
    match args.command {
        Command::Total(args) => total::run(&args),
        Command::Compute(args) => compute::run(&args),
        Command::BaseYear(args) => base_year::run(&args),
        Command::Exchange(command) => exchange::run(command),
    }
}

/// Which of several figures count.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
struct ChoiceArgs {
    /// Give every row the potentials of this set: SAR, AR4, AR5, AR6 or AR6_GWP20.
    #[arg(long)]
    gwp: Option<gemeo_shared::factor::GwpSet>,
    /// Which electricity counts where an inventory has both: location or market.
    #[arg(long, default_value = "location")]
    electricity: Electricity,
    /// Which transport counts where an inventory has several: fuel_sales, induced_activity, territorial or
    /// resident_activity.
    #[arg(long)]
    transport: Option<gemeo_shared::inventory::Method>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum Electricity {
    #[default]
    Location,
    Market,
}

impl ChoiceArgs {
    fn choice(self) -> gemeo_shared::inventory::Choice {
        gemeo_shared::inventory::Choice {
            gwp: self.gwp,
            market_based: self.electricity == Electricity::Market,
            transport: self.transport,
        }
    }
}
