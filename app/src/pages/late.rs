//! Pages that load late: the first visit carries the shell, the home page and the city page; every other page
//! is in a part of its own that comes when it is first opened.
//!
//! With the feature `split` each part is cut out of the app's WebAssembly after linking
//! (`tools/build/app.mjs`); without it, in quick builds, tests and the prerender program, everything is there
//! from the start and loading does nothing.

#![allow(unsafe_code, reason = "what the split macro writes declares the cut as a foreign function")]

use std::{cell::RefCell, sync::Arc};

use gemeo_shared::view::CityView;
use leptos::prelude::*;
#[cfg(feature = "split")]
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::{
    about, accessibility, account, compare, forecast, guide, indicator, indicators, inventory, live, map,
    model, models, not_found, own, privacy, quality, sources, try_indicator, workbench,
};
#[cfg(target_arch = "wasm32")]
use crate::data::{self, Store, methods};
use crate::{
    assets, browser,
    components::{
        dialog::{Dialog, DialogHost},
        explain,
        fault::{FaultNotice, Skeleton},
        tools::{self, Tool},
    },
    data::DataError,
    notice::{self, Load},
    route::Page,
};

/// A part of the app that loads late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The map.
    Map,
    /// The inventory.
    Inventory,
    /// Comparison, catalogue, indicators and their guide.
    Explore,
    /// Forecasts and their models.
    Forecast,
    /// What is measured now, and the account of who is signed in.
    Live,
    /// The workbench.
    Workbench,
    /// The reader's own tables.
    Own,
    /// Pages to read.
    Reading,
    /// Beside a figure: how it is computed, and what can be taken along; and what to say where there is no page.
    Details,
}

impl Part {
    #[cfg(feature = "split")]
    fn name(self) -> &'static str {
        match self {
            Self::Map => "map",
            Self::Inventory => "inventory",
            Self::Explore => "explore",
            Self::Forecast => "forecast",
            Self::Live => "live",
            Self::Workbench => "workbench",
            Self::Own => "own",
            Self::Reading => "reading",
            Self::Details => "details",
        }
    }

    /// The part a page is in; none where it is there from the start.
    pub fn of(page: &Page) -> Option<Self> {
        Some(match page {
            Page::Home | Page::City(_) => return None,
            Page::NotFound => Self::Details,
            Page::Map(_) => Self::Map,
            Page::Inventory(_) => Self::Inventory,
            Page::Compare | Page::Indicators | Page::NewIndicator | Page::Indicator(_) | Page::Guide => {
                Self::Explore
            }
            Page::Forecast | Page::Models => Self::Forecast,
            Page::Live(_) | Page::Account => Self::Live,
            Page::Workbench => Self::Workbench,
            Page::OwnData => Self::Own,
            Page::Sources
            | Page::Quality
            | Page::Model
            | Page::About
            | Page::Privacy
            | Page::Accessibility => Self::Reading,
        })
    }
}

/// What is asked of a part.
// why one function a part: each function behind a cut has a loader of its own, and only what its loader has
// seen arrive can be called at once
enum Ask {
    /// A page.
    Page(Page),
    /// What a page waits for.
    #[cfg(target_arch = "wasm32")]
    Settled(Store, Page),
    /// How a figure is computed.
    Explain(Arc<CityView>, usize),
    /// A text to read and copy.
    Dialog(Dialog),
    /// A tool beside a figure.
    Tool(Tool, Arc<CityView>, usize, Dialog),
}

/// What a part gives.
enum Given {
    /// Something to show.
    View(AnyView),
    /// Something to wait for.
    #[cfg(target_arch = "wasm32")]
    Wait(Wait),
    /// It is done, or not of this part.
    Nothing,
}

/// The function behind a cut, and one that loads its part.
macro_rules! part {
    ($load:ident of $part:ident: $ask:ident => $body:expr) => {
        #[cfg(feature = "split")]
        #[wasm_split($part, fallible, preload($load))]
        fn $part($ask: Ask) -> Result<Given, SplitLoaderError> {
            Ok($body)
        }

        #[cfg(not(feature = "split"))]
        fn $part($ask: Ask) -> Given {
            $body
        }
    };
}

part! { load_map of map_part: ask => match ask {
    Ask::Page(Page::Map(id)) => Given::View(view! { <map::MapPage id=id/> }.into_any()),
    #[cfg(target_arch = "wasm32")]
    Ask::Settled(store, Page::Map(id)) => {
        Given::Wait(Box::pin(async move { crate::map::shelf::settle(store, &id).await }))
    }
    _ => Given::Nothing,
} }
part! { load_inventory of inventory_part: ask => match ask {
    Ask::Page(Page::Inventory(id)) => Given::View(view! { <inventory::InventoryPage id=id/> }.into_any()),
    _ => Given::Nothing,
} }
part! { load_explore of explore_part: ask => match ask {
    Ask::Page(page) => match page {
        Page::Compare => Given::View(compare::ComparePage().into_any()),
        Page::Indicators => Given::View(indicators::IndicatorsPage().into_any()),
        Page::NewIndicator => Given::View(try_indicator::TryIndicatorPage().into_any()),
        Page::Indicator(id) => Given::View(view! { <indicator::IndicatorPage id=id/> }.into_any()),
        Page::Guide => Given::View(guide::GuidePage().into_any()),
        _ => Given::Nothing,
    },
    #[cfg(target_arch = "wasm32")]
    Ask::Settled(store, page) => Given::Wait(Box::pin(async move {
        match page {
            Page::Guide => methods::whenever().await,
            Page::Indicator(_) | Page::Indicators => {
                _ = data::both(store.side_by_side(), methods::whenever()).await;
            }
            _ => {}
        }
    })),
    _ => Given::Nothing,
} }
part! { load_forecast of forecast_part: ask => match ask {
    Ask::Page(Page::Forecast) => Given::View(forecast::ForecastPage().into_any()),
    Ask::Page(Page::Models) => Given::View(models::ModelsPage().into_any()),
    _ => Given::Nothing,
} }
part! { load_live of live_part: ask => match ask {
    Ask::Page(Page::Live(id)) => Given::View(view! { <live::LivePage id=id/> }.into_any()),
    Ask::Page(Page::Account) => Given::View(account::AccountPage().into_any()),
    _ => Given::Nothing,
} }
part! { load_workbench of workbench_part: ask => match ask {
    Ask::Page(Page::Workbench) => Given::View(workbench::WorkbenchPage().into_any()),
    _ => Given::Nothing,
} }
part! { load_own of own_part: ask => match ask {
    Ask::Page(Page::OwnData) => Given::View(own::OwnDataPage().into_any()),
    _ => Given::Nothing,
} }
part! { load_reading of reading_part: ask => match ask {
    Ask::Page(Page::Sources) => Given::View(sources::SourcesPage().into_any()),
    Ask::Page(Page::Quality) => Given::View(quality::QualityPage().into_any()),
    #[cfg(target_arch = "wasm32")]
    Ask::Settled(_, Page::Quality) => Given::Wait(Box::pin(data::quality::whenever())),
    Ask::Page(Page::Model) => Given::View(model::ModelPage().into_any()),
    Ask::Page(Page::About) => Given::View(about::AboutPage().into_any()),
    Ask::Page(Page::Privacy) => Given::View(privacy::PrivacyPage().into_any()),
    Ask::Page(Page::Accessibility) => Given::View(accessibility::AccessibilityPage().into_any()),
    _ => Given::Nothing,
} }
part! { load_details of details_part: ask => match ask {
    Ask::Page(Page::NotFound) => Given::View(not_found::NotFoundPage().into_any()),
    Ask::Explain(view, at) => Given::View(explain::body(view, at).into_any()),
    Ask::Dialog(dialog) => Given::View(view! { <DialogHost dialog=dialog/> }.into_any()),
    Ask::Tool(tool, view, at, dialog) => {
        tools::take::act(tool, &view, at, dialog);
        Given::Nothing
    }
    _ => Given::Nothing,
} }

fn call(part: Part, ask: Ask) -> Given {
    let given = match part {
        Part::Map => now(map_part(ask)),
        Part::Inventory => now(inventory_part(ask)),
        Part::Explore => now(explore_part(ask)),
        Part::Forecast => now(forecast_part(ask)),
        Part::Live => now(live_part(ask)),
        Part::Workbench => now(workbench_part(ask)),
        Part::Own => now(own_part(ask)),
        Part::Reading => now(reading_part(ask)),
        Part::Details => now(details_part(ask)),
    };
    given.unwrap_or(Given::Nothing)
}

/// What a page waits for before it is shown.
#[cfg(target_arch = "wasm32")]
pub type Wait = std::pin::Pin<Box<dyn Future<Output = ()>>>;

thread_local! {
    static LOADED: RefCell<Vec<Part>> = const { RefCell::new(Vec::new()) };
}

/// Whether a part can be used at once.
pub fn is_here(part: Part) -> bool {
    cfg!(not(target_arch = "wasm32")) || LOADED.with(|l| l.borrow().contains(&part))
}

/// Loads a part.
///
/// # Errors
/// [`DataError::Network`], when its file does not come; asking again tries again.
pub async fn load(part: Part) -> Result<(), DataError> {
    #[cfg(target_arch = "wasm32")]
    crate::shell::load_the_rest().await?;
    if part != Part::Details {
        styles().await?;
    }
    #[cfg(feature = "split")]
    {
        let loaded = match part {
            Part::Map => load_map().await,
            Part::Inventory => load_inventory().await,
            Part::Explore => load_explore().await,
            Part::Forecast => load_forecast().await,
            Part::Live => load_live().await,
            Part::Workbench => load_workbench().await,
            Part::Own => load_own().await,
            Part::Reading => load_reading().await,
            Part::Details => load_details().await,
        };
        loaded.map_err(|e| DataError::Network { file: part.name().into(), message: e.to_string() })?;
    }
    LOADED.with(|l| l.borrow_mut().push(part));
    Ok(())
}

/// The styles that pages of parts have beyond those of the first visit.
async fn styles() -> Result<(), DataError> {
    const ID: &str = "late-css";
    if browser::document().get_element_by_id(ID).is_some() {
        return Ok(());
    }
    let sheet = assets::url(&assets::assets().late_css);
    let fault = |message| DataError::Network { file: sheet.clone(), message };
    browser::element("link", &[("rel", "stylesheet"), ("id", ID), ("href", &sheet)]).await.map_err(fault)
}

/// A page of a part: its shape while the part is on the way, or what to do where it does not come.
pub fn show(part: Part, page: &Page) -> AnyView {
    let page = page.clone();
    whenever(
        part,
        Box::new(move || match call(part, Ask::Page(page.clone())) {
            Given::View(view) => view,
            _ => ().into_any(),
        }),
    )
}

/// That there is nothing at this address.
pub fn not_found() -> AnyView {
    show(Part::Details, &Page::NotFound)
}

/// A text to read and copy.
pub fn dialog(dialog: Dialog) -> AnyView {
    whenever(
        Part::Details,
        Box::new(move || match call(Part::Details, Ask::Dialog(dialog)) {
            Given::View(view) => view,
            _ => ().into_any(),
        }),
    )
}

/// How a figure is computed.
pub fn explain(view: Arc<CityView>, at: usize) -> AnyView {
    whenever(
        Part::Details,
        Box::new(move || match call(Part::Details, Ask::Explain(view.clone(), at)) {
            Given::View(view) => view,
            _ => ().into_any(),
        }),
    )
}

/// Does what a tool beside a figure is for.
pub fn tool(tool: Tool, view: Arc<CityView>, at: usize, dialog: Dialog) {
    wasm_bindgen_futures::spawn_local(async move {
        match load_once(Part::Details).await {
            Ok(()) => _ = call(Part::Details, Ask::Tool(tool, view, at, dialog)),
            Err(error) => notice::toast(error.fault().title),
        }
    });
}

/// Waits for what a page of a part shows first, so that it can take the prerendered one's place.
#[cfg(target_arch = "wasm32")]
pub async fn settled(store: Store, page: &Page) {
    let Some(part) = Part::of(page) else { return };
    if let Given::Wait(wait) = call(part, Ask::Settled(store, page.clone())) {
        wait.await;
    }
}

async fn load_once(part: Part) -> Result<(), DataError> {
    if is_here(part) { Ok(()) } else { load(part).await }
}

/// What `build` gives, once the part is here.
fn whenever(part: Part, build: Box<dyn Fn() -> AnyView>) -> AnyView {
    if is_here(part) {
        return build();
    }
    let state = RwSignal::new(Load::Waiting);
    let fetch = move || {
        state.set(Load::Waiting);
        wasm_bindgen_futures::spawn_local(async move {
            let loaded = load(part).await;
            // why try: the reader may have gone on to another page
            state.try_set(loaded.map_or_else(|e| Load::Failed(e.fault()), Load::Ready));
        });
    };
    fetch();
    let build = StoredValue::new_local(build);
    (move || match state.get() {
        Load::Waiting => view! { <Skeleton/> }.into_any(),
        Load::Ready(()) => build.with_value(|build| build()),
        Load::Failed(fault) => view! { <FaultNotice fault=fault retry=fetch/> }.into_any(),
    })
    .into_any()
}

/// What a function of a part gives; without parts it is there.
#[cfg(not(feature = "split"))]
fn now<T>(answer: T) -> Option<T> {
    Some(answer)
}

/// Calls into a part that is here. The call waits for nothing, so that a page is built in the reactive scope
/// of the caller.
#[cfg(feature = "split")]
fn now<T>(call: impl Future<Output = Result<T, SplitLoaderError>>) -> Option<T> {
    use std::task::{Context, Poll, Waker};
    let mut call = std::pin::pin!(call);
    match call.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(answer)) => Some(answer),
        Poll::Ready(Err(_)) | Poll::Pending => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_general_page_but_home_is_in_a_part() {
        for page in Page::GENERAL {
            assert_eq!(Part::of(&page).is_none(), page == Page::Home, "{page:?}");
        }
        assert_eq!(Part::of(&Page::City("lisboa".into())), None);
        assert_eq!(Part::of(&Page::Map("lisboa".into())), Some(Part::Map));
    }
}
