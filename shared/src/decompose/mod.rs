//! Why a figure changed: a difference split into effects that sum to it.
//!
//! [`lmdi`] splits the change of a sum of products into the effect of each factor. [`reconcile`] compares two
//! inventories and splits their difference into activity, factor, GWP, boundary and what stays unexplained.

pub mod lmdi;
pub mod reconcile;

pub use lmdi::{Effects, Item, LmdiError, decompose};
pub use reconcile::{Entry, Key, Part, Parts, ReconcileError, Reconciliation, reconcile};
