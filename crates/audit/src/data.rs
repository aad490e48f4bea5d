//! What the program's data say of a quantity: directly, or by way of the identities.

mod base;
mod compare;
mod recorded;

use crate::interval::Interval;

pub(crate) use base::found;
pub(crate) use compare::{Figures, compare};

/// A figure of the data, as a range that holds its error.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    /// In the unit of the quantity: a claim that meets it is supported.
    pub interval: Interval,
    /// Around it: only a claim that misses this as well is contradicted.
    pub outer: Interval,
    /// Whether it is good enough to be taken as true.
    pub observed: bool,
    /// Evidence grade: `A` a data set, `B` reports of both sides reconciled or an official figure as the press has it, `C` estimated or
    /// second hand.
    pub grade: &'static str,
    /// Where it is from.
    pub source: String,
    /// What is particular about it.
    pub remark: String,
    /// Another source of the same quantity, where the two differ by more than their errors.
    pub other: Option<OtherSource>,
}

/// What a second source has for a quantity that a first one has too.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct OtherSource {
    /// A claim that meets it is supported by this source.
    pub interval: Interval,
    /// Around it: only a claim that misses this as well is contradicted by this source.
    pub outer: Interval,
    /// Both sources with their values, for people.
    pub words: String,
}

/// Whose view of a flow a quantity takes: what a country sells, or what it buys.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Side {
    Exports,
    Imports,
}

impl Side {
    /// Who sells and who buys when a country trades with a partner on this side.
    pub fn seller_and_buyer<'a>(self, of: &'a str, partner: &'a str) -> (&'a str, &'a str) {
        match self {
            Self::Exports => (of, partner),
            Self::Imports => (partner, of),
        }
    }
}

/// A partner's share in one year.
pub(super) struct Share {
    pub value: f64,
    /// Relative, of what supports and of what contradicts.
    pub errors: (f64, f64),
    pub grade: &'static str,
    pub source: String,
}
