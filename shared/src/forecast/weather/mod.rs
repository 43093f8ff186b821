//! What a series would have been in normal weather.
//!
//! Energy follows heating and cooling degree days: PRISM (Fels, Energy and Buildings 9, 1986), ASHRAE Guideline 14.
//! Degree days are Eurostat's (nrg_chdd, reference metadata). Air is also thinned by wind: its logarithm. Values are
//! regressed on season, trend and weather together ([`fit`]), so that neither a season nor a trend is taken for weather;
//! what weather did beyond the normal of its month is then taken off. Grange & Carslaw (Science of the Total Environment
//! 653, 2019) ask the same question with machine learning and many more variables.

mod causes;
mod fit;

pub use causes::{Causes, Weather, WeatherError, degree_days};
pub use fit::{Effect, Normalised, normalise};

#[cfg(test)]
mod tests;
