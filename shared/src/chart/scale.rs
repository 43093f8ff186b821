//! From values to pixels, and round numbers to mark on an axis.

/// A linear scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    domain: [f64; 2],
    range: [f64; 2],
}

impl Scale {
    /// Maps `domain` onto `range`. A domain that is empty or not finite becomes one unit wide.
    pub fn new(domain: [f64; 2], range: [f64; 2]) -> Self {
        let [low, high] = domain.map(bounded);
        let domain = if high > low { [low, high] } else { [low, low + 1.0] };
        Self { domain, range }
    }

    /// The pixel of a value.
    pub fn at(&self, value: f64) -> f64 {
        let share = (bounded(value) - self.domain[0]) / (self.domain[1] - self.domain[0]);
        self.range[0] + share * (self.range[1] - self.range[0])
    }

    /// The first and last value.
    pub fn domain(&self) -> [f64; 2] {
        self.domain
    }
}

/// A value that arithmetic can bear: no infinity, not so large that differences overflow.
fn bounded(value: f64) -> f64 {
    if value.is_finite() { value.clamp(-1e150, 1e150) } else { 0.0 }
}

/// Round numbers (1, 2, 2.5 or 5 times a power of ten apart) that cover `low..high`, about `count` of them.
///
/// The first is at or below `low`, the last at or above `high`.
/// Source: Heckbert, "Nice numbers for graph labels", Graphics Gems (1990).
pub fn ticks(low: f64, high: f64, count: usize) -> Vec<f64> {
    let [low, high] = Scale::new([low, high], [0.0, 1.0]).domain();
    let step = step(high - low, count.max(1));
    let first = (low / step).floor();
    let last = (high / step - 1e-9).ceil().max(first + 1.0);
    let many = ((last - first) as usize).min(50);
    (0..=many).map(|i| (first + i as f64) * step).collect()
}

fn step(span: f64, count: usize) -> f64 {
    let rough = span / count as f64;
    let power = libm::pow(10.0, libm::log10(rough).floor());
    if !(power.is_finite() && power > 0.0) {
        return span.max(f64::MIN_POSITIVE);
    }
    let factor = [1.0, 2.0, 2.5, 5.0].into_iter().find(|f| f * power >= rough * 0.999).unwrap_or(10.0);
    factor * power
}

/// Years to mark between two, a whole number of years apart.
pub fn years(from: f64, to: f64, count: usize) -> Vec<f64> {
    let (from, to) = (bounded(from).round(), bounded(to).round());
    let span = to - from;
    // why: an axis of years has hundreds at most; what is longer is no calendar
    if !(0.0..=2000.0).contains(&span) {
        return vec![from];
    }
    let rough = span / count.max(1) as f64;
    let step =
        [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0].into_iter().find(|s| *s >= rough).unwrap_or(500.0);
    let first = (from / step).ceil() * step;
    let many = ((to - first) / step).floor();
    if many < 0.0 { vec![from] } else { (0..=many as usize).map(|i| first + i as f64 * step).collect() }
}

/// Decimals that tell the marks of an axis apart.
pub fn tick_decimals(ticks: &[f64]) -> u8 {
    let step = match ticks {
        [a, b, ..] => (b - a).abs(),
        _ => 1.0,
    };
    (0..6)
        .find(|d| {
            let scaled = step * libm::pow(10.0, f64::from(*d));
            (scaled - scaled.round()).abs() < 1e-6 * scaled.max(1.0)
        })
        .unwrap_or(6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_cover() {
        assert_eq!(ticks(0.0, 4_091_231.0, 5), [0.0, 1e6, 2e6, 3e6, 4e6, 5e6]);
        assert_eq!(ticks(0.0, 100.0, 4), [0.0, 25.0, 50.0, 75.0, 100.0]);
        assert_eq!(ticks(-3.0, 7.0, 5), [-4.0, -2.0, 0.0, 2.0, 4.0, 6.0, 8.0]);
        assert_eq!(ticks(5.0, 5.0, 4).first(), Some(&5.0));
    }

    #[test]
    fn years_are_whole() {
        assert_eq!(years(2002.0, 2030.0, 6), [2005.0, 2010.0, 2015.0, 2020.0, 2025.0, 2030.0]);
        assert_eq!(years(2018.0, 2020.0, 6), [2018.0, 2019.0, 2020.0]);
    }

    #[test]
    fn decimals_follow_the_step() {
        assert_eq!(tick_decimals(&[0.0, 25.0]), 0);
        assert_eq!(tick_decimals(&[0.0, 2.5]), 1);
        assert_eq!(tick_decimals(&[0.0, 0.05]), 2);
    }
}
