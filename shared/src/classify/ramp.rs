//! A continuous scale: how far along a row of colours a value lies.

/// Where values lie between the two ends of a row of colours.
#[derive(Debug, Clone, PartialEq)]
pub struct Ramp {
    low: f64,
    high: f64,
    diverging: bool,
}

impl Ramp {
    /// A scale from the smallest to the largest value; with a middle one that reaches equally far to both of its
    /// sides, so that equal distances from it have equal strength of colour. None where a number is not finite.
    pub fn new(low: f64, high: f64, middle: Option<f64>) -> Option<Self> {
        let (low, high) = match middle {
            None => (low, high),
            Some(middle) => {
                let reach = (high - middle).abs().max((middle - low).abs());
                (middle - reach, middle + reach)
            }
        };
        let fits = low.is_finite() && high.is_finite() && low <= high;
        fits.then_some(Self { low, high, diverging: middle.is_some() })
    }

    /// The values at the two ends of the colours.
    pub fn ends(&self) -> (f64, f64) {
        (self.low, self.high)
    }

    /// Whether the colours run from a middle to two sides.
    pub fn is_diverging(&self) -> bool {
        self.diverging
    }

    /// Where a value lies, from 0 to 1; none for what is not a number. Where all values are the same, in the middle.
    pub fn at(&self, value: f64) -> Option<f64> {
        if !value.is_finite() {
            return None;
        }
        // Halves, for the difference of two very large numbers is no number.
        let wide = self.high / 2.0 - self.low / 2.0;
        let along = (value / 2.0 - self.low / 2.0) / wide;
        Some(if wide > 0.0 { along.clamp(0.0, 1.0) } else { 0.5 })
    }

    /// The value that lies at a place from 0 to 1.
    pub fn value(&self, at: f64) -> f64 {
        self.low * (1.0 - at) + self.high * at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_lie_between_the_ends() {
        let ramp = Ramp::new(10.0, 30.0, None).expect("a scale");
        assert_eq!([10.0, 15.0, 30.0, 99.0, -1.0].map(|v| ramp.at(v)), [0.0, 0.25, 1.0, 1.0, 0.0].map(Some));
        assert_eq!((ramp.at(f64::NAN), ramp.value(0.25)), (None, 15.0));
        assert!(!ramp.is_diverging());
    }

    #[test]
    fn a_middle_is_in_the_middle_wherever_the_values_lie() {
        let ramp = Ramp::new(10.0, 30.0, Some(12.0)).expect("a scale");
        assert_eq!((ramp.at(12.0), ramp.at(30.0), ramp.ends()), (Some(0.5), Some(1.0), (-6.0, 30.0)));
        assert!(ramp.at(10.0) < Some(0.5), "the side below has less colour, for it is nearer");
        // A middle beyond all values leaves one side empty.
        let above = Ramp::new(10.0, 30.0, Some(50.0)).expect("a scale");
        assert_eq!((above.at(10.0), above.at(30.0)), (Some(0.0), Some(0.25)));
    }

    #[test]
    fn one_value_alone_and_what_is_no_number() {
        assert_eq!(Ramp::new(5.0, 5.0, None).and_then(|r| r.at(5.0)), Some(0.5));
        assert_eq!(Ramp::new(5.0, 5.0, Some(5.0)).and_then(|r| r.at(5.0)), Some(0.5));
        assert_eq!(Ramp::new(f64::NAN, 5.0, None), None);
        assert_eq!(Ramp::new(0.0, 5.0, Some(f64::INFINITY)), None);
        let widest = Ramp::new(f64::MIN, f64::MAX, Some(0.0)).expect("a scale");
        assert_eq!((widest.ends(), widest.at(0.0)), ((f64::MIN, f64::MAX), Some(0.5)));
    }
}
