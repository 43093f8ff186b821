//! `gemeo explain`: how one value came about.
//!
//! Schemas: `docs/schema/cli/explain.output.schema.json` and `explain-prov.output.schema.json`.

use std::{collections::BTreeMap, process::ExitCode};

use gemeo_shared::{
    geo::GeoId,
    indicator::{Catalogue, DRAWS, Engine, ExplainError, Wanted},
    lineage::prov,
    period::Period,
    view::Explanation,
};

use crate::{Outcome, city::Packs, fail};

/// Show how a value came about: each part of its formula and every observation.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Catalogue id of the indicator, e.g. ghg_total.
    indicator: String,
    /// The city, e.g. lisboa.
    city: String,
    /// The period, e.g. 2019 or 2024-01.
    #[arg(value_parser = period)]
    period: Period,
    /// Another place than the city, e.g. parish2013/110601.
    #[arg(long, value_parser = geo)]
    geo: Option<GeoId>,
    /// A dimension of the series, e.g. voltage=low; may be repeated.
    #[arg(long = "dim", value_parser = dim)]
    dims: Vec<(String, String)>,
    #[command(flatten)]
    packs: Packs,
    /// Draws of the Monte Carlo simulation of the uncertainty; 0 for none.
    #[arg(long, default_value_t = DRAWS)]
    draws: u32,
    /// The derivation as JSON.
    #[arg(long)]
    json: bool,
    /// The derivation as W3C PROV-JSON.
    #[arg(long, conflicts_with = "json")]
    prov: bool,
}

fn period(text: &str) -> Result<Period, String> {
    text.parse().map_err(|e| format!("{e}"))
}

fn geo(text: &str) -> Result<GeoId, String> {
    text.parse().map_err(|e| format!("{e}"))
}

fn dim(text: &str) -> Result<(String, String), String> {
    let pair = text.split_once('=').ok_or("write dimension=member, e.g. voltage=low")?;
    Ok((pair.0.into(), pair.1.into()))
}

/// Prints the derivation.
pub fn run(args: Args) -> Outcome {
    let engine = Engine::new(Catalogue::embedded()?);
    let pack = args.packs.open(&args.city)?;
    let geo = args.geo.unwrap_or_else(|| GeoId::city(&pack.profile.code));
    let dims: BTreeMap<String, String> = args.dims.into_iter().collect();
    let wanted = Wanted { geo: &geo, period: args.period, dims: &dims };
    match engine.explain_simulated(&pack, &args.indicator, &wanted, args.draws) {
        Ok(explanation) if args.prov => {
            println!("{}", serde_json::to_string_pretty(&prov::document(&explanation, &pack.hash))?);
        }
        Ok(explanation) if args.json => println!("{}", serde_json::to_string_pretty(&explanation)?),
        Ok(explanation) => print(&explanation),
        Err(error @ (ExplainError::Indicator(_) | ExplainError::Several { .. })) => {
            return Ok(fail::say(error.code(), None, &error.to_string(), 2));
        }
        Err(error) => return Ok(fail::say(error.code(), None, &error.to_string(), 1)),
    }
    Ok(ExitCode::SUCCESS)
}

fn print(e: &Explanation) {
    println!("{} of {} in {}: {} {}", e.indicator, e.geo, e.period, number(e.value), e.unit);
    for (dimension, member) in &e.dims {
        println!("  {dimension} = {member}");
    }
    if let Some(u) = &e.uncertainty {
        println!("  ± {:.1} % by propagation: {:.4} to {:.4} (95 %)", u.propagated_pct, u.lower, u.upper);
        if let Some(s) = &u.simulated {
            println!(
                "  Monte Carlo, {} draws from seed {}: {:.4} to {:.4}",
                s.draws, s.seed, s.lower, s.upper
            );
        }
        let defaults =
            if u.has_defaults { "; defaults among them, see docs/methods/uncertainty.md" } else { "" };
        println!("  uncertainty of inputs by {}{defaults}", u.rules.join(", "));
    }
    println!("\nFormula {}\n{}\n\nSteps", e.formula_version, e.formula.trim());
    for step in &e.steps {
        let indent = "  ".repeat(usize::from(step.depth) + 1);
        println!("{indent}{} = {} {}", shortened(&step.expr), number(step.value), step.unit);
    }
    println!("\nInputs");
    for i in &e.inputs {
        let key = if i.notation.is_empty() { &i.status } else { &i.notation };
        println!(
            "  {} {} {}: {} {} [{key}] {} {}",
            i.series,
            i.geo,
            i.period,
            number(i.value),
            i.unit,
            i.source,
            i.hash
        );
    }
    for f in &e.factors {
        println!("  {} = {} {} [{}] {}", f.lookup, f.value, f.unit, f.rows.join(", "), f.hash);
    }
    println!("\n{}\nSHA-256 {}", e.engine, e.hash);
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "missing".into(), |v| v.to_string())
}

/// A part of a formula on one line of a terminal.
fn shortened(expr: &str) -> String {
    let cut: String = expr.chars().take(100).collect();
    if cut.len() < expr.len() { format!("{cut}…") } else { cut }
}
