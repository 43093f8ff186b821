//! Beside each figure: copy its link, cite it, take it as CSV, report an error in it.

use std::sync::Arc;

use gemeo_shared::view::CityView;
use leptos::prelude::*;

use super::{
    dialog::Dialog,
    icon::{Icon, icon},
};
use crate::{browser, data::catalogue, nav, notice, pages::late, t};

/// Four small tools for one indicator of a city. Nothing is sent anywhere.
#[component]
pub fn FigureTools(
    /// The city.
    view: Arc<CityView>,
    /// Position of the indicator in the view.
    at: usize,
    /// Whether the tools show their names; without, only their signs.
    #[prop(default = true)]
    names: bool,
) -> impl IntoView {
    let dialog = expect_context::<Dialog>();
    let name = catalogue::name(&view.indicators[at].id);
    let button = move |sign: Icon, what: String, act: Box<dyn Fn()>| {
        let label = format!("{what}: {name}");
        let hint = what.clone();
        let class = if names { "button button-quiet" } else { "button button-quiet button-icon" };
        view! {
            <button class=class type="button" aria-label=label title=hint on:click=move |_| act()>
                {icon(sign)}{names.then_some(what)}
            </button>
        }
    };
    let later = |tool: Tool| {
        let view = view.clone();
        Box::new(move || late::tool(tool, view.clone(), at, dialog))
    };
    let shared = view.clone();
    view! {
        <div class="figure-actions">
            {button(Icon::Link, t!("tools.link"), Box::new(move || copy_text(address(&shared, at))))}
            {button(Icon::Quote, t!("tools.cite"), later(Tool::Cite))}
            {button(Icon::Download, t!("tools.csv"), later(Tool::Csv))}
            {button(Icon::Flag, t!("tools.report"), later(Tool::Report))}
        </div>
    }
}

/// A tool whose text is long, and made when it is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    /// How to cite the figure.
    Cite,
    /// Its values as a table.
    Csv,
    /// A report of an error in it.
    Report,
}

/// The anchor of an indicator on its city's page.
pub fn anchor(id: &str) -> String {
    format!("i-{id}")
}

fn address(view: &CityView, at: usize) -> String {
    let page = nav::city_link(&view.profile.id);
    format!("{}{page}#{}", browser::origin(), anchor(&view.indicators[at].id))
}

/// Puts a text on the clipboard and says whether that worked.
pub fn copy_text(text: String) {
    wasm_bindgen_futures::spawn_local(async move {
        let copied = browser::copy(&text).await;
        notice::toast(if copied { t!("tools.copied") } else { t!("tools.not_copied", text = text) });
    });
}

/// The tools whose code comes with the first of them.
pub mod take {
    use gemeo_shared::view::CityView;

    use super::{
        super::{
            dialog::{Content, Dialog},
            export,
        },
        Tool, address,
    };
    use crate::{assets, browser, t};

    /// Does what a tool is for.
    pub fn act(tool: Tool, view: &CityView, at: usize, dialog: Dialog) {
        match tool {
            Tool::Cite => dialog.show(cite(view, at)),
            Tool::Csv => take_csv(view, at),
            Tool::Report => dialog.show(report(view, at)),
        }
    }

    fn cite(view: &CityView, at: usize) -> Content {
        let text = export::citation(view, &view.indicators[at], &address(view, at));
        Content { title: t!("cite.title"), advice: t!("cite.advice"), text, link: None }
    }

    fn report(view: &CityView, at: usize) -> Content {
        let assets = assets::assets();
        let text = export::report(view, &view.indicators[at], &address(view, at), &assets.version);
        let link = (!assets.issues.is_empty()).then(|| (t!("report.open"), assets.issues));
        let advice = if link.is_some() { t!("report.advice_link") } else { t!("report.advice") };
        Content { title: t!("report.title"), advice, text, link }
    }

    fn take_csv(view: &CityView, at: usize) {
        let indicator = &view.indicators[at];
        let name = format!("gemeo-{}-{}.csv", view.profile.id, indicator.id);
        browser::download(&name, "text/csv;charset=utf-8", &export::csv(view, indicator));
    }
}
