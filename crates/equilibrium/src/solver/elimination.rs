//! Regions that lose most of their trade, settled before the world is swept on.
//!
//! Such a region moves far, and mostly the others move little for it. Sweeps of everything that start where trade still
//! was wander about before they find it. So its own equations are solved first, with costs and spending abroad held:
//! nonlinear elimination (Lanzkron, Rose and Wilkes 1996). A round of them is about the part of a sweep that the region is
//! of the world.

use std::collections::BTreeSet;

use crate::numerics::anderson::Anderson;
use crate::solver::domestic_solve::{DomesticRounds, Swept};
use crate::solver::evaluation::{Economy, Work};
use crate::solver::fixed_point::SMALL;
use crate::solver::preconditioner::{LEAST_KEPT, TRUSTED};
use crate::solver::state::State;
use crate::solver::trade_balance::Balance;

/// Rounds after which nothing is settled; measured: where there is a rest point, 10 to 20 do.
const MOST_ROUNDS: usize = 40;

/// Size of a first step beyond which a region is far away; measured: nearer ones need a sweep less without. The second
/// holds where partners are few, which then move far as well.
const FAR: [f64; 2] = [0.8, 0.4];

/// Size of a step at which a region has settled: what the world answers moves it as far.
const SETTLED: f64 = 1e-2;

/// Part of a step of the wage that is made: costs and use have not settled while it is found.
const WAGE_KEPT: f64 = 0.5;

/// Longest such step, as a logarithm.
const LONGEST: f64 = 2.0;

/// The history that a region's steps are accelerated with, first and where that leads nowhere; measured: a longer one leads
/// astray more often.
const WINDOWS: [usize; 2] = [2, 0];

/// Partners of those settled, up to which they are settled as well.
const FEW: usize = 4;

/// Times that several regions are settled in turn.
const TURNS: usize = 2;

/// Moves those regions of the balances that are far away to where they rest with the others held, from a point that was
/// swept, and with them partners, if they are few. `None` if all are near, or if one of them does not come to rest.
pub(crate) fn settled(economy: &Economy<'_>, balances: &mut [Balance], state: &State, work: &Work) -> Option<State> {
    if balances.is_empty() {
        return None;
    }
    let partners = partners(economy, balances);
    let few = partners.len() <= FEW && partners.len() + balances.len() > 1;
    let far = FAR[usize::from(few)];
    let partners = partners.into_iter().filter(|_| few);
    let mut partners: Vec<Balance> = partners.map(|region| Balance::new(economy, region)).collect();
    let turns = if balances.len() + partners.len() > 1 { TURNS } else { 1 };
    let mut regions: Vec<&mut Balance> = balances.iter_mut().chain(&mut partners).collect();
    let mut attempt = |window| {
        let (mut state, mut work, mut any) = (state.clone(), work.clone(), false);
        for _ in 0..turns {
            for balance in &mut regions {
                any |= Alone::new(economy, balance, &work, window).settle(&mut state, &mut work, far)?;
            }
        }
        Some((state, any))
    };
    let (state, any) = WINDOWS.into_iter().find_map(&mut attempt)?;
    any.then_some(state)
}

/// All other regions that those of the balances trade with.
fn partners(economy: &Economy<'_>, balances: &[Balance]) -> BTreeSet<usize> {
    let ends = |balance: &Balance| {
        let places =
            balance.exports().iter().map(|flow| flow.buyer).chain(balance.imports().iter().map(|flow| flow.maker));
        places.map(|place| place as usize % economy.kernel.width).collect::<Vec<_>>()
    };
    let mut found: BTreeSet<usize> = balances.iter().flat_map(ends).collect();
    balances.iter().for_each(|balance| {
        found.remove(&balance.region);
    });
    found
}

/// A region of which all else is held.
struct Alone<'a> {
    economy: &'a Economy<'a>,
    balance: &'a mut Balance,
    /// Coefficient of what it buys at home, and what it buys abroad adds to its price sum: `[sector]`.
    home: Vec<f64>,
    abroad: Vec<f64>,
    rounds: DomesticRounds,
    anderson: Anderson,
    /// Laid out as [`State::of_region`].
    step: Vec<f64>,
}

impl<'a> Alone<'a> {
    fn new(economy: &'a Economy<'a>, balance: &'a mut Balance, work: &Work, window: usize) -> Self {
        let (region, width) = (balance.region, economy.prepared.sector_width);
        let mut abroad = vec![0.0; economy.kernel.sectors];
        for flow in balance.imports() {
            abroad[flow.buyer as usize / economy.kernel.width] +=
                flow.coefficient * work.cost_power[flow.maker as usize];
        }
        Self {
            economy,
            balance,
            home: (0..abroad.len()).map(|sector| economy.kernel.demand_row(sector, region)[region]).collect(),
            abroad,
            rounds: DomesticRounds::new(width),
            anderson: Anderson::new(window),
            step: vec![0.0; 2 * width + 2],
        }
    }

    /// Rounds until the region rests; whether it moved. `None` if it does not come to rest.
    fn settle(mut self, state: &mut State, work: &mut Work, far: f64) -> Option<bool> {
        for round in 0..MOST_ROUNDS {
            self.sweep(state, work)?;
            let size = self.find_step(state, work);
            if !size.is_finite() {
                return None;
            }
            if size <= if round == 0 { far } else { SETTLED } {
                return Some(round > 0);
            }
            self.make_step(state);
        }
        None
    }

    /// The region's part of [`Economy::sweep`]; `None` if it is left without income.
    fn sweep(&self, state: &State, work: &mut Work) -> Option<()> {
        let (economy, region) = (self.economy, self.balance.region);
        let (kernel, prepared) = (&economy.kernel, economy.prepared);
        let value_added = economy.primitives.value_added[region];
        let (ln_wage, income) = (state.ln_wage()[region], state.income()[region]);
        let mut grown = vec![0.0; kernel.sectors];
        for (sector, grown) in grown.iter_mut().enumerate() {
            let (cell, place) = (region * prepared.sector_width + sector, sector * kernel.width + region);
            let theta = prepared.elasticities[sector];
            let productivity = economy.ln_productivity.map_or(0.0, |values| values[[region, sector]]);
            let ln_cost = prepared.value_added_shares[cell] * ln_wage + state.input_cost()[cell] - productivity;
            let power = (-theta * ln_cost).exp();
            *grown = power - work.cost_power[place];
            work.cost_power[place] = power;
            let spending = value_added * (state.input_use()[cell] + prepared.final_shares[cell] * income);
            (work.spending[cell], work.spending_of[place]) = (spending, spending);
            let sum = self.abroad[sector] + self.home[sector] * power;
            work.price_sum[place] = sum;
            // A product that nobody supplies keeps a price without weight.
            let supplied = sum > 0.0;
            work.ln_price[cell] = if supplied { -sum.ln() / theta } else { 0.0 };
            work.output[cell] = if supplied { self.home[sector] * power * spending / sum } else { 0.0 };
        }
        for flow in self.balance.exports() {
            let (maker, buyer) = (flow.maker as usize, flow.buyer as usize);
            let sector = maker / kernel.width;
            let own = flow.coefficient * work.cost_power[maker];
            // Rounding may leave less than the region's own part of a market that it has to itself.
            let sum = (work.price_sum[buyer] + flow.coefficient * grown[sector]).max(own);
            work.price_sum[buyer] = sum;
            if sum > 0.0 {
                work.output[region * prepared.sector_width + sector] += own * work.spending_of[buyer] / sum;
            }
        }
        economy.income_of(region, state.ln_wage(), work).ok()?;
        economy.labour_of(region, work);
        Some(())
    }

    /// The step from there; returns its size, which is infinite where trade does not say how to balance it.
    fn find_step(&mut self, state: &State, work: &Work) -> f64 {
        let (economy, region) = (self.economy, self.balance.region);
        let width = economy.prepared.sector_width;
        let value_added = economy.primitives.value_added[region];
        let closed = self.balance.exports().is_empty() && self.balance.imports().is_empty();
        let whole = match self.balance.measure(economy, work, economy.deficit_unit(state.ln_wage())) {
            Some(whole) => whole,
            // The wage is that of the world it has become.
            None if closed => 0.0,
            None => return f64::INFINITY,
        };
        let wage = WAGE_KEPT * whole.clamp(-LONGEST, LONGEST);
        let earned = work.wages[region] * wage / value_added;
        let (costs, rest) = self.step.split_at_mut(width);
        let (uses, rest) = rest.split_at_mut(width);
        let at = Swept { economy, state, work };
        let income = self.rounds.with_income(at, region) + earned;
        self.rounds.step_of_image(at, region, [&mut *costs, &mut *uses]);
        economy.prepared.anticipation.follow_wages(region, [&mut *costs, &mut *uses], [wage, earned, 0.0], &[]);
        rest.copy_from_slice(&[income, wage]);
        let shares = &economy.prepared.final_shares[region * width..][..width];
        let gap = work.labour_gap[region].abs();
        let (mut size, mut sum) = (gap.max(whole.abs()), gap);
        for (sector, (cost, used)) in costs.iter().zip(&*uses).enumerate().take(economy.kernel.sectors) {
            let spending = work.spending[region * width + sector].max(SMALL * value_added);
            let goods = value_added * (used + shares[sector] * income) / spending;
            size = size.max(cost.abs()).max(goods.abs());
            sum += cost.abs() + goods.abs();
        }
        // A sum keeps what is not a number, which comparisons drop.
        if sum.is_finite() { size } else { f64::INFINITY }
    }

    /// Makes it, accelerated if there is a window, and no longer than is trusted.
    fn make_step(&mut self, state: &mut State) {
        let (region, width) = (self.balance.region, self.economy.prepared.sector_width);
        let before = state.of_region(region, width);
        let mut row = before.clone();
        self.anderson.advance(&mut row, &self.step);
        let (costs, wage) = (0..width, row.len() - 1);
        let moved = costs.chain([wage]).map(|place| (row[place] - before[place]).abs()).fold(0.0, f64::max);
        let part = if moved > TRUSTED { TRUSTED / moved } else { 1.0 };
        for (place, (new, old)) in row.iter_mut().zip(&before).enumerate() {
            *new = old + part * (*new - old);
            if (width..wage).contains(&place) {
                *new = new.max(LEAST_KEPT * old);
            }
        }
        state.put_region(region, width, &row);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use crate::solve::Solver;
    use crate::solver::wages::{WageStep, Wages};
    use crate::{Baseline, DeficitRule, SolveOptions};
    use unequal_world::embedded;

    /// What comes of a region that trades with two others only, and how it ends: the places of the three, where they
    /// settle if they do, and what was held.
    fn with_two(theta: f64, codes: [&str; 3], deficits: DeficitRule, check: impl Fn([usize; 3], Case<'_>)) {
        let table = embedded::table(2022).unwrap();
        let baseline = Baseline::from_table(&table, &vec![theta; table.sectors().len()]).unwrap();
        let places = codes.map(|code| baseline.primitives().regions.position(code).unwrap());
        let [region, friends @ ..] = places;
        let mut wedges = baseline.no_wedges();
        wedges.add_labour(region, 0.05);
        (0..baseline.primitives().sector_count()).for_each(|sector| wedges.add_productivity(region, sector, -0.1));
        for other in (0..baseline.primitives().region_count()).filter(|other| *other != region) {
            if !friends.contains(&other) {
                wedges.forbid_between(region, other);
            }
        }
        let options = SolveOptions { deficits, ..SolveOptions::default() };
        let economy = Solver::new(baseline.primitives(), baseline.prepared(), &wedges, &options).unwrap().economy;
        let mut work = Work::new(baseline.prepared(), economy.kernel.regions);
        let start = baseline.outset();
        economy.sweep(start, &mut work).unwrap();
        let mut wages = Wages::new(&economy, WageStep::Newton);
        assert_eq!(wages.balances().len(), 1);
        let end = settled(&economy, wages.balances(), start, &work);
        check(places, Case { economy: &economy, start, end, work, balance: &mut wages.balances()[0] });
    }

    struct Case<'a> {
        economy: &'a Economy<'a>,
        start: &'a State,
        end: Option<State>,
        /// Swept at the start.
        work: Work,
        balance: &'a mut Balance,
    }

    /// What the region's equations say where it settled is what a sweep of all says there, and it hardly moves any more;
    /// the others stay where they were.
    #[test]
    fn a_region_settles_and_the_others_stay() {
        for deficits in [DeficitRule::Zero, DeficitRule::ShareOfWorldValueAdded] {
            with_two(1.0, ["TUR", "NZL", "CMR"], deficits, |[region, ..], case| {
                let Case { economy, start, mut work, balance, .. } = case;
                let (mut state, held) = (start.clone(), work.clone());
                assert!(Alone::new(economy, balance, &held, 0).settle(&mut state, &mut work, 0.0).unwrap());
                assert!(
                    (state.ln_wage()[region] - start.ln_wage()[region]).abs() > 0.05,
                    "{}",
                    state.ln_wage()[region]
                );
                let width = economy.prepared.sector_width;
                for other in (0..economy.kernel.regions).filter(|other| *other != region) {
                    assert_eq!(state.of_region(other, width), start.of_region(other, width));
                }
                let mut all = work.clone();
                economy.sweep(&state, &mut all).unwrap();
                Alone::new(economy, balance, &held, 0).sweep(&state, &mut work).unwrap();
                let row = region * width..region * width + economy.kernel.sectors;
                for (ours, theirs) in [(&work.output, &all.output), (&work.ln_price, &all.ln_price)] {
                    for (ours, theirs) in ours[row.clone()].iter().zip(&theirs[row.clone()]) {
                        assert!((ours - theirs).abs() <= 1e-9 * theirs.abs().max(1e-3), "{ours} and {theirs}");
                    }
                }
                assert!((work.income[region] - all.income[region]).abs() < 1e-9 * all.income[region]);
                assert!((work.labour_gap[region] - all.labour_gap[region]).abs() < 1e-9);
                let size = Alone::new(economy, balance, &all, 0).find_step(&state, &all);
                assert!(size <= SETTLED * (1.0 + 1e-6), "{size:.1e}");
            });
        }
    }

    #[test]
    fn a_small_partner_of_a_large_region_moves_with_it() {
        with_two(8.0, ["BEL", "STP", "LVA"], DeficitRule::Zero, |[_, small, _], case| {
            let moved = case.end.unwrap().ln_wage()[small] - case.start.ln_wage()[small];
            assert!(moved > 1.0, "{moved}");
        });
    }

    #[test]
    fn a_surplus_that_partners_cannot_buy_settles_nowhere() {
        with_two(8.0, ["CHN", "CMR", "BLR"], DeficitRule::ShareOfWorldValueAdded, |_, case| {
            assert!(case.end.is_none());
        });
    }
}
