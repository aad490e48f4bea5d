//! `exit-cost`: what the end of a partnership costs each side, for one pair or for all.

use std::collections::BTreeMap;

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unequal_leverage::WorldState;
use unequal_world::elasticity::ElasticitySet;
use unequal_world::{EconomyTable, Party, embedded};

use crate::closure::{self, Closure};
pub use crate::elasticity::Elasticity;
use crate::elasticity::{self, TradeElasticity};
use crate::evidence::{Evidence, Grade};
use crate::losses::Losses;
use crate::observer::{Observer, Steps};
use crate::pair_ranges::{self, PairCostRanges};
use crate::session::Closing;
use crate::source::TableSource;
use crate::uncertainty::{self, Headline, PairRanges, Study};
use crate::{Result, Session, StudyError, parties};

/// What the end of a partnership costs each side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExitCostQuestion {
    /// Country (ISO 3166 alpha-3) or group.
    pub first: String,
    /// The other country or group.
    pub second: String,
    /// Year of the table; the latest embedded one if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
    /// A table instead of the year's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<TableSource>,
    /// Trade elasticities.
    #[serde(default)]
    pub elasticity: Elasticity,
    /// What is held fixed while the world adjusts.
    #[serde(default)]
    pub closure: Closure,
}

impl ExitCostQuestion {
    /// About a pair in the latest embedded year, in the long run.
    #[must_use]
    pub fn new(first: &str, second: &str) -> Self {
        let (first, second) = (first.to_owned(), second.to_owned());
        Self { first, second, year: None, table: None, elasticity: Elasticity::DEFAULT, closure: Closure::LongRun }
    }
}

/// The same for everybody against everybody.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExitCostMatrixQuestion {
    /// Year of the table; the latest embedded one if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
    /// A table instead of the year's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<TableSource>,
    /// Trade elasticities.
    #[serde(default)]
    pub elasticity: Elasticity,
    /// Whether every pair is solved under every published set of trade elasticities as well, so that it has ranges.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ranges: bool,
}

/// Exit costs of one pair or of all pairs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExitCosts {
    /// Year of the table.
    pub year: u16,
    /// Name of the table that was asked for instead of the year's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// Label of the elasticities.
    pub elasticity: TradeElasticity,
    /// What is held fixed while the world adjusts.
    #[serde(default)]
    pub closure: Closure,
    /// The countries or groups of the pairs, in the order of the table's regions.
    pub economies: Vec<Economy>,
    /// One row a pair, in the order of the table's regions.
    pub pairs: Vec<PairCost>,
    /// The pair's costs by the table as its source published it, where that of the year is adjusted to records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_published: Option<CostAsPublished>,
    /// Ranges of the pair's costs and what decides them, as in a brief; `None` for all pairs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ranges: Option<PairRanges>,
    /// The pair's costs in money, USD million a year of income with balanced trade, where ranges are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_money: Option<[f64; 2]>,
    /// Members of the groups asked about that the table does not show separately.
    pub missing: Vec<String>,
    /// Pairs without an answer, with the reason.
    pub failures: Vec<PairFailure>,
    /// How sure.
    pub evidence: Evidence,
}

/// A pair's costs by a table as its source published it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CostAsPublished {
    /// Name of the table.
    pub table: String,
    /// The costs.
    pub pair: PairCost,
}

/// A country or group of the pairs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Economy {
    /// Its code, as in the pairs.
    pub code: String,
    /// Readable name.
    pub name: String,
    /// Value added of a year, USD million.
    pub value_added: f64,
}

/// What the end of one partnership costs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PairCost {
    /// Code of the first side.
    pub first: String,
    /// Code of the second side.
    pub second: String,
    /// Loss of the first side's real income, share.
    pub first_loss: f64,
    /// Loss of the second side's real income, share.
    pub second_loss: f64,
    /// First over second, of the shares above.
    pub ratio: f64,
    /// Evaluations of the fixed-point map that the solve took.
    pub evaluations: usize,
    /// Ranges, where many pairs were asked about with them. Those of a single pair stand in [`ExitCosts::ranges`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ranges: Option<PairCostRanges>,
}

impl PairCost {
    /// The ratio, where both sides would visibly lose, as in [`Losses`](crate::losses::Losses::comparable).
    #[must_use]
    pub fn comparable(&self) -> Option<f64> {
        crate::losses::comparable(self.first_loss, self.second_loss, self.ratio)
    }
}

/// A pair whose parting has no equilibrium or was not reached.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PairFailure {
    /// Code of the first side.
    pub first: String,
    /// Code of the second side.
    pub second: String,
    /// The engine's words.
    pub reason: String,
}

impl Session {
    /// The exit cost of one pair of countries or groups, in an embedded year or a table of one's own.
    pub fn exit_cost(&self, question: &ExitCostQuestion, observer: &dyn Observer) -> Result<ExitCosts> {
        let ExitCostQuestion { first, second, year, table: source, elasticity, closure } = question;
        let table = self.chosen(*year, source.as_ref())?;
        let parties = self.book().pair(first, second, table.regions(), &table.name())?;
        let set = elasticity::set(elasticity, &table)?;
        let mut costs = match closure {
            Closure::LongRun => self.of_pair(&table, set, &parties, observer)?,
            other => self.under_closure(&table, set, *other, &parties, observer)?,
        };
        let Evidence { grade, estimated, estimated_briefly, .. } =
            Evidence::of_pair(&table, &parties.0, &parties.1, closure.grade());
        costs.evidence = Evidence { grade, estimated, estimated_briefly, ..costs.evidence };
        costs.evidence = costs.evidence.with_members_of(self.book(), table.year(), [&parties.0, &parties.1]);
        costs.table = source.as_ref().map(TableSource::short_name);
        if *closure == Closure::LongRun {
            costs.as_published = self.cost_as_published(&table, question, observer)?;
        }
        match costs.failures.first() {
            Some(failure) => Err(StudyError::NoAnswer {
                task: format!("{first} and {second} apart in {}", table.name()),
                reason: failure.reason.clone(),
            }),
            None => Ok(costs),
        }
    }

    /// A pair's costs, and their ranges over published elasticities and the error of the table.
    fn of_pair(
        &self,
        table: &EconomyTable,
        set: ElasticitySet,
        parties: &(Party, Party),
        observer: &dyn Observer,
    ) -> Result<ExitCosts> {
        let (first, second) = parties;
        let steps = Steps::new(observer, 1, "pairs");
        steps.check()?;
        let task = |_: &str| format!("solving {} with balanced trade", table.name());
        let own = self.undisturbed(table, set, Closing::balanced(), task)?;
        let state = WorldState::undisturbed(own.world);
        let apart = state.without_trade_between(first, second);
        let cost = apart.as_ref().map(|apart| state.exit_cost_from(apart, first, second));
        let which = own.set.which.clone();
        let losses = cost.as_ref().map(Losses::from).map_err(ToString::to_string);
        let mut costs = collected(table, which, std::slice::from_ref(parties), vec![outcome(losses, first, second)]);
        steps.done();
        let (Ok(apart), Ok(cost)) = (&apart, &cost) else { return Ok(costs) };
        steps.check()?;
        let task = |_: &str| format!("solving {} under published elasticities", table.name());
        let solve = |set: ElasticitySet| -> Result<_> {
            let before = self.undisturbed(table, set, Closing::balanced(), task)?;
            let state = WorldState::undisturbed(before.world);
            Ok((before.set, state.exit_cost(first, second).ok()))
        };
        let studies = match uncertainty::is_given(&own.set.which) {
            true => Vec::new(),
            false => uncertainty::studies_for(table).into_par_iter().map(solve).collect::<Result<Vec<_>>>()?,
        };
        let contributions = |region: usize| state.contributions(apart, region);
        let income = state.equilibrium().income().to_vec();
        let headline = Headline::of((&own.set, cost), contributions, &income, [first, second]);
        // A study under which the pair cannot part leaves no range: a missing value is not passed over.
        let studies: Option<Vec<Study<'_>>> =
            studies.iter().map(|(set, cost)| Some(Study { by_sector: &set.by_sector, cost: cost.as_ref()? })).collect();
        costs.ranges = studies.and_then(|studies| uncertainty::ranges(table, &studies, &headline));
        let pair = costs.pairs.first();
        costs.in_money = costs
            .ranges
            .as_ref()
            .zip(pair)
            .map(|(of_pair, pair)| of_pair.in_money([pair.first_loss, pair.second_loss]));
        Ok(costs)
    }

    /// A pair's costs under another closure than the headline's.
    fn under_closure(
        &self,
        table: &EconomyTable,
        set: ElasticitySet,
        closure: Closure,
        parties: &(Party, Party),
        observer: &dyn Observer,
    ) -> Result<ExitCosts> {
        let (first, second) = parties;
        let steps = Steps::new(observer, 1, "pairs");
        let losses = steps.step(|| closure::losses(self, table, &set, closure, [first, second]))?;
        let pairs = std::slice::from_ref(parties);
        let mut costs = collected(table, set.which, pairs, vec![outcome(Ok(losses), first, second)]);
        costs.closure = closure;
        costs.evidence = Evidence::of_table(table, closure.grade()).with_caveat(closure.caveat());
        Ok(costs)
    }

    /// The pair's costs by the table as published, where the embedded one of the year is adjusted.
    fn cost_as_published(
        &self,
        table: &EconomyTable,
        question: &ExitCostQuestion,
        observer: &dyn Observer,
    ) -> Result<Option<CostAsPublished>> {
        let published = embedded::as_published(table.year()).filter(|_| question.table.is_none());
        let Some(name) = published else { return Ok(None) };
        let table = self.opened(&TableSource::Embedded { embedded: name.to_owned() })?.table;
        let parties = self.book().pair(&question.first, &question.second, table.regions(), &table.name())?;
        let set = elasticity::set(&question.elasticity, &table)?;
        let costs = between(self, &table, set, &[parties], observer)?;
        Ok(costs.pairs.into_iter().next().map(|pair| CostAsPublished { table: name.to_owned(), pair }))
    }

    /// The exit costs of every pair of the table's regions. The observer is told of pairs.
    pub fn exit_cost_matrix(&self, question: &ExitCostMatrixQuestion, observer: &dyn Observer) -> Result<ExitCosts> {
        let table = self.chosen(question.year, question.table.as_ref())?;
        let set = elasticity::set(&question.elasticity, &table)?;
        let regions = parties::regions(&table);
        let pairs: Vec<(Party, Party)> = regions
            .iter()
            .enumerate()
            .flat_map(|(one, first)| regions.iter().skip(one + 1).map(move |second| (first.clone(), second.clone())))
            .collect();
        let mut costs = between(self, &table, set, &pairs, observer)?;
        costs.table = question.table.as_ref().map(TableSource::short_name);
        costs.evidence.estimated = table.provenance().all_estimates();
        if question.ranges {
            costs.add_ranges(self, &table, &pairs, observer)?;
        }
        Ok(costs)
    }
}

impl ExitCosts {
    /// Adds the ranges of the pairs that were asked about.
    pub(crate) fn add_ranges(
        &mut self,
        session: &Session,
        table: &EconomyTable,
        pairs: &[(Party, Party)],
        observer: &dyn Observer,
    ) -> Result<()> {
        let losses: BTreeMap<(&str, &str), [f64; 2]> = self
            .pairs
            .iter()
            .map(|pair| ((pair.first.as_str(), pair.second.as_str()), [pair.first_loss, pair.second_loss]))
            .collect();
        let ranges = match uncertainty::is_given(&self.elasticity) {
            true => {
                let of_pair = |pair: &(Party, Party)| {
                    let losses = losses.get(&(pair.0.code.as_str(), pair.1.code.as_str()))?;
                    pair_ranges::given(table, pair, *losses)
                };
                pairs.par_iter().map(of_pair).collect()
            }
            false => pair_ranges::of_pairs(session, table, pairs, observer)?,
        };
        let by_codes: BTreeMap<(&str, &str), PairCostRanges> = pairs
            .iter()
            .zip(ranges)
            .filter_map(|((first, second), ranges)| Some(((first.code.as_str(), second.code.as_str()), ranges?)))
            .collect();
        for pair in &mut self.pairs {
            pair.ranges = by_codes.get(&(pair.first.as_str(), pair.second.as_str())).copied();
        }
        Ok(())
    }
}

/// Exit costs of given pairs of one table.
pub(crate) fn between(
    session: &Session,
    table: &EconomyTable,
    set: ElasticitySet,
    pairs: &[(Party, Party)],
    observer: &dyn Observer,
) -> Result<ExitCosts> {
    let task = |_: &str| format!("solving {} with balanced trade", table.name());
    let steps = Steps::new(observer, pairs.len(), "pairs");
    steps.check()?;
    let before = session.undisturbed(table, set, Closing::balanced(), task)?;
    let state = WorldState::undisturbed(before.world);
    let solve = |(first, second): &(Party, Party)| {
        steps.check()?;
        let cost = state.exit_cost(first, second);
        let cost = cost.map(|cost| Losses::from(&cost)).map_err(|error| error.to_string());
        steps.done();
        Ok(outcome(cost, first, second))
    };
    let solved = pairs.par_iter().map(solve).collect::<Result<Vec<_>>>()?;
    Ok(collected(table, before.set.which, pairs, solved))
}

/// The answer from what became of each pair.
fn collected(
    table: &EconomyTable,
    elasticity: TradeElasticity,
    pairs: &[(Party, Party)],
    solved: Vec<std::result::Result<PairCost, PairFailure>>,
) -> ExitCosts {
    let (mut costs, mut failures) = (Vec::new(), Vec::new());
    for outcome in solved {
        match outcome {
            Ok(cost) => costs.push(cost),
            Err(failure) => failures.push(failure),
        }
    }
    ExitCosts {
        year: table.year(),
        table: None,
        elasticity,
        closure: Closure::LongRun,
        economies: economies(table, pairs),
        pairs: costs,
        as_published: None,
        ranges: None,
        in_money: None,
        missing: pairs
            .iter()
            .flat_map(|(first, second)| first.missing.iter().chain(&second.missing))
            .cloned()
            .collect(),
        failures,
        evidence: Evidence::of_table(table, Grade::B)
            .with_caveat("Long-run losses with balanced trade; the trade elasticity decides the level."),
    }
}

/// A pair's losses, or why there are none.
fn outcome(
    cost: std::result::Result<Losses, String>,
    first: &Party,
    second: &Party,
) -> std::result::Result<PairCost, PairFailure> {
    let (first, second) = (first.code.clone(), second.code.clone());
    match cost {
        Ok(cost) => Ok(PairCost {
            first,
            second,
            first_loss: cost.first,
            second_loss: cost.second,
            ratio: cost.ratio,
            evaluations: cost.evaluations,
            ranges: None,
        }),
        Err(reason) => Err(PairFailure { first, second, reason }),
    }
}

/// Each side once, in the order of its first region.
fn economies(table: &EconomyTable, pairs: &[(Party, Party)]) -> Vec<Economy> {
    let value_added = table.value_added();
    let mut sides: Vec<&Party> = pairs.iter().flat_map(|(first, second)| [first, second]).collect();
    // A stable sort: the two sides of a single pair that are groups never share a region.
    sides.sort_by(|one, other| one.members.first().cmp(&other.members.first()));
    sides.dedup_by(|one, other| one.code == other.code);
    sides
        .into_iter()
        .map(|side| Economy {
            code: side.code.clone(),
            name: side.name.clone(),
            value_added: side.members.iter().map(|region| value_added[*region]).sum(),
        })
        .collect()
}
