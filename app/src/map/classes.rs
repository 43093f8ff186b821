//! Classes of a choropleth: which of a few colours a value gets.
//!
//! Quantile classes, so that every colour is used about equally often. The limits are the shortest decimal
//! numbers that still part the two neighbouring values: a legend of "30 – 45" says the same as "29.7 – 44.1"
//! and is read faster.

/// Most classes a map shows; more cannot be told apart in a legend (Brewer and Pickle 2002, doi:10.1111/1467-8306.00310).
pub const MOST_CLASSES: usize = 5;

/// The classes of one layer: the values' range and the limits between them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Classes {
    /// Smallest and largest value; `None` where there is no value at all.
    range: Option<(f64, f64)>,
    /// Inner limits, rising. Class `i` holds the values from `limits[i - 1]` up to, and without, `limits[i]`.
    limits: Vec<f64>,
}

impl Classes {
    /// Quantile classes of the values; missing ones are left out and never count as zero.
    ///
    /// Equal values always share a class, so there may be fewer classes than [`MOST_CLASSES`], and none is empty.
    pub fn quantile(values: impl IntoIterator<Item = f64>) -> Self {
        let mut sorted: Vec<f64> = values.into_iter().filter(|v| v.is_finite()).collect();
        sorted.sort_by(f64::total_cmp);
        let (Some(first), Some(last)) = (sorted.first(), sorted.last()) else { return Self::default() };
        let wanted = class_count(distinct(&sorted));
        Self { range: Some((*first, *last)), limits: quantile_limits(&sorted, wanted) }
    }

    /// How many classes there are; 0 without values.
    pub fn len(&self) -> usize {
        if self.range.is_some() { self.limits.len() + 1 } else { 0 }
    }

    /// Whether there is no value to colour.
    pub fn is_empty(&self) -> bool {
        self.range.is_none()
    }

    /// The class of a value, from 0 (lowest); `None` for a missing value.
    pub fn class_of(&self, value: Option<f64>) -> Option<usize> {
        let value = value.filter(|v| v.is_finite())?;
        self.range.is_some().then(|| self.limits.partition_point(|limit| *limit <= value))
    }

    /// Lower and upper limit of each class, lowest first. The outer two are the smallest and largest value.
    pub fn bounds(&self) -> Vec<(f64, f64)> {
        let Some((low, high)) = self.range else { return Vec::new() };
        let edges: Vec<f64> =
            std::iter::once(low).chain(self.limits.iter().copied()).chain(std::iter::once(high)).collect();
        edges.windows(2).map(|pair| (pair[0], pair[1])).collect()
    }

    /// Decimals needed to write every inner limit exactly, at most 6.
    pub fn decimals(&self) -> u8 {
        self.limits.iter().map(|limit| decimals_of(*limit)).max().unwrap_or(0)
    }
}

/// Colours of the sequential palette (`--c0` to `--c6` in style/tokens.css).
pub const PALETTE: usize = 7;

/// Which colours of the palette `count` classes use: evenly spread in lightness, so that steps look alike.
pub fn palette_slots(count: usize) -> &'static [usize] {
    const SLOTS: [&[usize]; MOST_CLASSES + 1] =
        [&[], &[3], &[1, 5], &[0, 3, 6], &[0, 2, 4, 6], &[0, 2, 3, 4, 6]];
    SLOTS[count.min(MOST_CLASSES)]
}

/// How many classes suit a number of different values: about two places a colour, at most five.
fn class_count(distinct: usize) -> usize {
    match distinct {
        0 | 1 => distinct,
        2..=4 => 2,
        5..=6 => 3,
        7..=9 => 4,
        _ => MOST_CLASSES,
    }
}

fn distinct(sorted: &[f64]) -> usize {
    sorted.iter().zip(sorted.iter().skip(1)).filter(|(a, b)| a < b).count() + usize::from(!sorted.is_empty())
}

/// Limits that part the sorted values into groups of nearly equal size, moved to where the values differ.
fn quantile_limits(sorted: &[f64], wanted: usize) -> Vec<f64> {
    let mut limits: Vec<f64> = Vec::new();
    for class in 1..wanted {
        let at = (sorted.len() * class).div_ceil(wanted);
        let Some(cut) = nearest_step(sorted, at) else { continue };
        let limit = shortest_between(sorted[cut - 1], sorted[cut]);
        if limits.last().is_none_or(|last| *last < limit) {
            limits.push(limit);
        }
    }
    limits
}

/// The index nearest to `at` where the value rises from the one before.
fn nearest_step(sorted: &[f64], at: usize) -> Option<usize> {
    (1..sorted.len()).filter(|i| sorted[i - 1] < sorted[*i]).min_by_key(|i| (i.abs_diff(at), *i))
}

/// The decimal number with the fewest digits that is above `low` and at most `high`.
fn shortest_between(low: f64, high: f64) -> f64 {
    let middle = low + (high - low) / 2.0;
    let fits = |x: f64| low < x && x <= high;
    let coarse = [1e12, 1e11, 1e10, 1e9, 1e8, 1e7, 1e6, 1e5, 1e4, 1e3, 1e2, 1e1, 1.0];
    let fine = [1e1, 1e2, 1e3, 1e4, 1e5, 1e6];
    let by_step = coarse.iter().map(|step| (middle / step).round() * step);
    // Dividing by a whole power of ten rounds once; multiplying by 0.1 would leave 0.30000000000000004.
    let by_part = fine.iter().map(|parts| (middle * parts).round() / parts);
    by_step.chain(by_part).find(|x| fits(*x)).unwrap_or(high)
}

fn decimals_of(value: f64) -> u8 {
    let scaled = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5];
    scaled.iter().position(|scale| ((value * scale).round() / scale - value).abs() < 1e-9).unwrap_or(6) as u8
}

#[cfg(test)]
#[path = "classes_tests.rs"]
mod tests;
