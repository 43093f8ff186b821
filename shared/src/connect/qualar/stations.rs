//! Stations by the names that exports are called by: the hourly files do not say which station they are of.

use crate::{
    connect::{place::Place, text::plain},
    geo::{GeoId, Level},
};

/// Names of files and of stations with QualAr's number, for the stations of the three cities.
const NAMES: [(&str, &str); 12] = [
    ("av liberdade", "3075"),
    ("avenida da liberdade", "3075"),
    ("entrecampos", "3072"),
    ("olivais", "3071"),
    ("beato", "3070"),
    ("restelo", "3087"),
    ("f sacarneiro", "1028"),
    ("francisco sa carneiro campanha", "1028"),
    ("francisco sa carneiro", "1028"),
    ("sobreiras lordelo do ouro", "1050"),
    ("conego dr manuel faria azurem", "1046"),
    ("azurem", "1046"),
];

/// A station by its number.
pub(super) fn station(id: &str) -> GeoId {
    GeoId { level: Level::Station, code: id.into() }
}

/// The station a file is called by, e.g. `Entrecampos-2017.tsv` or `3072_2017.xls`.
pub(super) fn of_file(name: &str) -> Option<GeoId> {
    let stem = plain(name.split(".tsv").next()?.split(".xls").next()?);
    let words: Vec<&str> = stem.split(' ').collect();
    let is_year = |w: &&str| w.len() == 4 && (w.starts_with("19") || w.starts_with("20"));
    if let Some(id) =
        words.iter().find(|w| w.len() == 4 && w.bytes().all(|b| b.is_ascii_digit()) && !is_year(w))
    {
        return Some(station(id));
    }
    let name: Vec<&str> = words.into_iter().filter(|w| !is_year(w)).collect();
    let name = name.join(" ");
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, id)| station(id))
}

/// A station as the daily answer describes it.
pub(super) fn described(value: &serde_json::Value) -> Option<Place> {
    use crate::connect::json::{number_of, text};
    let id = text(value, "estacao_id");
    if id.is_empty() || !id.bytes().all(|b| b.is_ascii_digit()) || id.len() > 8 {
        return None;
    }
    let mut place = Place::new("air_station", id.clone())
        .with("environment", text(value, "ambiente_nome_en"))
        .with("influence", text(value, "influencia_nome_en"))
        .with("municipality", text(value, "concelho_nome"))
        .with("parish", text(value, "freguesia_nome"))
        .with("altitude_m", text(value, "altitude_estacao"))
        .with("start", text(value, "data_inicio"));
    place.geo = Some(station(&id));
    place.name = text(value, "estacao_nome");
    place.point = crate::connect::place::point(number_of(value, "longitude"), number_of(value, "latitude"));
    Some(place)
}

#[cfg(test)]
mod tests {
    use super::of_file;

    #[test]
    fn a_file_is_of_the_station_it_is_called_by() {
        for (name, station) in [
            ("Av.Liberdade-2014.tsv", Some("station/3075")),
            ("F.SaCarneiro-2018.tsv", Some("station/1028")),
            ("3072-2016.xls", Some("station/3072")),
            ("Entrecampos-2017.tsv", Some("station/3072")),
            ("Somewhere-2017.tsv", None),
        ] {
            assert_eq!(of_file(name).map(|g| g.to_string()).as_deref(), station, "{name}");
        }
    }
}
