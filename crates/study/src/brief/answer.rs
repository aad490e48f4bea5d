//! The shape of the brief's answer. Shares are 0 to 1, losses are shares of real income
//! (0.01 is 1 %), values are USD million at basic prices.

use serde::{Deserialize, Serialize};

pub use crate::annual::{AnnualGap, AnnualPoint, AnnualSeries, AsPublished, TableShares};
use crate::closure::Closure;
use crate::elasticity::{Elasticity, TradeElasticity};
use crate::evidence::{Evidence, Grade};
pub use crate::losses::{Losses, PartnerRank, RatioParts};
use crate::parties::Grouping;
pub use crate::parties::Side;
pub use crate::record::Reporter;
use crate::uncertainty::PairRanges;
use crate::verdict::Verdict;

/// How unequal a partnership is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Brief {
    /// Who was asked about.
    pub first: Side,
    /// Who was asked about.
    pub second: Side,
    /// Year of the main blocks.
    pub year: u16,
    /// The trade elasticity of the headline.
    pub elasticity: Elasticity,
    /// The table, if it is not the one of its year: its name, or that of its file without folders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// What is estimated in the whole table and between the two, in sentences.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cautions: Vec<String>,
    /// What is estimated in the trade of one side with everybody, in sentences.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cautions_of_sides: Vec<String>,
    /// How groups were treated, if a side is one.
    pub grouping: Option<Grouping>,
    /// Which side depends more, by the rule of [`crate::verdict()`].
    pub verdict: Verdict,
    /// Trade both ways.
    pub trade: TradeBlock,
    /// Exit cost both ways.
    pub exit: ExitBlock,
    /// Shares and exit costs by the table as its source published it, where the main blocks' is adjusted to records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_published: Option<AsPublished>,
    /// Products and industries that carry the dependence.
    pub sector_exposure: SectorExposure,
    /// The same after an embargo; `None` if none applies, with the reason in `embargo_note`.
    pub embargo: Option<EmbargoBlock>,
    /// What the embargo is, or why there is none.
    pub embargo_note: String,
    /// Year by year.
    pub annual: AnnualSeries,
}

/// Block 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TradeBlock {
    /// First to second, then second to first.
    pub flows: Vec<Flow>,
    /// Recorded goods of the same pair: in the year by every source, or in the nearest years with a record.
    pub recorded: Vec<Recorded>,
    /// How sure.
    pub evidence: Evidence,
}

/// What one side sells to the other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Flow {
    /// Code of the seller.
    pub seller: String,
    /// Code of the buyer.
    pub buyer: String,
    /// USD million.
    pub value: f64,
    /// Goods, USD million; `None` where the table does not tell goods from services.
    pub goods: Option<f64>,
    /// Services, USD million.
    pub services: Option<f64>,
    /// Share of the buyer's imports.
    pub share_of_buyers_imports: f64,
    /// Share of the buyer's imports of goods.
    pub share_of_buyers_goods_imports: Option<f64>,
    /// Share of the seller's exports.
    pub share_of_sellers_exports: f64,
    /// Share of the seller's exports of goods.
    pub share_of_sellers_goods_exports: Option<f64>,
    /// Rank of the seller among the buyer's suppliers.
    pub supplier_rank: usize,
    /// Rank of the buyer among the seller's customers.
    pub customer_rank: usize,
    /// Number of partners ranked.
    pub partners: usize,
}

/// A recorded figure of goods beside the table's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Recorded {
    /// Code of the seller.
    pub seller: String,
    /// Code of the buyer.
    pub buyer: String,
    /// Year: the table's, or the nearest with a record.
    pub year: u16,
    /// Recorded value, USD million.
    pub value: f64,
    /// The table's goods at basic prices less the recorded value, USD million; `None` where the years differ.
    pub gap: Option<f64>,
    /// Where the recorded figure is from.
    pub source: String,
    /// Whose report it is.
    pub reporter: Reporter,
    /// Grade of the recorded figure.
    pub grade: Grade,
    /// What the grade means for it.
    pub meaning: String,
}

/// Exit costs under one set of trade elasticities.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExitRow {
    /// The set.
    pub elasticity: TradeElasticity,
    /// Whether it is the headline.
    pub headline: bool,
    /// Exit costs.
    pub losses: Losses,
}

/// Another closure of the model, or another elasticity where it matters most.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Variant {
    /// Something else is held fixed.
    Closure(Closure),
    /// Energy and raw materials are hard to replace.
    EnergyElasticity {
        /// Their trade elasticity.
        value: f64,
    },
}

/// Exit costs under a variant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VariantRow {
    /// Which.
    pub variant: Variant,
    /// Losses; of [`Closure::Rationing`] those of value added at old prices. `None` where there are none.
    pub losses: Option<Losses>,
    /// The ratio of the losses in money, where trade balances as in the headline.
    pub ratio_in_money: Option<f64>,
    /// Why there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A loss in money, USD million a year: the same share of two incomes.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LossInMoney {
    /// Of income with balanced trade, on which the solve and the share rest: a region with a surplus sells less abroad, at
    /// better terms, and spends all it earns.
    pub balanced: f64,
    /// Of income as the table records it: value added and duties.
    pub recorded: f64,
}

/// What a side gains from trade with everybody, and how much of it the pair carries.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GainsFromTrade {
    /// What the side would lose if it traded with nobody outside, share of real income (Costinot and Rodriguez-Clare
    /// 2014, section 2): its gains from trade.
    pub all: f64,
    /// Its exit cost as a share of that.
    pub share: f64,
}

/// Block 2.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExitBlock {
    /// One row for each set of elasticities.
    pub rows: Vec<ExitRow>,
    /// The same at the headline's elasticity under other closures of the model.
    #[serde(default)]
    pub variants: Vec<VariantRow>,
    /// The headline loss in money: first side.
    pub first_money: LossInMoney,
    /// The headline loss in money: second side.
    pub second_money: LossInMoney,
    /// The ratio of the headline losses, taken apart into money and size; `None` where there is no ratio.
    pub ratio_parts: Option<RatioParts>,
    /// The headline loss beside all that the first side gains from trade; `None` where it cannot do without trade,
    /// because it uses a product that it does not make.
    pub first_gains: Option<GainsFromTrade>,
    /// The same of the second side.
    pub second_gains: Option<GainsFromTrade>,
    /// Place of the second side among all partners of the first, by exit cost at trade elasticity 4 in the year's own
    /// table; `None` for groups and for tables of one's own.
    pub first_rank: Option<PartnerRank>,
    /// Place of the first side among all partners of the second.
    pub second_rank: Option<PartnerRank>,
    /// Ranges of the losses and what decides them; `None` where too few studies have elasticities of the table's
    /// sectors, or where a loss is too small to be seen under some of them.
    pub ranges: Option<PairRanges>,
    /// Where the sectoral set comes from.
    pub elasticity_source: String,
    /// How sure.
    pub evidence: Evidence,
}

/// Block 3.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SectorExposure {
    /// The first side, then the second.
    pub sides: Vec<ExposureSide>,
    /// How sure.
    pub evidence: Evidence,
}

/// Where one side depends on the other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExposureSide {
    /// Code of the side that depends.
    pub side: String,
    /// Code of the side it depends on.
    pub partner: String,
    /// Products whose loss carries most of the exit cost, largest first.
    pub products: Vec<ProductRow>,
    /// Industries with most of the partner's content in their inputs, largest first.
    pub industries: Vec<IndustryRow>,
}

/// One product a side buys from the other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "BriefProductRow"))]
pub struct ProductRow {
    /// Sector code.
    pub code: String,
    /// Sector name.
    pub name: String,
    /// Part of the exit cost that this product carries, share (may exceed 1 if others are negative).
    pub share_of_exit_cost: f64,
    /// Bought from the partner, USD million.
    pub value: f64,
    /// Partner's share in imports of the product.
    pub share_of_imports: f64,
    /// Partner's share in all use of the product, home supply included.
    pub share_of_use: f64,
}

/// One industry whose inputs hold the partner's work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IndustryRow {
    /// Sector code.
    pub code: String,
    /// Sector name.
    pub name: String,
    /// Partner's share in bought inputs.
    pub direct: f64,
    /// Partner's share in all that they contain.
    pub looked_through: f64,
    /// Inputs bought straight from the partner, USD million.
    pub value: f64,
}

/// Block 4.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EmbargoBlock {
    /// Code of the embargoing group.
    pub coalition: String,
    /// Its readable name.
    pub coalition_name: String,
    /// Code of the target.
    pub target: String,
    /// Its readable name.
    pub target_name: String,
    /// One row for each set of elasticities.
    pub rows: Vec<EmbargoRow>,
    /// Shares before and after for the headline elasticity.
    pub shares: Vec<ShareChange>,
    /// How sure.
    pub evidence: Evidence,
}

/// Exit costs before and after, and what the embargo itself costs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EmbargoRow {
    /// The set of elasticities.
    pub elasticity: TradeElasticity,
    /// Whether it is the headline.
    pub headline: bool,
    /// Exit costs without the embargo.
    pub before: Losses,
    /// Exit costs under it.
    pub after: Losses,
    /// What the embargo costs the first side, share of real income (negative: a gain).
    pub cost_first: f64,
    /// What it costs the second side.
    pub cost_second: f64,
    /// What it costs the coalition as a whole.
    pub cost_coalition: f64,
}

/// One share before and after the embargo, with balanced trade in both.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ShareChange {
    /// What the share is of, in words.
    pub what: String,
    /// Without the embargo.
    pub before: f64,
    /// Under it.
    pub after: f64,
}
