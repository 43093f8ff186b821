use std::collections::BTreeMap;

use gemeo_shared::{geo::Level, view::SeriesView};

use super::{Layer, Reading, Snapshot, choose};
use crate::map::{
    look::{Classing, Look},
    per::{Divisor, Per},
    state::MapState,
};

fn series(rows: &[(&str, &str, Option<f64>)]) -> SeriesView {
    SeriesView {
        level: "parish2013".into(),
        geo: rows.iter().map(|row| row.0.into()).collect(),
        period: rows.iter().map(|row| row.1.into()).collect(),
        value: rows.iter().map(|row| row.2).collect(),
        status: rows.iter().map(|row| if row.2.is_some() { "A" } else { "L" }.into()).collect(),
        notation: vec!["".into(); rows.len()],
        ..SeriesView::default()
    }
}

fn layer(indicator: &str, level: Level, dim: &str, periods: &[&str]) -> Layer {
    Layer {
        leads: false,
        indicator: indicator.into(),
        series: 0,
        dims: BTreeMap::from([("extent".into(), dim.into())]),
        level,
        relative: indicator != "dwellings",
        periods: periods.iter().map(|period| (*period).to_owned()).collect(),
        coverage: vec![1; periods.len()],
    }
}

#[test]
fn a_place_without_a_figure_is_listed_without_a_value() {
    let series = series(&[("a", "2021", Some(3.0)), ("b", "2021", None), ("a", "2011", Some(9.0))]);
    let snapshot = Snapshot::new(&series, "2021", &Reading::default(), ["a", "b", "c"]);
    let values: Vec<_> =
        snapshot.figures.iter().map(|f| (f.value, f.status.as_str(), f.class, f.rank)).collect();
    assert_eq!(values, [(Some(3.0), "A", Some(0), Some(1)), (None, "L", None, None), (None, "", None, None)]);
    assert_eq!(snapshot.known, 1);
}

#[test]
fn places_find_their_figures_in_any_order() {
    let series = series(&[("a", "2021", Some(1.0)), ("b", "2021", Some(2.0)), ("c", "2021", Some(3.0))]);
    for codes in [["a", "b", "c"], ["c", "a", "b"], ["x", "b", "c"], ["b", "x", "a"]] {
        let snapshot = Snapshot::new(&series, "2021", &Reading::default(), codes);
        let known = [("a", 1.0), ("b", 2.0), ("c", 3.0)];
        for (figure, code) in snapshot.figures.iter().zip(codes) {
            let value = known.iter().find(|(name, _)| *name == code).map(|(_, value)| *value);
            assert_eq!((figure.code.as_str(), figure.value), (code, value));
        }
    }
}

#[test]
fn equal_values_share_a_rank_and_the_next_is_skipped() {
    let series = series(&[
        ("a", "2021", Some(5.0)),
        ("b", "2021", Some(7.0)),
        ("c", "2021", Some(5.0)),
        ("d", "2021", Some(1.0)),
    ]);
    let snapshot = Snapshot::new(&series, "2021", &Reading::default(), ["a", "b", "c", "d"]);
    let ranks: Vec<_> = snapshot.figures.iter().map(|figure| figure.rank).collect();
    assert_eq!(ranks, [Some(2), Some(1), Some(2), Some(4)]);
    let (high, low) = snapshot.extremes().expect("there are values");
    assert_eq!((high.code.as_str(), low.code.as_str()), ("b", "d"));
}

#[test]
fn a_first_look_shows_a_rate_and_not_a_count() {
    let layers = [
        layer("dwellings", Level::Parish2013, "", &["2021"]),
        layer("ageing", Level::Parish2025, "", &["2021"]),
        layer("ageing", Level::Parish2013, "", &["2021"]),
    ];
    assert_eq!(choose(&layers, &MapState::default()), Some((&layers[2], "2021")));
    let asked = MapState { indicator: Some("dwellings".into()), ..MapState::default() };
    assert_eq!(choose(&layers, &asked), Some((&layers[0], "2021")));
}

#[test]
fn an_address_gets_the_nearest_layer_there_is() {
    let layers = [
        layer("density", Level::Parish2025, "land", &["2021"]),
        layer("density", Level::Parish2013, "legal", &["2021", "2011"]),
        layer("density", Level::Parish2013, "land", &["2021", "2011"]),
    ];
    let state =
        MapState { indicator: Some("density".into()), period: Some("2011".into()), ..MapState::default() };
    assert_eq!(choose(&layers, &state), Some((&layers[1], "2011")));
    let land =
        MapState { dims: Some(layers[2].dims.clone()), level: Some(Level::Parish2013), ..state.clone() };
    assert_eq!(choose(&layers, &land), Some((&layers[2], "2011")));
    let unknown =
        MapState { indicator: Some("gone".into()), period: Some("1900".into()), ..MapState::default() };
    assert_eq!(choose(&layers, &unknown), Some((&layers[1], "2021")));
    assert_eq!(choose(&[], &unknown), None);
}

#[test]
fn a_count_is_divided_place_by_place_and_an_estimate_stays_one() {
    let series = series(&[("a", "2021", Some(30.0)), ("b", "2021", Some(30.0)), ("c", "2021", Some(30.0))]);
    let values = BTreeMap::from([("a".to_owned(), (10.0, false)), ("b".to_owned(), (20.0, true))]);
    let divisor = Divisor { per: Per::Person, period: Some("2021".into()), values };
    let reading = Reading { divisor: Some(&divisor), ..Reading::default() };
    let snapshot = Snapshot::new(&series, "2021", &reading, ["a", "b", "c"]);
    let values: Vec<_> = snapshot.figures.iter().map(|f| (f.value, f.status.as_str())).collect();
    assert_eq!(values, [(Some(3.0), "A"), (Some(1.5), "E"), (None, "A")]);
    assert_eq!(snapshot.known, 2);
}

#[test]
fn colours_part_at_the_value_of_the_city_or_of_the_reader() {
    let series = series(&[("a", "2021", Some(0.0)), ("b", "2021", Some(10.0)), ("c", "2021", Some(20.0))]);
    let classes = |classing: Classing, city: Option<f64>| {
        let look = Look { classing, ..Look::default() };
        let reading = Reading { look, city, ..Reading::default() };
        let snapshot = Snapshot::new(&series, "2021", &reading, ["a", "b", "c"]);
        snapshot.figures.iter().map(|f| f.class).collect::<Vec<_>>()
    };
    assert_eq!(classes(Classing::City, Some(0.0)), [Some(2), Some(3), Some(4)]);
    assert_eq!(
        classes(Classing::City, None),
        [Some(0), Some(2), Some(4)],
        "without it the mean of the places"
    );
    assert_eq!(classes(Classing::Around(20.0), None), [Some(0), Some(1), Some(2)]);
}

#[test]
fn a_continuous_scale_has_no_classes_and_reaches_over_compared_values() {
    let series = series(&[("a", "2021", Some(0.0)), ("b", "2021", Some(10.0))]);
    let look = Look { smooth: true, ..Look::default() };
    let reading = Reading { look, also: &[40.0], ..Reading::default() };
    let snapshot = Snapshot::new(&series, "2021", &reading, ["a", "b"]);
    assert!(snapshot.figures.iter().all(|f| f.class.is_none()));
    let ramp = snapshot.ramp.expect("a scale");
    assert_eq!((ramp.ends(), ramp.at(10.0)), ((0.0, 40.0), Some(0.25)));
}

#[test]
fn of_an_indicators_series_the_one_that_cards_show_comes_first() {
    let [first, mut leading] = ["CO", "NO2"].map(|dim| layer("air", Level::Station, dim, &["2019"]));
    leading.leads = true;
    let state = MapState { indicator: Some("air".into()), ..MapState::default() };
    let layers = [first.clone(), leading.clone()];
    assert_eq!(choose(&layers, &state).map(|(layer, _)| &layer.dims), Some(&leading.dims));
    let asked = MapState { dims: Some(first.dims.clone()), ..state };
    assert_eq!(choose(&layers, &asked).map(|(layer, _)| &layer.dims), Some(&first.dims));
}
