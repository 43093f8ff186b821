//! Metro de Lisboa: waiting times by platform.
//!
//! `GET https://api.metrolisboa.pt:8243/estadoServicoML/1.0.1/tempoEspera/Estacao/todos`. Traps: `tempoChegada1` is
//! seconds or `--`; `hora` is `YYYYMMDDHHmmss` on Lisbon clocks; platforms that are closed keep an old hour.

use super::{ConnectError, Import, Input, Kind, Warning, json, series, time};
use crate::{
    geo::{GeoId, Level},
    observation::Status,
};

/// A reading this much older than the newest is not live.
const STALE_SECONDS: i64 = 3_600;

/// Whether a file is such an answer.
pub fn claims(_: &Input<'_>, head: &str) -> bool {
    head.contains("\"resposta\"") && head.contains("\"tempoChegada1\"")
}

/// Reads the time to the next train at each platform.
///
/// # Errors
/// [`ConnectError`] where there is no list `resposta`: the service answers so when it is closed.
pub fn read(input: &Input<'_>) -> Result<Import, ConnectError> {
    let answer = json::read(input)?;
    let records = json::list(input, &answer, "resposta")?;
    let mut import = Import::new("metro-lisboa");
    let moment = |record: &serde_json::Value| match time::stamp(&json::text(record, "hora"))
        .map(time::Stamp::lisbon)
    {
        Some(time::Local::Once(moment) | time::Local::Twice(moment, _)) => Some(moment),
        _ => None,
    };
    let newest = records.iter().filter_map(moment).max();
    for (record, number) in records.iter().zip(1u64..) {
        import.records += 1;
        let hora = json::text(record, "hora");
        let (Some(at), Some(newest)) = (moment(record), newest) else {
            import.warnings.add(Warning::new(Kind::NotADate, "not a time").at(number, "hora").found(&hora));
            continue;
        };
        if newest.0 - at.0 > STALE_SECONDS {
            import
                .warnings
                .add(Warning::new(Kind::Stale, "a platform without news").at(number, "hora").found(&hora));
            continue;
        }
        let (platform, destination) = (json::text(record, "cais"), json::text(record, "destino"));
        let fits = (1..=16).contains(&platform.len()) && platform.bytes().all(|b| b.is_ascii_alphanumeric());
        let Some(period) = at.hour().filter(|_| fits) else {
            import
                .warnings
                .add(Warning::new(Kind::UnknownPlace, "not a platform").at(number, "cais").found(&platform));
            continue;
        };
        let geo = GeoId { level: Level::Station, code: format!("ml{platform}") };
        let text = json::text(record, "tempoChegada1");
        let value = json::number_of(record, "tempoChegada1").filter(|s| *s >= 0.0);
        if value.is_none() {
            import.warnings.add(
                Warning::new(Kind::MissingMark, "no train is announced")
                    .at(number, "tempoChegada1")
                    .found(&text),
            );
        }
        let status = if value.is_some() { Status::P } else { Status::L };
        let series = series("waiting_time", "s", &[("destination", &destination), ("line", "metro")]);
        import.observed.add_noted(
            &series,
            &geo,
            period,
            value,
            status,
            &format!("anunciado em {0} | as announced at {0}", at.iso()),
        );
    }
    Ok(import)
}
