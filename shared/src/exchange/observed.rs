//! From the observations of a city pack to rows of an inventory.

use super::InventoryRow;
use crate::{order, period::Period, table::Table};

/// Concept of the series that hold inventory rows.
const CONCEPT: &str = "ghg_emissions";

/// Names of the GPC sectors (GPC, table 3.1).
const SECTORS: [(&str, &str); 6] = [
    ("I", "Stationary energy"),
    ("II", "Transportation"),
    ("III", "Waste"),
    ("IV", "Industrial processes and product use"),
    ("V", "Agriculture, forestry and other land use"),
    ("VI", "Other scope 3"),
];

/// The GPC rows of one year, in the order of their references; other methods and units are left to their series.
pub fn rows(table: &Table, year: i32) -> Vec<InventoryRow> {
    every_year(table).into_iter().filter(|r| r.year == year).collect()
}

/// The GPC rows of every year, by year and reference.
pub fn every_year(table: &Table) -> Vec<InventoryRow> {
    let rows = table
        .rows()
        .filter(|row| {
            let series = row.series();
            let gpc = series.dims.get("method").is_some_and(|m| m == "GPC");
            series.concept == CONCEPT && gpc && series.unit == "tCO2e"
        })
        .filter_map(|row| {
            let Period::Year(year) = row.period() else { return None };
            let dims = &row.series().dims;
            let dim = |name: &str| dims.get(name).cloned();
            let mut found = InventoryRow::new(row.geo().clone(), year, dim("gpc")?);
            let sector = dim("sector");
            found.sector = sector
                .map(|code| SECTORS.iter().find(|(c, _)| *c == code).map_or(code, |(_, n)| (*n).into()));
            found.subsector = dim("subsector");
            found.scope = dim("scope").and_then(|s| s.parse().ok());
            found.gas = dim("gases");
            found.emissions_t = row.value();
            found.notation = row.notation();
            found.explanation = row.note().map(Into::into);
            found.source = Some(row.source().into());
            found.extra.extend(row.quality().map(|q| ("Data quality".to_string(), format!("{q:?}"))));
            Some(found)
        })
        .collect();
    order::sorted(rows, |a: &InventoryRow, b| (a.year, &a.gpc).cmp(&(b.year, &b.gpc)))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::{
        geo::GeoId,
        observation::{NotationKey, Observation, Series, Status},
    };

    fn observation(gpc: &str, method: &str, year: i32, value: Option<f64>) -> Observation {
        let dims = [
            ("method", method),
            ("gpc", gpc),
            ("sector", "I"),
            ("subsector", "I.1"),
            ("scope", "1"),
            ("gases", "CO2e"),
        ];
        let dims: BTreeMap<String, String> = dims.iter().map(|(k, v)| ((*k).into(), (*v).into())).collect();
        Observation {
            series: Series { concept: CONCEPT.into(), unit: "tCO2e".into(), dims },
            geo: GeoId::city("1106"),
            period: Period::Year(year),
            value,
            status: if value.is_some() { Status::A } else { Status::M },
            notation: value.is_none().then_some(NotationKey::NO),
            quality: None,
            uncertainty: None,
            source: "c40-gpc".into(),
            note: None,
        }
    }

    #[test]
    fn gpc_rows_of_a_year_are_taken() {
        let table = Table::from_rows(vec![
            observation("I.1.2", "GPC", 2019, None),
            observation("I.1.1", "GPC", 2019, Some(113_006.63)),
            observation("I.1.1", "GPC", 2018, Some(1.0)),
            observation("I.1.1", "CDP", 2019, Some(2.0)),
        ])
        .expect("valid");
        let rows = rows(&table, 2019);
        assert_eq!(rows.iter().map(|r| r.gpc.as_str()).collect::<Vec<_>>(), ["I.1.1", "I.1.2"]);
        assert_eq!(rows[0].emissions_t, Some(113_006.63));
        assert_eq!(rows[0].sector.as_deref(), Some("Stationary energy"));
        assert_eq!((rows[1].notation, rows[1].scope), (Some(NotationKey::NO), Some(1)));
    }
}
