//! `gemeo pack`: from facts to city packs, and packs against their rules.

mod boundaries;
mod build;
mod check;
mod dissolve;
mod facts;
mod json;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use crate::Outcome;

/// What to do with packs.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Build packs from a folder of facts: same input, same bytes.
    Build {
        /// Folder with sources.csv, licences.csv, common/ and one folder a city.
        #[arg(long, default_value = "data/facts")]
        facts: PathBuf,
        /// Folder the packs are written to.
        #[arg(long, default_value = "public/packs")]
        out: PathBuf,
        /// Build this city alone (its folder's name); the index still lists the others found in OUT.
        #[arg(long)]
        city: Option<String>,
    },
    /// Check packs: hashes, schema, units, codes, totals and licences; lists every fault.
    Check {
        /// Pack folders, or the folder that holds them all.
        #[arg(required = true)]
        dirs: Vec<PathBuf>,
        /// Write the faults as a JSON array of {file, row, column, code, message}.
        #[arg(long)]
        json: bool,
    },
}

/// Builds the pack of a city from facts, and writes it where it has passed the rules.
pub fn build(facts: &Path, out: &Path, city: Option<&str>) -> Result<(), build::BuildError> {
    build::run(facts, out, city)
}

/// Runs one of the pack commands.
pub fn run(args: Args) -> Outcome {
    match args.command {
        Command::Build { facts, out, city } => {
            build::run(&facts, &out, city.as_deref())?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Check { dirs, json } => check::run(&dirs, json),
    }
}
