//! What prepared things depend on.

use std::cmp::Ordering;

use unequal_policy::scenario::Deficits;
use unequal_world::{EconomyTable, Party};

/// A table as itself: held, so that nothing else can take its place in memory.
#[derive(Clone)]
pub(super) struct TableId(pub EconomyTable);

impl PartialEq for TableId {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for TableId {}

impl PartialOrd for TableId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for TableId {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.identity().cmp(&other.0.identity())
    }
}

/// Where a table comes from.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TableKey {
    /// The embedded one of a year.
    Embedded(u16),
    /// An embedded one by name.
    Named(String),
    /// A file, by path, size and time of change, and the year that was asked for.
    File(String, Option<u16>),
    /// Another table with these parties joined, by code and members.
    Joined(TableId, Vec<(String, Vec<usize>)>),
}

impl TableKey {
    /// A table with parties joined.
    pub fn joined(table: &EconomyTable, parties: &[&Party]) -> Self {
        let members = parties.iter().map(|party| (party.code.clone(), party.members.clone())).collect();
        Self::Joined(TableId(table.clone()), members)
    }
}

/// Whether a baseline has the table's deficits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Closure {
    /// As the table records them.
    Recorded,
    /// None: every region balances its trade.
    Balanced,
}

/// What a baseline depends on.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct BaselineKey {
    pub table: TableId,
    /// Trade elasticities by sector, bit by bit.
    pub elasticities: Vec<u64>,
    pub closure: Closure,
}

impl BaselineKey {
    pub fn new(table: &EconomyTable, by_sector: &[f64], closure: Closure) -> Self {
        let elasticities = by_sector.iter().map(|value| value.to_bits()).collect();
        Self { table: TableId(table.clone()), elasticities, closure }
    }
}

/// What a world without measures depends on.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct WorldKey {
    pub baseline: BaselineKey,
    pub deficits: Deficits,
    /// Bits of the residual that is accepted.
    pub tolerance: u64,
}
