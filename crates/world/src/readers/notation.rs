//! How a csv separates columns and writes numbers: with commas and points, or as spreadsheets of other countries do.

use std::io::{self, Read};

/// Bytes from which separator and decimal mark are read.
const LOOKED_AT: u64 = 1 << 16;
/// Separators other than a comma.
const OTHERS: [u8; 3] = [b';', b'\t', b'|'];

/// Separator and decimal mark of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Notation {
    /// Between columns.
    pub separator: u8,
    /// Whether a comma stands before decimals and points between thousands.
    decimal_comma: bool,
}

impl Notation {
    /// Tabs between columns and points before decimals.
    #[cfg(feature = "files")]
    pub const TABS: Self = Self { separator: b'\t', decimal_comma: false };

    /// The notation of a text by its beginning. A first line with one of the other separators and
    /// fewer commas is separated by it; decimals are then behind commas where any cell of the first lines has one.
    pub fn of(input: impl Read) -> io::Result<Self> {
        let mut head = Vec::new();
        input.take(LOOKED_AT).read_to_end(&mut head)?;
        // Titles above a table have few separators.
        const LINES: usize = 20;
        let of = |line: &[u8], separator: u8| line.iter().filter(|byte| **byte == separator).count();
        let most =
            |line: &&[u8]| OTHERS.into_iter().chain([b',']).map(|separator| of(line, separator)).max().unwrap_or(0);
        let lines = head.split(|byte| matches!(byte, b'\n' | b'\r')).take(LINES);
        // The first of those with most, `max_by_key` gives the last.
        let first = lines.fold(&[][..], |best, line| if most(&line) > most(&best) { line } else { best });
        let count = |separator: u8| of(first, separator);
        let separator = OTHERS.into_iter().find(|other| count(*other) > count(b',')).unwrap_or(b',');
        let decimal_comma = if separator == b',' { has_quoted_decimals(&head) } else { head.contains(&b',') };
        Ok(Self { separator, decimal_comma })
    }

    /// A number; `None` of anything else. Spaces or marks between thousands are taken only where they part groups of three.
    pub fn number(self, text: &str) -> Option<f64> {
        let text = text.trim();
        if !self.decimal_comma
            && let Ok(value) = text.parse::<f64>()
        {
            return Some(value).filter(|value| value.is_finite());
        }
        let (sign, digits) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (-1.0, rest),
            None => (1.0, text),
        };
        let (decimal, thousands) = if self.decimal_comma { (',', '.') } else { ('.', ',') };
        let (whole, decimals) = digits.split_once(decimal).unwrap_or((digits, "0"));
        let is_between = |letter: char| letter == thousands || matches!(letter, ' ' | '\u{a0}' | '\u{202f}' | '\'');
        let groups: Vec<&str> = whole.split(is_between).collect();
        let are_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let parted = groups.len() == 1
            || (groups.first().is_some_and(|first| first.len() <= 3)
                && groups.iter().skip(1).all(|group| group.len() == 3));
        // Fortran writes `1.5D+03`.
        let exponent = decimals.split_once(['e', 'E', 'd', 'D']);
        let (plain, power) = exponent.map_or((decimals, "0"), |(plain, power)| (plain, power));
        if !parted || !groups.iter().all(|group| are_digits(group)) || !are_digits(plain) {
            return None;
        }
        let value: f64 = format!("{}.{plain}e{power}", groups.concat()).parse().ok()?;
        Some(sign * value).filter(|value| value.is_finite())
    }
}

/// Whether quoted cells between commas have commas before decimals, `"1,5"`: behind some of them not three digits stand, and
/// no cell has a point that can only part decimals.
fn has_quoted_decimals(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let is_number = |cell: &&str| {
        cell.bytes().any(|byte| byte.is_ascii_digit())
            && cell.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.' | b'-' | b' '))
    };
    let not_thousands = |cell: &str, mark: char| {
        cell.matches(mark).count() == 1 && cell.rsplit_once(mark).is_some_and(|(_, behind)| behind.len() != 3)
    };
    let quoted = text.split('"').skip(1).step_by(2).map(str::trim).filter(is_number);
    let point =
        text.split(['"', ',', '\n', '\r']).map(str::trim).filter(is_number).any(|cell| not_thousands(cell, '.'));
    !point && quoted.into_iter().any(|cell| not_thousands(cell, ','))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Notation {
        Notation::of(text.as_bytes()).unwrap()
    }

    #[test]
    fn separators_and_decimal_marks_are_found() {
        assert_eq!(of("V1,A_X,B_X\nA_X,1.5,2"), Notation { separator: b',', decimal_comma: false });
        assert_eq!(of("V1;A_X;B_X\nA_X;1,5;2"), Notation { separator: b';', decimal_comma: true });
        assert_eq!(of("V1;A_X;B_X\nA_X;1.5;2"), Notation { separator: b';', decimal_comma: false });
        assert_eq!(of("V1\tA_X\tB_X\nA_X\t1,5\t2"), Notation { separator: b'\t', decimal_comma: true });
        assert_eq!(of("V1,A_X,B_X\nA_X,\"1,5\",\"2\""), Notation { separator: b',', decimal_comma: true });
        assert_eq!(of("V1,A_X,B_X\nA_X,\"1,500\",2"), Notation { separator: b',', decimal_comma: false });
        assert_eq!(of("V1,A_X,B_X\nA_X,\"1,50\",2.5"), Notation { separator: b',', decimal_comma: false });
        assert_eq!(of(""), Notation { separator: b',', decimal_comma: false });
    }

    #[test]
    fn numbers_are_read_as_they_are_written() {
        let (point, comma) = (of("a,b"), of("a;b\n1,5"));
        for (text, value) in [
            ("1.5", 1.5),
            ("-2", -2.0),
            ("1,234.5", 1234.5),
            ("1 234.5", 1234.5),
            ("\u{2212}3", -3.0),
            ("1e3", 1000.0),
            ("1,234,567", 1_234_567.0),
            ("1.5D+03", 1500.0),
            ("0.15d4", 1500.0),
        ] {
            assert_eq!(point.number(text), Some(value), "{text}");
        }
        for (text, value) in
            [("1,5", 1.5), ("1.234,5", 1234.5), ("-1.234", -1234.0), ("12", 12.0), ("1,5E2", 150.0), ("0,001", 0.001)]
        {
            assert_eq!(comma.number(text), Some(value), "{text}");
        }
        for text in ["", "x", "1,23.4", "12,34", "1.2.3", "NaN", "inf", "1,2345,678", "-", "1e999"] {
            assert_eq!(point.number(text), None, "{text}");
        }
        // With decimal commas a point parts thousands, or the number is none.
        assert_eq!(comma.number("1.5"), None);
    }
}
