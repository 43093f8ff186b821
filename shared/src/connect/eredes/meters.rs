//! Electricity meters by month, parish and kind: dataset `21-contadores-de-energia`.

use super::{billed::month, site};
use crate::{
    connect::{ConnectError, Csv, Import, Input, Kind, Warning, number::written, series, text::plain},
    observation::Status,
};

/// Whether a file is an export of this dataset.
pub fn claims(_: &Input<'_>, head: &str) -> bool {
    let first = head.lines().next().unwrap_or_default();
    first.contains("Número de CPE") && first.contains("CodDistritoConcelho")
}

/// Reads an export.
///
/// # Errors
/// [`ConnectError`] where columns are missing.
pub fn read(input: &Input<'_>) -> Result<Import, ConnectError> {
    let mut import = Import::new("e-redes-meters");
    let text = input.text(&mut import.warnings).into_owned();
    let mut csv = Csv::new(input, &text)?;
    let date = csv.need(input, &["data"])?;
    let count = csv.need(input, &["Número de CPE's"])?;
    let smart = csv.need(input, &["Inclui contador inteligente"])?;
    let municipality = csv.need(input, &["CodDistritoConcelho"])?;
    let parish = csv.find(&["CodDistritoConcelhoFreguesia"]);
    let active = csv.find(&["Contrato Ativo"]);
    while let Some(cells) = csv.next(input)? {
        import.records += 1;
        let row = cells.row;
        let Some(period) = month(cells.text(date)) else {
            import
                .warnings
                .add(Warning::new(Kind::NotADate, "not a month").at(row, "data").found(cells.text(date)));
            continue;
        };
        let Some(site) = site(&mut import, row, cells.text(municipality), cells.text_of(parish)) else {
            continue;
        };
        let Some(value) = written(cells.text(count)) else {
            import.warnings.add(
                Warning::new(Kind::NotANumber, "no count")
                    .at(row, "Número de CPE's")
                    .found(cells.text(count)),
            );
            continue;
        };
        let yes = |text: &str| if plain(text) == "sim" { "yes" } else { "no" };
        let mut dims = vec![("smart", yes(cells.text(smart)))];
        if active.is_some() {
            dims.push(("contract", yes(cells.text_of(active))));
        }
        dims.extend(site.part.map(|part| ("part", part)));
        import.observed.add(
            &series("electricity_meters", "item", &dims),
            &site.place,
            period,
            Some(value),
            Status::A,
        );
    }
    import.observed = std::mem::take(&mut import.observed).without_duplicates(&mut import.warnings);
    Ok(import)
}
