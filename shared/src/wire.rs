//! Values as bytes between programs of one build: the page and the worker, the build and the embedded catalogue.
//!
//! Not for files or other programs: there is no version in it, both ends are built together. JSON stays the form of all that
//! is kept or published.
//!
//! why not serde: what its derived readers carry for each shape (names of fields, every other type that might stand there, the
//! way out of a half-read value) was a third of what a first visit loads. Here a shape is read by a call for each field; a fault
//! is noted in the [`Reader`], which from then on gives empty values, and is told at the end.
//!
//! Form: whole numbers as LEB128 (signed ones in zigzag), other numbers as eight bytes, texts and lists after their length,
//! `Option` after 0 or 1, the kind of an enum as one byte, fields in the order in which [`wire_struct`] and [`wire_enum`] name
//! them; all little-endian.

use std::collections::{BTreeMap, BTreeSet};

/// A value that can be written as bytes and read from them.
pub trait Wire: Sized {
    /// Writes the value at the end of `to`.
    fn put(&self, to: &mut Vec<u8>);

    /// Reads a value; after a fault, of which `from` knows, an empty one.
    fn take(from: &mut Reader<'_>) -> Self;
}

/// Bytes that are not what they should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the message between two parts of the program is damaged")]
pub struct WireError;

/// The bytes of a value.
pub fn to_bytes(value: &impl Wire) -> Vec<u8> {
    let mut bytes = Vec::new();
    value.put(&mut bytes);
    bytes
}

/// The value whose bytes these are, all of them.
///
/// # Errors
/// [`WireError`] where they are cut off, too many, or those of something else.
pub fn from_bytes<T: Wire>(bytes: &[u8]) -> Result<T, WireError> {
    let mut reader = Reader::new(bytes);
    let value = T::take(&mut reader);
    if reader.is_whole() { Ok(value) } else { Err(WireError) }
}

/// Bytes that are being read.
#[derive(Debug)]
pub struct Reader<'a> {
    left: &'a [u8],
    fault: bool,
}

impl<'a> Reader<'a> {
    /// A reader of these bytes.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { left: bytes, fault: false }
    }

    /// Notes that what was read cannot be: all that follows is empty.
    pub fn fail(&mut self) {
        (self.left, self.fault) = (&[], true);
    }

    /// Whether all was read, without a fault.
    pub fn is_whole(&self) -> bool {
        self.left.is_empty() && !self.fault
    }

    /// Whether something could not be read.
    pub fn failed(&self) -> bool {
        self.fault
    }

    /// What was not read yet.
    pub fn rest(&self) -> &'a [u8] {
        self.left
    }

    /// The next byte.
    #[inline(never)]
    pub fn byte(&mut self) -> u8 {
        match self.left.split_first() {
            Some((byte, rest)) => {
                self.left = rest;
                *byte
            }
            None => {
                self.fail();
                0
            }
        }
    }

    /// A whole number.
    #[inline(never)]
    pub fn number(&mut self) -> u64 {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte();
            number |= u64::from(byte & 127) << shift;
            if byte < 128 {
                return number;
            }
        }
        self.fail();
        0
    }

    /// A length: of what follows, each at least a byte, so that no message asks for memory it cannot fill.
    pub fn length(&mut self) -> usize {
        let length = self.number();
        if length > self.left.len() as u64 {
            self.fail();
            return 0;
        }
        length as usize
    }

    /// A text.
    #[inline(never)]
    pub fn text(&mut self) -> &'a str {
        let length = self.length();
        let (text, rest) = self.left.split_at(length);
        self.left = rest;
        std::str::from_utf8(text).unwrap_or_else(|_| {
            self.fail();
            ""
        })
    }
}

/// Writes a whole number.
#[inline(never)]
pub fn put_number(mut number: u64, to: &mut Vec<u8>) {
    while number > 127 {
        to.push(number as u8 | 128);
        number >>= 7;
    }
    to.push(number as u8);
}

/// Writes a text.
#[inline(never)]
pub fn put_text(text: &str, to: &mut Vec<u8>) {
    put_number(text.len() as u64, to);
    to.extend_from_slice(text.as_bytes());
}

macro_rules! whole {
    ($($number:ty)*) => {$(
        impl Wire for $number {
            fn put(&self, to: &mut Vec<u8>) {
                put_number(*self as u64, to);
            }

            fn take(from: &mut Reader<'_>) -> Self {
                Self::try_from(from.number()).unwrap_or_else(|_| {
                    from.fail();
                    0
                })
            }
        }
    )*};
}

whole! { u16 u32 u64 usize }

impl Wire for u8 {
    fn put(&self, to: &mut Vec<u8>) {
        to.push(*self);
    }

    fn take(from: &mut Reader<'_>) -> Self {
        from.byte()
    }
}

impl Wire for i8 {
    fn put(&self, to: &mut Vec<u8>) {
        to.push(self.cast_unsigned());
    }

    fn take(from: &mut Reader<'_>) -> Self {
        from.byte().cast_signed()
    }
}

impl Wire for i32 {
    fn put(&self, to: &mut Vec<u8>) {
        put_number(u64::from((self << 1 ^ self >> 31).cast_unsigned()), to);
    }

    fn take(from: &mut Reader<'_>) -> Self {
        let number = u32::take(from);
        (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
    }
}

impl Wire for bool {
    fn put(&self, to: &mut Vec<u8>) {
        to.push(u8::from(*self));
    }

    fn take(from: &mut Reader<'_>) -> Self {
        from.byte() != 0
    }
}

impl Wire for f64 {
    fn put(&self, to: &mut Vec<u8>) {
        to.extend_from_slice(&self.to_le_bytes());
    }

    fn take(from: &mut Reader<'_>) -> Self {
        match from.left.split_first_chunk() {
            Some((bytes, rest)) => {
                from.left = rest;
                Self::from_le_bytes(*bytes)
            }
            None => {
                from.fail();
                0.0
            }
        }
    }
}

impl Wire for String {
    fn put(&self, to: &mut Vec<u8>) {
        put_text(self, to);
    }

    fn take(from: &mut Reader<'_>) -> Self {
        from.text().into()
    }
}

impl Wire for smol_str::SmolStr {
    fn put(&self, to: &mut Vec<u8>) {
        put_text(self, to);
    }

    fn take(from: &mut Reader<'_>) -> Self {
        Self::new(from.text())
    }
}

impl<T: Wire> Wire for Option<T> {
    fn put(&self, to: &mut Vec<u8>) {
        match self {
            Some(value) => {
                to.push(1);
                value.put(to);
            }
            None => to.push(0),
        }
    }

    fn take(from: &mut Reader<'_>) -> Self {
        (from.byte() != 0).then(|| T::take(from))
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn put(&self, to: &mut Vec<u8>) {
        put_number(self.len() as u64, to);
        self.iter().for_each(|item| item.put(to));
    }

    fn take(from: &mut Reader<'_>) -> Self {
        let length = from.length();
        // why no more at once: an item takes more memory than the one byte its message may have for it
        let mut items = Self::with_capacity(length.min(4096));
        for _ in 0..length {
            items.push(T::take(from));
        }
        items
    }
}

impl<T: Wire, const N: usize> Wire for [T; N] {
    fn put(&self, to: &mut Vec<u8>) {
        self.iter().for_each(|item| item.put(to));
    }

    fn take(from: &mut Reader<'_>) -> Self {
        std::array::from_fn(|_| T::take(from))
    }
}

impl<A: Wire, B: Wire> Wire for (A, B) {
    fn put(&self, to: &mut Vec<u8>) {
        self.0.put(to);
        self.1.put(to);
    }

    fn take(from: &mut Reader<'_>) -> Self {
        (A::take(from), B::take(from))
    }
}

impl<K: Wire + Ord, V: Wire> Wire for BTreeMap<K, V> {
    fn put(&self, to: &mut Vec<u8>) {
        put_number(self.len() as u64, to);
        for (key, value) in self {
            key.put(to);
            value.put(to);
        }
    }

    fn take(from: &mut Reader<'_>) -> Self {
        let mut map = Self::new();
        for _ in 0..from.length() {
            let key = K::take(from);
            map.insert(key, V::take(from));
        }
        map
    }
}

impl<T: Wire + Ord> Wire for BTreeSet<T> {
    fn put(&self, to: &mut Vec<u8>) {
        put_number(self.len() as u64, to);
        self.iter().for_each(|item| item.put(to));
    }

    fn take(from: &mut Reader<'_>) -> Self {
        let mut set = Self::new();
        for _ in 0..from.length() {
            set.insert(T::take(from));
        }
        set
    }
}

/// `wire_struct! { Name { field, … } }`: all fields of a struct, in this order.
macro_rules! wire_struct {
    ($($name:ident { $($field:ident),+ $(,)? })+) => {$(
        impl $crate::wire::Wire for $name {
            fn put(&self, to: &mut Vec<u8>) {
                let Self { $($field),+ } = self;
                $($crate::wire::Wire::put($field, to);)+
            }

            fn take(from: &mut $crate::wire::Reader<'_>) -> Self {
                Self { $($field: $crate::wire::Wire::take(from)),+ }
            }
        }
    )+};
}

/// `wire_enum! { Name { 0 = Plain, 1 = With(a, b), 2 = Named { field } } }`: all variants of an enum, the first as 0.
macro_rules! wire_enum {
    ($($name:ident {
        $($number:literal = $variant:ident $(($($part:ident),+))? $({ $($field:ident),+ })?),+ $(,)?
    })+) => {$(
        impl $crate::wire::Wire for $name {
            fn put(&self, to: &mut Vec<u8>) {
                match self {
                    $(Self::$variant $(($($part),+))? $({ $($field),+ })? => {
                        to.push($number);
                        $($($crate::wire::Wire::put($part, to);)+)?
                        $($($crate::wire::Wire::put($field, to);)+)?
                    })+
                }
            }

            fn take(from: &mut $crate::wire::Reader<'_>) -> Self {
                match from.byte() {
                    $($number => Self::$variant
                        $(($({ let $part = $crate::wire::Wire::take(from); $part }),+))?
                        $({ $($field: $crate::wire::Wire::take(from)),+ })?,)+
                    // nothing is left then, and the next byte is 0
                    _ => {
                        from.fail();
                        <Self as $crate::wire::Wire>::take(from)
                    }
                }
            }
        }
    )+};
}

pub(crate) use {wire_enum, wire_struct};

#[cfg(test)]
#[path = "wire_tests.rs"]
mod tests;
