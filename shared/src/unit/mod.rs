//! Units: what a number counts, checked before numbers meet.
//!
//! A [`Unit`] is a product of named symbols with whole exponents, e.g. `tCO2e/person` or `µg/m3`. It keeps
//! the symbols as written, so that an error can name them, and knows their dimension and exact scale.
//! CO2-equivalent is a dimension of its own: a tonne of waste is never a tonne of CO2e.

mod parse;
mod scale;
mod symbol;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::wire::wire_struct;

pub use scale::Factor;
use scale::Ratio;
use symbol::{DIMENSIONS, SYMBOLS};

/// The largest exponent a symbol may have; beyond it a formula is surely wrong.
const MAX_EXPONENT: i8 = 6;

/// A unit of measurement: symbols with exponents, none of them zero, sorted by symbol.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Unit {
    /// Index into the symbol table and exponent.
    factors: Vec<(u8, i8)>,
}

/// A unit that could not be read, or two that do not fit together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnitError {
    /// A symbol that is not in the table.
    #[error("“{symbol}” in the unit “{text}” is not known")]
    Unknown {
        /// The unit as written.
        text: String,
        /// The part that was not understood.
        symbol: String,
    },
    /// Two units measure different things.
    #[error("{left} and {right} measure different things and cannot be added, compared or converted")]
    Mismatch {
        /// The one unit.
        left: String,
        /// The other.
        right: String,
    },
    /// Exponents or scales beyond any use.
    #[error("the unit {0} is beyond what can be represented")]
    TooLarge(String),
}

impl Unit {
    /// The unit of pure numbers, written `1`.
    pub fn one() -> Self {
        Self::default()
    }

    /// Whether the unit is that of a pure number, per cent included.
    pub fn is_number(&self) -> bool {
        self.dimension().iter().all(|e| *e == 0)
    }

    /// The unit of a product.
    pub fn times(&self, other: &Self) -> Result<Self, UnitError> {
        self.combine(other, 1)
    }

    /// The unit of a quotient.
    pub fn per(&self, other: &Self) -> Result<Self, UnitError> {
        self.combine(other, -1)
    }

    /// Whether values in the two units can be added, up to a scale.
    pub fn fits(&self, other: &Self) -> bool {
        self.dimension() == other.dimension()
    }

    /// The exact factor that turns a value in this unit into one in `target`.
    pub fn factor_to(&self, target: &Self) -> Result<Factor, UnitError> {
        if self == target {
            return Ok(Factor::ONE);
        }
        if !self.fits(target) {
            return Err(UnitError::Mismatch { left: self.to_string(), right: target.to_string() });
        }
        let ratio = self.scale().zip(target.scale()).and_then(|(a, b)| a.over(b));
        ratio.and_then(Ratio::factor).ok_or_else(|| UnitError::TooLarge(self.to_string()))
    }

    fn combine(&self, other: &Self, sign: i8) -> Result<Self, UnitError> {
        let mut unit = self.clone();
        for (symbol, exponent) in &other.factors {
            unit.multiply(*symbol, sign * *exponent);
        }
        if unit.factors.iter().any(|(_, e)| e.abs() > MAX_EXPONENT) {
            return Err(UnitError::TooLarge(unit.to_string()));
        }
        Ok(unit)
    }

    fn multiply(&mut self, symbol: u8, exponent: i8) {
        match self.factors.binary_search_by_key(&symbol, |(s, _)| *s) {
            Ok(at) => {
                self.factors[at].1 = self.factors[at].1.saturating_add(exponent);
                if self.factors[at].1 == 0 {
                    self.factors.remove(at);
                }
            }
            Err(at) if exponent != 0 => self.factors.insert(at, (symbol, exponent)),
            Err(_) => {}
        }
    }

    fn dimension(&self) -> [i16; DIMENSIONS] {
        let mut sum = [0; DIMENSIONS];
        for (symbol, exponent) in &self.factors {
            for (dimension, power) in SYMBOLS[usize::from(*symbol)].dimension {
                sum[*dimension as usize] += i16::from(*power) * i16::from(*exponent);
            }
        }
        sum
    }

    fn scale(&self) -> Option<Ratio> {
        self.factors.iter().try_fold(Ratio::ONE, |product, (symbol, exponent)| {
            product.times(SYMBOLS[usize::from(*symbol)].scale.power(*exponent)?)
        })
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let above: Vec<_> = self.factors.iter().filter(|(_, e)| *e > 0).collect();
        if above.is_empty() {
            f.write_str("1")?;
        }
        for (i, (symbol, exponent)) in above.iter().enumerate() {
            f.write_str(if i > 0 { "·" } else { "" })?;
            write_power(f, *symbol, *exponent)?;
        }
        for (symbol, exponent) in self.factors.iter().filter(|(_, e)| *e < 0) {
            f.write_str("/")?;
            write_power(f, *symbol, -exponent)?;
        }
        Ok(())
    }
}

fn write_power(f: &mut fmt::Formatter<'_>, symbol: u8, exponent: i8) -> fmt::Result {
    f.write_str(SYMBOLS[usize::from(symbol)].text)?;
    if exponent == 1 { Ok(()) } else { write!(f, "{exponent}") }
}

impl TryFrom<String> for Unit {
    type Error = UnitError;
    fn try_from(text: String) -> Result<Self, UnitError> {
        text.parse()
    }
}

impl From<Unit> for String {
    fn from(unit: Unit) -> Self {
        unit.to_string()
    }
}

wire_struct! { Unit { factors } }

#[cfg(test)]
mod tests;
