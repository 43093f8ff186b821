//! `gemeo inventory import|export|check|diff`: inventories as CSV, XLSX and JSON.
//!
//! An inventory is named by a file (`.csv`, `.xlsx`, `.json`) or, from the city packs, by `CITY:YEAR`, e.g. `lisboa:2019`.
//! Schemas: `docs/schema/inventory.schema.json` and `docs/schema/cli/inventory-*.schema.json`.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use gemeo_shared::{
    decompose::{Parts, Reconciliation},
    exchange::{
        Inventory, MAX_FILE, Sheet, TableError,
        check::{Severity, check},
        csv_table,
        diff::diff,
        export::{export, export_bad},
        import::{Defaults, Import, import},
        observed, xlsx,
    },
    geo::GeoId,
    pack::Pack,
};

use crate::Outcome;

type Fault = Box<dyn std::error::Error>;

/// What to do with inventories.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Read an inventory from CSV or XLSX and write what was read as JSON; rows that could not be read are listed apart.
    Import(ImportArgs),
    /// Write an inventory as CSV, XLSX or JSON.
    Export(ExportArgs),
    /// Check an inventory against the rules of the GPC.
    Check(CheckArgs),
    /// Split the difference of two inventories into activity, factor, GWP, boundary and unexplained.
    Diff(DiffArgs),
}

/// Options of reading tables and packs.
#[derive(Debug, clap::Args)]
pub struct Reading {
    /// Read this sheet of a workbook alone.
    #[arg(long)]
    sheet: Option<String>,
    /// Place of rows where the table has no such column, e.g. city/1106.
    #[arg(long)]
    place: Option<GeoId>,
    /// Year of rows where the table has no such column.
    #[arg(long)]
    year: Option<i32>,
    /// Folder of the city packs.
    #[arg(long, default_value = "public/packs")]
    packs: PathBuf,
}

impl Reading {
    /// Every sheet, and nothing taken where a table lacks a column.
    pub(crate) fn plain() -> Self {
        Self { sheet: None, place: None, year: None, packs: "public/packs".into() }
    }
}

/// Arguments of `import`.
#[derive(Debug, clap::Args)]
pub struct ImportArgs {
    /// CSV or XLSX file.
    file: PathBuf,
    /// Also write the rows that were read, as .json, .csv or .xlsx.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Also write the rows that were not read with their faults, as .csv or .xlsx.
    #[arg(long)]
    bad: Option<PathBuf>,
    #[command(flatten)]
    reading: Reading,
}

/// Arguments of `export`.
#[derive(Debug, clap::Args)]
pub struct ExportArgs {
    /// FILE or CITY:YEAR.
    inventory: String,
    /// File to write; its ending says the form: .csv, .xlsx or .json.
    #[arg(long)]
    out: PathBuf,
    #[command(flatten)]
    reading: Reading,
}

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
pub struct CheckArgs {
    /// FILE or CITY:YEAR.
    inventory: String,
    /// Write the findings as JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    reading: Reading,
}

/// Arguments of `diff`.
#[derive(Debug, clap::Args)]
pub struct DiffArgs {
    /// The first inventory: FILE or CITY:YEAR.
    from: String,
    /// The second inventory: FILE or CITY:YEAR.
    to: String,
    /// Write the result as JSON, with every row.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    reading: Reading,
}

/// Runs one of the commands.
pub fn run(command: Command) -> Outcome {
    match command {
        Command::Import(args) => run_import(&args),
        Command::Export(args) => run_export(&args),
        Command::Check(args) => run_check(&args),
        Command::Diff(args) => run_diff(&args),
    }
}

fn run_import(args: &ImportArgs) -> Outcome {
    let result = read_table(&args.file, &args.reading)?;
    if let Some(out) = &args.out {
        write(out, &Inventory::new(result.rows.clone()))?;
    }
    if let Some(bad) = &args.bad {
        write_sheet(bad, &export_bad(&result.bad))?;
    }
    println!("{}", serde_json::to_string_pretty(&result)?);
    eprintln!("{} rows read, {} not, {} notes", result.rows.len(), result.bad.len(), result.notes.len());
    Ok(ExitCode::from(u8::from(!result.bad.is_empty())))
}

fn run_export(args: &ExportArgs) -> Outcome {
    let inventory = read(&args.inventory, &args.reading)?;
    write(&args.out, &inventory)?;
    eprintln!("{} rows written to {}", inventory.rows.len(), args.out.display());
    Ok(ExitCode::SUCCESS)
}

fn run_check(args: &CheckArgs) -> Outcome {
    let findings = check(&read(&args.inventory, &args.reading)?);
    if args.json {
        println!("{}", serde_json::to_string_pretty(&findings)?);
    } else {
        for finding in &findings {
            let severity = if finding.severity == Severity::Error { "error" } else { "warning" };
            println!("{severity} {} [{}] {}", finding.what, finding.code, finding.message);
        }
    }
    let errors = findings.iter().filter(|f| f.severity == Severity::Error).count();
    eprintln!("{errors} errors, {} warnings", findings.len() - errors);
    Ok(ExitCode::from(u8::from(errors > 0)))
}

fn run_diff(args: &DiffArgs) -> Outcome {
    let (from, to) = (read(&args.from, &args.reading)?, read(&args.to, &args.reading)?);
    let result = diff(&from.rows, &to.rows)?;
    if args.json {
        println!("{}", serde_json::to_string_pretty(&result)?);
    } else {
        print!("{}", waterfall(&result));
    }
    Ok(ExitCode::SUCCESS)
}

/// The difference as text: from, the parts in all and by sector, to.
fn waterfall(result: &Reconciliation) -> String {
    let mut text = format!("{:<14}{:>18.2} tCO2e\n", "from", result.from_t);
    let named = |p: &Parts| {
        [
            ("activity", p.activity_t),
            ("factor", p.factor_t),
            ("GWP", p.gwp_t),
            ("boundary", p.boundary_t),
            ("unexplained", p.unexplained_t),
        ]
    };
    for (name, value) in named(&result.parts) {
        text += &format!("  {name:<12}{value:>+18.2}\n");
        for (sector, parts) in &result.by_sector {
            let part = named(parts).into_iter().find(|(n, _)| *n == name).map_or(0.0, |(_, v)| v);
            if part != 0.0 {
                text += &format!("    {sector:<10}{part:>+18.2}\n");
            }
        }
    }
    text + &format!(
        "{:<14}{:>18.2} tCO2e\n{:<14}{:>+18.2}\n",
        "to", result.to_t, "difference", result.difference_t
    )
}

/// Reads an inventory that must be whole: a table with rows that cannot be read is refused.
pub(crate) fn read(name: &str, reading: &Reading) -> Result<Inventory, Fault> {
    let path = Path::new(name);
    if !path.exists()
        && let Some((city, year)) = name.split_once(':')
        && let Ok(year) = year.parse()
    {
        return from_pack(city, year, reading);
    }
    if ending(path) == "json" {
        let text = String::from_utf8(bytes(path)?)?;
        let mut json = serde_json::Deserializer::from_str(&text);
        let inventory = serde_path_to_error::deserialize(&mut json)
            .map_err(|e| format!("{name}, {}: {}", e.path(), e.inner()))?;
        json.end().map_err(|e| format!("{name}: {e}"))?;
        return Ok(inventory);
    }
    let result = read_table(path, reading)?;
    for note in &result.notes {
        eprintln!("note: {name}: {note}");
    }
    if result.bad.is_empty() {
        return Ok(Inventory::new(result.rows));
    }
    let faults: Vec<String> = result.bad.iter().flat_map(|b| &b.faults).map(|f| format!("  {f}")).collect();
    Err(format!("{name}: {} rows cannot be read:\n{}", result.bad.len(), faults.join("\n")).into())
}

fn from_pack(city: &str, year: i32, reading: &Reading) -> Result<Inventory, Fault> {
    if !city.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        return Err(format!("“{city}” is neither a file nor the name of a city").into());
    }
    let folder = reading.packs.join(city);
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))? {
        let path = entry?.path();
        if ending(&path) == "json" {
            files.insert(path.file_name().unwrap_or_default().to_string_lossy().into_owned(), bytes(&path)?);
        }
    }
    let pack = Pack::read(&files)?;
    let rows = observed::rows(&pack.core, year);
    if rows.is_empty() {
        return Err(format!("the pack of {city} has no GPC inventory of {year}").into());
    }
    Ok(Inventory::new(rows))
}

fn read_table(path: &Path, reading: &Reading) -> Result<Import, Fault> {
    let sheets = sheets(path, reading).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(import(&sheets, &Defaults { place: reading.place.clone(), year: reading.year }))
}

fn sheets(path: &Path, reading: &Reading) -> Result<Vec<Sheet>, Fault> {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let sheets = match ending(path).as_str() {
        "csv" | "tsv" | "txt" => vec![csv_table::read(&name, &bytes(path)?)?],
        "xlsx" | "xlsm" => xlsx::read(&bytes(path)?)?,
        other => return Err(format!("“.{other}” is not a table that is read; give .csv or .xlsx").into()),
    };
    let Some(wanted) = &reading.sheet else { return Ok(sheets) };
    let names: Vec<String> = sheets.iter().map(|s| format!("“{}”", s.name)).collect();
    let found: Vec<Sheet> = sheets.into_iter().filter(|s| s.name == *wanted).collect();
    if found.is_empty() {
        return Err(TableError::NoSheet { name: wanted.clone(), sheets: names.join(", ") }.into());
    }
    Ok(found)
}

/// The bytes of a file, unless it is larger than what is read.
fn bytes(path: &Path) -> Result<Vec<u8>, Fault> {
    let at = |e: std::io::Error| format!("{}: {e}", path.display());
    let size = fs::metadata(path).map_err(at)?.len();
    if size > MAX_FILE as u64 {
        return Err(TableError::TooLarge { what: "bytes", size, max: MAX_FILE as u64 }.into());
    }
    Ok(fs::read(path).map_err(at)?)
}

pub(crate) fn write(path: &Path, inventory: &Inventory) -> Result<(), Fault> {
    if ending(path) == "json" {
        return Ok(fs::write(path, serde_json::to_string_pretty(inventory)? + "\n")?);
    }
    write_sheet(path, &export(&inventory.rows))
}

fn write_sheet(path: &Path, sheet: &Sheet) -> Result<(), Fault> {
    let content = match ending(path).as_str() {
        "csv" => csv_table::write(sheet).into_bytes(),
        "xlsx" => xlsx::write(std::slice::from_ref(sheet))?,
        other => {
            return Err(format!("“.{other}” is not a form that is written; give .csv, .xlsx or .json").into());
        }
    };
    fs::write(path, content).map_err(|e| format!("{}: {e}", path.display()).into())
}

fn ending(path: &Path) -> String {
    path.extension().unwrap_or_default().to_string_lossy().to_lowercase()
}

#[cfg(test)]
#[path = "exchange_tests.rs"]
mod tests;
