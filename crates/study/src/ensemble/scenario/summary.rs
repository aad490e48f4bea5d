//! What the draws of a scenario give.

use unequal_ensemble::sensitivity::{Design, Index, IndexIntervals, given_data, given_data_intervals};
use unequal_world::embedded;
use unequal_world::names::SectorGroup;

use super::super::{REASONS, RESAMPLES};
use super::draw::{Prepared, Row};
use super::{Input, InputIndex, ScenarioSummary, SolvedEffect};
use crate::run::{VISIBLE, pair_ranges};
use crate::uncertainty::{Interval, SEED, error_under, swaps_draws};

impl Prepared<'_> {
    /// Of all rows, in the order of their numbers.
    pub fn summary(&self, rows: &[Vec<f64>]) -> ScenarioSummary {
        let blocks: Vec<&[Vec<f64>]> = rows.chunks_exact(self.block()).collect();
        // The two samples; rows that mix them are not drawn independently of them.
        let samples: Vec<(usize, Row<'_>)> = blocks
            .iter()
            .enumerate()
            .flat_map(|(block, rows)| rows.iter().take(2).enumerate().map(move |(place, row)| (block, place, row)))
            .map(|(block, place, figures)| (block * self.block() + place, self.row(figures)))
            .collect();
        let failed: Vec<usize> =
            samples.iter().filter(|(_, row)| row.change(0).is_nan()).map(|(number, _)| *number).collect();
        let sample: Vec<&Row<'_>> = samples.iter().map(|(_, row)| row).collect();
        ScenarioSummary {
            draws: sample.len(),
            failed: failed.len(),
            reasons: failed.iter().take(REASONS).filter_map(|number| self.reason(*number)).collect(),
            rows: if self.indices { blocks.len() } else { 0 },
            parties: (0..self.parties.len()).map(|party| self.effect(party, &sample, &blocks)).collect(),
            pair: self.pair(&sample),
        }
    }

    fn effect(&self, party: usize, sample: &[&Row<'_>], blocks: &[&[Vec<f64>]]) -> SolvedEffect {
        let headline = self.headline.parties.get(party).copied().unwrap_or(f64::NAN);
        let error = self.error_of(headline);
        let with_error = |row: &Row<'_>, normal: f64| (row.change(party) * (error * normal).exp()).exp_m1();
        let changes: Vec<f64> = sample.iter().map(|row| with_error(row, row.errors()[0])).collect();
        let exact: Vec<f64> = sample.iter().map(|row| row.change(party).exp_m1()).collect();
        let known = changes.iter().filter(|change| !change.is_nan()).count();
        let mut indices = if headline.abs() < VISIBLE {
            Vec::new()
        } else if self.indices {
            self.total_indices(blocks, with_error)
        } else {
            self.first_order_indices(sample, &changes)
        };
        let weight = |index: &InputIndex| index.total.unwrap_or(index.first_order);
        indices.sort_by(|one, other| weight(other).total_cmp(&weight(one)));
        SolvedEffect {
            code: self.parties[party].code.clone(),
            name: self.parties[party].name.clone(),
            headline: headline.exp_m1(),
            interval: Interval::of(&changes),
            without_error: Interval::of(&exact),
            loses: changes.iter().filter(|change| **change < 0.0).count() as f64 / known as f64,
            indices,
        }
    }

    /// Standard deviation of the logarithm of an effect by the error of the table, as `run` takes it.
    fn error_of(&self, effect: f64) -> f64 {
        let carried_on = embedded::is_carried_on(self.scenario.table().year());
        error_under(&self.scenario.priors(), effect, carried_on)
    }

    /// From the draws themselves: inputs by group of sectors, which go together in the studies.
    fn first_order_indices(&self, sample: &[&Row<'_>], changes: &[f64]) -> Vec<InputIndex> {
        let draws: Vec<Vec<f64>> = sample
            .iter()
            .map(|row| {
                let mut draw = vec![row.errors()[0]];
                draw.extend(row.parameters());
                draw.extend(row.elasticities());
                draw
            })
            .collect();
        let inputs: Vec<Input> = std::iter::once(Input::Table)
            .chain((0..self.parameters().len()).map(Input::Parameter))
            .chain(SectorGroup::ALL.map(Input::ElasticitiesOf))
            .collect();
        let found = given_data(&draws, changes, inputs.len()).parameters;
        let intervals = given_data_intervals(&draws, changes, inputs.len(), SEED + 2, RESAMPLES);
        let of = |(place, (input, index)): (usize, (Input, Index))| InputIndex {
            input,
            first_order: index.first_order,
            total: None,
            intervals: intervals
                .as_ref()
                .and_then(|intervals| Some(IndexIntervals { first_order: *intervals.get(place)?, total: None })),
        };
        inputs.into_iter().zip(found).enumerate().map(of).collect()
    }

    /// From both samples and their mixtures. Blocks with a missing outcome are left out.
    fn total_indices(&self, blocks: &[&[Vec<f64>]], outcome: impl Fn(&Row<'_>, f64) -> f64) -> Vec<InputIndex> {
        let mut design = Design::default();
        for block in blocks {
            let [first, second, mixed @ ..] = *block else { continue };
            let (first, second) = (self.row(first), self.row(second));
            let own = |row: &Row<'_>| outcome(row, row.errors()[0]);
            let mut outcomes: Vec<f64> = mixed.iter().map(|row| own(&self.row(row))).collect();
            // The first world with the error of the second.
            outcomes.push(outcome(&first, second.errors()[0]));
            design.add(own(&first), own(&second), outcomes);
        }
        let inputs = std::iter::once(Input::Elasticities)
            .chain((0..self.parameters().len()).map(Input::Parameter))
            .chain([Input::Table]);
        let found = design.indices().parameters.into_iter().zip(design.bootstrap(SEED + 2, RESAMPLES));
        let of = |(input, (index, intervals)): (Input, (Index, _))| InputIndex {
            input,
            first_order: index.first_order,
            total: index.total,
            intervals: Some(intervals),
        };
        inputs.zip(found).map(of).collect()
    }

    /// Exit costs of the pair, with the errors of both sides.
    fn pair(&self, sample: &[&Row<'_>]) -> Option<crate::run::PairEffectRanges> {
        let errors = self.headline.pair?.map(|cost| self.error_of(cost));
        let swapped = usize::from(self.scenario.pair().is_some_and(swaps_draws));
        let logs = |place: usize| -> Vec<f64> {
            let of = |row: &&Row<'_>| row.exit_costs()[place] + errors[place] * row.errors()[(place + swapped) % 2];
            sample.iter().map(of).collect()
        };
        pair_ranges([logs(0), logs(1), logs(2), logs(3)])
    }
}
