//! Banks that clear a pair's payments, and those that may enter.

use std::collections::HashSet;

use unequal_world::Code;

use super::{PaymentError, Result};

/// Largest distance of attention weights from a sum of one.
const ATTENTION_TOLERANCE: f64 = 1e-9;

/// A bank that clears payments of one pair of countries.
#[derive(Debug, Clone, PartialEq)]
pub struct Bank {
    /// Name, distinct within a system.
    pub name: String,
    /// K: what it can clear, USD billion a year; positive.
    pub capacity: f64,
    /// c: cost of the first dollar cleared, a share of the value; zero or more.
    pub base_cost: f64,
    /// U: present value of what it would lose with its dollar business, USD billion; zero or more. Not published by
    /// any bank.
    pub dollar_business_at_risk: f64,
    /// s: rise of the marginal cost from an idle bank to a full one, a share of the value; zero means constant cost.
    pub slope: f64,
    /// Region that owns the bank and so its fees.
    pub home: Code,
    /// a: share of the enforcer's attention; `None` in all banks means shares of capacity.
    pub attention: Option<f64>,
}

impl Bank {
    /// The first field that is out of its range, as an error.
    pub(super) fn check(&self) -> Result<()> {
        let wrong =
            |field, value, expected| Err(PaymentError::BankValue { bank: self.name.clone(), field, value, expected });
        if !(self.capacity.is_finite() && self.capacity > 0.0) {
            return wrong("capacity", self.capacity, "a positive finite number");
        }
        let others = [
            ("base_cost", self.base_cost),
            ("dollar_business_at_risk", self.dollar_business_at_risk),
            ("slope", self.slope),
            ("attention", self.attention.unwrap_or(0.0)),
        ];
        for (field, value) in others {
            if !(value.is_finite() && value >= 0.0) {
                return wrong(field, value, "a finite number of zero or more");
            }
        }
        Ok(())
    }
}

/// A bank that may begin to clear some months after the threat; until then it clears nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Entrant {
    /// The bank. Its attention is on the scale on which the first banks' weights sum to one; `None` means its capacity
    /// as a share of theirs.
    pub bank: Bank,
    /// Months from the threat until it can clear.
    pub lag_months: u32,
}

/// Banks with attention weights that sum to one, and entrants.
#[derive(Debug, Clone, PartialEq)]
pub struct BankSystem {
    banks: Vec<Bank>,
    attention: Vec<f64>,
    entrants: Vec<Entrant>,
}

impl BankSystem {
    /// Checks the banks and completes their attention weights.
    ///
    /// # Errors
    /// No banks, a value out of its range, a name that stands twice, weights given for some only or not summing to one.
    pub fn new(banks: Vec<Bank>, mut entrants: Vec<Entrant>) -> Result<Self> {
        if banks.is_empty() {
            return Err(PaymentError::NoBanks);
        }
        let mut names = HashSet::new();
        for bank in banks.iter().chain(entrants.iter().map(|entrant| &entrant.bank)) {
            bank.check()?;
            if !names.insert(bank.name.as_str()) {
                return Err(PaymentError::DuplicateBank { name: bank.name.clone() });
            }
        }
        let capacity: f64 = banks.iter().map(|bank| bank.capacity).sum();
        let with_entrants: f64 = entrants.iter().map(|entrant| entrant.bank.capacity).sum::<f64>() / capacity;
        if !(capacity.is_finite() && with_entrants.is_finite()) {
            let expected = "a finite sum, with the entrants too";
            return Err(PaymentError::Parameter { what: "the banks' total capacity", value: capacity, expected });
        }
        let attention = if banks.iter().all(|bank| bank.attention.is_none()) {
            banks.iter().map(|bank| bank.capacity / capacity).collect()
        } else {
            given_attention(&banks)?
        };
        entrants.sort_by_key(|entrant| entrant.lag_months);
        Ok(Self { banks, attention, entrants })
    }

    /// The same banks with other attention weights, one a bank, non-negative and summing to one.
    pub fn with_attention(&self, weights: &[f64]) -> Result<Self> {
        if weights.len() != self.banks.len() {
            let (found, expected) = (weights.len(), self.banks.len());
            return Err(PaymentError::Length { what: "the list of attention weights", found, expected });
        }
        let weighted = |(bank, weight): (&Bank, &f64)| Bank { attention: Some(*weight), ..bank.clone() };
        Self::new(self.banks.iter().zip(weights).map(weighted).collect(), self.entrants.clone())
    }

    /// The banks present so many months after the threat: the first banks, then entrants in order of their lags, so
    /// that a bank keeps its position from month to month.
    ///
    /// Entrants draw attention away from the others: all weights are scaled to sum to one again, because a given effort
    /// is spread over more banks. Which of them then clear is up to the fee.
    #[must_use]
    pub fn after_months(&self, months: u32) -> Self {
        let first_capacity = self.capacity();
        let (mut banks, mut attention) = (self.banks.clone(), self.attention.clone());
        let (present, waiting): (Vec<Entrant>, Vec<Entrant>) =
            self.entrants.iter().cloned().partition(|entrant| entrant.lag_months <= months);
        for Entrant { bank, .. } in present {
            attention.push(bank.attention.unwrap_or(bank.capacity / first_capacity));
            banks.push(bank);
        }
        let sum: f64 = attention.iter().sum();
        for weight in &mut attention {
            *weight /= sum;
        }
        Self { banks, attention, entrants: waiting }
    }

    /// The banks, in the order given.
    #[must_use]
    pub fn banks(&self) -> &[Bank] {
        &self.banks
    }

    /// Attention weights, one a bank; they sum to one.
    #[must_use]
    pub fn attention(&self) -> &[f64] {
        &self.attention
    }

    /// Banks that are not present yet, by lag; those of one lag in the order given.
    #[must_use]
    pub fn entrants(&self) -> &[Entrant] {
        &self.entrants
    }

    /// What all banks together can clear, USD billion a year.
    #[must_use]
    pub fn capacity(&self) -> f64 {
        self.banks.iter().map(|bank| bank.capacity).sum()
    }
}

fn given_attention(banks: &[Bank]) -> Result<Vec<f64>> {
    let weights = banks
        .iter()
        .map(|bank| bank.attention.ok_or_else(|| PaymentError::AttentionPartly { bank: bank.name.clone() }))
        .collect::<Result<Vec<f64>>>()?;
    let sum: f64 = weights.iter().sum();
    if (sum - 1.0).abs() <= ATTENTION_TOLERANCE { Ok(weights) } else { Err(PaymentError::AttentionSum { sum }) }
}
