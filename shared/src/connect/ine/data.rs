//! Indicator data: `pindica.jsp?op=2`.

use serde_json::Value;

use crate::{
    connect::{ConnectError, Import, Input, Kind, Place, Warning, json, place::by_code, text::plain},
    geo::{GeoId, Level},
    observation::{Series, Status},
    period::Period,
};

/// Whether a file is such an answer.
pub fn claims(_: &Input<'_>, head: &str) -> bool {
    head.contains("\"IndicadorCod\"") && head.contains("\"Dados\"")
}

/// Reads an indicator: a series for each combination of dimensions beyond period and place.
///
/// # Errors
/// [`ConnectError`] where the answer has another form.
pub fn read(input: &Input<'_>) -> Result<Import, ConnectError> {
    let answer = json::read(input)?;
    // A list of one object, or the object itself.
    let answer = answer.as_array().and_then(|list| list.first()).unwrap_or(&answer);
    let code = json::text(answer, "IndicadorCod");
    let mut import = Import::new(&format!("ine-{code}"));
    let data = answer.get("Dados").and_then(Value::as_object);
    let data = data.ok_or_else(|| input.shape("no object “Dados”", "an answer of pindica.jsp?op=2"))?;
    let unit = unit(&json::text(answer, "IndicadorDsg"));
    let mut number = 0;
    for (label, records) in data {
        let Some(period) = period(label) else {
            import.warnings.add(Warning::new(Kind::NotADate, "not a period known here").found(label));
            continue;
        };
        for record in records.as_array().map(Vec::as_slice).unwrap_or_default() {
            number += 1;
            import.records += 1;
            import.observed.room(input.name)?;
            one(&mut import, record, number, (&code, unit), period);
        }
    }
    import.observed = std::mem::take(&mut import.observed).without_duplicates(&mut import.warnings);
    Ok(import)
}

fn one(import: &mut Import, record: &Value, number: u64, (code, unit): (&str, &str), period: Period) {
    let geocod = json::text(record, "geocod");
    let Some(geo) = place(&geocod) else {
        import.warnings.add(
            Warning::new(Kind::UnknownPlace, "not a geocode known here").at(number, "geocod").found(&geocod),
        );
        return;
    };
    let mut series = Series { concept: format!("ine_{code}"), unit: unit.into(), dims: Default::default() };
    let keys = record.as_object().into_iter().flatten().map(|(k, _)| k.as_str());
    for key in keys.filter(|k| k.starts_with("dim_") && !k.ends_with("_t")) {
        let label = json::text(record, &format!("{key}_t"));
        let member = if label.is_empty() { json::text(record, key) } else { label };
        series.dims.insert(key.into(), member);
    }
    let text = json::text(record, "valor");
    let value = if text.is_empty() { None } else { crate::connect::number::written(&text) };
    // INE marks secret and missing values by a sign in `sinal_conv` instead of a number.
    let sign = json::text(record, "sinal_conv");
    let status = match (value, sign.as_str()) {
        (Some(_), _) => Status::A,
        (None, "…" | "...") => Status::Q,
        (None, _) => Status::L,
    };
    if value.is_none() {
        let found = if text.is_empty() { &sign } else { &text };
        let kind = if status == Status::Q { Kind::Suppressed } else { Kind::NotANumber };
        import.warnings.add(Warning::new(kind, "no value").at(number, "valor").found(found));
    }
    import.observed.add(&series, &geo, period, value, status);
    if !import.places.iter().any(|p| p.id == geocod) && import.places.len() < 5_000 {
        let mut place = Place::new("territory", geocod);
        place.name = json::text(record, "geodsg");
        place.geo = Some(geo);
        import.places.push(place);
    }
}

/// A place by INE's geocode: NUTS regions have one to three characters, `PT` is the country.
fn place(code: &str) -> Option<GeoId> {
    let region = matches!(code.len(), 1 | 3) && code.bytes().all(|b| b.is_ascii_alphanumeric());
    by_code(code).or_else(|| region.then(|| GeoId { level: Level::Region, code: code.into() }))
}

/// A period by its label: `2025`, `2.º Trimestre de 2025`, `Janeiro de 2025`.
fn period(label: &str) -> Option<Period> {
    if let Ok(period) = label.parse::<Period>() {
        return Some(period);
    }
    let words = plain(label);
    let year: i32 = words.rsplit(' ').next()?.parse().ok().filter(|y| (1800..=2200).contains(y))?;
    let first = words.split(' ').next()?;
    if words.contains("trimestre") {
        return first
            .get(..1)?
            .parse()
            .ok()
            .filter(|q| (1..=4).contains(q))
            .map(|q| Period::Quarter(year, q));
    }
    if words.contains("semestre") {
        return first
            .get(..1)?
            .parse()
            .ok()
            .filter(|s| (1..=2).contains(s))
            .map(|s| Period::Semester(year, s));
    }
    const MONTHS: [&str; 12] = [
        "janeiro",
        "fevereiro",
        "marco",
        "abril",
        "maio",
        "junho",
        "julho",
        "agosto",
        "setembro",
        "outubro",
        "novembro",
        "dezembro",
    ];
    let month = MONTHS.iter().position(|m| *m == first)? as u8 + 1;
    Some(Period::Month(year, month))
}

/// The unit by the words in parentheses of the indicator's name.
fn unit(name: &str) -> &'static str {
    let inside = name.split('(').nth(1).and_then(|t| t.split(')').next()).unwrap_or_default();
    match inside {
        "%" => "%",
        "‰" => "‰",
        "km²" => "km2",
        "ha" => "ha",
        "€" => "EUR",
        "t" => "t",
        "kWh" => "kWh",
        "toe" | "tep" => "toe",
        _ if name.starts_with("População") => "person",
        _ if name.starts_with("Alojamentos") => "dwelling",
        _ if name.starts_with("Edifícios") => "building",
        _ => "item",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connect::Hints;

    #[test]
    fn letters_in_codes_numbers_as_texts_and_a_plain_object() {
        let text = r#"{"IndicadorCod":"0001","IndicadorDsg":"População (N.º)","Dados":{"2025":[
            {"geocod":"1190308FA","geodsg":"X","dim_3":"1","dim_3_t":"H","ind_string":"46 425","valor":"46425"},
            {"geocod":"1B01106","geodsg":"Lisboa","dim_3":"1","dim_3_t":"H","valor":"","sinal_conv":"…"},
            {"geocod":"??","valor":"1"}],"2.º Trimestre de 2025":[{"geocod":"PT","geodsg":"P","valor":"1 5"}],"um dia":[]}}"#;
        let i = read(&Input { name: "x.json", bytes: text.as_bytes(), hints: &Hints::default() })
            .expect("readable");
        let o: Vec<_> = i.observed.observations().collect();
        assert_eq!(o.len(), 3);
        let find = |geo: &str| o.iter().find(|o| o.geo.to_string() == geo).expect("there");
        assert_eq!(find("parish2025/0308FA").value, Some(46_425.0));
        assert_eq!(find("city/1106").status, Status::Q);
        assert_eq!(find("country/PT").period, Period::Quarter(2025, 2));
        assert_eq!((i.warnings.count(Kind::UnknownPlace), i.warnings.count(Kind::NotADate)), (1, 1));
        assert_eq!(period("Janeiro de 2024"), Some(Period::Month(2024, 1)));
    }
}
