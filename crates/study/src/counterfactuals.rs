//! Many counterfactuals of one world: each a row of changes in the trade costs of the same flows.

use ndarray::{Array2, ArrayView1, ArrayView2, ArrayViewMut1};
use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unequal_equilibrium::{Wedges, solve_from};
use unequal_world::names::{SectorGroup, sector_groups};
use unequal_world::{EconomyTable, Party, SectorKind};

use crate::elasticity::{self, Deficits, Elasticity};
use crate::explain_flow::sector_position;
use crate::observer::{Observer, Steps};
use crate::session::Closing;
use crate::source::TableSource;
use crate::{Result, Session, StudyError};

/// Most changes of real income that one call gives: 400 MB.
pub const MOST_CELLS: usize = 50_000_000;
/// Most flows of one call.
pub const MOST_FLOWS: usize = 10_000;

/// The world whose counterfactuals are solved, and the flows whose trade costs change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CounterfactualsQuestion {
    /// Year of the table; the latest embedded one if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
    /// A table instead of the year's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<TableSource>,
    /// Trade elasticities.
    #[serde(default)]
    pub elasticity: Elasticity,
    /// What happens to trade deficits.
    #[serde(default = "balanced")]
    pub deficits: Deficits,
    /// The flows, in the order of the columns of the changes.
    pub flows: Vec<TradeFlow>,
}

/// What somebody sells to somebody: all flows from a member of the seller to a member of the buyer across a border. What a
/// country sells to itself is no flow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TradeFlow {
    /// Country, group or `WORLD` that sells.
    pub seller: String,
    /// Country, group or `WORLD` that buys.
    pub buyer: String,
    /// Sector by code or name, group of sectors, `goods` or `services`; all if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<String>,
}

/// What becomes of real incomes.
#[derive(Debug, Clone, PartialEq)]
pub struct Counterfactuals {
    /// Year of the table.
    pub year: u16,
    /// Codes of the table's regions, the columns of `real_income`.
    pub regions: Vec<String>,
    /// Change of real income against the world without changes, `[row][region]`, a share (-0.01 is a loss of 1 %). A row
    /// without an equilibrium is not a number.
    pub real_income: Array2<f64>,
    /// Rows without an equilibrium, with the reason.
    pub failures: Vec<(usize, String)>,
    /// Members of the flows' groups that the table does not show separately.
    pub missing: Vec<String>,
}

fn balanced() -> Deficits {
    Deficits::Balanced
}

/// A flow in the table: places of its sectors, sellers and buyers.
struct Places {
    sectors: Vec<usize>,
    sellers: Party,
    buyers: Party,
}

impl Session {
    /// Solves one counterfactual for each row of `changes`, `[row][flow]`: changes of the iceberg trade cost of each of
    /// the question's flows as shares (0.1 raises it by 10 %, infinity ends the trade). Where flows overlap their factors
    /// multiply. Rows are independent of each other, so that the result does not depend on the number of threads. The
    /// observer is told of rows.
    ///
    /// Equations G1 to G11 of `docs/src/methods/model.md` with the iceberg costs of W1.
    ///
    /// # Errors
    /// When the question names what is not there, the array has not one column a flow, or a change is not above -1. A row
    /// without an equilibrium is no error.
    pub fn counterfactuals(
        &self,
        question: &CounterfactualsQuestion,
        changes: ArrayView2<'_, f64>,
        observer: &dyn Observer,
    ) -> Result<Counterfactuals> {
        let table = self.chosen(question.year, question.table.as_ref())?;
        check(changes, question.flows.len(), table.regions().len())?;
        let flows = question.flows.iter().map(|flow| self.places(flow, &table)).collect::<Result<Vec<_>>>()?;
        let set = elasticity::set(&question.elasticity, &table)?;
        let task = |what: &str| format!("counterfactuals of {}: {what}", table.name());
        let own = self.undisturbed(&table, set, Closing::of(question.deficits), task)?;
        let steps = Steps::new(observer, changes.nrows(), "counterfactuals");
        let regions: Vec<String> = table.regions().iter().map(ToString::to_string).collect();
        let mut real_income = Array2::from_elem((changes.nrows(), regions.len()), f64::NAN);
        // Why a row has no equilibrium, where it has none.
        let solve = |(row, mut cells): (usize, ArrayViewMut1<'_, f64>)| -> Result<Option<String>> {
            steps.step(|| {
                let wedges = wedges(&own.baseline.no_wedges(), &flows, changes.row(row));
                match solve_from(&own.world, &wedges, &own.options) {
                    Ok(after) => {
                        let change = after.ln_real_income() - own.world.ln_real_income();
                        cells.assign(&change.mapv(f64::exp_m1));
                        Ok(None)
                    }
                    Err(error) => Ok(Some(error.to_string())),
                }
            })
        };
        let rows: Vec<_> = real_income.rows_mut().into_iter().enumerate().collect();
        let reasons = rows.into_par_iter().map(solve).collect::<Result<Vec<_>>>()?;
        let failures = reasons.into_iter().enumerate().filter_map(|(row, reason)| Some((row, reason?))).collect();
        let mut missing: Vec<String> = flows
            .iter()
            .flat_map(|flow| [&flow.sellers, &flow.buyers])
            .flat_map(|party| party.missing.clone())
            .collect();
        missing.sort_unstable();
        missing.dedup();
        Ok(Counterfactuals { year: table.year(), regions, real_income, failures, missing })
    }

    fn places(&self, flow: &TradeFlow, table: &EconomyTable) -> Result<Places> {
        let party = |given: &str| match given.trim() {
            all if all.eq_ignore_ascii_case("WORLD") => Ok(Party::world(table.regions())),
            _ => self.book().party(given, table.regions(), &table.name()),
        };
        let places = Places {
            sectors: sectors(flow.sector.as_deref(), table)?,
            sellers: party(&flow.seller)?,
            buyers: party(&flow.buyer)?,
        };
        if places.cells().next().is_none() {
            return Err(StudyError::Value {
                what: "a flow",
                value: format!("what {} sells to {}", flow.seller, flow.buyer),
                expected: "trade across a border".to_owned(),
            });
        }
        Ok(places)
    }
}

impl Places {
    /// The flows as (sector, buyer, seller).
    fn cells(&self) -> impl Iterator<Item = (usize, usize, usize)> {
        let pairs = |buyer: usize| self.sellers.members.iter().map(move |seller| (buyer, *seller));
        let pairs = move || self.buyers.members.iter().flat_map(move |buyer| pairs(*buyer));
        let across = move || pairs().filter(|(buyer, seller)| buyer != seller);
        self.sectors.iter().flat_map(move |sector| across().map(move |(buyer, seller)| (*sector, buyer, seller)))
    }
}

/// Places of a sector, of a group of sectors, of goods or services, or of all.
fn sectors(given: Option<&str>, table: &EconomyTable) -> Result<Vec<usize>> {
    let of = |wanted: &dyn Fn(usize) -> bool| (0..table.sectors().len()).filter(|place| wanted(*place)).collect();
    let Some(given) = given else { return Ok(of(&|_| true)) };
    let kind = match given {
        "goods" => Some(SectorKind::Goods),
        "services" => Some(SectorKind::Services),
        _ => None,
    };
    if let Some(kind) = kind.filter(|_| table.tells_goods_from_services()) {
        return Ok(of(&|place| table.sectors()[place].kind == kind));
    }
    match (SectorGroup::by_id(given), sector_groups(table)) {
        (Some(group), Some(groups)) => Ok(of(&|place| groups[place] == group)),
        _ => Ok(vec![sector_position(table, given)?]),
    }
}

fn check(changes: ArrayView2<'_, f64>, flows: usize, regions: usize) -> Result<()> {
    let most = MOST_CELLS / regions.max(1);
    let wrong = |what, value: String, expected: String| Err(StudyError::Value { what, value, expected });
    if flows == 0 || flows > MOST_FLOWS {
        return wrong("the number of flows", flows.to_string(), format!("from 1 to {MOST_FLOWS}"));
    }
    if changes.ncols() != flows {
        return wrong(
            "the number of columns of the changes",
            changes.ncols().to_string(),
            format!("{flows}, one a flow"),
        );
    }
    if changes.nrows() > most {
        return wrong("the number of rows of the changes", changes.nrows().to_string(), format!("at most {most}"));
    }
    match changes.indexed_iter().find(|(_, change)| change.is_nan() || **change <= -1.0) {
        Some(((row, flow), change)) => wrong(
            "a change of trade costs",
            format!("{change} (row {row}, flow {flow}, counted from 0)"),
            "a number above -1, or infinity where trade ends".to_owned(),
        ),
        None => Ok(()),
    }
}

fn wedges(none: &Wedges, flows: &[Places], changes: ArrayView1<'_, f64>) -> Wedges {
    let mut wedges = none.clone();
    for (flow, change) in flows.iter().zip(changes) {
        for (sector, buyer, seller) in flow.cells() {
            if change.is_infinite() {
                wedges.forbid(sector, buyer, seller);
            } else if *change != 0.0 {
                wedges.add_iceberg(sector, buyer, seller, change.ln_1p());
            }
        }
    }
    wedges
}
