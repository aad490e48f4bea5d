//! From bytes to games: syntax, names, numbers; faults have their place in the file.

use std::ops::Range;

use unequal_policy::scenario::{At, Failed, Scenario, ScenarioError, ScenarioProblem, TableOf};
use unequal_world::Party;
use unequal_world::labels::nearest;
use unequal_world::source_text::{TextProblem, read_toml};

use super::document::{CubeEntry, PriorEntry, StrategyDocument};
use crate::payoff_tensor::{Design, Factor, Strength};
use unequal_ensemble::sensitivity::{Prior, Shape};

/// Most levels times efforts of a threat.
const MOST_STRENGTHS: usize = 400;

/// Games whose names are found and whose numbers are in bounds.
#[derive(Debug, Clone)]
pub struct StrategyFile {
    /// Name of the file.
    pub file: String,
    /// Title as written.
    pub title: String,
    /// What it is about.
    pub description: Option<String>,
    /// What actually happened, or is known of such cases.
    pub observed: Vec<String>,
    /// The cube's design: players are target, government, hegemon; factors `embargo`, `hubs`, `cut`, `pipeline` as far
    /// as the file has them.
    pub design: Design,
    /// Number of draws.
    pub draws: usize,
    /// Seed of the draws.
    pub seed: u64,
    /// The threat.
    pub threat: ThreatTerms,
    /// The patron's priors, in the order of [`crate::patron::parameter_set::PARAMETERS`] but for dependence, which the cube
    /// gives.
    pub patron: [Prior; 10],
    /// Largest support.
    pub most_support: f64,
    /// Bargaining in the shadow of war.
    pub crisis: CrisisTerms,
    /// Technologies.
    pub technologies: Vec<TechnologyTerms>,
    /// The bargain.
    pub linkage: LinkageTerms,
}

/// The threat's numbers.
#[derive(Debug, Clone)]
pub struct ThreatTerms {
    /// Weight of the target's loss, cost of effort, cost of a systemic bank, finance cut off, elasticity within
    /// finance, share of finance; costs in percent of the hegemon's real income.
    pub priors: [Prior; 6],
    /// Dollar business from which a bank is systemic, USD billion.
    pub systemic_from: f64,
    /// Collateral cost of a bank with a USD billion of dollar business, USD billion.
    pub collateral_per_business: f64,
    /// Exponent of it.
    pub collateral_exponent: f64,
}

/// Names of the threat's priors, in their order.
pub const THREAT_PARAMETERS: [&str; 6] =
    ["weight_target", "cost_of_effort", "cost_systemic", "finance_cut_off", "finance_elasticity", "finance_share"];

/// Numbers of the bargain in the shadow of war.
#[derive(Debug, Clone)]
pub struct CrisisTerms {
    /// p_1.
    pub win_probability: f64,
    /// p_2.
    pub win_probability_later: f64,
    /// c_A.
    pub cost_target: f64,
    /// c_B.
    pub cost_opponent: f64,
    /// delta.
    pub discount: f64,
    /// Subsidies.
    pub subsidies: Vec<f64>,
}

/// A technology with its priors.
#[derive(Debug, Clone)]
pub struct TechnologyTerms {
    /// What it is.
    pub name: String,
    /// The recipient's stock.
    pub stock: Prior,
    /// rho_0.
    pub own_pace: f64,
    /// rho_1.
    pub pace_by_transfer: f64,
    /// r.
    pub own_research: f64,
    /// chi.
    pub hold_back: Prior,
    /// What all of it is worth to the recipient at a stock of zero.
    pub worth_recipient: Prior,
}

/// The linked bargain with its priors.
#[derive(Debug, Clone)]
pub struct LinkageTerms {
    /// beta.
    pub power: Prior,
    /// The target's outside option without the embargo, a share of all it could get.
    pub outside_target: Prior,
    /// The government's.
    pub outside_government: Prior,
    /// Issues: name, worth to the target, worth to the government.
    pub issues: Vec<(String, Prior, Prior)>,
}

pub(crate) type Checked<T> = std::result::Result<T, Failed>;

pub(crate) fn value(place: Range<usize>, what: &'static str, value: impl ToString, expected: &str) -> Failed {
    Failed::value(place, what, value.to_string(), expected)
}

/// A number that is accepted.
pub(crate) fn number(
    what: &'static str,
    given: &At<f64>,
    accepted: impl Fn(f64) -> bool,
    expected: &str,
) -> Checked<f64> {
    let found = *given.value();
    if found.is_finite() && accepted(found) { Ok(found) } else { Err(value(given.place(), what, found, expected)) }
}

/// A prior both of whose ends are accepted.
pub(crate) fn prior(
    what: &'static str,
    given: &PriorEntry,
    accepted: impl Fn(f64) -> bool,
    expected: &str,
) -> Checked<Prior> {
    let low = number(what, &given.low, &accepted, expected)?;
    let high = number(what, &given.high, &accepted, expected)?;
    if high < low {
        return Err(value(given.high.place(), what, high, &format!("a number not below its low of {low}")));
    }
    let shape = given.shape.unwrap_or(Shape::Uniform);
    if shape == Shape::LogUniform && low <= 0.0 {
        return Err(value(given.low.place(), what, low, "a positive number where the shape is log-uniform"));
    }
    Ok(Prior { low, high, shape })
}

const NOT_NEGATIVE: &str = "a number of zero or more";
const SHARE: &str = "a share from 0 to 1";

fn not_negative(value: f64) -> bool {
    value >= 0.0
}

fn share(value: f64) -> bool {
    (0.0..=1.0).contains(&value)
}

impl StrategyFile {
    /// Reads a strategy file; any bytes give games or a fault with its place.
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Self, Box<ScenarioError>> {
        Self::parse_with(file, bytes, &|asked| asked.embedded())
    }

    /// As [`Self::parse`], with its table from somebody who may hold it already or can open files.
    pub fn parse_with(file: &str, bytes: &[u8], table_of: TableOf<'_>) -> Result<Self, Box<ScenarioError>> {
        let (document, text): (StrategyDocument, &str) = read_toml(file, bytes)?;
        let scenario = Scenario::from_document(file, text, document.world.clone(), table_of)?;
        resolved(file, document, scenario).map_err(|failed| failed.in_text(file, text))
    }
}

fn resolved(file: &str, document: StrategyDocument, scenario: Scenario) -> Checked<StrategyFile> {
    let design = design(&document, scenario)?;
    let most = 100_000;
    let count = &document.draws.count;
    if !(16..=most).contains(count.value()) {
        return Err(value(count.place(), "the number of draws", count.value(), "16 to 100000"));
    }
    Ok(StrategyFile {
        file: file.to_owned(),
        design,
        draws: *count.value() as usize,
        seed: document.draws.seed,
        threat: threat(&document)?,
        patron: patron(&document)?,
        most_support: number(
            "the largest support",
            &document.patron.most_support,
            |value| value > 0.0,
            "a positive number",
        )?,
        crisis: crisis(&document)?,
        technologies: technologies(&document)?,
        linkage: linkage(&document)?,
        title: document.title,
        description: document.description,
        observed: document.observed,
    })
}

fn design(document: &StrategyDocument, scenario: Scenario) -> Checked<Design> {
    let table = scenario.table();
    let name = table.name();
    let party = |given: &At<String>| -> Checked<Party> {
        scenario
            .groups()
            .party(given.value(), table.regions(), &name)
            .map_err(|error| Failed::at(given.place(), error.into()))
    };
    let players = [&document.players.target, &document.players.government, &document.players.hegemon];
    let parties = [party(players[0])?, party(players[1])?, party(players[2])?];
    for (later, given) in parties.iter().zip(players).skip(1) {
        let earlier = parties.iter().take_while(|party| !std::ptr::eq(*party, later));
        if earlier.flat_map(|party| &party.members).any(|member| later.contains(*member)) {
            return Err(value(
                given.place(),
                "a player",
                given.value(),
                "a country or group apart from the other players",
            ));
        }
    }
    let cube = &document.cube;
    let mut factors = Vec::new();
    for (name, names) in
        [("embargo", &cube.embargo), ("hubs", &cube.hubs), ("cut", &cube.cut), ("pipeline", &cube.pipeline)]
    {
        let measures = names.iter().map(|given| instrument(&scenario, given)).collect::<Checked<Vec<usize>>>()?;
        if !measures.is_empty() {
            factors.push(Factor { name: name.to_owned(), measures });
        } else if ["embargo", "cut"].contains(&name) {
            return Err(value(
                0..0,
                "a factor of the cube",
                name,
                "at least one measure of [world] for `embargo` and `cut`",
            ));
        }
    }
    let threats = cube.threat.iter().map(|given| instrument(&scenario, given)).collect::<Checked<Vec<usize>>>()?;
    for (given, position) in cube.threat.iter().zip(&threats) {
        let kind = scenario.instruments().get(*position).map_or("", |instrument| instrument.kind);
        if kind != "payments" {
            return Err(value(
                given.place(),
                "the threat's measure",
                given.value(),
                "a measure of the kind [[payments]]",
            ));
        }
    }
    let strengths = strengths(cube)?;
    let [target, government, hegemon] = parties;
    let pair = (target.clone(), government.clone());
    let players = vec![target, government, hegemon];
    Ok(Design { scenario, factors, threats, strengths, players, pair })
}

/// Position of a measure of the world.
fn instrument(scenario: &Scenario, given: &At<String>) -> Checked<usize> {
    let names = || scenario.instruments().iter().map(|instrument| (instrument.name.as_str(), instrument.name.as_str()));
    scenario.instruments().iter().position(|instrument| instrument.name == *given.value()).ok_or_else(|| {
        let message = format!("[world] has no measure called `{}`", given.value());
        Failed::at(given.place(), TextProblem::Syntax { message, suggestion: nearest(given.value(), names()) }.into())
    })
}

fn strengths(cube: &CubeEntry) -> Checked<Vec<Strength>> {
    let positive = |what, given: &At<f64>| number(what, given, |value| value > 0.0, "a positive number");
    for (what, given) in [("the levels of the threat", &cube.levels), ("the efforts", &cube.efforts)] {
        if given.value().is_empty() {
            return Err(value(given.place(), what, "none", "at least one number above 0"));
        }
    }
    let mut strengths = vec![Strength::NONE];
    for level in cube.levels.value() {
        for effort in cube.efforts.value() {
            strengths
                .push(Strength { level: positive("a threat level", level)?, effort: positive("an effort", effort)? });
        }
    }
    if strengths.len() > MOST_STRENGTHS + 1 {
        return Err(value(cube.levels.place(), "levels times efforts", strengths.len() - 1, "at most 400"));
    }
    Ok(strengths)
}

fn threat(document: &StrategyDocument) -> Checked<ThreatTerms> {
    let given = &document.threat;
    let positive = |value: f64| value > 0.0;
    Ok(ThreatTerms {
        priors: [
            prior("the weight of the target's loss", &given.weight_target, not_negative, NOT_NEGATIVE)?,
            prior("the cost of effort", &given.cost_of_effort, not_negative, NOT_NEGATIVE)?,
            prior("the cost of sanctioning a systemic bank", &given.cost_systemic, not_negative, NOT_NEGATIVE)?,
            prior(
                "the finance cut off",
                &given.finance_cut_off,
                |value| (0.0..1.0).contains(&value),
                "a share from 0 up and below 1",
            )?,
            prior("the elasticity of finance", &given.finance_elasticity, |value| value > 1.0, "a number above 1")?,
            prior("the share of finance", &given.finance_share, share, SHARE)?,
        ],
        systemic_from: number("the size of a systemic bank", &given.systemic_from, not_negative, NOT_NEGATIVE)?,
        collateral_per_business: number(
            "the collateral cost",
            &given.collateral_per_business,
            not_negative,
            NOT_NEGATIVE,
        )?,
        collateral_exponent: number(
            "the exponent of collateral cost",
            &given.collateral_exponent,
            positive,
            "a positive number",
        )?,
    })
}

fn patron(document: &StrategyDocument) -> Checked<[Prior; 10]> {
    let given = &document.patron;
    let any = |_: f64| true;
    Ok([
        prior("the rent of dependence", &given.rent, |value| value > 0.0, "a positive number")?,
        prior("the gain from diversion", &given.diversion, any, "a number")?,
        prior("the cost of support", &given.cost, not_negative, NOT_NEGATIVE)?,
        prior("the rise of the cost of support", &given.cost_rise, not_negative, NOT_NEGATIVE)?,
        prior("the drift of dependence", &given.drift, share, SHARE)?,
        prior("the drift by support", &given.drift_by_support, not_negative, NOT_NEGATIVE)?,
        prior("the decay of dependence", &given.decay, share, SHARE)?,
        prior("the hazard of peace", &given.hazard, share, SHARE)?,
        prior("the effect of support on the hazard", &given.hazard_by_support, not_negative, NOT_NEGATIVE)?,
        prior(
            "the discount factor",
            &given.discount,
            |value| (0.0..1.0).contains(&value),
            "a number from 0 up and below 1",
        )?,
    ])
}

fn crisis(document: &StrategyDocument) -> Checked<CrisisTerms> {
    let given = &document.crisis;
    let positive = |what, cost: &At<f64>| number(what, cost, |value| value > 0.0, "a positive number");
    let subsidies = given.subsidies.iter().map(|subsidy| number("a subsidy", subsidy, not_negative, NOT_NEGATIVE));
    Ok(CrisisTerms {
        win_probability: number("the probability of winning", &given.win_probability, share, SHARE)?,
        win_probability_later: number("the later probability of winning", &given.win_probability_later, share, SHARE)?,
        cost_target: positive("the target's cost of war", &given.cost_target)?,
        cost_opponent: positive("the opponent's cost of war", &given.cost_opponent)?,
        discount: number("the discount factor", &given.discount, share, SHARE)?,
        subsidies: subsidies.collect::<Checked<Vec<f64>>>()?,
    })
}

fn technologies(document: &StrategyDocument) -> Checked<Vec<TechnologyTerms>> {
    let technology = |given: &super::document::TechnologyEntry| -> Checked<TechnologyTerms> {
        let own_pace = number("the own pace of catching up", &given.own_pace, share, SHARE)?;
        let fits = |pace: f64| pace >= 0.0 && own_pace + pace <= 1.0;
        let expected = "a share that with the own pace is at most 1, the whole gap a year";
        Ok(TechnologyTerms {
            name: given.name.value().clone(),
            stock: prior("the stock of a technology", &given.stock, share, SHARE)?,
            own_pace,
            pace_by_transfer: number("the pace by transfer", &given.pace_by_transfer, fits, expected)?,
            own_research: number("the recipient's own research", &given.own_research, not_negative, NOT_NEGATIVE)?,
            hold_back: prior("the worth of holding back", &given.hold_back, not_negative, NOT_NEGATIVE)?,
            worth_recipient: prior("the worth to the recipient", &given.worth_recipient, not_negative, NOT_NEGATIVE)?,
        })
    };
    document.technology.iter().map(technology).collect()
}

fn linkage(document: &StrategyDocument) -> Checked<LinkageTerms> {
    let given = &document.linkage;
    let mut names: Vec<&At<String>> = document.technology.iter().map(|technology| &technology.name).collect();
    names.extend(given.issue.iter().map(|issue| &issue.name));
    for (place, name) in names.iter().enumerate() {
        if names.iter().take(place).any(|other| other.value() == name.value()) {
            return Err(Failed::at(name.place(), ScenarioProblem::RepeatedName { name: name.value().clone() }));
        }
    }
    if names.is_empty() {
        return Err(value(given.power.low.place(), "the number of issues", 0, "at least one technology or issue"));
    }
    let issue = |issue: &super::document::IssueEntry| -> Checked<(String, Prior, Prior)> {
        Ok((
            issue.name.value().clone(),
            prior("the worth of an issue to the target", &issue.worth_target, not_negative, NOT_NEGATIVE)?,
            prior("the worth of an issue to the government", &issue.worth_government, not_negative, NOT_NEGATIVE)?,
        ))
    };
    Ok(LinkageTerms {
        power: prior("the bargaining power", &given.power, share, SHARE)?,
        outside_target: prior("the target's outside option", &given.outside_target, share, SHARE)?,
        outside_government: prior("the government's outside option", &given.outside_government, share, SHARE)?,
        issues: given.issue.iter().map(issue).collect::<Checked<Vec<_>>>()?,
    })
}
