//! Periods as they are kept: days and hours that follow one another as one text, `2014-01-01T00*87648`.
//!
//! why: a file of ten years has tens of thousands of hours, and the page that lists what is kept reads them each time.

use serde::{Deserialize, Deserializer, Serializer, de::Error, ser::SerializeSeq};

use crate::{
    calendar::{civil_from_days, days_from_civil},
    period::Period,
};

/// Periods of one run; more than a file can have are no run.
const MOST: usize = 10_000_000;

/// A day or an hour, counted through from 1970.
fn number(period: Period) -> Option<i64> {
    let days = |y: i32, m: u8, d: u8| days_from_civil(y.into(), m.into(), d.into());
    match period {
        Period::Day(y, m, d) => Some(days(y, m, d)),
        Period::Hour(y, m, d, h) => Some(days(y, m, d) * 24 + i64::from(h)),
        _ => None,
    }
}

/// The period of the kind of another one with a number.
fn numbered(like: Period, number: i64) -> Option<Period> {
    let day = |n: i64| {
        let (y, m, d) = civil_from_days(n);
        let y = i32::try_from(y).ok().filter(|y| (0..=9999).contains(y))?;
        Some((y, u8::try_from(m).ok()?, u8::try_from(d).ok()?))
    };
    match like {
        Period::Day(..) => day(number).map(|(y, m, d)| Period::Day(y, m, d)),
        Period::Hour(..) => {
            let hour = number.rem_euclid(24) as u8;
            day(number.div_euclid(24)).map(|(y, m, d)| Period::Hour(y, m, d, hour))
        }
        _ => None,
    }
}

/// Whether a period follows another.
fn follows(a: Period, b: Period) -> bool {
    a.frequency() == b.frequency() && number(a).zip(number(b)).is_some_and(|(a, b)| b == a + 1)
}

/// Writes periods.
///
/// # Errors
/// Those of the writer.
pub fn serialize<S: Serializer>(periods: &[Period], to: S) -> Result<S::Ok, S::Error> {
    let runs: Vec<&[Period]> = periods.chunk_by(|a, b| follows(*a, *b)).collect();
    let mut out = to.serialize_seq(Some(runs.len()))?;
    for run in runs {
        match run {
            [one] => out.serialize_element(one)?,
            [first, ..] => out.serialize_element(&format!("{first}*{}", run.len()))?,
            [] => {}
        }
    }
    out.end()
}

/// Reads periods, also as they were kept before there were runs.
///
/// # Errors
/// Where a text is no period, or a run longer than any file's.
pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Period>, D::Error> {
    let texts = Vec::<String>::deserialize(from)?;
    let mut out = Vec::with_capacity(texts.len());
    for text in &texts {
        let (first, count) = text.split_once('*').map_or((text.as_str(), "1"), |(f, n)| (f, n));
        let first: Period = first.parse().map_err(D::Error::custom)?;
        let count: usize = count.parse().map_err(D::Error::custom)?;
        if count > MOST.saturating_sub(out.len()) {
            return Err(D::Error::custom("a run of periods longer than any file's"));
        }
        if count == 1 {
            out.push(first);
            continue;
        }
        let start = number(first).ok_or_else(|| D::Error::custom("a run of what is no day and no hour"))?;
        let all = (0..count).map(|n| numbered(first, start + n as i64));
        out.extend(
            all.collect::<Option<Vec<_>>>().ok_or_else(|| D::Error::custom("a run beyond all years"))?,
        );
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, serde::Serialize, Deserialize)]
    struct Kept(#[serde(with = "super")] Vec<Period>);

    fn periods(texts: &[&str]) -> Vec<Period> {
        texts.iter().map(|t| t.parse().expect("a period")).collect()
    }

    #[test]
    fn runs_are_short_and_nothing_is_lost() {
        let texts = [
            "2019",
            "2020",
            "2023-02",
            "2024-02-28",
            "2024-02-29",
            "2024-03-01",
            "2024-03-03",
            "2023-12-31T22",
            "2023-12-31T23",
            "2024-01-01T00",
        ];
        let kept = Kept(periods(&texts));
        let json = serde_json::to_string(&kept).expect("JSON");
        assert_eq!(json, r#"["2019","2020","2023-02","2024-02-28*3","2024-03-03","2023-12-31T22*3"]"#);
        assert_eq!(serde_json::from_str::<Kept>(&json).expect("read"), kept);
        let before = format!("{texts:?}");
        assert_eq!(serde_json::from_str::<Kept>(&before).expect("as it was kept before"), kept);
        assert_eq!(crate::lean::from_str::<Kept>(&json).expect("in the browser"), kept);
    }

    #[test]
    fn what_is_no_run_is_refused() {
        for wrong in
            ["2024*3", "2024-01-01*99999999999", "2024-01-01*x", "2024-01-01*5000000", "*", "2024-01-01*"]
        {
            assert!(serde_json::from_str::<Kept>(&format!("[\"{wrong}\"]")).is_err(), "{wrong}");
        }
    }
}
