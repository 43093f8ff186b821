//! Words for what the engine says in codes: states, dimensions, remarks, sources.

use std::collections::BTreeMap;

use gemeo_shared::{
    source::Source,
    view::{CityView, Headline, IndicatorView, Remark},
};

use crate::{data::catalogue, format, i18n};

/// The state of a value (SDMX), where it is not plain.
pub fn status(code: &str) -> Option<String> {
    (code != "A").then(|| i18n::by_name_if(&format!("status.{code}"))).flatten()
}

/// Why a value is absent on purpose (GPC notation key).
pub fn notation(code: &str) -> Option<String> {
    (!code.is_empty()).then(|| i18n::by_name_if(&format!("notation.{code}"))).flatten()
}

/// A series' dimensions in words, e.g. “GPC · Transport”.
pub fn dims(dims: &BTreeMap<String, String>) -> String {
    // why: every figure of a card is the municipality's, and no year needs a name
    let said = |(d, _): &(&String, &String)| d.as_str() != "boundary";
    dims.iter().filter(said).map(|(d, m)| catalogue::member(d, m)).collect::<Vec<_>>().join(" · ")
}

/// The attributions of sources, each once.
pub fn credits(view: &CityView, ids: &[String]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for source in sources(view, ids) {
        if !names.contains(&source.attribution.as_str()) {
            names.push(&source.attribution);
        }
    }
    names.join("; ")
}

/// A remark of the engine as a sentence.
pub fn remark(remark: &Remark) -> String {
    let mut args = remark.args.clone();
    for (name, value) in &mut args {
        match name.as_str() {
            "period" => *value = format::period(value),
            "periods" => *value = value.split(", ").map(format::period).collect::<Vec<_>>().join(", "),
            "dimension" => *value = catalogue::dimension(value),
            _ => {}
        }
    }
    let text = catalogue::remark(&remark.key).or_else(|| i18n::by_name_if(&remark.key));
    let pairs: Vec<(&str, &str)> = args.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    text.map_or_else(|| remark.key.clone(), |text| i18n::fill(&text, &pairs))
}

/// The sources with these ids, in the order of the ids.
pub fn sources<'a>(view: &'a CityView, ids: &[String]) -> Vec<&'a Source> {
    ids.iter().filter_map(|id| view.sources.iter().find(|s| s.id == *id)).collect()
}

/// The value of a card with its unit, as one text: “3.5 tCO₂e per inhabitant”.
pub fn value(indicator: &IndicatorView, headline: &Headline) -> String {
    format::quantity(headline.value, indicator.decimals, &indicator.unit)
}

/// The place of a headline, as the engine writes it: `city/1106`.
pub fn place(indicator: &IndicatorView, headline: &Headline) -> Option<String> {
    let series = indicator.series.get(headline.series)?;
    let row =
        series.period.iter().zip(&series.value).rposition(|(p, v)| *p == headline.period && v.is_some())?;
    Some(format!("{}/{}", series.level, series.geo[row]))
}
