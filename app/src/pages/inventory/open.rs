//! A file of one's own: dropped or chosen, read by a worker in this browser, never sent anywhere.

use std::sync::Arc;

use gemeo_shared::{
    exchange::{
        Fault,
        check::Finding,
        csv_text,
        export::export_bad,
        opened::{Opened, Said},
    },
    inventory::Level,
    view::CityView,
};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

use super::{super::own::reason, change, files};
use crate::{
    browser,
    components::chart::{Cell, Row, folded},
    format, i18n, t, tn,
};

/// What came of the file.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "natively nobody opens a file"))]
enum Answer {
    Nothing,
    Reading(String),
    Said(String, Arc<Said>),
}

/// The table to report with, and a place to drop one that is filled.
pub fn open(view: &Arc<CityView>) -> AnyView {
    let answer = RwSignal::new(Answer::Nothing);
    let over = RwSignal::new(false);
    let (by_choice, by_drop) = (view.clone(), view.clone());
    let id = view.profile.id.clone();
    let chosen = move |event: web_sys::Event| {
        let input: web_sys::HtmlInputElement = event_target(&event);
        read(&by_choice, input.files(), answer);
        // why: the same file, mended, can then be chosen again
        input.set_value("");
    };
    let dropped = move |event: web_sys::DragEvent| {
        event.prevent_default();
        over.set(false);
        read(&by_drop, files_of(&event), answer);
    };
    view! {
        <section class="section" aria-labelledby="inventory-open">
            <div class="section-head"><h2 id="inventory-open">{t!("inventory.open")}</h2></div>
            <p>{t!("inventory.open_text")}</p>
            {files::templates()}
            <div class="drop" class:drop-over=move || over.get()
                on:dragover=move |event| { event.prevent_default(); over.set(true); }
                on:dragleave=move |_| over.set(false)
                on:drop=dropped>
                <label for="inventory-file">{t!("inventory.file")}</label>
                <input id="inventory-file" type="file" accept=".csv,.tsv,.txt,.xlsx,.xlsm" aria-describedby="inventory-file-hint" on:change=chosen/>
                <p class="hint" id="inventory-file-hint">{t!("inventory.file_hint")}</p>
            </div>
            <div role="status">{move || answer.with(summary)}</div>
            {move || match answer.get() {
                Answer::Said(_, said) => match said.as_ref() {
                    Said::Ok(found) => whole(found, &id),
                    Said::Refused(_) => ().into_any(),
                },
                _ => ().into_any(),
            }}
        </section>
    }
    .into_any()
}

/// The files that were dropped.
fn files_of(event: &web_sys::DragEvent) -> Option<web_sys::FileList> {
    let part = |of: &JsValue, name: &str| js_sys::Reflect::get(of, &name.into()).ok();
    part(&part(event, "dataTransfer")?, "files")?.dyn_into().ok()
}

/// Reads the first of the files; natively there are none.
#[cfg(not(target_arch = "wasm32"))]
fn read(_view: &CityView, _files: Option<web_sys::FileList>, _answer: RwSignal<Answer>) {}

/// Reads the first of the files; what is too large is refused before it is read.
#[cfg(target_arch = "wasm32")]
fn read(view: &CityView, files: Option<web_sys::FileList>, answer: RwSignal<Answer>) {
    use gemeo_shared::{
        exchange::{MAX_FILE, opened::Ask},
        own::Refusal,
    };

    let Some(file) = files.and_then(|f| f.item(0)) else { return };
    let name = file.name();
    let failed = {
        let name = name.clone();
        move |why: Refusal| drop(answer.try_set(Answer::Said(name.clone(), Arc::new(Said::Refused(why)))))
    };
    if file.size() > MAX_FILE as f64 {
        let refusal = Refusal::new("too_large").with("size", file.size() as u64 >> 20);
        return failed(refusal.with("most", MAX_FILE >> 20));
    }
    answer.set(Answer::Reading(name.clone()));
    let ask = Ask {
        name: name.clone(),
        place: gemeo_shared::geo::GeoId::city(&view.profile.code),
        official: view.inventory.read(),
    };
    wasm_bindgen_futures::spawn_local(async move {
        match wasm_bindgen_futures::JsFuture::from(file.array_buffer()).await {
            Ok(bytes) => crate::work::tables::ask(&ask, bytes, move |said| {
                answer.try_set(Answer::Said(name, Arc::new(said)));
            }),
            Err(_) => failed(Refusal::new("gone")),
        }
    });
}

/// What is told aloud: that it is being read, why it cannot be, how many rows there are.
fn summary(answer: &Answer) -> AnyView {
    match answer {
        Answer::Nothing => ().into_any(),
        Answer::Reading(name) => view! { <p aria-busy="true">{name.clone()}" … "{t!("shell.loading")}</p> }.into_any(),
        Answer::Said(name, said) => match said.as_ref() {
            Said::Refused(refusal) => view! {
                <div class="notice notice-error"><p class="notice-title">{t!("inventory.file_failed", name = name)}</p><p>{reason(refusal)}</p></div>
            }
            .into_any(),
            Said::Ok(found) => {
                let class = if found.bad_count == 0 { "notice" } else { "notice notice-warn" };
                let bad = (found.bad_count > 0).then(|| tn!("inventory.file_bad", found.bad_count));
                view! { <div class=class><p class="notice-title">{name.clone()}</p><p>{tn!("inventory.file_rows", found.rows.len())}" "{bad}</p></div> }
                    .into_any()
            }
        },
    }
}

fn whole(found: &Opened, id: &str) -> AnyView {
    let faults: Vec<&Fault> = found.bad.iter().flat_map(|b| &b.faults).chain(&found.notes).collect();
    let (rows, bad, own) = (found.rows.clone(), found.bad.clone(), id.to_owned());
    let save_bad = move |_| {
        let text = format!("\u{feff}{}", csv_text::write(&export_bad(&bad)));
        browser::download("gemeo-inventory-faults.csv", "text/csv;charset=utf-8", &text);
    };
    let against = found.against.iter().map(|a| match &a.split {
        Ok(split) => {
            let (from, to) = (
                t!("inventory.official", year = a.year.to_string()),
                t!("inventory.yours", year = a.year.to_string()),
            );
            change::figure(split, &own, from, to).into_any()
        }
        Err(why) => view! { <p class="notice notice-warn" lang="en">{why.clone()}</p> }.into_any(),
    });
    let against: Vec<AnyView> = against.collect();
    let alone = found.against.is_empty() && !found.rows.is_empty();
    view! {
        {(!faults.is_empty()).then(|| view! {
            {fault_table(&faults)}
            {(found.bad_count > 0).then(|| view! {
                <p><button class="button button-plain" type="button" on:click=save_bad>{t!("inventory.file_take_bad")}</button></p>
            })}
        })}
        {found.no_totals.clone().map(|why| view! { <p class="notice notice-warn" lang="en">{why}</p> })}
        {(!found.totals.is_empty()).then(|| totals(found))}
        {(found.finding_count > 0).then(|| findings(found))}
        {against}
        {alone.then(|| view! { <p class="muted">{t!("inventory.no_official")}</p> })}
        {(!found.rows.is_empty()).then(|| view! {
            <p><button class="button button-plain" type="button" on:click=move |_| files::json("inventory.json", &rows)>{t!("inventory.file_take")}</button></p>
        })}
    }
    .into_any()
}

/// Sheet and cell of each fault, what stands there and what should.
fn fault_table(faults: &[&Fault]) -> AnyView {
    let row = |f: &&Fault| -> Row {
        let place = if f.cell.is_empty() { f.sheet.clone() } else { format!("{}!{}", f.sheet, f.cell) };
        (place, [f.column.clone(), found_there(f), expected(f)].map(Cell::Text).into())
    };
    let heads = vec![
        t!("inventory.fault.cell"),
        t!("inventory.fault.column"),
        t!("inventory.fault.found"),
        t!("inventory.fault.expected"),
    ];
    let title = t!("inventory.faults");
    folded(title.clone(), title, heads, faults.iter().map(row).collect()).into_any()
}

/// What stands in the cell: the file's own words where they are what is wrong.
fn found_there(fault: &Fault) -> String {
    let args = [("given".to_owned(), fault.given.clone())].into();
    match i18n::by_name_if(&format!("inventory.found.{}", fault.code.as_str())) {
        Some(_) => i18n::by_name(&format!("inventory.found.{}", fault.code.as_str()), &args),
        None => format!("“{}”", fault.given),
    }
}

fn expected(fault: &Fault) -> String {
    i18n::by_name(&format!("inventory.expected.{}", fault.code.as_str()), &Default::default())
}

/// The total of each place and year at the three levels.
fn totals(found: &Opened) -> AnyView {
    let mut rows: Vec<Row> = Vec::new();
    for total in found.totals.iter().filter(|t| t.total.level == Level::Basic) {
        let of = |level: Level| {
            let same = found
                .totals
                .iter()
                .find(|t| t.total.level == level && t.year == total.year && t.place == total.place);
            let value = same.and_then(|t| t.total.total);
            value.map_or_else(|| Cell::Absent("—".into()), |v| Cell::Number(format::quantity(v, 0, "tCO2e")))
        };
        rows.push((format!("{} {}", total.place, total.year), Level::ALL.map(of).into()));
    }
    let heads = std::iter::once(t!("inventory.year")).chain(Level::ALL.map(|l| l.as_str().to_string()));
    let title = t!("inventory.file_totals");
    folded(title.clone(), title, heads.collect(), rows).into_any()
}

fn findings(found: &Opened) -> AnyView {
    let words = |f: &Finding| i18n::by_name(&format!("inventory.finding.{}", f.code), &f.args);
    let rows = found.findings.iter().map(|f| (f.what.clone(), vec![Cell::Text(words(f))])).collect();
    let title = tn!("inventory.findings", found.finding_count);
    folded(title.clone(), title, vec![t!("inventory.column.what"), t!("inventory.column.note")], rows)
        .into_any()
}

#[cfg(test)]
mod tests {
    use gemeo_shared::exchange::FaultCode;

    use super::*;
    use crate::i18n::Lang;

    /// The codes of findings, as documented for programs.
    fn finding_codes() -> Vec<String> {
        let schema = include_str!("../../../../docs/schema/cli/inventory-check.output.schema.json");
        let schema: serde_json::Value = serde_json::from_str(schema).unwrap();
        serde_json::from_value(schema["items"]["properties"]["code"]["enum"].clone()).unwrap()
    }

    #[test]
    fn every_fault_and_finding_has_its_words_in_both_languages() {
        for lang in Lang::ALL {
            i18n::set_embedded(lang);
            let there = |key: String| assert!(i18n::by_name_if(&key).is_some(), "{key}");
            FaultCode::ALL.iter().for_each(|code| there(format!("inventory.expected.{}", code.as_str())));
            finding_codes().iter().for_each(|code| there(format!("inventory.finding.{code}")));
            let fault = Fault::new(FaultCode::Year, "Folha1", ("B2".into(), "Ano".into()), "<2019>");
            assert_eq!(found_there(&fault), "“<2019>”");
            let fault = Fault::new(FaultCode::CellError, "Folha1", ("B2".into(), "Ano".into()), "#REF!");
            assert!(found_there(&fault).contains("#REF!") && !found_there(&fault).starts_with('“'));
        }
    }
}
