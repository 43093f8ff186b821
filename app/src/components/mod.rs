//! Reusable pieces of pages.

pub mod card;
pub mod chart;
pub mod cities;
pub mod dialog;
pub mod domains;
pub mod explain;
pub mod export;
pub mod fault;
pub mod forecast;
pub mod gaps;
pub mod icon;
pub mod marks;
pub mod prose;
pub mod rules;
pub mod sectors;
pub mod session;
pub mod spark;
pub mod standing;
pub mod tools;
pub mod trajectory;
pub mod turns;
pub mod words;
