//! The proportional estimate: final buyers source a product like industries do.

use ndarray::{Array2, Array3, Axis};

use super::judgement::PROPORTIONAL_ROUNDS;
use super::{Accounts, quotient};

/// Final use `[exporter][sector][importer]` in which each importer's final demand for a
/// product has the origins of its industries' purchases of it, and its size is found so
/// that every exporter sells what it states (an expectation-maximisation iteration).
///
/// Rows sum to the final sales.
pub fn proportional(accounts: &Accounts) -> Array3<f64> {
    let shares = input_shares(&accounts.intermediate);
    let sales = &accounts.final_sales;
    let mut demand = sales.clone();
    for _ in 0..PROPORTIONAL_ROUNDS {
        let predicted = predicted_sales(&shares, &demand);
        let mut factor = Array2::<f64>::zeros(demand.raw_dim());
        for ((exporter, sector, importer), share) in shares.indexed_iter() {
            let place = [exporter, sector];
            factor[[importer, sector]] += share * quotient(sales[place], predicted[place]);
        }
        demand *= &factor;
    }
    flows_with_exact_rows(shares, &demand, sales)
}

/// `[exporter][sector][importer]`: share of each origin in an importer's inputs of a
/// product; a product that its industries do not buy comes from home.
fn input_shares(intermediate: &Array3<f64>) -> Array3<f64> {
    let bought = intermediate.sum_axis(Axis(0));
    let mut shares = intermediate.clone();
    for ((exporter, sector, importer), value) in shares.indexed_iter_mut() {
        let total = bought[[sector, importer]];
        *value = if total > 0.0 { *value / total } else { f64::from(u8::from(exporter == importer)) };
    }
    shares
}

/// `[exporter][sector]`: sales that follow from shares and demand `[importer][sector]`.
fn predicted_sales(shares: &Array3<f64>, demand: &Array2<f64>) -> Array2<f64> {
    let mut predicted = Array2::zeros(demand.raw_dim());
    for ((exporter, sector, importer), share) in shares.indexed_iter() {
        predicted[[exporter, sector]] += share * demand[[importer, sector]];
    }
    predicted
}

fn flows_with_exact_rows(shares: Array3<f64>, demand: &Array2<f64>, sales: &Array2<f64>) -> Array3<f64> {
    let predicted = predicted_sales(&shares, demand);
    let mut flows = shares;
    for ((exporter, sector, importer), value) in flows.indexed_iter_mut() {
        let place = [exporter, sector];
        *value *= demand[[importer, sector]] * quotient(sales[place], predicted[place]);
    }
    for ((exporter, sector), sales) in sales.indexed_iter() {
        // Nobody's industries buy it: it is sold at home.
        if predicted[[exporter, sector]] <= 0.0 && *sales > 0.0 {
            flows[[exporter, sector, exporter]] = *sales;
        }
    }
    flows
}
