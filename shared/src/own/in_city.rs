//! A dataset as a city's map and formulas see it: the places of that city, series by series.

use super::{Dataset, OWN, Rows};
use crate::{
    geo::{GeoId, Level},
    observation::{Observation, Series, Status},
    period::Period,
    table::{Table, TableError},
    unit::Unit,
    view::{Availability, Direction, IndicatorView, SeriesView},
    wire::wire_struct,
};

/// What ids of a reader's own series begin with on a map; no id of the catalogue holds `-`.
const MARK: &str = "own-";
/// The source of own figures.
pub const SOURCE: &str = "own";
/// Rows of own data that formulas can use: they go to the engine as text.
pub const MAX_IN_FORMULAS: usize = 200_000;

/// The id on a map of a series of the dataset with this key: the key is a moment, its marks are left out.
pub fn map_id(key: &str, series: u32) -> String {
    let key: String = key.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("{MARK}{key}-{series}")
}

/// Whether an id on a map is one of a reader's own series.
pub fn is_map_id(id: &str) -> bool {
    id.starts_with(MARK)
}

/// Whether a place lies in a municipality. Codes of Portuguese parishes begin with that of their municipality (INE, code of
/// the administrative division).
pub fn lies_in(place: &GeoId, city: &str) -> bool {
    match place.level {
        Level::City => place.code == city,
        Level::Parish2013 | Level::Parish2025 => {
            place.code.len() > city.len() && place.code.starts_with(city)
        }
        _ => false,
    }
}

/// The series of a dataset that have figures of a city, as a map shows indicators; `key` is the dataset's.
pub fn indicators(key: &str, dataset: &Dataset, rows: &Rows, city: &str) -> Vec<IndicatorView> {
    let here: Vec<bool> = dataset.places.iter().map(|p| lies_in(&p.geo, city)).collect();
    let indicator = |n: u32| {
        let about = dataset.series.get(n as usize)?;
        let mut series: Vec<SeriesView> = Vec::new();
        let mut largest = 0.0_f64;
        for (place, period, value) in rows.of_series(n).filter(|(place, ..)| here[*place as usize]) {
            let geo = &dataset.places[place as usize].geo;
            let level = geo.level.as_str();
            let at = series.iter().position(|s| s.level == level).unwrap_or_else(|| {
                let sources = vec![SOURCE.to_owned()];
                series.push(SeriesView { level: level.into(), sources, ..SeriesView::default() });
                series.len() - 1
            });
            let column = &mut series[at];
            column.geo.push((&geo.code).into());
            column.period.push(dataset.periods[period as usize].to_string().into());
            column.value.push(value);
            column.status.push(if value.is_some() { "A" } else { "L" }.into());
            column.notation.push("".into());
            largest = value.map_or(largest, |v| largest.max(v.abs()));
        }
        (!series.is_empty()).then(|| IndicatorView {
            id: map_id(key, n),
            domain: SOURCE.into(),
            unit: about.unit.clone(),
            decimals: decimals(largest),
            direction: Direction::None,
            availability: Availability::Computed,
            headline: None,
            series,
            remarks: Vec::new(),
        })
    };
    (0..dataset.series.len() as u32).filter_map(indicator).collect()
}

/// Whether a series has a figure of a parish of a city, so that its map can show it.
pub fn has_parishes(dataset: &Dataset, rows: &Rows, series: u32, city: &str) -> bool {
    rows.of_series(series).any(|(place, _, value)| {
        let geo = &dataset.places[place as usize].geo;
        value.is_some() && geo.level != Level::City && lies_in(geo, city)
    })
}

/// Decimals that tell a value of this size.
pub fn decimals(value: f64) -> u8 {
    match value.abs() {
        v if v == 0.0 || v >= 1000.0 => 0,
        v if v >= 10.0 => 1,
        v if v >= 1.0 => 2,
        _ => 3,
    }
}

/// A series of a reader's own that formulas can name.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnSeries {
    /// What formulas call it; begins with [`OWN`].
    pub concept: String,
    /// Its unit.
    pub unit: String,
    /// Where.
    pub geo: Vec<GeoId>,
    /// When.
    pub period: Vec<Period>,
    /// How much; none where the file says that there is none.
    pub value: Vec<Option<f64>>,
}

/// Why own series cannot be used in formulas.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OwnSeriesError {
    /// Its name is no word that an own series may have.
    #[error("“{0}” is no name of an own series")]
    Name(String),
    /// Its unit is not known to the engine.
    #[error("{concept}: “{unit}” is not a unit that formulas know")]
    Unit {
        /// The series.
        concept: String,
        /// Its unit.
        unit: String,
    },
    /// Its columns are of different lengths.
    #[error("{0}: the columns are of different lengths")]
    Length(String),
    /// What the table says.
    #[error(transparent)]
    Table(#[from] TableError),
}

/// A series of a dataset as formulas of a city use it; none where it has no figures there.
pub fn for_formulas(
    concept: &str,
    dataset: &Dataset,
    rows: &Rows,
    series: u32,
    city: &str,
) -> Option<OwnSeries> {
    let unit = dataset.series.get(series as usize)?.unit.clone();
    let mut out = OwnSeries {
        concept: concept.into(),
        unit: if unit.is_empty() { "1".into() } else { unit },
        geo: Vec::new(),
        period: Vec::new(),
        value: Vec::new(),
    };
    for (place, period, value) in rows.of_series(series) {
        let geo = &dataset.places[place as usize].geo;
        if lies_in(geo, city) {
            out.geo.push(geo.clone());
            out.period.push(dataset.periods[period as usize]);
            out.value.push(value);
        }
    }
    (!out.geo.is_empty()).then_some(out)
}

/// A table of own series, beside those of a pack.
///
/// # Errors
/// [`OwnSeriesError`] names the series.
pub fn table(list: &[OwnSeries]) -> Result<Table, OwnSeriesError> {
    let mut rows = Vec::new();
    for one in list {
        let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if !one.concept.starts_with(OWN) || !one.concept.chars().all(word) {
            return Err(OwnSeriesError::Name(one.concept.clone()));
        }
        if one.unit.parse::<Unit>().is_err() {
            return Err(OwnSeriesError::Unit { concept: one.concept.clone(), unit: one.unit.clone() });
        }
        if one.geo.len() != one.value.len() || one.period.len() != one.value.len() {
            return Err(OwnSeriesError::Length(one.concept.clone()));
        }
        if rows.len() + one.value.len() > MAX_IN_FORMULAS {
            return Err(TableError::TooLong { rows: rows.len() + one.value.len() }.into());
        }
        let series =
            Series { concept: one.concept.clone(), unit: one.unit.clone(), dims: Default::default() };
        let row = |((geo, period), value): ((&GeoId, &Period), &Option<f64>)| Observation {
            series: series.clone(),
            geo: geo.clone(),
            period: *period,
            value: *value,
            status: if value.is_some() { Status::A } else { Status::L },
            notation: None,
            quality: None,
            uncertainty: None,
            source: SOURCE.into(),
            note: None,
        };
        rows.extend(one.geo.iter().zip(&one.period).zip(&one.value).map(row));
    }
    Ok(Table::from_rows(rows)?)
}

wire_struct! { OwnSeries { concept, unit, geo, period, value } }

#[cfg(test)]
mod tests {
    use super::*;
    use crate::own::{Decimal, Faults, Mapping, NamedPlace, PeriodFrom, PlaceFrom, Report, SeriesName};

    fn dataset() -> (Dataset, Rows) {
        let place = |geo: &str| NamedPlace { geo: geo.parse().expect("a place"), name: geo.into() };
        let series = |name: &str, unit: &str| SeriesName { name: name.into(), unit: unit.into() };
        let dataset = Dataset {
            name: "água".into(),
            file: "agua.csv".into(),
            series: vec![series("Água", "m3"), series("Outra", "")],
            places: vec![place("city/1106"), place("parish2013/110601"), place("parish2013/131201")],
            periods: vec![Period::Year(2020), Period::Year(2021)],
            report: Report::default(),
            faults: Faults::default(),
            mapping: Mapping {
                sheet: String::new(),
                header: None,
                delimiter: None,
                decimal: Decimal::Comma,
                place: PlaceFrom::Fixed(GeoId::city("1106")),
                period: PeriodFrom::Fixed(None),
                values: Vec::new(),
                split: Vec::new(),
                unit: None,
                missing: Vec::new(),
                names: Default::default(),
            },
            fingerprint: String::new(),
            kept: String::new(),
        };
        let rows = Rows {
            series: vec![0, 0, 0, 0, 1],
            place: vec![0, 1, 1, 2, 2],
            period: vec![0, 0, 1, 0, 0],
            value: vec![40.0, 12.5, f64::NAN, 7.0, 1.0],
        };
        (dataset, rows)
    }

    #[test]
    fn a_city_has_its_own_places_only_and_what_is_missing_is_not_zero() {
        let (dataset, rows) = dataset();
        let lisboa = indicators("2026-11-28T15:54:00.000Z", &dataset, &rows, "1106");
        assert_eq!(lisboa.len(), 1, "the other series has no place in Lisboa");
        assert_eq!(lisboa[0].id, "own-20261128T155400000Z-0");
        assert!(is_map_id(&lisboa[0].id));
        let parishes = lisboa[0].series.iter().find(|s| s.level == "parish2013").expect("parishes");
        assert_eq!(parishes.geo, ["110601", "110601"]);
        assert_eq!((parishes.value.as_slice(), parishes.status[1].as_ref()), (&[Some(12.5), None][..], "L"));
        assert_eq!(indicators("k", &dataset, &rows, "1312").len(), 2);
        assert_eq!(indicators("k", &dataset, &rows, "9901"), []);
    }

    #[test]
    fn formulas_get_a_table_and_what_they_cannot_use_is_named() {
        let (dataset, rows) = dataset();
        let own = for_formulas("own_agua", &dataset, &rows, 0, "1106").expect("figures");
        assert_eq!(table(std::slice::from_ref(&own)).map(|t| t.len()), Ok(3));
        assert_eq!(for_formulas("own_outra", &dataset, &rows, 1, "1106"), None);
        let wrong = |change: fn(&mut OwnSeries)| {
            let mut one = own.clone();
            change(&mut one);
            table(&[one]).expect_err("wrong").to_string()
        };
        assert!(wrong(|o| o.concept = "population".into()).contains("population"));
        assert!(wrong(|o| o.concept = "own_a b".into()).contains("own_a b"));
        assert!(wrong(|o| o.unit = "furos".into()).contains("furos"));
        assert!(wrong(|o| o.value.truncate(o.value.len() - 1)).contains("lengths"));
        assert!(wrong(|o| o.value[0] = Some(f64::INFINITY)).contains("finite"));
    }
}
