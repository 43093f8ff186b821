//! What is missing, and who can bring it.

use std::{collections::BTreeMap, sync::Arc};

use gemeo_shared::view::{Availability, CityView};
use leptos::prelude::*;

use crate::{data::catalogue, nav::link, route::Page, t};

/// Indicators without data, with what each needs and who in a city usually has it. Nothing where all is there.
#[component]
pub fn Gaps(
    /// The city.
    view: Arc<CityView>,
) -> impl IntoView {
    let rows = rows(&view);
    (!rows.is_empty()).then(|| {
        view! {
            <section class="section" id="gaps" aria-labelledby="gaps-title">
                <div class="section-head">
                    <h2 id="gaps-title">{t!("gaps.title")}</h2>
                    <p>{t!("gaps.text", name = view.profile.name)}</p>
                </div>
                <ul class="gaps">
                    {rows.into_iter().map(|row| view! {
                        <li>
                            <span><a href=row.address>{row.name}</a>": "{row.needs}</span>
                            <span class="gap-who">{row.who}</span>
                        </li>
                    }).collect::<Vec<_>>()}
                </ul>
            </section>
        }
    })
}

struct Row {
    name: String,
    address: String,
    needs: String,
    who: String,
}

fn rows(view: &CityView) -> Vec<Row> {
    let missing = view.indicators.iter().filter_map(|i| match &i.availability {
        Availability::NoData { needs } => Some((i, needs)),
        _ => None,
    });
    missing
        .map(|(indicator, needs)| {
            let named: BTreeMap<&String, String> = needs.iter().map(|c| (c, catalogue::concept(c))).collect();
            let role = catalogue::responsible(&indicator.id);
            Row {
                name: catalogue::name(&indicator.id),
                address: link(&Page::Indicator(indicator.id.clone())),
                needs: named.into_values().collect::<Vec<_>>().join(", "),
                who: role.unwrap_or_else(|| t!("gaps.who")),
            }
        })
        .collect()
}
