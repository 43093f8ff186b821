//! Classes of a choropleth: which of a few colours a value gets.
//!
//! A [`Scheme`] says how the limits between classes are found; [`Classes`] holds them; a [`Ramp`] colours
//! without classes. [`Spread`] describes the values themselves: mean, median, deviation and a histogram.

mod jenks;
mod limits;
#[cfg(test)]
mod quantile_tests;
mod ramp;
mod spread;
#[cfg(test)]
mod tests;

pub use ramp::Ramp;
pub use spread::{Spread, histogram};

/// Most classes a map shows by itself; more cannot be told apart in a legend (Brewer and Pickle 2002, doi:10.1111/1467-8306.00310).
pub const MOST_CLASSES: usize = 5;

/// Most classes a reader may ask for: as many as the palette has colours.
pub const PALETTE: usize = 7;

/// How the limits between classes are found.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Scheme {
    /// Every class has about the same number of places.
    #[default]
    Quantile,
    /// Values within a class are as alike as can be (Fisher 1958, Jenks 1977).
    Jenks,
    /// Every class spans the same range.
    Equal,
    /// Classes one standard deviation wide around the mean.
    Deviation,
    /// Limits a reader gave.
    Manual(Vec<f64>),
    /// Classes of the same width on both sides of a value, such as a target or a mean, with one around it.
    Around(f64),
}

/// The classes of one layer: the values' range and the limits between them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Classes {
    /// Smallest and largest value; `None` where there is no value at all.
    range: Option<(f64, f64)>,
    /// Inner limits, rising. Class `i` holds the values from `limits[i - 1]` up to, and without, `limits[i]`.
    limits: Vec<f64>,
    /// Whether the middle class stands for a reference and the others for above and below.
    diverging: bool,
}

impl Classes {
    /// Classes of the values; missing ones are left out and never count as zero.
    ///
    /// `wanted` is how many classes there shall be, 2 to [`PALETTE`]; by default as many as suit the values.
    /// Equal values always share a class, so there may be fewer. [`Scheme::Deviation`] and [`Scheme::Around`] have
    /// five by their nature, [`Scheme::Manual`] as many as its limits make.
    pub fn new(scheme: &Scheme, wanted: Option<usize>, values: impl IntoIterator<Item = f64>) -> Self {
        let mut sorted: Vec<f64> = values.into_iter().filter(|v| v.is_finite()).collect();
        sorted.sort_by(f64::total_cmp);
        let (Some(first), Some(last)) = (sorted.first(), sorted.last()) else { return Self::default() };
        let range = Some((*first, *last));
        let distinct = limits::distinct(&sorted);
        let count = wanted.map_or_else(|| class_count(distinct), |n| n.clamp(2, PALETTE).min(distinct));
        let limits = match scheme {
            Scheme::Quantile => limits::quantile(&sorted, count),
            Scheme::Jenks => jenks::limits(&sorted, count),
            Scheme::Equal => limits::equal(*first, *last, count),
            Scheme::Deviation => limits::deviation(&sorted),
            Scheme::Manual(limits) => limits::manual(limits),
            Scheme::Around(middle) => limits::around(*first, *last, *middle),
        };
        let diverging = matches!(scheme, Scheme::Around(_)) && limits.len() == 4;
        Self { range, limits, diverging }
    }

    /// Quantile classes, as many as suit the values.
    pub fn quantile(values: impl IntoIterator<Item = f64>) -> Self {
        Self::new(&Scheme::Quantile, None, values)
    }

    /// How many classes there are; 0 without values.
    pub fn len(&self) -> usize {
        if self.range.is_some() { self.limits.len() + 1 } else { 0 }
    }

    /// Whether there is no value to colour.
    pub fn is_empty(&self) -> bool {
        self.range.is_none()
    }

    /// Whether the colours run from a middle to two sides.
    pub fn is_diverging(&self) -> bool {
        self.diverging
    }

    /// The class of a value, from 0 (lowest); `None` for a missing value.
    pub fn class_of(&self, value: Option<f64>) -> Option<usize> {
        let value = value.filter(|v| v.is_finite())?;
        self.range.is_some().then(|| self.limits.partition_point(|limit| *limit <= value))
    }

    /// Lower and upper limit of each class, lowest first. The outer two reach to the smallest and largest value.
    pub fn bounds(&self) -> Vec<(f64, f64)> {
        let Some((low, high)) = self.range else { return Vec::new() };
        let lowest = self.limits.first().map_or(low, |first| low.min(*first));
        let highest = self.limits.last().map_or(high, |last| high.max(*last));
        let inner = self.limits.iter().copied();
        let edges: Vec<f64> = std::iter::once(lowest).chain(inner).chain(std::iter::once(highest)).collect();
        edges.windows(2).map(|pair| (pair[0], pair[1])).collect()
    }

    /// The inner limits, rising.
    pub fn limits(&self) -> &[f64] {
        &self.limits
    }

    /// Decimals needed to write every inner limit exactly, at most 6.
    pub fn decimals(&self) -> u8 {
        self.limits.iter().map(|limit| limits::decimals(*limit)).max().unwrap_or(0)
    }
}

/// Which colours of a palette of [`PALETTE`] `count` classes use: evenly spread in lightness, so that steps look alike.
pub fn palette_slots(count: usize) -> &'static [usize] {
    const SLOTS: [&[usize]; PALETTE + 1] = [
        &[],
        &[3],
        &[1, 5],
        &[0, 3, 6],
        &[0, 2, 4, 6],
        &[0, 2, 3, 4, 6],
        &[0, 1, 2, 4, 5, 6],
        &[0, 1, 2, 3, 4, 5, 6],
    ];
    SLOTS[count.min(PALETTE)]
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
