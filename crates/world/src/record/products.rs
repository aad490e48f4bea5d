//! Products that politics is about: groups of HS6 codes, and their trade by pair.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::PRODUCTS;
use crate::error::Suggestion;
use crate::labels::nearest;
use crate::rows::read_rows;
use crate::{Result, WorldError};

const CONCORDANCE: &str = include_str!("../../../../data/products.csv");

/// One row of `data/products.csv`.
#[derive(Debug, Deserialize)]
struct Concordance {
    group: String,
    name: String,
    unit: String,
    hs6: String,
}

/// A group of products.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductGroup {
    /// Short name by which it is asked for, such as `oil`.
    pub id: String,
    /// Readable name.
    pub name: String,
    /// Weight to which a unit value refers: `tonne` or `kilogram`.
    pub unit: String,
    /// Codes of the Harmonised System of 1992, six digits.
    pub hs6: Vec<String>,
}

/// One year of a product's trade.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ProductFlow {
    /// Year.
    pub year: u16,
    /// USD million.
    pub usd_million: f64,
    /// Thousand tonnes; `None` where a part of the value has no weight.
    pub kilotonnes: Option<f64>,
}

static GROUPS: LazyLock<Vec<ProductGroup>> = LazyLock::new(|| {
    let rows: Vec<Concordance> = read_rows("data/products.csv", CONCORDANCE).unwrap_or_default();
    let mut groups: Vec<ProductGroup> = Vec::new();
    for row in rows {
        match groups.last_mut().filter(|group| group.id == row.group) {
            Some(group) => group.hs6.push(row.hs6),
            None => groups.push(ProductGroup { id: row.group, name: row.name, unit: row.unit, hs6: vec![row.hs6] }),
        }
    }
    groups
});

static BY_CODE: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| {
    GROUPS.iter().flat_map(|group| group.hs6.iter().map(|code| (code.as_str(), group.id.as_str()))).collect()
});

/// The groups of products, in the order in which they are shown.
#[must_use]
pub fn products() -> &'static [ProductGroup] {
    &GROUPS
}

/// The group of an HS6 code (Harmonised System of 1992), as its id.
#[must_use]
pub fn product_group(hs6: &str) -> Option<&'static str> {
    BY_CODE.get(hs6).copied()
}

/// A group by its id, in upper or lower case.
pub fn product_named(given: &str) -> Result<&'static ProductGroup> {
    GROUPS.iter().find(|group| group.id.eq_ignore_ascii_case(given)).ok_or_else(|| WorldError::UnknownProduct {
        given: given.to_owned(),
        known: GROUPS.iter().map(|group| group.id.as_str()).collect::<Vec<_>>().join(", "),
        suggestion: suggestion(given),
    })
}

fn suggestion(given: &str) -> Suggestion {
    nearest(given, GROUPS.iter().map(|group| (group.id.as_str(), group.name.as_str())))
}

/// Trade in a group of products from a seller to a buyer by BACI, 1995 to 2024, ascending years; flows below USD 0.1 million
/// are left out. Either side may be [`super::WORLD`].
pub fn product(group: &str, seller: &str, buyer: &str) -> Result<Vec<ProductFlow>> {
    let keys = [group, seller, buyer];
    let Some(rest) = PRODUCTS.after(&keys)? else { return Ok(Vec::new()) };
    let mut fields = rest.split(',');
    let (Some(from), Some(values), Some(weights)) = (fields.next(), fields.next(), fields.next()) else {
        return Err(PRODUCTS.fault(format!("{} without figures", keys.join(","))));
    };
    let weights: BTreeMap<u16, f64> = PRODUCTS.listed(&keys, from, weights)?.into_iter().collect();
    let values = PRODUCTS.listed(&keys, from, values)?.into_iter();
    Ok(values
        .map(|(year, usd_million)| ProductFlow { year, usd_million, kilotonnes: weights.get(&year).copied() })
        .collect())
}
