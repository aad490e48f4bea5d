//! Games on the engine's payoffs: speculative, so exact as mathematics and modest as statements (grade D).

pub mod cube;
pub mod game;
pub mod linkage;
pub mod patron;
pub mod sensitivity;
pub mod technology;
pub mod threat;
