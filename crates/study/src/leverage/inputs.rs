//! What two parties' inputs contain of each other.

use std::sync::Arc;

use unequal_leverage::LookThrough;
use unequal_leverage::look_through::{Content, EconomyReliance, IndustryReliance};
use unequal_world::{EconomyTable, Party};

use crate::Session;

/// The content of each of two parties in everybody's inputs, looked through once for all who ask.
pub(crate) struct Inputs {
    through: Arc<LookThrough>,
    of_first: Content,
    of_second: Content,
}

impl Inputs {
    pub fn new(session: &Session, table: &EconomyTable, first: &Party, second: &Party) -> Self {
        let through = session.look_through(table);
        let (of_first, of_second) = rayon::join(|| through.content(first), || through.content(second));
        Self { through, of_first, of_second }
    }

    /// Reliance of the first party's industries on the second, then the reverse.
    pub fn industries(&self, first: &Party, second: &Party) -> [Vec<IndustryReliance>; 2] {
        [self.through.industries(first, &self.of_second), self.through.industries(second, &self.of_first)]
    }

    /// Reliance of the first party as a whole on the second, then the reverse.
    pub fn economies(&self, first: &Party, second: &Party) -> [EconomyReliance; 2] {
        [self.through.economy(first, &self.of_second), self.through.economy(second, &self.of_first)]
    }
}
