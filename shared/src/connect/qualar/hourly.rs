//! The hourly export of a station: a line an hour, a column a pollutant, units in the second line.

use super::{SOURCE, concentration, pollutant, shift_to_micrograms, stations};
use crate::{
    connect::{ConnectError, Import, Input, Kind, Row, Warning, annual, number::decimal},
    observation::Status,
    period::{Period, days_in_month},
};

/// Columns that are read at most.
const MAX_COLUMNS: usize = 64;
/// A median CO above this is no mg/m³, one below it no µg/m³: the WHO's daily guideline is 4 mg/m³, and city air
/// has some hundreds of µg/m³.
const CO_BORDER: f64 = 20.0;

/// A column of the file.
struct Column {
    /// Its name as written.
    name: String,
    /// Number of its series.
    series: u32,
    /// Power of ten to µg/m³.
    shift: i32,
    /// Whether it is CO, whose unit differs between files.
    is_co: bool,
}

/// Whether a file is an hourly export.
pub fn claims(_: &Input<'_>, head: &str) -> bool {
    let mut lines = head.trim_start_matches('\u{feff}').lines();
    let first = lines.next().unwrap_or_default();
    first.starts_with("Data\t") && lines.next().unwrap_or_default().starts_with("(Hora")
}

/// Reads an hourly export. Every hour of every column gives a row, without a value where the cell is empty.
///
/// # Errors
/// [`ConnectError`] where the header is not that of an export, or no station is named.
pub fn read(input: &Input<'_>) -> Result<Import, ConnectError> {
    let mut import = Import::new(SOURCE);
    let text = input.text(&mut import.warnings);
    let mut lines = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
    let header = lines.next().unwrap_or_default();
    let units = lines.next().unwrap_or_default();
    if !header.starts_with("Data\t") {
        return Err(input.shape("no column “Data”", "an hourly export of QualAr"));
    }
    if !units.starts_with("(Hora UTC)") {
        return Err(input.shape(
            format!("a second line “{}”", units.chars().take(30).collect::<String>()),
            "units after “(Hora UTC)”",
        ));
    }
    let needs = || ConnectError::Needs {
        file: input.name.into(),
        what: "which station it is of",
        option: "--place station/3072",
    };
    let station = input.hints.place.clone().or_else(|| stations::of_file(input.name)).ok_or_else(needs)?;
    let place = import.observed.place_id(&station);
    let columns = columns(&mut import, header, units);
    if columns.iter().flatten().next().is_none() {
        return Err(input
            .shape("no column of a known pollutant and unit", "columns such as NO2 and PM<10µm in µg/m3"));
    }
    let mut before: Option<Period> = None;
    let mut co = Vec::new();
    for (line, number) in lines.zip(3u64..) {
        if line.trim_ascii().is_empty() {
            continue;
        }
        import.records += 1;
        import.observed.room(input.name)?;
        let (time, cells) = line.split_once('\t').unwrap_or((line, ""));
        let Some(period) = hour(time.trim_ascii().as_bytes()) else {
            let warning =
                || Warning::new(Kind::NotADate, "not a date and hour").at(number, "Data").found(time);
            import.warnings.add_with(Kind::NotADate, warning);
            continue;
        };
        if before.is_some_and(|b| period <= b) {
            let warning = || {
                Warning::new(Kind::Duplicate, "an hour a second time or out of order")
                    .at(number, "Data")
                    .found(time)
            };
            import.warnings.add_with(Kind::Duplicate, warning);
            continue;
        }
        before = Some(period);
        row(&mut import, &columns, cells, number, (place, period), &mut co);
    }
    check_hours(&mut import);
    check_co(&mut import, &columns, &mut co);
    Ok(import)
}

/// The columns after the date; none for one that cannot be read, which has a warning.
fn columns(import: &mut Import, header: &str, units: &str) -> Vec<Option<Column>> {
    let units: Vec<&str> = units.split('\t').skip(1).collect();
    let names = header.split('\t').skip(1).take(MAX_COLUMNS);
    names
        .enumerate()
        .map(|(i, name)| column(import, name.trim(), units.get(i).map_or("", |u| u.trim())))
        .collect()
}

fn column(import: &mut Import, name: &str, unit: &str) -> Option<Column> {
    if name.is_empty() {
        return None;
    }
    let Some(pollutant) = pollutant(name) else {
        import
            .warnings
            .add(Warning::new(Kind::UnknownColumn, "not a known pollutant").at(1, name).found(name));
        return None;
    };
    let Some(shift) = shift_to_micrograms(unit) else {
        import.warnings.add(
            Warning::new(Kind::UnknownUnit, "not a known unit of concentration").at(2, name).found(unit),
        );
        return None;
    };
    if shift != 0 {
        import.warnings.add(
            Warning::new(Kind::Converted, "read in this unit and kept in µg/m3").at(2, name).found(unit),
        );
    }
    let series = import.observed.series_id(&concentration(pollutant, "hour"));
    Some(Column { name: name.into(), series, shift, is_co: pollutant == "CO" })
}

fn row(
    import: &mut Import,
    columns: &[Option<Column>],
    cells: &str,
    number: u64,
    at: (u32, Period),
    co: &mut Vec<f64>,
) {
    let (place, period) = at;
    let mut cells = cells.split('\t');
    for column in columns {
        let cell = cells.next().unwrap_or_default().trim_ascii();
        let Some(column) = column else { continue };
        let value = decimal(cell.as_bytes(), column.shift);
        if value.is_none() && !cell.is_empty() {
            not_a_number(import, number, &column.name, cell);
        }
        if let Some(value) = value.filter(|_| column.is_co) {
            co.push(value);
        }
        // why L: the hour existed, the source has no reading of it (SDMX CL_OBS_STATUS)
        let status = if value.is_some() { Status::A } else { Status::L };
        import.observed.push(Row { series: column.series, place, period, value, status, note: None });
    }
    // Some files end their rows with more tabs than the header; a value there belongs to no column.
    if let Some(cell) = cells.map(str::trim_ascii).find(|c| !c.is_empty()) {
        let warning =
            || Warning::new(Kind::UnknownColumn, "a value beyond the last column").at(number, "").found(cell);
        import.warnings.add_with(Kind::UnknownColumn, warning);
    }
}

fn not_a_number(import: &mut Import, row: u64, column: &str, cell: &str) {
    let mark = matches!(cell, "N.D." | "n.d." | "-" | "--" | "N/D");
    let kind = if mark { Kind::MissingMark } else { Kind::NotANumber };
    let message = if mark { "marked as not available" } else { "not a number" };
    import.warnings.add_with(kind, || Warning::new(kind, message).at(row, column).found(cell));
}

/// Reads `2014/01/01 00:00:00`, the begin of an hour in UTC.
fn hour(text: &[u8]) -> Option<Period> {
    let n = |range: std::ops::Range<usize>| {
        text.get(range)?
            .iter()
            .try_fold(0i32, |n, b| b.is_ascii_digit().then(|| n * 10 + i32::from(b - b'0')))
    };
    let sign = |at: usize, one: &[u8]| text.get(at).is_some_and(|b| one.contains(b));
    if text.len() < 16 || !sign(4, b"/-") || !sign(7, b"/-") || !sign(10, b" T") || !sign(13, b":") {
        return None;
    }
    let (y, m, d, h) = (n(0..4)?, n(5..7)? as u8, n(8..10)? as u8, n(11..13)? as u8);
    let real = (1..=12).contains(&m) && d >= 1 && d <= days_in_month(y, m) && h < 24;
    real.then_some(Period::Hour(y, m, d, h))
}

/// Says where the file holds fewer hours than its years have.
fn check_hours(import: &mut Import) {
    let hours: std::collections::BTreeSet<Period> = import.observed.rows().iter().map(|r| r.period).collect();
    let mut years: std::collections::BTreeMap<i32, u32> = std::collections::BTreeMap::new();
    for period in hours {
        *years.entry(period.year()).or_default() += 1;
    }
    for (year, found) in years {
        let whole = annual::hours_of(year);
        if found < whole {
            import
                .warnings
                .add(Warning::new(Kind::Incomplete, format!("{year} has {found} of its {whole} hours")));
        }
    }
}

/// Says where the values of CO do not fit the unit the header names.
fn check_co(import: &mut Import, columns: &[Option<Column>], co: &mut [f64]) {
    let Some(column) = columns.iter().flatten().find(|c| c.is_co) else { return };
    co.sort_by(f64::total_cmp);
    let Some(median) = co.get(co.len() / 2) else { return };
    // In µg/m³ by the header; were that wrong by a thousand, the median would lie beyond the border.
    let (low, high) = (CO_BORDER, CO_BORDER * 1000.0);
    if *median < low || *median > high {
        let message =
            format!("the median of CO would be {median:.1} µg/m3; the header may name the wrong unit");
        import.warnings.add(Warning::new(Kind::ImplausibleUnit, message).at(2, &*column.name));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connect::Hints;

    fn import(name: &str, text: &[u8]) -> Result<Import, ConnectError> {
        read(&Input { name, bytes: text, hints: &Hints::default() })
    }

    const HEAD: &str = "Data\tPM<10µm\tNO2\tCO\t\n(Hora UTC)\tµg/m3\tug/m3\tmg/m3\t\n";

    #[test]
    fn commas_missing_marks_trailing_tabs_and_units() {
        let text = format!(
            "\u{feff}{HEAD}2017/01/01 00:00:00\t41,300\t\t0,548\t\t\n2017/01/01 01:00:00\tN.D.\t63,520\t0,500\r\n2017/01/01 02:00:00"
        );
        let import = import("3072-2017.xls", text.as_bytes()).expect("readable");
        let o = &import.observed;
        assert_eq!((o.len(), import.records), (9, 3));
        let values: Vec<Option<f64>> = o.rows().iter().map(|r| r.value).collect();
        assert_eq!(values, [Some(41.3), None, Some(548.0), None, Some(63.52), Some(500.0), None, None, None]);
        assert_eq!(o.places()[0].to_string(), "station/3072");
        assert_eq!(o.rows()[1].status, Status::L);
        assert!(o.series().iter().all(|s| s.unit == "µg/m3"));
        let w = &import.warnings;
        assert_eq!(
            (w.count(Kind::MissingMark), w.count(Kind::Converted), w.count(Kind::Incomplete)),
            (1, 1, 1)
        );
        let mark = w.list.iter().find(|w| w.kind == Kind::MissingMark).expect("said");
        assert_eq!(
            (mark.row, mark.column.as_deref(), mark.found.as_deref()),
            (Some(4), Some("PM<10µm"), Some("N.D."))
        );
    }

    #[test]
    fn faults_of_rows_do_not_lose_the_file() {
        let text = format!(
            "{HEAD}2017/02/29 00:00:00\t1\n2017/01/01 00:00:00\tx\t2\t0,3\n2017/01/01 00:00:00\t3\n2017/01/01 01:00:00\t1\t2\t0,3\t\t9\n"
        );
        let import = import("3072.xls", text.as_bytes()).expect("readable");
        let count = |kind| import.warnings.count(kind);
        assert_eq!(
            (
                count(Kind::NotADate),
                count(Kind::NotANumber),
                count(Kind::Duplicate),
                count(Kind::UnknownColumn)
            ),
            (1, 1, 1, 1)
        );
        assert_eq!(import.observed.len(), 6);
    }

    #[test]
    fn a_wrong_unit_of_co_is_noticed() {
        let text = "Data\tCO\n(Hora UTC)\tµg/m3\n2017/01/01 00:00:00\t0,548\n2017/01/01 01:00:00\t0,412\n";
        let wrong = import("3072.xls", text.as_bytes()).expect("readable");
        assert_eq!(wrong.warnings.count(Kind::ImplausibleUnit), 1);
        let right = import("3072.xls", text.replace("µg", "mg").as_bytes()).expect("readable");
        assert_eq!(right.warnings.count(Kind::ImplausibleUnit), 0);
    }

    #[test]
    fn latin_1_and_files_without_a_station() {
        let mut text = b"Data\tNO2\n(Hora UTC)\t\xb5g/m3\n2017/01/01 00:00:00\t5\n".to_vec();
        let latin = import("3072.xls", &text).expect("readable");
        assert_eq!((latin.observed.len(), latin.warnings.count(Kind::Encoding)), (1, 1));
        assert!(matches!(import("export.xls", &text), Err(ConnectError::Needs { .. })));
        text.truncate(20);
        assert!(import("3072.xls", &text).is_err());
    }
}
