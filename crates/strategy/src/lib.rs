//! Games on payoffs: speculative, so exact as mathematics and modest as statements (grades C and D).
//!
//! Where a function takes payoffs, it returns what follows from them or says why nothing does; `cube` gets payoffs from the
//! engine, and `game` and `pipeline` read the files that say what cannot be observed.

pub mod bargaining;
pub mod cooperative;
pub mod cube;
pub mod game;
pub mod linkage;
pub mod network;
pub mod patron;
pub mod pipeline;
pub mod sensitivity;
pub mod technology;
pub mod threat;
