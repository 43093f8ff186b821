//! Any table, read by a mapping: CSV, XLSX, Parquet, a JSON list of records or GeoJSON properties.
//!
//! A mapping says which columns are place, period, dimensions and values. It is a small file of its own (TOML or JSON), so
//! that a source no connector knows can be imported again and again the same way.

mod mapping;

use serde_json::Value;

pub use self::mapping::{Mapping, PeriodRule, PlaceRule, ValueRule};
use super::{ConnectError, Csv, Import, Input, Kind, Warning, json, number::written, text::plain};
use crate::{
    exchange::xlsx,
    observation::{Series, Status},
    unit::Unit,
};

/// Records of a table.
const MAX_RECORDS: usize = 5_000_000;

/// Only files with a mapping.
pub fn claims(input: &Input<'_>, _: &str) -> bool {
    input.hints.mapping.is_some()
}

/// Reads a table by the mapping of the hints.
///
/// # Errors
/// [`ConnectError`] where there is no mapping, or its columns and units do not fit.
pub fn read(input: &Input<'_>) -> Result<Import, ConnectError> {
    let needs = || ConnectError::Needs {
        file: input.name.into(),
        what: "what its columns mean",
        option: "--mapping FILE",
    };
    let mapping = input.hints.mapping.as_ref().ok_or_else(needs)?;
    for value in &mapping.values {
        value
            .unit
            .parse::<Unit>()
            .map_err(|e| input.shape(format!("the mapping: {e}"), "a unit known here"))?;
        if !(value.factor.is_finite() && value.factor > 0.0) {
            return Err(
                input.shape(format!("the mapping: a factor of {}", value.factor), "a number above zero")
            );
        }
    }
    let mut import = Import::new(&mapping.source);
    let lower = input.name.to_lowercase();
    if input.bytes.starts_with(b"PAR1") {
        columnar(input, mapping, &mut import)?
    } else if lower.ends_with(".xlsx") {
        workbook(input, mapping, &mut import)?;
    } else if lower.ends_with("json") {
        answer(input, mapping, &mut import)?;
    } else {
        let text = input.text(&mut import.warnings).into_owned();
        let above = mapping.header.saturating_sub(1);
        let mut csv = Csv::new(input, below(&text, above))?;
        let header = csv.header().to_vec();
        check(input, mapping, &header)?;
        while let Some(cells) = csv.next(input)? {
            let row: Vec<&str> = (0..header.len()).map(|c| cells.text(c)).collect();
            record(&mut import, input, mapping, cells.row + above as u64, &|name: &str| {
                cell(&header, &row, name)
            })?;
        }
    }
    import.observed = std::mem::take(&mut import.observed).without_duplicates(&mut import.warnings);
    Ok(import)
}

/// A text without its first lines.
fn below(text: &str, lines: usize) -> &str {
    let ends = text.match_indices('\n').map(|(at, _)| at + 1);
    let start = if lines == 0 { Some(0) } else { ends.clone().nth(lines - 1) };
    &text[start.unwrap_or(text.len())..]
}

fn cell(header: &[String], row: &[&str], name: &str) -> String {
    let column = header.iter().position(|h| plain(h) == plain(name));
    column.and_then(|c| row.get(c)).map(|t| (*t).to_owned()).unwrap_or_default()
}

/// Every column the mapping names is there.
fn check(input: &Input<'_>, mapping: &Mapping, header: &[String]) -> Result<(), ConnectError> {
    for name in mapping.columns() {
        if !header.iter().any(|h| plain(h) == plain(name)) {
            let found = header.iter().take(30).cloned().collect::<Vec<_>>().join(", ");
            return Err(
                input.shape(format!("columns {found}"), format!("the column “{name}” of the mapping"))
            );
        }
    }
    Ok(())
}

#[cfg(feature = "parquet")]
fn columnar(input: &Input<'_>, mapping: &Mapping, import: &mut Import) -> Result<(), ConnectError> {
    let header = super::parquet::columns(input)?;
    check(input, mapping, &header)?;
    let named: Vec<&str> = header.iter().filter(|h| mapping.names(h)).map(String::as_str).collect();
    let owned: Vec<String> = named.iter().map(|n| (*n).to_owned()).collect();
    super::parquet::rows(input, &named, |number, cells| {
        let row: Vec<&str> = cells.iter().map(String::as_str).collect();
        record(import, input, mapping, number, &|name: &str| cell(&owned, &row, name))
    })
}

#[cfg(not(feature = "parquet"))]
fn columnar(input: &Input<'_>, _: &Mapping, _: &mut Import) -> Result<(), ConnectError> {
    Err(input.shape("a Parquet file, which this program does not read", "CSV, XLSX or JSON"))
}

fn workbook(input: &Input<'_>, mapping: &Mapping, import: &mut Import) -> Result<(), ConnectError> {
    let sheets = xlsx::read(input.bytes).map_err(|e| input.shape(e.to_string(), "an XLSX workbook"))?;
    let wanted = |name: &str| mapping.sheet.as_ref().is_none_or(|s| s == name);
    let sheet = sheets
        .iter()
        .find(|s| wanted(&s.name))
        .ok_or_else(|| input.shape("no such sheet", "the sheet of the mapping"))?;
    let head = mapping.header.saturating_sub(1);
    let columns = sheet.rows.get(head).map_or(0, Vec::len);
    let header: Vec<String> = (0..columns).map(|c| sheet.cell(head, c).text().trim().to_owned()).collect();
    check(input, mapping, &header)?;
    for number in head + 1..sheet.rows.len() {
        let texts: Vec<String> = (0..columns).map(|c| sheet.cell(number, c).text()).collect();
        let row: Vec<&str> = texts.iter().map(|t| t.trim()).collect();
        record(import, input, mapping, number as u64 + 1, &|name: &str| cell(&header, &row, name))?;
    }
    Ok(())
}

fn answer(input: &Input<'_>, mapping: &Mapping, import: &mut Import) -> Result<(), ConnectError> {
    let answer = json::read(input)?;
    let key = mapping.records.as_deref().unwrap_or("records");
    for (item, number) in
        json::any_list(input, &answer, &[key, "features", "results", "data"])?.iter().zip(1u64..)
    {
        let item = item.get("properties").filter(|_| item.get("geometry").is_some()).unwrap_or(item);
        record(import, input, mapping, number, &|name: &str| at(item, name))?;
    }
    Ok(())
}

/// The value under a name, or under a path with dots.
fn at(item: &Value, name: &str) -> String {
    let direct = item.get(name).or_else(|| name.split('.').try_fold(item, |v, key| v.get(key)));
    direct.map(json::scalar).unwrap_or_default()
}

fn record(
    import: &mut Import,
    input: &Input<'_>,
    mapping: &Mapping,
    number: u64,
    cell: &dyn Fn(&str) -> String,
) -> Result<(), ConnectError> {
    import.records += 1;
    if import.records > MAX_RECORDS as u64 {
        return Err(ConnectError::TooLarge {
            file: input.name.into(),
            what: "records",
            max: MAX_RECORDS as u64,
        });
    }
    let named = |column: &Option<String>| column.as_deref().map(cell).unwrap_or_default();
    let code = named(&mapping.place.column);
    let Some(geo) = mapping.place.resolve(&code, input.hints.place.as_ref()) else {
        import.warnings.add_with(Kind::UnknownPlace, || {
            Warning::new(Kind::UnknownPlace, "not a place known here")
                .at(number, mapping.place.column.clone().unwrap_or_default())
                .found(&code)
        });
        return Ok(());
    };
    let text = named(&mapping.period.column);
    let Some(period) = mapping.period.resolve(&text) else {
        import.warnings.add_with(Kind::NotADate, || {
            Warning::new(Kind::NotADate, "not a period")
                .at(number, mapping.period.column.clone().unwrap_or_default())
                .found(&text)
        });
        return Ok(());
    };
    for rule in &mapping.values {
        let found = cell(&rule.column);
        let missing = found.is_empty() || mapping.missing.contains(&found);
        let value = if missing { None } else { written(&found).map(|v| v * rule.factor) };
        if value.is_none() && !missing {
            import.warnings.add_with(Kind::NotANumber, || {
                Warning::new(Kind::NotANumber, "not a number").at(number, &*rule.column).found(&found)
            });
        }
        let mut dims = rule.dims.clone();
        dims.extend(mapping.dims.iter().map(|(dim, column)| (dim.clone(), cell(column))));
        let series = Series { concept: rule.concept.clone(), unit: rule.unit.clone(), dims };
        import.observed.add(
            &series,
            &geo,
            period,
            value,
            if value.is_some() { Status::A } else { Status::L },
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests;
