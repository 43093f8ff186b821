//! DGEG: fuel prices of stations.
//!
//! `GET https://precoscombustiveis.dgeg.gov.pt/api/PrecoComb/PesquisarPostos?…`. Traps: the price is text such as
//! `1,889 €`; times are on Lisbon clocks.

use super::{
    ConnectError, Import, Input, Kind, Place, Warning, json, number::written, place, series, text::plain,
    time,
};
use crate::{
    geo::{GeoId, Level},
    observation::Status,
};

/// Whether a file is such an answer.
pub fn claims(_: &Input<'_>, head: &str) -> bool {
    head.contains("\"Preco\"") && head.contains("\"DataAtualizacao\"")
}

/// Reads prices: one observation a station, on the day the station reported it.
///
/// # Errors
/// [`ConnectError`] where there is no list of stations.
pub fn read(input: &Input<'_>) -> Result<Import, ConnectError> {
    let answer = json::read(input)?;
    let mut import = Import::new("dgeg-fuel-prices");
    for (record, number) in json::any_list(input, &answer, &["stations", "resultado"])?.iter().zip(1u64..) {
        import.records += 1;
        let id = json::text(record, "Id");
        if id.is_empty() || id.len() > 12 || !id.bytes().all(|b| b.is_ascii_alphanumeric()) {
            import.warnings.add(
                Warning::new(Kind::UnknownPlace, "a station without a number").at(number, "Id").found(&id),
            );
            continue;
        }
        let geo = GeoId { level: Level::Station, code: format!("dgeg{id}") };
        let stamp = json::text(record, "DataAtualizacao");
        let moment = match time::stamp(&stamp).map(time::Stamp::lisbon) {
            Some(time::Local::Once(moment) | time::Local::Twice(moment, _)) => moment.day(),
            _ => None,
        };
        let Some(period) = moment else {
            import
                .warnings
                .add(Warning::new(Kind::NotADate, "not a time").at(number, "DataAtualizacao").found(&stamp));
            continue;
        };
        let text = json::text(record, "Preco");
        let value = written(&text);
        if value.is_none() {
            import.warnings.add(Warning::new(Kind::NotANumber, "no price").at(number, "Preco").found(&text));
        }
        let fuel = plain(&json::text(record, "Combustivel")).replace(' ', "_");
        // Prices are per litre but for gas in bottles and vehicles, which the name says.
        let unit = if fuel.contains("gnc") || fuel.contains("gas_natural") { "EUR/kg" } else { "EUR/L" };
        let status = if value.is_some() { Status::A } else { Status::L };
        import.observed.add(&series("fuel_price", unit, &[("fuel", &fuel)]), &geo, period, value, status);
        let mut station = Place::new("fuel_station", id)
            .with("brand", json::text(record, "Marca"))
            .with("municipality", json::text(record, "Municipio"))
            .with("postcode", json::text(record, "CodPostal"));
        station.name = json::text(record, "Nome");
        station.point =
            place::point(json::number_of(record, "Longitude"), json::number_of(record, "Latitude"));
        station.geo = Some(geo);
        import.places.push(station);
    }
    Ok(import)
}
