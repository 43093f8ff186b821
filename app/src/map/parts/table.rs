//! The same figures as a table, which needs neither pointer nor WebGL.

use std::cmp::Ordering;

use leptos::prelude::*;

use super::{Go, Lit, Shown, select, swatch, words};
use crate::{
    map::{
        light::{Light, is_lit},
        scene::Scene,
    },
    t, tn,
};

/// Rows shown before a reader asks for all: a city's parishes fit, its hundreds of cells do not.
const FIRST_ROWS: usize = 60;

/// What rows are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SortBy {
    /// The name of the place.
    Name,
    /// Its value.
    #[default]
    Value,
}

/// What rows are sorted by, and whether the greatest comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order(pub SortBy, pub bool);

impl Default for Order {
    fn default() -> Self {
        Self(SortBy::Value, true)
    }
}

/// One row.
struct Row {
    code: String,
    name: String,
    value: Option<f64>,
    slot: Option<usize>,
    figure: String,
    second: Option<String>,
    rank: String,
    status: String,
}

/// A table of all places, sorted by name or value; a place's name selects it.
#[component]
pub fn Table(
    /// What is shown.
    shown: Shown,
    /// Shows something else.
    go: Go,
    /// What is lit: its places alone are listed.
    lit: Lit,
    /// How it is sorted.
    order: RwSignal<Order>,
) -> impl IntoView {
    let all = RwSignal::new(false);
    let turn = move |by: SortBy| {
        order.update(|Order(sorted, falling)| {
            (*sorted, *falling) = (by, if *sorted == by { !*falling } else { by == SortBy::Value });
        });
    };
    let sorted = move |by: SortBy| {
        let Order(sorted, falling) = order.get();
        (sorted == by).then_some(if falling { "descending" } else { "ascending" })
    };
    // why: a selection changes nothing in the rows but a mark, which they follow themselves
    let picture = Memo::new(move |_| shown.get().map(|scene| Scene { selected: None, ..(*scene).clone() }));
    let selected = Memo::new(move |_| shown.with(|s| s.as_ref().and_then(|s| s.selected.clone())));
    let stated = Memo::new(move |_| {
        picture.with(|s| {
            s.as_ref().is_some_and(|s| s.snapshot.figures.iter().any(|f| words::status(f).is_some()))
        })
    });
    let body = move || {
        let most = if all.get() { usize::MAX } else { FIRST_ROWS };
        let rows = picture
            .with(|scene| scene.as_ref().map(|s| rows(s, order.get(), lit.get(), most)).unwrap_or_default());
        rows.into_iter().map(|r| row(r, stated, selected, shown, go)).collect_view()
    };
    let hidden = move || {
        let light = lit.get();
        let listed = |s: &Scene| s.snapshot.figures.iter().filter(|f| is_lit(light, f)).count();
        picture.with(|s| s.as_ref().map_or(0, |s| listed(s).saturating_sub(FIRST_ROWS)))
    };
    let more = move || {
        let hidden = if all.get() { 0 } else { hidden() };
        (hidden > 0).then(|| {
            view! {
                <p><button class="button button-plain" type="button" on:click=move |_| all.set(true)>
                    {tn!("map.more", hidden)}
                </button></p>
            }
        })
    };
    let title = move || picture.with(|scene| scene.as_ref().map(words::title));
    let unit = move || {
        let unit = picture.with(|scene| scene.as_ref().and_then(words::unit));
        unit.map(|unit| view! { <span class="map-second">{unit}</span> })
    };
    view! {
        <section class="section" aria-labelledby="map-table">
            <h2 id="map-table">{t!("map.table")}</h2>
            <div class="table-scroll" role="group" tabindex="0" aria-labelledby="map-table">
                <table class="table map-table">
                    <caption>{title}</caption>
                    <thead><tr>
                        <th scope="col" aria-sort=move || sorted(SortBy::Name)>
                            <button type="button" on:click=move |_| turn(SortBy::Name)>{t!("map.column.place")}</button>
                        </th>
                        <th scope="col" class="num" aria-sort=move || sorted(SortBy::Value)>
                            <button type="button" on:click=move |_| turn(SortBy::Value)>{t!("map.column.value")}</button>{unit}
                        </th>
                        <th scope="col" class="num">{t!("map.column.rank")}</th>
                        <th scope="col" hidden=move || !stated.get()>{t!("map.column.state")}</th>
                    </tr></thead>
                    <tbody>{body}</tbody>
                </table>
            </div>
            {more}
        </section>
    }
}

fn row(row: Row, stated: Memo<bool>, selected: Memo<Option<String>>, shown: Shown, go: Go) -> impl IntoView {
    let is_selected = {
        let code = row.code.clone();
        move || selected.with(|s| s.as_deref() == Some(code.as_str()))
    };
    let pressed = {
        let is_selected = is_selected.clone();
        move || if is_selected() { "true" } else { "false" }
    };
    let choose = {
        let (code, is_selected) = (row.code.clone(), is_selected.clone());
        move |_| {
            let now = untrack(&is_selected);
            select(shown, go, (!now).then(|| code.clone()));
        }
    };
    let (class, background) = swatch(row.slot);
    let kind = if row.value.is_some() { "num" } else { "num none" };
    view! {
        <tr class:is-selected=is_selected data-code=row.code>
            <th scope="row"><button type="button" aria-pressed=pressed on:click=choose>{row.name}</button></th>
            <td class=kind><span class=class style:background=background></span>{row.figure}{row.second.map(|text| view! { <span class="map-second">{text}</span> })}</td>
            <td class="num">{row.rank}</td>
            <td class="map-state" hidden=move || !stated.get()>{row.status}</td>
        </tr>
    }
}

/// The first rows in the order asked for. Words are made for these alone: a city may have thousands of cells.
fn rows(scene: &Scene, Order(by, falling): Order, lit: Option<Light>, most: usize) -> Vec<Row> {
    let figures = &scene.snapshot.figures;
    let name = |at: usize| {
        let place = scene.places.places.get(at);
        place.map_or_else(|| figures[at].code.to_string(), |p| words::place(scene.layer.level, p))
    };
    let mut order: Vec<usize> = (0..figures.len()).filter(|at| is_lit(lit, &figures[*at])).collect();
    match by {
        SortBy::Name => {
            order.sort_by_cached_key(|at| words::sort_key(&name(*at)));
            if falling {
                order.reverse();
            }
        }
        SortBy::Value => {
            order.sort_by(|a, b| by_value(figures[*a].value, figures[*b].value, falling));
            by_name_where_equal(&mut order, |at| figures[at].value, |at| words::sort_key(&name(at)), most);
        }
    }
    order.truncate(most);
    let slots = scene.slots();
    let row = |at: usize| {
        let figure = &figures[at];
        Row {
            code: figure.code.to_string(),
            name: name(at),
            value: figure.value,
            slot: slots.get(at).copied().flatten(),
            figure: words::bare(scene, figure),
            second: words::second(scene, &figure.code),
            rank: figure.rank.map(|rank| rank.to_string()).unwrap_or_default(),
            status: words::status(figure).unwrap_or_default(),
        }
    };
    order.into_iter().map(row).collect()
}

/// Puts places of one value in the order of their names, as far as they are among the first `most`.
fn by_name_where_equal(
    order: &mut [usize],
    value: impl Fn(usize) -> Option<f64>,
    name: impl Fn(usize) -> String,
    most: usize,
) {
    let mut first = 0;
    for equal in order.chunk_by_mut(|a, b| value(*a) == value(*b)) {
        let next = first + equal.len();
        if equal.len() > 1 && first < most {
            equal.sort_by_cached_key(|at| name(*at));
        }
        first = next;
    }
}

/// What was not published comes last, whichever way the rest runs.
fn by_value(a: Option<f64>, b: Option<f64>, falling: bool) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) if falling => b.total_cmp(&a),
        (Some(a), Some(b)) => a.total_cmp(&b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_are_in_the_order_of_their_names() {
        let (values, names) = ([1.0, 2.0, 2.0, 3.0], ["d", "c", "b", "a"]);
        let mut order = vec![3, 1, 2, 0];
        by_name_where_equal(&mut order, |at| Some(values[at]), |at| names[at].to_owned(), usize::MAX);
        assert_eq!(order, [3, 2, 1, 0]);
    }

    #[test]
    fn places_without_a_figure_stay_last_both_ways() {
        for falling in [true, false] {
            let mut values = vec![None, Some(1.0), None, Some(2.0)];
            values.sort_by(|a, b| by_value(*a, *b, falling));
            let expected = if falling { [Some(2.0), Some(1.0)] } else { [Some(1.0), Some(2.0)] };
            assert_eq!(values, [expected[0], expected[1], None, None]);
        }
    }
}
