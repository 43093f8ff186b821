use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

#[derive(Debug, Clone, PartialEq, Default)]
struct Sample {
    id: u32,
    shift: i32,
    small: i8,
    share: f64,
    names: Vec<String>,
    notes: BTreeMap<String, Option<f64>>,
    pair: (u16, bool),
    middle: [u8; 2],
    kind: Kind,
}

#[derive(Debug, Clone, PartialEq, Default)]
enum Kind {
    #[default]
    Nothing,
    Both(String, u64),
    Named {
        at: usize,
    },
}

wire_struct! { Sample { id, shift, small, share, names, notes, pair, middle, kind } }
wire_enum! { Kind { 0 = Nothing, 1 = Both(text, number), 2 = Named { at } } }

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![
        Just(Kind::Nothing),
        (".{0,8}", any::<u64>()).prop_map(|(text, number)| Kind::Both(text, number)),
        (0..100_000usize).prop_map(|at| Kind::Named { at }),
    ]
}

fn sample() -> impl Strategy<Value = Sample> {
    let numbers = (any::<u32>(), any::<i32>(), any::<i8>(), -1e300..1e300);
    let lists = (
        proptest::collection::vec(".{0,20}", 0..6),
        proptest::collection::btree_map("[a-z]{1,4}", proptest::option::of(-1e9..1e9), 0..5),
    );
    (numbers, lists, any::<(u16, bool)>(), any::<[u8; 2]>(), kind()).prop_map(
        |((id, shift, small, share), (names, notes), pair, middle, kind)| Sample {
            id,
            shift,
            small,
            share,
            names,
            notes,
            pair,
            middle,
            kind,
        },
    )
}

proptest! {
    #[test]
    fn what_is_written_is_read(sample in sample()) {
        prop_assert_eq!(from_bytes(&to_bytes(&sample)), Ok(sample));
    }

    #[test]
    fn what_is_cut_off_or_has_more_is_refused(sample in sample(), cut in any::<prop::sample::Index>()) {
        let mut bytes = to_bytes(&sample);
        prop_assert_eq!(from_bytes::<Sample>(&bytes[..cut.index(bytes.len())]), Err(WireError));
        bytes.push(0);
        prop_assert_eq!(from_bytes::<Sample>(&bytes), Err(WireError));
    }

    #[test]
    fn no_bytes_make_it_fall(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = from_bytes::<Sample>(&bytes);
        let _ = from_bytes::<Vec<Vec<Option<f64>>>>(&bytes);
    }
}

#[test]
fn the_form_is_the_described_one() {
    assert_eq!(to_bytes(&300u32), [0xac, 0x02]);
    assert_eq!(to_bytes(&vec![-1i32, 1, i32::MIN]), [3, 1, 2, 255, 255, 255, 255, 15]);
    assert_eq!(to_bytes(&Some("é".to_owned())), [1, 2, 0xc3, 0xa9]);
    assert_eq!(to_bytes(&Kind::Both("a".into(), 5)), [1, 1, b'a', 5]);
}

#[test]
fn what_cannot_be_is_refused() {
    // 2^32 in a number of 32 bits, a text that is no UTF-8, an unknown variant, a number without end
    assert_eq!(from_bytes::<u32>(&[128, 128, 128, 128, 16]), Err(WireError));
    assert_eq!(from_bytes::<String>(&[1, 0xff]), Err(WireError));
    assert_eq!(from_bytes::<Kind>(&[3]), Err(WireError));
    assert_eq!(from_bytes::<u64>(&[255; 12]), Err(WireError));
    // a length that its message cannot hold asks for no memory
    assert_eq!(from_bytes::<Vec<f64>>(&[255, 255, 255, 255, 15, 0]), Err(WireError));
}
