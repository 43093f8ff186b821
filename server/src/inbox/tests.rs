//! The inbox is bounded, and knows what came before.

use serde_json::json;

use super::*;
use crate::metrics::LiveMetrics;

fn subscription() -> Subscription {
    let table =
        json!({ "city": "porto", "live": "ngsi", "broker": "mqtts://broker.example.org", "topic": "air" });
    let table: Table = serde_json::from_value(table).expect("a table");
    table.check("air", false).expect("a subscription")
}

fn piece(number: usize) -> Piece {
    Piece { about: "a".to_owned(), at: None, bytes: number.to_string().into_bytes() }
}

#[tokio::test(start_paused = true)]
async fn all_or_nothing_is_taken_and_doubles_are_known() {
    let hub = Hub::new(["porto".to_owned()], "run", 1, false, LiveMetrics::default());
    let inbox = Inbox::open(subscription(), &hub, &Metrics::default());
    assert_eq!(inbox.take(vec![piece(1), piece(1), piece(2)]), Ok(Taken { new: 2, known: 1 }));
    assert_eq!(inbox.take(vec![piece(2), piece(3)]), Ok(Taken { new: 1, known: 1 }));
    let elsewhere = Piece { about: "b".to_owned(), ..piece(1) };
    assert_eq!(inbox.take(vec![elsewhere]), Ok(Taken { new: 1, known: 0 }), "the same about another thing");
    // Nobody reads meanwhile, for the clock stands still.
    assert_eq!(inbox.take((10..10 + MOST_WAITING).map(piece).collect()), Err(Full));
    let room = MOST_WAITING - 4;
    assert_eq!(inbox.take((10..10 + room).map(piece).collect()), Ok(Taken { new: room, known: 0 }));
    assert_eq!(inbox.take(vec![piece(5)]), Err(Full));
    assert_eq!(inbox.take(vec![piece(1)]), Ok(Taken { new: 0, known: 1 }), "what is known needs no room");
}

#[test]
fn what_is_known_is_bounded() {
    let mut known = Known::default();
    for number in 0..MOST_KNOWN + 10 {
        known.add(Piece::hash(&piece(number)));
    }
    assert_eq!((known.hashes.len(), known.order.len()), (MOST_KNOWN, MOST_KNOWN));
    assert!(!known.hashes.contains(&piece(9).hash()) && known.hashes.contains(&piece(10).hash()));
}
