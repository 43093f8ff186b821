//! What must hold for any observations.

use proptest::prelude::*;

use super::fixture::{definition, obs, pack, view_of};
use crate::{
    geo::Level,
    indicator::{Catalogue, Engine},
    observation::{Observation, Status},
};

/// Observations of a small vocabulary at a few places and periods, gaps among them.
fn rows() -> impl Strategy<Value = Vec<Observation>> {
    let concept = prop::sample::select(vec![
        ("population", "person", ""),
        ("electricity_billed", "kWh", "voltage"),
        ("buildings", "building", "built"),
        ("commuters", "person", "mode"),
        ("air_annual_mean", "µg/m3", "pollutant"),
        ("air_data_capture", "%", "pollutant"),
        ("ghg_emissions", "tCO2e", "gpc"),
        ("ghg_reduction_reported", "%", "base_year"),
    ]);
    let geo = prop::sample::select(vec![
        "city/9901",
        "parish2013/990101",
        "parish2013/990102",
        "station/7",
        "cell/89",
    ]);
    let period = prop::sample::select(vec!["2011", "2019", "2021", "2024-01", "2020-W53", "2024-02-29"]);
    let member =
        prop::sample::select(vec!["low", "total", "before_1946", "NO2", "I.1.1", "2004", "unstated"]);
    let value = prop_oneof![Just(None), (-1e9..1e9f64).prop_map(Some), Just(Some(0.0)), Just(Some(1e300))];
    let row = (concept, geo, period, member, value, any::<bool>());
    let row = row.prop_map(|((concept, unit, dim), geo, period, member, value, doubt)| {
        let dims = if dim.is_empty() { vec![] } else { vec![(dim, member)] };
        let mut o = obs(concept, unit, &dims, geo, period, value);
        o.status = if doubt { Status::U } else { Status::A };
        o
    });
    prop::collection::vec(row, 0..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_whole_catalogue_computes_from_any_observations(rows in rows()) {
        let engine = Engine::new(Catalogue::embedded().expect("built"));
        let view = engine.city_view(&pack(rows));
        for series in view.indicators.iter().flat_map(|i| &i.series) {
            prop_assert!(series.value.iter().flatten().all(|v| v.is_finite()));
            let columns = [series.geo.len(), series.period.len(), series.status.len(), series.notation.len()];
            prop_assert!(columns.iter().all(|n| *n == series.value.len()));
        }
    }

    #[test]
    fn the_order_of_rows_changes_nothing(rows in rows(), seed in any::<u64>()) {
        // Two observations of one cell: which one counts is a fault that `pack check` reports.
        let mut rows = rows;
        rows.sort_by(|a, b| (&a.series, &a.geo, a.period).cmp(&(&b.series, &b.geo, b.period)));
        rows.dedup_by(|a, b| (&a.series, &a.geo, a.period) == (&b.series, &b.geo, b.period));
        let mut shuffled = rows.clone();
        let len = shuffled.len().max(1);
        (0..shuffled.len()).for_each(|i| shuffled.swap(i, (seed as usize).wrapping_mul(i + 7) % len));
        let engine = Engine::new(Catalogue::embedded().expect("built"));
        let text = |rows| serde_json::to_string(&engine.city_view(&pack(rows))).expect("JSON");
        prop_assert_eq!(text(rows), text(shuffled));
    }

    #[test]
    fn parishes_sum_to_the_city_and_a_weighted_share_stays_within_bounds(
        people in prop::collection::vec((1.0..1e6f64, 0.0..1.0f64), 2..20)
    ) {
        let mut rows = Vec::new();
        for (i, (all, share)) in people.iter().enumerate() {
            let place = format!("parish2013/{i:06}");
            rows.push(obs("population", "person", &[], &place, "2021", Some(*all)));
            rows.push(obs("population_65_plus", "person", &[], &place, "2021", Some(all * share)));
        }
        let pack = pack(rows);
        let one = |formula: &str, unit: &str| {
            let catalogue = Catalogue::new(vec![definition("x", formula, unit, &[], &[Level::City])]).expect("sound");
            view_of(catalogue, &pack).headline.map(|h| h.value).unwrap_or(f64::NAN)
        };
        let sum: f64 = people.iter().map(|(all, _)| all).sum();
        prop_assert!((one("sum_parishes(population)", "person") - sum).abs() <= sum * 1e-12);
        let share = one("sum_parishes(population_65_plus) / sum_parishes(population)", "1");
        let (least, most) = people.iter().fold((1.0f64, 0.0f64), |(a, b), (_, s)| (a.min(*s), b.max(*s)));
        prop_assert!(least - 1e-12 <= share && share <= most + 1e-12, "{share} outside {least}–{most}");
    }
}
