//! Reconciliation: each kind of difference on its own, and sums that are exact.

use proptest::prelude::*;

use super::*;

fn key(gpc: &str, activity: &str) -> Key {
    Key { gpc: gpc.into(), scope: "1".into(), activity: activity.into(), gas: "CH4".into() }
}

fn unit(text: &str) -> Unit {
    text.parse().expect("a unit")
}

/// Activity in TJ, factor in kg/TJ; emissions in t CO2e as computed.
fn entry(gpc: &str, activity: &str, tj: f64, kg_per_tj: f64, gwp: f64) -> Entry {
    Entry {
        key: key(gpc, activity),
        emissions_t: Some(tj * kg_per_tj / 1000.0 * gwp),
        notation: None,
        activity: Some((tj, unit("TJ"))),
        factor: Some((kg_per_tj, unit("kg/TJ"))),
        gwp: Some(gwp),
    }
}

fn bare(gpc: &str, emissions_t: Option<f64>, notation: Option<NotationKey>) -> Entry {
    Entry { key: key(gpc, ""), emissions_t, notation, activity: None, factor: None, gwp: None }
}

fn parts(from: &[Entry], to: &[Entry]) -> Parts {
    reconcile(from, to).expect("valid").parts
}

fn sum(p: &Parts) -> f64 {
    p.activity_t + p.factor_t + p.gwp_t + p.boundary_t + p.unexplained_t
}

#[test]
fn one_change_at_a_time_is_named() {
    let base = entry("I.1.1", "gas", 100.0, 50.0, 20.0);
    let only = |to: Entry| parts(std::slice::from_ref(&base), &[to]);
    let near = |a: f64, b: f64| (a - b).abs() < 1e-4;
    let activity = only(entry("I.1.1", "gas", 110.0, 50.0, 20.0));
    assert_eq!(activity, Parts { activity_t: 10.0, ..Parts::default() });
    let factor = only(entry("I.1.1", "gas", 100.0, 45.0, 20.0));
    assert_eq!(factor, Parts { factor_t: -10.0, ..Parts::default() });
    let gwp = only(entry("I.1.1", "gas", 100.0, 50.0, 28.0));
    assert_eq!(gwp, Parts { gwp_t: 40.0, ..Parts::default() });
    let unexplained = only(Entry { emissions_t: Some(130.0), ..base.clone() });
    assert!(near(unexplained.unexplained_t, 30.0) && near(unexplained.activity_t, 0.0));
}

#[test]
fn units_are_converted_before_they_are_compared() {
    let from = entry("I.1.1", "gas", 3.6, 50.0, 20.0);
    let mut to = from.clone();
    to.activity = Some((1000.0, unit("MWh")));
    to.factor = Some((0.18, unit("kg/MWh")));
    assert_eq!(parts(std::slice::from_ref(&from), std::slice::from_ref(&to)), Parts::default());
    // Litres cannot be converted to energy: what changed is then not explained.
    to.activity = Some((1000.0, unit("L")));
    to.emissions_t = Some(10.0);
    let split = parts(&[from], &[to]);
    assert_eq!((split.activity_t, split.unexplained_t), (0.0, tonnes(grains(10.0) - grains(3.6))));
}

#[test]
fn rows_in_one_inventory_only_are_boundary() {
    let from = [bare("I.1.1", Some(10.0), None), bare("V.1", None, Some(NotationKey::NE))];
    let to = [bare("V.1", Some(4.0), None), bare("I.1.1", None, Some(NotationKey::IE))];
    assert_eq!(parts(&from, &to), Parts { boundary_t: -6.0, ..Parts::default() });
    assert_eq!(parts(&from, &[]), Parts { boundary_t: -10.0, ..Parts::default() });
}

#[test]
fn what_does_not_occur_has_no_activity() {
    let from = [bare("III.3.1", None, Some(NotationKey::NO))];
    let to = [bare("III.3.1", Some(4.0), None)];
    assert_eq!(parts(&from, &to), Parts { activity_t: 4.0, ..Parts::default() });
    let (none, some) = (entry("I.1.1", "coal", 0.0, 90.0, 1.0), entry("I.1.1", "coal", 1000.0, 80.0, 1.0));
    assert_eq!(parts(&[none], &[some]), Parts { activity_t: 80.0, ..Parts::default() });
}

#[test]
fn published_totals_without_activity_are_unexplained() {
    let split = parts(&[bare("I.1.1", Some(117_883.72), None)], &[bare("I.1.1", Some(113_006.63), None)]);
    assert!((split.unexplained_t + 4877.09).abs() < 1e-4, "{split:?}");
    assert_eq!(split.activity_t, 0.0);
}

#[test]
fn rows_of_one_key_are_added() {
    let from = [entry("I.1.1", "gas", 60.0, 50.0, 20.0), entry("I.1.1", "gas", 40.0, 50.0, 20.0)];
    let to = [entry("I.1.1", "gas", 110.0, 50.0, 20.0)];
    let result = reconcile(&from, &to).expect("valid");
    assert_eq!(result.rows.len(), 1);
    assert_eq!(result.parts, Parts { activity_t: 10.0, ..Parts::default() });
}

#[test]
fn a_number_that_is_none_is_refused() {
    let error = reconcile(&[bare("I.1.1", Some(f64::NAN), None)], &[]).expect_err("refused");
    assert!(error.to_string().starts_with("I.1.1  CH4 has emissions of NaN t"), "{error}");
    assert!(reconcile(&[], &[bare("I.1.1", Some(2e9), None)]).is_err());
}

fn any_entry() -> impl Strategy<Value = Entry> {
    let gpc = prop::sample::select(vec!["I.1.1", "I.2.1", "II.1.1", "III.1.2", "V.3"]);
    let fuel = prop::sample::select(vec!["gas", "oil", ""]);
    let number = || prop_oneof![Just(0.0), 1e-6..1e4f64];
    (gpc, fuel, number(), number(), number(), prop::option::of(-1e5..1e6f64), 0..4u8).prop_map(
        |(gpc, fuel, activity, factor, gwp, emissions, known)| {
            let mut entry = entry(gpc, fuel, activity, factor, gwp);
            match known {
                0 => entry.activity = None,
                1 => entry.gwp = None,
                2 => entry = Entry { emissions_t: emissions, notation: Some(NotationKey::NO), ..entry },
                _ => {}
            }
            entry.emissions_t = entry.emissions_t.map(|t| t.clamp(-1e6, 1e6));
            entry
        },
    )
}

proptest! {
    #[test]
    fn parts_sum_to_the_difference_bit_for_bit(
        from in prop::collection::vec(any_entry(), 0..20),
        to in prop::collection::vec(any_entry(), 0..20),
    ) {
        let result = reconcile(&from, &to).expect("valid");
        prop_assert_eq!(sum(&result.parts), result.difference_t);
        prop_assert_eq!(result.to_t - result.from_t, result.difference_t);
        let rows: f64 = result.rows.iter().map(|r| r.difference_t).sum();
        prop_assert_eq!(rows, result.difference_t);
        for row in &result.rows {
            prop_assert_eq!(sum(&row.parts), row.difference_t);
        }
        let sectors: f64 = result.by_sector.values().map(sum).sum();
        prop_assert_eq!(sectors, result.difference_t);
    }

    #[test]
    fn order_of_rows_does_not_matter(
        from in prop::collection::vec(any_entry(), 0..12),
        to in prop::collection::vec(any_entry(), 0..12),
    ) {
        let straight = reconcile(&from, &to).expect("valid");
        let (mut from, mut to) = (from, to);
        from.reverse();
        let half = to.len() / 2;
        to.rotate_left(half);
        prop_assert_eq!(straight, reconcile(&from, &to).expect("valid"));
    }

    #[test]
    fn an_inventory_does_not_differ_from_itself(rows in prop::collection::vec(any_entry(), 0..20)) {
        prop_assert_eq!(reconcile(&rows, &rows).expect("valid").parts, Parts::default());
    }
}
