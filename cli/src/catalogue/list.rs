//! `gemeo catalogue list` and `show`.

use std::process::ExitCode;

use gemeo_shared::indicator::texts;
use serde_json::{Value, json};

use crate::{Outcome, fail};

/// Every indicator.
#[derive(Debug, clap::Args)]
pub struct ListArgs {
    /// Only those of this domain, e.g. energy.
    #[arg(long)]
    domain: Option<String>,
    /// The language of names.
    #[arg(long, default_value = "en", value_parser = ["pt", "en"])]
    lang: String,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// One indicator.
#[derive(Debug, clap::Args)]
pub struct ShowArgs {
    /// Id, e.g. ghg_total.
    indicator: String,
    /// The language of texts.
    #[arg(long, default_value = "en", value_parser = ["pt", "en"])]
    lang: String,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// Prints a line or an object for each indicator.
pub fn list(args: &ListArgs) -> Outcome {
    let all: Value = serde_json::from_str(texts())?;
    let items = all["indicators"].as_array().into_iter().flatten();
    let wanted = |i: &&Value| args.domain.as_ref().is_none_or(|d| i["domain"] == json!(d));
    let rows = items.filter(wanted).map(
        |i| json!({ "id": i["id"], "domain": i["domain"], "unit": i["unit"], "name": i[&args.lang]["name"] }),
    );
    let rows: Vec<Value> = rows.collect();
    if args.json {
        println!("{}", serde_json::to_string_pretty(&rows)?);
        return Ok(ExitCode::SUCCESS);
    }
    for row in rows {
        println!(
            "{}\t{}\t{}\t{}",
            text(&row["id"]),
            text(&row["domain"]),
            text(&row["unit"]),
            text(&row["name"])
        );
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints all there is about one indicator.
pub fn show(args: &ShowArgs) -> Outcome {
    let all: Value = serde_json::from_str(texts())?;
    let mut items = all["indicators"].as_array().into_iter().flatten();
    let Some(item) = items.find(|i| i["id"] == json!(args.indicator)) else {
        let message =
            format!("there is no indicator “{}”; `gemeo catalogue list` lists them", args.indicator);
        return Ok(fail::say("indicator", None, &message, 2));
    };
    let (_, mut shown) = super::indicator(item, &args.lang, "all");
    shown["id"] = item["id"].clone();
    if args.json {
        println!("{}", serde_json::to_string_pretty(&shown)?);
        return Ok(ExitCode::SUCCESS);
    }
    for (key, value) in shown.as_object().into_iter().flatten() {
        match value {
            Value::String(text) => println!("{key}: {}", text.trim()),
            other => println!("{key}: {other}"),
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
