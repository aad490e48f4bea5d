//! Numerical methods that know nothing of the economy.

pub(crate) mod anderson;
pub(crate) mod gmres;
pub(crate) mod inverse;
pub(crate) mod maximisation;
