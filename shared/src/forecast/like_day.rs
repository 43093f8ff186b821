//! The same hour of the last day of the same kind: the weekly naive method with a calendar.
//!
//! A week ago is a poor guide where that day was a public holiday, or where the day forecast is one. Ordinary days look
//! back to the last ordinary day with their name, holidays to the last Sunday or holiday.

use super::{
    holiday::is_holiday,
    series::Checked,
    simple::Baseline,
    time::{Frequency, weekday},
};

/// Weeks that are looked back.
const WEEKS: usize = 10;

/// Forecasts from each origin: values before it are known; origins rise.
pub fn paths(series: &Checked, origins: &[usize], horizon: usize) -> Vec<Vec<f64>> {
    let y = &series.values;
    let per_day = if series.frequency() == Frequency::Hourly { 24 } else { 1 };
    let last = origins.last().copied().unwrap_or(0) + horizon;
    let day = |t: usize| (series.start.number + t as i64).div_euclid(per_day as i64);
    // why 7: a holiday that is no Sunday is like no day of the week
    let kind = |t: usize| match day(t) {
        d if is_holiday(d) && weekday(d) != 6 => 7,
        d => weekday(d),
    };
    let kinds: Vec<usize> = (0..last).map(kind).collect();
    let like = |a: usize, b: usize| a == b || (a == 7 && b == 6);
    let look = |origin: usize, target: usize| {
        let ahead = (target + 1 - origin).div_ceil(per_day);
        (ahead..ahead + 7 * WEEKS)
            .map_while(|back| target.checked_sub(back * per_day))
            .find(|&t| like(kinds[target], kinds[t]) && !y[t].is_nan())
            .map(|t| y[t])
    };
    let week = Baseline::Seasonal(7 * per_day).paths(y, origins, horizon);
    let path = |(&origin, week): (&usize, Vec<f64>)| {
        week.into_iter().enumerate().map(|(h, v)| look(origin, origin + h).unwrap_or(v)).collect()
    };
    origins.iter().zip(week).map(path).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::time::Step;

    #[test]
    fn holidays_look_to_sundays_and_others_past_holidays() {
        // 2024-04-01 is a Monday; Thursday 2024-04-25 is a holiday; values are days since the start
        let start = Step::parse(Frequency::Daily, "2024-04-01").expect("a day");
        let series = Checked {
            id: "x".into(),
            start,
            values: (0..31).map(f64::from).collect(),
            trailing: 0,
            non_negative: true,
            notes: Vec::new(),
        };
        let path = &paths(&series, &[24], 8)[0];
        assert_eq!(path[0], 20.0, "the holiday looks to Sunday the 21st");
        assert_eq!(path[1], 18.0, "Friday to Friday");
        assert_eq!(paths(&series, &[30], 1)[0][0], 27.0, "the first of May looks to Sunday the 28th");
        let path = &paths(&series, &[26], 7)[0];
        assert_eq!(path[5], 17.0, "Thursday 2 May looks past the holiday to the 18th");
    }
}
