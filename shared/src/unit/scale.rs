//! Exact scales: a ratio of whole numbers times a power of ten.

/// A positive ratio `num / den · 10^ten`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ratio {
    num: u64,
    den: u64,
    ten: i32,
}

/// What a value is multiplied and divided by, both whole numbers that a double holds exactly.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Factor {
    num: f64,
    den: f64,
}

impl Factor {
    /// The factor that changes nothing.
    pub const ONE: Self = Self { num: 1.0, den: 1.0 };

    /// The converted value.
    pub fn apply(self, value: f64) -> f64 {
        value * self.num / self.den
    }
}

/// 2^53: every whole number up to it is a double.
const EXACT: u64 = 1 << 53;

impl Ratio {
    pub(super) const ONE: Self = Self::new(1, 1, 0);

    pub(super) const fn new(num: u64, den: u64, ten: i32) -> Self {
        Self { num, den, ten }
    }

    pub(super) fn times(self, other: Self) -> Option<Self> {
        let num = self.num.checked_mul(other.num)?;
        let den = self.den.checked_mul(other.den)?;
        let shared = gcd(num, den);
        Some(Self { num: num / shared, den: den / shared, ten: self.ten + other.ten })
    }

    pub(super) fn over(self, other: Self) -> Option<Self> {
        self.times(Self { num: other.den, den: other.num, ten: -other.ten })
    }

    pub(super) fn power(self, exponent: i8) -> Option<Self> {
        let base = if exponent < 0 { Self::ONE.over(self)? } else { self };
        (0..exponent.unsigned_abs()).try_fold(Self::ONE, |product, _| product.times(base))
    }

    /// The factor, if numerator and denominator are exact doubles.
    pub(super) fn factor(self) -> Option<Factor> {
        let ten = 10u64.checked_pow(self.ten.unsigned_abs())?;
        let (num, den) = if self.ten < 0 { (1, ten) } else { (ten, 1) };
        let (num, den) = (self.num.checked_mul(num)?, self.den.checked_mul(den)?);
        let shared = gcd(num, den);
        let (num, den) = (num / shared, den / shared);
        // 10^22 and less are doubles too: a power of five below 2^53 times a power of two.
        let exact = |n: u64| n <= EXACT || (n >> n.trailing_zeros()) <= EXACT;
        (exact(num) && exact(den)).then_some(Factor { num: num as f64, den: den as f64 })
    }
}

fn gcd(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}
