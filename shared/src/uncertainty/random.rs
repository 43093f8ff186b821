//! Random numbers that are a function of seed, stream and index.
//!
//! Philox 4×32 with ten rounds (J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, “Parallel random numbers: as
//! easy as 1, 2, 3”, SC 2011). There is no state to carry: draw 7 of a variable is the same whether draws 0 to 6
//! were made or not, so work can be split and variables added without changing the others.

const MULTIPLIER: [u32; 2] = [0xD251_1F53, 0xCD9E_8D57];
const WEYL: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];
const ROUNDS: u32 = 10;

/// One block of Philox 4×32-10.
pub fn philox(mut counter: [u32; 4], mut key: [u32; 2]) -> [u32; 4] {
    for round in 0..ROUNDS {
        if round > 0 {
            key = [key[0].wrapping_add(WEYL[0]), key[1].wrapping_add(WEYL[1])];
        }
        let (high0, low0) = multiply(MULTIPLIER[0], counter[0]);
        let (high1, low1) = multiply(MULTIPLIER[1], counter[2]);
        counter = [high1 ^ counter[1] ^ key[0], low1, high0 ^ counter[3] ^ key[1], low0];
    }
    counter
}

fn multiply(a: u32, b: u32) -> (u32, u32) {
    let product = u64::from(a) * u64::from(b);
    ((product >> 32) as u32, product as u32)
}

/// A uniform number in the open interval from 0 to 1, with 53 bits: the key is the seed, the counter is the
/// index (low half) and the stream (high half).
pub fn uniform(seed: u64, stream: u64, index: u64) -> f64 {
    let counter = [index as u32, (index >> 32) as u32, stream as u32, (stream >> 32) as u32];
    let block = philox(counter, [seed as u32, (seed >> 32) as u32]);
    let bits = (u64::from(block[0]) << 32 | u64::from(block[1])) >> 11;
    // The middle of each of 2⁵³ intervals would round to 1 at the top; 2⁵² intervals do not.
    ((bits >> 1) as f64 + 0.5) / (1u64 << 52) as f64
}

/// The stream of a name: FNV-1a, 64 bits.
pub fn stream(name: &str) -> u64 {
    name.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Known answers that the authors publish with Random123 (kat_vectors, philox4x32 10).
    #[test]
    fn published_known_answers() {
        assert_eq!(philox([0; 4], [0; 2]), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
        assert_eq!(
            philox([u32::MAX; 4], [u32::MAX; 2]),
            [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
        );
        assert_eq!(
            philox([0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0]),
            [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
        );
    }

    #[test]
    fn uniform_is_open_even_and_uncorrelated_between_streams() {
        let (a, b) = (stream("a"), stream("b"));
        let n = 20_000;
        let draws = |s: u64| (0..n).map(move |i| uniform(42, s, i));
        assert!(draws(a).all(|u| u > 0.0 && u < 1.0));
        let mean = draws(a).sum::<f64>() / n as f64;
        assert!((mean - 0.5).abs() < 0.01, "{mean}");
        let together = draws(a).zip(draws(b)).map(|(x, y)| (x - 0.5) * (y - 0.5)).sum::<f64>() / n as f64;
        assert!((together * 12.0).abs() < 0.03, "{together}");
        assert!(draws(a).zip(draws(b)).all(|(x, y)| x != y));
    }

    #[test]
    fn names_give_the_published_hash() {
        // FNV-1a test vectors of Fowler, Noll and Vo.
        assert_eq!(stream(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(stream("a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(stream("foobar"), 0x8594_4171_f739_67e8);
    }
}
