//! The standard library's times under the name of the crate `web-time`, and in a browser a clock that stands still.
//!
//! The solver of linear programs asks for the time although no limit of time is set. The published crate answers through
//! JavaScript that wasm-bindgen makes; a module without it would stop there. Of what that crate offers this has what is asked
//! for.

#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
pub use std::time::*;

#[cfg(all(target_family = "wasm", target_os = "unknown"))]
pub use self::still::Instant;
#[cfg(all(target_family = "wasm", target_os = "unknown"))]
pub use std::time::Duration;

/// Compiled everywhere, so that its tests run.
#[cfg(any(test, all(target_family = "wasm", target_os = "unknown")))]
mod still {
    use std::ops::{Add, AddAssign, Sub};
    use std::time::Duration;

    /// A time since a moment that never passes.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub struct Instant(Duration);

    impl Instant {
        /// Always the same.
        #[must_use]
        pub fn now() -> Self {
            Self(Duration::ZERO)
        }

        /// Time from an earlier instant to this one; none where that is later.
        #[must_use]
        pub fn duration_since(&self, earlier: Self) -> Duration {
            self.0.saturating_sub(earlier.0)
        }

        /// Time from this instant to now: none.
        #[must_use]
        pub fn elapsed(&self) -> Duration {
            Self::now().duration_since(*self)
        }

        /// A later instant, where it can be told.
        #[must_use]
        pub fn checked_add(&self, time: Duration) -> Option<Self> {
            self.0.checked_add(time).map(Self)
        }
    }

    impl Add<Duration> for Instant {
        type Output = Self;

        fn add(self, time: Duration) -> Self {
            Self(self.0.saturating_add(time))
        }
    }

    impl AddAssign<Duration> for Instant {
        fn add_assign(&mut self, time: Duration) {
            *self = *self + time;
        }
    }

    impl Sub for Instant {
        type Output = Duration;

        fn sub(self, earlier: Self) -> Duration {
            self.duration_since(earlier)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::still::Instant;
    use std::time::Duration;

    #[test]
    fn no_limit_of_time_is_ever_reached() {
        let second = Duration::from_secs(1);
        let end = Instant::now() + second;
        assert!(Instant::now() < end && end - Instant::now() == second);
        assert_eq!(Instant::now().elapsed(), Duration::ZERO);
        assert_eq!(Instant::now().duration_since(end), Duration::ZERO);
        assert_eq!((Instant::now() + Duration::MAX).checked_add(second), None);
    }
}
