//! The search field with its list, as the ARIA pattern “editable combobox with list autocomplete” has it.

use gemeo_shared::geo::Level;
use leptos::{ev, html::Input, prelude::*};

use super::hits::{self, Hit};
use crate::{
    map::{
        parts::{Go, Shown, walk},
        shelf::Known,
    },
    notice, t, tn,
};

/// Id of the list; its entries are numbered.
const LIST: &str = "map-found";

/// What the field and its list share.
#[derive(Clone, Copy)]
struct Search {
    shown: Shown,
    go: Go,
    input: NodeRef<Input>,
    typed: RwSignal<String>,
    open: RwSignal<bool>,
    at: RwSignal<Option<usize>>,
    hits: Memo<Vec<Hit>>,
}

/// A field to type a name or coordinates into, and the places that fit.
pub fn field(shown: Shown, go: Go, known: Known, searched: RwSignal<Vec<Level>>) -> AnyView {
    let typed = RwSignal::new(String::new());
    let hits = Memo::new(move |_| {
        let text = typed.get();
        let found = shown.with(|s| s.as_deref().map(|s| known.with(|known| hits::hits(s, known, &text))));
        found.unwrap_or_default()
    });
    let search = Search {
        shown,
        go,
        input: NodeRef::new(),
        typed,
        open: RwSignal::new(false),
        at: RwSignal::new(None),
        hits,
    };
    let expanded = move || search.open.get() && !search.hits.with(Vec::is_empty);
    let active = move || search.at.get().filter(|_| expanded()).map(|at| format!("{LIST}-{at}"));
    // why: names of other divisions are worth their kilobytes only to one who looks for them
    let focus = move |_| {
        let levels = shown.with_untracked(|s| s.as_deref().map(hits::levels).unwrap_or_default());
        if searched.get_untracked() != levels {
            searched.set(levels);
        }
    };
    view! {
        <div class="map-search">
            <label class="visually-hidden" for="map-search">{t!("map.search")}</label>
            <input class="input" id="map-search" type="text" role="combobox" autocomplete="off" spellcheck="false"
                enterkeyhint="search" placeholder=t!("map.search") aria-autocomplete="list" aria-controls=LIST
                aria-expanded=move || if expanded() { "true" } else { "false" } aria-activedescendant=active
                node_ref=search.input prop:value=move || typed.get() on:focus=focus on:blur=move |_| search.open.set(false)
                on:input=move |event| search.type_in(event_target_value(&event)) on:keydown=move |event| search.press(&event)/>
            <ul class="map-found" id=LIST role="listbox" aria-label=t!("map.search") hidden=move || !expanded()>
                {move || search.list()}
            </ul>
            <p class="map-none" hidden=move || !search.open.get() || expanded()>{t!("map.search_none")}</p>
        </div>
    }
    .into_any()
}

impl Search {
    fn type_in(self, text: String) {
        self.at.set(None);
        self.open.set(!text.trim().is_empty());
        self.typed.set(text);
        if self.open.get_untracked() {
            let found = self.hits.with_untracked(Vec::len);
            notice::announce(if found == 0 { t!("map.search_none") } else { tn!("map.search_found", found) });
        }
    }

    fn press(self, event: &ev::KeyboardEvent) {
        let found = self.hits.with_untracked(Vec::len);
        let open = self.open.get_untracked() && found > 0;
        let at = self.at.get_untracked();
        let next = match event.key().as_str() {
            "ArrowDown" => at.map_or(0, |at| (at + 1) % found.max(1)),
            "ArrowUp" => at.map_or(found.max(1), |at| if at == 0 { found.max(1) } else { at }) - 1,
            // Enter without a choice takes the best.
            "Enter" if open => {
                event.prevent_default();
                self.choose(at.unwrap_or(0));
                return;
            }
            "Escape" => {
                event.prevent_default();
                // The first closes the list, the second empties the field.
                if !self.open.get_untracked() {
                    self.typed.set(String::new());
                }
                self.open.set(false);
                self.at.set(None);
                return;
            }
            _ => return,
        };
        if found > 0 {
            event.prevent_default();
            self.open.set(true);
            self.at.set(Some(next));
        }
    }

    fn choose(self, at: usize) {
        let Some(hit) = self.hits.with_untracked(|hits| hits.get(at).cloned()) else { return };
        self.open.set(false);
        self.at.set(None);
        self.typed.set(hit.name);
        self.go.run(hit.to);
        walk::tell(self.shown);
    }

    fn list(self) -> AnyView {
        let entry = move |(at, hit): (usize, Hit)| {
            let chosen = move || self.at.get() == Some(at);
            // why pointerdown: the field would lose the focus and close the list before a click
            let hold = |event: ev::PointerEvent| event.prevent_default();
            view! {
                <li id=format!("{LIST}-{at}") role="option" class:is-at=chosen on:pointerdown=hold on:mousedown=|event| event.prevent_default()
                    aria-selected=move || if chosen() { "true" } else { "false" } on:click=move |_| self.choose(at)>
                    <span>{hit.name}</span><span class="muted small">{hit.detail}</span>
                </li>
            }
        };
        self.hits.get().into_iter().enumerate().map(entry).collect_view().into_any()
    }
}
