//! The limits of the simple schemes. Those that part two neighbouring values are the shortest decimal numbers that
//! still do: a legend of "30 – 45" says the same as "29.7 – 44.1" and is read faster.

use super::{PALETTE, spread::Spread};

/// How many different values there are.
pub(super) fn distinct(sorted: &[f64]) -> usize {
    sorted.iter().zip(sorted.iter().skip(1)).filter(|(a, b)| a < b).count() + usize::from(!sorted.is_empty())
}

/// Limits that part the sorted values into groups of nearly equal size, moved to where the values differ.
pub(super) fn quantile(sorted: &[f64], wanted: usize) -> Vec<f64> {
    let cuts = (1..wanted).filter_map(|class| nearest_step(sorted, (sorted.len() * class).div_ceil(wanted)));
    part(sorted, cuts)
}

/// Limits at positions of the sorted values, each the shortest number between a value and the one before.
pub(super) fn part(sorted: &[f64], cuts: impl Iterator<Item = usize>) -> Vec<f64> {
    let mut limits: Vec<f64> = Vec::new();
    for cut in cuts {
        let limit = shortest_between(sorted[cut - 1], sorted[cut]);
        if limits.last().is_none_or(|last| *last < limit) {
            limits.push(limit);
        }
    }
    limits
}

/// Limits that part the range into equal pieces.
pub(super) fn equal(low: f64, high: f64, wanted: usize) -> Vec<f64> {
    let step = (high - low) / wanted as f64;
    rising((1..wanted).map(|class| rounded(low + step * class as f64, step)))
}

/// Half and one and a half standard deviations to both sides of the mean, as far as there are values.
pub(super) fn deviation(sorted: &[f64]) -> Vec<f64> {
    let Some(spread) = Spread::of(sorted) else { return Vec::new() };
    let (Spread { mean, deviation, .. }, low, high) = (&spread, sorted[0], sorted[sorted.len() - 1]);
    let limits = [-1.5, -0.5, 0.5, 1.5].map(|times| rounded(mean + times * deviation, *deviation));
    rising(limits.into_iter().filter(|limit| low < *limit && *limit <= high))
}

/// The limits given, in order, each once, no more than the palette can colour.
pub(super) fn manual(given: &[f64]) -> Vec<f64> {
    let mut limits: Vec<f64> = given.iter().copied().filter(|limit| limit.is_finite()).collect();
    limits.sort_by(f64::total_cmp);
    rising(limits.into_iter().take(PALETTE - 1))
}

/// Four limits around a middle: the class around it reaches a fifth of the way to the farthest value, the next ones
/// three fifths. Both sides have the same steps, so that equal distances have equal strength of colour.
pub(super) fn around(low: f64, high: f64, middle: f64) -> Vec<f64> {
    let reach = (high - middle).abs().max((middle - low).abs());
    if reach <= 0.0 || !reach.is_finite() {
        return Vec::new();
    }
    rising([-0.6, -0.2, 0.2, 0.6].into_iter().map(|part| rounded(middle + part * reach, reach / 5.0)))
}

fn rising(limits: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut kept: Vec<f64> = Vec::new();
    for limit in limits {
        if kept.last().is_none_or(|last| *last < limit) {
            kept.push(limit);
        }
    }
    kept
}

/// A limit rounded to a hundredth of the class's width: nobody reads more.
fn rounded(limit: f64, width: f64) -> f64 {
    if width <= 0.0 || !width.is_finite() {
        return limit;
    }
    let places = 2.0 - libm::floor(libm::log10(width));
    let scale = libm::pow(10.0, places.abs());
    if places >= 0.0 { libm::round(limit * scale) / scale } else { libm::round(limit / scale) * scale }
}

/// The index nearest to `at` where the value rises from the one before.
fn nearest_step(sorted: &[f64], at: usize) -> Option<usize> {
    (1..sorted.len()).filter(|i| sorted[i - 1] < sorted[*i]).min_by_key(|i| (i.abs_diff(at), *i))
}

/// The decimal number with the fewest digits that is above `low` and at most `high`.
pub(super) fn shortest_between(low: f64, high: f64) -> f64 {
    let middle = low + (high - low) / 2.0;
    let fits = |x: f64| low < x && x <= high;
    let coarse = [1e12, 1e11, 1e10, 1e9, 1e8, 1e7, 1e6, 1e5, 1e4, 1e3, 1e2, 1e1, 1.0];
    let fine = [1e1, 1e2, 1e3, 1e4, 1e5, 1e6];
    let by_step = coarse.iter().map(|step| libm::round(middle / step) * step);
    // Dividing by a whole power of ten rounds once; multiplying by 0.1 would leave 0.30000000000000004.
    let by_part = fine.iter().map(|parts| libm::round(middle * parts) / parts);
    by_step.chain(by_part).find(|x| fits(*x)).unwrap_or(high)
}

pub(super) fn decimals(value: f64) -> u8 {
    let scaled = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5];
    scaled.iter().position(|scale| (libm::round(value * scale) / scale - value).abs() < 1e-9).unwrap_or(6)
        as u8
}
