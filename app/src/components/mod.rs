//! Reusable pieces of pages.

pub mod card;
pub mod chart;
pub mod dialog;
pub mod explain;
pub mod export;
pub mod fault;
pub mod gaps;
pub mod icon;
pub mod sectors;
pub mod standing;
pub mod tools;
pub mod trajectory;
pub mod words;
