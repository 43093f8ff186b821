//! LMDI against hand calculation, its limits and its laws.

use proptest::prelude::*;

use super::*;

fn item(name: &str, before: &[f64], after: &[f64]) -> Item {
    Item { name: name.into(), before: before.to_vec(), after: after.to_vec() }
}

/// Energy of an industry of two sectors as output · share · intensity, by equation 5 of Ang (2005):
/// L₁ = 50 / ln(80/30) = 50.977 272, L₂ = −4 / ln(16/20) = 17.925 681;
/// output (L₁ + L₂)·ln 1.6, share L₁·ln 2.5 + L₂·ln 0.625, intensity L₁·ln ⅔ + L₂·ln 0.8.
#[test]
fn two_sectors_by_hand() {
    let items =
        [item("1", &[50.0, 0.2, 3.0], &[80.0, 0.5, 2.0]), item("2", &[50.0, 0.8, 0.5], &[80.0, 0.5, 0.4])];
    let result = decompose(&items).expect("valid");
    assert_eq!((result.before, result.after), (50.0, 96.0));
    for (got, want) in result.effects.iter().zip([32.384_638, 38.284_867, -24.669_505]) {
        assert!((got - want).abs() < 1e-6, "{got} is not {want}");
    }
    assert!(result.rounding.abs() < 1e-12);
}

#[test]
fn a_factor_that_was_zero_takes_the_change() {
    let result = decompose(&[item("new", &[0.0, 3.0], &[5.0, 2.0])]).expect("valid");
    assert_eq!(result.effects, [10.0, 0.0]);
    let result = decompose(&[item("gone", &[4.0, 3.0], &[2.0, 0.0])]).expect("valid");
    assert_eq!(result.effects, [0.0, -12.0]);
    let result = decompose(&[item("both", &[0.0, 0.0, 7.0], &[5.0, 2.0, 1.0])]).expect("valid");
    assert_eq!(result.effects, [5.0, 5.0, 0.0]);
    let result = decompose(&[item("never", &[0.0, 3.0], &[5.0, 0.0])]).expect("valid");
    assert_eq!(result.effects, [0.0, 0.0]);
}

#[test]
fn limits_are_where_small_numbers_lead() {
    let limit = decompose(&[item("x", &[0.0, 3.0], &[5.0, 2.0])]).expect("valid").effects;
    let near = decompose(&[item("x", &[1e-300, 3.0], &[5.0, 2.0])]).expect("valid").effects;
    assert!((limit[0] - near[0]).abs() < 0.01 && (limit[1] - near[1]).abs() < 0.01, "{near:?}");
}

#[test]
fn removals_are_decomposed_and_changes_of_sign_refused() {
    let result = decompose(&[item("forest", &[10.0, -2.0], &[12.0, -2.0])]).expect("valid");
    assert!((result.effects[0] + 4.0).abs() < 1e-12 && result.effects[1] == 0.0);
    let error = decompose(&[item("forest", &[10.0, -2.0], &[12.0, 1.0])]).expect_err("refused");
    assert_eq!(error, LmdiError::Sign { item: "forest".into(), factor: 1 });
    assert_eq!(decompose(&[]), Err(LmdiError::Empty));
    assert!(decompose(&[item("a", &[1.0], &[f64::NAN])]).is_err());
    assert!(decompose(&[item("a", &[1.0], &[1.0]), item("b", &[1.0, 2.0], &[1.0])]).is_err());
}

#[test]
fn the_logarithmic_mean_of_near_equals_is_between_them() {
    for step in [0.0, 1e-16, 1e-12, 1e-9, 1e-6] {
        let (a, b) = (100.0 * (1.0 + step), 100.0);
        let mean = logarithmic_mean(a, b);
        assert!((b - 1e-12..=a + 1e-12).contains(&mean), "{step}: {mean}");
    }
}

proptest! {
    #[test]
    fn effects_sum_to_the_change_and_turn_with_time(
        factors in proptest::collection::vec(
            (0.0..1e3f64, 0.0..1e3f64, 0.0..1e3f64, 0.0..1e3f64, 0.0..1e3f64, 0.0..1e3f64), 1..12)
    ) {
        let items: Vec<Item> = factors.iter().map(|(a, b, c, d, e, f)| item("i", &[*a, *b, *c], &[*d, *e, *f])).collect();
        let back: Vec<Item> = items.iter().map(|i| item("i", &i.after, &i.before)).collect();
        let (forth, back) = (decompose(&items).expect("valid"), decompose(&back).expect("valid"));
        let scale = forth.before + forth.after + 1.0;
        prop_assert!(forth.rounding.abs() <= 1e-12 * scale * 10.0, "{}", forth.rounding);
        for (a, b) in forth.effects.iter().zip(&back.effects) {
            prop_assert!((a + b).abs() <= 1e-11 * scale, "{a} {b}");
        }
    }
}
