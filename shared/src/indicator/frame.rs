//! A frame: all values of one part of a formula, for every series, place and period at once.

use super::store::{Mark, Store};
pub(crate) use crate::order::union as merged;

/// Values by series, place and period, dense, in that order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Frame {
    /// The dimensions that distinguish its series, sorted.
    pub(crate) dims: Vec<u32>,
    /// The members of each series, in the order of `dims`; sorted.
    pub(crate) keys: Vec<Vec<u32>>,
    /// Places, sorted; `None` where one value holds for all.
    pub(crate) geos: Option<Vec<u32>>,
    /// Periods, sorted; `None` where one value holds for all.
    pub(crate) periods: Option<Vec<u32>>,
    /// Values; NaN where missing.
    pub(crate) value: Vec<f64>,
    /// What is known of each value.
    pub(crate) mark: Vec<Mark>,
    /// Sources of each series, sorted.
    pub(crate) sources: Vec<Vec<u32>>,
}

impl Frame {
    /// One number for all places and periods.
    pub(crate) fn number(value: f64) -> Self {
        let mark = vec![Mark::PLAIN];
        Self {
            keys: vec![Vec::new()],
            value: vec![value],
            mark,
            sources: vec![Vec::new()],
            ..Self::default()
        }
    }

    /// A frame of this shape without any observation.
    pub(crate) fn empty(
        dims: Vec<u32>,
        keys: Vec<Vec<u32>>,
        geos: Option<Vec<u32>>,
        periods: Option<Vec<u32>>,
    ) -> Self {
        let (g, p) = (geos.as_ref().map_or(1, Vec::len), periods.as_ref().map_or(1, Vec::len));
        let cells = keys.len() * g * p;
        let sources = vec![Vec::new(); keys.len()];
        Self {
            dims,
            keys,
            geos,
            periods,
            value: vec![f64::NAN; cells],
            mark: vec![Mark::ABSENT; cells],
            sources,
        }
    }

    /// A frame of the same shape as this one without any observation.
    pub(crate) fn like(&self) -> Self {
        let mut frame =
            Self::empty(self.dims.clone(), self.keys.clone(), self.geos.clone(), self.periods.clone());
        frame.sources.clone_from(&self.sources);
        frame
    }

    pub(crate) fn geo_count(&self) -> usize {
        self.geos.as_ref().map_or(1, Vec::len)
    }

    pub(crate) fn period_count(&self) -> usize {
        self.periods.as_ref().map_or(1, Vec::len)
    }

    /// Index of a cell.
    pub(crate) fn cell(&self, key: usize, geo: usize, period: usize) -> usize {
        (key * self.geo_count() + geo) * self.period_count() + period
    }

    /// Sets a cell; what is not a finite number is missing.
    pub(crate) fn set(&mut self, cell: usize, value: f64, mark: Mark) {
        let finite = value.is_finite();
        let undefined = !finite && mark.notation.is_none() && !mark.absent && is_value(mark);
        self.value[cell] = if finite { value } else { f64::NAN };
        self.mark[cell] = if undefined { Mark::missing(crate::observation::Status::M) } else { mark };
    }

    /// Position of a place on the axis; the one position where a value holds for all.
    pub(crate) fn geo_at(&self, geo: Option<u32>) -> Option<usize> {
        position(&self.geos, geo)
    }

    /// Position of a period on the axis; the one position where a value holds for all.
    pub(crate) fn period_at(&self, period: Option<u32>) -> Option<usize> {
        position(&self.periods, period)
    }

    /// Dimensions and members of a series as text, without empty members.
    pub(crate) fn labels<'s>(&self, store: &'s Store<'_>, key: usize) -> Vec<(&'s str, &'s str)> {
        let pairs = self.dims.iter().zip(&self.keys[key]);
        let words = pairs.map(|(d, m)| (store.word_of(*d), store.word_of(*m)));
        words.filter(|(_, m)| !m.is_empty()).collect()
    }
}

fn is_value(mark: Mark) -> bool {
    use crate::observation::Status;
    !matches!(mark.status, Status::M | Status::L | Status::Q)
}

fn position(axis: &Option<Vec<u32>>, wanted: Option<u32>) -> Option<usize> {
    match axis {
        None => Some(0),
        Some(axis) => axis.binary_search(&wanted?).ok(),
    }
}
