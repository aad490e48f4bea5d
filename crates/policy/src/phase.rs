//! Instruments that come into force over time: months, and the share in force.
//!
//! There is no clock here: dates are given. A month is the unit, because trade is recorded by month.

use std::fmt;
use std::str::FromStr;

use crate::parameter::ParameterError;

/// A month of the common calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: u16,
    month: u8,
}

impl Month {
    /// A month, 1 to 12, of a year up to 9999.
    pub fn new(year: u16, month: u8) -> Result<Self, ParameterError> {
        if year <= 9999 && (1..=12).contains(&month) {
            return Ok(Self { year, month });
        }
        Err(ParameterError::Date { text: format!("{year:04}-{month:02}") })
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month in the year, 1 to 12.
    #[must_use]
    pub fn month(self) -> u8 {
        self.month
    }

    /// Months since the start of year 0.
    fn count(self) -> i64 {
        i64::from(self.year) * 12 + i64::from(self.month) - 1
    }

    /// Months from `earlier` to this one; negative if it is later.
    #[must_use]
    pub fn months_since(self, earlier: Self) -> i64 {
        self.count() - earlier.count()
    }

    /// Years from `earlier` to this month, in twelfths.
    #[must_use]
    pub fn years_since(self, earlier: Self) -> f64 {
        self.months_since(earlier) as f64 / 12.0
    }

    /// The month so many months later (earlier if negative); none outside years 0 to 9999.
    #[must_use]
    pub fn plus_months(self, months: i64) -> Option<Self> {
        let count = self.count().checked_add(months)?;
        let year = u16::try_from(count.div_euclid(12)).ok()?;
        let month = u8::try_from(count.rem_euclid(12) + 1).ok()?;
        Self::new(year, month).ok()
    }
}

impl fmt::Display for Month {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Month {
    type Err = ParameterError;

    /// Reads `2023-12`, or `2023-12-22` whose day must exist and is then dropped.
    fn from_str(text: &str) -> Result<Self, ParameterError> {
        let refused = || ParameterError::Date { text: text.to_owned() };
        let digits = |part: &str, length: usize| -> Option<u16> {
            (part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit())).then(|| part.parse().ok())?
        };
        let mut parts = text.split('-');
        let year = parts.next().and_then(|part| digits(part, 4)).ok_or_else(refused)?;
        let month = parts.next().and_then(|part| digits(part, 2)).ok_or_else(refused)?;
        let month = Self::new(year, u8::try_from(month).map_err(|_| refused())?).map_err(|_| refused())?;
        if let Some(day) = parts.next() {
            let day = digits(day, 2).ok_or_else(refused)?;
            if !(1..=days(month)).contains(&day) {
                return Err(refused());
            }
        }
        if parts.next().is_some() { Err(refused()) } else { Ok(month) }
    }
}

/// Days of a month in the Gregorian calendar.
fn days(month: Month) -> u16 {
    let leap = month.year.is_multiple_of(4) && (!month.year.is_multiple_of(100) || month.year.is_multiple_of(400));
    match month.month {
        2 => 28 + u16::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// How an instrument comes into force. The share in force multiplies the logarithm of a resource cost or
/// the ad valorem rate of a fee, and of an embargo the share of the products that it covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhaseIn {
    start: Month,
    months: u32,
    end: Option<Month>,
}

impl PhaseIn {
    /// In force in full from a month on.
    #[must_use]
    pub fn step(start: Month) -> Self {
        Self { start, months: 1, end: None }
    }

    /// In force by equal parts over some months: `1 / months` in the first, in full from the last.
    /// No months, or one, is a step.
    #[must_use]
    pub fn linear(start: Month, months: u32) -> Self {
        Self { start, months: months.max(1), end: None }
    }

    /// The same instrument, no longer in force from `end` on.
    ///
    /// Refuses an end before the start.
    pub fn until(self, end: Month) -> Result<Self, ParameterError> {
        if end < self.start {
            return Err(ParameterError::EndsBeforeItStarts { start: self.start.to_string(), end: end.to_string() });
        }
        Ok(Self { end: Some(end), ..self })
    }

    /// Share in force in a month, 0 to 1.
    #[must_use]
    pub fn share(&self, at: Month) -> f64 {
        if at < self.start || self.end.is_some_and(|end| at >= end) {
            return 0.0;
        }
        let begun = at.months_since(self.start) + 1;
        (begun as f64 / f64::from(self.months)).min(1.0)
    }

    /// Average of the year's twelve months; zero for years that are not between 0 and 9999.
    #[must_use]
    pub fn year_average(&self, year: u16) -> f64 {
        (1..=12).filter_map(|month| Month::new(year, month).ok()).map(|month| self.share(month)).sum::<f64>() / 12.0
    }
}
