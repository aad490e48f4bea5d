//! The claims file as written.

use std::fmt;

use serde::Deserialize;
use serde::de::{self, Deserializer, Visitor};
use toml::Spanned;

use crate::period::PERIODS;
use crate::rounding::RoundingTable;

/// A file of claims.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Document {
    /// What the claims are from.
    pub title: String,
    /// What should be known about them.
    pub description: Option<String>,
    /// How far, relative, the buyer's record of a flow may be from the seller's.
    pub valuation_gap: Option<Spanned<f64>>,
    /// Other meanings of words.
    #[serde(default)]
    pub rounding: RoundingTable,
    /// Claims.
    #[serde(default)]
    pub claim: Vec<Entry>,
    /// Figures taken as true beside the claims.
    #[serde(default)]
    pub given: Vec<Entry>,
    /// Identities of the author.
    #[serde(default)]
    pub identity: Vec<IdentityEntry>,
}

/// A claim or a given figure.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    pub name: Spanned<String>,
    pub says: Option<String>,
    pub quantity: Spanned<String>,
    pub of: Option<Spanned<String>>,
    pub to: Option<Spanned<String>>,
    pub from: Option<Spanned<String>>,
    pub with: Option<Spanned<String>>,
    pub product: Option<Spanned<String>>,
    pub flow: Option<Spanned<String>>,
    pub currency: Option<Spanned<String>>,
    pub period: Option<Spanned<NumberOrText>>,
    pub since: Option<Spanned<NumberOrText>>,
    pub stated: Option<Spanned<String>>,
    pub low: Option<Spanned<f64>>,
    pub high: Option<Spanned<f64>>,
    pub unit: Option<Spanned<String>>,
    pub source: Option<String>,
    pub note: Option<String>,
}

/// `2023` or `"2024-03"`.
#[derive(Debug, Clone)]
pub(crate) enum NumberOrText {
    Number(i64),
    Text(String),
}

impl<'de> Deserialize<'de> for NumberOrText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl Visitor<'_> for Either {
            type Value = NumberOrText;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, "a period: {PERIODS}; all but a year in quotation marks")
            }
            fn visit_i64<E: de::Error>(self, value: i64) -> Result<NumberOrText, E> {
                Ok(NumberOrText::Number(value))
            }
            fn visit_str<E: de::Error>(self, value: &str) -> Result<NumberOrText, E> {
                Ok(NumberOrText::Text(value.to_owned()))
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl NumberOrText {
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.clone(),
        }
    }
}

/// A sum or a product of claims.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct IdentityEntry {
    pub total: Option<Spanned<String>>,
    pub parts: Option<Spanned<Vec<Spanned<String>>>>,
    pub part: Option<Spanned<String>>,
    pub ratio: Option<Spanned<String>>,
    pub whole: Option<Spanned<String>>,
}
