//! How a reader wants the map coloured: by which classes, how many, flat or raised.

use super::{classes::Scheme, per::Per};

/// How classes are found.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Classing {
    /// About as many places in each class.
    #[default]
    Quantile,
    /// Natural breaks.
    Jenks,
    /// Equal ranges.
    Equal,
    /// Standard deviations from the mean.
    Deviation,
    /// Above and below the mean of the places.
    Mean,
    /// Above and below the value of the whole city.
    City,
    /// Above and below a value of the reader's own, such as a target.
    Around(f64),
    /// Limits of the reader's own.
    Manual(Vec<f64>),
}

impl Classing {
    /// Those that need nothing but a name, in the order they are offered.
    pub const NAMED: [(&'static str, Self); 6] = [
        ("quantile", Self::Quantile),
        ("jenks", Self::Jenks),
        ("equal", Self::Equal),
        ("deviation", Self::Deviation),
        ("mean", Self::Mean),
        ("city", Self::City),
    ];

    /// The scheme for values; `middle` is what the two sides of a diverging one part at.
    pub fn scheme(&self, middle: f64) -> Scheme {
        match self {
            Self::Quantile => Scheme::Quantile,
            Self::Jenks => Scheme::Jenks,
            Self::Equal => Scheme::Equal,
            Self::Deviation => Scheme::Deviation,
            Self::Mean | Self::City => Scheme::Around(middle),
            Self::Around(own) => Scheme::Around(*own),
            Self::Manual(limits) => Scheme::Manual(limits.clone()),
        }
    }

    /// Whether the number of classes can be chosen.
    pub fn counts(&self) -> bool {
        matches!(self, Self::Quantile | Self::Jenks | Self::Equal)
    }

    /// Whether colours run from a middle to two sides.
    pub fn is_diverging(&self) -> bool {
        matches!(self, Self::Mean | Self::City | Self::Around(_))
    }

    /// As an address holds it: a name, `around` and a value, or limits parted by `~`.
    pub fn write(&self) -> String {
        match self {
            Self::Manual(limits) => limits.iter().map(f64::to_string).collect::<Vec<_>>().join("~"),
            Self::Around(own) => format!("around{own}"),
            named => Self::NAMED.iter().find(|(_, c)| c == named).map_or("", |(name, _)| name).into(),
        }
    }

    /// What [`Classing::write`] wrote; the default for anything else.
    pub fn read(text: &str) -> Self {
        if let Some((_, named)) = Self::NAMED.iter().find(|(name, _)| *name == text) {
            return named.clone();
        }
        if let Some(own) = text.strip_prefix("around") {
            let own = own.parse().ok().filter(|own: &f64| own.is_finite());
            return own.map_or_else(Self::default, Self::Around);
        }
        let limits: Vec<f64> = text
            .split(['~', ' ', ';'])
            .filter_map(|limit| limit.parse().ok())
            .filter(|l: &f64| l.is_finite())
            .take(6)
            .collect();
        if limits.is_empty() { Self::default() } else { Self::Manual(limits) }
    }
}

/// The look of a map.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Look {
    /// How classes are found.
    pub classing: Classing,
    /// How many classes; as many as suit the values where not chosen.
    pub count: Option<usize>,
    /// Whether areas rise with their value.
    pub raised: bool,
    /// Whether colours change continuously instead of by class.
    pub smooth: bool,
    /// What counts are divided by.
    pub per: Option<Per>,
}

impl Look {
    /// The look for another indicator: limits of one mean nothing for another.
    pub fn elsewhere(&self) -> Self {
        match self.classing {
            Classing::Manual(_) | Classing::Around(_) => {
                Self { classing: Classing::default(), ..self.clone() }
            }
            _ => self.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_classing_survives_the_address() {
        for classing in Classing::NAMED
            .map(|(_, c)| c)
            .into_iter()
            .chain([Classing::Manual(vec![-3.5, 10.0, 20.0]), Classing::Around(-2.5)])
        {
            assert_eq!(Classing::read(&classing.write()), classing);
        }
        assert_eq!(Classing::read("galaxy"), Classing::Quantile);
        assert_eq!(Classing::read("NaN~inf"), Classing::Quantile);
        assert_eq!(Classing::read("around"), Classing::Quantile);
        assert_eq!(Classing::read("aroundNaN"), Classing::Quantile);
    }
}
