//! One file a page.

mod about;
mod accessibility;
mod account;
mod city;
mod compare;
mod forecast;
mod guide;
mod home;
mod indicator;
mod indicators;
mod inventory;
pub mod late;
mod live;
mod map;
mod model;
mod models;
mod not_found;
mod own;
mod privacy;
mod quality;
mod sources;
mod try_indicator;
mod workbench;

use leptos::prelude::*;

use crate::route::Page;

/// The page of an address.
pub fn show(page: &Page) -> AnyView {
    match late::Part::of(page) {
        Some(part) => late::show(part, page),
        None => match page {
            Page::Home => home::HomePage().into_any(),
            Page::City(id) => view! { <city::CityPage id=id.clone()/> }.into_any(),
            // why nothing else: every other page is in a part
            _ => ().into_any(),
        },
    }
}

/// Loads what a page needs beyond what is there from the start.
///
/// # Errors
/// [`crate::data::DataError`], when it does not come.
pub async fn prepare(page: &Page) -> Result<(), crate::data::DataError> {
    match late::Part::of(page) {
        Some(part) if !late::is_here(part) => late::load(part).await,
        _ => Ok(()),
    }
}
