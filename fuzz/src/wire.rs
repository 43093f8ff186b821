//! Messages between page and worker: any bytes as one.

use gemeo_shared::{
    indicator::Catalogue,
    protocol::{Envelope, answered},
    view::{CityView, Explanation, Trial},
    wire::{Wire, from_bytes, to_bytes},
};

/// The first byte says what the rest is taken for; what is read must be read again from how it is written.
pub fn wire(data: &[u8]) {
    let Some((kind, bytes)) = data.split_first() else { return };
    match kind % 6 {
        0 => again::<Envelope>(bytes),
        1 => again::<CityView>(bytes),
        2 => again::<Explanation>(bytes),
        3 => again::<Trial>(bytes),
        4 => again::<Catalogue>(bytes),
        _ => drop(answered(bytes)),
    }
}

fn again<T: Wire>(bytes: &[u8]) {
    // why not the bytes that came: a number has more than one form
    let Ok(value) = from_bytes::<T>(bytes) else { return };
    let written = to_bytes(&value);
    let read = from_bytes::<T>(&written).expect("what was written is read");
    assert_eq!(to_bytes(&read), written, "it changes each time");
}
