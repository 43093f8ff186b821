//! The domain of Gémeo: pure, without input or output, the same code native and in WebAssembly.
//!
//! [`observation`] is the one shape data has between import and view; [`geo`], [`period`] and
//! [`source`] are its keys; [`view`] is what the engine hands to a screen.

pub mod calendar;
pub mod capture;
pub mod chart;
pub mod classify;
pub mod comparison;
#[cfg(feature = "connect")]
pub mod connect;
pub mod decimal;
pub mod decompose;
pub mod exchange;
pub mod factor;
pub mod forecast;
pub mod format;
pub mod formula;
pub mod geo;
pub mod indicator;
pub mod inventory;
pub mod lean;
pub mod lineage;
pub mod live;
pub mod model;
pub mod names;
pub mod observation;
pub mod order;
pub mod own;
pub mod pack;
pub mod period;
pub mod protocol;
#[cfg(feature = "connect")]
pub mod quality;
#[cfg(feature = "connect")]
pub mod semantic;
pub mod set_aside;
pub mod source;
pub mod standing;
pub mod table;
pub mod tree;
pub mod uncertainty;
pub mod unit;
pub mod view;
pub mod waste;
pub mod wire;
