//! Games on payoffs: exact as mathematics, but speculative as statements about the world (grades C and D).
//!
//! Where a function takes payoffs, it returns what follows from them or says why nothing does; `payoff_tensor` gets payoffs from the
//! engine, and `game` and `pipeline` read the files that say what cannot be observed.

pub mod bargaining;
pub mod cooperative;
pub mod game;
pub mod linkage;
pub mod network;
pub mod patron;
pub mod payoff_tensor;
pub mod pipeline;
pub mod technology;
pub mod threat;
