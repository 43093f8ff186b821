//! One observation as the evaluator reads it.

use super::Store;
use crate::{
    observation::{NotationKey, Status},
    table::Row,
    unit::Factor,
};

/// What is known about a value, or about why there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark {
    /// SDMX status.
    pub(crate) status: Status,
    /// GPC notation key.
    pub(crate) notation: Option<NotationKey>,
    /// There is no observation at all: nothing to show, not even a gap with a reason.
    pub(crate) absent: bool,
    /// A sum that leaves out what was not estimated, is confidential or was not observed.
    pub(crate) partial: bool,
}

impl Mark {
    /// No observation.
    pub(crate) const ABSENT: Self = Self { status: Status::M, notation: None, absent: true, partial: false };
    /// A plain value.
    pub(crate) const PLAIN: Self = Self { status: Status::A, notation: None, absent: false, partial: false };

    /// A missing value with its status.
    pub(crate) const fn missing(status: Status) -> Self {
        Self { status, notation: None, absent: false, partial: false }
    }

    /// The mark of a value made from two values: the more doubtful status of the two.
    pub(crate) fn and(self, other: Self) -> Self {
        let status = if doubt(other.status) > doubt(self.status) { other.status } else { self.status };
        Self { status, notation: None, absent: false, partial: self.partial || other.partial }
    }
}

/// How much a status warns; missing codes warn most.
fn doubt(status: Status) -> u8 {
    match status {
        Status::A => 0,
        Status::D => 1,
        Status::B => 2,
        Status::P => 3,
        Status::E => 4,
        Status::I => 5,
        Status::U => 6,
        Status::Q => 7,
        Status::L => 8,
        Status::M => 9,
    }
}

/// Where an observation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Origin {
    /// A row of a table of the pack.
    Row {
        /// Index into the store's tables.
        table: u32,
        /// The row there.
        row: u32,
    },
    /// A promise of the city.
    Target(u32),
}

/// A value at a place and period; a missing one is NaN, never zero.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cell {
    pub(crate) geo: u32,
    pub(crate) period: u32,
    pub(crate) value: f64,
    pub(crate) mark: Mark,
    pub(crate) source: u32,
    pub(crate) origin: Origin,
}

impl Cell {
    pub(super) fn of(
        row: &Row,
        (geo, period): (u32, u32),
        source: u32,
        factor: Factor,
        origin: Origin,
    ) -> Self {
        let value = row.value.map_or(f64::NAN, |v| factor.apply(v));
        // A gap for which the source gives neither status nor key is still a gap.
        let bare = value.is_nan() && row.notation.is_none() && doubt(row.status) < doubt(Status::Q);
        let status = if bare { Status::M } else { row.status };
        Self {
            geo,
            period,
            value,
            mark: Mark { status, notation: row.notation, absent: false, partial: false },
            source,
            origin,
        }
    }
}

impl Store<'_> {
    pub(super) fn source(&self, id: &str) -> u32 {
        self.sources.binary_search_by(|s| s.as_str().cmp(id)).unwrap_or_default() as u32
    }
}
