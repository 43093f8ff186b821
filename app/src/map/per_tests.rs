use gemeo_shared::view::{Availability, Direction, IndicatorView};

use super::*;
use crate::map::places::Place;

fn indicator(id: &str, rows: &[(&str, &str, Option<f64>, &str)]) -> IndicatorView {
    IndicatorView {
        id: id.into(),
        domain: "people".into(),
        unit: "person".into(),
        decimals: 0,
        direction: Direction::None,
        availability: Availability::Computed,
        headline: None,
        series: vec![SeriesView {
            level: "parish2013".into(),
            geo: rows.iter().map(|row| row.0.into()).collect(),
            period: rows.iter().map(|row| row.1.into()).collect(),
            value: rows.iter().map(|row| row.2).collect(),
            status: rows.iter().map(|row| row.3.to_owned().into()).collect(),
            ..SeriesView::default()
        }],
        remarks: Vec::new(),
    }
}

fn view(indicators: Vec<IndicatorView>) -> CityView {
    CityView {
        profile: gemeo_shared::view::Profile {
            id: "x".into(),
            code: "1".into(),
            name: "X".into(),
            country: "PT".into(),
            centre: [0.0, 0.0],
            bbox: [0.0, 0.0, 1.0, 1.0],
        },
        targets: Vec::new(),
        indicators,
        inventory: gemeo_shared::view::Rows::default(),
        sources: Vec::new(),
        pack_vintage: String::new(),
        pack_hash: String::new(),
        engine: String::new(),
    }
}

fn layer(indicator: &str, relative: bool) -> Layer {
    Layer {
        leads: false,
        indicator: indicator.into(),
        series: 0,
        dims: BTreeMap::new(),
        level: Level::Parish2013,
        relative,
        periods: vec!["2024-01".into()],
        coverage: vec![1],
    }
}

fn places() -> Places {
    let ring = vec![[0.0, 0.0], [0.01, 0.0], [0.01, 0.01], [0.0, 0.01], [0.0, 0.0]];
    let place = Place {
        code: "a".into(),
        name: "A".into(),
        short: "A".into(),
        label: [0.0, 0.0],
        polygons: vec![vec![ring]],
    };
    Places { level: Level::Parish2013, places: vec![place], sources: Vec::new(), basemap: None }
}

fn divide(view: &CityView, layer: &Layer, per: Per) -> Result<Divisor, WhyNot> {
    Divisor::new(view, layer, "2024-01", per, &places())
}

#[test]
fn figures_of_the_nearest_year_divide_and_zero_never_does() {
    let rows = [
        ("a", "2011", Some(9.0), "A"),
        ("a", "2021", Some(10.0), "E"),
        ("b", "2021", Some(0.0), "A"),
        ("c", "2021", None, "L"),
    ];
    let view = view(vec![indicator("population", &rows)]);
    let divisor = divide(&view, &layer("electricity_billed", false), Per::Person).expect("a divisor");
    assert_eq!(divisor.period.as_deref(), Some("2021"));
    assert_eq!(divisor.values, BTreeMap::from([("a".to_owned(), (10.0, true))]));
}

#[test]
fn what_is_wrong_to_divide_is_refused_with_its_reason() {
    let view = view(vec![indicator("population", &[("a", "2021", Some(10.0), "A")])]);
    assert_eq!(divide(&view, &layer("ageing", true), Per::Area), Err(WhyNot::Relative));
    assert_eq!(divide(&view, &layer("population", false), Per::Person), Err(WhyNot::Itself));
    assert_eq!(divide(&view, &layer("households", false), Per::Dwelling), Err(WhyNot::Missing));
}

#[test]
fn areas_are_those_of_the_shapes() {
    let divisor = divide(&view(Vec::new()), &layer("households", false), Per::Area).expect("a divisor");
    let (area, estimated) = divisor.values["a"];
    // A hundredth of a degree at the equator is 1.1119 km on the sphere of 6,371.0088 km.
    assert!((area / (1.11195 * 1.11195) - 1.0).abs() < 1e-4, "{area}");
    assert!(!estimated);
}
