//! What a reader wants to see alone: a class of the legend, or the values between two marks of the histogram.

use super::layers::Figure;

/// Places that are lit; the others are dim on the map and left out of the table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Light {
    /// Those of a class.
    Class(usize),
    /// Those with a value from the first to below the second; open at an end where that is infinite.
    Between(f64, f64),
}

impl Light {
    /// Whether a figure is among them; what was not published never is.
    pub fn holds(self, figure: &Figure) -> bool {
        match self {
            Self::Class(class) => figure.class == Some(class),
            Self::Between(low, high) => figure.value.is_some_and(|value| low <= value && value < high),
        }
    }
}

/// Whether a figure is shown in full: everything is where nothing is lit.
pub fn is_lit(light: Option<Light>, figure: &Figure) -> bool {
    light.is_none_or(|light| light.holds(figure))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_published_is_in_no_range() {
        let figure = |value, class| Figure {
            code: String::new(),
            value,
            status: String::new(),
            class,
            rank: None,
            capture: None,
        };
        let all = Light::Between(f64::NEG_INFINITY, f64::INFINITY);
        assert!(all.holds(&figure(Some(-3.0), None)) && !all.holds(&figure(None, None)));
        let some = Light::Between(1.0, 2.0);
        assert!(some.holds(&figure(Some(1.0), None)) && !some.holds(&figure(Some(2.0), None)));
        assert!(Light::Class(2).holds(&figure(None, Some(2))));
        assert!(is_lit(None, &figure(None, None)) && !is_lit(Some(some), &figure(None, None)));
    }
}
