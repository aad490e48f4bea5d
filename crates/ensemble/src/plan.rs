//! What an ensemble draws, and in which shards.

use std::ops::Range;

use twox_hash::XxHash3_128;

/// Draws of a shard: what is lost at most when a run is killed.
pub const SHARD: usize = 128;

/// Draws of one question. Shards do not depend on how many draws are asked for, so that more can be added to a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    identity: String,
    draws: usize,
}

impl Plan {
    /// `draws` are rounded up to whole shards. `content` is everything that a draw depends on but its number: the question,
    /// the table, the priors, the program's version.
    #[must_use]
    pub fn new(draws: usize, content: &[&[u8]]) -> Self {
        // Each part with its length, so that no two contents are the same bytes.
        let bytes: Vec<u8> =
            content.iter().flat_map(|part| [&(part.len() as u64).to_le_bytes(), *part].concat()).collect();
        Self { identity: format!("{:032x}", XxHash3_128::oneshot(&bytes)), draws: draws.div_ceil(SHARD).max(1) * SHARD }
    }

    /// A name that no plan with other content has.
    #[must_use]
    pub fn identity(&self) -> &str {
        &self.identity
    }

    /// Number of draws.
    #[must_use]
    pub fn draws(&self) -> usize {
        self.draws
    }

    /// Number of shards.
    #[must_use]
    pub fn shards(&self) -> usize {
        self.draws / SHARD
    }

    /// The shards of one part of several that work side by side: `part` counts from 0.
    pub fn part(&self, part: usize, of: usize) -> impl Iterator<Item = usize> + use<> {
        (part..self.shards()).step_by(of.max(1))
    }

    /// Numbers of a shard's draws.
    #[must_use]
    pub fn numbers(shard: usize) -> Range<usize> {
        shard * SHARD..(shard + 1) * SHARD
    }
}
