//! Natively nobody writes a formula into the page.

use leptos::prelude::*;

use super::{Answer, Draft, own::Own};

/// Does nothing.
pub fn watch(_draft: Memo<Draft>, _answer: RwSignal<Answer>, _mine: RwSignal<Own>) {}
