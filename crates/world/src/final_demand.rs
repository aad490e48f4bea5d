//! Estimating final demand by destination.
