//! The models by name, with the words their cards are made of.

use serde::{Deserialize, Serialize};

use super::time::Frequency;

/// A way of forecasting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The last value.
    Naive,
    /// The last season.
    SeasonalNaive,
    /// The last week, for hours.
    WeeklyNaive,
    /// The line from first to last.
    Drift,
    /// The mean.
    Mean,
    /// Exponential smoothing.
    Ets,
    /// Theta.
    Theta,
    /// ARIMA.
    Arima,
    /// Decomposition with exponential smoothing.
    StlEts,
    /// Harmonic regression with the calendar.
    Harmonic,
    /// The last week, corrected for the calendar and by the last errors.
    WeeklyChange,
    /// The same hour of the last day of the same kind.
    LikeDay,
    /// Weighted mean of the models that learn.
    Combination,
    /// All of them, with weights learnt for each step ahead.
    Blend,
}

/// What a card says of a model; texts are in `app/locales` under `model.<name>.…`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Description {
    /// The model.
    pub kind: Kind,
    /// Equations, as text.
    pub equations: Vec<String>,
    /// Published source.
    pub source: String,
    /// Frequencies it is tried on.
    pub frequencies: Vec<Frequency>,
    /// Version of this implementation.
    pub version: u32,
}

impl Kind {
    /// All, simplest first.
    pub const ALL: [Self; 14] = [
        Self::Naive,
        Self::SeasonalNaive,
        Self::WeeklyNaive,
        Self::Drift,
        Self::Mean,
        Self::Ets,
        Self::Theta,
        Self::Arima,
        Self::StlEts,
        Self::Harmonic,
        Self::WeeklyChange,
        Self::LikeDay,
        Self::Combination,
        Self::Blend,
    ];

    /// Name in requests and answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Naive => "naive",
            Self::SeasonalNaive => "seasonal_naive",
            Self::WeeklyNaive => "weekly_naive",
            Self::Drift => "drift",
            Self::Mean => "mean",
            Self::Ets => "ets",
            Self::Theta => "theta",
            Self::Arima => "arima",
            Self::StlEts => "stl_ets",
            Self::Harmonic => "harmonic",
            Self::WeeklyChange => "weekly_change",
            Self::LikeDay => "like_day",
            Self::Combination => "combination",
            Self::Blend => "blend",
        }
    }

    /// By its name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.name() == name)
    }

    /// Whether it is one of those others are measured against.
    pub fn is_naive(self) -> bool {
        matches!(self, Self::Naive | Self::SeasonalNaive | Self::WeeklyNaive)
    }

    /// Whether it has parameters that are estimated: such take part in combinations.
    pub fn learns(self) -> bool {
        !self.is_naive() && !self.is_mixed() && !matches!(self, Self::Drift | Self::Mean | Self::LikeDay)
    }

    /// Whether it is made of other models; such are chosen, not asked for.
    pub fn is_mixed(self) -> bool {
        matches!(self, Self::Combination | Self::Blend)
    }

    /// Whether it is tried on a frequency.
    pub fn suits(self, frequency: Frequency) -> bool {
        match self {
            Self::Naive => true,
            Self::Combination => {
                matches!(frequency, Frequency::Annual | Frequency::Monthly | Frequency::Daily)
            }
            Self::SeasonalNaive => frequency != Frequency::Annual,
            Self::WeeklyNaive => frequency == Frequency::Hourly,
            Self::Drift | Self::Mean => frequency != Frequency::Hourly,
            Self::Ets | Self::Theta | Self::Arima => frequency != Frequency::Hourly,
            Self::StlEts => frequency != Frequency::Annual,
            Self::Harmonic | Self::WeeklyChange | Self::LikeDay | Self::Blend => {
                matches!(frequency, Frequency::Daily | Frequency::Hourly)
            }
        }
    }

    /// Version of this implementation: one more where its answers changed.
    pub fn version(self) -> u32 {
        match self {
            Self::Ets | Self::Arima | Self::StlEts | Self::Combination => 2,
            _ => 1,
        }
    }

    /// What its card says.
    pub fn describe(self) -> Description {
        let (equations, source): (&[&str], &str) = match self {
            Self::Naive => (
                &["ŷ(t+h) = y(t)"],
                "Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., 5.2",
            ),
            Self::SeasonalNaive => (
                &["ŷ(t+h) = y(t+h−m⌈h/m⌉)"],
                "Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., 5.2",
            ),
            Self::WeeklyNaive => (
                &["ŷ(t+h) = y(t+h−168⌈h/168⌉)"],
                "Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., 5.2",
            ),
            Self::Drift => (
                &["ŷ(t+h) = y(t) + h (y(t) − y(1)) / (t − 1)"],
                "Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., 5.2",
            ),
            Self::Mean => (
                &["ŷ(t+h) = Σ y / t"],
                "Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., 5.2",
            ),
            Self::Ets => (
                &[
                    "ŷ(t+h) = ℓ + (φ + … + φʰ) b + s(t+h)",
                    "ℓ ← ℓ + φ b + α e",
                    "b ← φ b + β e",
                    "s ← s + γ e",
                ],
                "Hyndman, Koehler, Ord & Snyder, Forecasting with Exponential Smoothing, Springer 2008",
            ),
            Self::Theta => (
                &["ŷ(t+h) = ℓ + ½ b (h − 1 + (1 − (1−α)ᵗ) / α)"],
                "Assimakopoulos & Nikolopoulos 2000; Hyndman & Billah 2003",
            ),
            Self::Arima => (
                &["Δ Δₘ y(t) = c + Σ φᵢ Δ Δₘ y(t−i) + Σ θⱼ e(t−j) + e(t)"],
                "Hannan & Rissanen, Biometrika 69, 1982; orders by AICc",
            ),
            Self::StlEts => (
                &["y = trend + Σ season + rest", "ŷ(t+h) = ETS(y − Σ season)(t+h) + Σ season(t+h)"],
                "Cleveland et al., Journal of Official Statistics 6, 1990; Bandara, Hyndman & Bergmeir 2021",
            ),
            Self::Harmonic => (
                &[
                    "c(t) = β₀ + Σ β weekday, holiday + Σ (a cos 2πkt/m + b sin 2πkt/m) + Σ β x(t), x the covariates",
                    "r(t) = y(t) − c(t)",
                    "ŷ(t+h) = c(t+h) + γₕ · (r(t), r(t−1), fading means of r, r at the same hour and weekday)",
                ],
                "Young, Pedregal & Tych 1999 (dynamic harmonic regression); direct steps: Marcellino, Stock & Watson 2006",
            ),
            Self::WeeklyChange => (
                &[
                    "r(t) = y(t) − c(t), with the calendar c of the harmonic regression",
                    "w(t+h) = r at the same hour of the last week",
                    "ŷ(t+h) = c(t+h) + w(t+h) + γₕ · (r(t) − w, r(t−1) − w, fading means of r − w, …)",
                ],
                "seasonal random walk with regression on past errors; direct steps: Marcellino, Stock & Watson 2006",
            ),
            Self::LikeDay => (
                &[
                    "ŷ(t+h) = y(t+h−d), d the fewest whole days ≥ h after which the day is of the same kind",
                    "kinds: the seven days of the week; a public holiday is like a Sunday",
                ],
                "similar-day method: Weron, Modeling and Forecasting Electricity Loads and Prices, Wiley 2006, 4.2",
            ),
            Self::Combination => (
                &["ŷ(t+h) = Σ wₖ ŷₖ(t+h), wₖ ∝ 1 / MASEₖ², over the models with parameters"],
                "Bates & Granger, Operational Research Quarterly 20, 1969; Makridakis et al. 2020",
            ),
            Self::Blend => (
                &[
                    "ŷ(t+h) = Σ w(k,h) ŷₖ(t+h), Σ w = 1",
                    "w(k,h) ∝ w₀(k,h) exp(η(k,h) R(k,h)), R the sum of the gradients of |y − ŷ| that speak for model k",
                ],
                "Bernstein online aggregation: Wintenberger, Machine Learning 106, 2017; Gaillard & Goude 2015",
            ),
        };
        let all = [Frequency::Annual, Frequency::Monthly, Frequency::Daily, Frequency::Hourly];
        Description {
            kind: self,
            equations: equations.iter().map(|e| (*e).to_owned()).collect(),
            source: source.into(),
            frequencies: all.into_iter().filter(|f| self.suits(*f)).collect(),
            version: self.version(),
        }
    }
}
