//! Many values into one: sums that know what a gap means.

use crate::{
    formula::Aggregate,
    indicator::{
        frame::{Frame, merged},
        store::{Mark, Store},
    },
    observation::{NotationKey, Status},
    order,
};

/// `sum(x over a, b)`
pub(super) fn over(x: &Frame, how: Aggregate, over: &[String], store: &Store<'_>) -> Frame {
    let gone: Vec<u32> = over.iter().filter_map(|d| store.word(d)).collect();
    let kept: Vec<usize> = (0..x.dims.len()).filter(|i| !gone.contains(&x.dims[*i])).collect();
    let keyed =
        x.keys.iter().enumerate().map(|(k, key)| (kept.iter().map(|i| key[*i]).collect::<Vec<u32>>(), k));
    let keyed = order::sorted(keyed.collect(), Ord::cmp);
    let groups: Vec<&[(Vec<u32>, usize)]> = keyed.chunk_by(|a, b| a.0 == b.0).collect();
    let dims = kept.iter().map(|i| x.dims[*i]).collect();
    let keys = groups.iter().map(|g| g[0].0.clone()).collect();
    let mut out = Frame::empty(dims, keys, x.geos.clone(), x.periods.clone());
    let size = x.geo_count() * x.period_count();
    for (k, members) in groups.iter().enumerate() {
        out.sources[k] = members.iter().fold(Vec::new(), |all, (_, m)| merged(&all, &x.sources[*m]));
        for cell in 0..size {
            let mut tally = Tally::new(how);
            members.iter().for_each(|(_, m)| tally.add(x.value[m * size + cell], x.mark[m * size + cell]));
            let (value, mark) = tally.result();
            out.set(k * size + cell, value, mark);
        }
    }
    out
}

/// The running result of an aggregation.
///
/// GPC (chapter 2.2): NO and IE are no gap, nothing is to be added; NE and C are a gap that makes a sum
/// incomplete. A value that is missing for another reason makes a sum or a mean missing. Where nothing
/// was observed the result is missing, never zero.
pub(super) struct Tally {
    how: Aggregate,
    total: f64,
    count: u32,
    mark: Mark,
    gap: Option<Mark>,
    blocked: Option<Mark>,
    any: bool,
    unobserved: bool,
}

impl Tally {
    pub(super) fn new(how: Aggregate) -> Self {
        let mark = Mark::PLAIN;
        Self { how, total: 0.0, count: 0, mark, gap: None, blocked: None, any: false, unobserved: false }
    }

    pub(super) fn add(&mut self, value: f64, mark: Mark) {
        self.any |= !mark.absent;
        if mark.absent {
            self.unobserved = true;
        } else if !value.is_nan() {
            self.take(value, mark);
        } else if let Some(key) = mark.notation {
            // The gap that says most: not estimated or confidential before elsewhere and not occurring.
            self.gap = Some(self.gap.filter(|g| weight(g.notation) >= weight(Some(key))).unwrap_or(mark));
        } else {
            self.blocked = self.blocked.or(Some(mark));
        }
    }

    fn take(&mut self, value: f64, mark: Mark) {
        self.total = match (self.how, self.count) {
            (Aggregate::Sum | Aggregate::Mean, _) => self.total + value,
            (_, 0) => value,
            (Aggregate::Min, _) => self.total.min(value),
            (Aggregate::Max, _) => self.total.max(value),
        };
        self.count += 1;
        self.mark = self.mark.and(mark);
    }

    pub(super) fn result(self) -> (f64, Mark) {
        if !self.any {
            return (f64::NAN, Mark::ABSENT);
        }
        let strict = matches!(self.how, Aggregate::Sum | Aggregate::Mean);
        if let Some(blocked) = self.blocked.filter(|_| strict || self.count == 0) {
            return (f64::NAN, blocked);
        }
        if self.count == 0 {
            return (f64::NAN, self.gap.unwrap_or(Mark::missing(Status::M)));
        }
        let value = if self.how == Aggregate::Mean { self.total / f64::from(self.count) } else { self.total };
        let left_out = self.gap.is_some_and(|g| weight(g.notation) > 1);
        let missed = self.how == Aggregate::Sum && self.unobserved;
        (value, Mark { partial: self.mark.partial || left_out || missed, ..self.mark })
    }
}

/// How much a notation key takes from a sum: nothing up to 1.
fn weight(key: Option<NotationKey>) -> u8 {
    match key {
        None | Some(NotationKey::NO) => 0,
        Some(NotationKey::IE) => 1,
        Some(NotationKey::C) => 2,
        Some(NotationKey::NE) => 3,
    }
}
