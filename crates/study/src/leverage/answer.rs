//! What the questions about leverage answer.

use serde::{Deserialize, Serialize};

use super::catalogue::MeasureCard;
use crate::brief::ExitRow;
use crate::elasticity::TradeElasticity;
use crate::evidence::{Evidence, Grade};
use crate::parties::Side;
use crate::uncertainty::{Interval, PairRanges};
use crate::verdict::Verdict;

/// Who needs whom more, by every measure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PairLeverage {
    /// First side.
    pub first: Side,
    /// Second side.
    pub second: Side,
    /// Year of the table.
    pub year: u16,
    /// Name of the table that was asked for instead of the year's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// The trade elasticities.
    pub elasticity: TradeElasticity,
    /// Title of the scenario under which exit costs are also given.
    pub scenario: Option<String>,
    /// Which side depends more, by the rule of [`crate::verdict()`].
    pub verdict: Verdict,
    /// Exit costs of both sides at each trade elasticity tried.
    pub exit_costs: Vec<ExitRow>,
    /// Ranges of the exit costs and what decides them, as in a brief.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ranges: Option<PairRanges>,
    /// One figure a row, for both sides.
    pub measures: Vec<MeasureRow>,
    /// Power by kind of supply, and how the kinds work together.
    pub power: Vec<PowerRow>,
    /// Where the parameters of power come from.
    pub power_source: String,
    /// Goods on which a side depends by the EU's indicators.
    pub products: Vec<ProductRow>,
    /// Other markets beside the partner's.
    pub markets: Vec<MarketRow>,
    /// Who would miss whom in which product.
    pub claims: Vec<ProductClaimRow>,
    /// What each measure means, with grade and source.
    pub catalogue: Vec<MeasureCard>,
    /// How sure.
    pub evidence: Evidence,
}

/// One figure for both sides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MeasureRow {
    /// `L1` to `L7`.
    pub label: String,
    /// What it is.
    pub item: String,
    /// Unit of both figures.
    pub unit: String,
    /// Grade of both figures.
    pub grade: Grade,
    /// The first side's dependence on the second; `None` where it is not defined or without limit.
    pub first: Option<f64>,
    /// The second side's dependence on the first.
    pub second: Option<f64>,
}

/// Power over both sides through one kind of supply.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PowerRow {
    /// Kind of supply, `all at once`, or `interaction`.
    pub kind: String,
    /// Elasticity between suppliers where it is assumed.
    pub assumed_elasticity: Option<f64>,
    /// Over the first side.
    pub over_first: PowerFigure,
    /// Over the second side.
    pub over_second: PowerFigure,
}

/// Power over one side through one kind.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PowerFigure {
    /// The partner's part in what the side uses of the kind, share; `None` for sums.
    pub share: Option<f64>,
    /// Rise of the side's cost, share; `None` where it is without limit.
    pub rise: Option<f64>,
    /// The same in USD million of the side's spending.
    pub money: Option<f64>,
}

/// A good on which a side depends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "LeverageProductRow"))]
pub struct ProductRow {
    /// Code of the side that depends.
    pub side: String,
    /// Code of the sector.
    pub code: String,
    /// Its name.
    pub name: String,
    /// CDI1: concentration of suppliers outside, index from 0 to 1.
    pub concentration: f64,
    /// CDI2: imports from outside over all imports, share.
    pub outside_share: f64,
    /// CDI3: imports from outside over all exports; `None` where nothing is exported.
    pub imports_over_exports: Option<f64>,
    /// The partner's part in the imports from outside, share.
    pub partner_share: f64,
    /// Imports from the partner, USD million.
    pub from_partner: f64,
}

/// How much one market matters to one side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MarketRow {
    /// Code of the side.
    pub side: String,
    /// Code of the market.
    pub market: String,
    /// What the side sells there, USD million.
    pub exports: f64,
    /// Part of the side's exports, share.
    pub share_of_exports: f64,
    /// Part of the side's imports that comes from there, share.
    pub share_of_imports: f64,
    /// What the side would lose if trade with it ended, share of real income.
    pub side_loss: f64,
    /// What the market would lose, share of real income.
    pub market_loss: f64,
}

/// One product that one side sells to the other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProductClaimRow {
    /// Everyday name of the product.
    pub product: String,
    /// Codes of the sectors that stand for it.
    pub sectors: Vec<String>,
    /// What the sectors hold beside it; empty if nothing.
    pub note: String,
    /// Code of the seller.
    pub seller: String,
    /// Code of the buyer.
    pub buyer: String,
    /// Value, USD million.
    pub value: f64,
    /// Part of the buyer's imports of the product, share.
    pub share_of_imports: f64,
    /// Part of all the buyer uses of it, share.
    pub share_of_use: f64,
    /// Part of the seller's exports of it, share.
    pub share_of_exports: f64,
    /// What the buyer would lose if this flow alone ended, share of real income.
    pub buyer_loss: f64,
    /// What the seller would lose, share of real income.
    pub seller_loss: f64,
}

/// How alike two measures order the same partnerships.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "RankAgreement"))]
pub struct Agreement {
    /// Name of the first measure.
    pub one: String,
    /// Name of the second.
    pub other: String,
    /// Spearman's rank correlation, -1 to 1; `None` where a measure does not vary.
    pub spearman: Option<f64>,
    /// Whether both measure one side, or both compare the two.
    pub comparable: bool,
    /// Kendall's tau-b, -1 to 1.
    pub kendall: Option<f64>,
    /// Partnerships worth a billion dollars or more that the two rank most differently.
    pub gaps: Vec<RankGap>,
}

/// A partnership that two measures rank differently.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RankGap {
    /// Code of the side that depends.
    pub side: String,
    /// Code of the partner.
    pub partner: String,
    /// Rank by the first measure, 1 is the most dependent.
    pub rank_one: f64,
    /// Rank by the second.
    pub rank_other: f64,
    /// What about the partnership goes with it.
    pub why: String,
    /// The same as figures.
    pub facts: GapFacts,
}

/// What sets a partnership apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GapFacts {
    /// Whether one of the two indicators is that of dependent goods and the side buys none from the partner: then the
    /// thresholds alone make the gap.
    pub none_dependent: bool,
    /// The side's imports over its value added.
    pub openness: Option<f64>,
    /// The partner's value added over the side's.
    pub partner_size: Option<f64>,
    /// The partner's part in the side's imports, share.
    pub share_of_imports: Option<f64>,
    /// The partner's part in the side's exports, share.
    pub share_of_exports: Option<f64>,
}

/// The figures of one side with one partner, one for each measure in the catalogue's order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DirectedRow {
    /// Code of the side that depends.
    pub side: String,
    /// Code of the partner.
    pub partner: String,
    /// Imports from the partner, USD million.
    pub imports: f64,
    /// Income of the side with balanced trade, USD million: what a share of its real income is in money.
    pub income: f64,
    /// The exit cost in money, USD million a year; `None` where it is not defined.
    #[serde(default)]
    pub exit_cost_in_money: Option<f64>,
    /// Range of the exit cost, share of real income, over published trade elasticities and the error of the table; `None`
    /// where the partner was not asked about by itself, or where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exit_cost_range: Option<Interval>,
    /// One figure for each measure; `None` where it is not defined or without limit.
    pub values: Vec<Option<f64>>,
    /// Rank by each measure among the rows, 1 is the most dependent; equal values share a rank. Dependence without limit
    /// comes first; a measure that is not defined gives no rank.
    pub ranks: Vec<Option<f64>>,
}

impl DirectedRow {
    /// Mean of the ranks that there are.
    #[must_use]
    pub fn mean_rank(&self) -> f64 {
        let known: Vec<f64> = self.ranks.iter().copied().flatten().collect();
        known.iter().sum::<f64>() / known.len().max(1) as f64
    }
}

/// Measures of all pairs, or of all who depend on one partner, and how they agree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LeverageTable {
    /// Code of the partner where all rows have the same one.
    pub partner: Option<Side>,
    /// Year of the table.
    pub year: u16,
    /// Name of the table that was asked for instead of the year's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// The trade elasticities.
    pub elasticity: TradeElasticity,
    /// Whether exit costs are solved exactly; estimated otherwise.
    pub exact: bool,
    /// The measures, in the order of the values.
    pub catalogue: Vec<MeasureCard>,
    /// For one partner the most dependent first, by the mean of the ranks; for all pairs in the table's order.
    pub rows: Vec<DirectedRow>,
    /// Every two measures, the least alike first.
    pub agreement: Vec<Agreement>,
    /// Pairs without an exact exit cost, with the reason.
    pub failures: Vec<String>,
    /// How sure.
    pub evidence: Evidence,
}
