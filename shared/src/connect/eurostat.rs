//! Eurostat: JSON-stat 2.0.
//!
//! `GET https://ec.europa.eu/eurostat/api/dissemination/statistics/1.0/data/{code}?format=JSON&lang=EN&geo=PT&…`. Traps:
//! `value` is an object by flat index (cells without data are absent) or a list with nulls; codes of cities of the
//! Urban Audit are not those of the national division. Source: JSON-stat 2.0, "value" and "size".

use serde_json::Value;

use super::{ConnectError, Import, Input, Kind, Warning, json};
use crate::{
    geo::{GeoId, Level},
    observation::{Series, Status},
    period::Period,
};

/// Cells of a cube: a claim of more is refused before anything is allocated.
const MAX_CELLS: usize = 5_000_000;
/// Cities of the Urban Audit by their municipality.
const CITIES: [(&str, &str); 3] = [("PT001C", "1106"), ("PT002C", "1312"), ("PT507C", "0308")];

/// Whether a file is such an answer.
pub fn claims(_: &Input<'_>, head: &str) -> bool {
    head.contains("\"class\"") && head.contains("\"dataset\"") && head.contains("\"size\"")
}

/// One dimension: its id and its members in the order of the cube.
struct Dimension {
    id: String,
    members: Vec<String>,
}

/// Reads a dataset: every cell that has a value or a status.
///
/// # Errors
/// [`ConnectError`] where sizes and dimensions do not fit each other, or there are more than five million cells.
pub fn read(input: &Input<'_>) -> Result<Import, ConnectError> {
    let answer = json::read(input)?;
    let code = answer.pointer("/extension/id").map(json::scalar).unwrap_or_default().to_lowercase();
    let mut import = Import::new(&format!("eurostat-{}", if code.is_empty() { "dataset" } else { &code }));
    let dimensions = dimensions(input, &answer)?;
    let cells =
        dimensions.iter().try_fold(1usize, |n, d| n.checked_mul(d.members.len())).filter(|n| *n <= MAX_CELLS);
    let cells = cells.ok_or_else(|| ConnectError::TooLarge {
        file: input.name.into(),
        what: "cells",
        max: MAX_CELLS as u64,
    })?;
    let values = answer.get("value").ok_or_else(|| input.shape("no “value”", "a JSON-stat dataset"))?;
    let status = answer.get("status");
    let mut list: Vec<(usize, Option<f64>)> = match values {
        Value::Array(list) => {
            list.iter().take(cells).enumerate().map(|(i, v)| (i, json::number(v))).collect()
        }
        Value::Object(map) => {
            map.iter().filter_map(|(k, v)| Some((k.parse().ok()?, json::number(v)))).collect()
        }
        _ => return Err(input.shape("a “value” that is neither list nor object", "a JSON-stat dataset")),
    };
    // A cell without a value may have a status that says why.
    if let Some(Value::Object(map)) = status {
        let known: std::collections::HashSet<usize> = list.iter().map(|(i, _)| *i).collect();
        list.extend(
            map.keys().filter_map(|k| k.parse().ok()).filter(|i| !known.contains(i)).map(|i| (i, None)),
        );
    }
    list.sort_by_key(|(i, _)| *i);
    for (index, value) in list {
        import.records += 1;
        if index >= cells {
            import.warnings.add(Warning::new(
                Kind::Skipped,
                format!("cell {index} lies beyond the {cells} of the cube"),
            ));
            continue;
        }
        cell(&mut import, &dimensions, index, value, status, &code);
    }
    let absent = cells as u64 - import.records.min(cells as u64);
    if absent > 0 {
        import
            .warnings
            .add(Warning::new(Kind::Incomplete, format!("{absent} of {cells} cells have no data")));
    }
    Ok(import)
}

fn dimensions(input: &Input<'_>, answer: &Value) -> Result<Vec<Dimension>, ConnectError> {
    let sizes = json::list(input, answer, "size")?;
    let mut out = Vec::new();
    for (id, size) in json::list(input, answer, "id")?.iter().zip(sizes) {
        let id = json::scalar(id);
        let index = answer.pointer(&format!("/dimension/{id}/category/index"));
        let mut members: Vec<(usize, String)> = match index {
            Some(Value::Object(map)) => {
                map.iter().map(|(k, v)| (v.as_u64().unwrap_or(u64::MAX) as usize, k.clone())).collect()
            }
            Some(Value::Array(list)) => list.iter().map(json::scalar).enumerate().collect(),
            _ => return Err(input.shape(format!("no members of the dimension “{id}”"), "a category index")),
        };
        members.sort();
        let whole = members.iter().enumerate().all(|(i, (at, _))| i == *at);
        if !whole || size.as_u64() != Some(members.len() as u64) {
            return Err(input.shape(
                format!("{} members of “{id}” where the size is {size}", members.len()),
                "one member for each place",
            ));
        }
        out.push(Dimension { id, members: members.into_iter().map(|(_, m)| m).collect() });
    }
    if out.is_empty() { Err(input.shape("no dimensions", "a JSON-stat dataset")) } else { Ok(out) }
}

fn cell(
    import: &mut Import,
    dimensions: &[Dimension],
    index: usize,
    value: Option<f64>,
    status: Option<&Value>,
    code: &str,
) {
    let mut rest = index;
    let mut series =
        Series { concept: format!("eurostat_{code}"), unit: "item".into(), dims: Default::default() };
    let (mut geo, mut period) = (None, None);
    for dimension in dimensions.iter().rev() {
        let member = &dimension.members[rest % dimension.members.len()];
        rest /= dimension.members.len();
        match dimension.id.as_str() {
            // Tables of the Urban Audit call it “cities”.
            "geo" | "cities" => geo = place(member),
            "time" | "TIME_PERIOD" => period = member.parse::<Period>().ok(),
            "unit" => {
                series.unit = unit(member).into();
                series.dims.insert("unit".into(), member.clone());
            }
            _ => {
                series.dims.insert(dimension.id.clone(), member.clone());
            }
        }
    }
    let (Some(geo), Some(period)) = (geo, period) else {
        import
            .warnings
            .add(Warning::new(Kind::UnknownPlace, format!("cell {index} has no place or period known here")));
        return;
    };
    let flag = status.and_then(|s| s.get(index.to_string())).map(json::scalar).unwrap_or_default();
    import.observed.add(&series, &geo, period, value, flagged(value, &flag));
}

/// The status by Eurostat's flag (Eurostat, "Flags").
fn flagged(value: Option<f64>, flag: &str) -> Status {
    match (value, flag) {
        (None, "c") => Status::Q,
        (None, _) => Status::L,
        (_, "p") => Status::P,
        (_, "e" | "s") => Status::E,
        (_, "b") => Status::B,
        (_, "d") => Status::D,
        (_, "u") => Status::U,
        _ => Status::A,
    }
}

fn place(code: &str) -> Option<GeoId> {
    if let Some((_, city)) = CITIES.iter().find(|(c, _)| *c == code) {
        return Some(GeoId::city(city));
    }
    let level = if code.len() == 2 { Level::Country } else { Level::Region };
    let fits = (2..=32).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphanumeric());
    fits.then(|| GeoId { level, code: code.into() })
}

/// The unit by Eurostat's code.
fn unit(code: &str) -> &'static str {
    match code {
        c if c.starts_with("PC") => "%",
        "KTOE" => "ktoe",
        "GWH" => "GWh",
        "TJ" => "TJ",
        "THS_T" => "kt",
        "T" => "t",
        "MIO_EUR" => "MEUR",
        "KM2" => "km2",
        _ => "item",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connect::Hints;

    fn import(text: &str) -> Result<Import, ConnectError> {
        read(&Input { name: "x.json", bytes: text.as_bytes(), hints: &Hints::default() })
    }

    fn cube(value: &str, size: &str) -> String {
        format!(
            r#"{{"class":"dataset","id":["unit","geo","time"],"size":{size},"value":{value},"status":{{"1":"c","2":"p"}},
            "dimension":{{"unit":{{"category":{{"index":{{"PC":0}}}}}},"geo":{{"category":{{"index":["PT","PT001C"]}}}},
            "time":{{"category":{{"index":{{"2024":1,"2023":0}}}}}}}},"extension":{{"id":"X"}}}}"#
        )
    }

    #[test]
    fn sparse_and_dense_cubes_give_the_same() {
        let sparse = import(&cube(r#"{"0":1.5,"2":2.5}"#, "[1,2,2]")).expect("readable");
        let dense = import(&cube("[1.5,null,2.5,null]", "[1,2,2]")).expect("readable");
        let values = |i: &Import| {
            i.observed
                .observations()
                .filter(|o| o.value.is_some())
                .map(|o| (o.geo.to_string(), o.period.to_string(), o.value, o.status))
                .collect::<Vec<_>>()
        };
        assert_eq!(values(&sparse), values(&dense));
        assert_eq!(values(&sparse)[1], ("city/1106".into(), "2023".into(), Some(2.5), Status::P));
        assert_eq!(sparse.observed.rows()[1].status, Status::Q, "a cell with a status alone");
        assert_eq!(sparse.warnings.count(Kind::Incomplete), 1);
    }

    #[test]
    fn sizes_that_do_not_fit_and_cells_beyond_are_refused() {
        assert!(import(&cube("{}", "[1,2,3]")).is_err());
        let beyond = import(&cube(r#"{"9":1}"#, "[1,2,2]")).expect("readable");
        assert_eq!(beyond.warnings.count(Kind::Skipped), 1);
    }
}
