//! A text in a dialog, to read and copy: a citation, a report.

use leptos::{html, prelude::*};

use crate::{pages::late, t};

/// What the dialog shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// Title.
    pub title: String,
    /// One sentence on what to do with the text.
    pub advice: String,
    /// The text to copy.
    pub text: String,
    /// Where to take it: name and address.
    pub link: Option<(String, String)>,
}

/// The dialog of a page.
#[derive(Clone, Copy)]
pub struct Dialog(RwSignal<Option<Content>>);

impl Dialog {
    /// Shows a text.
    pub fn show(self, content: Content) {
        self.0.set(Some(content));
    }
}

/// Gives the page a dialog that its parts can show texts in.
pub fn provide_dialog() -> Dialog {
    let dialog = Dialog(RwSignal::new(None));
    provide_context(dialog);
    dialog
}

/// The place of the dialog; once on a page, after everything else.
pub fn host(dialog: Dialog) -> impl IntoView {
    let wanted = Memo::new(move |_| dialog.0.with(Option::is_some));
    move || wanted.get().then(|| late::dialog(dialog))
}

/// The dialog itself, as long as there is something to show in it.
#[component]
pub fn DialogHost(
    /// From [`provide_dialog`].
    dialog: Dialog,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(element) = node.get() else { return };
        if !element.open() {
            let _ = element.show_modal();
        }
    });
    // why so: closing gives the focus back to the button that opened it, and then says so (on:close)
    let close = move |_| {
        if let Some(element) = node.get_untracked() {
            element.close();
        }
    };
    let field = move |pick: fn(&Content) -> String| move || dialog.0.with(|c| c.as_ref().map(pick));
    let copy = move |_| {
        if let Some(content) = dialog.0.get_untracked() {
            super::tools::copy_text(content.text);
        }
    };
    view! {
        <dialog class="dialog" node_ref=node aria-labelledby="dialog-title" on:close=move |_| dialog.0.set(None)>
            <div class="dialog-head">
                <h2 id="dialog-title">{field(|c| c.title.clone())}</h2>
                <button class="button button-quiet button-icon" type="button" aria-label=t!("shell.close") on:click=close>"×"</button>
            </div>
            <p>{field(|c| c.advice.clone())}</p>
            <pre class="formula" tabindex="0">{field(|c| c.text.clone())}</pre>
            <div class="dialog-actions">
                {move || dialog.0.with(|c| c.as_ref().and_then(|c| c.link.clone())).map(|(name, address)| view! {
                    <a class="button button-plain" href=address rel="noopener noreferrer" target="_blank">{name}</a>
                })}
                <button class="button" type="button" on:click=copy>{t!("tools.copy")}</button>
            </div>
        </dialog>
    }
}
