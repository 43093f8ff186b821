//! Any table, read by a mapping: CSV, XLSX, Parquet, a JSON list of records or GeoJSON properties.
//!
//! A mapping says which columns are place, period, dimensions and values. It is a small file of its own (TOML or JSON), so
//! that a source no connector knows can be imported again and again the same way.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    ConnectError, Csv, Import, Input, Kind, Warning, json, number::written, place::by_code, text::plain, time,
};
use crate::{
    exchange::xlsx,
    geo::{GeoId, Level},
    observation::{Series, Status},
    period::Period,
    unit::Unit,
};

/// Records of a table.
const MAX_RECORDS: usize = 5_000_000;

/// How the columns of a table are read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Id of the source.
    pub source: String,
    /// Sheet of a workbook; the first without it.
    #[serde(default)]
    pub sheet: Option<String>,
    /// Key of the list of records in a JSON answer.
    #[serde(default)]
    pub records: Option<String>,
    /// Where a row is about.
    pub place: PlaceRule,
    /// When a row is about.
    pub period: PeriodRule,
    /// Columns that are dimensions of every series, by the dimension's name.
    #[serde(default)]
    pub dims: BTreeMap<String, String>,
    /// The columns that hold values.
    pub values: Vec<ValueRule>,
    /// Texts that stand for a missing value, beyond an empty cell.
    #[serde(default)]
    pub missing: Vec<String>,
}

/// Where a row is about: a column of codes or names, or one place for all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceRule {
    /// The column.
    #[serde(default)]
    pub column: Option<String>,
    /// The level of its codes; without it they are read as codes of the national division.
    #[serde(default)]
    pub level: Option<Level>,
    /// Place by name, where the column holds names; compared without accents and signs.
    #[serde(default)]
    pub names: BTreeMap<String, GeoId>,
    /// The place of every row.
    #[serde(default)]
    pub fixed: Option<GeoId>,
}

/// When a row is about: a column, or one period for all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodRule {
    /// The column: SDMX periods, or dates and times (hours in UTC).
    #[serde(default)]
    pub column: Option<String>,
    /// Whether times without an offset are on Lisbon clocks.
    #[serde(default)]
    pub lisbon: bool,
    /// The period of every row.
    #[serde(default)]
    pub fixed: Option<Period>,
}

/// A column of values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValueRule {
    /// The column.
    pub column: String,
    /// The concept measured.
    pub concept: String,
    /// The unit the column is in.
    pub unit: String,
    /// Dimensions of this column alone.
    #[serde(default)]
    pub dims: BTreeMap<String, String>,
}

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
        let mut csv = Csv::new(input, &text)?;
        let header = csv.header().to_vec();
        check(input, mapping, &header)?;
        while let Some(cells) = csv.next(input)? {
            let row: Vec<&str> = (0..header.len()).map(|c| cells.text(c)).collect();
            record(&mut import, input, mapping, cells.row, &|name: &str| cell(&header, &row, name))?;
        }
    }
    import.observed = std::mem::take(&mut import.observed).without_duplicates(&mut import.warnings);
    Ok(import)
}

fn cell(header: &[String], row: &[&str], name: &str) -> String {
    let column = header.iter().position(|h| plain(h) == plain(name));
    column.and_then(|c| row.get(c)).map(|t| (*t).to_owned()).unwrap_or_default()
}

impl Mapping {
    /// The columns it names.
    fn columns(&self) -> impl Iterator<Item = &String> {
        let values = self.values.iter().map(|v| &v.column);
        values.chain(self.dims.values()).chain(&self.place.column).chain(&self.period.column)
    }

    #[cfg(feature = "parquet")]
    fn names(&self, header: &str) -> bool {
        self.columns().any(|c| plain(c) == plain(header))
    }
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
    let columns = sheet.rows.first().map_or(0, Vec::len);
    let header: Vec<String> = (0..columns).map(|c| sheet.cell(0, c).text().trim().to_owned()).collect();
    check(input, mapping, &header)?;
    for number in 1..sheet.rows.len() {
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
        let value = if missing { None } else { written(&found) };
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

impl PlaceRule {
    fn resolve(&self, text: &str, hint: Option<&GeoId>) -> Option<GeoId> {
        if self.column.is_none() {
            return self.fixed.clone().or_else(|| hint.cloned());
        }
        let by_name =
            || self.names.iter().find(|(name, _)| plain(name) == plain(text)).map(|(_, geo)| geo.clone());
        match self.level {
            Some(level) => format!("{}/{text}", level.as_str()).parse().ok().or_else(by_name),
            None => by_code(text).or_else(by_name),
        }
    }
}

impl PeriodRule {
    fn resolve(&self, text: &str) -> Option<Period> {
        if self.column.is_none() {
            return self.fixed;
        }
        if let Ok(period) = text.parse() {
            return Some(period);
        }
        let stamp = time::stamp(text)?;
        if !self.lisbon {
            return stamp.utc().hour();
        }
        match stamp.lisbon() {
            time::Local::Once(moment) => moment.hour(),
            // why none: an hour that occurs twice cannot be told apart without the order of the source
            time::Local::Twice(..) | time::Local::Never => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connect::Hints;

    fn mapping() -> Mapping {
        serde_json::from_value(serde_json::json!({
            "source": "own", "place": {"column": "Freguesia", "names": {"São Vicente": "parish2013/110654"}},
            "period": {"column": "Mês"}, "dims": {"kind": "Tipo"}, "missing": ["s.d."],
            "values": [{"column": "Consumo (kWh)", "concept": "electricity", "unit": "kWh"}]
        }))
        .expect("a mapping")
    }

    fn import(name: &str, bytes: &[u8]) -> Result<Import, ConnectError> {
        let hints = Hints { mapping: Some(mapping()), ..Hints::default() };
        read(&Input { name, bytes, hints: &hints })
    }

    #[test]
    fn csv_json_and_workbooks_give_the_same() {
        let csv = "\u{feff}Freguesia;Mês;Tipo;Consumo (kWh)\nSAO VICENTE;2024-01;A;1 234,5\n110601;2024-01;A;s.d.\nNenhures;2024-01;A;1\n110601;ontem;A;1\n110602;2024-02;A;x\n";
        let a = import("a.csv", csv.as_bytes()).expect("readable");
        let json = r#"[{"Freguesia":"São Vicente","Mês":"2024-01","Tipo":"A","Consumo (kWh)":1234.5},{"Freguesia":"110601","Mês":"2024-01","Tipo":"A","Consumo (kWh)":"s.d."}]"#;
        let b = import("b.json", json.as_bytes()).expect("readable");
        let rows = |i: &Import| {
            i.observed
                .observations()
                .take(2)
                .map(|o| (o.geo.to_string(), o.value, o.status))
                .collect::<Vec<_>>()
        };
        assert_eq!(rows(&a), rows(&b));
        assert_eq!(rows(&a)[0], ("parish2013/110654".into(), Some(1234.5), Status::A));
        let count = |kind| a.warnings.count(kind);
        assert_eq!((count(Kind::UnknownPlace), count(Kind::NotADate), count(Kind::NotANumber)), (1, 1, 1));
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        for (c, name) in ["Freguesia", "Mês", "Tipo", "Consumo (kWh)"].iter().enumerate() {
            sheet.write(0, c as u16, *name).expect("writable");
        }
        for (c, text) in ["São Vicente", "2024-01", "A"].iter().enumerate() {
            sheet.write(1, c as u16, *text).expect("writable");
        }
        sheet.write(1, 3, 1234.5).expect("writable");
        let c = import("c.xlsx", &book.save_to_buffer().expect("a workbook")).expect("readable");
        assert_eq!(rows(&c)[0], rows(&a)[0]);
    }

    #[cfg(feature = "parquet")]
    #[test]
    fn parquet_gives_the_same_as_text() {
        use crate::connect::parquet::written::{Column, file};
        let bytes = file(&[
            ("Outra", Column::Whole(&[1, 2])),
            ("Freguesia", Column::Texts(&["São Vicente", "110601"])),
            ("Mês", Column::Texts(&["2024-01", "2024-02-29"])),
            ("Tipo", Column::Texts(&["A", "B"])),
            ("Consumo (kWh)", Column::Numbers(&[Some(1234.5), None])),
        ]);
        let i = import("a.parquet", &bytes).expect("readable");
        let rows: Vec<_> = i
            .observed
            .observations()
            .map(|o| (o.geo.to_string(), o.period.to_string(), o.value, o.status))
            .collect();
        assert_eq!(rows[0], ("parish2013/110654".into(), "2024-01".into(), Some(1234.5), Status::A));
        assert_eq!(rows[1], ("parish2013/110601".into(), "2024-02-29".into(), None, Status::L));
        let error =
            import("a.parquet", &file(&[("x", Column::Whole(&[1]))])).expect_err("columns are missing");
        assert!(error.to_string().contains("Consumo (kWh)"), "{error}");
    }

    #[test]
    fn a_column_that_is_not_there_and_an_unknown_unit_are_named() {
        let error = import("a.csv", b"Freguesia;x\n1;2\n").expect_err("columns are missing").to_string();
        assert!(error.contains("Consumo (kWh)"), "{error}");
        let mut wrong = mapping();
        wrong.values[0].unit = "furlong".into();
        let hints = Hints { mapping: Some(wrong), ..Hints::default() };
        assert!(read(&Input { name: "a.csv", bytes: b"a,b\n", hints: &hints }).is_err());
    }
}
