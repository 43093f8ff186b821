//! The limit that a reading of air is read against.
//!
//! A limit is for the mean of an hour, of eight hours or of a day. Only the mean of an hour says by itself whether the
//! hour's limit is kept; every other limit is shown for orientation and not judged.

use gemeo_shared::observation::Series;

/// What a limit is a mean of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mean {
    /// One hour.
    Hour,
    /// Eight hours.
    EightHours,
    /// A day.
    Day,
}

/// Who set a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standard {
    /// Directive 2008/50/EC, in force until 2029.
    Eu,
    /// World Health Organization, global air quality guidelines of 2021.
    Who,
}

/// A limit, in µg/m³.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limit {
    /// Of which mean.
    pub mean: Mean,
    /// Who set it.
    pub standard: Standard,
    /// The value.
    pub value: f64,
    /// Whether a reading of the series can be held against it by itself.
    pub judges: bool,
}

/// The limits for short means, as in data/facts/common/series/air.csv; a test holds the two together.
const LIMITS: [(&str, Mean, Standard, f64); 5] = [
    ("NO2", Mean::Hour, Standard::Eu, 200.0),
    ("O3", Mean::EightHours, Standard::Who, 100.0),
    ("PM10", Mean::Day, Standard::Who, 45.0),
    ("PM2.5", Mean::Day, Standard::Who, 15.0),
    ("SO2", Mean::Day, Standard::Who, 40.0),
];

/// The limit of a series; none where none is known.
pub fn of(series: &Series) -> Option<Limit> {
    if series.concept != "air_concentration" || series.unit != "µg/m3" {
        return None;
    }
    let dim = |name: &str| series.dims.get(name).map(String::as_str);
    let statistic = dim("statistic")?;
    // why not `day_max_hour` and others: what they are the maximum of is not what the limits are for
    if !matches!(statistic, "hour" | "sensor") {
        return None;
    }
    let (_, mean, standard, value) =
        LIMITS.into_iter().find(|(pollutant, ..)| Some(*pollutant) == dim("pollutant"))?;
    // why not a sensor's: what it reads is of a moment, and indicative (Directive 2008/50/EC, annex I)
    Some(Limit { mean, standard, value, judges: mean == Mean::Hour && statistic == "hour" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(pollutant: &str, statistic: &str) -> Series {
        let dims = [("pollutant", pollutant), ("statistic", statistic)];
        let dims = dims.map(|(d, m)| (d.to_owned(), m.to_owned())).into();
        Series { concept: "air_concentration".into(), unit: "µg/m3".into(), dims }
    }

    #[test]
    fn limits_are_those_of_the_facts() {
        let facts = include_str!("../../../data/facts/common/series/air.csv");
        for (pollutant, mean, standard, value) in LIMITS {
            let statistic = match (mean, standard) {
                (Mean::Hour, _) => "hour_18_exceedances",
                (Mean::EightHours, _) => "max_8h_p99",
                (Mean::Day, _) => "day_p99",
            };
            let standard = match standard {
                Standard::Eu => "EU_2008",
                Standard::Who => "WHO_2021",
            };
            let wanted =
                format!("air_limit,pollutant={pollutant};statistic={statistic};standard={standard},");
            let line = facts.lines().find(|line| line.starts_with(&wanted));
            let line = line.unwrap_or_else(|| panic!("no line {wanted}"));
            assert!(line.contains(&format!(",{value},µg/m3,")), "{line}");
        }
    }

    #[test]
    fn only_the_mean_of_an_hour_is_judged() {
        let judges = |pollutant, statistic| of(&series(pollutant, statistic)).map(|limit| limit.judges);
        assert_eq!(judges("NO2", "hour"), Some(true));
        assert_eq!(judges("NO2", "sensor"), Some(false));
        assert_eq!(judges("PM10", "hour"), Some(false));
        assert_eq!(judges("NO2", "day_max_hour"), None);
        assert_eq!(judges("C6H6", "hour"), None);
    }
}
