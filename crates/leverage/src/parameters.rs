//! Thresholds and assumed parameters, read from `data/leverage.toml` or a file of the same form.

use serde::Deserialize;
use unequal_world::EconomyTable;

use crate::dependence::Thresholds;
use crate::power::{Kind, Nests};
use crate::{LeverageError, Result};

const EMBEDDED: &str = include_str!("../../../data/leverage.toml");

/// Everything the indicators assume.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// When a product counts as one on which a buyer depends (L2).
    pub dependence: Thresholds,
    power: PowerParameters,
    /// What the table of side claims shows.
    pub claims: Claims,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct PowerParameters {
    between_kinds: f64,
    source: String,
    kinds: Vec<KindParameters>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct KindParameters {
    name: String,
    elasticity: f64,
    icio50: Vec<String>,
    wiod35: Vec<String>,
}

/// What the table of side claims shows.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claims {
    /// Countries or groups set beside the partner.
    pub markets: Vec<String>,
    /// Products, each with the sectors that represent it.
    pub products: Vec<ProductClaim>,
}

/// A product by its common name, with the sectors nearest to it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductClaim {
    /// Its common name.
    pub name: String,
    /// What else the sectors contain.
    #[serde(default)]
    pub note: String,
    icio50: Vec<String>,
    wiod35: Vec<String>,
}

/// Positions of sectors in a table; those that it lacks are left out.
fn positions(table: &EconomyTable, icio50: &[String], wiod35: &[String]) -> Vec<usize> {
    let codes = match table.provenance().classification.as_str() {
        // The goods of the first are those of the second.
        "icio50" | "icio28" => icio50,
        "wiod35" => wiod35,
        _ => &[],
    };
    codes.iter().filter_map(|code| table.sectors().iter().position(|sector| sector.code.as_str() == code)).collect()
}

impl ProductClaim {
    /// Positions of its sectors in a table; empty in a classification that is not known.
    #[must_use]
    pub fn sectors(&self, table: &EconomyTable) -> Vec<usize> {
        positions(table, &self.icio50, &self.wiod35)
    }
}

impl Parameters {
    /// The parameters that come with the program.
    pub fn embedded() -> Result<Self> {
        Self::parse("data/leverage.toml", EMBEDDED)
    }

    /// Reads parameters from TOML text; `name` stands in errors.
    pub fn parse(name: &str, text: &str) -> Result<Self> {
        toml::from_str(text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start.min(text.len()));
            LeverageError::Line {
                name: name.to_owned(),
                line: 1 + text.as_bytes()[..start].iter().filter(|byte| **byte == b'\n').count(),
                reason: error.message().to_owned(),
            }
        })
    }

    /// The nests of L5 for a table, with a trade elasticity for each of its sectors. Sectors of no
    /// named kind are goods or services by what customs see.
    #[must_use]
    pub fn nests(&self, table: &EconomyTable, trade_elasticity: &[f64]) -> Nests {
        let mut kind_of = vec![None; table.sectors().len()];
        let mut kinds = Vec::new();
        for parameters in &self.power.kinds {
            let sectors = positions(table, &parameters.icio50, &parameters.wiod35);
            sectors.iter().for_each(|sector| kind_of[*sector] = Some(parameters.elasticity));
            let elasticity = Some(parameters.elasticity);
            // A table whose services are one sector shows no finance.
            if !sectors.is_empty() {
                kinds.push(Kind { name: parameters.name.clone(), assumed_elasticity: elasticity, sectors });
            }
        }
        for (name, kind) in
            [("goods", unequal_world::SectorKind::Goods), ("other services", unequal_world::SectorKind::Services)]
        {
            let rest = table.sectors().iter().enumerate();
            let sectors = rest
                .filter(|(position, sector)| kind_of[*position].is_none() && sector.kind == kind)
                .map(|(position, _)| position)
                .collect();
            kinds.push(Kind { name: name.to_owned(), assumed_elasticity: None, sectors });
        }
        let elasticities = kind_of.iter().zip(trade_elasticity).map(|(kind, theta)| kind.unwrap_or(1.0 + theta));
        Nests {
            elasticities: elasticities.collect(),
            between_kinds: self.power.between_kinds,
            source: self.power.source.clone(),
            kinds,
        }
    }
}
