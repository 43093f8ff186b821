//! Finds what is odd in a stream, value by value, with the reason in words: spikes, drift and stuck sensors.
//!
//! Nothing looks ahead: a value is judged by what came before it. Expected is the fading mean of the same hour (day of
//! the week, month) moved by the last level; typical is the fading mean distance from it, taken at the same hour. Odd
//! values are cut before they are learnt, so that they do not become normal at once.

use serde::{Deserialize, Serialize};

use super::{
    algebra::{mad_sd, median},
    series::{Checked, Note, Series, SeriesError},
    time::Frequency,
};

/// What is odd.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Oddness {
    /// Far from what was expected.
    Spike,
    /// The level has moved away for long.
    Drift,
    /// The same value again and again.
    Stuck,
}

/// Something odd.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Anomaly {
    /// What.
    pub kind: Oddness,
    /// First period.
    pub from: String,
    /// Last period.
    pub to: String,
    /// Value at the first period; for drift the level since.
    pub value: f64,
    /// What was expected.
    pub expected: f64,
    /// Distance in typical distances; for stuck the number of equal values.
    pub score: f64,
    /// In words.
    pub reason: String,
}

/// Anomalies of a series.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Anomalies {
    /// The series.
    pub id: String,
    /// In order of time.
    pub anomalies: Vec<Anomaly>,
    /// Values judged.
    pub judged: usize,
    /// What a reader must know.
    pub notes: Vec<Note>,
}

/// Series to look through.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnomalyRequest {
    /// The series.
    pub series: Vec<Series>,
}

/// Most that are listed.
const MOST: usize = 1_000;
/// Values before the first is judged: four seasons, at least so many.
const WARM: usize = 20;
/// Typical distances from which a value is a spike.
const SPIKE: f64 = 8.0;

/// Looks through a series.
///
/// # Errors
/// Where the series is at fault.
pub fn anomalies(series: &Series) -> Result<Anomalies, SeriesError> {
    let checked = series.check(1)?;
    let mut watch = Watch::new(&checked);
    let mut found = Vec::new();
    for t in 0..checked.values.len() {
        watch.see(t, &mut found);
    }
    watch.end_stuck(checked.values.len(), &mut found);
    let mut notes = checked.notes.clone();
    if checked.values.len() <= watch.warm {
        let text = format!("fewer than {} values: too few to know what is normal", watch.warm + 1);
        notes.push(Note::new("short", text));
    }
    if found.len() > MOST {
        let text = format!("{} anomalies were found; the first {MOST} are listed", found.len());
        notes.push(Note::new("many", text));
        found.truncate(MOST);
    }
    found.sort_by(|a, b| a.from.cmp(&b.from).then(a.kind.cmp(&b.kind)));
    let judged = checked.values.iter().skip(watch.warm).filter(|v| !v.is_nan()).count();
    Ok(Anomalies { id: checked.id, anomalies: found, judged, notes })
}

struct Watch<'a> {
    series: &'a Checked,
    warm: usize,
    /// Fading mean and typical distance by place of the season.
    expected: Vec<f64>,
    typical: Vec<f64>,
    overall: f64,
    level: f64,
    /// Equal values in a row.
    run_from: usize,
    run: usize,
    usual_run: usize,
    /// Sums of standardised distances, up and down, with their start.
    up: (f64, usize),
    down: (f64, usize),
    drifting: bool,
}

impl<'a> Watch<'a> {
    fn new(series: &'a Checked) -> Self {
        let m = series.frequency().season();
        let warm = (4 * m).max(WARM);
        let head = &series.values[..series.values.len().min(warm)];
        let centre = median(head);
        let spread = mad_sd(head);
        let place = |k: usize| {
            let same: Vec<f64> = head.iter().skip(k).step_by(m).copied().collect();
            let middle = median(&same);
            if middle.is_nan() { centre } else { middle }
        };
        let least = 1e-9 * centre.abs().max(1e-9);
        Self {
            series,
            warm,
            expected: (0..m).map(place).collect(),
            typical: vec![spread.max(least); m],
            overall: spread.max(least),
            level: 0.0,
            run_from: 0,
            run: 0,
            usual_run: if series.frequency() == Frequency::Hourly { 6 } else { 5 },
            up: (0.0, 0),
            down: (0.0, 0),
            drifting: false,
        }
    }

    fn see(&mut self, t: usize, found: &mut Vec<Anomaly>) {
        let v = self.series.values[t];
        if v.is_nan() {
            return;
        }
        self.stuck(t, v, found);
        let k = t % self.expected.len();
        let expected = self.expected[k] + self.level;
        let typical = self.typical[k].max(0.3 * self.overall).max(1e-12);
        let score = (v - expected) / typical;
        if t >= self.warm {
            if score.abs() > SPIKE {
                let reason = format!(
                    "{v:.4} is {:.0} typical distances {} the {expected:.4} that this time and the last values lead to expect",
                    score.abs(),
                    if score > 0.0 { "above" } else { "below" }
                );
                self.report(found, Oddness::Spike, (t, t), v, expected, score.abs(), reason);
            }
            self.drift(t, (v - self.expected[k]) / typical, found);
        }
        // learn, with odd values cut
        let error = (v - self.expected[k] - self.level).clamp(-3.0 * typical, 3.0 * typical);
        self.level += 0.3 * error;
        self.expected[k] += 0.1 * (v - self.expected[k]).clamp(-3.0 * typical, 3.0 * typical);
        self.level *= 0.98;
        let size = error.abs();
        self.typical[k] += 0.05 * (size - self.typical[k]);
        self.overall += 0.01 * (size - self.overall);
    }

    /// Two-sided cumulative sums (Page 1954) of distances from the slow expectation, cut at three.
    fn drift(&mut self, t: usize, distance: f64, found: &mut Vec<Anomaly>) {
        let limit = 4.0 * self.expected.len() as f64 + 20.0;
        let step = |(sum, from): (f64, usize), x: f64| {
            let sum = (sum + x.clamp(-3.0, 3.0) - 1.5).max(0.0);
            (sum, if sum == 0.0 { t + 1 } else { from })
        };
        self.up = step(self.up, distance);
        self.down = step(self.down, -distance);
        let ((sum, from), word) =
            if self.up.0 >= self.down.0 { (self.up, "above") } else { (self.down, "below") };
        if sum > limit && !self.drifting {
            self.drifting = true;
            let since = &self.series.values[from.min(t)..=t];
            let places: Vec<f64> =
                (from.min(t)..=t).map(|t| self.expected[t % self.expected.len()]).collect();
            let (level, usual) = (median(since), median(&places));
            let reason = format!(
                "since {} the values lie {word} what was usual before, again and again",
                self.series.at(from.min(t))
            );
            self.report(found, Oddness::Drift, (from.min(t), t), level, usual, sum, reason);
        }
        if sum == 0.0 {
            self.drifting = false;
        }
    }

    fn stuck(&mut self, t: usize, v: f64, found: &mut Vec<Anomaly>) {
        if self.run > 0 && self.series.values[self.run_from] == v {
            self.run += 1;
            return;
        }
        self.end_stuck(t, found);
        (self.run_from, self.run) = (t, 1);
    }

    /// Ends a run of equal values; longer than any before it, it is reported.
    fn end_stuck(&mut self, t: usize, found: &mut Vec<Anomaly>) {
        if self.run > self.usual_run && t > 0 {
            let v = self.series.values[self.run_from];
            let last =
                (self.run_from..t).rev().find(|t| !self.series.values[*t].is_nan()).unwrap_or(self.run_from);
            let reason = format!("{v} came {} times in a row; a sensor that works varies", self.run);
            let (from, run) = (self.run_from, self.run);
            let expected = self.expected[from % self.expected.len()];
            self.report(found, Oddness::Stuck, (from, last), v, expected, run as f64, reason);
        }
        self.run = 0;
    }

    #[expect(clippy::too_many_arguments, reason = "the fields of one record")]
    fn report(
        &self,
        found: &mut Vec<Anomaly>,
        kind: Oddness,
        (from, to): (usize, usize),
        value: f64,
        expected: f64,
        score: f64,
        reason: String,
    ) {
        let period = |t: usize| self.series.at(t).to_string();
        found.push(Anomaly { kind, from: period(from), to: period(to), value, expected, score, reason });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::uncertainty::random::uniform;

    fn hours(n: u64, change: impl Fn(u64, f64) -> f64) -> Anomalies {
        let value = |t: u64| {
            let day = libm::sin(std::f64::consts::TAU * (t % 24) as f64 / 24.0);
            change(t, 50.0 + 20.0 * day + 10.0 * (uniform(3, 8, t) - 0.5))
        };
        let series = Series {
            id: "x".into(),
            frequency: Frequency::Hourly,
            start: Some("2020-01-01T00".into()),
            values: (0..n).map(|t| Some(value(t))).collect(),
            periods: None,
            unit: None,
            non_negative: None,
        };
        anomalies(&series).expect("fine")
    }

    #[test]
    fn ordinary_hours_are_quiet() {
        let found = hours(5_000, |_, v| v).anomalies;
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn a_spike_a_stuck_sensor_and_a_drift_are_named() {
        let found = hours(3_000, |t, v| match t {
            700 => v + 120.0,
            1_000..1_020 => 42.0,
            2_000.. => v + 0.2 * (t - 2_000) as f64,
            _ => v,
        });
        let of = |kind: Oddness| found.anomalies.iter().filter(|a| a.kind == kind).collect::<Vec<_>>();
        assert!(of(Oddness::Spike).iter().any(|a| a.from == "2020-01-30T04:00"), "{found:?}");
        assert!(of(Oddness::Stuck).iter().any(|a| a.score == 20.0), "{found:?}");
        assert!(of(Oddness::Drift).iter().any(|a| a.from.as_str() > "2020-03-2"), "{found:?}");
        assert!(found.anomalies.len() < 20, "{found:?}");
    }
}
