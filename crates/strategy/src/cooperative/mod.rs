//! Games in which coalitions earn together: who gets what of it.
//!
//! A coalition is a set of bits, one a player.

mod core;
mod game;
mod nucleolus;
mod shapley;

pub use self::core::{LeastCore, least_core};
pub use game::{Game, MOST_PLAYERS, holds, together};
pub use nucleolus::nucleolus;
pub use shapley::{Sampled, exact, sampled};
