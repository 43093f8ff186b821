//! Asks the engine whenever the draft changes; the newest draft wins.

use gemeo_shared::{own::OWN, protocol::Request, view::Trial};
use leptos::prelude::*;

use super::{Answer, Draft, own};
use crate::{
    data::{DataError, use_store},
    notice::Load,
    work::{self, Latest},
};

/// Follows the draft.
pub fn watch(draft: Memo<Draft>, answer: RwSignal<Answer>, mine: RwSignal<own::Own>) {
    let store = use_store();
    let queue = StoredValue::new(Latest::<Draft>::default());
    // The city beside whose pack the reader's own series lie.
    let laid = StoredValue::new(None::<String>);
    Effect::new(move |_| {
        let now = draft.get();
        if now.city.is_empty() {
            return;
        }
        let code = match store.city(&now.city).get() {
            Load::Ready(view) => view.profile.code.clone(),
            Load::Failed(fault) => return answer.set(Some(Err(fault.title))),
            Load::Waiting => return,
        };
        let Some(Some(first)) = queue.try_update_value(|q| q.submit(now)) else { return };
        wasm_bindgen_futures::spawn_local(async move {
            let mut next = Some(first);
            while let Some(draft) = next {
                if laid.try_with_value(|l| l.as_ref() == Some(&draft.city)) == Some(false) {
                    let found = own::lay(&draft.city, &code).await;
                    let _ = mine.try_set(found);
                    let _ = laid.try_set_value(Some(draft.city.clone()));
                }
                let names_own = draft.formula.contains(OWN);
                let Draft { city, formula, unit } = draft;
                let result =
                    work::ask::<Trial>(Request::Try { city, formula, unit, interpolate: false }).await;
                if names_own && result.is_err() {
                    // why: an engine that was started anew, or a pack that was renewed, has lost them
                    let _ = laid.try_set_value(None);
                }
                // why: the page may be gone by now, and a newer draft makes this answer old
                let Some(stale) = queue.try_with_value(Latest::is_stale) else { return };
                if !stale {
                    answer.try_set(Some(result.map_err(|error| match error {
                        DataError::Engine(message) => message,
                        other => other.fault().title,
                    })));
                }
                next = queue.try_update_value(Latest::answered).flatten();
            }
        });
    });
}
