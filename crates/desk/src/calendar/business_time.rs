use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};
use std::str::FromStr;

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

/// An amount of business time, exact to the nanosecond.
///
/// It is a type of its own because 24 business hours are not a day, and must never be added to an
/// instant without asking a calendar. Nanoseconds, because instants have them: a span split at any
/// instant must sum to the whole.
///
/// Written and read as ISO 8601 (`PT24H`); reading also takes `24 h` or `16h 30min`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BusinessTime(SignedDuration);

impl BusinessTime {
    pub const ZERO: Self = Self(SignedDuration::ZERO);

    pub const fn from_secs(seconds: i64) -> Self {
        Self(SignedDuration::from_secs(seconds))
    }

    /// Saturates far outside of any calendar.
    pub const fn from_minutes(minutes: i64) -> Self {
        Self::from_secs(minutes.saturating_mul(60))
    }

    /// Saturates far outside of any calendar.
    pub const fn from_hours(hours: i64) -> Self {
        Self::from_secs(hours.saturating_mul(3600))
    }

    pub const fn from_duration(duration: SignedDuration) -> Self {
        Self(duration)
    }

    pub const fn as_duration(self) -> SignedDuration {
        self.0
    }

    /// Whole seconds, cut towards zero.
    pub const fn as_secs(self) -> i64 {
        self.0.as_secs()
    }

    /// Whole minutes, cut towards zero.
    pub const fn as_minutes(self) -> i64 {
        self.0.as_mins()
    }

    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    pub fn is_negative(self) -> bool {
        self.0.is_negative()
    }

    pub fn abs(self) -> Self {
        Self(self.0.abs())
    }

    /// `percent` hundredths of this amount (thresholds of a target), rounded up to a nanosecond so
    /// that a threshold is never reached early.
    pub fn percent(self, percent: u32) -> Self {
        let scaled = self.0.as_nanos() * i128::from(percent);
        let up = i128::from(scaled.rem_euclid(100) != 0);
        Self::from_nanos(scaled.div_euclid(100) + up)
    }

    /// Saturates at the largest amount.
    pub fn from_nanos(nanos: i128) -> Self {
        let limit = if nanos < 0 { SignedDuration::MIN } else { SignedDuration::MAX };
        Self(SignedDuration::try_from_nanos_i128(nanos).unwrap_or(limit))
    }
}

impl Add for BusinessTime {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl AddAssign for BusinessTime {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for BusinessTime {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl SubAssign for BusinessTime {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl Neg for BusinessTime {
    type Output = Self;
    fn neg(self) -> Self {
        Self::ZERO - self
    }
}

impl Sum for BusinessTime {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

/// ISO 8601, `PT24H`.
impl fmt::Display for BusinessTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for BusinessTime {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_iso_and_reads_what_people_write() {
        for text in ["PT24H", "24h", "24 h", "23h 60min", "1440 min"] {
            assert_eq!(
                text.parse::<BusinessTime>().map_err(|e| e.to_string()),
                Ok(BusinessTime::from_hours(24)),
                "{text}"
            );
        }
        assert_eq!(BusinessTime::from_minutes(90).to_string(), "PT1H30M");
        assert!("2 días".parse::<BusinessTime>().is_err());
    }

    #[test]
    fn a_share_of_a_target_is_never_shorter_than_asked() {
        assert_eq!(BusinessTime::from_hours(16).percent(75), BusinessTime::from_hours(12));
        assert_eq!(BusinessTime::from_nanos(1).percent(50), BusinessTime::from_nanos(1));
        assert_eq!(BusinessTime::from_nanos(101).percent(50), BusinessTime::from_nanos(51));
    }
}
