//! The answer of `run` and of `compare`. Shares are fractions (0.01 is 1 %), money is USD million
//! of the table's year at the prices of the world without the measures.

use serde::{Deserialize, Serialize};
use unequal_policy::scenario::Receiver;

use super::ranges::RunRanges;
use crate::losses::RatioParts;
use crate::uncertainty::Interval;
use crate::{Deficits, Evidence, TradeElasticity};

/// What the measures of a scenario do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RunAnswer {
    /// Title of the scenario.
    pub title: String,
    /// Description in the file.
    pub description: Option<String>,
    /// Name of the file.
    pub file: String,
    /// Year of the table.
    pub year: u16,
    /// Name of the table that was asked for instead of the year's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// The trade elasticities.
    pub elasticity: TradeElasticity,
    /// The rule for trade deficits.
    pub deficits: Deficits,
    /// Measures in the order of the file.
    pub measures: Vec<MeasureSummary>,
    /// Parties named in the measures and the pair, then the world. Parties may overlap.
    pub parties: Vec<PartyOutcome>,
    /// Who pays the wedges and who receives them, with all measures; the rows sum to zero.
    pub ledger: Vec<LedgerRow>,
    /// Leverage of the pair, if there is one.
    pub pair: Option<PairOutcome>,
    /// The same at the dates that the file asks for, all measures together; empty without a `[time]`.
    #[serde(default)]
    pub path: Vec<PathStep>,
    /// Every region of the table, in its order. They add up to the world.
    pub regions: Vec<RegionOutcome>,
    /// How sure the effects are; `None` where that was not asked or cannot be said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ranges: Option<RunRanges>,
    /// Why it cannot be said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_ranges: Option<String>,
    /// How the solve with all measures ended.
    pub solve: SolveEnd,
    /// How sure.
    pub evidence: Evidence,
}

/// One measure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MeasureSummary {
    /// Name in the file.
    pub name: String,
    /// Table of the file, such as `embargo`.
    pub kind: String,
    /// What it does, in a sentence.
    pub words: String,
    /// Trade that it covers, USD million, in the model's world without the measures.
    pub trade: f64,
    /// The same as the table records it.
    pub recorded_trade: f64,
    /// Day from which it holds, as written; not in the model.
    pub since: Option<String>,
    /// Sources named in the file.
    pub sources: Vec<String>,
    /// Remark of the author.
    pub note: Option<String>,
    /// Members of its groups that the table does not show separately.
    pub missing: Vec<String>,
    /// Names of countries and groups that its lists repeat; they count once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub repeated: Vec<String>,
    /// What its friction has come to in the world with all measures.
    pub findings: Vec<FindingRow>,
}

/// A figure that a measure's friction has come to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FindingRow {
    /// What it is, in words.
    pub what: String,
    /// The figure.
    pub value: f64,
    /// `share`, `USD million`, `banks` and the like.
    pub unit: String,
}

/// All measures together at one date after the shock.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PathStep {
    /// Months since the shock.
    pub months: f64,
    /// The trade elasticities that hold then.
    pub elasticity: TradeElasticity,
    /// Change of each party's real income, share, in the order of the parties: relative to the world
    /// without the measures under the same elasticities.
    pub real_income: Vec<f64>,
    /// Its ranges, as in [`super::RunRanges`], from the same draws at every date; empty where none are given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ranges: Vec<Option<Interval>>,
    /// What the pair sells, first to second and second to first, USD million at producer prices.
    pub pair_sells: Option<[f64; 2]>,
    /// What each measure's friction has come to by then, in the order of the measures.
    pub findings: Vec<Vec<FindingRow>>,
}

/// One account of the ledger in one region: USD million a year, after the change. Positive is
/// received, negative is paid.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LedgerRow {
    /// Whose account it is.
    pub account: Account,
    /// Code of the region; empty for what nobody receives.
    pub region: String,
    /// Readable name of the region.
    pub name: String,
    /// Amount.
    pub amount: f64,
}

impl RunAnswer {
    /// What amounts of the other sign in the ledger mean, where there are any.
    #[must_use]
    pub fn ledger_turns(&self) -> Option<&'static str> {
        let any = |account, sign: f64| self.ledger.iter().any(|row| row.account == account && row.amount * sign > 0.0);
        match (any(Account::Importers, 1.0), any(Account::Waste, -1.0)) {
            (false, false) => None,
            (true, false) => {
                Some("A plus of buyers means that they pay less than the producers' value at the old cost and rent.")
            }
            (false, true) => Some("Waste with a minus is what is no longer used up."),
            (true, true) => Some(
                "A plus of buyers means that they pay less than the producers' value at the old cost and rent; waste with a minus is \
                 what is no longer used up.",
            ),
        }
    }
}

/// An account of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Account {
    /// Buyers of what bears wedges: what they spend above the producer's value of what arrives.
    Importers,
    /// Treasuries that levy tariffs.
    ImportTreasury,
    /// Treasuries that levy export taxes.
    ExportTreasury,
    /// Banks that clear payments.
    Banks,
    /// Hubs that goods pass through.
    Hubs,
    /// Buyers who pay less than they would without a cap.
    Buyers,
    /// Owners of the shadow fleet.
    Fleet,
    /// Hosts of plants.
    Hosts,
    /// Owners of plants' technology.
    Owners,
    /// Owners of a resource, who lose or gain rent.
    Rent,
    /// Owners of banks, for business that they expect to lose elsewhere because they clear payments.
    ExpectedLosses,
    /// Nobody: what buyers miss because varieties and routes are not traded any more.
    Withdrawn,
    /// Nobody: goods and work used up on the way.
    Waste,
}

impl Account {
    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Importers => "buyers pay",
            Self::ImportTreasury => "tariffs to treasuries",
            Self::ExportTreasury => "export taxes to treasuries",
            Self::Banks => Receiver::Banks.words(),
            Self::Hubs => Receiver::Hubs.words(),
            Self::Buyers => Receiver::Buyers.words(),
            Self::Fleet => Receiver::Fleet.words(),
            Self::Hosts => Receiver::Hosts.words(),
            Self::Owners => Receiver::Owners.words(),
            Self::Rent => Receiver::Rent.words(),
            Self::ExpectedLosses => "fees that cover banks' expected losses",
            Self::Withdrawn => "not traded any more",
            Self::Waste => "waste",
        }
    }
}

impl From<Receiver> for Account {
    fn from(receiver: Receiver) -> Self {
        match receiver {
            Receiver::Banks => Self::Banks,
            Receiver::Hubs => Self::Hubs,
            Receiver::Buyers => Self::Buyers,
            Receiver::Fleet => Self::Fleet,
            Receiver::Hosts => Self::Hosts,
            Receiver::Owners => Self::Owners,
            Receiver::Rent => Self::Rent,
        }
    }
}

/// Change of a party's real income relative to the same world without the measures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PartyOutcome {
    /// Code of the country or group; a list's are joined by `+`. `WORLD` is every region.
    pub code: String,
    /// Readable name.
    pub name: String,
    /// Number of regions in it.
    pub members: usize,
    /// Their codes, where they are not all of the table.
    #[serde(default)]
    pub member_codes: Vec<String>,
    /// Each measure alone, in the order of the measures, share of real income.
    pub alone: Vec<f64>,
    /// All measures together, share of real income.
    pub together: f64,
    /// Together less the sum of each alone.
    pub interaction: f64,
    /// Who pays and who receives, with all measures.
    pub money: Money,
}

impl PartyOutcome {
    /// Code of all regions together.
    pub const WORLD: &'static str = unequal_world::WORLD;

    /// Whether it is every region.
    #[must_use]
    pub fn is_world(&self) -> bool {
        self.code == Self::WORLD
    }
}

/// Who pays and who receives, USD million a year, with all measures.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Money {
    /// What the change of real income is worth (equivalent variation); negative is a loss.
    /// A group's is the sum of its members'.
    pub real_income: f64,
    /// Duties on imports, received by the importer's treasury; in values after the change.
    pub tariffs: f64,
    /// Duties on exports, received by the exporter's treasury.
    pub export_taxes: f64,
    /// Fees, received by whoever owns them.
    pub fees: f64,
}

/// One region with all measures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RegionOutcome {
    /// Code.
    pub code: String,
    /// Readable name.
    pub name: String,
    /// Change of real income, share.
    pub together: f64,
    /// Who pays and who receives.
    pub money: Money,
}

/// Leverage between two parties before and after the measures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PairOutcome {
    /// Code of the first side.
    pub first: String,
    /// Name of the first side.
    pub first_name: String,
    /// Code of the second side.
    pub second: String,
    /// Name of the second side.
    pub second_name: String,
    /// Whether the file names the pair.
    pub given: bool,
    /// What the first side sells to the second and the second to the first as the table records it, USD million.
    pub recorded: [f64; 2],
    /// In the world without the measures.
    pub before: PairState,
    /// With all of them.
    pub after: PairState,
}

/// Trade and exit costs of a pair in one state of the world.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PairState {
    /// What the first side sells to the second, USD million at producer prices.
    pub first_sells: f64,
    /// What the second side sells to the first.
    pub second_sells: f64,
    /// Share of the second side in the first side's imports.
    pub second_in_first_imports: f64,
    /// Share of the first side in the second side's imports.
    pub first_in_second_imports: f64,
    /// Share of real income that the first side loses if the two stop trading, with balanced trade.
    pub first_exit_cost: f64,
    /// The same for the second side.
    pub second_exit_cost: f64,
    /// First over second: the quotient of the two shares; `None` where a side would not visibly lose.
    pub ratio: Option<f64>,
    /// That ratio as the product of the ratio in money and of the ratio of sizes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ratio_parts: Option<RatioParts>,
}

/// How a solve ended.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SolveEnd {
    /// Evaluations of the fixed-point map.
    pub evaluations: usize,
    /// Largest relative residual.
    pub residual: f64,
    /// Rounds in which trade and frictions settled; 1 where no friction depends on trade.
    pub rounds: usize,
}

/// Several scenarios side by side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Comparison {
    /// Each scenario's own answer, in the order given.
    pub runs: Vec<RunAnswer>,
    /// The same figures for all, a value for each scenario.
    pub rows: Vec<ComparisonRow>,
}

impl ComparisonRow {
    /// What must be kept in mind where money of duties stands beside that of real income.
    pub const NO_SUM: &'static str = "Duties and fees are part of real income already and must not be added.";

    /// Whether it is about the pair.
    #[must_use]
    pub fn is_pair(&self) -> bool {
        matches!(self.subject, Subject::Pair(..))
    }
}

/// Whom a row of a comparison is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// A country or group, by its code.
    Party(String),
    /// Every region.
    World,
    /// The pair, by the codes of the first and the second side.
    Pair(String, String),
}

impl Subject {
    /// The party of a code.
    #[must_use]
    pub fn party(code: &str) -> Self {
        if code == unequal_world::WORLD { Self::World } else { Self::Party(code.to_owned()) }
    }
}

/// One figure in every scenario.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ComparisonRow {
    /// Whom it is about.
    pub subject: Subject,
    /// Readable name.
    pub name: String,
    /// What is compared.
    pub item: String,
    /// `share of real income` or `USD million`.
    pub unit: String,
    /// One a scenario; `None` where it does not apply.
    pub values: Vec<Option<f64>>,
}
