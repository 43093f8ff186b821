//! Domains in the order a reader looks for them.

use gemeo_shared::order;
use std::collections::BTreeSet;

const ORDER: [&str; 9] = [
    "emissions",
    "energy",
    "mobility",
    "environment",
    "buildings",
    "waste",
    "water",
    "economy",
    "governance",
];

/// These domains in order; those that are not known come last.
pub fn in_order(domains: &BTreeSet<String>) -> Vec<String> {
    let rank = |d: &str| ORDER.iter().position(|known| *known == d).unwrap_or(ORDER.len());
    order::sorted(domains.iter().cloned().collect(), |a: &String, b| rank(a).cmp(&rank(b)))
}
