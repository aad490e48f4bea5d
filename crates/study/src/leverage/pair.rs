//! Every measure of one pair.

use std::collections::BTreeMap;

use rayon::prelude::*;
use unequal_equilibrium::Counterfactual;
use unequal_leverage::bilateral_power::{bilateral_power, weighted_dependence};
use unequal_leverage::dependence::{ProductDependence, dependent_share, product_dependence};
use unequal_leverage::exposure::{FullModel, OneSector};
use unequal_leverage::power::{Power, power};
use unequal_leverage::shares::{asymmetry, concentration, product_trade, ratio};
use unequal_leverage::{Cut, ExitCost, WorldState, trade_shares};
use unequal_policy::scenario::Scenario;
use unequal_policy::settle::settle_while;
use unequal_world::Party;
use unequal_world::elasticity::ElasticitySet;

use super::answer::{MeasureRow, PairLeverage, PowerFigure, PowerRow, ProductRow};
use super::catalogue::Indicator;
use super::claims;
use super::inputs::Inputs;
use super::polled::contrasts;
use super::world::World;
use crate::brief::{ExitRow, HEADLINE_ELASTICITY, elasticity_sets};
use crate::error::During;
use crate::evidence::{Evidence, Grade};
use crate::losses::{Losses, share_lost};
use crate::observer::Steps;
use crate::parties::side;
use crate::session::Closing;
use crate::uncertainty::{self, Headline, Study, is_study};
use crate::verdict;
use crate::{Result, Session};

/// The rows of the table of measures, as they are found.
struct Rows<'a> {
    world: &'a World,
    estimated: bool,
    rows: Vec<MeasureRow>,
}

impl Rows<'_> {
    fn push(&mut self, measure: Indicator, item: &str, unit: &str, first: f64, second: f64) {
        let card = measure.card(self.estimated);
        let finite = |value: f64| Some(value).filter(|value| value.is_finite());
        self.rows.push(MeasureRow {
            label: card.label,
            item: item.to_owned(),
            unit: unit.to_owned(),
            grade: card.grade,
            first: finite(first),
            second: finite(second),
        });
    }

    fn exit(&mut self, item: &str, cost: &ExitCost) {
        self.push(Indicator::Exit, item, "share of real income", share_lost(cost.first), share_lost(cost.second));
    }
}

/// The answer. Each kind of solve is a step.
pub fn answer(
    session: &Session,
    world: &World,
    [first, second]: [&Party; 2],
    scenario: Option<&Scenario>,
    steps: &Steps<'_>,
) -> Result<PairLeverage> {
    let task = |what: &str| format!("{what}, {}", world.table.name());
    let estimated = world.table.is_estimated_between(first, second);
    let mut rows = Rows { world, estimated, rows: Vec::new() };
    shares(&mut rows, first, second);
    let products = products(&mut rows, first, second);
    let inputs = Inputs::new(session, &world.table, first, second);
    reliance(&mut rows, &inputs, first, second);
    let state = WorldState::undisturbed(world.undisturbed.world.clone());
    let (apart, contributions) =
        steps.step(|| exits(&mut rows, &state, first, second).during(|| task("solving the end of the partnership")))?;
    let (exit_costs, studies) = tried(session, world, &apart, first, second)?;
    let ranges = {
        let of_region = |region: usize| contributions.get(&region).cloned().unwrap_or_default();
        let income = state.equilibrium().income().to_vec();
        let headline = Headline::of((world.set(), &apart), of_region, &income, [first, second]);
        let studies = studies.iter().map(|(by_sector, cost)| Study { by_sector, cost });
        uncertainty::ranges(&world.table, &studies.collect::<Vec<_>>(), &headline)
    };
    let first_loses_more = ranges.as_ref().map(|ranges| ranges.first_loses_more);
    if let Some(scenario) = scenario {
        steps.step(|| conditional(&mut rows, session, steps, scenario, [first, second]))?;
    }
    let over_first = power(&world.table, first, second, &world.nests)?;
    let over_second = power(&world.table, second, first, &world.nests)?;
    rows.push(
        Indicator::Power,
        "power over it: everything withdrawn at once",
        "share of its cost",
        over_first.joint.exp_m1(),
        over_second.joint.exp_m1(),
    );
    balance(&mut rows, first, second);
    steps.step(|| exposures(&mut rows, session, first, second))?;
    let markets = steps.step(|| {
        let markets = claims::markets(world, session.book(), &state, first, second);
        markets.during(|| task("solving the end of other partnerships"))
    })?;
    let claims = steps
        .step(|| claims::products(world, &state, first, second).during(|| task("solving the end of single flows")))?;
    let rows = rows.rows;
    let pairs: Vec<verdict::Pair> = exit_costs.iter().map(|row| (row.losses.first, row.losses.second)).collect();
    let contrasts = contrasts(&inputs, &world.table, world.set(), first, second)?;
    Ok(PairLeverage {
        first: side(&world.table, first),
        second: side(&world.table, second),
        year: world.table.year(),
        table: None,
        elasticity: world.set().which.clone(),
        scenario: scenario.map(|scenario| scenario.title().to_owned()),
        verdict: verdict::verdict((apart.first_share(), apart.second_share()), &pairs, &contrasts, first_loses_more),
        exit_costs,
        ranges,
        measures: rows,
        power: powers(world, &over_first, &over_second),
        power_source: world.nests.source.clone(),
        products,
        markets,
        claims,
        catalogue: Indicator::all_cards(estimated),
        evidence: Evidence::of_pair(&world.table, first, second, Grade::B)
            .with_members_of(session.book(), world.table.year(), [first, second])
            .with_caveat(
                "Dependence is not willingness: a side that would lose more may still bear it. Goods that pass through \
                 a hub are booked where the table books them.",
            )
            .with_caveat(
                "Products are the sectors of the table; within a sector a side may depend on one product alone.",
            ),
    })
}

fn shares(rows: &mut Rows<'_>, first: &Party, second: &Party) {
    let table = &rows.world.table;
    let (from_second, from_first) = (trade_shares(table, first, second), trade_shares(table, second, first));
    let (mine, theirs) = (concentration(table, first), concentration(table, second));
    let (one, other) = (from_second.share_of_imports, from_first.share_of_imports);
    rows.push(Indicator::Imports, "partner in its imports", "share", one, other);
    rows.push(
        Indicator::Exports,
        "partner in its exports",
        "share",
        from_first.share_of_exports,
        from_second.share_of_exports,
    );
    rows.push(Indicator::Imports, "concentration of its suppliers", "index 0 to 1", mine.suppliers, theirs.suppliers);
    rows.push(Indicator::Exports, "concentration of its customers", "index 0 to 1", mine.customers, theirs.customers);
    let unequal = asymmetry(one, other).unwrap_or(f64::NAN);
    rows.push(Indicator::Asymmetry, "asymmetry of import shares", "logarithm", unequal, -unequal);
}

/// The share of goods imports in which a side depends, and those goods.
fn products(rows: &mut Rows<'_>, first: &Party, second: &Party) -> Vec<ProductRow> {
    let world = rows.world;
    let (table, thresholds) = (&world.table, &world.parameters.dependence);
    let (mine, theirs) = (product_dependence(table, first, thresholds), product_dependence(table, second, thresholds));
    let shares = (dependent_share(table, first, second, &mine), dependent_share(table, second, first, &theirs));
    let listed = [(first, second, &mine), (second, first, &theirs)];
    let found = listed.into_iter().flat_map(|(side, partner, products)| {
        let dependent = products.iter().filter(|product| product.dependent);
        dependent.map(move |product| product_row(world, side, partner, product))
    });
    let found = found.collect();
    rows.push(Indicator::Products, "dependent goods from partner, of goods imports", "share", shares.0, shares.1);
    found
}

fn product_row(world: &World, side: &Party, partner: &Party, product: &ProductDependence) -> ProductRow {
    let sector = &world.table.sectors()[product.sector];
    let from_partner = product_trade(&world.table, &side.members, &partner.members, product.sector);
    ProductRow {
        side: side.code.clone(),
        code: sector.code.to_string(),
        name: sector.name.clone(),
        concentration: product.concentration,
        outside_share: product.outside_share,
        imports_over_exports: Some(product.imports_over_exports).filter(|value| value.is_finite()),
        partner_share: ratio(from_partner, product.imports),
        from_partner,
    }
}

fn reliance(rows: &mut Rows<'_>, inputs: &Inputs, first: &Party, second: &Party) {
    let [mine, theirs] = inputs.economies(first, second);
    rows.push(Indicator::Inputs, "partner in its inputs, direct", "share", mine.direct, theirs.direct);
    rows.push(
        Indicator::Inputs,
        "partner in its inputs, looked through",
        "share",
        mine.looked_through,
        theirs.looked_through,
    );
}

fn exits(
    rows: &mut Rows<'_>,
    state: &WorldState<'_>,
    first: &Party,
    second: &Party,
) -> unequal_equilibrium::Result<(ExitCost, BTreeMap<usize, Vec<f64>>)> {
    let cut = |cut| state.cut(first, second, cut, None);
    let cost = |apart: &Counterfactual<'_>| state.exit_cost_from(apart, first, second);
    let (apart, (purchases, sales)) =
        rayon::join(|| cut(Cut::Both), || rayon::join(|| cut(Cut::Purchases), || cut(Cut::Sales)));
    let (apart, purchases, sales) = (apart?, cost(&purchases?), cost(&sales?));
    let both = cost(&apart);
    let members = first.members.iter().chain(&second.members).copied();
    rows.exit("exit cost: all trade ends", &both);
    // From each side's own view: what it loses when its purchases end, or its sales.
    let own = |mine: &ExitCost, theirs: &ExitCost| ExitCost { second: theirs.second, ..mine.clone() };
    rows.exit("exit cost: only its purchases from partner end", &own(&purchases, &sales));
    rows.exit("exit cost: only its sales to partner end", &own(&sales, &purchases));
    Ok((both, members.map(|region| (region, state.contributions(&apart, region))).collect()))
}

/// Elasticities of a published study, and the exit cost under them.
type StudyCost = (Vec<f64>, ExitCost);

/// Exit costs at every trade elasticity that a brief tries, beside those at the answer's own, and those of the studies.
fn tried(
    session: &Session,
    world: &World,
    own: &ExitCost,
    first: &Party,
    second: &Party,
) -> Result<(Vec<ExitRow>, Vec<StudyCost>)> {
    let row = |set: &ElasticitySet, cost: &ExitCost, headline| {
        let losses = Losses::from(cost);
        (place(set), ExitRow { elasticity: set.which.clone(), headline, losses })
    };
    let others = elasticity_sets(&world.table, HEADLINE_ELASTICITY)?.into_iter().map(|(set, _)| set);
    let others: Vec<ElasticitySet> = others.filter(|set| set.which != world.set().which).collect();
    let solved = others.into_par_iter().map(|set| {
        let which = set.which.clone();
        let task = |what: &str| format!("{what} for {}, elasticity {which}", world.table.name());
        let before = session.undisturbed(&world.table, set, Closing::balanced(), task)?;
        let state = WorldState::undisturbed(before.world);
        let cost = state.exit_cost(first, second).during(|| task("solving the end of the partnership"))?;
        Ok((before.set, cost, false))
    });
    let mut all = vec![(world.set().clone(), own.clone(), true)];
    all.extend(solved.collect::<Result<Vec<_>>>()?);
    let mut rows: Vec<(f64, ExitRow)> = all.iter().map(|(set, cost, headline)| row(set, cost, *headline)).collect();
    rows.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    let studies = all.into_iter().filter(|(set, ..)| is_study(set)).map(|(set, cost, _)| (set.by_sector, cost));
    Ok((rows.into_iter().map(|(_, row)| row).collect(), studies.collect()))
}

/// Where a set stands among others: common elasticities by their value, sets by sector last.
fn place(set: &ElasticitySet) -> f64 {
    match set.by_sector.as_slice() {
        [first, rest @ ..] if rest.iter().all(|value| value == first) => *first,
        _ => f64::INFINITY,
    }
}

/// Exit costs in the world that a scenario's measures make. Frictions stay what they have come to.
fn conditional(
    rows: &mut Rows<'_>,
    session: &Session,
    steps: &Steps<'_>,
    scenario: &Scenario,
    [first, second]: [&Party; 2],
) -> Result<()> {
    let task = |what: &str| format!("scenario {} ({}): {what}", scenario.title(), scenario.file());
    let (world, closing) = (rows.world, Closing::of(scenario.deficits()));
    let before = session.undisturbed(&world.table, world.set().clone(), closing, task)?;
    let all: Vec<usize> = (0..scenario.instruments().len()).collect();
    let settled = settle_while(scenario, &before.world, &all, &before.options, &|| steps.go_on())
        .during(|| task("all measures together"))?;
    let cost = WorldState::new(&before.baseline, settled.composed.wedges)
        .and_then(|state| state.exit_cost(first, second))
        .during(|| task("the end of the partnership under the measures"))?;
    rows.exit("exit cost under the scenario", &cost);
    Ok(())
}

fn balance(rows: &mut Rows<'_>, first: &Party, second: &Party) {
    let (table, theta) = (&rows.world.table, &rows.world.set().by_sector);
    let one = weighted_dependence(table, theta, first, second);
    let other = weighted_dependence(table, theta, second, first);
    rows.push(Indicator::Bilateral, "imports from partner, weighted", "share", one, other);
    let over_first = bilateral_power(table, theta, second, first);
    rows.push(Indicator::Bilateral, "partner's power less its own", "share", over_first, -over_first);
}

fn exposures(rows: &mut Rows<'_>, session: &Session, first: &Party, second: &Party) -> Result<()> {
    let world = rows.world;
    let one_sector = OneSector::new(&world.table, world.mean_elasticity())?;
    let balanced = session.balanced(&world.table, &world.set().by_sector)?;
    let (to_second, to_first) = rayon::join(|| FullModel::new(&balanced, second), || FullModel::new(&balanced, first));
    let (to_second, to_first) = (to_second?, to_first?);
    let unit = "percent per 1 %";
    let (mine, theirs) = (one_sector.of(first, second), one_sector.of(second, first));
    rows.push(Indicator::Exposure, "real income, one sector", unit, mine.welfare, theirs.welfare);
    rows.push(Indicator::Exposure, "relative income, one sector", unit, mine.income, theirs.income);
    let (mine, theirs) = (to_second.of(first), to_first.of(second));
    rows.push(Indicator::Exposure, "real income, full model", unit, mine.welfare, theirs.welfare);
    rows.push(Indicator::Exposure, "relative income, full model", unit, mine.income, theirs.income);
    Ok(())
}

fn powers(world: &World, over_first: &Power, over_second: &Power) -> Vec<PowerRow> {
    let figure = |power: &Power, share: Option<f64>, rise: f64| {
        let rise = Some(rise.exp_m1()).filter(|rise| rise.is_finite());
        PowerFigure { share, rise, money: rise.map(|rise| rise * power.spending) }
    };
    let kinds = over_first.kinds.iter().zip(&over_second.kinds).zip(&world.nests.kinds);
    let mut rows: Vec<PowerRow> = kinds
        .map(|((first, second), kind)| PowerRow {
            kind: first.name.clone(),
            assumed_elasticity: kind.assumed_elasticity,
            over_first: figure(over_first, Some(first.share), first.alone),
            over_second: figure(over_second, Some(second.share), second.alone),
        })
        .collect();
    for (name, value) in
        [("interaction", (|power| power.interaction) as fn(&Power) -> f64), ("all at once", |power| power.joint)]
    {
        rows.push(PowerRow {
            kind: name.to_owned(),
            assumed_elasticity: None,
            over_first: figure(over_first, None, value(over_first)),
            over_second: figure(over_second, None, value(over_second)),
        });
    }
    rows
}
