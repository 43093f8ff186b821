//! Time: earlier values, the newest one, change and rate, years between observations.

use crate::{
    indicator::{
        frame::{Frame, merged},
        store::{Mark, Store},
    },
    observation::Status,
    period::Period,
};

/// `lag(x, n)`: at each period the value n years earlier.
pub(super) fn lag(x: &Frame, years: i32, store: &Store<'_>) -> Frame {
    let Some(axis) = &x.periods else { return x.clone() };
    let later: Vec<(u32, usize)> = axis
        .iter()
        .enumerate()
        .filter_map(|(at, period)| Some((store.shifted(*period, years)?, at)))
        .collect();
    let periods = later.iter().map(|(period, _)| *period).collect();
    let mut out = Frame::empty(x.dims.clone(), x.keys.clone(), x.geos.clone(), Some(periods));
    out.sources.clone_from(&x.sources);
    let mut cell = 0;
    for key in 0..x.keys.len() {
        for geo in 0..x.geo_count() {
            for (_, at) in &later {
                let from = x.cell(key, geo, *at);
                out.set(cell, x.value[from], x.mark[from]);
                cell += 1;
            }
        }
    }
    out
}

/// `change(x, n)`: the value minus the one n years earlier.
pub(super) fn change(x: &Frame, years: i32, store: &Store<'_>) -> Frame {
    let mut out = x.like();
    let earlier = |p: usize| {
        let period = *x.periods.as_ref()?.get(p)?;
        x.period_at(Some(store.shifted(period, -years)?))
    };
    let earlier: Vec<Option<usize>> = (0..x.period_count()).map(earlier).collect();
    for_each(x, &mut |key, geo, period| {
        let Some(before) = earlier[period] else { return };
        let (a, b) = (x.cell(key, geo, period), x.cell(key, geo, before));
        if !x.mark[a].absent && !x.mark[b].absent {
            let gap = if x.value[a].is_nan() { x.mark[a] } else { x.mark[b] };
            let known = !x.value[a].is_nan() && !x.value[b].is_nan();
            out.set(a, x.value[a] - x.value[b], if known { x.mark[a].and(x.mark[b]) } else { gap });
        }
    });
    out
}

/// `rate(x, n)`: the change by year over n years.
pub(super) fn rate(x: &Frame, years: i32, store: &Store<'_>) -> Frame {
    let mut out = change(x, years, store);
    out.value.iter_mut().for_each(|v| *v /= f64::from(years));
    out
}

/// `at(x, 2021)`
pub(super) fn at(x: &Frame, period: Option<u32>) -> Frame {
    let at = x.period_at(period);
    pick(x, &|_, _| at)
}

/// `latest(x)`
pub(super) fn latest(x: &Frame) -> Frame {
    pick(x, &|key, geo| newest(x, key, geo))
}

/// `first(x)`
pub(super) fn first(x: &Frame) -> Frame {
    pick(x, &|key, geo| oldest(x, key, geo))
}

/// Position of the newest value of a series at a place, or of its newest gap where it has no value.
pub(crate) fn newest(x: &Frame, key: usize, geo: usize) -> Option<usize> {
    known(x, key, geo, (0..x.period_count()).rev())
}

/// Position of the oldest value of a series at a place.
pub(crate) fn oldest(x: &Frame, key: usize, geo: usize) -> Option<usize> {
    known(x, key, geo, 0..x.period_count())
}

fn known(x: &Frame, key: usize, geo: usize, periods: impl Iterator<Item = usize> + Clone) -> Option<usize> {
    let cell = |p: &usize| x.cell(key, geo, *p);
    let value = periods.clone().find(|p| !x.value[cell(p)].is_nan());
    value.or_else(|| periods.clone().find(|p| !x.mark[cell(p)].absent))
}

fn pick(x: &Frame, choose: &dyn Fn(usize, usize) -> Option<usize>) -> Frame {
    let mut out = Frame::empty(x.dims.clone(), x.keys.clone(), x.geos.clone(), None);
    out.sources.clone_from(&x.sources);
    for key in 0..x.keys.len() {
        for geo in 0..x.geo_count() {
            if let Some(period) = choose(key, geo) {
                let from = x.cell(key, geo, period);
                let to = out.cell(key, geo, 0);
                out.set(to, x.value[from], x.mark[from]);
            }
        }
    }
    out
}

/// `year_of(x)`: where x has a value, the calendar year of its period.
pub(super) fn year_of(x: &Frame, store: &Store<'_>) -> Frame {
    let mut out = x.like();
    for_each(x, &mut |key, geo, period| {
        let cell = x.cell(key, geo, period);
        let year = x.periods.as_ref().and_then(|axis| axis.get(period)).map(|p| store.periods[*p as usize]);
        if let (Some(year), false) = (year, x.value[cell].is_nan()) {
            out.set(cell, f64::from(year.year()), Mark::PLAIN);
        }
    });
    out
}

/// `interpolate(x)`: whole years between two values on a straight line, with status I.
pub(super) fn interpolate(x: &Frame, store: &Store<'_>) -> Frame {
    let Some(axis) = &x.periods else { return x.clone() };
    let year = |p: u32| match store.periods[p as usize] {
        Period::Year(year) => Some(year),
        _ => None,
    };
    let span = axis
        .iter()
        .filter_map(|p| year(*p))
        .fold(None, |s: Option<(i32, i32)>, y| Some(s.map_or((y, y), |(a, b)| (a.min(y), b.max(y)))));
    let Some((from, to)) = span else { return x.clone() };
    let between: Vec<u32> = (from..=to).filter_map(|y| store.period(Period::Year(y))).collect();
    let periods = merged(axis, &between);
    let mut out = Frame::empty(x.dims.clone(), x.keys.clone(), x.geos.clone(), Some(periods.clone()));
    out.sources.clone_from(&x.sources);
    for key in 0..x.keys.len() {
        for geo in 0..x.geo_count() {
            let mut last: Option<(usize, i32, f64)> = None;
            for (at, period) in periods.iter().enumerate() {
                let to = out.cell(key, geo, at);
                let Some(old) = x.period_at(Some(*period)) else { continue };
                let from = x.cell(key, geo, old);
                out.set(to, x.value[from], x.mark[from]);
                let (Some(now), false) = (year(*period), x.value[from].is_nan()) else { continue };
                if let Some((start, then, value)) = last {
                    let slope = (x.value[from] - value) / f64::from(now - then);
                    for (gap, between) in periods.iter().enumerate().take(at).skip(start + 1) {
                        if let Some(y) = year(*between) {
                            let cell = out.cell(key, geo, gap);
                            let mark = Mark::missing(Status::I);
                            out.set(cell, value + slope * f64::from(y - then), mark);
                        }
                    }
                }
                last = Some((at, now, x.value[from]));
            }
        }
    }
    out
}

fn for_each(x: &Frame, visit: &mut dyn FnMut(usize, usize, usize)) {
    for key in 0..x.keys.len() {
        for geo in 0..x.geo_count() {
            (0..x.period_count()).for_each(|period| visit(key, geo, period));
        }
    }
}
