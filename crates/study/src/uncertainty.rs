//! How sure the exit costs of a pair are: what one more study would find with a chance of 90 %, and what decides that.
//!
//! Two things are uncertain. **Trade elasticities**: published studies give different ones by sector, and so different
//! losses; the loss under one more study is predicted from them ([`unequal_ensemble::studies`]), for both sides together
//! and in logarithms. Where a question gives elasticities of its own, no study counts. **The table**: another source of the same year gives other losses, by an error that was measured over
//! all pairs of a year that two sources have ([`unequal_ensemble::priors`]). The two are independent.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use unequal_ensemble::draw::Random;
use unequal_ensemble::priors::{correlation_of_sides, error_of_table};
use unequal_ensemble::studies::{Studies, Weights};
use unequal_leverage::ExitCost;
use unequal_policy::scenario::Priors;
use unequal_world::elasticity::{ElasticitySet, TradeElasticity, published_sets};
use unequal_world::names::{SectorGroup, sector_groups};
use unequal_world::{EconomyTable, Party, embedded};

pub use unequal_ensemble::Interval;

use crate::elasticity::Elasticity;
use crate::losses::{RatioParts, share_lost};
use crate::spread::Spread;

/// 95 % point of the standard normal distribution.
pub(crate) const NORMAL_95: f64 = 1.644_853_626_951_472_2;

/// Draws behind every range.
pub const DRAWS: usize = 1 << 14;
/// Seed of the draws.
pub(crate) const SEED: u64 = 1;

/// Elasticities outside of these are taken as the nearer one: no study finds any beyond.
const ELASTICITIES: RangeInclusive<f64> = 0.1..=100.0;

/// Ranges of a pair's exit costs. Each holds nine of ten draws. They say nothing of what the model itself leaves out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PairRanges {
    /// Loss of the first side's real income, share.
    pub first: Interval,
    /// Loss of the second side's.
    pub second: Interval,
    /// The same in money, USD million a year of income with balanced trade.
    pub first_money: Interval,
    /// Of the second side.
    pub second_money: Interval,
    /// Income of the first side with balanced trade, USD million.
    pub first_income: f64,
    /// Of the second side.
    pub second_income: f64,
    /// First loss over second, both in percent of income.
    pub ratio: Interval,
    /// First loss over second, both in money.
    pub ratio_in_money: Interval,
    /// Share of draws in which the first side loses more, in percent of its income.
    pub first_loses_more: f64,
    /// The same in money.
    pub first_loses_more_money: f64,
    /// Number of studies of trade elasticities; none where the question gives elasticities of its own, so that only the table
    /// is uncertain.
    pub studies: usize,
    /// Under how many of them the first side loses more money.
    pub studies_with_first_more_money: usize,
    /// Number of draws.
    pub draws: usize,
    /// Errors of the table.
    pub errors: Errors,
    /// What decides the range of the first side's loss, most first.
    pub drivers_of_loss: Vec<Driver>,
    /// What decides the range of the ratio, most first.
    pub drivers_of_ratio: Vec<Driver>,
}

impl PairRanges {
    /// Losses in money, USD million, of losses as shares of both incomes.
    #[must_use]
    pub fn in_money(&self, [first, second]: [f64; 2]) -> [f64; 2] {
        [first * self.first_income, second * self.second_income]
    }

    /// The ratio in percent as the product of the ratio in money and of that of sizes.
    #[must_use]
    pub fn ratio_parts(&self, percent: f64) -> Option<RatioParts> {
        RatioParts::of_ratio(percent, [self.first_income, self.second_income])
    }
}

/// How sure something is that holds in a share of the draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sureness {
    /// In at least 95 of 100 draws.
    Firm,
    /// In at least 65 of 100.
    Likely,
    /// In fewer.
    Open,
}

impl Sureness {
    /// Of something that holds in a share of the draws.
    #[must_use]
    pub fn of(share: f64) -> Self {
        match share {
            share if share >= 0.95 => Self::Firm,
            share if share >= 0.65 => Self::Likely,
            _ => Self::Open,
        }
    }
}

/// Errors of a pair's losses by the table, as logarithms.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Errors {
    /// Standard deviations of both sides.
    pub spread: [f64; 2],
    /// Whether the first side's draws are the second's in the order of the codes, so that the order of the sides does not
    /// matter.
    pub swapped: bool,
}

impl Errors {
    /// Of a draw.
    pub(crate) fn of(&self, draw: &Standard) -> [f64; 2] {
        let mut normal = draw.normal;
        if self.swapped {
            normal.swap(0, 1);
        }
        [self.spread[0] * normal[0], self.spread[1] * normal[1]]
    }
}

/// Whether the draws of a pair's first side are those of the second one in the order of the codes, so that the order of the
/// sides does not matter.
pub(crate) fn swaps_draws((first, second): &(Party, Party)) -> bool {
    first.code > second.code
}

/// What a draw takes from chance: the same for every pair.
pub(crate) struct Standard {
    /// Correlated standard normal numbers for the errors of both sides.
    pub normal: [f64; 2],
    /// Weights of the studies.
    pub weights: Weights,
}

impl Standard {
    /// Of the draw with a number.
    pub fn of(number: usize, studies: usize) -> Self {
        let mut random = Random::of(SEED, number);
        let normal = random.correlated_normals(correlation_of_sides());
        Self { normal, weights: Weights::draw(&mut random, studies) }
    }
}

/// The draws of ranges under all published studies: made once, since no pair changes them.
static STANDARD: LazyLock<Vec<Standard>> = LazyLock::new(|| {
    let studies = published_sets().len();
    (0..DRAWS).into_par_iter().map(|number| Standard::of(number, studies)).collect()
});

/// Share of real income of the logarithm of a loss that is itself a logarithm.
pub(crate) fn share_of_log(ln_loss: f64) -> f64 {
    share_lost(ln_loss.exp())
}

/// What decides a range, and how much of it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Driver {
    /// What is uncertain.
    pub what: Uncertain,
    /// Its share of the variance of the logarithm; all drivers of a figure add up to one. Below zero where it works
    /// against the others.
    pub share: f64,
}

/// What is uncertain about a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Uncertain {
    /// The table: another source of the same year gives other figures.
    Table,
    /// The trade elasticities of a group of sectors.
    Elasticities(SectorGroup),
}

/// A pair's exit cost under the trade elasticities of one study.
pub(crate) struct Study<'a> {
    pub by_sector: &'a [f64],
    pub cost: &'a ExitCost,
}

/// What the headline's solve says of each side.
pub(crate) struct Headline<'a> {
    /// Trade elasticities.
    pub set: &'a ElasticitySet,
    /// Losses of both sides, in logarithms of real income.
    pub losses: [f64; 2],
    /// Parts of the loss by sector of the product, for the first and the second side.
    pub contributions: [Vec<f64>; 2],
    /// Income with balanced trade, USD million.
    pub incomes: [f64; 2],
    /// Whether the draws of the first side are those of the second one in the order of the codes, so that the order of the
    /// sides does not matter.
    pub swapped: bool,
}

impl<'a> Headline<'a> {
    /// From the parts of each region's loss and its income; those of a group are weighted with the incomes of its members.
    pub fn of(
        (set, cost): (&'a ElasticitySet, &ExitCost),
        contributions: impl Fn(usize) -> Vec<f64>,
        income: &[f64],
        parties: [&Party; 2],
    ) -> Self {
        let of_party = |party: &Party| party.members.iter().map(|region| income[*region]).sum::<f64>();
        let weighted = parties.map(|party| {
            let mut sum = vec![0.0; set.by_sector.len()];
            for &region in &party.members {
                for (part, own) in sum.iter_mut().zip(contributions(region)) {
                    *part += own * income[region] / of_party(party);
                }
            }
            sum
        });
        let [first, second] = parties;
        Self {
            set,
            losses: [cost.first, cost.second],
            contributions: weighted,
            incomes: parties.map(of_party),
            swapped: first.code > second.code,
        }
    }
}

/// Whether a set of elasticities counts as a study of its own. The values of Caliendo and Parro's NAFTA exercise are of the
/// same study as their trimmed sample.
pub(crate) fn is_study(set: &ElasticitySet) -> bool {
    matches!(set.which.long_run(), Elasticity::Published(_))
}

/// The published studies that a table's sectors have elasticities of.
pub(crate) fn studies_for(table: &EconomyTable) -> Vec<ElasticitySet> {
    published_sets().iter().filter_map(|set| ElasticitySet::published(set, table)).collect()
}

/// Logarithms of the elasticities of studies, `[study][sector]`.
pub(crate) fn logs_of(studies: &[ElasticitySet]) -> Vec<Vec<f64>> {
    studies.iter().map(|set| set.by_sector.iter().map(|value| value.ln()).collect()).collect()
}

/// The studies under what a scenario says of priors.
pub(crate) fn studies_under(table: &EconomyTable, priors: &Priors) -> Vec<ElasticitySet> {
    let mut sets = studies_for(table);
    let logs = logs_of(&sets);
    if let Some(changed) = Spread::of(&logs).and_then(|spread| spread.under(&logs, priors)) {
        for (set, logs) in sets.iter_mut().zip(changed) {
            set.by_sector = logs.into_iter().map(|log| within_bounds(log.exp())).collect();
        }
    }
    sets
}

/// An elasticity, or the nearer bound of those that any study finds.
pub(crate) fn within_bounds(elasticity: f64) -> f64 {
    elasticity.clamp(*ELASTICITIES.start(), *ELASTICITIES.end())
}

/// Standard deviation of the logarithm of an effect by the error of the table, under what a scenario says of priors.
pub(crate) fn error_under(priors: &Priors, effect: f64, carried_on: bool) -> f64 {
    let size = share_lost(effect.abs().max(f64::MIN_POSITIVE));
    priors.table_error_sd.unwrap_or_else(|| error_of_table(size, carried_on))
}

/// Whether a question gives elasticities of its own, so that no study of others counts: any but the usual ones of the long
/// run.
#[must_use]
pub fn is_given(elasticities: &TradeElasticity) -> bool {
    *elasticities != TradeElasticity::LongRun(Elasticity::DEFAULT)
}

/// Ranges of a pair's exit costs; `None` where too few studies have its sectors, or where a loss is too small to be computed
/// or a gain under some of them.
pub(crate) fn ranges(table: &EconomyTable, studies: &[Study<'_>], headline: &Headline<'_>) -> Option<PairRanges> {
    let losses: Vec<[f64; 2]> = studies.iter().map(|study| [study.cost.first, study.cost.second]).collect();
    let given = is_given(&headline.set.which);
    let drawn = match given {
        true => DrawnLosses::given(table.year(), headline.losses, headline.swapped)?,
        false => DrawnLosses::of(table.year(), &losses, headline.swapped)?,
    };
    let [first, second] = drawn.intervals();
    let ratios = drawn.ratios();
    let of_ratios = Interval::of(&ratios);
    let sizes = headline.incomes[0] / headline.incomes[1];
    let above = |bound: f64| ratios.iter().filter(|ratio| **ratio > bound).count() as f64 / DRAWS as f64;
    let (correlation, spread) = (correlation_of_sides(), drawn.errors.spread);
    let of_table =
        [spread[0].powi(2), spread[0].powi(2) + spread[1].powi(2) - 2.0 * correlation * spread[0] * spread[1]];
    let parts = Parts::of(table, studies, headline);
    let of_ratio: Vec<Vec<f64>> = losses.iter().map(|loss| vec![loss[0].ln() - loss[1].ln()]).collect();
    let of_ratio = if given { 0.0 } else { Studies::of(&of_ratio)?.variance(0) };
    let agree = || studies.iter().filter(|study| study.cost.ratio() * sizes > 1.0).count();
    Some(PairRanges {
        first,
        second,
        first_money: first.times(headline.incomes[0]),
        second_money: second.times(headline.incomes[1]),
        first_income: headline.incomes[0],
        second_income: headline.incomes[1],
        ratio: of_ratios,
        ratio_in_money: of_ratios.times(sizes),
        first_loses_more: above(1.0),
        first_loses_more_money: above(1.0 / sizes),
        studies: drawn.population.count(),
        studies_with_first_more_money: if given { 0 } else { agree() },
        draws: DRAWS,
        errors: drawn.errors,
        drivers_of_loss: parts.drivers(drawn.population.variance(0), of_table[0], |part| part[0]),
        drivers_of_ratio: parts.drivers(of_ratio, of_table[1], |part| part[0] - part[1]),
    })
}

/// Smallest loss of real income, in logarithms, that has a range: the solver's tolerance is a thousandth of it.
const COMPUTED: f64 = 1e-7;

/// Whether both losses are larger than what the solver leaves open.
fn is_computed(losses: [f64; 2]) -> bool {
    losses.iter().all(|loss| *loss >= COMPUTED)
}

/// Draws of both sides' losses: what one more study would find, with the error of the table.
pub(crate) struct DrawnLosses {
    /// Shares of real income, `[side][draw]`.
    losses: [Vec<f64>; 2],
    population: Studies,
    errors: Errors,
}

impl DrawnLosses {
    /// From the losses that every published study gives, in logarithms of real income; `None` where some study is missing,
    /// or where a loss is too small to be computed or a gain under one.
    pub fn of(year: u16, studies: &[[f64; 2]], swapped: bool) -> Option<Self> {
        // Every published set has the sectors of a table, or none has.
        let whole = studies.len() == published_sets().len() && studies.iter().all(|losses| is_computed(*losses));
        let logs: Vec<Vec<f64>> = studies.iter().map(|losses| losses.map(f64::ln).to_vec()).collect();
        let population = Studies::of(&logs).filter(|_| whole)?;
        Some(Self::around(population, year, swapped))
    }

    /// From losses at elasticities that are given; `None` where one is too small to be computed or a gain.
    pub fn given(year: u16, losses: [f64; 2], swapped: bool) -> Option<Self> {
        is_computed(losses).then(|| Self::around(Studies::none(losses.map(f64::ln).to_vec()), year, swapped))
    }

    fn around(population: Studies, year: u16, swapped: bool) -> Self {
        let carried_on = embedded::is_carried_on(year);
        let spread = [0, 1].map(|side| error_of_table(share_of_log(population.mean()[side]), carried_on));
        let table_errors = Errors { spread, swapped };
        let mut losses: [Vec<f64>; 2] = [Vec::with_capacity(DRAWS), Vec::with_capacity(DRAWS)];
        let mut under = [0.0; 2];
        for draw in STANDARD.iter() {
            let errors = table_errors.of(draw);
            population.at_into(&draw.weights, &mut under);
            for side in [0, 1] {
                losses[side].push(share_of_log(under[side] + errors[side]));
            }
        }
        Self { losses, population, errors: table_errors }
    }

    /// Of either side's loss.
    pub fn intervals(&self) -> [Interval; 2] {
        let [first, second] = &self.losses;
        [first, second].map(|draws| Interval::of(draws))
    }

    /// First loss over second, by draw.
    pub fn ratios(&self) -> Vec<f64> {
        let [first, second] = &self.losses;
        first.iter().zip(second).map(|(one, other)| one / other).collect()
    }
}

/// What each group of sectors adds to the logarithm of either side's loss, by study: a loss by a product goes about with
/// one over its trade elasticity (Arkolakis, Costinot and Rodríguez-Clare 2012), so that a part c of the loss at elasticity t
/// is about c t / t' at t'.
struct Parts {
    /// `[group][study]`, each side as a share of its mean loss.
    by_group: Vec<(SectorGroup, Vec<[f64; 2]>)>,
}

impl Parts {
    fn of(table: &EconomyTable, studies: &[Study<'_>], headline: &Headline<'_>) -> Self {
        let Some(groups) = sector_groups(table) else { return Self { by_group: Vec::new() } };
        let part = |study: &Study<'_>, group: SectorGroup, side: usize| -> f64 {
            let sectors = groups.iter().zip(&headline.contributions[side]).enumerate();
            sectors
                .filter(|(_, (own, _))| **own == group)
                .map(|(sector, (_, part))| part * headline.set.by_sector[sector] / study.by_sector[sector])
                .sum()
        };
        let mut by_group: Vec<(SectorGroup, Vec<[f64; 2]>)> = SectorGroup::ALL
            .map(|group| (group, studies.iter().map(|study| [0, 1].map(|side| part(study, group, side))).collect()))
            .to_vec();
        let mean = [0, 1].map(|side| {
            let all = by_group.iter().flat_map(|(_, parts)| parts.iter().map(|part| part[side]));
            all.sum::<f64>() / studies.len() as f64
        });
        for (_, parts) in &mut by_group {
            for part in parts {
                *part = [part[0] / mean[0], part[1] / mean[1]];
            }
        }
        Self { by_group }
    }

    /// Shares of the variance: each group's part of that of the elasticities by its covariance with their sum.
    fn drivers(&self, of_elasticities: f64, of_table: f64, figure: impl Fn(&[f64; 2]) -> f64) -> Vec<Driver> {
        let whole = of_elasticities + of_table;
        let mut drivers = vec![Driver { what: Uncertain::Table, share: of_table / whole }];
        let values: Vec<(SectorGroup, Vec<f64>)> =
            self.by_group.iter().map(|(group, parts)| (*group, parts.iter().map(&figure).collect())).collect();
        let studies = values.first().map_or(0, |(_, parts)| parts.len());
        let sums: Vec<f64> = (0..studies).map(|study| values.iter().map(|(_, parts)| parts[study]).sum()).collect();
        let variance = covariance(&sums, &sums);
        drivers.extend(values.iter().map(|(group, parts)| Driver {
            what: Uncertain::Elasticities(*group),
            share: covariance(parts, &sums) / variance * of_elasticities / whole,
        }));
        drivers.retain(|driver| driver.share.is_finite());
        drivers.sort_by(|one, other| other.share.total_cmp(&one.share));
        drivers
    }
}

fn covariance(one: &[f64], other: &[f64]) -> f64 {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let (of_one, of_other) = (mean(one), mean(other));
    one.iter().zip(other).map(|(one, other)| (one - of_one) * (other - of_other)).sum()
}
