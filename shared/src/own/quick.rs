//! A hash that is made in a few steps, for keys of one's own file.
//!
//! why not the standard one: it withstands keys chosen against it, and takes longer than reading the cell. Who would choose them
//! here slows the reading of their own file.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

/// A table by that hash.
pub(super) type Quick<K, V> = HashMap<K, V, BuildHasherDefault<Mixed>>;

/// Each word is turned, added and multiplied by an odd number near 2⁶⁴ divided by the golden ratio (Fibonacci hashing,
/// Knuth, The Art of Computer Programming 3, 6.4).
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Mixed(u64);

impl Mixed {
    fn word(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

impl Hasher for Mixed {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        words.iter().for_each(|w| self.word(u64::from_le_bytes(*w)));
        if !rest.is_empty() {
            let mut last = [0; 8];
            last[..rest.len()].copy_from_slice(rest);
            self.word(u64::from_le_bytes(last));
        }
    }

    fn write_u8(&mut self, n: u8) {
        self.word(n.into());
    }

    fn write_u32(&mut self, n: u32) {
        self.word(n.into());
    }

    fn write_usize(&mut self, n: usize) {
        self.word(n as u64);
    }

    fn finish(&self) -> u64 {
        // why: tables take the high bits for one thing and the low ones for another, and a product's low bits are weak
        self.0 ^ (self.0 >> 32)
    }
}

#[cfg(test)]
mod tests {
    use std::hash::BuildHasher;

    use super::*;

    #[test]
    fn hours_of_ten_years_hardly_meet() {
        let build = BuildHasherDefault::<Mixed>::default();
        let hours = (0..87_600_u32).map(|n| {
            crate::period::Period::Hour(
                2014 + (n / 8760) as i32,
                (n % 12) as u8,
                (n / 24 % 28) as u8,
                (n % 24) as u8,
            )
        });
        let mut low: Vec<u64> = hours.clone().map(|h| build.hash_one(h) & 0x1ffff).collect();
        let different = hours.collect::<std::collections::HashSet<_>>().len();
        low.sort_unstable();
        low.dedup();
        // Balls thrown at random into 131,072 boxes would fill this share of them, less a tenth for luck.
        let expected = 131_072.0 * (1.0 - libm::exp(-(different as f64) / 131_072.0));
        assert!(low.len() as f64 > 0.9 * expected, "{} of {expected}", low.len());
    }
}
