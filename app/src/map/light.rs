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
    /// As an address holds it: `class2`, or two limits of which an open one is left out.
    pub fn write(self) -> String {
        let limit = |limit: f64| if limit.is_finite() { limit.to_string() } else { String::new() };
        match self {
            Self::Class(class) => format!("class{class}"),
            Self::Between(low, high) => format!("{}~{}", limit(low), limit(high)),
        }
    }

    /// What [`Light::write`] wrote; none for anything else.
    pub fn read(text: &str) -> Option<Self> {
        if let Some(class) = text.strip_prefix("class") {
            return class.parse().ok().filter(|class| *class < 16).map(Self::Class);
        }
        let (low, high) = text.split_once('~')?;
        let limit = |text: &str, open: f64| match text {
            "" => Some(open),
            text => text.parse().ok().filter(|limit: &f64| limit.is_finite()),
        };
        let (low, high) = (limit(low, f64::NEG_INFINITY)?, limit(high, f64::INFINITY)?);
        (low < high && (low.is_finite() || high.is_finite())).then_some(Self::Between(low, high))
    }

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
    use gemeo_shared::view::Code;

    use super::*;

    #[test]
    fn what_is_lit_survives_the_address() {
        for light in [
            Light::Class(3),
            Light::Between(-0.1, 5441.75),
            Light::Between(f64::NEG_INFINITY, 2.0),
            Light::Between(1e-7, f64::INFINITY),
        ] {
            assert_eq!(Light::read(&light.write()), Some(light));
        }
        for bad in ["", "~", "class", "class99", "class-1", "2~1", "NaN~3", "1~inf", "1", "a~b"] {
            assert_eq!(Light::read(bad), None, "{bad}");
        }
    }

    #[test]
    fn what_was_not_published_is_in_no_range() {
        let figure = |value, class| Figure {
            code: Code::default(),
            value,
            status: Code::default(),
            class,
            rank: None,
            told: Vec::new(),
        };
        let all = Light::Between(f64::NEG_INFINITY, f64::INFINITY);
        assert!(all.holds(&figure(Some(-3.0), None)) && !all.holds(&figure(None, None)));
        let some = Light::Between(1.0, 2.0);
        assert!(some.holds(&figure(Some(1.0), None)) && !some.holds(&figure(Some(2.0), None)));
        assert!(Light::Class(2).holds(&figure(None, Some(2))));
        assert!(is_lit(None, &figure(None, None)) && !is_lit(Some(some), &figure(None, None)));
    }
}
