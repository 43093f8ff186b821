//! Wastewater against hand calculation.

use super::*;

fn water() -> Wastewater {
    let systems = vec![
        System { name: "septic".into(), share: 0.2, mcf: 0.5, industrial: 1.0 },
        System { name: "aerobic, overloaded".into(), share: 0.8, mcf: 0.3, industrial: 1.25 },
    ];
    Wastewater {
        population: 100_000.0,
        bod_g_per_person_day: 60.0,
        systems,
        bo_kg_per_kg_bod: 0.6,
        sludge_t_bod: 0.0,
        ch4_recovered_t: 0.0,
        nitrogen: None,
    }
}

fn nitrogen() -> Nitrogen {
    Nitrogen {
        protein_kg_per_person: 40.0,
        n_in_protein: 0.16,
        non_consumed: 1.1,
        industrial: 1.25,
        sludge_t_n: 0.0,
        effluent_kg_per_kg_n: 0.005,
        plant_share: 0.0,
        plant_g_per_person: 3.2,
    }
}

#[test]
fn methane_by_equations_6_1_to_6_3() {
    let result = discharge(&water()).expect("valid");
    // 100 000 · 60 g · 365 = 2190 t BOD; 0.2 · 1 and 0.8 · 1.25 of it: 438 and 2190 t.
    assert!((result.organic_t_bod - 2628.0).abs() < 1e-9);
    // 438 · 0.6 · 0.5 + 2190 · 0.6 · 0.3 = 131.4 + 394.2 t CH4.
    assert!((result.ch4_emitted_t - 525.6).abs() < 1e-9);
    assert_eq!(result.n2o_effluent_t, None);
}

#[test]
fn sludge_and_recovery_lower_methane() {
    let mut water = water();
    water.sludge_t_bod = 1314.0;
    water.ch4_recovered_t = 62.8;
    let result = discharge(&water).expect("valid");
    assert!((result.ch4_generated_t - 262.8).abs() < 1e-9);
    assert!((result.ch4_emitted_t - 200.0).abs() < 1e-9);
    water.ch4_recovered_t = 300.0;
    assert!(matches!(discharge(&water), Err(WasteError::Recovery { .. })));
    water.sludge_t_bod = 3000.0;
    assert!(discharge(&water).expect_err("refused").to_string().starts_with("sludge_t_bod is 3000"));
}

#[test]
fn nitrous_oxide_by_equations_6_7_to_6_9() {
    let mut water = water();
    water.nitrogen = Some(nitrogen());
    let result = discharge(&water).expect("valid");
    // 100 000 · 40 kg · 0.16 · 1.1 · 1.25 = 880 t N; · 0.005 · 44/28 = 6.914 285 7 t N2O.
    assert!((result.n2o_effluent_t.expect("given") - 6.914_285_714_285_714).abs() < 1e-12);
    water.nitrogen = Some(Nitrogen { plant_share: 0.5, ..nitrogen() });
    let result = discharge(&water).expect("valid");
    // Plants: 50 000 · 1.25 · 3.2 g = 0.2 t; its nitrogen (0.2 · 28/44) leaves the effluent.
    assert!((result.n2o_plants_t.expect("given") - 0.2).abs() < 1e-12);
    let expected = (880.0 - 0.2 * 28.0 / 44.0) * 0.005 * 44.0 / 28.0;
    assert!((result.n2o_effluent_t.expect("given") - expected).abs() < 1e-12);
}

#[test]
fn shares_may_not_exceed_one() {
    let mut water = water();
    water.systems[0].share = 0.3;
    assert_eq!(
        discharge(&water).expect_err("refused").to_string(),
        "systems[].share add up to 1.1; expected at most 1"
    );
}
