//! Checks that every waste method makes of its input, and the errors that name the field.

use std::collections::BTreeSet;

/// Largest mass accepted for one entry, Gg: more than all waste of the world in a year.
pub(super) const MAX_GG: f64 = 1e7;
/// Streams, systems or components that one calculation may hold.
pub(super) const MAX_PARTS: usize = 64;
/// Years that one list may hold.
pub(super) const MAX_YEARS: usize = 500;
/// Calendar years that are accepted.
pub(super) const YEARS: (i32, i32) = (1900, 2300);

/// Why a waste calculation was refused. `field` is the path of the entry, e.g. `streams[0].doc`.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum WasteError {
    /// A number is not finite or lies outside its range.
    #[error("{field} is {value}; expected a number from {min} to {max}")]
    Range {
        /// Path of the field.
        field: String,
        /// What was given.
        value: f64,
        /// Smallest accepted value.
        min: f64,
        /// Largest accepted value.
        max: f64,
    },
    /// A list is empty or too long.
    #[error("{field} has {count} entries; expected 1 to {max}")]
    Length {
        /// Path of the field.
        field: String,
        /// Entries given.
        count: usize,
        /// Entries accepted.
        max: usize,
    },
    /// A year lies outside the accepted span.
    #[error("{field} is {year}; expected a year from {min} to {max}")]
    Year {
        /// Path of the field.
        field: String,
        /// What was given.
        year: i32,
        /// First accepted year.
        min: i32,
        /// Last accepted year.
        max: i32,
    },
    /// A name or a year occurs twice in a list.
    #[error("{field} repeats “{value}”; each may occur once")]
    Repeated {
        /// Path of the list.
        field: String,
        /// What is repeated.
        value: String,
    },
    /// A name is empty, too long, or holds control characters.
    #[error("{field} must be a name of 1 to 80 characters without control characters")]
    Name {
        /// Path of the field.
        field: String,
    },
    /// Shares that may add up to no more than one add up to more.
    #[error("{field} add up to {sum}; expected at most 1")]
    Shares {
        /// Path of the shares.
        field: String,
        /// Their sum.
        sum: f64,
    },
    /// Of two fields that say the same, none is given or both are.
    #[error("give {first} or {second}, one of the two")]
    OneOf {
        /// Path of the one field.
        first: String,
        /// Path of the other.
        second: String,
    },
    /// More methane is recovered than is generated.
    #[error(
        "{field} is {recovered} but only {generated} is generated; recovery is part of what is generated"
    )]
    Recovery {
        /// Path of the field.
        field: String,
        /// What is recovered.
        recovered: f64,
        /// What is generated.
        generated: f64,
    },
}

pub(super) type Checked = Result<(), WasteError>;

/// A finite number from `min` to `max`, both included.
pub(super) fn within(field: &str, value: f64, min: f64, max: f64) -> Checked {
    let fits = value.is_finite() && value >= min && value <= max;
    fits.then_some(()).ok_or_else(|| WasteError::Range { field: field.into(), value, min, max })
}

pub(super) fn fraction(field: &str, value: f64) -> Checked {
    within(field, value, 0.0, 1.0)
}

pub(super) fn length(field: &str, count: usize, max: usize) -> Checked {
    let fits = (1..=max).contains(&count);
    fits.then_some(()).ok_or_else(|| WasteError::Length { field: field.into(), count, max })
}

pub(super) fn at_most(field: &str, count: usize, max: usize) -> Checked {
    (count <= max).then_some(()).ok_or_else(|| WasteError::Length { field: field.into(), count, max })
}

pub(super) fn year(field: &str, year: i32, min: i32, max: i32) -> Checked {
    let fits = (min..=max).contains(&year);
    fits.then_some(()).ok_or_else(|| WasteError::Year { field: field.into(), year, min, max })
}

pub(super) fn name(field: &str, text: &str) -> Checked {
    let fits = !text.trim().is_empty() && text.chars().count() <= 80 && !text.chars().any(char::is_control);
    fits.then_some(()).ok_or_else(|| WasteError::Name { field: field.into() })
}

/// Every value once.
pub(super) fn unique<T: Ord + ToString>(field: &str, values: impl Iterator<Item = T>) -> Checked {
    let mut seen = BTreeSet::new();
    for value in values {
        let text = value.to_string();
        if !seen.insert(value) {
            return Err(WasteError::Repeated { field: field.into(), value: text });
        }
    }
    Ok(())
}

/// Shares that sum to one at most; a hair of rounding is let through.
pub(super) fn shares(field: &str, values: impl Iterator<Item = f64>) -> Checked {
    let sum: f64 = values.fold(0.0, |sum, share| sum + share);
    (sum <= 1.0 + 1e-9).then_some(()).ok_or_else(|| WasteError::Shares { field: field.into(), sum })
}
