//! What the numbers of a table are counted in, and how they become USD million.

use std::sync::LazyLock;

use crate::rows::read_rows;

const EURO: &str = include_str!("../../../../data/euro.csv");

/// Years and USD per euro (before 1999 per ECU), averages of the year.
static RATES: LazyLock<Vec<(u16, f64)>> = LazyLock::new(|| read_rows("data/euro.csv", EURO).unwrap_or_default());

/// What a table's numbers are counted in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Unit {
    /// US dollars: how many million one of the table's units is.
    Dollars(f64),
    /// Euros, likewise.
    Euros(f64),
    /// The file does not say; its numbers are taken for USD million.
    NotSaid,
}

impl Unit {
    /// USD million.
    pub const MILLION_DOLLARS: Self = Self::Dollars(1.0);
    /// EUR million.
    pub const MILLION_EUROS: Self = Self::Euros(1.0);

    /// The unit that a text names, such as `M.EUR`, `Mill USD`, `(millions of US$)` or `000 USD`; `None` where it names no
    /// dollars or euros.
    pub fn named(text: &str) -> Option<Self> {
        let upper = text.to_uppercase();
        let words: Vec<&str> = upper.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '$').collect();
        let has = |candidates: &[&str]| words.iter().any(|word| candidates.contains(word));
        let joined = |ending: &str| words.iter().any(|word| word.len() > ending.len() && word.ends_with(ending));
        let dollars = has(&["USD", "US$", "$", "DOLLARS", "DOLLAR"]) || joined("USD");
        let euros = has(&["EUR", "EURO", "EUROS"]) || joined("EUR") || upper.contains('\u{20ac}');
        let million = if upper.contains("THOUSAND") || has(&["000", "1000", "TUSD", "KUSD", "TEUR", "KEUR"]) {
            1e-3
        } else if upper.contains("BILLION") || has(&["BN"]) {
            1e3
        } else if upper.contains("MILL") || upper.contains("MIO") || has(&["M", "MN", "MEUR", "MUSD"]) {
            1.0
        } else {
            1e-6
        };
        match (dollars, euros) {
            (true, false) => Some(Self::Dollars(million)),
            (false, true) => Some(Self::Euros(million)),
            _ => None,
        }
    }

    /// By what the table's numbers are multiplied to be USD million, and what must be said of it.
    pub fn in_dollars(self, year: u16) -> Result<(f64, Option<String>), String> {
        match self {
            Self::Dollars(million) => Ok((million, None)),
            Self::NotSaid => Ok((
                1.0,
                Some("the file does not say what it counts in; its numbers are taken for USD million".to_owned()),
            )),
            Self::Euros(million) => {
                let Some((_, rate)) = RATES.iter().find(|(known, _)| *known == year) else {
                    let (first, last) = (RATES.first(), RATES.last());
                    let years = first
                        .zip(last)
                        .map_or_else(String::new, |(first, last)| format!(" ({} to {})", first.0, last.0));
                    return Err(format!(
                        "the table is in euros, and no rate is known here for {year}{years}: convert it to USD million \
                         and save it in the layout of the OECD"
                    ));
                };
                Ok((
                    million * rate,
                    Some(format!(
                        "the table is in euros; its values were multiplied by {rate}, USD per euro, the average of {year}"
                    )),
                ))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_known_by_their_names() {
        for (text, unit) in [
            ("M.EUR", Some(Unit::Euros(1.0))),
            ("Mill USD", Some(Unit::Dollars(1.0))),
            ("(millions of US$)", Some(Unit::Dollars(1.0))),
            ("000 USD", Some(Unit::Dollars(1e-3))),
            ("Million USD", Some(Unit::Dollars(1.0))),
            ("MIO_EUR", Some(Unit::Euros(1.0))),
            ("MEUR", Some(Unit::Euros(1.0))),
            ("M USD", Some(Unit::Dollars(1.0))),
            ("usd_million", Some(Unit::Dollars(1.0))),
            ("USD", Some(Unit::Dollars(1e-6))),
            ("kg", None),
            ("", None),
        ] {
            assert_eq!(Unit::named(text), unit, "{text}");
        }
    }

    /// The euro began in January 1999 at 1.1789 dollars and was at 0.90 to 1.60 in every year since.
    #[test]
    fn rates_are_whole_and_plausible() {
        assert!(RATES.windows(2).all(|pair| pair[1].0 == pair[0].0 + 1));
        assert!(RATES.iter().all(|(_, rate)| (0.85..1.6).contains(rate)));
        let (factor, said) = Unit::MILLION_EUROS.in_dollars(2020).unwrap();
        assert!((factor - 1.1422).abs() < 1e-12 && said.unwrap().contains("1.1422"));
        assert!(Unit::MILLION_EUROS.in_dollars(1980).unwrap_err().contains("no rate is known here for 1980"));
    }
}
