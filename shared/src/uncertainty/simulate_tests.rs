//! Monte Carlo against closed formulas and its own promises.

use super::*;
use crate::uncertainty::propagate::{self, Together};

fn normal(name: &str, mean: f64, pct: f64) -> Variable {
    Variable { name: name.into(), distribution: Distribution::normal_pct(mean, pct) }
}

fn simulation(variables: Vec<Variable>) -> Simulation {
    Simulation { seed: 2006, draws: 40_000, variables, correlations: vec![] }
}

#[test]
fn sum_and_product_agree_with_approach_1() {
    // Approach 1 is exact for sums of normal variables and close for small errors of products.
    let sum = simulation(vec![normal("a", 100.0, 10.0), normal("b", 200.0, 5.0)]);
    let summary = sum.run(|v| v[0] + v[1]).expect("valid");
    let expected = propagate::sum(&[(100.0, 10.0), (200.0, 5.0)], Together::Independent).expect("valid");
    assert!((summary.mean - 300.0).abs() < 0.1, "{}", summary.mean);
    assert!((summary.upper_pct.expect("mean") - expected).abs() < 0.1);
    let product = simulation(vec![normal("ad", 50.0, 5.0), normal("ef", 2.0, 10.0)]);
    let summary = product.run(|v| v[0] * v[1]).expect("valid");
    let expected = propagate::product(&[5.0, 10.0], Together::Independent).expect("valid");
    assert!((summary.upper_pct.expect("mean") - expected).abs() < 0.4);
}

#[test]
fn the_same_factor_in_both_is_full_correlation() {
    let mut sum = simulation(vec![normal("a", 100.0, 10.0), normal("b", 200.0, 5.0)]);
    sum.correlations = vec![Correlation { a: "a".into(), b: "b".into(), rho: 1.0 }];
    let summary = sum.run(|v| v[0] + v[1]).expect("valid");
    assert!((summary.upper_pct.expect("mean") - 20.0 / 3.0).abs() < 0.15);
}

#[test]
fn draws_have_the_correlation_asked_for() {
    let mut pair = simulation(vec![normal("x", 0.5, 100.0), normal("y", 0.5, 100.0), normal("z", 1.0, 10.0)]);
    pair.correlations = vec![Correlation { a: "y".into(), b: "x".into(), rho: -0.6 }];
    let sampler = pair.sampler().expect("valid");
    let (mut sxy, mut sxx, mut syy) = (0.0, 0.0, 0.0);
    let mut values = [0.0; 3];
    for i in 0..20_000 {
        sampler.draw(i, &mut values);
        let (x, y) = (values[0] - 0.5, values[1] - 0.5);
        (sxy, sxx, syy) = (sxy + x * y, sxx + x * x, syy + y * y);
    }
    let rho = sxy / libm::sqrt(sxx * syy);
    assert!((rho + 0.6).abs() < 0.02, "{rho}");
}

#[test]
fn the_same_seed_gives_the_same_bytes_whatever_else_is_there() {
    let one = simulation(vec![normal("a", 100.0, 10.0)]);
    let more = simulation(vec![normal("b", 5.0, 5.0), normal("a", 100.0, 10.0)]);
    let alone = one.run(|v| v[0]).expect("valid");
    assert_eq!(alone, one.run(|v| v[0]).expect("valid"));
    assert_eq!(alone, more.run(|v| v[1]).expect("valid"));
    let other = Simulation { seed: 2007, ..one };
    assert_ne!(alone.mean, other.run(|v| v[0]).expect("valid").mean);
}

/// A golden value: the same natively and in WebAssembly. If it changes, every stored uncertainty changes.
#[test]
fn golden_draws() {
    let mut all = simulation(vec![
        Variable { name: "ln".into(), distribution: Distribution::Lognormal { mean: 10.0, sd: 4.0 } },
        Variable { name: "pert".into(), distribution: Distribution::Pert { min: 4.0, mode: 9.0, max: 20.0 } },
    ]);
    all.correlations = vec![Correlation { a: "ln".into(), b: "pert".into(), rho: 0.3 }];
    let mut values = [0.0; 2];
    all.sampler().expect("valid").draw(7, &mut values);
    assert_eq!(values.map(f64::to_bits), GOLDEN.map(f64::to_bits), "{values:?}");
}

const GOLDEN: [f64; 2] = [7.237577542641019, 11.861808936729496];

#[test]
fn what_cannot_be_is_refused() {
    let three = |rhos: [(&str, &str, f64); 3]| {
        let mut s = simulation(vec![normal("a", 1.0, 1.0), normal("b", 1.0, 1.0), normal("c", 1.0, 1.0)]);
        s.correlations = rhos
            .iter()
            .map(|(a, b, rho)| Correlation { a: (*a).into(), b: (*b).into(), rho: *rho })
            .collect();
        s.run(|v| v[0]).expect_err("refused").to_string()
    };
    let opposed = [("a", "b", -0.9), ("b", "c", -0.9), ("a", "c", -0.9)];
    assert!(three(opposed).starts_with("the correlations contradict each other"));
    assert!(
        three([("a", "b", 1.0), ("b", "c", 0.0), ("a", "c", 0.5)]).starts_with("the correlations contradict")
    );
    assert!(
        three([("a", "d", 0.5), ("b", "c", 0.0), ("a", "c", 0.5)]).contains("“d” is not among the variables")
    );
    assert!(three([("a", "a", 0.5), ("b", "c", 0.0), ("a", "c", 0.5)]).starts_with("rho of a and a is 0.5"));
    let twice = simulation(vec![normal("a", 1.0, 1.0), normal("a", 1.0, 1.0)]);
    assert!(twice.run(|v| v[0]).expect_err("refused").to_string().contains("named twice"));
    let broken = simulation(vec![normal("a", 1.0, 1.0)]).run(|_| f64::NAN).expect_err("refused");
    assert!(matches!(broken, UncertaintyError::Model { draw: 0, .. }));
    assert!(Simulation { draws: 0, ..twice }.run(|v| v[0]).is_err());
}
