//! `explain`: which measure of a scenario puts which wedge on one flow.
//!
//! Each measure alone and all together, with frictions that depend on trade settled, so that the
//! wedges are those of the worlds that `run` reports.

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unequal_equilibrium::{Counterfactual, Owner};
use unequal_policy::scenario::{Composed, Scenario};
use unequal_policy::settle::settle_while;
use unequal_world::names::region_name;
use unequal_world::{EconomyTable, Flow, GroupBook};

use crate::elasticity::{self, TradeElasticity};
use crate::error::During;
use crate::evidence::Evidence;
use crate::observer::{Observer, Steps};
use crate::run::evidence::grade_of;
use crate::session::Closing;
use crate::source::{Source, TableSource};
use crate::{Result, Session, StudyError};

/// What stands between the producer's price and the buyer's on one flow, and who put it there.
///
/// Rates and costs are fractions (0.25 is 25 %); values are USD million of a year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FlowExplained {
    /// Title of the scenario.
    pub title: String,
    /// Name of its file.
    pub file: String,
    /// Year of the table.
    pub year: u16,
    /// Name of the table that was asked for instead of the year's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// Label of the elasticities.
    pub elasticity: TradeElasticity,
    /// Code and readable name of who sells.
    pub seller: (String, String),
    /// Code and readable name of who buys.
    pub buyer: (String, String),
    /// Code and name of the sector.
    pub sector: (String, String),
    /// Value of the flow at the buyer's price in the world without the measures.
    pub value_before: f64,
    /// Each measure alone, in the order of the file.
    pub alone: Vec<FlowRow>,
    /// All measures.
    pub together: FlowRow,
    /// How sure.
    pub evidence: Evidence,
}

/// The wedges of some measures on the flow, against those that the table records.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FlowRow {
    /// Name of the measure, or `together`.
    pub name: String,
    /// Its table in the file; empty for all together.
    pub kind: String,
    /// Whether the measure is about this flow; others change its value through the rest of the world only.
    pub concerned: bool,
    /// Whether the flow is forbidden; the other figures are then those that would be charged.
    pub forbidden: bool,
    /// Cost on the way that nobody receives, share of the producer's price: resources used up, losses that banks expect
    /// elsewhere, and varieties or routes not traded any more.
    pub iceberg: f64,
    /// What is added to the export tax.
    pub export_tax: f64,
    /// Fees on the border value, innermost first.
    pub fees: Vec<FlowFee>,
    /// What is added to the tariff.
    pub tariff: f64,
    /// Factor of all these on the delivered price; `None` where the flow is forbidden.
    pub price_factor: Option<f64>,
    /// Change of the delivered price, that of the producer's cost included, as a factor; `None` where forbidden.
    pub delivered_price: Option<f64>,
    /// Value of the flow at the buyer's price afterwards.
    pub value: f64,
}

/// A fee on the flow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FlowFee {
    /// Name of the measure that makes it.
    pub measure: String,
    /// Who receives it, in words.
    pub receiver: String,
    /// Whose income it is: regions with shares where they are several.
    pub owner: String,
    /// Rate on the value it is charged on.
    pub rate: f64,
}

/// Which flow of which scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExplainQuestion {
    /// Country that sells (ISO 3166 alpha-3).
    pub seller: String,
    /// Country that buys.
    pub buyer: String,
    /// Sector by code or name, such as `C26`.
    pub sector: String,
    /// The scenario.
    pub scenario: Source,
    /// A table instead of that of the file's year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<TableSource>,
}

impl Session {
    /// Explains a flow in a scenario file.
    pub fn explain(&self, question: &ExplainQuestion, observer: &dyn Observer) -> Result<FlowExplained> {
        let scenario = self.scenario(&question.scenario, question.table.as_ref())?;
        let flow = [question.seller.as_str(), &question.buyer, &question.sector];
        let answer = self.explain_flow(&scenario, flow, observer)?;
        Ok(FlowExplained { table: question.table.as_ref().map(TableSource::short_name), ..answer })
    }

    /// Explains the flow of one sector's goods from a seller to a buyer: codes of countries of the scenario's table and
    /// a code or name of a sector, upper and lower case alike. The observer is told of worlds.
    pub fn explain_flow(
        &self,
        scenario: &Scenario,
        [seller, buyer, sector]: [&str; 3],
        observer: &dyn Observer,
    ) -> Result<FlowExplained> {
        let table = scenario.table();
        let exporter = region(table, scenario.groups(), "the seller", seller)?;
        let importer = region(table, scenario.groups(), "the buyer", buyer)?;
        if exporter == importer {
            return Err(StudyError::Value {
                what: "the buyer",
                value: format!("{buyer}, the seller itself"),
                expected: "another country: what a country sells to itself is not trade".to_owned(),
            });
        }
        let flow = Flow { sector: sector_position(table, sector)?, importer, exporter };
        let steps = Steps::new(observer, scenario.instruments().len() + 1, "worlds");
        explained(self, &steps, scenario, flow)
    }
}

fn explained(session: &Session, steps: &Steps<'_>, scenario: &Scenario, flow: Flow) -> Result<FlowExplained> {
    let (Flow { sector, importer, exporter }, table) = (flow, scenario.table());
    let set = elasticity::at_horizon(scenario)?;
    let task = |what: &str| format!("scenario {} ({}): {what}", scenario.title(), scenario.file());
    steps.check()?;
    let undisturbed = session.undisturbed(table, set, Closing::of(scenario.deficits()), task)?;
    let before = &undisturbed.world;
    let all: Vec<usize> = (0..scenario.instruments().len()).collect();
    let rows = (0..=all.len()).into_par_iter().map(|position| {
        let measures = if position == all.len() { all.as_slice() } else { &all[position..=position] };
        let name = scenario.instruments().get(position).map_or("together", |measure| measure.name.as_str());
        let settled = steps.step(|| {
            settle_while(scenario, before, measures, &undisturbed.options, &|| steps.go_on())
                .during(|| task(&format!("`{name}`")))
        })?;
        Ok(row(scenario, measures, name, flow, &settled.composed, before, &settled.world))
    });
    let mut rows = rows.collect::<Result<Vec<_>>>()?;
    // There is one row more than measures.
    let together = rows.remove(all.len());
    let named = |code: &str| (code.to_owned(), region_name(code).to_owned());
    Ok(FlowExplained {
        title: scenario.title().to_owned(),
        file: scenario.file().to_owned(),
        year: table.year(),
        table: None,
        elasticity: undisturbed.set.which,
        seller: named(table.regions().code(exporter).as_str()),
        buyer: named(table.regions().code(importer).as_str()),
        sector: (table.sectors()[sector].code.to_string(), table.sectors()[sector].name.clone()),
        value_before: before.flow(sector, importer, exporter),
        alone: rows,
        together,
        evidence: evidence(table, scenario),
    })
}

/// No better than the weakest measure, as in a run.
fn evidence(table: &EconomyTable, scenario: &Scenario) -> Evidence {
    Evidence::of_table(table, grade_of(scenario))
        .with_caveat("Wedges come on top of what the table records, which is no duties where it is an embedded one.")
        .with_caveat(
            "Frictions that depend on trade settle anew for each set of measures, and a way around is taken only where \
             it is needed, so that the rows need not multiply to the last one.",
        )
}

/// A single country of the table.
fn region(table: &EconomyTable, groups: &GroupBook, what: &'static str, given: &str) -> Result<usize> {
    let party = groups.party(given, table.regions(), &table.name())?;
    match party.members.as_slice() {
        [member] => Ok(*member),
        _ => Err(StudyError::Value {
            what,
            value: format!("{given}, a group"),
            expected: "one country: wedges of a group's members differ".to_owned(),
        }),
    }
}

/// A sector by code or name.
pub(crate) fn sector_position(table: &EconomyTable, given: &str) -> Result<usize> {
    let lower = given.to_lowercase();
    let same = |text: &str| text.to_lowercase() == lower;
    let found = table.sectors().iter().position(|sector| same(sector.code.as_str()) || same(&sector.name));
    // The table's own search makes the error, with the nearest names.
    found.map_or_else(|| Ok(table.sector(given)?), Ok)
}

/// The wedges of some measures on a flow, and its value under them.
fn row(
    scenario: &Scenario,
    measures: &[usize],
    name: &str,
    flow: Flow,
    composed: &Composed,
    before: &Counterfactual<'_>,
    world: &Counterfactual<'_>,
) -> FlowRow {
    let Flow { sector, importer, exporter } = flow;
    let cell = flow.cell();
    let wedges = &composed.wedges;
    let duties = &world.baseline().primitives().duties;
    let rate = |array: Option<&ndarray::Array3<f64>>| array.map_or(0.0, |array| array[cell]);
    // Where the wedges set no duty, the table's holds.
    let old = (rate(duties.export_tax.as_ref()), rate(duties.tariff.as_ref()));
    let new =
        (wedges.export_taxes().map_or(old.0, |array| array[cell]), wedges.tariffs().map_or(old.1, |array| array[cell]));
    let old_fees: f64 = duties.fees.iter().map(|layer| 1.0 + layer.rate()[cell]).product();
    let new_fees =
        wedges.fees().map_or(old_fees, |layers| layers.iter().map(|layer| 1.0 + layer.rate()[cell]).product());
    let ln_iceberg = rate(wedges.ln_icebergs());
    let forbidden = wedges.is_forbidden(sector, importer, exporter);
    let factor = ln_iceberg.exp() * (1.0 + new.0) / (1.0 + old.0) * new_fees / old_fees * (1.0 + new.1) / (1.0 + old.1);
    let ln_cost = world.ln_cost(exporter, sector) - before.ln_cost(exporter, sector);
    let price_factor = (!forbidden).then_some(factor);
    let touched = |position: &usize| scenario.instruments()[*position].flows().contains(&flow);
    let alone = if let [measure] = measures { Some(&scenario.instruments()[*measure]) } else { None };
    FlowRow {
        name: name.to_owned(),
        kind: alone.filter(|measure| measure.name == name).map_or_else(String::new, |measure| measure.kind.to_owned()),
        concerned: measures.iter().any(touched),
        forbidden,
        iceberg: ln_iceberg.exp_m1(),
        export_tax: new.0 - old.0,
        fees: fees(scenario, cell, composed, world),
        tariff: new.1 - old.1,
        price_factor,
        delivered_price: price_factor.map(|factor| factor * ln_cost.exp()),
        value: world.flow(sector, importer, exporter),
    }
}

fn fees(scenario: &Scenario, cell: [usize; 3], composed: &Composed, world: &Counterfactual<'_>) -> Vec<FlowFee> {
    let regions = &world.baseline().primitives().regions;
    let name = |region: usize| region_name(regions.code(region).as_str()).to_owned();
    let [_, importer, exporter] = cell;
    let layers = composed.wedges.fees().unwrap_or_default().iter().zip(&composed.levies);
    let charged = layers.filter(|(layer, _)| layer.rate()[cell] != 0.0);
    let fee = charged.map(|(layer, levy)| FlowFee {
        measure: scenario.instruments().get(levy.instrument).map_or_else(String::new, |measure| measure.name.clone()),
        receiver: levy.receiver.words().to_owned(),
        owner: match layer.owner() {
            Owner::Importer => name(importer),
            Owner::Exporter => name(exporter),
            Owner::Region(region) => name(*region),
            Owner::Split(shares) => {
                let share = |(region, share): &(usize, f64)| format!("{} {:.0} %", name(*region), 100.0 * share);
                shares.iter().map(share).collect::<Vec<_>>().join(", ")
            }
        },
        rate: layer.rate()[cell],
    });
    fee.collect()
}
