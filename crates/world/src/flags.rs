//! What must be kept in mind about a country's figures of some years, whatever the table: wars, statistics no longer
//! published. Rows of `data/flags.csv`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::rows::read_rows;

const FLAGS: &str = include_str!("../../../data/flags.csv");

/// A remark about a country's figures.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Flag {
    /// Code of the country.
    pub region: String,
    /// First year that it concerns.
    pub first: u16,
    /// Last year that it concerns.
    pub last: u16,
    /// The remark, a sentence.
    pub text: String,
}

static ALL: LazyLock<Vec<Flag>> = LazyLock::new(|| read_rows("data/flags.csv", FLAGS).unwrap_or_default());

/// Remarks about a country in a year.
pub fn flags<'a>(region: &'a str, year: u16) -> impl Iterator<Item = &'static Flag> + use<'a> {
    ALL.iter().filter(move |flag| flag.region == region && (flag.first..=flag.last).contains(&year))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::is_country;

    #[test]
    fn every_flag_is_a_countrys_and_a_sentence() {
        assert!(!ALL.is_empty(), "data/flags.csv was not read");
        for flag in ALL.iter() {
            assert!(is_country(&flag.region) && flag.first <= flag.last && flag.text.ends_with('.'), "{flag:?}");
        }
        assert_eq!((flags("UKR", 2021).count(), flags("UKR", 2022).count(), flags("DEU", 2022).count()), (0, 1, 0));
    }
}
