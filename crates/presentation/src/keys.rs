//! What a figure is about: the key columns of the tidy layout.

use std::fmt::Display;

use serde::{Deserialize, Serialize};

/// What a figure is about. Every level of a document may fill some keys: the document, a table, a row, a column, the
/// figure itself; the innermost wins.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keys {
    /// Code of the first side of the question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<String>,
    /// Code of the second side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<String>,
    /// Code of the region or group that the figure is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Code of its partner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner: Option<String>,
    /// Code of the sector.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<String>,
    /// Year, or a period such as `2024-03`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<String>,
    /// The measure or scenario that holds; empty for the world as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<String>,
    /// Label of the trade elasticities, where one enters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elasticity: Option<String>,
}

impl Keys {
    /// No key.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// The keys of a question about two sides.
    #[must_use]
    pub fn pair(first: &str, second: &str) -> Self {
        Self { first: Some(first.to_owned()), second: Some(second.to_owned()), ..Self::default() }
    }

    /// The key of a column of the tidy layout; `None` where it is not given, and for columns that are no key.
    #[must_use]
    pub fn named(&self, column: &str) -> Option<&str> {
        match column {
            "first" => self.first.as_deref(),
            "second" => self.second.as_deref(),
            "region" => self.region.as_deref(),
            "partner" => self.partner.as_deref(),
            "sector" => self.sector.as_deref(),
            "year" => self.year.as_deref(),
            "measure" => self.measure.as_deref(),
            "elasticity" => self.elasticity.as_deref(),
            _ => None,
        }
    }

    /// With a region.
    #[must_use]
    pub fn region(mut self, code: impl Into<String>) -> Self {
        self.region = Some(code.into());
        self
    }

    /// With a partner.
    #[must_use]
    pub fn partner(mut self, code: impl Into<String>) -> Self {
        self.partner = Some(code.into());
        self
    }

    /// With a sector.
    #[must_use]
    pub fn sector(mut self, code: impl Into<String>) -> Self {
        self.sector = Some(code.into());
        self
    }

    /// With a year or a period.
    #[must_use]
    pub fn year(mut self, year: impl ToString) -> Self {
        self.year = Some(year.to_string());
        self
    }

    /// With a measure or scenario.
    #[must_use]
    pub fn measure(mut self, name: impl Into<String>) -> Self {
        self.measure = Some(name.into());
        self
    }

    /// With the label of trade elasticities as files have it.
    #[must_use]
    pub fn elasticity(mut self, of: impl Display) -> Self {
        self.elasticity = Some(format!("{of:#}"));
        self
    }

    /// These keys, completed by those of an outer level.
    #[must_use]
    pub fn or(&self, outer: &Self) -> Self {
        let pick = |own: &Option<String>, other: &Option<String>| own.clone().or_else(|| other.clone());
        Self {
            first: pick(&self.first, &outer.first),
            second: pick(&self.second, &outer.second),
            region: pick(&self.region, &outer.region),
            partner: pick(&self.partner, &outer.partner),
            sector: pick(&self.sector, &outer.sector),
            year: pick(&self.year, &outer.year),
            measure: pick(&self.measure, &outer.measure),
            elasticity: pick(&self.elasticity, &outer.elasticity),
        }
    }
}
