//! ENTSO-E Transparency Platform: generation, load and exchange as XML (`GL_MarketDocument`).
//!
//! `GET https://web-api.tp.entsoe.eu/api?securityToken=…&documentType=A75&processType=A16&in_Domain=10YPT-REN------W&…`.
//! Times are UTC. Traps: points are numbered from 1 and left out where the value repeats the one before (curve type A03);
//! an answer without data is an `Acknowledgement_MarketDocument` with a reason.

use quick_xml::{Reader, events::Event};

use super::{ConnectError, Import, Input, Kind, Warning, number, series, time};
use crate::{
    geo::{GeoId, Level},
    observation::Status,
    period::Period,
};

/// Depth of elements and number of points that are read.
const MAX_DEPTH: usize = 32;
const MAX_POINTS: usize = 2_000_000;

/// Whether a file is such an answer.
pub fn claims(_: &Input<'_>, head: &str) -> bool {
    head.contains("GL_MarketDocument") || head.contains("Acknowledgement_MarketDocument")
}

/// What is known of a time series while it is read.
#[derive(Default)]
struct Current {
    kind: String,
    area: String,
    start: Option<time::Moment>,
    end: Option<time::Moment>,
    minutes: i64,
    position: Option<i64>,
    points: Vec<(i64, Option<f64>)>,
    repeats: bool,
    generation: bool,
}

/// Reads a document: the mean power of each hour.
///
/// # Errors
/// [`ConnectError`] where it is no such document, or says why there is none.
pub fn read(input: &Input<'_>) -> Result<Import, ConnectError> {
    let mut import = Import::new("entsoe");
    let text = input.text(&mut import.warnings).into_owned();
    let mut reader = Reader::from_str(&text);
    let mut path: Vec<String> = Vec::new();
    let mut current = Current::default();
    loop {
        match reader.read_event().map_err(|e| input.shape(format!("no XML ({e})"), "GL_MarketDocument"))? {
            Event::Start(tag) => {
                let name = String::from_utf8_lossy(tag.local_name().as_ref()).into_owned();
                if path.len() >= MAX_DEPTH {
                    return Err(input.shape("elements nested too deeply", "GL_MarketDocument"));
                }
                if name == "TimeSeries" {
                    current = Current::default();
                }
                path.push(name);
            }
            Event::Text(content) => {
                let content = content.decode().map_err(|e| input.shape(e.to_string(), "text"))?;
                let parent = path.len().checked_sub(2).map_or("", |i| path[i].as_str());
                take(&mut current, parent, path.last().map_or("", String::as_str), content.trim(), input)?;
            }
            Event::End(_) => match path.pop().as_deref() {
                Some("Period") => close(&mut import, &mut current, input)?,
                Some("Acknowledgement_MarketDocument") => {
                    return Err(input.shape(format!("no data: {}", current.kind), "GL_MarketDocument"));
                }
                _ => {}
            },
            Event::DocType(_) => return Err(input.shape("a document type declaration", "plain XML")),
            Event::Eof => break,
            _ => {}
        }
    }
    if import.records == 0 {
        return Err(input.shape("no points", "a GL_MarketDocument with time series"));
    }
    Ok(import)
}

fn take(
    current: &mut Current,
    parent: &str,
    name: &str,
    text: &str,
    input: &Input<'_>,
) -> Result<(), ConnectError> {
    match (parent, name) {
        ("Reason", "text") => current.kind = text.chars().take(200).collect(),
        (_, "psrType") => current.kind = text.into(),
        (_, "inBiddingZone_Domain.mRID" | "outBiddingZone_Domain.mRID") => {
            current.area = text.into();
            current.generation = name.starts_with("in");
        }
        (_, "curveType") => current.repeats = text == "A03",
        ("timeInterval", "start") => current.start = time::stamp(text).map(time::Stamp::utc),
        ("timeInterval", "end") => current.end = time::stamp(text).map(time::Stamp::utc),
        (_, "resolution") => {
            current.minutes = match text {
                "PT15M" => 15,
                "PT30M" => 30,
                "PT60M" => 60,
                _ => return Err(input.shape(format!("the resolution {text}"), "PT15M, PT30M or PT60M")),
            }
        }
        ("Point", "position") => current.position = text.parse().ok().filter(|p| (1..=100_000).contains(p)),
        ("Point", "quantity") => {
            if current.points.len() >= MAX_POINTS {
                return Err(ConnectError::TooLarge {
                    file: input.name.into(),
                    what: "points",
                    max: MAX_POINTS as u64,
                });
            }
            if let Some(position) = current.position.take() {
                current.points.push((position, number::decimal(text.as_bytes(), 0)));
            }
        }
        _ => {}
    }
    Ok(())
}

/// Ends a period: fills what the curve type leaves out, and adds the hours that are whole.
fn close(import: &mut Import, current: &mut Current, input: &Input<'_>) -> Result<(), ConnectError> {
    let mut points = std::mem::take(&mut current.points);
    points.sort_by_key(|(p, _)| *p);
    let (Some(start), Some(end)) = (current.start, current.end) else {
        import.warnings.add(Warning::new(Kind::NotADate, "a period without begin and end"));
        return Ok(());
    };
    let step = current.minutes * 60;
    let count = if step > 0 { (end.0 - start.0) / step } else { 0 };
    if !(1..=100_000).contains(&count) {
        return Err(input.shape(format!("a period of {count} steps"), "a period of at most 100 000 steps"));
    }
    import.records += points.len() as u64;
    let direction = if current.generation { "generation" } else { "consumption" };
    let series =
        series("electricity_power", "MW", &[("kind", &production(&current.kind)), ("direction", direction)]);
    let Some(geo) = area(&current.area) else {
        import.warnings.add(Warning::new(Kind::UnknownPlace, "not an area known here").found(&current.area));
        return Ok(());
    };
    let (mut next, mut value) = (points.iter().peekable(), None);
    let mut hour: Option<(Period, f64, i64)> = None;
    for position in 1..=count {
        let mut found = false;
        while let Some((_, v)) = next.next_if(|(p, _)| *p == position) {
            (value, found) = (*v, true);
        }
        let Some(at) = time::Moment(start.0 + (position - 1) * step).hour() else { continue };
        let Some(v) = value.filter(|_| found || current.repeats) else { continue };
        match &mut hour {
            Some((period, sum, n)) if *period == at => (*sum, *n) = (*sum + v, *n + 1),
            _ => {
                end_hour(import, &series, &geo, hour, step);
                hour = Some((at, v, 1));
            }
        }
    }
    end_hour(import, &series, &geo, hour, step);
    import.observed.room(input.name)
}

fn end_hour(
    import: &mut Import,
    series: &crate::observation::Series,
    geo: &GeoId,
    hour: Option<(Period, f64, i64)>,
    step: i64,
) {
    let Some((period, sum, n)) = hour else { return };
    if n * step == 3_600 {
        import.observed.add(series, geo, period, Some(sum / n as f64), Status::P);
    } else {
        import
            .warnings
            .add_with(Kind::Incomplete, || Warning::new(Kind::Incomplete, format!("{period} is not whole")));
    }
}

/// The area by its EIC code; others by their code as a region, where it has letters or digits.
fn area(code: &str) -> Option<GeoId> {
    let geo = match code {
        "10YPT-REN------W" => GeoId { level: Level::Country, code: "PT".into() },
        "10YES-REE------0" => GeoId { level: Level::Country, code: "ES".into() },
        _ => GeoId {
            level: Level::Region,
            code: code.chars().filter(char::is_ascii_alphanumeric).take(32).collect(),
        },
    };
    (!geo.code.is_empty()).then_some(geo)
}

/// The kind of production by ENTSO-E's code list `Asset type`.
fn production(code: &str) -> String {
    match code {
        "B01" => "biomass",
        "B04" => "fossil_gas",
        "B05" => "fossil_hard_coal",
        "B06" => "fossil_oil",
        "B10" => "hydro_pumped_storage",
        "B11" => "hydro_run_of_river",
        "B12" => "hydro_reservoir",
        "B16" => "solar",
        "B17" => "waste",
        "B18" => "wind_offshore",
        "B19" => "wind_onshore",
        "B20" => "other",
        "" => "total",
        other => other,
    }
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connect::Hints;

    fn import(text: &str) -> Result<Import, ConnectError> {
        read(&Input { name: "x.xml", bytes: text.as_bytes(), hints: &Hints::default() })
    }

    #[test]
    fn points_left_out_repeat_and_an_answer_without_data_says_why() {
        let text = "<GL_MarketDocument xmlns='urn:x'><TimeSeries><inBiddingZone_Domain.mRID>10YPT-REN------W</inBiddingZone_Domain.mRID><curveType>A03</curveType>\
            <MktPSRType><psrType>B16</psrType></MktPSRType><Period><timeInterval><start>2026-09-06T00:00Z</start><end>2026-09-06T02:00Z</end></timeInterval>\
            <resolution>PT30M</resolution><Point><position>1</position><quantity>10</quantity></Point><Point><position>4</position><quantity>30</quantity></Point></Period></TimeSeries></GL_MarketDocument>";
        let i = import(text).expect("readable");
        let values: Vec<Option<f64>> = i.observed.rows().iter().map(|r| r.value).collect();
        assert_eq!(values, [Some(10.0), Some(20.0)]);
        assert_eq!(i.observed.series()[0].dims["kind"], "solar");
        let gaps = import(&text.replace("A03", "A01")).expect("readable");
        assert_eq!((gaps.observed.len(), gaps.warnings.count(Kind::Incomplete)), (0, 2));
        let none = import(
            "<Acknowledgement_MarketDocument><Reason><text>No matching data</text></Reason></Acknowledgement_MarketDocument>",
        );
        assert!(none.is_err_and(|e| e.to_string().contains("No matching data")));
        assert!(import("<!DOCTYPE x [<!ENTITY a 'b'>]><GL_MarketDocument/>").is_err());
    }
}
