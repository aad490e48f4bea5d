//! A bargain over several issues at once (M10 of docs/src/methods/strategy.md).
//!
//! Two sides divide issues; side R gets `x_k` of issue k and side C the rest, with linear utilities
//! `u_R = sum w^R_k x_k` and `u_C = sum w^C_k (1 - x_k)`. Linked, they take the Nash bargaining solution over all
//! issues; separate, over each issue by itself. Horstmann, Markusen and Robles (2005), "Issue linking in trade negotiations":
//! each side gets what it values more by comparison.

mod bargain;
mod ties;

pub use bargain::{Agreement, Bargain, BargainOutcome, Issue, Separate};
pub use ties::Group;
