//! The inventory as areas: sectors by colour, cells by size.

use gemeo_shared::{
    chart::treemap::{Group, Tile, Treemap, treemap},
    inventory::{REFERENCES, reference, scope_of},
};
use leptos::prelude::*;

use super::state::{Counted, Desk};
use crate::{
    components::chart::drawn,
    data::catalogue,
    format::{self, Local},
    t,
};

/// The treemap of the year and level; the table below it has the same figures.
pub fn picture(desk: Desk) -> impl IntoView {
    move || {
        let counted = desk.counted.get().ok()?;
        let data = data(&counted, desk);
        let (title, desc) = (title(desk), describe(&counted));
        let chart = drawn("inventory", &title, &desc, &|frame| treemap(&data, frame, &Local));
        Some(view! {
            <figure class="figure">
                <div class="figure-head"><h3 class="figure-title">{title.clone()}</h3><p class="figure-sub">{desc.clone()}</p></div>
                {chart}
                <figcaption class="figure-caption"><p>{t!("inventory.picture")}</p></figcaption>
            </figure>
        })
    }
}

/// The name of the drawing.
pub fn title(desk: Desk) -> String {
    let year = desk.year.get().map(|y| y.to_string()).unwrap_or_default();
    t!("inventory.chart", level = desk.level.get().as_str(), year = year)
}

/// The drawing's data.
pub fn data(counted: &Counted, desk: Desk) -> Treemap {
    let level = desk.level.get();
    let group = |(i, sector): (usize, &gemeo_shared::inventory::SectorTotal)| {
        let cells = counted
            .cells
            .iter()
            .filter(|p| reference(&p.gpc).is_some_and(|r| r.sector == sector.sector && r.counts_in(level)));
        let tile = |part: &gemeo_shared::inventory::Part| {
            let cell = REFERENCES.iter().find(|r| r.gpc == part.gpc)?;
            let scope = scope_of(cell.gpc)?.to_string();
            Some(Tile {
                label: catalogue::member("subsector", cell.subsector),
                note: t!("inventory.scope", n = scope),
                value: part.value?,
            })
        };
        Group {
            label: catalogue::member("sector", &sector.sector),
            category: i as u8 + 1,
            tiles: cells.filter_map(tile).collect(),
        }
    };
    Treemap {
        unit: format::unit_label("tCO2e"),
        decimals: 0,
        groups: counted.total.sectors.iter().enumerate().map(group).collect(),
    }
}

/// What it shows in a sentence: the largest sector and its share.
fn describe(counted: &Counted) -> String {
    let known = counted.total.sectors.iter().filter_map(|s| Some((s, s.total?)));
    let Some((sector, value)) = known.reduce(|a, b| if b.1 > a.1 { b } else { a }) else {
        return String::new();
    };
    let Some(total) = counted.total.total.filter(|t| *t > 0.0) else { return String::new() };
    let share = format::percent(100.0 * value / total, 1);
    t!("inventory.largest", name = catalogue::member("sector", &sector.sector), share = share)
}
