//! A result as a layer of a city's map: a row a parish, or a row a parish and time.

use std::collections::{BTreeMap, BTreeSet};

use gemeo_shared::{
    geo::{GeoId, Level},
    own::in_city::{SOURCE, decimals, lies_in},
    period::Period,
    view::{Availability, Direction, IndicatorView, SeriesView},
};

use super::{
    columns::{Cell, Column, Kind, number},
    picture::time_of,
};

/// Id of the layer on a map.
pub const ID: &str = "own-result";

/// A result as a map takes it.
#[derive(Debug, Clone, PartialEq)]
pub struct OnMap {
    /// Code of the municipality with most of its places.
    pub city: String,
    /// The layer.
    pub indicator: IndicatorView,
}

/// Why a result is no layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotOnMap {
    /// No column holds parishes of a city, as `parish2013/110601`.
    Places,
    /// A parish has several rows at a time.
    Several,
}

/// The column of places: texts as the tables have them, a parish at least among the first.
pub fn places(columns: &[Column], rows: &[Vec<Cell>]) -> Option<usize> {
    let parish = |cell: &Cell| place(cell).is_some_and(|geo| is_parish(geo.level));
    let holds = |at: &usize| rows.iter().take(super::columns::SAMPLE).any(|row| parish(&row[*at]));
    (0..columns.len()).filter(|at| columns[*at].kind == Kind::Text).find(holds)
}

fn is_parish(level: Level) -> bool {
    matches!(level, Level::Parish2013 | Level::Parish2025)
}

fn place(cell: &Cell) -> Option<GeoId> {
    match cell {
        Cell::Text(text) => text.parse().ok(),
        _ => None,
    }
}

/// The layer of a column of values. `cities` are codes of municipalities; `undated` stands for a time that is not there.
///
/// # Errors
/// [`NotOnMap`].
pub fn on_map(
    columns: &[Column],
    rows: &[Vec<Cell>],
    value: usize,
    cities: &[String],
    undated: &str,
) -> Result<OnMap, NotOnMap> {
    let at = places(columns, rows).ok_or(NotOnMap::Places)?;
    let geos: Vec<Option<GeoId>> = rows.iter().map(|row| place(&row[at])).collect();
    let found = |code: &String| {
        geos.iter().flatten().filter(|geo| is_parish(geo.level) && lies_in(geo, code)).count()
    };
    let city = cities.iter().rev().max_by_key(|code| found(code)).filter(|code| found(code) > 0);
    let city = city.ok_or(NotOnMap::Places)?;
    let time = time_of(columns).filter(|time| *time != value);
    let mut seen = BTreeSet::new();
    let mut levels: BTreeMap<Level, SeriesView> = BTreeMap::new();
    let mut largest = 0.0_f64;
    for (row, geo) in rows.iter().zip(&geos) {
        let Some(geo) = geo.as_ref().filter(|geo| lies_in(geo, city)) else { continue };
        let period = match time {
            None => undated.to_owned(),
            // What is no time has no place on a timeline.
            Some(time) => match period(&row[time]) {
                Some(period) => period.to_string(),
                None => continue,
            },
        };
        if !seen.insert((geo.clone(), period.clone())) {
            return Err(NotOnMap::Several);
        }
        let series = levels.entry(geo.level).or_insert_with(|| SeriesView {
            level: geo.level.as_str().into(),
            sources: vec![SOURCE.into()],
            ..SeriesView::default()
        });
        let number = number(&row[value]);
        series.geo.push((&geo.code).into());
        series.period.push(period.into());
        series.value.push(number);
        series.status.push(if number.is_some() { "A" } else { "L" }.into());
        series.notation.push("".into());
        largest = number.map_or(largest, |n| largest.max(n.abs()));
    }
    if levels.values().all(|s| s.value.iter().all(Option::is_none)) {
        return Err(NotOnMap::Places);
    }
    let indicator = IndicatorView {
        id: ID.into(),
        domain: SOURCE.into(),
        unit: String::new(),
        decimals: decimals(largest),
        direction: Direction::None,
        availability: Availability::Computed,
        headline: None,
        series: levels.into_values().collect(),
        remarks: Vec::new(),
    };
    Ok(OnMap { city: city.clone(), indicator })
}

/// A cell as a period: a year as a number, anything of SDMX as text.
fn period(cell: &Cell) -> Option<Period> {
    match cell {
        Cell::Number(n) if n.fract() == 0.0 && (1800.0..=2200.0).contains(n) => Some(Period::Year(*n as i32)),
        Cell::Text(text) => text.get(..10).unwrap_or(text).parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::workbench::columns::Field;

    fn result(rows: Vec<Vec<Cell>>) -> (Vec<Column>, Vec<Vec<Cell>>) {
        let field = |name: &str, kind| Column::of(Field { name: name.into(), kind }, &[]);
        let columns =
            vec![field("place", Kind::Text), field("year", Kind::Integer), field("total", Kind::Number)];
        (columns, rows)
    }

    fn row(place: &str, year: f64, total: Option<f64>) -> Vec<Cell> {
        vec![Cell::Text(place.into()), Cell::Number(year), total.map_or(Cell::Null, Cell::Number)]
    }

    #[test]
    fn a_row_a_parish_and_year_is_a_layer_of_the_city_with_most() {
        let (columns, rows) = result(vec![
            row("parish2013/110601", 2020.0, Some(1.5)),
            row("parish2013/110601", 2021.0, None),
            row("parish2013/110602", 2020.0, Some(3.0)),
            row("parish2013/131202", 2020.0, Some(9.0)),
            row("city/1106", 2020.0, Some(99.0)),
            row("nowhere", 2020.0, Some(1.0)),
        ]);
        let cities = ["1106", "1312"].map(String::from);
        let layer = on_map(&columns, &rows, 2, &cities, "?").expect("a layer");
        assert_eq!(layer.city, "1106");
        let parishes = layer.indicator.series.iter().find(|s| s.level == "parish2013").expect("parishes");
        assert_eq!(parishes.period, ["2020", "2021", "2020"]);
        assert_eq!(parishes.value, [Some(1.5), None, Some(3.0)]);
        assert_eq!(on_map(&columns, &rows, 2, &["9999".into()], "?"), Err(NotOnMap::Places));
    }

    #[test]
    fn several_rows_of_a_parish_are_no_layer() {
        let twice = || row("parish2025/110601", 2020.0, Some(1.0));
        let (columns, rows) = result(vec![twice(), twice()]);
        assert_eq!(on_map(&columns, &rows, 2, &["1106".into()], "?"), Err(NotOnMap::Several));
        let (columns, rows) = result(vec![row("city/1106", 2020.0, Some(1.0))]);
        assert_eq!(on_map(&columns, &rows, 2, &["1106".into()], "?"), Err(NotOnMap::Places));
    }
}
