//! Which air quality figures rest on too few hours of measurement.
//!
//! A mean is held to the data capture of the same pollutant, station and period, which packs have as an indicator of its own.

use crate::view::{CityView, SeriesView};

/// Least share of the hours, in per cent: the rule `air-capture` of `quality/rules.json` asks the same.
pub const LEAST: f64 = 75.0;

/// The indicator that has the shares.
const CAPTURE: &str = "air_data_capture";

/// The share of hours behind a figure, where it is too small.
pub fn low(view: &CityView, series: &SeriesView, row: usize) -> Option<f64> {
    let pollutant = series.dims.get("pollutant").filter(|_| series.level == "station")?;
    let shares = view.indicators.iter().find(|i| i.id == CAPTURE)?;
    let of_pollutant = shares.series.iter().filter(|s| s.dims.get("pollutant") == Some(pollutant));
    let found = of_pollutant.filter_map(|s| {
        let mut rows = s.geo.iter().zip(&s.period);
        let at = rows.position(|(geo, period)| (geo, period) == (&series.geo[row], &series.period[row]))?;
        s.value[at]
    });
    found.into_iter().next().filter(|share| *share < LEAST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_of_few_hours_is_known_by_its_station_and_year() {
        let json = r#"{"profile":{"id":"x","code":"1","name":"X","country":"PT","centre":[0,0],"bbox":[0,0,0,0]},"targets":[],
            "indicators":[{"id":"air_data_capture","domain":"air","unit":"%","decimals":0,"direction":"none",
            "availability":{"state":"computed"},"headline":null,"remarks":[],"series":[{"dims":{"pollutant":"NO2"},"level":"station",
            "geo":["1","1","2"],"period":["2020","2021","2020"],"value":[74.9,75,90],"status":["A","A","A"],"notation":["","",""],"sources":[]}]}],
            "sources":[],"pack_vintage":"","pack_hash":"","engine":""}"#;
        let view: CityView = serde_json::from_str(json).expect("a view");
        let mean = |pollutant: &str, level: &str, geo: &str, period: &str| SeriesView {
            dims: [("pollutant".into(), pollutant.into())].into(),
            level: level.into(),
            geo: vec![geo.into()],
            period: vec![period.into()],
            ..SeriesView::default()
        };
        assert_eq!(low(&view, &mean("NO2", "station", "1", "2020"), 0), Some(74.9));
        for well in [
            ("NO2", "station", "1", "2021"),
            ("NO2", "station", "2", "2020"),
            ("PM10", "station", "1", "2020"),
            ("NO2", "city", "1", "2020"),
        ] {
            assert_eq!(low(&view, &mean(well.0, well.1, well.2, well.3), 0), None, "{well:?}");
        }
    }

    #[cfg(feature = "connect")]
    #[test]
    fn the_rule_of_quality_asks_the_same() {
        let rules = crate::quality::rules().expect("rules");
        let asks = |r: &&crate::quality::Rule| matches!(&r.check, crate::quality::Check::Capture { min, .. } if *min == LEAST);
        assert_eq!(rules.iter().filter(asks).count(), 1);
    }
}
