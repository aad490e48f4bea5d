//! The dependence of one side on one partner, by every measure, for many pairs.

use std::collections::BTreeMap;

use rayon::prelude::*;
use unequal_leverage::bilateral_power::bilateral_power;
use unequal_leverage::dependence::{ProductDependence, dependent_share, product_dependence};
use unequal_leverage::exposure::OneSector;
use unequal_leverage::look_through::Content;
use unequal_leverage::power::power;
use unequal_leverage::quick_exit::QuickExit;
use unequal_leverage::shares::{asymmetry, ratio};
use unequal_leverage::{LookThrough, rank};
use unequal_world::Party;

use super::answer::DirectedRow;
use super::world::World;
use crate::exit_cost::ExitCosts;
use crate::losses::share_lost;
use crate::{Result, Session};

/// Exit costs by the codes of side and partner, shares of real income.
pub type Exits = BTreeMap<(String, String), f64>;

/// Both directions of solved pairs.
pub fn exact(costs: &ExitCosts) -> Exits {
    let both = costs.pairs.iter().flat_map(|pair| {
        let (first, second) = (pair.first.clone(), pair.second.clone());
        [((first.clone(), second.clone()), pair.first_loss), ((second, first), pair.second_loss)]
    });
    both.collect()
}

/// Estimates for all pairs of the world's regions.
pub fn estimated(world: &World) -> Exits {
    let quick = QuickExit::new(&world.undisturbed.baseline);
    let regions = world.regions();
    let pairs = regions.iter().flat_map(|side| regions.iter().map(move |other| (side, other)));
    pairs
        .filter(|(side, other)| side != other)
        .map(|(side, other)| {
            let loss = share_lost(quick.loss(side.members[0], other.members[0]));
            ((side.code.clone(), other.code.clone()), loss)
        })
        .collect()
}

/// What is known of one party once, whoever its partner is.
struct Own {
    imports: f64,
    exports: f64,
    products: Vec<ProductDependence>,
    content: Content,
}

/// Figures and ranks of pairs (side, partner).
pub fn rows(session: &Session, world: &World, pairs: &[(Party, Party)], exits: &Exits) -> Result<Vec<DirectedRow>> {
    let through = session.look_through(&world.table);
    let mut parties: BTreeMap<&str, &Party> = BTreeMap::new();
    pairs.iter().flat_map(|(side, partner)| [side, partner]).for_each(|party| {
        parties.insert(&party.code, party);
    });
    let suppliers: std::collections::BTreeSet<&str> = pairs.iter().map(|(_, partner)| partner.code.as_str()).collect();
    let own: BTreeMap<&str, Own> = parties
        .into_par_iter()
        .map(|(code, party)| (code, own(world, &through, party, suppliers.contains(code))))
        .collect();
    let exposure = OneSector::new(&world.table, world.mean_elasticity())?;
    let mut rows = pairs
        .par_iter()
        .filter_map(|(side, partner)| {
            let (mine, theirs) = (own.get(side.code.as_str())?, own.get(partner.code.as_str())?);
            Some(row(world, &through, &exposure, (side, mine), (partner, theirs), exits))
        })
        .collect::<Result<Vec<_>>>()?;
    rank_all(&mut rows);
    // A file of figures has no infinity; its rank is known by now.
    for value in rows.iter_mut().flat_map(|row| &mut row.values) {
        *value = value.filter(|value| value.is_finite());
    }
    Ok(rows)
}

fn own(world: &World, through: &LookThrough, party: &Party, supplies: bool) -> Own {
    let outside = world.table.outside(party);
    let nobody = Party { members: Vec::new(), ..party.clone() };
    Own {
        imports: world.table.trade(&party.members, &outside, None),
        exports: world.table.trade(&outside, &party.members, None),
        products: product_dependence(&world.table, party, &world.parameters.dependence),
        // Looking through is the dear part; whoever is no partner here needs none.
        content: through.content(if supplies { party } else { &nobody }),
    }
}

fn row(
    world: &World,
    through: &LookThrough,
    exposure: &OneSector,
    (side, mine): (&Party, &Own),
    (partner, theirs): (&Party, &Own),
    exits: &Exits,
) -> Result<DirectedRow> {
    let table = &world.table;
    let bought = table.trade(&side.members, &partner.members, None);
    let sold = table.trade(&partner.members, &side.members, None);
    let share = ratio(bought, mine.imports);
    let exit_cost = exits.get(&(side.code.clone(), partner.code.clone())).copied();
    // In the order of `Indicator::ALL`.
    let values = vec![
        Some(share),
        Some(ratio(sold, mine.exports)),
        against(share, ratio(sold, theirs.imports)),
        Some(dependent_share(table, side, partner, &mine.products)),
        Some(through.economy(side, &theirs.content).looked_through),
        exit_cost,
        Some(power(table, side, partner, &world.nests)?.joint.exp_m1()),
        Some(bilateral_power(table, &world.set().by_sector, partner, side)),
        Some(exposure.of(side, partner).welfare),
    ];
    let incomes = world.undisturbed.world.income();
    let income = side.members.iter().map(|member| incomes[*member]).sum();
    Ok(DirectedRow {
        side: side.code.clone(),
        partner: partner.code.clone(),
        imports: bought,
        income,
        exit_cost_in_money: exit_cost.map(|share| share * income),
        exit_cost_range: None,
        values,
        ranks: Vec::new(),
    })
}

/// Asymmetry, without limit where only the partner can do without the side.
fn against(share: f64, theirs: f64) -> Option<f64> {
    if share > 0.0 && theirs == 0.0 { Some(f64::INFINITY) } else { asymmetry(share, theirs) }
}

/// Rank 1 for the most dependent, which is who has no limit; nothing for who has no figure.
fn rank_all(rows: &mut [DirectedRow]) {
    let count = rows.first().map_or(0, |row| row.values.len());
    for measure in 0..count {
        let value = |row: &DirectedRow| row.values[measure].filter(|value| !value.is_nan());
        let falling: Vec<f64> = rows.iter().filter_map(|row| value(row).map(|value| -value)).collect();
        let mut ranks = rank::ranks(&falling).into_iter();
        for row in rows.iter_mut() {
            let rank = value(row).and_then(|_| ranks.next());
            row.ranks.push(rank);
        }
    }
}
