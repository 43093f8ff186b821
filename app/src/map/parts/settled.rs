//! A picture that follows another one when it rests.

#[cfg(target_arch = "wasm32")]
use std::sync::Arc;

use super::Shown;

/// The picture for parts that are read and not watched: table, lists, panel. Where places are many, they follow when
/// nothing has changed for a moment, so that the map alone moves with a slider.
#[cfg(target_arch = "wasm32")]
pub fn settled(shown: Shown) -> Shown {
    use leptos::prelude::*;

    use crate::map::scene::Scene;

    /// From so many places on making a table is longer than a frame.
    const MANY: usize = 200;
    const REST_MS: i32 = 150;

    let rested = RwSignal::new(shown.get_untracked());
    let turn = StoredValue::new(0_u32);
    Effect::new(move |_| {
        let now = shown.get();
        turn.update_value(|turn| *turn = turn.wrapping_add(1));
        let scrubbed = |a: &Arc<Scene>, b: &Arc<Scene>| {
            a.places.places.len() > MANY && Arc::ptr_eq(&a.places, &b.places) && a.period != b.period
        };
        let moved = rested.with_untracked(|before| {
            before.as_ref().zip(now.as_ref()).is_some_and(|(before, now)| scrubbed(before, now))
        });
        if !moved {
            rested.set(now);
            return;
        }
        let own = turn.get_value();
        leptos::task::spawn_local(async move {
            crate::browser::sleep(REST_MS).await;
            let now = shown.try_get_untracked().filter(|_| turn.try_get_value() == Some(own));
            if let Some(now) = now {
                rested.try_set(now);
            }
        });
    });
    Memo::new(move |_| rested.get())
}

/// Nothing moves where pages are made.
#[cfg(not(target_arch = "wasm32"))]
pub fn settled(shown: Shown) -> Shown {
    shown
}
