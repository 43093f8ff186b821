//! Goldens of real figures, and what must hold for any figures.

use proptest::prelude::*;

use super::{
    bars::{Bar, Bars},
    legend::ScaleLegend,
    lines::{Band, Limit, Line, Lines},
    outline::{Class, OutlineMap, Region},
    share::ShareCard,
    theme::{KEYED, RULES},
    trajectory::{Named, Observed, Point, Required, Span, Trajectory},
    *,
};
use crate::format::{Lang, Native};

pub(super) const PT: Native = Native(Lang::Pt);

pub(super) fn frame(width: f64) -> Frame<'static> {
    Frame { prefix: "t", title: "Título <1>", desc: "O que mostra & porquê", width }
}

fn point(year: f64, value: f64) -> Point {
    Point { year, value }
}

fn named(year: f64, value: f64, label: &str) -> Named {
    Named { point: point(year, value), label: label.into() }
}

/// Lisboa: base 2002 by CDP, GPC 2018–2020, promise 2030. No path, as the two are not comparable.
fn lisboa() -> Trajectory {
    Trajectory {
        unit: "toneladas de CO₂e por ano".into(),
        base: Some(named(2002.0, 4_091_231.0, "ano de base, 2002 (CDP)")),
        observed: vec![Observed {
            label: "inventário GPC BASIC".into(),
            points: vec![point(2018.0, 2_005_012.9), point(2019.0, 1_918_206.68), point(2020.0, 1_574_020.9)],
            hollow: Vec::new(),
        }],
        targets: vec![named(2030.0, 818_246.2, "promessa, −80 %")],
        events: vec![Span { from: 2020.0, to: 2020.0, label: "2020: pandemia".into() }],
        gaps: vec![Span { from: 2021.0, to: 2024.0, label: "sem dados publicados".into() }],
        ..Trajectory::default()
    }
}

/// Porto: its own reduction since 2004, as what is left of the base year.
fn porto() -> Trajectory {
    Trajectory {
        unit: "% das emissões de 2004".into(),
        decimals: 1,
        base: Some(named(2004.0, 100.0, "ano de base, 2004")),
        observed: vec![Observed {
            label: "comunicado pela cidade".into(),
            points: vec![point(2017.0, 65.8), point(2018.0, 63.8)],
            hollow: Vec::new(),
        }],
        targets: vec![named(2030.0, 15.0, "promessa, −85 %")],
        required: Some(Required {
            from: point(2018.0, 63.8),
            to: point(2030.0, 15.0),
            label: "necessário: −4,1 pontos por ano".into(),
        }),
        events: vec![Span { from: 2020.0, to: 2020.0, label: "2020: pandemia".into() }],
        gaps: vec![Span { from: 2019.0, to: 2024.0, label: "sem dados publicados".into() }],
        ..Trajectory::default()
    }
}

fn sectors() -> Bars {
    let bar = |label: &str, category, value, note: &str, parts: &[(usize, f64)]| Bar {
        label: label.into(),
        category,
        value,
        note: note.into(),
        parts: parts.to_vec(),
    };
    Bars {
        unit: "milhares de toneladas de CO₂e, 2019".into(),
        decimals: 1,
        bars: vec![
            bar("Energia estacionária", 1, Some(913.4), "47,6 %", &[(0, 301.2), (1, 553.0), (2, 59.2)]),
            bar("Transportes", 2, Some(902.6), "47,1 %", &[(0, 780.4), (1, 31.9), (2, 90.3)]),
            bar("Resíduos", 3, Some(102.2), "5,3 %", &[(0, 55.3), (2, 46.9)]),
            bar("Processos industriais", 4, None, "não estimado (NE)", &[]),
            bar("Agricultura, floresta e uso do solo", 5, None, "não estimado (NE)", &[]),
        ],
        parts: vec!["âmbito 1".into(), "âmbito 2".into(), "âmbito 3".into()],
    }
}

fn air() -> Lines {
    let line = |label: &str, category, from: i32, values: &[Option<f64>]| Line {
        label: label.into(),
        category,
        points: values.iter().enumerate().map(|(i, v)| (f64::from(from) + i as f64, *v)).collect(),
    };
    Lines {
        unit: "NO₂, µg/m³, média anual".into(),
        decimals: 1,
        lines: vec![
            line(
                "Avenida",
                1,
                2014,
                &[Some(59.0), Some(60.0), Some(57.5), Some(57.0), Some(58.0), Some(54.6)],
            ),
            line("Entrecampos", 2, 2014, &[Some(41.0), Some(43.1), None, Some(44.9), Some(40.2), Some(40.0)]),
            line(
                "Olivais",
                5,
                2014,
                &[Some(26.0), Some(28.0), Some(25.1), Some(27.2), Some(25.4), Some(24.8)],
            ),
        ],
        limits: vec![
            Limit { label: "limite da UE desde 2010: 40".into(), value: 40.0 },
            Limit { label: "limite da UE em 2030: 20".into(), value: 20.0 },
        ],
        ..Lines::default()
    }
}

const SQUARE: [[f64; 2]; 5] = [[-8.3, 41.4], [-8.2, 41.4], [-8.2, 41.5], [-8.3, 41.5], [-8.3, 41.4]];
const BESIDE: [[f64; 2]; 5] = [[-8.2, 41.4], [-8.1, 41.4], [-8.1, 41.5], [-8.2, 41.5], [-8.2, 41.4]];

fn map() -> OutlineMap<'static> {
    let region = |ring: &'static [[f64; 2]], class, title: &str| Region {
        rings: vec![ring],
        class,
        title: title.into(),
    };
    OutlineMap {
        regions: vec![
            region(&SQUARE, Class::Sequential(4), "Oeste: 12"),
            region(&BESIDE, Class::NoData, "Este"),
        ],
        border: vec![&SQUARE],
        ratio: 0.6,
    }
}

/// Compares with the file in `golden/`; `GEMEO_BLESS=1` writes it anew (then look at it in a browser).
pub(super) fn golden(name: &str, got: &str) {
    let path = format!("{}/src/chart/golden/{name}.svg", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("GEMEO_BLESS").is_some() {
        std::fs::write(&path, format!("{got}\n")).unwrap();
    }
    let want = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(want.trim_end() == got, "{path} differs; GEMEO_BLESS=1 writes it, then look at it");
}

#[test]
fn drawings_are_as_they_were() {
    for (size, width) in [("narrow", NARROW), ("wide", WIDE)] {
        let frame = frame(width);
        golden(&format!("trajectory-lisboa-{size}"), &trajectory(&lisboa(), &frame, &PT));
        golden(&format!("trajectory-porto-{size}"), &trajectory(&porto(), &frame, &PT));
        golden(&format!("bars-{size}"), &bars(&sectors(), &frame, &PT));
        golden(&format!("lines-{size}"), &lines(&air(), &frame, &PT));
    }
    golden("outline", &outline_map(&map(), &frame(NARROW)));
    golden("sparkline", &sparkline(&[Some(3.0), None, Some(2.0), Some(2.5)], &[], false, &frame(160.0)));
    let scale = ScaleLegend {
        title: "habitantes por km²".into(),
        bounds: ["0", "500", "1000", "2000", "4000", "8000"].map(String::from).to_vec(),
        no_data: "sem dados".into(),
        ..ScaleLegend::default()
    };
    golden("legend-scale", &legend_scale(&scale, &frame(NARROW)));
    let drawing = trajectory(&porto(), &Frame { prefix: "s", ..frame(NARROW) }, &PT);
    let card = ShareCard {
        name: "Porto",
        headline: "Reduziu 36,2 % até 2018. Prometeu 85 % até 2030.",
        figure: "−36,2 %",
        caption: "emissões em 2018 face a 2004",
        foot: "Gémeo: o gémeo climático das cidades",
        drawing: &drawing,
    };
    golden("share-card", &share_card(&card));
}

#[test]
fn each_class_has_the_same_rule_in_the_sheet() {
    let sheet = include_str!("../../../style/charts.css");
    for (class, property, token) in RULES {
        let keyed = KEYED.contains(&(*class, *property));
        let value = if keyed { format!("var(--k, var(--{token}))") } else { format!("var(--{token})") };
        let rule = format!(".{class} {{ {property}: {value}; }}");
        assert!(sheet.contains(&rule), "style/charts.css lacks {rule}");
    }
    let written = sheet.matches(" fill: ").count() + sheet.matches(" stroke: ").count();
    assert_eq!(written, RULES.len(), "style/charts.css colours classes that drawings do not know");
}

#[test]
fn a_line_never_joins_two_methods_or_a_gap() {
    let mut data = lisboa();
    data.observed.push(Observed {
        label: "CDP".into(),
        points: vec![point(2014.0, 3e6), point(2017.0, 2.5e6)],
        ..Observed::default()
    });
    let drawing = trajectory(&data, &frame(WIDE), &PT);
    // three GPC years make two segments; the CDP years are three apart and make none
    assert_eq!(drawing.matches("class=\"gx-line gx-k1\"").count(), 2);
    assert_eq!(drawing.matches("class=\"gx-line gx-k2\"").count(), 0);
    assert!(!drawing.contains("class=\"gx-path\""), "no path where none is given");
}

#[test]
fn a_missing_value_is_words_and_not_a_bar() {
    let drawing = bars(&sectors(), &frame(WIDE), &PT);
    assert!(drawing.contains("não estimado (NE)"));
    assert!(!drawing.contains("gx-fill gx-k4") && !drawing.contains("gx-fill gx-k5"));
}

#[test]
fn an_export_stands_alone() {
    let page = trajectory(&porto(), &frame(WIDE), &PT);
    let file = export(&page, Theme::Dark);
    well_formed(&file);
    assert!(file.contains("<style>") && file.contains("#16201d") && !file.contains("var("));
    assert!(file.find("<title").unwrap() < file.find("<style>").unwrap());
    assert_eq!(export("no drawing", Theme::Light), "no drawing");
}

/// Tags match, no style attribute, no NaN, names and ids as promised.
pub(super) fn well_formed(drawing: &str) {
    for bad in ["NaN", "inf", "style=", "<script"] {
        assert!(!drawing.contains(bad), "{bad} in {drawing}");
    }
    let mut open: Vec<&str> = Vec::new();
    for tag in drawing.split('<').skip(1) {
        let (head, _) = tag.split_once('>').expect("a tag ends");
        let name = head.split([' ', '/']).find(|n| !n.is_empty()).unwrap_or("");
        match (head.starts_with('/'), head.ends_with('/')) {
            (true, _) => assert_eq!(open.pop(), Some(name), "in {drawing}"),
            (_, false) => open.push(name),
            _ => {}
        }
    }
    assert!(open.is_empty(), "{open:?} left open");
}

pub(super) fn any_value() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => -1e7..1e7,
        1 => any::<f64>(),
        1 => prop::sample::select(vec![0.0, -0.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, f64::MIN, 5e-324]),
    ]
}

fn any_points() -> impl Strategy<Value = Vec<Point>> {
    let year = prop_oneof![6 => 1990.0..2050.0, 1 => any_value()];
    prop::collection::vec((year, any_value()).prop_map(|(year, value)| Point { year, value }), 0..6)
}

pub(super) fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("<a href=\"x\">&'".to_owned()), // why no f: the drawing is searched for `inf`, which a text may spell too
        "[a-eg-zç ]{0,60}"
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_trajectory_can_be_drawn(points in any_points(), more in any_points(), text in any_text(), width in any_value()) {
        let named = |p: &Point| Named { point: *p, label: text.clone() };
        let spans: Vec<Span> = more.iter().map(|p| Span { from: p.year, to: p.year + 2.0, label: text.clone() }).collect();
        let data = Trajectory {
            unit: text.clone(),
            decimals: 1,
            base: points.first().map(named),
            targets: more.iter().map(named).collect(),
            required: points.first().zip(more.first()).map(|(from, to)| Required { from: *from, to: *to, label: text.clone() }),
            observed: vec![Observed { label: text.clone(), points: points.clone(), hollow: vec![2019.0] }, Observed { label: text.clone(), points: more.clone(), ..Observed::default() }],
            events: spans.clone(),
            gaps: spans,
            hollow_label: text.clone(),
        };
        well_formed(&trajectory(&data, &frame(width), &PT));
    }

    #[test]
    fn any_bars_can_be_drawn(values in prop::collection::vec(prop::option::of(any_value()), 0..6), text in any_text(), parts in 0_usize..5) {
        let bars_of = |(i, value): (usize, &Option<f64>)| Bar {
            label: text.clone(),
            category: i as u8 * 50,
            value: *value,
            note: text.clone(),
            parts: (0..parts).map(|p| (p, value.unwrap_or(1.0) / 2.0)).collect(),
        };
        let data = Bars { bars: values.iter().enumerate().map(bars_of).collect(), parts: vec![text.clone(); parts], ..Bars::default() };
        well_formed(&bars(&data, &frame(NARROW), &PT));
        well_formed(&bars(&data, &frame(WIDE), &PT));
    }

    #[test]
    fn any_lines_can_be_drawn(points in any_points(), limits in prop::collection::vec(any_value(), 0..3), text in any_text(), cut in any::<bool>()) {
        let points: Vec<(f64, Option<f64>)> = points.iter().map(|p| (p.year, Some(p.value).filter(|v| *v > -1e3))).collect();
        let limits = limits.into_iter().map(|value| Limit { label: text.clone(), value }).collect();
        let line = Line { label: text.clone(), category: 9, points: points.clone() };
        let band = Band { line: 1, points: points.iter().filter_map(|(x, y)| Some([*x, (*y)? - 1.0, (*y)? * 2.0])).collect() };
        let bands = vec![band, Band { line: 7, points: vec![[0.0; 3]] }];
        let data = Lines { lines: vec![line.clone(), line], limits, cut, bands, band_label: text.clone(), ..Lines::default() };
        well_formed(&lines(&data, &frame(NARROW), &PT));
        well_formed(&lines(&data, &frame(WIDE), &PT));
        let values: Vec<Option<f64>> = points.iter().map(|p| p.1).collect();
        well_formed(&sparkline(&values, &[0, 2, 7], cut, &frame(120.0)));
    }

    #[test]
    fn any_outline_can_be_drawn(ring in prop::collection::vec([any_value(), any_value()], 0..8), near in prop::collection::vec([-9.0..-8.0, 38.0..42.0], 0..8), ratio in any_value()) {
        let region = |class| Region { rings: vec![&ring, &near], class, title: "<x>".into() };
        let classes = [Class::Land, Class::Sequential(9), Class::Diverging(0), Class::Category(0), Class::NoData];
        let data = OutlineMap { regions: classes.map(region).to_vec(), border: vec![&near], ratio };
        well_formed(&outline_map(&data, &frame(NARROW)));
    }

    #[test]
    fn any_share_card_can_be_drawn(name in any_text(), headline in any_text()) {
        let card = ShareCard { name: &name, headline: &headline, figure: &name, drawing: "<svg junk", ..ShareCard::default() };
        well_formed(&share_card(&card));
    }
}

#[test]
fn an_interval_is_a_pale_band_within_the_axis_and_the_key_says_what_it_means() {
    let mut data = air();
    data.bands = vec![Band {
        line: 1,
        points: vec![[2014.0, 35.0, 47.0], [2015.0, 36.0, 150.0], [2019.0, 34.0, 46.0]],
    }];
    data.band_label = "intervalo de 95 %".into();
    let drawing = lines(&data, &frame(WIDE), &PT);
    assert_eq!(drawing.matches("fill-opacity").count(), 3, "a band of two years, a bar alone, the key");
    assert!(
        drawing.contains("intervalo de 95 %") && drawing.contains(">150<"),
        "the axis reaches the upper end"
    );
}

#[test]
fn a_marked_point_is_hollow_and_the_key_says_what_that_means() {
    let mut data = air();
    data.hollow = vec![(0, 2016.0)];
    data.hollow_label = "valor pouco fiável".into();
    let drawing = lines(&data, &frame(WIDE), &PT);
    assert_eq!(drawing.matches("gx-ring gx-k1").count(), 1);
    assert!(drawing.contains("valor pouco fiável"));
    assert!(!lines(&air(), &frame(WIDE), &PT).contains("gx-ring"));
}

#[test]
fn trajectories_with_the_same_spans_have_the_same_axes() {
    use super::trajectory::{Spans, trajectory_within};
    let spans = Spans { years: Some([2000.0, 2030.0]), values: Some([0.0, 100.0]) };
    let draw = |data: &Trajectory| trajectory_within(data, spans, &frame(NARROW), &PT);
    let target_at = |drawing: &str| drawing.split("gx-target\"").nth(1).map(|rest| rest[..24].to_owned());
    let mut less = porto();
    less.observed[0].points.clear();
    less.base = None;
    assert_eq!(target_at(&draw(&porto())), target_at(&draw(&less)));
    assert_ne!(draw(&porto()), trajectory(&porto(), &frame(NARROW), &PT));
}

#[test]
fn a_figure_that_something_marks_is_hollow_and_the_key_says_why() {
    let mut data = lisboa();
    data.observed[0].hollow = vec![2019.0];
    data.hollow_label = "estimado".into();
    let drawing = trajectory(&data, &frame(WIDE), &PT);
    // A point, and the sign in the key.
    assert_eq!(
        (drawing.matches("gx-ring").count(), drawing.matches("estimado").count()),
        (2, 1),
        "{drawing}"
    );
    assert!(!trajectory(&lisboa(), &frame(WIDE), &PT).contains("gx-ring"));
    let values = [Some(3.0), None, Some(2.0), Some(2.5)];
    let small = |marked: &[usize]| sparkline(&values, marked, false, &frame(160.0));
    assert_eq!((small(&[2]).matches("gx-ring").count(), small(&[2]).matches("gx-fill").count()), (1, 1));
    assert_eq!(
        (small(&[3]).matches("gx-ring").count(), small(&[3]).matches("gx-fill").count()),
        (1, 0),
        "the newest"
    );
    assert_eq!(small(&[1, 9]), small(&[]), "what is missing has no mark");
}
