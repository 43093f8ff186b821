//! Each valid reading once and in order, whatever comes in; slow and returning readers.

use gemeo_shared::{connect, observation::Status, period::Period};

use super::{super::topic::MOST_EVENTS, *};

fn reading(place: i32, day: i32, value: f64) -> Reading {
    let period = Period::Hour(
        2026,
        1 + u8::try_from(day / 672).expect("a month"),
        1 + u8::try_from(day % 672 / 24).expect("a day"),
        u8::try_from(day % 24).expect("an hour"),
    );
    Reading {
        source: "air".to_owned(),
        series: connect::series("concentration", "µg/m3", &[("pollutant", "NO2")]),
        place: format!("station/{place}"),
        name: String::new(),
        period,
        value,
        status: Status::A,
        received: 0,
        replay: false,
    }
}

fn hub() -> Arc<Hub> {
    Hub::new(["porto".to_owned(), "lisboa".to_owned()], "run1", 2, false, LiveMetrics::default())
}

/// The next events as texts, one by one; nothing where none is ready.
async fn read(feed: &mut Feed) -> Vec<String> {
    let next = tokio::time::timeout(std::time::Duration::from_millis(50), feed.next()).await;
    match next {
        Ok(Next::Events(events)) => {
            events.iter().map(|event| String::from_utf8_lossy(&event.0).into_owned()).collect()
        }
        Ok(Next::Ended) => vec!["ended".to_owned()],
        Err(_) => Vec::new(),
    }
}

fn id_of(event: &str) -> &str {
    event.lines().find_map(|line| line.strip_prefix("id: ")).expect("an id")
}

#[tokio::test]
async fn ten_thousand_with_duplicates_and_disorder_are_heard_once_and_in_order() {
    let hub = hub();
    let mut feed = hub.listen("porto", None).expect("a feed");
    assert!(read(&mut feed).await[0].starts_with("event: hello\n"));
    let (mut heard, mut sent) = (Vec::new(), 0);
    for hour in 0..1000 {
        let batch = (0..10).map(|number| match number {
            // Two that are news, the rest doubled or out of date.
            0 | 5 => reading(1, hour, 1.0),
            1 | 6 => reading(2, hour, 1.0),
            2 | 7 => reading(1, hour / 2, 1.0),
            _ => reading(2, (hour - 1).max(0), 1.0),
        });
        sent += hub.take("porto", batch.collect());
        heard.extend(read(&mut feed).await);
    }
    assert_eq!((sent, heard.len()), (2000, 2000));
    let numbers: Vec<u64> = heard
        .iter()
        .map(|event| id_of(event).rsplit_once('-').expect("a number").1.parse().expect("one"))
        .collect();
    assert_eq!(numbers, (1..=2000).collect::<Vec<_>>());
    let mut others = hub.listen("lisboa", None).expect("a feed");
    assert_eq!(read(&mut others).await.len(), 1, "nothing of another city");
    assert_eq!(hub.take("braga", vec![reading(1, 1, 1.0)]), 0);
}

#[tokio::test]
async fn a_correction_of_the_same_time_is_news() {
    let hub = hub();
    assert_eq!(hub.take("porto", vec![reading(1, 5, 1.0)]), 1);
    assert_eq!(hub.take("porto", vec![reading(1, 5, 1.0)]), 0);
    assert_eq!(hub.take("porto", vec![reading(1, 5, 2.0)]), 1);
    assert_eq!(hub.take("porto", vec![reading(1, 4, 9.0)]), 0);
    hub.forget("porto", "air");
    assert_eq!(hub.take("porto", vec![reading(1, 4, 9.0)]), 1);
}

#[tokio::test]
async fn a_reader_that_comes_back_goes_on_where_it_was() {
    let hub = hub();
    hub.take("porto", (0..5).map(|hour| reading(1, hour, 1.0)).collect());
    let mut feed = hub.listen("porto", Some("run1-3")).expect("a feed");
    let first = read(&mut feed).await;
    assert!(first.len() == 1 && first[0].contains("hello") && id_of(&first[0]) == "run1-3", "{first:?}");
    let rest: Vec<_> = read(&mut feed).await.iter().map(|event| id_of(event).to_owned()).collect();
    assert_eq!(rest, ["run1-4", "run1-5"]);
    drop(feed);
    // Ids that are not of this run, or of no event yet: what stands now, said to be so.
    for id in ["run0-3", "run1-6", "run1-", "x", "run1-3-4", "run1--1"] {
        let mut feed = hub.listen("porto", Some(id)).expect("a feed");
        let said = read(&mut feed).await;
        assert!(
            said.len() == 3 && said[1].contains("event: dropped") && said[1].contains("null"),
            "{id} {said:?}"
        );
        assert!(said[2].contains("\"value\":1.0"));
    }
}

#[tokio::test]
async fn a_slow_reader_is_told_what_it_missed() {
    let hub = hub();
    let mut feed = hub.listen("porto", None).expect("a feed");
    read(&mut feed).await;
    let many = i32::try_from(MOST_EVENTS).expect("a number") + 10;
    for hour in 0..many {
        hub.take("porto", vec![reading(1, hour, 1.0)]);
    }
    let said = read(&mut feed).await;
    assert!(said.len() == 2 && said[0].contains(&format!("{{\"events\":{many}}}")), "{said:?}");
    assert!(said[1].starts_with("event: reading\ndata: "), "what stands now, without a number of its own");
    hub.take("porto", vec![reading(1, many, 1.0)]);
    assert_eq!(read(&mut feed).await.len(), 1, "and goes on");
    let mut late = hub.listen("porto", Some("run1-3")).expect("a feed");
    assert!(read(&mut late).await[1].contains(&format!("{{\"events\":{}}}", many + 1 - 3)));
}

#[tokio::test]
async fn seats_are_bounded_and_given_back_and_the_end_ends_all() {
    let hub = hub();
    assert_eq!(hub.listen("braga", None).err(), Some(NoFeed::UnknownCity));
    let mut first = hub.listen("porto", None).expect("a feed");
    let second = hub.listen("lisboa", None).expect("a feed");
    assert_eq!(hub.listen("porto", None).err(), Some(NoFeed::Full));
    drop(second);
    assert!(hub.listen("porto", None).is_ok());
    read(&mut first).await;
    hub.close();
    assert_eq!(read(&mut first).await, ["ended"]);
}

fn state(name: &'static str, answered: i64) -> SourceState {
    let (source, answered) = ("air".to_owned(), Some(answered));
    SourceState { source, state: name, why: "", answered, stale_after: 60, replay: false }
}

fn standing(hub: &Hub) -> (String, Option<i64>) {
    let states = hub.states();
    states["porto"].first().map(|state| (state.state.to_owned(), state.answered)).expect("a state")
}

#[tokio::test]
async fn corrections_of_other_brokers_end_the_same_in_every_order() {
    let correction = |value: f64, received| Reading { received, ..reading(1, 5, value) };
    // The last two were received in the same second.
    let all = [correction(1.0, 10), correction(2.0, 20), correction(3.0, 30), correction(4.0, 30)];
    let mut ends = Vec::new();
    for first in 0..4 {
        for second in (0..4).filter(|number| *number != first) {
            let hub = hub();
            let rest = (0..4).filter(|number| ![first, second].contains(number));
            for number in [first, second].into_iter().chain(rest) {
                hub.hear("porto", Note::Reading(all[number].clone()));
            }
            let mut feed = hub.listen("porto", None).expect("a feed");
            ends.push(read(&mut feed).await.pop().expect("a reading"));
        }
    }
    assert!(ends.iter().all(|end| end.contains("\"value\":4.0")), "{ends:?}");
}

#[tokio::test]
async fn what_is_heard_is_not_told_again() {
    let hub = hub();
    let mut waiting = hub.share();
    assert!(hub.hear("porto", Note::Reading(reading(1, 1, 1.0))));
    assert!(
        !hub.hear("porto", Note::Reading(reading(1, 1, 1.0)))
            && !hub.hear("braga", Note::State(state("live", 1)))
    );
    assert!(hub.hear("porto", Note::State(state("live", 1))));
    assert!(waiting.notes.try_recv().is_err() && hub.own_notes("porto").is_empty());
    // A source of ours: what stands of it is told, whoever took it first.
    hub.put_state("porto", state("failing", 2));
    assert_eq!(hub.take("porto", vec![reading(1, 2, 1.0), reading(1, 1, 1.0)]), 1);
    let told = [Note::State(state("failing", 2)), Note::Reading(reading(1, 2, 1.0))];
    for note in &told {
        assert_eq!(waiting.notes.try_recv(), Ok(("porto".to_owned(), note.clone())));
    }
    assert_eq!(hub.own_notes("porto"), told);
    assert!(!hub.hear("porto", Note::State(state("live", 9))), "we ask it ourselves");
    assert_eq!(standing(&hub), ("failing".to_owned(), Some(2)));
    for hour in 3..2000 {
        hub.take("porto", vec![reading(1, hour, 1.0)]);
    }
    assert!(waiting.overflowed() && !waiting.overflowed(), "more than fits is said to be, once");
}

#[tokio::test(start_paused = true)]
async fn the_last_answer_counts_and_silence_is_said() {
    let hub = hub();
    hub.hear("porto", Note::State(state("live", 100)));
    assert!(!hub.hear("porto", Note::State(state("failing", 50))), "another was answered later");
    assert_eq!(standing(&hub), ("live".to_owned(), Some(100)));
    tokio::time::advance(std::time::Duration::from_secs(59)).await;
    hub.look_for_silence();
    assert_eq!(standing(&hub).0, "live");
    tokio::time::advance(std::time::Duration::from_secs(2)).await;
    hub.look_for_silence();
    assert_eq!(standing(&hub), ("stale".to_owned(), Some(100)));
    hub.hear("porto", Note::State(state("failing", 50)));
    assert_eq!(standing(&hub).0, "failing", "who is still there counts then");
}
