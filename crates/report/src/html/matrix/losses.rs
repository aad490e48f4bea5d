//! The losses of a set of pairs, from the side of each country.

use std::collections::HashMap;

use unequal_study::capitalised;
use unequal_study::exit_cost::{Economy, ExitCosts};

/// A pair counts among the most unequal only if the side that loses less would lose this share of
/// real income (0.1 %): below it, the ratio is made by a denominator near zero.
pub const FLOOR: f64 = 1e-3;
/// How unequal a pair is that the opening counts.
const LOPSIDED: f64 = 10.0;

/// One side's parting with one partner.
#[derive(Clone, Copy)]
pub struct Parting<'a> {
    /// Who loses.
    pub side: &'a Economy,
    /// Whom it parts with.
    pub partner: &'a Economy,
    /// The side's loss of real income, share.
    pub loss: f64,
    /// The partner's.
    pub partner_loss: f64,
    /// The side's loss over the partner's.
    pub ratio: f64,
}

/// The name as it stands alone: `United States`.
pub fn plain_name(economy: &Economy) -> String {
    capitalised(economy.name.strip_prefix("the ").unwrap_or(&economy.name))
}

/// All partings, and the economies by size.
pub struct Losses<'a> {
    /// Largest value added first.
    pub economies: Vec<&'a Economy>,
    partings: HashMap<(&'a str, &'a str), Parting<'a>>,
    failures: HashMap<(&'a str, &'a str), &'a str>,
}

impl<'a> Losses<'a> {
    /// Both sides of every pair.
    pub fn new(costs: &'a ExitCosts) -> Self {
        let mut economies: Vec<&Economy> = costs.economies.iter().collect();
        economies.sort_by(|one, other| other.value_added.total_cmp(&one.value_added));
        let named: HashMap<&str, &Economy> =
            economies.iter().map(|economy| (economy.code.as_str(), *economy)).collect();
        let mut partings = HashMap::new();
        for pair in &costs.pairs {
            let (Some(first), Some(second)) = (named.get(pair.first.as_str()), named.get(pair.second.as_str())) else {
                continue;
            };
            let (one, other) = (pair.first_loss, pair.second_loss);
            let there = Parting { side: first, partner: second, loss: one, partner_loss: other, ratio: pair.ratio };
            let back =
                Parting { side: second, partner: first, loss: other, partner_loss: one, ratio: 1.0 / pair.ratio };
            partings.insert((pair.first.as_str(), pair.second.as_str()), there);
            partings.insert((pair.second.as_str(), pair.first.as_str()), back);
        }
        let failures = costs
            .failures
            .iter()
            .flat_map(|failure| {
                let (first, second) = (failure.first.as_str(), failure.second.as_str());
                [((first, second), failure.reason.as_str()), ((second, first), failure.reason.as_str())]
            })
            .collect();
        Self { economies, partings, failures }
    }

    /// The parting of a side with a partner, by code.
    pub fn parting(&self, side: &'a str, partner: &'a str) -> Option<&Parting<'a>> {
        self.partings.get(&(side, partner))
    }

    /// Why a parting has no answer.
    pub fn failure(&self, side: &'a str, partner: &'a str) -> Option<&'a str> {
        self.failures.get(&(side, partner)).copied()
    }

    /// Partings of one side, its largest loss first.
    pub fn of(&self, side: &str) -> Vec<Parting<'a>> {
        self.sorted(|parting| parting.side.code == side, |parting| parting.loss)
    }

    /// Partings with one partner, the largest loss of the other side first.
    pub fn from(&self, partner: &str) -> Vec<Parting<'a>> {
        self.sorted(|parting| parting.partner.code == partner, |parting| parting.loss)
    }

    /// All partings, the largest loss first.
    pub fn largest(&self) -> Vec<Parting<'a>> {
        self.sorted(|_| true, |parting| parting.loss)
    }

    /// Partings in which the partner loses less but at least [`FLOOR`], the most unequal first.
    pub fn most_unequal(&self) -> Vec<Parting<'a>> {
        self.sorted(|parting| parting.partner_loss >= FLOOR && parting.ratio >= 1.0, |parting| parting.ratio)
    }

    /// How many pairs above the floor are ten to one or worse, and how many there are.
    pub fn lopsided(&self) -> (usize, usize) {
        let above = self.most_unequal();
        (above.iter().filter(|parting| parting.ratio >= LOPSIDED).count(), above.len())
    }

    fn sorted(&self, wanted: impl Fn(&Parting<'a>) -> bool, measure: impl Fn(&Parting<'a>) -> f64) -> Vec<Parting<'a>> {
        let mut found: Vec<Parting<'a>> = self.partings.values().filter(|parting| wanted(parting)).copied().collect();
        let codes = |parting: &Parting<'a>| (parting.side.code.as_str(), parting.partner.code.as_str());
        found.sort_by(|one, other| measure(other).total_cmp(&measure(one)).then_with(|| codes(one).cmp(&codes(other))));
        found
    }
}
