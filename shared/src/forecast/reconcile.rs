//! Hierarchies: forecasts of parts and totals that add up (Hyndman et al. 2011; Wickramasuriya, Athanasopoulos &
//! Hyndman, JASA 114, 2019).
//!
//! The reconciled bottom is `(S'W⁻¹S)⁻¹S'W⁻¹ŷ`; totals are then sums of their parts in the order given, so that they
//! are exact to the last bit.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::algebra::Normal;

/// Most series at the bottom; the work grows with their cube.
pub const MAX_PARTS: usize = 500;

/// A total and its parts, by id of the series; parts may be totals themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sum {
    /// The total.
    pub total: String,
    /// Its parts.
    pub parts: Vec<String>,
}

/// How forecasts are reconciled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Totals are sums of the bottom's forecasts.
    BottomUp,
    /// Every series weighs the same.
    Ols,
    /// Each weighs by the inverse variance of its misses one step ahead (MinT with a diagonal).
    #[default]
    MintDiagonal,
}

/// Why a hierarchy cannot be reconciled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HierarchyError {
    /// A series that is not there.
    #[error("hierarchy: series “{id}” is not among those forecast")]
    Unknown {
        /// The series.
        id: String,
    },
    /// A total without parts, or the same one twice.
    #[error("hierarchy: “{id}” must be a total once, with at least one part that is there once")]
    Total {
        /// The series.
        id: String,
    },
    /// More series at the bottom than are reconciled at once.
    #[error("hierarchy: {count} parts at the bottom, more than {MAX_PARTS}; reconcile one branch at a time")]
    TooMany {
        /// How many.
        count: usize,
    },
    /// A part of two totals, or of itself.
    #[error("hierarchy: “{id}” is a part of two totals or of itself")]
    Loop {
        /// The series.
        id: String,
    },
}

/// Reconciles paths by id; `variance` is that of the misses one step ahead. Series outside the hierarchy stay as they are.
///
/// # Errors
/// Where the hierarchy is no tree over the series given.
pub fn reconcile(
    paths: &BTreeMap<String, Vec<f64>>,
    variance: &BTreeMap<String, f64>,
    sums: &[Sum],
    method: Method,
    non_negative: bool,
) -> Result<BTreeMap<String, Vec<f64>>, HierarchyError> {
    let tree = Tree::new(paths, sums)?;
    let horizon = paths.values().map(Vec::len).min().unwrap_or(0);
    let mut result: BTreeMap<String, Vec<f64>> = paths.clone();
    let bottom = &tree.bottom;
    let mut values = vec![vec![0.0; horizon]; bottom.len()];
    for h in 0..horizon {
        let solved = if method == Method::BottomUp {
            bottom.iter().map(|id| paths[*id][h]).collect()
        } else {
            let mut normal = Normal::new(bottom.len());
            for (id, row) in &tree.rows {
                let v = if method == Method::Ols { 1.0 } else { variance.get(*id).copied().unwrap_or(1.0) };
                let w = 1.0 / v.max(1e-12).sqrt();
                let row: Vec<f64> = row.iter().map(|x| x * w).collect();
                normal.push(&row, paths[*id][h] * w);
            }
            normal.solve(0.0)
        };
        for (column, v) in values.iter_mut().zip(solved) {
            column[h] = if non_negative { v.max(0.0) } else { v };
        }
    }
    for (id, column) in bottom.iter().zip(values) {
        result.insert((*id).to_owned(), column);
    }
    for sum in tree.upward {
        let add = |h: usize| sum.parts.iter().fold(0.0, |s, p| s + result[p][h]);
        let column: Vec<f64> = (0..horizon).map(add).collect();
        result.insert(sum.total.clone(), column);
    }
    Ok(result)
}

struct Tree<'a> {
    bottom: Vec<&'a str>,
    /// For each series of the tree, which of the bottom it sums.
    rows: Vec<(&'a str, Vec<f64>)>,
    /// Totals, parts before their totals.
    upward: Vec<&'a Sum>,
}

impl<'a> Tree<'a> {
    fn new(paths: &BTreeMap<String, Vec<f64>>, sums: &'a [Sum]) -> Result<Self, HierarchyError> {
        let mut parent: BTreeMap<&str, &str> = BTreeMap::new();
        let mut totals: BTreeMap<&str, &Sum> = BTreeMap::new();
        for sum in sums {
            if sum.parts.is_empty() || totals.insert(&sum.total, sum).is_some() {
                return Err(HierarchyError::Total { id: sum.total.clone() });
            }
            for id in sum.parts.iter().chain([&sum.total]) {
                if !paths.contains_key(id) {
                    return Err(HierarchyError::Unknown { id: id.clone() });
                }
            }
            for part in &sum.parts {
                if parent.insert(part, &sum.total).is_some() {
                    return Err(HierarchyError::Loop { id: part.clone() });
                }
            }
        }
        let mut upward: Vec<&Sum> = Vec::new();
        while upward.len() < sums.len() {
            let ready = |s: &&Sum| {
                let done = |id: &str| upward.iter().any(|u| u.total == id);
                !done(&s.total) && s.parts.iter().all(|p| !totals.contains_key(p.as_str()) || done(p))
            };
            match sums.iter().find(ready) {
                Some(sum) => upward.push(sum),
                None => return Err(HierarchyError::Loop { id: sums[0].total.clone() }),
            }
        }
        let mut bottom: Vec<&str> = parent.keys().copied().filter(|id| !totals.contains_key(id)).collect();
        if bottom.len() > MAX_PARTS {
            return Err(HierarchyError::TooMany { count: bottom.len() });
        }
        bottom.sort_unstable();
        let mut rows: Vec<(&str, Vec<f64>)> = Vec::new();
        for (k, id) in bottom.iter().enumerate() {
            let mut row = vec![0.0; bottom.len()];
            row[k] = 1.0;
            rows.push((id, row));
        }
        for sum in &upward {
            let mut row = vec![0.0; bottom.len()];
            for part in &sum.parts {
                if let Some((_, of)) = rows.iter().find(|(id, _)| id == part) {
                    row.iter_mut().zip(of).for_each(|(r, o)| *r += o);
                }
            }
            rows.push((&sum.total, row));
        }
        Ok(Self { bottom, rows, upward })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths() -> BTreeMap<String, Vec<f64>> {
        [
            ("city", vec![10.0, 9.0]),
            ("north", vec![4.1, 3.0]),
            ("south", vec![5.2, 5.0]),
            ("a", vec![1.0, 2.5]),
            ("b", vec![3.0, 0.1]),
        ]
        .map(|(id, v)| (id.to_owned(), v))
        .into()
    }

    fn sums() -> Vec<Sum> {
        let sum = |total: &str, parts: &[&str]| Sum {
            total: total.into(),
            parts: parts.iter().map(|p| (*p).into()).collect(),
        };
        vec![sum("city", &["north", "south"]), sum("north", &["a", "b"])]
    }

    #[test]
    fn sums_are_exact_by_every_method() {
        let variance: BTreeMap<String, f64> = [("city".to_owned(), 0.01), ("a".into(), 4.0)].into();
        for method in [Method::BottomUp, Method::Ols, Method::MintDiagonal] {
            let all = reconcile(&paths(), &variance, &sums(), method, true).expect("a tree");
            for h in 0..2 {
                assert_eq!((all["a"][h] + all["b"][h]).to_bits(), (0.0 + all["north"][h]).to_bits());
                assert_eq!(
                    (all["north"][h] + all["south"][h]).to_bits(),
                    all["city"][h].to_bits(),
                    "{method:?}"
                );
            }
        }
        let mint = reconcile(&paths(), &variance, &sums(), Method::MintDiagonal, true).expect("a tree");
        assert!((mint["city"][0] - 10.0).abs() < 0.1, "the sure one hardly moves: {}", mint["city"][0]);
    }

    #[test]
    fn least_squares_agrees_with_the_closed_form() {
        // two parts a, b and their total c: b̂ = (S'S)⁻¹S'ŷ, with (S'S)⁻¹ = [2 −1; −1 2] / 3
        let paths: BTreeMap<String, Vec<f64>> =
            [("a", 1.0), ("b", 2.0), ("c", 6.0)].map(|(id, v)| (id.to_owned(), vec![v])).into();
        let sums = [Sum { total: "c".into(), parts: vec!["a".into(), "b".into()] }];
        let all = reconcile(&paths, &BTreeMap::new(), &sums, Method::Ols, false).expect("a tree");
        assert!((all["a"][0] - 2.0).abs() < 1e-7 && (all["b"][0] - 3.0).abs() < 1e-7, "{all:?}");
    }

    #[test]
    fn what_is_no_tree_is_refused() {
        let refuse = |sums: &[Sum]| reconcile(&paths(), &BTreeMap::new(), sums, Method::Ols, true).is_err();
        let sum = |total: &str, parts: &[&str]| Sum {
            total: total.into(),
            parts: parts.iter().map(|p| (*p).into()).collect(),
        };
        assert!(refuse(&[sum("city", &["nowhere"])]) && refuse(&[sum("city", &[])]));
        assert!(refuse(&[sum("city", &["north"]), sum("north", &["city"])]));
        assert!(refuse(&[sum("city", &["a"]), sum("north", &["a"])]) && refuse(&[sum("city", &["city"])]));
        let ids: Vec<String> = (0..=MAX_PARTS).map(|k| format!("part {k}")).collect();
        let mut many: BTreeMap<String, Vec<f64>> = ids.iter().map(|id| (id.clone(), vec![1.0])).collect();
        many.insert("city".into(), vec![9.0]);
        let wide = [Sum { total: "city".into(), parts: ids }];
        let error = reconcile(&many, &BTreeMap::new(), &wide, Method::BottomUp, true);
        assert_eq!(error, Err(HierarchyError::TooMany { count: MAX_PARTS + 1 }));
    }
}
