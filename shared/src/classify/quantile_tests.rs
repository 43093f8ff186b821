use super::{Classes, MOST_CLASSES, PALETTE, palette_slots};

fn counts(values: &[f64]) -> Vec<usize> {
    let classes = Classes::quantile(values.iter().copied());
    let mut counts = vec![0; classes.len()];
    for value in values {
        counts[classes.class_of(Some(*value)).expect("a value has a class")] += 1;
    }
    counts
}

#[test]
fn ten_values_make_five_equal_classes() {
    let values: Vec<f64> = (1..=10).map(f64::from).collect();
    assert_eq!(counts(&values), [2, 2, 2, 2, 2]);
}

#[test]
fn no_class_is_empty_and_equal_values_share_one() {
    let values = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0];
    let counts = counts(&values);
    assert!(counts.iter().all(|count| *count > 0), "{counts:?}");
    assert!(counts[0] >= 7, "{counts:?}");
}

#[test]
fn limits_are_short_numbers_that_part_the_values() {
    let classes = Classes::quantile([1012.34, 1498.2, 2103.9, 2600.1]);
    assert_eq!(classes.bounds(), [(1012.34, 2000.0), (2000.0, 2600.1)]);
    let fine = Classes::quantile([0.12, 0.18, 0.31, 0.34]);
    assert_eq!(fine.bounds(), [(0.12, 0.2), (0.2, 0.34)]);
    assert_eq!(fine.decimals(), 1);
    assert_eq!(classes.decimals(), 0);
}

#[test]
fn a_value_on_a_limit_is_in_the_upper_class() {
    let classes = Classes::quantile([1.0, 1.5, 2.0, 2.5]);
    let (_, limit) = classes.bounds()[0];
    assert_eq!(classes.class_of(Some(limit)), Some(1));
    assert_eq!(classes.class_of(Some(limit - 1e-9)), Some(0));
}

#[test]
fn missing_is_not_a_class_and_not_zero() {
    let classes = Classes::quantile([1.0, 2.0, 3.0]);
    assert_eq!(classes.class_of(None), None);
    assert_eq!(classes.class_of(Some(f64::NAN)), None);
    let none = Classes::quantile([f64::NAN]);
    assert!(none.is_empty());
    assert_eq!((none.len(), none.bounds().len(), none.class_of(Some(1.0))), (0, 0, None));
}

#[test]
fn one_value_is_one_class_in_the_middle_colour() {
    let classes = Classes::quantile([7.0, 7.0]);
    assert_eq!(classes.bounds(), [(7.0, 7.0)]);
    assert_eq!(classes.class_of(Some(7.0)), Some(0));
    assert_eq!(palette_slots(classes.len()), [3]);
}

#[test]
fn negative_and_positive_values_are_parted_at_a_round_number() {
    let classes = Classes::quantile([-3.2, -1.1, 2.4, 5.0]);
    assert_eq!(classes.bounds()[0].1, 0.0);
}

#[test]
fn more_is_always_a_later_colour_of_the_palette() {
    for count in 0..=MOST_CLASSES {
        let slots = palette_slots(count);
        assert_eq!(slots.len(), count);
        assert!(slots.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(slots.iter().all(|slot| *slot < PALETTE));
    }
}
