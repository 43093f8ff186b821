//! Domains in the order a reader looks for them.

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
    let mut list: Vec<String> = domains.iter().cloned().collect();
    list.sort_by_key(|d| ORDER.iter().position(|known| known == d).unwrap_or(ORDER.len()));
    list
}
