//! Sorting with one copy of the algorithm in the program.
//!
//! The standard library's sorts, and collecting into its ordered maps, are compiled anew for each type:
//! some five kilobytes of WebAssembly every time. These sort positions instead, and move the items once.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
};

/// The positions 0 to `n` in order; equals keep their order.
pub fn positions(n: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    if (1..n).all(|i| compare(i - 1, i) != Ordering::Greater) {
        return order;
    }
    let mut merged = Vec::with_capacity(n);
    let mut run = 1;
    while run < n {
        merged.clear();
        let mut from = 0;
        while from < n {
            let (middle, end) = ((from + run).min(n), (from + 2 * run).min(n));
            let (mut a, mut b) = (from, middle);
            while a < middle && b < end {
                let right = compare(order[b], order[a]) == Ordering::Less;
                merged.push(if right { order[b] } else { order[a] });
                (a, b) = if right { (a, b + 1) } else { (a + 1, b) };
            }
            merged.extend_from_slice(&order[a..middle]);
            merged.extend_from_slice(&order[b..end]);
            from = end;
        }
        std::mem::swap(&mut order, &mut merged);
        run *= 2;
    }
    order
}

/// The items in order of a comparison; equals keep their order.
pub fn sorted<T>(items: Vec<T>, mut compare: impl FnMut(&T, &T) -> Ordering) -> Vec<T> {
    // What comes from a pack is in order already.
    if items.windows(2).all(|w| compare(&w[0], &w[1]) != Ordering::Greater) {
        return items;
    }
    let order = positions(items.len(), &mut |a, b| compare(&items[a], &items[b]));
    let mut slots: Vec<Option<T>> = items.into_iter().map(Some).collect();
    order.into_iter().filter_map(|at| slots[at].take()).collect()
}

/// The items in order, each once.
pub fn set<T: Ord>(items: Vec<T>) -> Vec<T> {
    let mut items = sorted(items, T::cmp);
    items.dedup();
    items
}

/// A map of pairs; of two with one key the last counts.
pub fn map<K: Ord, V>(pairs: impl IntoIterator<Item = (K, V)>) -> BTreeMap<K, V> {
    let mut map = BTreeMap::new();
    for (key, value) in pairs {
        map.insert(key, value);
    }
    map
}

/// A set of items.
pub fn each<T: Ord>(items: impl IntoIterator<Item = T>) -> BTreeSet<T> {
    let mut set = BTreeSet::new();
    for item in items {
        set.insert(item);
    }
    set
}

/// Two sorted lists without repetition, merged into one.
pub fn union(a: &[u32], b: &[u32]) -> Vec<u32> {
    let mut all = Vec::with_capacity(a.len() + b.len());
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        let (x, y) = (a.get(i).copied().unwrap_or(u32::MAX), b.get(j).copied().unwrap_or(u32::MAX));
        all.push(x.min(y));
        i += usize::from(i < a.len() && x <= y);
        j += usize::from(j < b.len() && y <= x);
    }
    all
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn sorts_as_the_standard_library_does(items in prop::collection::vec((0u8..20, any::<u16>()), 0..200)) {
            let mut expected = items.clone();
            expected.sort_by_key(|(key, _)| *key);
            prop_assert_eq!(sorted(items, |a, b| a.0.cmp(&b.0)), expected);
        }

        #[test]
        fn a_union_is_sorted_and_whole(a in prop::collection::btree_set(any::<u32>(), 0..30), b in prop::collection::btree_set(any::<u32>(), 0..30)) {
            let expected: Vec<u32> = a.union(&b).copied().collect();
            let list = |s: &BTreeSet<u32>| s.iter().copied().collect::<Vec<_>>();
            prop_assert_eq!(union(&list(&a), &list(&b)), expected);
        }
    }
}
