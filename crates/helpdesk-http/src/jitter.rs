//! Randomness, injected.

use std::fmt;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::Duration;

/// Where chance comes from. It spreads waits; nothing secret depends on it.
pub trait Jitter: Send + Sync + fmt::Debug {
    /// A number from 0 (included) to 1 (excluded).
    fn unit(&self) -> f64;
}

/// Chance from the randomly keyed hasher of the standard library.
#[derive(Debug, Clone, Copy, Default)]
pub struct RandomJitter;

impl Jitter for RandomJitter {
    fn unit(&self) -> f64 {
        // Every `RandomState` has keys of its own, so the hash of nothing differs each time.
        let bits = RandomState::new().build_hasher().finish();
        #[allow(
            clippy::cast_precision_loss,
            reason = "53 bits are what an f64 holds exactly"
        )]
        let unit = (bits >> 11) as f64 / (1_u64 << 53) as f64;
        unit
    }
}

/// The same number every time, for tests.
#[derive(Debug, Clone, Copy)]
pub struct FixedJitter(pub f64);

impl Jitter for FixedJitter {
    fn unit(&self) -> f64 {
        self.0.clamp(0.0, 1.0)
    }
}

/// A random part of a duration.
pub(crate) fn part_of(time: Duration, jitter: &dyn Jitter) -> Duration {
    time.mul_f64(jitter.unit().clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_numbers_stay_in_range_and_differ() {
        let drawn: Vec<f64> = (0..100).map(|_| RandomJitter.unit()).collect();
        assert!(drawn.iter().all(|unit| (0.0..1.0).contains(unit)));
        let distinct: std::collections::HashSet<u64> = drawn.iter().map(|u| u.to_bits()).collect();
        assert!(distinct.len() > 90);
    }
}
