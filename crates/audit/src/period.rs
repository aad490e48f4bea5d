//! Periods as people write them: `2023`, `2024-03`, `2023-01..09`, `2024Q1`, `2024H1`, `1955-1957`, `1950s`.

use std::fmt;

/// Whole months from a first to a last, counted from the year 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    first: u32,
    last: u32,
}

/// What [`Period::parse`] accepts, for messages.
pub(crate) const PERIODS: &str = "a year (2023), a month (2024-03), months of a year (2023-01..09), a quarter (2024Q1), a half year (2024H1), years \
     (1955-1957) or a decade (1950s)";

impl Period {
    /// Reads a period; `None` if it is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let year = |digits: &str| {
            let plain = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
            plain.then(|| digits.parse::<u32>().ok()).flatten().filter(|year| (1000..=2999).contains(year))
        };
        let month =
            |digits: &str| digits.parse::<u32>().ok().filter(|month| digits.len() == 2 && (1..=12).contains(month));
        let (head, tail) = text.split_at_checked(4)?;
        let start = year(head)?;
        let of_year = |first: u32, last: u32| Some(Self { first: 12 * start + first, last: 12 * start + last });
        match tail {
            "" => of_year(0, 11),
            "s" => start.is_multiple_of(10).then(|| Self { first: 12 * start, last: 12 * start + 119 }),
            "H1" | "h1" => of_year(0, 5),
            "H2" | "h2" => of_year(6, 11),
            _ => {
                if let Some(quarter) = tail.strip_prefix(['Q', 'q']) {
                    let quarter = quarter.parse::<u32>().ok().filter(|number| (1..=4).contains(number))?;
                    return of_year(3 * quarter - 3, 3 * quarter - 1);
                }
                let rest = tail.strip_prefix('-')?;
                if let Some(end) = year(rest) {
                    return (end > start).then_some(Self { first: 12 * start, last: 12 * end + 11 });
                }
                let (from, to) = rest.split_once("..").unwrap_or((rest, rest));
                let (from, to) = (month(from)?, month(to)?);
                if from <= to { of_year(from - 1, to - 1) } else { None }
            }
        }
    }

    /// The same stretch some months earlier; `None` before the year 0.
    #[must_use]
    pub fn earlier(self, months: u32) -> Option<Self> {
        Some(Self { first: self.first.checked_sub(months)?, last: self.last.checked_sub(months)? })
    }

    /// Number of months.
    #[must_use]
    pub fn months(self) -> u32 {
        self.last - self.first + 1
    }

    /// Whether the other lies in it.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.first <= other.first && other.last <= self.last
    }

    /// Calendar years it has whole.
    pub fn years(self) -> impl Iterator<Item = u16> {
        let (first, after) = (self.first.div_ceil(12), (self.last + 1) / 12);
        (first..after).filter_map(|year| u16::try_from(year).ok())
    }

    /// The year, if it is just one.
    #[must_use]
    pub fn year(self) -> Option<u16> {
        let mut years = self.years();
        match (years.next(), years.next()) {
            (Some(year), None) if self.months() == 12 => Some(year),
            _ => None,
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = (self.first / 12, self.first % 12);
        match (self.months(), month) {
            (12, 0) => write!(formatter, "{year}"),
            (120, 0) if year.is_multiple_of(10) => write!(formatter, "{year}s"),
            (6, 0) => write!(formatter, "{year}H1"),
            (6, 6) => write!(formatter, "{year}H2"),
            (3, 0 | 3 | 6 | 9) => write!(formatter, "{year}Q{}", month / 3 + 1),
            (1, _) => write!(formatter, "{year}-{:02}", month + 1),
            (months, 0) if months.is_multiple_of(12) => write!(formatter, "{year}-{}", year + months / 12 - 1),
            (months, _) => write!(formatter, "{year}-{:02}..{:02}", month + 1, month + months),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_read_and_print_the_same() {
        for text in [
            "2023",
            "2024-03",
            "2023-01..09",
            "2024Q1",
            "2024Q4",
            "2024H1",
            "2024H2",
            "1955-1957",
            "1950s",
            "2023-11..12",
        ] {
            assert_eq!(Period::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Period::parse("1950s").unwrap().years().count(), 10);
        assert_eq!(Period::parse("2023").unwrap().year(), Some(2023));
        assert!(Period::parse("2024-03").unwrap().years().next().is_none());
    }

    #[test]
    fn what_is_no_period_is_none() {
        for text in [
            "",
            "23",
            "2023-13",
            "2023-00",
            "2023-09..01",
            "1955s",
            "2024Q5",
            "1957-1955",
            "20é3",
            "2023-1",
            "last year",
        ] {
            assert_eq!(Period::parse(text), None, "{text}");
        }
    }
}
