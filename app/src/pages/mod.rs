//! One file a page.

mod about;
mod accessibility;
mod city;
mod compare;
mod forecast;
mod guide;
mod home;
mod indicator;
mod indicators;
mod inventory;
mod map;
mod models;
mod not_found;
mod privacy;
mod sources;
mod try_indicator;

use leptos::prelude::*;

use crate::route::Page;

/// The page of an address.
pub fn show(page: &Page) -> AnyView {
    match page {
        Page::Home => home::HomePage().into_any(),
        Page::City(id) => view! { <city::CityPage id=id.clone()/> }.into_any(),
        Page::Map(id) => view! { <map::MapPage id=id.clone()/> }.into_any(),
        Page::Inventory(id) => view! { <inventory::InventoryPage id=id.clone()/> }.into_any(),
        Page::Guide => guide::GuidePage().into_any(),
        Page::Compare => compare::ComparePage().into_any(),
        Page::Indicators => indicators::IndicatorsPage().into_any(),
        Page::NewIndicator => try_indicator::TryIndicatorPage().into_any(),
        Page::Indicator(id) => view! { <indicator::IndicatorPage id=id.clone()/> }.into_any(),
        Page::Forecast => forecast::ForecastPage().into_any(),
        Page::Models => models::ModelsPage().into_any(),
        Page::Sources => sources::SourcesPage().into_any(),
        Page::About => about::AboutPage().into_any(),
        Page::Privacy => privacy::PrivacyPage().into_any(),
        Page::Accessibility => accessibility::AccessibilityPage().into_any(),
        Page::NotFound => not_found::NotFoundPage().into_any(),
    }
}
