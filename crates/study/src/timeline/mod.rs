//! `timeline`: seventy years of a pair, as far as data go: trade both ways, exit costs, weight in the world, votes,
//! sanctions, arms; where the balance broke, and when one side's dependence became the other's.

mod answer;
mod benchmark;
mod beside;
mod customs;
mod trade;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unequal_history::cooperation::{Dilemma, critical_discount_factor};
use unequal_history::events;
use unequal_history::{Observation, breaks, regimes, reversal};
use unequal_world::WorldError;
use unequal_world::series::{RemarkKind, remarks};

pub use answer::*;

use crate::annual::AnnualSeries;
use crate::elasticity::{self, Elasticity};
use crate::evidence::{Evidence, Grade};
use crate::observer::{Observer, Steps};
use crate::parties::{Grouping, Pair, Side, side};
use crate::record::{self, Sides};
use crate::source::Source;
use crate::{Result, Session, StudyError, annual};

/// First year shown.
pub const FIRST_YEAR: u16 = 1950;

/// Observed years that an analysis of the balance needs.
const LEAST_YEARS: usize = 12;

/// What the timeline is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TimelineQuestion {
    /// Country (ISO 3166 alpha-3); groups have exit costs but no long series.
    pub first: String,
    /// The other country.
    pub second: String,
    /// Common trade elasticity of the exit costs, 0.1 to 50; 4 if absent.
    #[serde(default = "elasticity::usual")]
    pub elasticity: f64,
    /// Events of the reader's own instead of those that come with the program: a csv file with the columns
    /// `one,other,year,title,source`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub events: Option<Source>,
}

impl TimelineQuestion {
    /// A question with the defaults: elasticity 4, the program's own events.
    #[must_use]
    pub fn new(first: &str, second: &str) -> Self {
        Self { first: first.to_owned(), second: second.to_owned(), elasticity: elasticity::usual(), events: None }
    }
}

impl Session {
    /// Answers the question. The observer is told of years.
    pub fn timeline(&self, question: &TimelineQuestion, observer: &dyn Observer) -> Result<Timeline> {
        timeline(self, question, observer)
    }
}

fn timeline(session: &Session, question: &TimelineQuestion, observer: &dyn Observer) -> Result<Timeline> {
    let (table, sides) = (session.year(None)?, [question.first.as_str(), question.second.as_str()]);
    elasticity::set(&Elasticity::Common(question.elasticity), &table)?;
    let Found { first, second, exit, no_exit } = match Pair::find(session, table, sides, Grouping::default()) {
        Ok(pair) => with_tables(session, question, observer, &pair)?,
        Err(StudyError::World(WorldError::NoTable { name, .. })) => without_table(session, question, &name)?,
        Err(other) => return Err(other),
    };
    let trade = trade::points(&first.code, &second.code, &exit)?;
    let balance = balance(&trade)?;
    let events = events_of(question, &first.code, &second.code)?;
    let beside = beside::series(&first, &second)?;
    Ok(Timeline {
        gaps: trade::gaps(&trade),
        cooperation: cooperation()?,
        elasticity: Elasticity::Common(question.elasticity),
        evidence: evidence([&first.code, &second.code], &trade)?,
        first,
        second,
        trade,
        balance,
        exit,
        no_exit,
        beside,
        events,
    })
}

/// The sides, and their exit costs.
struct Found {
    first: Side,
    second: Side,
    exit: AnnualSeries,
    no_exit: Option<String>,
}

fn with_tables(session: &Session, question: &TimelineQuestion, observer: &dyn Observer, pair: &Pair) -> Result<Found> {
    let sides = [question.first.as_str(), question.second.as_str()];
    let series =
        annual::Series { session, sides, grouping: Grouping::default(), elasticity: question.elasticity, main: pair };
    let steps = Steps::new(observer, series.all().len(), "years");
    Ok(Found {
        first: side(&pair.table, &pair.first),
        second: side(&pair.table, &pair.second),
        exit: annual::block(question.elasticity, pair, series.solve(&steps)?)?,
        no_exit: None,
    })
}

/// The sides alone: no table shows one of them.
fn without_table(session: &Session, question: &TimelineQuestion, name: &str) -> Result<Found> {
    let Sides { first, second } = record::find(session.book(), &question.first, &question.second)?;
    Ok(Found {
        first,
        second,
        exit: annual::none(question.elasticity),
        no_exit: Some(format!("There is no exit cost of this pair, because no table here shows {name} separately.")),
    })
}

fn events_of(question: &TimelineQuestion, one: &str, other: &str) -> Result<Vec<Event>> {
    Ok(match &question.events {
        Some(source) => {
            let (name, bytes) = (source.name(), source.bytes()?);
            let text = std::str::from_utf8(&bytes).map_err(|_| StudyError::Value {
                what: "the file of events",
                value: format!("{name}, which is no text"),
                expected: "a csv in UTF-8".to_owned(),
            })?;
            events::of_pair(&name, text, one, other)?
        }
        None => events::embedded(one, other)?,
    })
}

/// Breaks, regimes and reversals of the balance, from the one source that covers decades.
fn balance(trade: &[TradePoint]) -> Result<Option<Balance>> {
    let Some(series) = long_series(trade, TradePoint::asymmetry) else { return Ok(None) };
    let breaks = breaks::find(&series)?;
    let regimes = regimes::find(&series)?;
    let reversals = reversal::find(&breaks);
    let mut by_flow = Vec::new();
    for flow in [TradeFlow::Exports, TradeFlow::Imports] {
        if let Some(series) = long_series(trade, |point| point.asymmetry_by(flow)) {
            let reversals = reversal::find(&breaks::find(&series)?);
            by_flow.push(FlowReversals { flow, observed: series.len(), reversals });
        }
    }
    Ok(Some(Balance { observed: series.len(), reversals, by_flow, breaks, regimes }))
}

/// A measure over the years of the source that covers decades; none where it knows too few.
fn long_series(trade: &[TradePoint], measure: impl Fn(&TradePoint) -> Option<f64>) -> Option<Vec<Observation>> {
    let points = trade.iter().filter(|point| point.kind == TradeSource::LongSeries);
    let series: Vec<Observation> =
        points.filter_map(|point| Some(Observation { year: point.year, value: measure(point)? })).collect();
    (series.len() >= LEAST_YEARS).then_some(series)
}

/// Grievances that are shown, in units of the payoffs.
const GRIEVANCES: [f64; 5] = [0.0, 0.25, 0.5, 1.0, 1.5];

/// Payoffs of the textbook, which nobody has observed.
const DILEMMA: Dilemma = Dilemma { temptation: 5.0, reward: 3.0, punishment: 1.0 };

fn cooperation() -> Result<Vec<Patience>> {
    GRIEVANCES
        .into_iter()
        .map(|grievance| {
            Ok(Patience { grievance, least: critical_discount_factor(DILEMMA, grievance).map_err(StudyError::from)? })
        })
        .collect()
}

fn evidence(codes: [&str; 2], trade: &[TradePoint]) -> Result<Evidence> {
    let mut evidence = Evidence {
        grade: Grade::B,
        source: "Correlates of War dyadic trade 4.0 (1948-2014); BACI 2000-2020 and 2023; WIOD 1995-2011; OECD ICIO \
                 2012-2022, carried on to 2023; national customs"
            .to_owned(),
        estimated_briefly: None,
        estimated: Vec::new(),
        changes: Vec::new(),
        caveats: vec![
            "Shares are observed (grade A); breaks, regimes and intervals are fitted to them (grade B) from the long \
             series alone. Sources differ in what they count, so compare within one first."
                .to_owned(),
            "Where the long series lacks other partners of a country, shares of those that are there are too high."
                .to_owned(),
            "Intervals take years as independent of each other; they are not, so the true intervals are wider. Years \
             without data are left out, so a break beside a gap may have come anywhere in it."
                .to_owned(),
        ],
    };
    if trade.iter().any(|point| point.kind == TradeSource::Customs) {
        evidence.caveats.push(
            "Customs: what a state counts of its trade with all is the whole. Where its own figure for the partner is missing, \
             the partner\u{2019}s stands in for it, and for a side without such totals its share in BACI."
                .to_owned(),
        );
    }
    if trade.iter().any(|point| point.kind == TradeSource::Benchmark) {
        evidence.caveats.push(
            "Estimates by others are of both directions together and second hand (grade C); the whole is what the long series \
             knows of each side\u{2019}s other trade. Breaks and reversals do not rest on them."
                .to_owned(),
        );
    }
    for source in ["cow", "baci"] {
        let remarks = remarks(source, &codes)?.into_iter().filter(|remark| remark.kind == RemarkKind::Caveat);
        evidence.caveats.extend(remarks.map(|remark| remark.text));
    }
    Ok(evidence.with_marked_years(trade.iter().filter(|point| point.estimated).map(|point| point.year)))
}
