//! A figure taken elsewhere: as a table, as a citation, as a report of an error.

use gemeo_shared::view::{CityView, IndicatorView};

use super::words;
use crate::{data::catalogue, format, t};

/// Every value of an indicator as CSV (RFC 4180, UTF-8, decimal point), with source and licence in each row.
pub fn csv(view: &CityView, indicator: &IndicatorView) -> String {
    let head = [
        "city",
        "indicator",
        "unit",
        "dimensions",
        "place",
        "period",
        "value",
        "status",
        "notation",
        "source",
        "licence",
    ];
    let mut out = row(head.map(str::to_owned));
    for series in &indicator.series {
        let dims = series.dims.iter().map(|(d, m)| format!("{d}={m}")).collect::<Vec<_>>().join("; ");
        let sources = words::sources(view, &series.sources);
        let cited = sources.iter().map(|s| s.citation.as_str()).collect::<Vec<_>>().join("; ");
        let licence = sources.iter().map(|s| s.licence.as_str()).collect::<Vec<_>>().join("; ");
        for i in 0..series.value.len() {
            out.push_str(&row([
                view.profile.id.clone(),
                indicator.id.clone(),
                indicator.unit.clone(),
                dims.clone(),
                format!("{}/{}", series.level, series.geo[i]),
                series.period[i].to_string(),
                series.value[i].map_or_else(String::new, |v| v.to_string()),
                series.status[i].to_string(),
                series.notation[i].to_string(),
                cited.clone(),
                licence.clone(),
            ]));
        }
    }
    out
}

fn row<const N: usize>(cells: [String; N]) -> String {
    let mut line = cells.map(|c| cell(&c)).join(",");
    line.push_str("\r\n");
    line
}

/// A cell, quoted where it must be. What a spreadsheet would run as a formula gets a leading apostrophe.
pub fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '@', '\t', '\r'])
        || (text.starts_with('-') && text.parse::<f64>().is_err());
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// How to cite a figure: city, indicator, value, sources, pack and engine, address.
pub fn citation(view: &CityView, indicator: &IndicatorView, address: &str) -> String {
    let name = catalogue::name(&indicator.id);
    let Some(headline) = &indicator.headline else {
        return t!("cite.none", name = name, city = view.profile.name, address = address);
    };
    let sources = words::sources(view, &headline.sources);
    let cited = sources.iter().map(|s| s.attribution.as_str()).collect::<Vec<_>>().join("; ");
    t!(
        "cite.figure",
        address = address,
        city = view.profile.name,
        engine = view.engine,
        name = name,
        pack = short(&view.pack_hash),
        period = format::period(&headline.period),
        sources = cited,
        value = words::value(indicator, headline)
    )
}

/// What a report of an error begins with, so that the figure can be found again.
pub fn report(view: &CityView, indicator: &IndicatorView, address: &str, version: &str) -> String {
    let shown = indicator.headline.as_ref().map(|h| format!("{} ({})", words::value(indicator, h), h.period));
    t!(
        "report.text",
        address = address,
        engine = view.engine,
        id = indicator.id,
        city = view.profile.id,
        pack = view.pack_hash,
        value = shown.unwrap_or_else(|| "—".into()),
        version = version
    )
}

/// The first digits of a hash, enough to tell two apart.
pub fn short(hash: &str) -> String {
    hash.chars().take(12).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_quoted_where_it_must_be() {
        assert_eq!(cell("a,b"), "\"a,b\"");
        assert_eq!(cell("say \"no\""), "\"say \"\"no\"\"\"");
        assert_eq!(cell("plain"), "plain");
        assert_eq!(cell("-3.5"), "-3.5");
    }

    #[test]
    fn a_cell_is_never_a_formula() {
        for text in ["=1+1", "+cmd", "@sum", "-cmd|x"] {
            assert!(cell(text).starts_with('\''), "{text}");
        }
    }
}
