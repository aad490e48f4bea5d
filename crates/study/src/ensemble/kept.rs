//! Draws of an ensemble from a store, and into it.

use std::path::Path;

use unequal_ensemble::plan::Plan;
use unequal_ensemble::store::{Shard, Store, StoreError};

use super::{Draws, Part};
use crate::Result;
use crate::observer::Steps;

/// Computes the shards of a part that are not there yet, or whose files are damaged. Returns how many are there of all, and all rows where none is
/// missing.
pub(super) fn drawn(
    folder: &Path,
    Part { number, of }: Part,
    draws: &impl Draws,
    steps: &Steps<'_>,
) -> Result<(usize, Option<Vec<Vec<f64>>>)> {
    let store = Store::open(folder, draws.plan(), draws.columns())?;
    for shard in draws.plan().part(number - 1, of) {
        if store.has(shard) && known(&store, shard)?.is_some() {
            Plan::numbers(shard).for_each(|_| steps.done());
            continue;
        }
        compute(&store, shard, draws, steps)?;
    }
    let there = (0..draws.plan().shards()).filter(|shard| store.has(*shard)).count();
    if there < draws.plan().shards() {
        return Ok((there, None));
    }
    let mut rows = Vec::with_capacity(draws.plan().draws());
    for shard in 0..draws.plan().shards() {
        let content = match known(&store, shard)? {
            Some(content) => content,
            None => compute(&store, shard, draws, steps)?,
        };
        rows.extend(content.rows);
    }
    Ok((there, Some(rows)))
}

/// A shard that is there; nothing where its file is damaged, since the same draws make it again.
fn known(store: &Store, shard: usize) -> Result<Option<Shard>> {
    match store.read(shard) {
        Ok(content) => Ok(Some(content)),
        Err(StoreError::Damaged { .. }) => Ok(None),
        Err(other) => Err(other.into()),
    }
}

fn compute(store: &Store, shard: usize, draws: &impl Draws, steps: &Steps<'_>) -> Result<Shard> {
    let content = Shard { first: Plan::numbers(shard).start, rows: draws.shard(shard, steps)? };
    store.write(shard, &content)?;
    Ok(content)
}
