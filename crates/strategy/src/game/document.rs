//! The strategy file as written.

use schemars::JsonSchema;
use serde::Deserialize;
use unequal_policy::scenario::{At, ScenarioDocument as WorldDocument};

use unequal_ensemble::sensitivity::Shape;

/// A scenario of games: players, the world they are played over, and what is assumed about each side.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "unequal strategy")]
pub struct StrategyDocument {
    /// What it is called.
    pub title: String,
    /// What it is about, in sentences.
    pub description: Option<String>,
    /// What actually happened, or is known of such cases: sentences that the answer opens with.
    #[serde(default)]
    pub observed: Vec<String>,
    /// Who plays.
    pub players: PlayersEntry,
    /// The measures that the cube is made of, as in a scenario file.
    pub world: WorldDocument,
    /// Which measures are which factor.
    pub cube: CubeEntry,
    /// How parameters are drawn.
    pub draws: DrawsEntry,
    /// The hegemon's threat.
    pub threat: ThreatEntry,
    /// The patron.
    pub patron: PatronEntry,
    /// Bargaining in the shadow of war.
    pub crisis: CrisisEntry,
    /// Technologies that may be held back.
    #[serde(default)]
    pub technology: Vec<TechnologyEntry>,
    /// The linked bargain.
    pub linkage: LinkageEntry,
}

/// Who plays: codes of countries or groups.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlayersEntry {
    /// Whom the embargo is directed at; also the side that the patron may support, and the first side of the bargain.
    pub target: At<String>,
    /// The government that is threatened; also the patron, and the second side of the bargain.
    pub government: At<String>,
    /// Who threatens.
    pub hegemon: At<String>,
}

/// Which measures of the world are which factor of the cube, by name.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CubeEntry {
    /// The embargo on the target.
    pub embargo: Vec<At<String>>,
    /// Transit routes that evade it.
    #[serde(default)]
    pub hubs: Vec<At<String>>,
    /// The end of the trade between target and government: what complying means.
    pub cut: Vec<At<String>>,
    /// The pipeline.
    #[serde(default)]
    pub pipeline: Vec<At<String>>,
    /// The threat to banks whose strength varies.
    pub threat: Vec<At<String>>,
    /// Levels of the threat above 0, T; at least one.
    pub levels: At<Vec<At<f64>>>,
    /// Efforts above 0, E; at least one.
    pub efforts: At<Vec<At<f64>>>,
}

/// How parameters are drawn.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DrawsEntry {
    /// Number of draws, 16 to 100000.
    pub count: At<u32>,
    /// Seed; the same seed gives the same answer.
    pub seed: u64,
}

/// A prior as written.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a range, as in { low = 10, high = 30 }")]
pub struct PriorEntry {
    /// Lowest value.
    pub low: At<f64>,
    /// Highest value.
    pub high: At<f64>,
    /// `uniform` or `log-uniform`; uniform if absent.
    pub shape: Option<Shape>,
}

/// The hegemon's threat: none of its numbers is observed.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ThreatEntry {
    /// What a percent of the target's real income lost is worth to the hegemon, in percent of its own real income.
    pub weight_target: PriorEntry,
    /// What a unit of effort costs it, in percent of its real income.
    pub cost_of_effort: PriorEntry,
    /// What sanctioning a systemic bank costs it, in percent of its real income.
    pub cost_systemic: PriorEntry,
    /// Share of the government's finance that passes through its systemic banks' dollar business, 0 up and below 1.
    pub finance_cut_off: PriorEntry,
    /// Elasticity between sources of finance, above 1.
    pub finance_elasticity: PriorEntry,
    /// Share of finance in the costs of the economy, 0 to 1.
    pub finance_share: PriorEntry,
    /// Dollar business from which a bank is systemic, USD billion.
    pub systemic_from: At<f64>,
    /// What sanctioning a bank with a USD billion of dollar business costs the hegemon, USD billion.
    pub collateral_per_business: At<f64>,
    /// Exponent of that cost in dollar business, positive.
    pub collateral_exponent: At<f64>,
}

/// The patron's programme. Flows are multiples of its exit cost: what the end of its trade with the side it supports
/// would cost it a year, under the embargo, as the cube has it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PatronEntry {
    /// Rent at today's dependence, as a multiple of the exit cost.
    pub rent: PriorEntry,
    /// Gain from a rival's diverted attention while the war lasts, net of what the war costs; a multiple of the exit
    /// cost.
    pub diversion: PriorEntry,
    /// Cost of a unit of support, a multiple of the exit cost.
    pub cost: PriorEntry,
    /// Rise of that cost.
    pub cost_rise: PriorEntry,
    /// Share of the remaining independence lost a year of war.
    pub drift: PriorEntry,
    /// The same for each unit of support.
    pub drift_by_support: PriorEntry,
    /// Share of dependence lost a year of peace.
    pub decay: PriorEntry,
    /// Hazard a year that the war ends.
    pub hazard: PriorEntry,
    /// How strongly a unit of support lowers the hazard.
    pub hazard_by_support: PriorEntry,
    /// Discount factor a year, below 1.
    pub discount: PriorEntry,
    /// Largest support, units.
    pub most_support: At<f64>,
}

/// Bargaining in the shadow of war, in shares of what is fought over.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CrisisEntry {
    /// Probability that the supported side wins.
    pub win_probability: At<f64>,
    /// The same a period later, if it were left to grow stronger.
    pub win_probability_later: At<f64>,
    /// Its cost of war.
    pub cost_target: At<f64>,
    /// Its opponent's.
    pub cost_opponent: At<f64>,
    /// Discount factor between the periods.
    pub discount: At<f64>,
    /// Subsidies of the patron that are shown, ascending from 0.
    pub subsidies: Vec<At<f64>>,
}

/// A technology that the target may pass on or hold back.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TechnologyEntry {
    /// What it is.
    pub name: At<String>,
    /// The recipient's stock, a share of the holder's.
    pub stock: PriorEntry,
    /// Share of the gap that the recipient closes a year by itself.
    pub own_pace: At<f64>,
    /// The same by full transfer.
    pub pace_by_transfer: At<f64>,
    /// The recipient's own research, a share of the holder's level a year.
    pub own_research: At<f64>,
    /// What holding all of it back would be worth to the holder, points.
    pub hold_back: PriorEntry,
    /// What having the rest of it is worth to the recipient, points at a stock of zero.
    pub worth_recipient: PriorEntry,
}

/// The linked bargain, in points of each side's own.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkageEntry {
    /// The target's bargaining power, 0 to 1.
    pub power: PriorEntry,
    /// The target's outside option without the embargo, as a share of all that it could get, 0 to 1. Elsewhere it is
    /// this times its exit cost without the embargo over that in the state at hand.
    pub outside_target: PriorEntry,
    /// The government's outside option, as a share of all that it could get, 0 to 1.
    pub outside_government: PriorEntry,
    /// Issues besides the technologies.
    #[serde(default)]
    pub issue: Vec<IssueEntry>,
}

/// An issue besides the technologies.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueEntry {
    /// What it is about.
    pub name: At<String>,
    /// What all of it is worth to the target, points.
    pub worth_target: PriorEntry,
    /// What all of it is worth to the government, points.
    pub worth_government: PriorEntry,
}
