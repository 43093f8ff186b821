//! `gemeo import SOURCE FILE`: one file of open data to observations, with what was wrong beside them.
//!
//! Schema of the JSON: `docs/schema/cli/import.output.schema.json`. The CSV has the columns of `data/facts`.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use gemeo_shared::{
    connect::{
        self, CONNECTORS, Connector, Hints, Import, Input, MAX_BYTES, Observed, Place, Warnings,
        generic::Mapping,
    },
    geo::GeoId,
    observation::{Series, Status},
    period::Period,
};
use serde::Serialize;

use crate::Outcome;

/// Read one file of open data and write its observations; faults of single rows go to standard error.
#[derive(Debug, clap::Args)]
#[command(after_help = list())]
pub struct Args {
    /// The source, as listed below, or `auto` to find it by the file's name and beginning.
    source: String,
    /// The file; one compressed by gzip is unpacked.
    file: PathBuf,
    /// Observations, places and warnings as JSON instead of CSV.
    #[arg(long)]
    json: bool,
    /// The place the rows are about, where the file does not say it, e.g. station/3072.
    #[arg(long)]
    place: Option<GeoId>,
    /// The day the rows are about, where the file does not say it, e.g. 2026-09-28.
    #[arg(long)]
    day: Option<Period>,
    /// When the file was fetched, an hour in UTC, e.g. 2026-09-28T13: live readings must not be much older.
    #[arg(long)]
    fetched: Option<Period>,
    /// How the columns of a table of no source known here are read, as TOML or JSON.
    #[arg(long)]
    mapping: Option<PathBuf>,
}

fn list() -> String {
    let lines: Vec<String> = CONNECTORS.iter().map(|c| format!("  {:<18} {}", c.id, c.title)).collect();
    format!("Sources:\n{}", lines.join("\n"))
}

/// What is written as JSON.
#[derive(Serialize)]
struct Output<'a> {
    connector: &'a str,
    source: &'a str,
    records: u64,
    series: &'a [Series],
    observations: Vec<Line<'a>>,
    places: &'a [Place],
    warnings: &'a Warnings,
}

/// One observation; its series is a number of the list.
#[derive(Serialize)]
struct Line<'a> {
    series: u32,
    geo: &'a GeoId,
    period: Period,
    value: Option<f64>,
    #[serde(skip_serializing_if = "is_normal")]
    status: Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_normal(status: &Status) -> bool {
    *status == Status::A
}

/// Reads the file; exit code 1 where nothing came of it.
pub fn run(args: Args) -> Outcome {
    let size = fs::metadata(&args.file).map_err(|e| format!("{}: {e}", args.file.display()))?.len();
    if size > MAX_BYTES {
        return Err(format!("{}: {size} bytes; at most {MAX_BYTES} are read", args.file.display()).into());
    }
    let packed = fs::read(&args.file).map_err(|e| format!("{}: {e}", args.file.display()))?;
    let name = args.file.file_name().and_then(|n| n.to_str()).unwrap_or("file");
    let (name, bytes) = connect::unpack(name, &packed)?;
    let hints = Hints {
        place: args.place,
        day: args.day,
        fetched: args.fetched,
        mapping: mapping(args.mapping.as_deref())?,
    };
    let import =
        connect::import(&Input { name: &name, bytes: &bytes, hints: &hints }, connector(&args.source)?)?;
    for warning in &import.warnings.list {
        eprintln!("{warning}");
    }
    for (kind, count) in &import.warnings.counts {
        eprintln!("{count} × {}", serde_json::to_string(kind)?);
    }
    let out = io::BufWriter::new(io::stdout().lock());
    if args.json {
        write_json(&import, out)?
    } else {
        write_csv(&import.observed, out)?
    }
    let (rows, places) = (import.observed.len(), import.places.len());
    eprintln!("{}: {} records, {rows} observations, {places} places", import.connector, import.records);
    Ok(ExitCode::from(u8::from(rows + places == 0)))
}

fn connector(id: &str) -> Result<Option<&'static Connector>, String> {
    if id == "auto" {
        return Ok(None);
    }
    let unknown = || format!("“{id}” is not a source known here; `gemeo import --help` lists them");
    connect::by_id(id).map(Some).ok_or_else(unknown)
}

fn mapping(path: Option<&Path>) -> Result<Option<Mapping>, String> {
    let Some(path) = path else { return Ok(None) };
    let wrong = |e: &dyn std::fmt::Display| format!("{}: {e}", path.display());
    let text = fs::read_to_string(path).map_err(|e| wrong(&e))?;
    let is_json = path.extension().is_some_and(|e| e == "json");
    let mapping = if is_json {
        serde_json::from_str(&text).map_err(|e| wrong(&e))?
    } else {
        toml::from_str(&text).map_err(|e| wrong(&e))?
    };
    Ok(Some(mapping))
}

fn write_json(import: &Import, mut out: impl Write) -> Result<(), Box<dyn std::error::Error>> {
    let observed = &import.observed;
    let line = |row: &connect::Row| Line {
        series: row.series,
        geo: &observed.places()[row.place as usize],
        period: row.period,
        value: row.value,
        status: row.status,
        note: row.note.map(|n| observed.notes()[n as usize].as_str()),
    };
    let output = Output {
        connector: import.connector,
        source: &observed.source,
        records: import.records,
        series: observed.series(),
        observations: observed.rows().iter().map(line).collect(),
        places: &import.places,
        warnings: &import.warnings,
    };
    serde_json::to_writer(&mut out, &output)?;
    out.write_all(b"\n")?;
    Ok(out.flush()?)
}

/// Writes observations in the columns of `data/facts`.
pub fn write_csv(observed: &Observed, out: impl Write) -> Result<(), Box<dyn std::error::Error>> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record([
        "concept", "dims", "geo", "period", "value", "unit", "status", "notation", "quality", "source",
        "note_pt", "note_en",
    ])?;
    for o in observed.observations() {
        let dims: Vec<String> = o.series.dims.iter().map(|(k, v)| format!("{k}={v}")).collect();
        let status = if o.status == Status::A { String::new() } else { format!("{:?}", o.status) };
        let note = o.note.as_deref().unwrap_or_default();
        csv.write_record([
            &o.series.concept,
            &dims.join(";"),
            &o.geo.to_string(),
            &o.period.to_string(),
            &o.value.map(|v| v.to_string()).unwrap_or_default(),
            &o.series.unit,
            &status,
            "",
            "",
            &o.source,
            note.split(" | ").next().unwrap_or_default(),
            note.split(" | ").last().unwrap_or_default(),
        ])?;
    }
    Ok(csv.flush()?)
}
