//! The integration tests of `unequal-policy` as one program: each file is a module, named here.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod currency_choice;
mod currency_fit;
mod currency_measure;
mod currency_stocks;
mod kinds_in_a_file;
mod kinds_of_trade;
mod limits;
mod malformed;
mod payments;
mod payments_in_the_economy;
mod payments_properties;
mod price_cap_rent;
mod recomputed;
mod routes_and_local_production;
mod sanctions;
mod scenario;
mod support;
mod uncertain;
