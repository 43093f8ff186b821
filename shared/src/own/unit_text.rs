//! Units as tables write them.

use crate::unit::Unit;

/// Ways of writing that are no symbols, in small letters without signs between, and what they mean.
const WAYS: [(&str, &str); 52] = [
    ("tco2eq", "tCO2e"),
    ("tco2e", "tCO2e"),
    ("tonco2e", "tCO2e"),
    ("ktco2eq", "ktCO2e"),
    ("ktco2e", "ktCO2e"),
    ("kgco2e", "kgCO2e"),
    ("kgco2eq", "kgCO2e"),
    ("ton", "t"),
    ("tons", "t"),
    ("tonelada", "t"),
    ("toneladas", "t"),
    ("tonnes", "t"),
    ("quilogramas", "kg"),
    ("kwh", "kWh"),
    ("mwh", "MWh"),
    ("gwh", "GWh"),
    ("twh", "TWh"),
    ("gj", "GJ"),
    ("tj", "TJ"),
    ("mj", "MJ"),
    ("kw", "kW"),
    ("tep", "toe"),
    ("toe", "toe"),
    ("ktep", "ktoe"),
    ("euro", "EUR"),
    ("euros", "EUR"),
    ("eur", "EUR"),
    ("hab", "person"),
    ("habitantes", "person"),
    ("habitante", "person"),
    ("pessoas", "person"),
    ("inhabitants", "person"),
    ("people", "person"),
    ("persons", "person"),
    ("alojamentos", "dwelling"),
    ("dwellings", "dwelling"),
    ("edificios", "building"),
    ("buildings", "building"),
    ("agregados", "household"),
    ("households", "household"),
    ("veiculos", "vehicle"),
    ("vehicles", "vehicle"),
    ("viagens", "trip"),
    ("trips", "trip"),
    ("arvores", "tree"),
    ("trees", "tree"),
    ("ha", "ha"),
    ("hectares", "ha"),
    ("percentagem", "%"),
    ("percent", "%"),
    ("no", "1"),
    ("graus", "degC"),
];

/// A unit known here; none where the text is none.
pub fn unit_of(text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() || text.len() > 60 {
        return None;
    }
    match text {
        "€" => return Some("EUR".into()),
        "10^3 €" | "mil €" | "milhares €" | "k€" => return Some("kEUR".into()),
        "M€" => return Some("MEUR".into()),
        "ºC" => return Some("degC".into()),
        "N.º" | "N.°" | "Nº" | "nº" | "n.º" | "No." => return Some("1".into()),
        _ => {}
    }
    // why first as it stands: M and m, t and T mean different things
    let straight =
        text.replace("CO₂", "CO2").replace(['₂'], "2").replace(" CO2", "CO2").replace("CO2eq", "CO2e");
    if let Ok(unit) = straight.parse::<Unit>() {
        return Some(unit.to_string());
    }
    let parts: Vec<String> =
        straight.split('/').map(|part| way(part).unwrap_or_else(|| part.trim().to_owned())).collect();
    parts.join("/").parse::<Unit>().ok().map(|u| u.to_string())
}

fn way(part: &str) -> Option<String> {
    let small: String = crate::names::plain(part).replace(' ', "");
    WAYS.iter().find(|(text, _)| *text == small).map(|(_, unit)| (*unit).to_owned())
}

/// The unit in a column's name, and the name without it: “Consumo (kWh)”, “PM10 [µg/m³]”, “Consumo em MWh”.
pub fn in_name(name: &str) -> Option<(String, String)> {
    for (open, close) in [('(', ')'), ('[', ']')] {
        if let Some((before, rest)) = name.rsplit_once(open)
            && let Some((inside, after)) = rest.split_once(close)
            && let Some(unit) = unit_of(inside)
        {
            return Some((unit, format!("{} {}", before.trim(), after.trim()).trim().to_owned()));
        }
    }
    for between in [" em ", " in ", ", ", " - ", "_", " "] {
        if let Some((before, after)) = name.rsplit_once(between)
            && after.trim() != "no"
            && after.trim().chars().count() > 1
            && let Some(unit) = unit_of(after)
            && !before.trim().is_empty()
        {
            return Some((unit, before.trim().replace('_', " ")));
        }
    }
    None
}
