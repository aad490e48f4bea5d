//! Draws of an ensemble from a store, and into it.

use std::path::Path;

use unequal_ensemble::plan::Plan;
use unequal_ensemble::store::{Shard, Store};

use super::{Draws, Part};
use crate::Result;
use crate::observer::Steps;

/// Computes the shards of a part that are not there yet. Returns how many are there of all, and all rows where none is
/// missing.
pub(super) fn drawn(
    folder: &Path,
    Part { number, of }: Part,
    draws: &impl Draws,
    steps: &Steps<'_>,
) -> Result<(usize, Option<Vec<Vec<f64>>>)> {
    let store = Store::open(folder, draws.plan(), draws.columns())?;
    for shard in draws.plan().part(number - 1, of) {
        if store.has(shard) {
            Plan::numbers(shard).for_each(|_| steps.done());
            continue;
        }
        let rows = draws.shard(shard, steps)?;
        store.write(shard, &Shard { first: Plan::numbers(shard).start, rows })?;
    }
    let there = (0..draws.plan().shards()).filter(|shard| store.has(*shard)).count();
    if there < draws.plan().shards() {
        return Ok((there, None));
    }
    let mut rows = Vec::with_capacity(draws.plan().draws());
    for shard in 0..draws.plan().shards() {
        rows.extend(store.read(shard)?.rows);
    }
    Ok((there, Some(rows)))
}
