//! Parts of the page of forecasts: the choice of a series, and the answer.

pub mod answer;
pub mod card;
pub mod choice;
pub mod export;
pub mod oddities;
pub mod outlook;
