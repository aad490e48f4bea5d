//! Block 2: what ending the partnership costs each side.

use std::collections::BTreeMap;

use unequal_equilibrium::{EquilibriumError, Result as EngineResult};
use unequal_leverage::{ExitCost, WorldState};
use unequal_world::Party;

use super::Solved;
use super::answer::{ExitBlock, ExitRow, GainsFromTrade, LossInMoney, RatioParts};
use crate::elasticity::{Elasticity, share_after};
use crate::evidence::{Evidence, Grade};
use crate::losses::{Losses, share_lost};
use crate::parties::Pair;
use crate::uncertainty::{self, Headline, PairRanges, Study, is_study};

/// One exit-cost solve.
pub struct Outcome {
    /// Losses of both sides.
    pub cost: ExitCost,
    /// What other blocks read off it, of the headline's.
    pub details: Option<Details>,
}

/// What is behind the losses.
pub struct Details {
    /// Split of the loss of each member of either side over products, by region, `[sector]`.
    pub contributions: BTreeMap<usize, Vec<f64>>,
    /// Income with balanced trade, `[region]`, USD million.
    pub income: Vec<f64>,
    /// Income as the table records it, value added and duties, `[region]`, USD million.
    pub recorded_income: Vec<f64>,
    /// All that each side gains from trade, share of real income.
    pub gains: [Option<f64>; 2],
}

/// Solves the pair apart.
pub fn solve(pair: &Pair, state: &WorldState<'_>, headline: bool) -> EngineResult<Outcome> {
    let apart = state.without_trade_between(&pair.first, &pair.second)?;
    let baseline = state.equilibrium().baseline();
    let gains = || {
        let (first, second) =
            rayon::join(|| gains_from_trade(state, pair, &pair.first), || gains_from_trade(state, pair, &pair.second));
        Ok::<_, EquilibriumError>([first?, second?])
    };
    let members = pair.first.members.iter().chain(&pair.second.members).copied();
    let details = |gains| Details {
        gains,
        contributions: members.map(|region| (region, state.contributions(&apart, region))).collect(),
        income: state.equilibrium().income().to_vec(),
        recorded_income: (&baseline.primitives().value_added + baseline.revenue()).to_vec(),
    };
    let details = if headline { Some(details(gains()?)) } else { None };
    Ok(Outcome { cost: state.exit_cost_from(&apart, &pair.first, &pair.second), details })
}

/// What a side would lose without any trade outside, share of real income; `None` where it has no such equilibrium,
/// because it uses a product that it does not make.
fn gains_from_trade(state: &WorldState<'_>, pair: &Pair, side: &Party) -> EngineResult<Option<f64>> {
    if let [region] = side.members.as_slice() {
        return Ok(Some(share_lost(state.ln_gains_from_trade(*region))).filter(|share| *share < 1.0));
    }
    let others = Party { members: pair.table.outside(side), missing: Vec::new(), ..side.clone() };
    match state.exit_cost(side, &others) {
        Ok(cost) => Ok(Some(cost.first_share())),
        Err(EquilibriumError::NoSupplier { .. }) => Ok(None),
        Err(other) => Err(other),
    }
}

/// Exit costs under every set of elasticities.
pub fn block(pair: &Pair, solved: &[Solved]) -> ExitBlock {
    let mut rows = solved
        .iter()
        .map(|solved| ExitRow {
            elasticity: solved.set.which.clone(),
            headline: solved.headline,
            losses: Losses::from(&solved.exit.cost),
        })
        .collect::<Vec<_>>();
    // Common elasticities from low to high, then sets by sector from the greatest to the least loss of either side.
    let is_by_sector = |row: &ExitRow| !matches!(row.elasticity.long_run(), Elasticity::Common(_));
    let worse = |row: &ExitRow| row.losses.first.max(row.losses.second);
    let common = rows.iter().take_while(|row| !is_by_sector(row)).count();
    rows.split_at_mut(common).1.sort_by(|one, other| worse(other).total_cmp(&worse(one)));
    let money = |party: &Party, share: f64| {
        let details = super::headline(solved).and_then(|solved| solved.exit.details.as_ref());
        details.map_or_else(LossInMoney::default, |details| {
            let worth = |income: &[f64]| share * party.members.iter().map(|region| income[*region]).sum::<f64>();
            LossInMoney { balanced: worth(&details.income), recorded: worth(&details.recorded_income) }
        })
    };
    let spread: Vec<f64> = rows.iter().filter_map(|row| row.losses.comparable()).collect();
    let shares = rows.iter().find(|row| row.headline).map_or((0.0, 0.0), |row| (row.losses.first, row.losses.second));
    let gains = |side: usize, loss: f64| {
        let all = super::headline(solved)?.exit.details.as_ref()?.gains.get(side).copied().flatten()?;
        Some(GainsFromTrade { all, share: loss / all })
    };
    ExitBlock {
        ratio_parts: rows.iter().find(|row| row.headline).and_then(|row| {
            let income = |party: &Party| {
                let details = super::headline(solved)?.exit.details.as_ref()?;
                Some(party.members.iter().map(|region| details.income[*region]).sum::<f64>())
            };
            RatioParts::of(&row.losses, [income(&pair.first)?, income(&pair.second)?])
        }),
        ranges: ranges(pair, solved),
        variants: Vec::new(),
        first_rank: None,
        second_rank: None,
        first_gains: gains(0, shares.0),
        second_gains: gains(1, shares.1),
        first_money: money(&pair.first, shares.0),
        second_money: money(&pair.second, shares.1),
        elasticity_source: solved
            .iter()
            .find(|solved| solved.set.which.long_run() == &Elasticity::BySector)
            .map_or_else(|| "no sectoral set for this classification".to_owned(), |solved| solved.set.source.clone()),
        rows,
        evidence: Evidence::of_pair(&pair.table, &pair.first, &pair.second, Grade::B)
            .with_caveat(elasticity_caveat(&spread))
            .with_caveat(
                "Long-run losses of a model in which every worker finds another job and every buyer another \
                 supplier at a price; disruption, weapons and willingness are not in it.",
            ),
    }
}

/// Ranges over published elasticities and the error of the table.
fn ranges(pair: &Pair, solved: &[Solved]) -> Option<PairRanges> {
    let own = super::headline(solved)?;
    let details = own.exit.details.as_ref()?;
    let contributions = |region: usize| details.contributions.get(&region).cloned().unwrap_or_default();
    let parties = [&pair.first, &pair.second];
    let headline = Headline::of((&own.set, &own.exit.cost), contributions, &details.income, parties);
    let studies = solved.iter().filter(|solved| is_study(&solved.set));
    let studies = studies.map(|solved| Study { by_sector: &solved.set.by_sector, cost: &solved.exit.cost });
    uncertainty::ranges(&pair.table, &studies.collect::<Vec<_>>(), &headline)
}

/// What the elasticity decides for this pair, from how far the ratios lie apart.
fn elasticity_caveat(ratios: &[f64]) -> String {
    let (least, most) = ratios
        .iter()
        .fold((f64::INFINITY, 0.0), |(least, most), ratio| (f64::min(least, *ratio), f64::max(most, *ratio)));
    let on_ratio = match most / least {
        _ if ratios.is_empty() => "",
        spread if spread < 1.5 => " and hardly the ratio",
        _ => " and here the ratio too",
    };
    let holds = |years: f64| format!("{:.0} %", 100.0 * share_after(years).unwrap_or(f64::NAN));
    format!(
        "The trade elasticity decides the level{on_ratio}. In the first year {} of the long-run one holds, after four years \
         {} (Boehm, Levchenko and Pandalai-Nayar 2023).",
        holds(1.0),
        holds(4.0)
    )
}
