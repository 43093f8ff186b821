//! What is a reader's own in the look at a map, as it stands in the address: what is in sight once the map was moved
//! (`view=1200~-340~12.35~0~0`), the part that is lit (`lit=class2`, `lit=1200~5400`), the order of the table (`sort=name`).

use leptos::prelude::*;

use super::{
    camera::Camera,
    light::Light,
    parts::{Lit, Order, SortBy},
};
use crate::nav::Nav;

/// What the address asks to look at and, from then on, what the reader looks at; none for the whole city.
pub type View = RwSignal<Option<Camera>>;

/// What is a reader's own.
#[derive(Clone, Copy)]
pub struct Reader {
    /// What is in sight.
    pub view: View,
    /// What is lit.
    pub lit: Lit,
    /// How the table is sorted.
    pub order: RwSignal<Order>,
}

/// Reads it from the address, and keeps the address in step with it.
pub fn reader(nav: Nav) -> Reader {
    let said = |name: &'static str| nav.param(name).get_untracked();
    let reader = Reader {
        view: RwSignal::new(said("view").and_then(|text| Camera::read(&text))),
        lit: RwSignal::new(said("lit").and_then(|text| Light::read(&text))),
        order: RwSignal::new(said("sort").and_then(|text| read_order(&text)).unwrap_or_default()),
    };
    #[cfg(target_arch = "wasm32")]
    follow(nav, reader);
    reader
}

impl Reader {
    fn parameters(self) -> [(&'static str, Option<String>); 3] {
        let order = self.order.get();
        [
            ("view", self.view.get().map(|camera| camera.write())),
            ("lit", self.lit.get().map(Light::write)),
            ("sort", (order != Order::default()).then(|| write_order(order))),
        ]
    }

    /// A query with what is the reader's own after the rest.
    pub fn with(self, query: String) -> String {
        untrack(|| self.parameters()).into_iter().fold(query, |query, (name, value)| match value {
            None => query,
            Some(value) if query.is_empty() => format!("?{name}={value}"),
            Some(value) => format!("{query}&{name}={value}"),
        })
    }
}

fn write_order(Order(by, falling): Order) -> String {
    let name = if by == SortBy::Name { "name" } else { "value" };
    format!("{name}{}", if falling { "-down" } else { "" })
}

fn read_order(text: &str) -> Option<Order> {
    let (name, falling) = text.strip_suffix("-down").map_or((text, false), |name| (name, true));
    match name {
        "name" => Some(Order(SortBy::Name, falling)),
        "value" => Some(Order(SortBy::Value, falling)),
        _ => None,
    }
}

/// Writes it down when the reader rests: browsers refuse an address that changes with every frame.
#[cfg(target_arch = "wasm32")]
fn follow(nav: Nav, reader: Reader) {
    const REST_MS: i32 = 400;
    let now = Memo::new(move |_| reader.parameters());
    Effect::new(move |before: Option<[(&'static str, Option<String>); 3]>| {
        let parameters = now.get();
        if before.is_some_and(|before| before != parameters) {
            let parameters = parameters.clone();
            leptos::task::spawn_local(async move {
                crate::browser::sleep(REST_MS).await;
                if now.try_get_untracked().as_ref() == Some(&parameters) {
                    for (name, value) in parameters {
                        nav.set_param(name, value.as_deref());
                    }
                }
            });
        }
        parameters
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_survives_the_address() {
        for by in [SortBy::Name, SortBy::Value] {
            for falling in [true, false] {
                assert_eq!(read_order(&write_order(Order(by, falling))), Some(Order(by, falling)));
            }
        }
        assert_eq!(read_order("galaxy"), None);
    }
}
