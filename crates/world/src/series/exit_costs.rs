//! Exit costs of every pair of countries in every embedded year, solved in advance at trade elasticity 4 with balanced
//! trade, to four digits.
//!
//! The world builder makes the file from the embedded tables with the program's own solver; a test solves three years again.
//! Whoever needs another elasticity, or more digits, asks the solver.

use crate::Result;
use crate::names::REST_OF_WORLD;
use crate::packed::{Years, packed};

packed! {
    "data/series/" =>
    EXIT_COSTS = "exit_costs.csv.zst";
}

/// The trade elasticity of the file.
pub const ELASTICITY: f64 = 4.0;

/// What `side` would lose without trade with `partner`, by year: shares of real income. A year is missing where its table
/// does not show both countries, or where one of them cannot do without the other.
pub fn by_year(side: &str, partner: &str) -> Result<Years> {
    let percent = EXIT_COSTS.years(&[side, partner])?;
    Ok(percent.into_iter().map(|(year, loss)| (year, loss / 100.0)).collect())
}

/// What `side` would lose without each partner in a year, shares of real income, the largest first. The rest of the world
/// is left out: it is no country.
pub fn partners(side: &str, year: u16) -> Result<Vec<(String, f64)>> {
    let mut found = Vec::new();
    for (partner, years) in EXIT_COSTS.years_after(&[side])? {
        let loss = years.into_iter().find(|(known, _)| *known == year);
        found.extend(loss.filter(|_| partner != REST_OF_WORLD).map(|(_, loss)| (partner, loss / 100.0)));
    }
    found.sort_by(|one, other| other.1.total_cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    Ok(found)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use crate::embedded;

    /// Every pair of every table is there, both ways, but for those that cannot part.
    #[test]
    fn every_year_has_its_pairs() {
        for year in embedded::years() {
            let table = embedded::table(year).unwrap();
            let codes: Vec<&str> = table.regions().iter().map(|code| code.as_str()).collect();
            let sides = codes.iter().filter(|code| **code != REST_OF_WORLD);
            let found: usize = sides.map(|side| partners(side, year).unwrap().len()).sum();
            let all = (codes.len() - 1) * (codes.len() - 2);
            assert!(found <= all && found * 100 >= all * 95, "{year}: {found} of {all}");
        }
    }

    /// Russia and China as other programs found them (data/PROVENANCE.md), in percent.
    #[test]
    fn known_figures_are_there() {
        for (year, russia, china) in [(2011, 1.173, 0.184), (2015, 0.964, 0.078), (2021, 1.524, 0.113)] {
            let of = |side: &str, partner: &str| {
                let years = by_year(side, partner).unwrap();
                100.0 * years.iter().find(|(known, _)| *known == year).unwrap().1
            };
            assert!((of("RUS", "CHN") - russia).abs() < 6e-4, "{year}");
            assert!((of("CHN", "RUS") - china).abs() < 6e-4, "{year}");
        }
        let first = partners("MEX", 2021).unwrap();
        assert_eq!(first.first().map(|(code, _)| code.as_str()), Some("USA"));
    }
}
