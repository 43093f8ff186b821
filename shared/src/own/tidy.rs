//! Rows in order, each once.

use super::Rows;
use crate::period::Period;

/// Rows by series, place and period, and the periods in order.
pub(super) fn sorted(rows: Rows, periods: &[Period]) -> (Rows, Vec<Period>) {
    let mut order: Vec<u32> = (0..periods.len() as u32).collect();
    order.sort_by_key(|p| periods[*p as usize]);
    let mut rank = vec![0; periods.len()];
    for (new, old) in order.iter().enumerate() {
        rank[*old as usize] = new as u32;
    }
    // The last key first: each pass keeps the order of the one before it.
    let at = counted((0..rows.len() as u32).collect(), |n| rank[rows.period[n as usize] as usize]);
    let at = counted(at, |n| rows.place[n as usize]);
    let at = counted(at, |n| rows.series[n as usize]);
    let pick = |column: &[u32]| at.iter().map(|n| column[*n as usize]).collect::<Vec<_>>();
    let out = Rows {
        series: pick(&rows.series),
        place: pick(&rows.place),
        period: at.iter().map(|n| rank[rows.period[*n as usize] as usize]).collect(),
        value: at.iter().map(|n| rows.value[*n as usize]).collect(),
    };
    (out, order.iter().map(|p| periods[*p as usize]).collect())
}

/// The list by small numbers, those with the same one in the order they had. (why not compared: millions of rows, and few keys)
fn counted(list: Vec<u32>, key: impl Fn(u32) -> u32) -> Vec<u32> {
    if list.is_sorted_by_key(|n| key(*n)) {
        return list;
    }
    let most = list.iter().map(|n| key(*n)).max().unwrap_or_default() as usize;
    let mut starts = vec![0_u32; most + 2];
    for n in &list {
        starts[key(*n) as usize + 1] += 1;
    }
    for k in 1..starts.len() {
        starts[k] += starts[k - 1];
    }
    let mut out = vec![0; list.len()];
    for n in list {
        let at = &mut starts[key(n) as usize];
        out[*at as usize] = n;
        *at += 1;
    }
    out
}

/// The first of rows with the same series, place and period; how many more said the same, and how many another thing.
pub(super) fn without_repeats(rows: Rows) -> (Rows, u64, u64) {
    let mut out = Rows::default();
    let (mut same, mut conflicting) = (0, 0);
    for at in 0..rows.len() {
        let last = out.len().checked_sub(1);
        let repeats = last.filter(|l| {
            (out.series[*l], out.place[*l], out.period[*l])
                == (rows.series[at], rows.place[at], rows.period[at])
        });
        if let Some(last) = repeats {
            let (a, b) = (out.value[last], rows.value[at]);
            if a == b || !b.is_finite() {
                same += 1;
            } else if a.is_finite() {
                conflicting += 1;
            } else {
                // A figure fills what an earlier row left empty.
                out.value[last] = b;
                same += 1;
            }
            continue;
        }
        out.series.push(rows.series[at]);
        out.place.push(rows.place[at]);
        out.period.push(rows.period[at]);
        out.value.push(rows.value[at]);
    }
    (out, same, conflicting)
}
