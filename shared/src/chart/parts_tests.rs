//! Goldens of treemap and waterfall, and what must hold for any figures.

use proptest::prelude::*;

use super::{
    tests::{PT, any_text, any_value, frame, golden, well_formed},
    treemap::{Group, Tile, Treemap},
    waterfall::{Kind, Step, Waterfall},
    *,
};

/// Made-up figures with the pattern of a city's inventory: few large cells, many small ones, a removal.
fn inventory() -> Treemap {
    let tile = |label: &str, note: &str, value| Tile { label: label.into(), note: note.into(), value };
    let group = |label: &str, category, tiles| Group { label: label.into(), category, tiles };
    Treemap {
        unit: "toneladas de CO₂e (exemplo)".into(),
        decimals: 0,
        groups: vec![
            group(
                "Energia estacionária",
                1,
                vec![
                    tile("Edifícios residenciais", "âmbito 2", 231_650.3),
                    tile("Edifícios comerciais e institucionais", "âmbito 2", 605_101.4),
                    tile("Edifícios residenciais", "âmbito 1", 120_377.0),
                    tile("Indústria transformadora", "âmbito 2", 97_551.0),
                    tile("Emissões fugitivas", "âmbito 1", 4129.31),
                ],
            ),
            group(
                "Transportes",
                2,
                vec![
                    tile("Transporte rodoviário", "âmbito 1", 774_592.97),
                    tile("Ferrovia", "âmbito 2", 52_681.87),
                    tile("Transporte rodoviário", "âmbito 2", 9296.8),
                    tile("Aviação", "âmbito 2", 6087.39),
                ],
            ),
            group(
                "Resíduos",
                3,
                vec![
                    tile("Deposição de resíduos", "âmbito 1", 39_767.1),
                    tile("Deposição de resíduos", "âmbito 3", 30_623.65),
                    tile("Águas residuais", "âmbito 1", 7288.48),
                    tile("Sumidouro", "não se desenha", -5.0),
                ],
            ),
        ],
    }
}

fn change() -> Waterfall {
    let step = |label: &str, value, kind| Step { label: label.into(), value, kind };
    Waterfall {
        unit: "toneladas de CO₂e (exemplo)".into(),
        decimals: 0,
        steps: vec![
            step("2018", 2_080_548.45, Kind::Total),
            step("Atividade", 60_000.0, Kind::Change),
            step("Fator de emissão", -120_000.0, Kind::Change),
            step("GWP", 0.0, Kind::Change),
            step("Fronteira", -5000.0, Kind::Change),
            step("Sem explicação", -20_000.0, Kind::Unexplained),
            step("2019", 1_995_548.45, Kind::Total),
        ],
    }
}

#[test]
fn drawings_are_as_they_were() {
    for (size, width) in [("narrow", NARROW), ("wide", WIDE)] {
        golden(&format!("treemap-{size}"), &treemap(&inventory(), &frame(width), &PT));
        golden(&format!("waterfall-{size}"), &waterfall(&change(), &frame(width), &PT));
    }
}

#[test]
fn a_removal_is_not_drawn_as_an_area_and_a_rise_has_its_sign() {
    let drawing = treemap(&inventory(), &frame(WIDE), &PT);
    assert!(!drawing.contains("Sumidouro") && drawing.contains("Energia estacionária"));
    let drawing = waterfall(&change(), &frame(WIDE), &PT);
    assert!(drawing.contains("▲ +60") && drawing.contains("▼ −120") && drawing.contains("url(#t-h)"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_treemap_can_be_drawn(values in prop::collection::vec(prop::collection::vec(any_value(), 0..6), 0..5), text in any_text(), width in any_value()) {
        let tile = |value: &f64| Tile { label: text.clone(), note: text.clone(), value: *value };
        let group = |(i, values): (usize, &Vec<f64>)| Group { label: text.clone(), category: i as u8 * 60, tiles: values.iter().map(tile).collect() };
        let data = Treemap { unit: text.clone(), decimals: 1, groups: values.iter().enumerate().map(group).collect() };
        well_formed(&treemap(&data, &frame(width), &PT));
    }

    #[test]
    fn any_waterfall_can_be_drawn(values in prop::collection::vec(any_value(), 0..8), text in any_text(), width in any_value()) {
        let kinds = [Kind::Total, Kind::Change, Kind::Unexplained];
        let step = |(i, value): (usize, &f64)| Step { label: text.clone(), value: *value, kind: kinds[i % 3] };
        let data = Waterfall { unit: text.clone(), decimals: 1, steps: values.iter().enumerate().map(step).collect() };
        well_formed(&waterfall(&data, &frame(width), &PT));
    }
}
