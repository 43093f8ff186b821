//! Hourly electricity by postal code: dataset `consumos_horario_codigo_postal`.

use crate::{
    connect::{ConnectError, Csv, Import, Input, Kind, Warning, number::written, series, time::stamp},
    geo::{GeoId, Level},
    observation::Status,
};

/// Whether a file is an export of this dataset, with its own labels or as a statistics program changed them.
pub fn claims(_: &Input<'_>, head: &str) -> bool {
    let first = head.lines().next().unwrap_or_default();
    (first.contains("Zip.Code") && first.contains("Active.Energy"))
        || (first.contains("Código Postal") && first.contains("Data/Hora"))
}

/// Reads an export.
///
/// # Errors
/// [`ConnectError`] where columns are missing.
pub fn read(input: &Input<'_>) -> Result<Import, ConnectError> {
    let mut import = Import::new("e-redes-hourly");
    let text = input.text(&mut import.warnings).into_owned();
    let mut csv = Csv::new(input, &text)?;
    let time = csv.need(input, &["Date.Time", "Data/Hora", "datahora"])?;
    let code = csv.need(input, &["Zip.Code", "Código Postal", "codigo_postal"])?;
    let energy = csv.need(input, &["Active.Energy..kWh.", "Energia ativa (kWh)", "consumo"])?;
    let series = series("electricity_hourly", "kWh", &[]);
    while let Some(cells) = csv.next(input)? {
        import.records += 1;
        import.observed.room(input.name)?;
        let row = cells.row;
        let Some(period) = stamp(cells.text(time)).and_then(|s| s.utc().hour()) else {
            import.warnings.add(
                Warning::new(Kind::NotADate, "not a date and hour")
                    .at(row, "Date.Time")
                    .found(cells.text(time)),
            );
            continue;
        };
        let digits = cells.text(code);
        if digits.len() != 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            import.warnings.add(
                Warning::new(Kind::UnknownPlace, "not a postal code of four digits")
                    .at(row, "Zip.Code")
                    .found(digits),
            );
            continue;
        }
        let value = written(cells.text(energy));
        if value.is_none() {
            import.warnings.add(
                Warning::new(Kind::NotANumber, "no energy")
                    .at(row, "Active.Energy")
                    .found(cells.text(energy)),
            );
        }
        let place = GeoId { level: Level::Postcode, code: digits.into() };
        let status = if value.is_some() { Status::A } else { Status::L };
        import.observed.add(&series, &place, period, value, status);
    }
    import.observed = std::mem::take(&mut import.observed).without_duplicates(&mut import.warnings);
    Ok(import)
}
