//! `gemeo catalogue coverage`: indicator × city × period × quality.

use std::process::ExitCode;

use gemeo_shared::{
    indicator::{Catalogue, Coverage, Engine, coverage},
    view::Availability,
};

use crate::{Outcome, city::Packs};

/// What is known of each indicator.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only this city; all of the folder where none is named.
    #[arg(long)]
    city: Option<String>,
    #[command(flatten)]
    packs: Packs,
}

/// Prints a row for each indicator, city, level and period, and one for an indicator without any.
pub fn run(args: &Args) -> Outcome {
    let engine = Engine::new(Catalogue::embedded()?);
    let cities = match &args.city {
        Some(city) => vec![city.clone()],
        None => args.packs.cities()?,
    };
    println!("city,indicator,level,period,values,gaps,marked,quality");
    for city in cities {
        let view = engine.city_view(&args.packs.open(&city)?);
        let rows = coverage(&view);
        for indicator in &view.indicators {
            let mut own = rows.iter().filter(|r| r.indicator == indicator.id).peekable();
            if own.peek().is_none() {
                let why = match indicator.availability {
                    Availability::NotComparable { .. } => "not_comparable",
                    _ => "no_data",
                };
                println!("{city},{},,,0,0,0,{why}", indicator.id);
            }
            for r in own {
                let quality = quality(r);
                println!(
                    "{city},{},{},{},{},{},{},{quality}",
                    r.indicator, r.level, r.period, r.values, r.gaps, r.marked
                );
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// One word for a row: what a reader of the matrix sees first.
fn quality(row: &Coverage) -> &'static str {
    match (row.values, row.marked, row.gaps) {
        (0, ..) => "gap",
        (_, 0, 0) => "complete",
        (_, 0, _) => "partial",
        _ => "marked",
    }
}
