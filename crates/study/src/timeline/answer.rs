//! The answer of a timeline.

use serde::{Deserialize, Serialize};
pub use unequal_history::breaks::{Breaks, Segment};
use unequal_history::cooperation::Dilemma;
pub use unequal_history::events::Event;
pub use unequal_history::regimes::Regimes;
pub use unequal_history::reversal::Reversal;

use super::DILEMMA;
use crate::annual::AnnualSeries;
use crate::elasticity::Elasticity;
use crate::evidence::{Evidence, Grade};
use crate::parties::Side;

/// Decades of a pair.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Timeline {
    /// The first side.
    pub first: Side,
    /// The other.
    pub second: Side,
    /// Shares of trade, ascending years; a year may have several sources.
    pub trade: Vec<TradePoint>,
    /// Years without any share, from 1950 on, as readable spans.
    pub gaps: Vec<String>,
    /// Breaks of the balance, regimes and reversals; none where fewer than twelve years are known.
    pub balance: Option<Balance>,
    /// Exit costs where a table exists.
    pub exit: AnnualSeries,
    /// Why there is no exit cost in any year, in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_exit: Option<String>,
    /// Trade elasticity of the exit costs.
    pub elasticity: Elasticity,
    /// What is known beside trade.
    pub beside: Vec<Series>,
    /// Events between the two.
    pub events: Vec<Event>,
    /// What a repeated game says of a grievance. Speculative.
    pub cooperation: Vec<Patience>,
    /// How sure the shares and breaks are.
    pub evidence: Evidence,
}

/// Where a share is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TradeSource {
    /// Estimates by others of both directions together, for years of which no series knows the pair.
    Benchmark,
    /// Correlates of War, 1948 to 2014: all goods trade.
    LongSeries,
    /// BACI: goods.
    Goods,
    /// An input-output table: goods and services.
    Table,
    /// What customs of a side count of its trade with all, and what either side counts of the pair: goods.
    Customs,
}

/// One year's shares by one source, each from 0 to 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TradePoint {
    /// Year.
    pub year: u16,
    /// Kind of source.
    pub kind: TradeSource,
    /// Source by name.
    pub source: String,
    /// Whether trade of the pair is estimated or put in from records.
    pub estimated: bool,
    /// Second side's share of the first's exports.
    pub second_in_first_exports: Option<f64>,
    /// Second side's share of the first's imports.
    pub second_in_first_imports: Option<f64>,
    /// First side's share of the second's exports.
    pub first_in_second_exports: Option<f64>,
    /// First side's share of the second's imports.
    pub first_in_second_imports: Option<f64>,
    /// Shares of both directions together in all trade of the first side and of the second, where only their sum is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub both_ways: Option<[f64; 2]>,
    /// Sides whose shares are too high in this source.
    #[serde(default)]
    pub too_high: Vec<TooHigh>,
}

/// A side whose shares are too high in a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TooHigh {
    /// Code of the side.
    pub side: String,
    /// Why, as a clause.
    pub reason: String,
}

impl TradePoint {
    /// Grade of the shares of a side, by its code: observed, unless two reports were reconciled or put together, an estimate
    /// enters or they are known to be off.
    #[must_use]
    pub fn grade_of(&self, side: &str) -> Grade {
        match self.kind {
            _ if self.estimated || self.too_high_for(side).is_some() => Grade::C,
            TradeSource::Benchmark => Grade::C,
            TradeSource::Goods | TradeSource::Customs => Grade::B,
            TradeSource::LongSeries | TradeSource::Table => Grade::A,
        }
    }

    /// Why the shares of a side are too high, where they are.
    #[must_use]
    pub fn too_high_for(&self, side: &str) -> Option<&TooHigh> {
        self.too_high.iter().find(|known| known.side == side)
    }

    /// How much of each side's trade is with the other: mean of its shares of exports and imports, or the share of both
    /// together. None unless all four are known, or that one.
    #[must_use]
    pub fn dependence(&self) -> Option<[f64; 2]> {
        if self.both_ways.is_some() {
            return self.both_ways;
        }
        Some([
            (self.second_in_first_exports? + self.second_in_first_imports?) / 2.0,
            (self.first_in_second_exports? + self.first_in_second_imports?) / 2.0,
        ])
    }

    /// Hirschman's asymmetry: logarithm of the first side's dependence over the second's; above zero the first needs
    /// the second more.
    #[must_use]
    pub fn asymmetry(&self) -> Option<f64> {
        ln_ratio(self.dependence()?)
    }

    /// The same by one flow alone: each side's exports to the other as a share of all its exports, or its imports.
    #[must_use]
    pub fn asymmetry_by(&self, flow: TradeFlow) -> Option<f64> {
        let shares = match flow {
            TradeFlow::Exports => [self.second_in_first_exports, self.first_in_second_exports],
            TradeFlow::Imports => [self.second_in_first_imports, self.first_in_second_imports],
        };
        ln_ratio([shares[0]?, shares[1]?])
    }
}

fn ln_ratio([first, second]: [f64; 2]) -> Option<f64> {
    (first > 0.0 && second > 0.0).then(|| (first / second).ln())
}

/// One half of trade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TradeFlow {
    /// What a side sells to the other: need of its market.
    Exports,
    /// What a side buys from the other: need of its goods.
    Imports,
}

impl TradeFlow {
    /// Its name in a sentence.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Exports => "exports",
            Self::Imports => "imports",
        }
    }
}

/// The balance over decades: breaks in the mean of the asymmetry, its regimes and its changes of sign.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Balance {
    /// Observed years.
    pub observed: usize,
    /// Breaks and segments.
    pub breaks: Breaks,
    /// Regimes of a hidden Markov model.
    pub regimes: Regimes,
    /// Changes of sides.
    pub reversals: Vec<Reversal>,
    /// Changes of sides by one flow alone; the measure decides when they fall. Flows with too few years are left out.
    pub by_flow: Vec<FlowReversals>,
}

/// Changes of sides as one flow shows them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FlowReversals {
    /// Which flow.
    pub flow: TradeFlow,
    /// Observed years.
    pub observed: usize,
    /// Changes of sides.
    pub reversals: Vec<Reversal>,
}

/// A series beside trade.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Series {
    /// Name for columns.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// Unit in words.
    pub unit: String,
    /// Source.
    pub source: String,
    /// Grade.
    pub grade: Grade,
    /// What to keep in mind.
    pub note: String,
    /// Names of the values of a year.
    pub names: Vec<String>,
    /// Years with their values; a missing value is unknown, or for counts none.
    pub points: Vec<SeriesPoint>,
}

/// One year of a series.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SeriesPoint {
    /// Year.
    pub year: u16,
    /// Values in the order of the series' names.
    pub values: Vec<Option<f64>>,
}

/// How the regimes were found, and how many starts of the search came to the same: in words for any page.
#[must_use]
pub fn regime_words(regimes: &Regimes) -> String {
    let how = "Regimes are those of a hidden Markov model; to it each observed year follows the observed one before, across \
               gaps too.";
    let Some(chosen) = regimes.chosen() else { return how.to_owned() };
    let criteria: Vec<String> =
        regimes.fits.iter().map(|fit| format!("{}: {:.1}", fit.states, fit.criterion)).collect();
    let search = match chosen.starts {
        1 => String::new(),
        starts => format!(
            " The fit is the best of {starts} from different starts; {} of them ended there (log-likelihood {:.2}).",
            chosen.reached, chosen.log_likelihood
        ),
    };
    format!("{how} Number of regimes by the Bayesian criterion, lowest best: {}.{search}", criteria.join(", "))
}

/// What the table of grievances means, in words for any page.
#[must_use]
pub fn grievance_words() -> String {
    let Dilemma { temptation, reward, punishment } = DILEMMA;
    format!(
        "If a partnership were a repeated prisoners' dilemma with payoffs {temptation}, {reward} and {punishment}, and if an \
         old grievance took its size from what cooperating gives, then both would have to value the next year at least this \
         much of the present one for cooperation to last. Nobody has observed such payoffs: this says which way a grievance \
         works, and nothing about these two."
    )
}

/// The weight of the future that cooperation needs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Patience {
    /// Size of the grievance, where the reward of cooperating is 3 and that of both breaking off 1.
    pub grievance: f64,
    /// Least discount factor at which cooperation lasts; none if none is enough.
    pub least: Option<f64>,
}

impl TradeSource {
    /// The source in a word, for columns.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Benchmark => "estimates",
            Self::LongSeries => "long series",
            Self::Goods => "BACI",
            Self::Table => "table",
            Self::Customs => "customs",
        }
    }
}
