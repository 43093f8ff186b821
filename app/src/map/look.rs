//! How a reader wants the map coloured: by which classes, how many, flat or raised.

use super::classes::Scheme;

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
    /// Limits of the reader's own.
    Manual(Vec<f64>),
}

impl Classing {
    /// Those that need nothing but a name, in the order they are offered.
    pub const NAMED: [(&'static str, Self); 5] = [
        ("quantile", Self::Quantile),
        ("jenks", Self::Jenks),
        ("equal", Self::Equal),
        ("deviation", Self::Deviation),
        ("mean", Self::Mean),
    ];

    /// The scheme for values with a mean.
    pub fn scheme(&self, mean: f64) -> Scheme {
        match self {
            Self::Quantile => Scheme::Quantile,
            Self::Jenks => Scheme::Jenks,
            Self::Equal => Scheme::Equal,
            Self::Deviation => Scheme::Deviation,
            Self::Mean => Scheme::Around(mean),
            Self::Manual(limits) => Scheme::Manual(limits.clone()),
        }
    }

    /// Whether the number of classes can be chosen.
    pub fn counts(&self) -> bool {
        matches!(self, Self::Quantile | Self::Jenks | Self::Equal)
    }

    /// As an address holds it: a name, or limits parted by `~`.
    pub fn write(&self) -> String {
        match self {
            Self::Manual(limits) => limits.iter().map(f64::to_string).collect::<Vec<_>>().join("~"),
            named => Self::NAMED.iter().find(|(_, c)| c == named).map_or("", |(name, _)| name).into(),
        }
    }

    /// What [`Classing::write`] wrote; the default for anything else.
    pub fn read(text: &str) -> Self {
        if let Some((_, named)) = Self::NAMED.iter().find(|(name, _)| *name == text) {
            return named.clone();
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
}

impl Look {
    /// The look for another indicator: limits of one mean nothing for another.
    pub fn elsewhere(&self) -> Self {
        match self.classing {
            Classing::Manual(_) => Self { classing: Classing::default(), ..self.clone() },
            _ => self.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_classing_survives_the_address() {
        for classing in
            Classing::NAMED.map(|(_, c)| c).into_iter().chain([Classing::Manual(vec![-3.5, 10.0, 20.0])])
        {
            assert_eq!(Classing::read(&classing.write()), classing);
        }
        assert_eq!(Classing::read("galaxy"), Classing::Quantile);
        assert_eq!(Classing::read("NaN~inf"), Classing::Quantile);
    }
}
