//! Looking for a place by its name, by coordinates, or by where the reader is.
//!
//! Everything is found in what the page has already loaded: nothing typed and no position leaves the browser.
//! [`hits`] finds, [`field`] is the field with its list, [`here`] asks the device for the position when told to.

mod field;
mod here;
mod hits;

use gemeo_shared::geo::Level;
use leptos::prelude::*;

use super::{
    parts::{Go, Shown},
    shelf::Known,
};

/// The row over the map: a search field and a button for the reader's own place.
pub fn find(shown: Shown, go: Go, known: Known, searched: RwSignal<Vec<Level>>) -> AnyView {
    view! {
        <div class="map-find" role="search">
            {field::field(shown, go, known, searched)}
            {here::button(shown, go)}
        </div>
    }
    .into_any()
}
