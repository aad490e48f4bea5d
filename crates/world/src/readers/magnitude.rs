//! Whether a table is as large as the countries it is of.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::rows::read_rows;

const GDP: &str = include_str!("../../../../data/series/gdp.csv");

/// Gross domestic product by country and year, USD million.
static PRODUCTS: LazyLock<BTreeMap<(String, u16), f64>> = LazyLock::new(|| {
    let rows: Vec<(String, u16, f64)> = read_rows("data/series/gdp.csv", GDP).unwrap_or_default();
    rows.into_iter().map(|(code, year, value)| ((code, year), value)).collect()
});

/// Countries that are compared at least.
const LEAST: usize = 3;
/// How many times larger or smaller the value added may be in the middle of all countries.
const MOST_APART: f64 = 5.0;

/// What must be said of a table whose value added is far from the gross domestic product of its countries: then its numbers
/// may be counted in another unit. `regions` has codes with value added in USD million; `None` where all is well or too few
/// countries are known.
pub(super) fn doubt<'a>(regions: impl Iterator<Item = (&'a str, f64)>, year: u16) -> Option<String> {
    let known = regions.filter_map(|(code, value)| Some(value / PRODUCTS.get(&(code.to_owned(), year))?));
    let mut ratios: Vec<f64> = known.collect();
    ratios.sort_by(f64::total_cmp);
    let middle = ratios.get(ratios.len() / 2).copied().filter(|_| ratios.len() >= LEAST)?;
    (!(1.0 / MOST_APART..=MOST_APART).contains(&middle)).then(|| {
        format!(
            "The value added of its countries is about {middle:.2e} times their gross domestic product of {year}: amounts of \
             money are right only if its numbers are USD million; shares and percent losses do not depend on it."
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// In 2015 the product of the United States was about 18 trillion USD, of Germany 3.4, of Japan 4.4.
    #[test]
    fn another_unit_is_noticed() {
        let of = |factor: f64| {
            let regions = [("USA", 18.0e6), ("DEU", 3.2e6), ("JPN", 4.4e6), ("ROW", 5.0e6)];
            doubt(regions.into_iter().map(|(code, value)| (code, factor * value)), 2015)
        };
        assert_eq!(of(1.0), None);
        assert_eq!(of(0.5), None);
        for factor in [1e-6, 1e-3, 1e3, 1e6] {
            assert!(of(factor).unwrap().contains("of 2015"), "{factor}");
        }
        assert_eq!(doubt([("AAA", 1.0), ("BBB", 1.0), ("USA", 1.0)].into_iter(), 2015), None, "too few are known");
    }
}
