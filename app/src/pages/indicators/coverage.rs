//! The matrix of coverage: indicator by city and year, with the quality of what is known.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    sync::Arc,
};

use gemeo_shared::{
    indicator::{Coverage, coverage, coverage_csv},
    view::CityView,
};
use leptos::prelude::*;

use super::filter::{Filter, Item};
use crate::{browser, data::catalogue, nav::link, route::Page, t};

/// Years that a matrix shows; older ones are in the file.
const COLUMNS: usize = 16;

/// What is known in one year: values, gaps with a reason, and values that are not plain.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Cell {
    values: u32,
    gaps: u32,
    marked: u32,
}

/// A row an indicator and city, a column a year, and the same as a file with all levels and periods.
pub fn matrix(views: Vec<Arc<CityView>>, filter: Filter) -> impl IntoView {
    // why: parishes, cells and stations count too; they come behind what is shown first
    #[cfg(target_arch = "wasm32")]
    for view in &views {
        complete(view.profile.id.clone());
    }
    let rows: Vec<Coverage> = views.iter().flat_map(|v| coverage(v)).collect();
    let file = coverage_csv(&rows);
    let years = years(&rows);
    let cells = Arc::new(cells(&rows));
    let (count, heads) = (years.len(), years.clone());
    let body = move || body(&filter.items(&views), &views, &years, &cells);
    let save = move |_| {
        browser::download("gemeo-coverage.csv", "text/csv;charset=utf-8", &file);
    };
    let caption = t!("coverage.caption");
    let label = caption.clone();
    view! {
        <div class="row section-head">
            <ul class="legend">
                <li><span class="cover cover-full" aria-hidden="true">"●"</span>{t!("coverage.full")}</li>
                <li><span class="cover cover-marked" aria-hidden="true">"◐"</span>{t!("coverage.marked")}</li>
                <li><span class="cover cover-gap" aria-hidden="true">"○"</span>{t!("coverage.gap")}</li>
            </ul>
            <button class="button button-plain" type="button" on:click=save>{t!("tools.csv")}</button>
        </div>
        <div class="table-scroll" role="region" tabindex="0" aria-label=label>
            <table class="table coverage">
                <caption>{caption}</caption>
                <thead><tr>
                    <th scope="col">{t!("coverage.indicator")}</th><th scope="col">{t!("coverage.city")}</th>
                    {heads.into_iter().map(|y| view! { <th scope="col" class="cover">{y}</th> }).collect::<Vec<_>>()}
                </tr></thead>
                <tbody inner_html=body data-columns=count.to_string()></tbody>
            </table>
        </div>
    }
}

/// Adds what the city's page does not open with.
#[cfg(target_arch = "wasm32")]
fn complete(id: String) {
    let store = crate::data::use_store();
    wasm_bindgen_futures::spawn_local(async move {
        if store.detail(&id).await.is_err() {
            crate::notice::toast(t!("coverage.failed"));
        }
    });
}

fn year(period: &str) -> String {
    period.chars().take(4).collect()
}

fn years(rows: &[Coverage]) -> Vec<String> {
    let all: BTreeSet<String> = rows.iter().map(|r| year(&r.period)).collect();
    let skip = all.len().saturating_sub(COLUMNS);
    all.into_iter().skip(skip).collect()
}

type Cells = BTreeMap<(String, String, String), Cell>;

/// Levels and months of a year together.
fn cells(rows: &[Coverage]) -> Cells {
    let mut cells = Cells::new();
    for row in rows {
        let cell = cells.entry((row.indicator.clone(), row.city.clone(), year(&row.period))).or_default();
        cell.values += row.values;
        cell.gaps += row.gaps;
        cell.marked += row.marked;
    }
    cells
}

/// The rows as markup: some thousands of cells, for which elements of their own would be slow.
fn body(items: &[Item], views: &[Arc<CityView>], years: &[String], cells: &Cells) -> String {
    let mut out = String::new();
    for item in items {
        for (n, view) in views.iter().enumerate() {
            out.push_str("<tr>");
            if n == 0 {
                let (address, name) = (link(&Page::Indicator(item.id.clone())), catalogue::name(&item.id));
                let span = views.len();
                let _ = write!(
                    out,
                    "<th scope=\"rowgroup\" rowspan=\"{span}\"><a href=\"{}\">{}</a></th>",
                    escape(&address),
                    escape(&name)
                );
            }
            let _ = write!(out, "<th scope=\"row\">{}</th>", escape(&view.profile.name));
            for year in years {
                let key = (item.id.clone(), view.profile.id.clone(), year.clone());
                out.push_str(&sign(cells.get(&key).copied().unwrap_or_default()));
            }
            out.push_str("</tr>");
        }
    }
    out
}

/// A sign with its words for those who do not see it.
fn sign(cell: Cell) -> String {
    let (class, sign, words) = match cell {
        Cell { values: 0, gaps: 0, .. } => return "<td class=\"cover\"></td>".into(),
        Cell { values: 0, .. } => ("cover-gap", "○", t!("coverage.gap")),
        Cell { marked: 0, gaps: 0, .. } => ("cover-full", "●", t!("coverage.full")),
        _ => ("cover-marked", "◐", t!("coverage.marked")),
    };
    let many = crate::tn!("coverage.values", cell.values);
    format!(
        "<td class=\"cover {class}\" title=\"{many}\"><span aria-hidden=\"true\">{sign}</span>\
         <span class=\"visually-hidden\">{words}, {many}</span></td>"
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(period: &str, [values, gaps, marked]: [u32; 3]) -> Coverage {
        let (city, indicator, level) = ("a".into(), "x".into(), "city".into());
        Coverage { city, indicator, level, period: period.into(), values, gaps, marked }
    }

    #[test]
    fn months_and_levels_of_a_year_are_one_cell() {
        let cells = cells(&[row("2024-01", [1, 0, 0]), row("2024-02", [2, 0, 1]), row("2023", [0, 3, 0])]);
        assert_eq!(cells[&("x".into(), "a".into(), "2024".into())], Cell { values: 3, gaps: 0, marked: 1 });
        assert_eq!(cells.len(), 2);
    }

    #[test]
    fn the_newest_years_are_shown() {
        let rows: Vec<Coverage> = (1990..2024).map(|y| row(&y.to_string(), [1, 0, 0])).collect();
        let years = years(&rows);
        assert_eq!((years.len(), years.last().map(String::as_str)), (COLUMNS, Some("2023")));
    }
}
