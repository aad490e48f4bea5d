//! Errors of an estimate against the truth, weighted by value.

use ndarray::{Array1, Array2, Array3, Axis};

use super::year::Year;
use crate::estimate::{goods_by_pair, sum_abroad};

/// The hidden answer of a year.
pub struct Truth<'a> {
    year: &'a Year,
    covered: &'a [bool],
    /// `[region]`: absorption if sales to the rest of the world count as bought at home.
    absorption: Array1<f64>,
}

/// Sums of absolute errors over sums of true values, in the order of [`Errors::NAMES`].
pub struct Errors(pub [f64; Errors::NAMES.len()]);

impl Errors {
    /// What each number is.
    pub const NAMES: [&'static str; 12] = [
        "final use abroad, single flows",
        "- of goods",
        "- of services",
        "- both countries in the earlier year",
        "- a country not in the earlier year",
        "final use abroad, pairs of countries",
        "all trade, pairs of countries",
        "all trade in goods, pairs of countries",
        "final use abroad, world total (signed)",
        "absorption of a country",
        "all trade, China to Russia",
        "all trade, Russia to China",
    ];
}

/// A running sum of absolute errors and of true values.
#[derive(Default, Clone, Copy)]
struct Tally {
    missed: f64,
    truth: f64,
}

impl Tally {
    fn add(&mut self, estimated: f64, truth: f64) {
        self.missed += (estimated - truth).abs();
        self.truth += truth;
    }

    fn share(self) -> f64 {
        self.missed / self.truth
    }
}

impl<'a> Truth<'a> {
    /// Prepares the answer of a year; `covered` says which countries the earlier year has.
    pub fn new(year: &'a Year, covered: &'a [bool]) -> Self {
        let inside = year.final_use.sum_axis(Axis(2));
        let outside = (&year.accounts.final_sales - &inside).sum_axis(Axis(1));
        let absorption = absorption(&year.final_use) + outside;
        Self { year, covered, absorption }
    }

    /// Compares an estimate `[exporter][sector][importer]` with the truth.
    pub fn errors(&self, estimated: &Array3<f64>) -> Errors {
        let truth = &self.year.final_use;
        let [all, goods, services, known, withheld] = self.flows(estimated);
        let everything = vec![true; self.year.accounts.goods.len()];
        let inputs = &self.year.accounts.intermediate;
        let (trade, true_trade) = (inputs + estimated, inputs + truth);
        let mut absorbed = Tally::default();
        for (found, truth) in absorption(estimated).iter().zip(&self.absorption) {
            absorbed.add(*found, *truth);
        }
        Errors([
            all,
            goods,
            services,
            known,
            withheld,
            pairs(estimated, truth, &everything),
            pairs(&trade, &true_trade, &everything),
            pairs(&trade, &true_trade, &self.year.accounts.goods),
            sum_abroad(estimated) / sum_abroad(truth) - 1.0,
            absorbed.share(),
            self.pair(&trade, &true_trade, ["CHN", "RUS"]),
            self.pair(&trade, &true_trade, ["RUS", "CHN"]),
        ])
    }

    /// Error of the total of one pair, exporter first; not a number if WIOD lacks one.
    fn pair(&self, estimated: &Array3<f64>, truth: &Array3<f64>, codes: [&str; 2]) -> f64 {
        let [Some(exporter), Some(importer)] = codes.map(|code| self.year.regions.position(code)) else {
            return f64::NAN;
        };
        let mut tally = Tally::default();
        let sum = |flows: &Array3<f64>| flows.index_axis(Axis(0), exporter).column(importer).sum();
        tally.add(sum(estimated), sum(truth));
        tally.share()
    }

    /// Errors of single flows abroad: all, goods, services, between covered countries, and
    /// with a country that is not covered.
    fn flows(&self, estimated: &Array3<f64>) -> [f64; 5] {
        let mut tallies = [Tally::default(); 5];
        for ((exporter, sector, importer), truth) in self.year.final_use.indexed_iter() {
            if exporter == importer {
                continue;
            }
            let found = estimated[[exporter, sector, importer]];
            let kind = if self.year.accounts.goods[sector] { 1 } else { 2 };
            let coverage = if self.covered[exporter] && self.covered[importer] { 3 } else { 4 };
            for tally in [0, kind, coverage] {
                tallies[tally].add(found, *truth);
            }
        }
        tallies.map(Tally::share)
    }
}

/// Means over trials.
pub fn mean(trials: &[Errors]) -> Errors {
    let mut sums = [0.0; Errors::NAMES.len()];
    for trial in trials {
        for (sum, value) in sums.iter_mut().zip(trial.0) {
            *sum += value / trials.len() as f64;
        }
    }
    Errors(sums)
}

fn absorption(final_use: &Array3<f64>) -> Array1<f64> {
    final_use.sum_axis(Axis(0)).sum_axis(Axis(0))
}

/// Error of totals of pairs of countries over the sectors chosen.
fn pairs(estimated: &Array3<f64>, truth: &Array3<f64>, sectors: &[bool]) -> f64 {
    let sum = |flows: &Array3<f64>| -> Array2<f64> { goods_by_pair(flows, sectors) };
    let mut tally = Tally::default();
    for (((exporter, importer), truth), found) in sum(truth).indexed_iter().zip(&sum(estimated)) {
        if exporter != importer {
            tally.add(*found, *truth);
        }
    }
    tally.share()
}
