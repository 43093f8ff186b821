//! The figures of the three cities, from the packs of this repository.

use std::{collections::BTreeMap, path::PathBuf};

use crate::{
    geo::GeoId,
    indicator::{Catalogue, Engine},
    pack::Pack,
    period::Period,
    view::{Availability, CityView, IndicatorView},
};

fn pack(city: &str) -> Pack {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../public/packs").join(city);
    let names = ["manifest.json", "core.json", "detail.json", "geography.json", "sources.json"];
    let read = |n: &&str| {
        (n.to_string(), std::fs::read(folder.join(n)).expect("the packs are part of the repository"))
    };
    Pack::read(&names.iter().map(read).collect()).unwrap_or_else(|e| panic!("{e}"))
}

fn engine() -> Engine {
    Engine::new(Catalogue::embedded().expect("the build checked it"))
}

fn view(city: &str) -> CityView {
    engine().city_view(&pack(city))
}

fn indicator<'a>(view: &'a CityView, id: &str) -> &'a IndicatorView {
    view.indicators.iter().find(|i| i.id == id).unwrap_or_else(|| panic!("{id}"))
}

fn headline(view: &CityView, id: &str) -> (f64, String) {
    let headline = indicator(view, id).headline.as_ref().unwrap_or_else(|| panic!("{id} has no headline"));
    (headline.value, headline.period.clone())
}

/// The value of the only city series with these dimensions.
fn value(view: &CityView, id: &str, period: &str, dims: &[(&str, &str)]) -> Option<f64> {
    let fits = |s: &&crate::view::SeriesView| {
        s.level == "city" && dims.iter().all(|(d, m)| s.dims.get(*d).map(String::as_str) == Some(*m))
    };
    let found: Vec<_> = indicator(view, id).series.iter().filter(fits).collect();
    assert_eq!(found.len(), 1, "{id} {dims:?}");
    let row = found[0].period.iter().position(|p| p == period)?;
    found[0].value[row]
}

fn near(found: Option<f64>, expected: f64, tolerance: f64) {
    assert!(
        found.is_some_and(|f| (f - expected).abs() <= tolerance),
        "{found:?} is not {expected} ± {tolerance}"
    );
}

#[test]
fn lisboa_emissions_are_those_published() {
    let view = view("lisboa");
    // C40 GPC database; ± 0.05 t for the rounding of its rows.
    for (id, year, expected) in [
        ("ghg_total", "2018", 2_080_548.45),
        ("ghg_total", "2019", 1_918_206.68),
        ("ghg_total", "2020", 1_554_159.99),
        ("ghg_total_basic_plus", "2019", 2_210_647.38),
        ("ghg_territorial", "2019", 1_172_069.43),
    ] {
        near(value(&view, id, year, &[]), expected, 0.05);
    }
    near(value(&view, "ghg_by_sector", "2019", &[("sector", "I")]), 986_401.29, 0.05);
    near(value(&view, "ghg_by_sector", "2019", &[("sector", "II")]), 845_483.46, 0.05);
    near(value(&view, "ghg_by_sector", "2019", &[("sector", "III")]), 86_321.92, 0.05);
    near(value(&view, "ghg_per_inhabitant", "2019", &[]), 1_918_206.68 / 545_796.0, 1e-6);
    let scopes =
        ["1", "2", "3"].map(|s| value(&view, "ghg_by_scope", "2019", &[("scope", s)]).unwrap_or(f64::NAN));
    near(Some(scopes.iter().sum()), 2_210_647.38, 0.05);
    let energy = indicator(&view, "ghg_by_subsector");
    let gap = energy.series.iter().find(|s| s.dims["subsector"] == "IV.1").expect("not estimated");
    assert_eq!((gap.value[0], gap.notation[0].as_ref()), (None, "NE"));
}

#[test]
fn no_distance_is_computed_where_nothing_documents_that_it_may_be() {
    let lisboa = view("lisboa");
    for id in
        ["ghg_distance_to_target", "ghg_required_rate", "ghg_reduction_since_base", "ghg_change_since_base"]
    {
        let Availability::NotComparable { reason } = &indicator(&lisboa, id).availability else {
            panic!("{id}")
        };
        assert_eq!(reason.args["base_year"], "2002");
    }
    let porto = view("porto");
    assert_eq!(headline(&porto, "ghg_reduction_since_base"), (36.2, "2018".into()));
    near(Some(headline(&porto, "ghg_distance_to_target").0), 48.8, 1e-9);
    near(Some(headline(&porto, "ghg_required_rate").0), 48.8 / 12.0, 1e-9);
    let guimaraes = view("guimaraes");
    near(Some(headline(&guimaraes, "ghg_distance_to_target").0), 23.57, 1e-9);
    let dims = &indicator(&guimaraes, "ghg_distance_to_target").series[0].dims;
    assert_eq!((dims["target"].as_str(), dims["base_year"].as_str()), ("secap-2030", "2008"));
}

#[test]
fn inventory_methods_are_kept_apart() {
    for city in ["lisboa", "porto", "guimaraes"] {
        let view = view(city);
        let series = &indicator(&view, "ghg_reported").series;
        let keys: std::collections::BTreeSet<_> = series.iter().map(|s| &s.dims).collect();
        assert_eq!(keys.len(), series.len());
        for dim in ["method", "gases", "scopes", "boundary"] {
            assert!(series.iter().all(|s| s.dims.contains_key(dim)), "{city}: {dim}");
        }
    }
    // Scope 1 + scope 2 of the same report.
    near(value(&view("lisboa"), "ghg_reported", "2019", &[("gases", "unstated")]), 2_089_319.0, 0.5);
}

#[test]
fn people_and_parishes_are_those_of_the_census() {
    for (city, people, parishes) in
        [("lisboa", 545_796.0, 24), ("porto", 231_800.0, 7), ("guimaraes", 156_830.0, 48)]
    {
        let view = view(city);
        assert_eq!(headline(&view, "population"), (people, "2021".into()), "{city}");
        let of =
            |level: &str| indicator(&view, "population").series.iter().find(|s| s.level == level).cloned();
        let older = of("parish2013").expect("parishes");
        let rows = |s: &crate::view::SeriesView| {
            (0..s.geo.len()).filter(|i| s.period[*i] == "2021").collect::<Vec<_>>()
        };
        assert_eq!(rows(&older).len(), parishes, "{city}");
        let sum: f64 = rows(&older).iter().filter_map(|i| older.value[*i]).sum();
        assert_eq!(sum, people, "{city}: parishes sum to the city");
        if city == "guimaraes" {
            let newer = of("parish2025").expect("parishes");
            let gaps = rows(&newer)
                .iter()
                .filter(|i| newer.value[**i].is_none() && newer.status[**i] == "L")
                .count();
            assert_eq!((rows(&newer).len(), gaps), (55, 13), "not published is not zero");
        }
    }
    let lisboa = view("lisboa");
    let (legal, land) =
        (headline(&lisboa, "population_density").0, headline(&lisboa, "population_density_land").0);
    near(Some(legal), 545_796.0 / 100.0541, 1e-6);
    near(Some(land), 545_796.0 / 86.8507, 1e-6);
    assert!(
        indicator(&lisboa, "population_density")
            .remarks
            .iter()
            .any(|r| r.key == "remark.legal_area_with_water")
    );
}

#[test]
fn january_is_a_month_and_says_so() {
    for city in ["lisboa", "porto", "guimaraes"] {
        let view = view(city);
        let found = indicator(&view, "electricity_per_inhabitant");
        assert!(found.series.iter().all(|s| s.period.iter().all(|p| p == "2024-01")), "{city}");
        let remark = |key: &str| {
            found.remarks.iter().find(|r| r.key == key).unwrap_or_else(|| panic!("{city}: {key}"))
        };
        assert_eq!(remark("remark.month_only").args["period"], "2024-01");
        assert_eq!(remark("remark.population_year").args["year"], "2021");
        let levels: Vec<&str> = found.series.iter().map(|s| s.level.as_str()).collect();
        assert!(levels.contains(&"parish2013") && levels.contains(&"city"), "{city}");
    }
    near(value(&view("lisboa"), "electricity_billed", "2024-01", &[("voltage", "low")]), 164_135.303_5, 1e-6);
}

#[test]
fn air_is_held_against_every_standard_with_its_data_capture() {
    let lisboa = view("lisboa");
    let ratio =
        |standard| value(&lisboa, "air_limit_ratio", "2019", &[("pollutant", "NO2"), ("standard", standard)]);
    let mean = value(&lisboa, "air_quality_annual_mean", "2019", &[("pollutant", "NO2")]).expect("a mean");
    for (standard, limit) in [("EU_2008", 40.0), ("EU_2024", 20.0), ("WHO_2021", 10.0)] {
        near(ratio(standard), 100.0 * mean / limit, 1e-9);
    }
    let stations =
        indicator(&lisboa, "air_quality_annual_mean").series.iter().filter(|s| s.level == "station");
    assert!(stations.flat_map(|s| &s.status).any(|s| s == "U"), "low capture is marked");
}

#[test]
fn commuting_of_the_city_is_weighted_and_agrees_with_the_source() {
    let lisboa = view("lisboa");
    for (mode, expected) in [("public_transport", 27.5), ("car", 49.8), ("active", 22.0)] {
        near(value(&lisboa, "commuting_mode_share", "2021", &[("mode", mode)]), expected, 0.05);
    }
}

#[test]
fn a_city_opens_with_its_core_alone_and_says_what_is_not_loaded() {
    let whole = pack("lisboa");
    let core = Pack { detail: None, geography: None, sources: Vec::new(), ..whole };
    let view = engine().city_view(&core);
    assert_eq!(headline(&view, "population"), (545_796.0, "2021".into()));
    let heads = |id: &str| indicator(&view, id).headline.is_some();
    assert!(heads("air_quality_annual_mean"), "the city's air is known without its parishes");
    let lacking = || view.indicators.iter().filter(|i| matches!(i.availability, Availability::NoData { .. }));
    let says = |i: &IndicatorView| i.remarks.iter().any(|r| r.key == "remark.detail_not_loaded");
    assert!(lacking().count() > 0 && lacking().all(says));
}

#[test]
fn every_figure_on_a_card_can_be_explained_from_its_observations() {
    let engine = engine();
    for city in ["lisboa", "porto", "guimaraes"] {
        let pack = pack(city);
        let view = engine.city_view(&pack);
        for indicator in view.indicators.iter().filter(|i| i.headline.is_some()) {
            let headline = indicator.headline.as_ref().expect("filtered");
            let series = &indicator.series[headline.series];
            let code = series.geo
                [series.period.iter().position(|p| *p == headline.period).expect("its period")]
            .clone();
            let geo: GeoId = format!("{}/{code}", series.level).parse().expect("a place");
            let period: Period = headline.period.parse().expect("a period");
            let found = engine.explain(&pack, &indicator.id, &geo, period, &series.dims);
            let found = found.unwrap_or_else(|e| panic!("{city} {}: {e}", indicator.id));
            assert_eq!(found.value, Some(headline.value), "{city} {}", indicator.id);
            assert!(!found.inputs.is_empty() && !found.steps.is_empty(), "{city} {}", indicator.id);
            let sources: std::collections::BTreeSet<_> = found.inputs.iter().map(|i| &i.source).collect();
            assert_eq!(sources, headline.sources.iter().collect(), "{city} {}", indicator.id);
        }
    }
}

#[test]
fn two_runs_give_the_same_bytes() {
    let text = || serde_json::to_string(&view("lisboa")).expect("JSON");
    assert_eq!(text(), text());
    let explain = || {
        let none = BTreeMap::new();
        engine()
            .explain(&pack("lisboa"), "ghg_total", &GeoId::city("1106"), Period::Year(2019), &none)
            .expect("a value")
    };
    assert_eq!(explain(), explain());
    assert_eq!(explain().inputs.len(), 32, "every cell of level BASIC, gaps included");
}
