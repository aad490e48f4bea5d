//! `record`: what customs offices and statistics recorded of trade between two countries or groups, source beside source.

mod answer;
mod mirror;
mod product;
mod series;
mod sides;

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unequal_world::record::{self, products};
use unequal_world::series::{RemarkKind, remarks};

pub use answer::*;
pub(crate) use series::{all_goods as goods, nearest};
pub(crate) use sides::{Sides, find};

use crate::evidence::{Evidence, Grade};
use crate::{Result, Session, StudyError};

/// What is looked up in the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordQuestion {
    /// Country (ISO 3166 alpha-3) or group.
    pub first: String,
    /// The other country or group.
    pub second: String,
    /// A group of products instead of all goods and services, by its id in `data/products.csv`, such as `oil`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// First year shown; everything that is recorded if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<u16>,
}

impl RecordQuestion {
    /// A question about all goods and services in all years.
    #[must_use]
    pub fn new(first: &str, second: &str) -> Self {
        Self { first: first.to_owned(), second: second.to_owned(), product: None, from: None }
    }
}

/// Years that can be asked from.
const YEARS: std::ops::RangeInclusive<u16> = 1870..=2100;

impl Session {
    /// Answers the question from the record alone; no table is needed.
    ///
    /// # Errors
    /// When a side or the product is unknown, or the sides overlap.
    pub fn record(&self, question: &RecordQuestion) -> Result<Record> {
        if let Some(from) = question.from.filter(|from| !YEARS.contains(from)) {
            return Err(StudyError::Value {
                what: "the first year",
                value: from.to_string(),
                expected: format!("{} to {}", YEARS.start(), YEARS.end()),
            });
        }
        let sides = sides::find(self.book(), &question.first, &question.second)?;
        let product = question.product.as_deref().map(record::product_named).transpose()?;
        let from = question.from.unwrap_or_default();
        let flows = [[&sides.first, &sides.second], [&sides.second, &sides.first]];
        let directions: Vec<Direction> = flows
            .into_iter()
            .map(|[seller, buyer]| {
                let mut direction = Direction {
                    seller: seller.code.clone(),
                    buyer: buyer.code.clone(),
                    goods: Vec::new(),
                    services: Vec::new(),
                    mirror: Vec::new(),
                    services_mirror: Vec::new(),
                    products: match product {
                        Some(one) => product::series(std::slice::from_ref(one), seller, buyer, from)?,
                        None => product::series(products(), seller, buyer, from)?,
                    },
                    disagreement: None,
                };
                if product.is_none() {
                    direction.goods = series::goods(seller, buyer, from)?;
                    direction.services = series::services(seller, buyer, from)?;
                    direction.mirror = mirror::gaps(&direction.goods);
                    direction.services_mirror = mirror::gaps(&direction.services);
                    direction.disagreement = mirror::disagreement(&direction.goods);
                }
                Ok(direction)
            })
            .collect::<Result<_>>()?;
        let turnover = if product.is_none() { turnover(&sides, from)? } else { Vec::new() };
        Ok(Record {
            evidence: evidence(&sides, &directions, product.is_some())?,
            first: sides.first,
            second: sides.second,
            product: product.map(product::named),
            from: question.from,
            instead: None,
            directions,
            turnover,
        })
    }
}

/// Grade of a figure that was read in the press or in a book, by how it came about.
pub(crate) fn grade_of(kind: Kind) -> Grade {
    match kind {
        Kind::Reported => Grade::B,
        Kind::Derived => Grade::C,
        Kind::Expected => Grade::D,
    }
}

/// What the grade of a figure that was read means.
#[must_use]
pub fn meaning_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Reported => "an official figure as others report it",
        Kind::Derived => "derived from official figures as others report them",
        Kind::Expected => "a plan or an expectation, not an outcome",
    }
}

/// Both directions together; for two countries only.
fn turnover(sides: &Sides, from: u16) -> Result<Vec<Turnover>> {
    let ([one], [other]) = (sides.first.members.as_slice(), sides.second.members.as_slice()) else {
        return Ok(Vec::new());
    };
    let rows = record::turnover(one, other)?.into_iter().filter(|row| row.year >= from);
    Ok(rows
        .map(|row| Turnover {
            year: row.year,
            value: row.usd_million,
            kind: row.kind,
            grade: turnover_grade(&row),
            recorded_by: row.recorded_by,
            source: row.source,
            note: row.note,
        })
        .collect())
}

/// Years in which figures of Soviet trade reach us by essays, intelligence and diplomats.
const SECOND_HAND: u16 = 1990;

/// Grade of a turnover: what essays and diplomats say of Soviet trade is no official figure.
pub(crate) fn turnover_grade(row: &record::Turnover) -> Grade {
    if row.year < SECOND_HAND { grade_of(row.kind).max(Grade::C) } else { grade_of(row.kind) }
}

/// What stands behind the answer: the sources that have a figure, and what is known to be wrong with them.
fn evidence(sides: &Sides, directions: &[Direction], one_product: bool) -> Result<Evidence> {
    let all = || directions.iter().flat_map(|direction| direction.goods.iter().chain(&direction.services));
    let mut names: Vec<&str> = Vec::new();
    for series in all() {
        if !names.contains(&series.source.as_str()) {
            names.push(&series.source);
        }
    }
    let has_products = directions.iter().any(|direction| !direction.products.is_empty());
    if has_products {
        names.push("BACI of the CEPII, minerals and fuels");
    }
    let mut evidence = Evidence::observed(&names.join("; "));
    // A page is as good as the weakest of its figures; products are reconciled by their source, as all of BACI is.
    let products = has_products.then_some(Grade::B);
    evidence.grade = all().map(|series| series.grade).chain(products).max().unwrap_or(evidence.grade);
    let codes: Vec<&str> = sides.first.members.iter().chain(&sides.second.members).map(String::as_str).collect();
    let sides_alone = [sides.first.code.as_str(), sides.second.code.as_str()];
    let ids: BTreeSet<&str> = all().map(|series| series.id.as_str()).collect();
    let mut caveats = vec![
        "Exports are valued at the seller\u{2019}s border, imports at the buyer\u{2019}s with freight and insurance: a buyer\u{2019}s \
         figure some percent above the seller\u{2019}s is no contradiction. Goods that reach a country by way of another are \
         often booked differently by the two."
            .to_owned(),
    ];
    let noted =
        [("cow", ids.contains("correlates-of-war")), ("baci", ids.contains("baci")), ("products", has_products)];
    for (source, _) in noted.into_iter().filter(|(source, shown)| *shown && !(one_product && *source != "products")) {
        let remarks = remarks(source, &codes)?;
        let explained: Vec<String> = remarks
            .iter()
            .filter(|remark| remark.kind == RemarkKind::Caveat)
            .map(|remark| remark.region.clone())
            .collect();
        for remark in remarks {
            match remark.kind {
                RemarkKind::Caveat if remark.region.is_empty() || sides_alone.contains(&remark.region.as_str()) => {
                    caveats.push(remark.text);
                }
                RemarkKind::TooHigh
                    if sides_alone.contains(&remark.region.as_str()) && !explained.contains(&remark.region) =>
                {
                    caveats.push(format!(
                        "In BACI\u{2019}s year 2023 the shares of {} are too high, because {}.",
                        unequal_world::names::region_name(&remark.region),
                        remark.text
                    ));
                }
                _ => {}
            }
        }
    }
    evidence.caveats = caveats;
    Ok(evidence)
}
