//! The scenario file as written. The JSON schema is derived from these structs.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unequal_equilibrium::DeficitRule;
use unequal_world::PriorKind;
use unequal_world::elasticity::Elasticity;

use super::priors::PriorsEntry;
use crate::instruments::{
    BarrierEntry, CurrencyEntry, EmbargoEntry, ExportControlEntry, ExportTaxEntry, IcebergEntry, LocalProductionEntry,
    PaymentsEntry, PriceCapEntry, RouteEntry, SelfSanctioningEntry, TariffEntry,
};
use crate::located::{At, OneOrMany};

/// A scenario: what some states do about trade, and for which world.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "unequal scenario")]
pub struct ScenarioDocument {
    /// What the scenario is called.
    pub title: String,
    /// What it is about, in sentences.
    pub description: Option<String>,
    /// Year of the table; the latest embedded one if absent.
    pub year: Option<At<u16>>,
    /// A table instead of the year's own: the name of an embedded one, such as `oecd-2022`, or a file, found from the folder
    /// of this one.
    pub table: Option<At<String>>,
    /// Long-run trade elasticity: a number from 0.1 to 50 for all sectors, or `by-sector`; 4 if absent.
    pub trade_elasticity: Option<At<Elasticity>>,
    /// Long-run trade elasticities of single sectors, by code or name, or of groups of sectors (`food`, `energy`,
    /// `consumer-goods`, `chemicals`, `metals`, `machinery`, `vehicles`, `services`); `trade_elasticity` holds in the others.
    #[serde(default)]
    pub elasticities: BTreeMap<At<String>, At<f64>>,
    /// What happens to trade deficits; `balanced` if absent.
    pub deficits: Option<At<Deficits>>,
    /// Years since the shock, 0 to 100: elasticities are smaller at first. The long run if absent.
    pub horizon: Option<At<f64>>,
    /// Dates after the shock at which the scenario is solved besides.
    pub time: Option<TimeEntry>,
    /// Groups of countries of this scenario, which may contain groups and replace those of the program.
    #[serde(default)]
    pub groups: BTreeMap<At<String>, Vec<At<String>>>,
    /// The two parties whose exit costs are reported; if absent, the first target and its largest partner among the
    /// regions that no measure names.
    pub pair: Option<PairNames>,
    /// Whose real income is reported; if absent, the parties that the measures name and the pair.
    pub report: Option<ReportEntry>,
    /// Parameters of measures that are known with an error only: ranges of the answer then hold it.
    #[serde(default)]
    pub uncertain: Vec<UncertainEntry>,
    /// Priors of trade elasticities and of the table's error instead of the program's, for ranges of the answer.
    pub priors: Option<PriorsEntry>,
    /// Forbidden trade.
    #[serde(default)]
    pub embargo: Vec<EmbargoEntry>,
    /// Duties on imports.
    #[serde(default)]
    pub tariff: Vec<TariffEntry>,
    /// Duties on exports.
    #[serde(default)]
    pub export_tax: Vec<ExportTaxEntry>,
    /// Costs of trade that nobody receives.
    #[serde(default)]
    pub iceberg: Vec<IcebergEntry>,
    /// Trade of which a part is forbidden.
    #[serde(default)]
    pub export_control: Vec<ExportControlEntry>,
    /// Firms that leave a market of their own will.
    #[serde(default)]
    pub self_sanctioning: Vec<SelfSanctioningEntry>,
    /// Measures by what they did to trade, as a gravity equation estimates it.
    #[serde(default)]
    pub barrier: Vec<BarrierEntry>,
    /// Transit through hubs beside a direct flow.
    #[serde(default)]
    pub route: Vec<RouteEntry>,
    /// Local assembly with foreign technology beside exports.
    #[serde(default)]
    pub local_production: Vec<LocalProductionEntry>,
    /// Caps on the price of oil.
    #[serde(default)]
    pub price_cap: Vec<PriceCapEntry>,
    /// Changed costs of the currencies in which trade is settled.
    #[serde(default)]
    pub currency: Vec<CurrencyEntry>,
    /// Threats to banks that clear payments.
    #[serde(default)]
    pub payments: Vec<PaymentsEntry>,
}

/// A parameter of a measure with the range that holds it with a chance of 90 %.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UncertainEntry {
    /// Name of the measure, or names of several that state the parameter; theirs change in proportion.
    pub measure: OneOrMany,
    /// The parameter, a number that the measure states; of a table inside it with a point, such as `entry.hazard`. In a list
    /// of tables, such as `hub.markup`, it is that of every table, in proportion.
    pub parameter: At<String>,
    /// Other numbers of the measure that change in proportion to the parameter.
    #[serde(default)]
    pub with: Vec<At<String>>,
    /// The true value is below this with a chance of 5 %.
    pub low: At<f64>,
    /// The true value is above this with a chance of 5 %.
    pub high: At<f64>,
    /// How the range is known: `estimated`, `calibrated` or `assumed`.
    pub kind: Option<PriorKind>,
    /// Where the range comes from; assumed if absent.
    pub source: Option<String>,
}

/// Dates after the shock: the end of each of `count` months or years.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TimeEntry {
    /// How long a step is.
    pub step: TimeStep,
    /// Number of steps, 1 to 60.
    pub count: At<u16>,
}

/// How long a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TimeStep {
    /// A month.
    Month,
    /// Twelve months.
    Year,
}

impl TimeStep {
    /// The word in the file.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// Its length in months.
    #[must_use]
    pub fn months(self) -> f64 {
        match self {
            Self::Month => 1.0,
            Self::Year => 12.0,
        }
    }
}

/// What is reported.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportEntry {
    /// Countries or groups, in the order in which they are reported. The world always follows.
    pub regions: Vec<At<String>>,
}

/// The pair whose leverage is reported.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PairNames {
    /// Country or group.
    pub first: At<String>,
    /// Country or group.
    pub second: At<String>,
}

/// What happens to trade deficits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Deficits {
    /// Every region balances its trade, before the measures as after them.
    Balanced,
    /// Deficits keep their value.
    Fixed,
    /// Deficits keep their share of world value added.
    Share,
}

impl Deficits {
    /// The word in the file.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Balanced => "balanced",
            Self::Fixed => "fixed",
            Self::Share => "share",
        }
    }

    /// The same as the engine's rule.
    #[must_use]
    pub fn rule(self) -> DeficitRule {
        match self {
            Self::Balanced => DeficitRule::Zero,
            Self::Fixed => DeficitRule::FixedNominal,
            Self::Share => DeficitRule::ShareOfWorldValueAdded,
        }
    }
}
