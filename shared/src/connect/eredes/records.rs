//! Records of any dataset seen here, as the API gives them: `/records?select=…&limit=100`.

use serde_json::Value;

use super::{billed::month, site, voltage};
use crate::{
    connect::{ConnectError, Import, Input, Kind, Warning, json, series},
    observation::{Series, Status},
};

/// Whether a file is such an answer.
pub fn claims(_: &Input<'_>, head: &str) -> bool {
    let records = head.contains("\"results\"") || head.contains("\"records\"");
    records && (head.contains("energia_ativa_kwh") || head.contains("\"nivel_tensao\""))
}

/// Reads the records of billed consumption or of energy injected by small producers (UPAC).
///
/// # Errors
/// [`ConnectError`] where there is no list of records.
pub fn read(input: &Input<'_>) -> Result<Import, ConnectError> {
    let answer = json::read(input)?;
    let records = json::any_list(input, &answer, &["results", "records"])?;
    let injected = records.iter().any(|r| r.get("energia").is_some());
    let mut import = Import::new(if injected { "e-redes-injected" } else { super::BILLED });
    for (record, number) in records.iter().zip(1u64..) {
        // The old API (v1) wraps each record in `fields`.
        let record = record.get("fields").unwrap_or(record);
        import.records += 1;
        one(&mut import, record, number, injected);
    }
    let total = json::number_of(&answer, "total_count").or_else(|| json::number_of(&answer, "records_count"));
    if let Some(total) = total.filter(|t| *t > import.records as f64) {
        let message = format!("the answer holds {} of {total} records", import.records);
        import.warnings.add(Warning::new(Kind::Partial, message));
    }
    import.observed = std::mem::take(&mut import.observed).without_duplicates(&mut import.warnings);
    super::months::mark(&mut import);
    Ok(import)
}

fn one(import: &mut Import, record: &Value, number: u64, injected: bool) {
    let first = |keys: &[&str]| {
        keys.iter().map(|k| json::text(record, k)).find(|t| !t.is_empty()).unwrap_or_default()
    };
    let date = first(&["data", "date"]);
    let Some(period) = month(&date) else {
        import.warnings.add(Warning::new(Kind::NotADate, "not a month").at(number, "data").found(&date));
        return;
    };
    let level = first(&["nivel_de_tensao", "nivel_tensao"]);
    let Some(voltage) = voltage(&level) else {
        import.warnings.add(
            Warning::new(Kind::Skipped, "not a voltage level known here")
                .at(number, "nivel_tensao")
                .found(&level),
        );
        return;
    };
    let municipality = first(&["coddistritoconcelho", "codigo_concelho"]);
    let parish = first(&["coddistritoconcelhofreguesia", "codigo_freguesia"]);
    let Some(site) = site(import, number, &municipality, &parish) else { return };
    let mut dims = vec![("voltage", voltage)];
    dims.extend(site.part.map(|part| ("part", part)));
    let energy = if injected { "energia" } else { "energia_ativa_kwh" };
    let of = |concept: &str, unit: &str| -> Series { series(concept, unit, &dims) };
    let mut add = |series: Series, key: &str| {
        if let Some(value) = record.get(key) {
            let number = json::number(value);
            let status = if number.is_some() { Status::A } else { Status::Q };
            import.observed.add(&series, &site.place, period, number, status);
        }
    };
    add(of(if injected { "electricity_injected" } else { super::billed::CONCEPT }, "kWh"), energy);
    add(of("self_consumption_units", "item"), "numero_de_instalacoes");
    add(of("self_consumption_capacity", "kW"), "potencia_instalada");
}
