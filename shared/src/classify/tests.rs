use proptest::prelude::*;

use super::{Classes, PALETTE, Scheme, Spread, histogram, jenks, palette_slots};

/// Cost of contiguous groups: what natural breaks make smallest.
fn cost(sorted: &[f64], cuts: &[usize]) -> f64 {
    let edges: Vec<usize> =
        std::iter::once(0).chain(cuts.iter().copied()).chain(std::iter::once(sorted.len())).collect();
    let group = |pair: &[usize]| {
        let values = &sorted[pair[0]..pair[1]];
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>()
    };
    edges.windows(2).map(group).sum()
}

/// The least cost by trying every way.
fn by_trying(sorted: &[f64], classes: usize, from: usize) -> f64 {
    if classes == 1 {
        return cost(&sorted[from..], &[]);
    }
    (from + 1..=sorted.len() - (classes - 1))
        .map(|cut| cost(&sorted[from..cut], &[]) + by_trying(sorted, classes - 1, cut))
        .fold(f64::INFINITY, f64::min)
}

#[test]
fn natural_breaks_of_the_example_of_wang_and_song() {
    // Wang and Song (2011), Ckmeans.1d.dp, R Journal 3(2), doi:10.32614/RJ-2011-015: the example of the package
    // has the clusters {−1 ×4}, {2 ×3}, {4, 5, 6} with sums of squares 0, 0 and 2.
    let mut values = [-1.0, 2.0, -1.0, 2.0, 4.0, 5.0, 6.0, -1.0, 2.0, -1.0];
    values.sort_by(f64::total_cmp);
    let cuts = jenks::cuts(&values, 3);
    assert_eq!(cuts, [4, 7]);
    assert!((cost(&values, &cuts) - 2.0).abs() < 1e-12);
    let classes = Classes::new(&Scheme::Jenks, Some(3), values);
    assert_eq!(classes.class_of(Some(-1.0)), Some(0));
    assert_eq!(classes.class_of(Some(2.0)), Some(1));
    assert_eq!(classes.class_of(Some(4.0)), Some(2));
}

#[test]
fn equal_classes_span_the_same_range() {
    let classes = Classes::new(&Scheme::Equal, Some(4), [0.0, 3.0, 100.0]);
    assert_eq!(classes.limits(), [33.3, 66.7], "no more classes than values");
    let classes = Classes::new(&Scheme::Equal, Some(4), (0..=8).map(f64::from));
    assert_eq!(classes.limits(), [2.0, 4.0, 6.0]);
}

#[test]
fn deviation_classes_lie_around_the_mean() {
    // 2, 4, 4, 4, 5, 5, 7, 9: mean 5, standard deviation 2.
    let values = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0];
    let spread = Spread::of(&values).expect("values");
    assert_eq!((spread.mean, spread.deviation, spread.median), (5.0, 2.0, 4.5));
    assert_eq!(Classes::new(&Scheme::Deviation, None, values).limits(), [4.0, 6.0, 8.0]);
}

#[test]
fn manual_limits_are_put_in_order_and_reach_beyond_the_values() {
    let classes = Classes::new(&Scheme::Manual(vec![40.0, 10.0, 10.0, f64::NAN]), None, [12.0, 30.0]);
    assert_eq!(classes.bounds(), [(10.0, 10.0), (10.0, 40.0), (40.0, 40.0)]);
    assert_eq!(classes.class_of(Some(12.0)), Some(1));
    let many = Classes::new(&Scheme::Manual((0..20).map(f64::from).collect()), None, [3.0]);
    assert_eq!(many.len(), PALETTE);
}

#[test]
fn classes_around_a_middle_have_equal_steps_on_both_sides() {
    let classes = Classes::new(&Scheme::Around(10.0), None, [5.0, 9.0, 10.0, 20.0]);
    assert!(classes.is_diverging());
    assert_eq!(classes.limits(), [4.0, 8.0, 12.0, 16.0]);
    assert_eq!(classes.class_of(Some(10.0)), Some(2));
    assert_eq!(classes.class_of(Some(20.0)), Some(4));
    assert!(!Classes::new(&Scheme::Around(10.0), None, [10.0]).is_diverging());
}

#[test]
fn a_histogram_counts_every_value_once() {
    assert_eq!(histogram([0.0, 0.5, 1.0, 2.0, 3.9, 4.0], 0.0, 4.0, 4), [2, 1, 1, 2]);
    assert_eq!(histogram([7.0, 7.0], 7.0, 7.0, 3), [2, 0, 0]);
    assert_eq!(histogram([f64::NAN, 9.0], 0.0, 1.0, 2), [0, 0]);
}

proptest! {
    #[test]
    fn natural_breaks_are_the_best_there_are(mut values in prop::collection::vec(-50_i32..50, 3..12), k in 2_usize..5) {
        values.sort_unstable();
        let sorted: Vec<f64> = values.into_iter().map(f64::from).collect();
        let cuts = jenks::cuts(&sorted, k);
        prop_assert!(cuts.windows(2).all(|w| w[0] < w[1]));
        if cuts.len() == k - 1 {
            prop_assert!((cost(&sorted, &cuts) - by_trying(&sorted, k, 0)).abs() < 1e-6);
        }
    }

    #[test]
    fn every_scheme_gives_every_value_a_class(values in prop::collection::vec(-1e6_f64..1e6, 1..60), wanted in 2_usize..8) {
        let schemes = [Scheme::Quantile, Scheme::Jenks, Scheme::Equal, Scheme::Deviation, Scheme::Manual(vec![0.0, 10.0]),
            Scheme::Around(0.0)];
        for scheme in schemes {
            let classes = Classes::new(&scheme, Some(wanted), values.iter().copied());
            prop_assert!((1..=PALETTE).contains(&classes.len()), "{scheme:?}: {}", classes.len());
            prop_assert!(classes.limits().windows(2).all(|w| w[0] < w[1]), "{scheme:?}");
            prop_assert_eq!(palette_slots(classes.len()).len(), classes.len());
            for value in &values {
                prop_assert!(classes.class_of(Some(*value)).is_some_and(|class| class < classes.len()));
            }
        }
    }
}
