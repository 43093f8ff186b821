//! Readings in, bounded and in order; what is missed leaves a gap.

use super::*;
use crate::live::event::{Dropped, Health, Hello};

/// A reading of the shape that sources give; the values are made up for tests.
pub fn reading(concept: &str, dims: &[(&str, &str)], place: &str, hour: u8, value: f64) -> Event {
    let dims = dims.iter().map(|(d, m)| ((*d).to_owned(), (*m).to_owned())).collect();
    Event::Reading(Box::new(Reading {
        source: "air".into(),
        series: Series { concept: concept.into(), unit: "µg/m3".into(), dims },
        place: place.into(),
        name: "Avenida".into(),
        period: Period::Hour(2026, 9, 7, hour),
        value,
        status: Status::P,
        received: 1_788_789_600,
        replay: false,
    }))
}

fn no2(hour: u8, value: f64) -> Event {
    reading("air_concentration", &[("pollutant", "NO2")], "station/3072", hour, value)
}

fn state(source: &str) -> Event {
    Event::State(SourceState {
        source: source.into(),
        state: Health::Live,
        why: String::new(),
        answered: Some(1),
        stale_after: 60,
    })
}

fn values(panel: &Panel) -> Vec<Option<f64>> {
    panel.courses().flat_map(|(_, course)| course.points.iter().map(|point| point.value)).collect()
}

#[test]
fn readings_follow_each_other_and_corrections_take_the_last_ones_place() {
    let mut panel = Panel::default();
    for event in [no2(1, 10.0), no2(2, 20.0), no2(2, 21.0), no2(2, 21.0)] {
        panel.take(false, event);
    }
    assert_eq!(values(&panel), [Some(10.0), Some(21.0)]);
    // a replay begins again
    panel.take(false, no2(1, 5.0));
    assert_eq!(values(&panel), [Some(5.0)]);
}

#[test]
fn what_was_missed_is_a_gap_and_said() {
    let mut panel = Panel::default();
    panel.take(false, Event::Hello(Hello { replay: true }));
    panel.take(false, state("gone"));
    panel.take(true, state("private"));
    panel.take(false, no2(1, 10.0));
    panel.take(false, Event::Dropped(Dropped { events: Some(7) }));
    panel.take(false, state("air"));
    panel.take(false, no2(5, 50.0));
    panel.take(false, no2(6, 60.0));
    assert_eq!(values(&panel), [Some(10.0), None, Some(50.0), Some(60.0)]);
    let sources: Vec<&str> = panel.sources().map(|(_, state)| state.source.as_str()).collect();
    assert_eq!(sources, ["air", "private"], "a source that is gone does not stay");
    panel.take(false, Event::Dropped(Dropped { events: None }));
    panel.take(false, no2(6, 60.0));
    assert_eq!(values(&panel).len(), 4, "what stands said once more is no news and no gap");
    assert_eq!((panel.missed, panel.replay), (Missed { events: 7, unknown: true }, true));
}

#[test]
fn memory_is_bounded() {
    let mut panel = Panel::default();
    for day in 0..40u8 {
        for hour in 0..24 {
            let Event::Reading(mut reading) = no2(hour, 1.0) else { panic!("a reading") };
            reading.period = Period::Hour(2026, 1 + day / 28, 1 + day % 28, hour);
            panel.take(false, Event::Reading(reading));
        }
    }
    assert_eq!(values(&panel).len(), MOST_POINTS);
    for place in 0..2 * MOST_SERIES {
        panel.take(false, reading("temperature", &[], &format!("station/{place}"), 1, 1.0));
        panel.take(false, state(&place.to_string()));
    }
    assert_eq!(panel.courses().count(), MOST_SERIES);
    assert_eq!(panel.left_out, MOST_SERIES as u64 + 1);
    assert_eq!(panel.sources().count(), MOST_SOURCES);
}

#[test]
fn what_is_private_goes_when_the_session_does() {
    let mut panel = Panel::default();
    panel.take(false, no2(1, 10.0));
    panel.take(true, no2(1, 11.0));
    panel.take(true, state("meters"));
    assert_eq!(values(&panel), [Some(10.0), Some(11.0)]);
    panel.forget_private();
    assert_eq!((values(&panel), panel.sources().count()), (vec![Some(10.0)], 0));
}
