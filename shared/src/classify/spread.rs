//! How values are spread.

/// Mean, median and deviation of values.
#[derive(Debug, Clone, PartialEq)]
pub struct Spread {
    /// How many values there are.
    pub count: usize,
    /// The smallest.
    pub low: f64,
    /// The largest.
    pub high: f64,
    /// Arithmetic mean; every place counts the same, whatever its size.
    pub mean: f64,
    /// The value in the middle, or the mean of the two in the middle.
    pub median: f64,
    /// Standard deviation of the places as a whole population (divided by their number).
    pub deviation: f64,
}

impl Spread {
    /// The spread of sorted values; none where there is no value.
    pub fn of(sorted: &[f64]) -> Option<Self> {
        let (first, last) = (*sorted.first()?, *sorted.last()?);
        let n = sorted.len() as f64;
        let mean = sorted.iter().sum::<f64>() / n;
        let variance = sorted.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n;
        let (below, above) = (sorted[(sorted.len() - 1) / 2], sorted[sorted.len() / 2]);
        Some(Self {
            count: sorted.len(),
            low: first,
            high: last,
            mean,
            median: below + (above - below) / 2.0,
            deviation: libm::sqrt(variance),
        })
    }
}

/// How many values fall into each of `bins` equal parts of the range; the largest value counts to the last part.
pub fn histogram(values: impl IntoIterator<Item = f64>, low: f64, high: f64, bins: usize) -> Vec<usize> {
    let mut counts = vec![0; bins];
    let width = (high - low) / bins as f64;
    for value in values.into_iter().filter(|v| v.is_finite() && low <= *v && *v <= high) {
        let bin = if width > 0.0 { libm::floor((value - low) / width) as usize } else { 0 };
        if let Some(count) = counts.get_mut(bin.min(bins.saturating_sub(1))) {
            *count += 1;
        }
    }
    counts
}
