//! How often something may happen: a bucket that fills again with time.

use std::{sync::Mutex, time::Duration};

use tokio::time::Instant;

/// A bucket of `size` turns; one comes back every `each`.
#[derive(Debug)]
pub(crate) struct Bucket {
    size: u32,
    each: Duration,
    /// When the bucket would be full again.
    full_at: Mutex<Instant>,
}

impl Bucket {
    /// A full bucket.
    pub(crate) fn new(size: u32, each: Duration) -> Self {
        Self { size, each, full_at: Mutex::new(Instant::now()) }
    }

    /// Takes a turn; false where none is left.
    pub(crate) fn take(&self) -> bool {
        let Ok(mut full_at) = self.full_at.lock() else { return false };
        let now = Instant::now();
        let then = (*full_at).max(now) + self.each;
        let fits = then.duration_since(now) <= self.each * self.size;
        if fits {
            *full_at = then;
        }
        fits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_bucket_empties_and_fills_again() {
        let bucket = Bucket::new(3, Duration::from_secs(1));
        assert_eq!([0; 4].map(|_| bucket.take()), [true, true, true, false]);
        tokio::time::advance(Duration::from_secs(1)).await;
        assert_eq!([0; 2].map(|_| bucket.take()), [true, false]);
        tokio::time::advance(Duration::from_secs(60)).await;
        assert_eq!([0; 4].map(|_| bucket.take()), [true, true, true, false]);
    }
}
