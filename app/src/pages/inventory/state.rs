//! What is shown: whose rows, of which year, at which level, with which potentials.

use std::sync::Arc;

use gemeo_shared::{
    exchange::InventoryRow,
    factor::GwpSet,
    inventory::{Choice, Level, Part, Total, compute, total},
    view::CityView,
};
use leptos::prelude::*;

use crate::nav::use_nav;

/// Rows of a year as they add up.
#[derive(Debug, Clone, PartialEq)]
pub struct Counted {
    /// The rows, with emissions as they count.
    pub rows: Vec<InventoryRow>,
    /// The cells.
    pub cells: Vec<Part>,
    /// The total by level.
    pub total: Total,
}

/// The page's state; what can be chosen stands in the address.
#[derive(Clone, Copy)]
pub struct Desk {
    rows: StoredValue<Arc<Vec<InventoryRow>>>,
    /// The years there are.
    pub years: StoredValue<Vec<i32>>,
    /// The year shown.
    pub year: Memo<Option<i32>>,
    /// The level shown.
    pub level: Memo<Level>,
    /// Whether the potentials can be chosen.
    pub switchable: bool,
    /// The potentials chosen, where they can be.
    pub gwp: Memo<Option<GwpSet>>,
    /// The rows of the year and what they add up to, or why they do not.
    pub counted: Memo<Result<Counted, String>>,
}

impl Desk {
    /// The city's own inventory.
    pub fn new(view: &CityView) -> Self {
        let all = view.inventory.read();
        let nav = use_nav();
        let mut years: Vec<i32> = all.iter().map(|r| r.year).collect();
        years.sort_unstable();
        years.dedup();
        let years = StoredValue::new(years);
        let (asked_year, asked_level, asked_gwp) = (nav.param("year"), nav.param("level"), nav.param("gwp"));
        let year = Memo::new(move |_| {
            let asked = asked_year.get().and_then(|y| y.parse().ok());
            years.with_value(|all| asked.filter(|y| all.contains(y)).or_else(|| all.last().copied()))
        });
        let level = Memo::new(move |_| {
            let asked = asked_level.get();
            let found = Level::ALL.into_iter().find(|l| asked.as_deref() == Some(l.as_str()));
            found.unwrap_or(Level::Basic)
        });
        let switchable = compute::is_switchable(&all);
        let rows = StoredValue::new(Arc::new(all));
        let gwp = Memo::new(move |_| asked_gwp.get().and_then(|g| g.parse().ok()).filter(|_| switchable));
        let counted =
            Memo::new(move |_| rows.with_value(|rows| count(rows, year.get(), level.get(), gwp.get())));
        Self { rows, years, year, level, switchable, gwp, counted }
    }

    /// Whether there is nothing to show.
    pub fn is_empty(self) -> bool {
        self.rows.with_value(|r| r.is_empty())
    }

    /// Every row, whatever the year.
    pub fn all(self) -> Arc<Vec<InventoryRow>> {
        self.rows.get_value()
    }
}

fn count(
    rows: &[InventoryRow],
    year: Option<i32>,
    level: Level,
    gwp: Option<GwpSet>,
) -> Result<Counted, String> {
    let mut rows: Vec<InventoryRow> = rows.iter().filter(|r| Some(r.year) == year).cloned().collect();
    let choice = Choice { gwp, ..Choice::default() };
    let cells = compute::parts(&rows, choice).map_err(|e| e.to_string())?;
    let total = total(&cells, level).map_err(|e| e.to_string())?;
    for row in &mut rows {
        row.emissions_t = compute::emissions(row, gwp).map_err(|e| e.to_string())?;
    }
    Ok(Counted { rows, cells, total })
}
