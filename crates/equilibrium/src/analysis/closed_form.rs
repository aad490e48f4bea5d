//! Gains from trade and real wages in closed form, without a solve.

use ndarray::{Array1, Array2};

use crate::calibration::baseline::Baseline;

/// Weights with which the home shares of a region's products enter its real wage:
/// `alpha' (I - G')^-1 diag(1/theta)`, `[region][sector]` (Arkolakis, Costinot and
/// Rodriguez-Clare 2012 with input-output links; `docs/src/validation.md`, "Identities").
#[must_use]
pub fn home_share_weights(baseline: &Baseline) -> Array2<f64> {
    let primitives = baseline.primitives();
    let mut weights = Array2::zeros((primitives.region_count(), primitives.sector_count()));
    for (region, mut row) in weights.rows_mut().into_iter().enumerate() {
        row.assign(&home_share_weights_of(baseline, region));
    }
    weights
}

/// The weights of one region, `[sector]`.
#[must_use]
pub fn home_share_weights_of(baseline: &Baseline, region: usize) -> Array1<f64> {
    let primitives = baseline.primitives();
    let sectors = primitives.sector_count();
    let mut term: Vec<f64> = (0..sectors).map(|sector| primitives.final_shares[[region, sector]]).collect();
    let mut total = term.clone();
    // The Neumann series converges because input shares sum to less than one. It is cut where its terms no longer
    // change the sum, or after many terms where value added is nearly zero.
    for _ in 0..10_000 {
        let next: Vec<f64> = (0..sectors)
            .map(|input| (0..sectors).map(|using| primitives.input_shares[[region, input, using]] * term[using]).sum())
            .collect();
        if next.iter().sum::<f64>() < 1e-17 {
            break;
        }
        for (total, next) in total.iter_mut().zip(&next) {
            *total += next;
        }
        term = next;
    }
    total.iter().zip(&primitives.trade_elasticity).map(|(total, theta)| total / theta).collect()
}

/// Exact real-wage change that given home-share changes imply, `[region]`, for any shock that
/// leaves a region's own technology alone: `-weights . ln pi-hat_nn` (C4).
#[must_use]
pub fn real_wage_from_home_shares(baseline: &Baseline, ln_home_share: &Array2<f64>) -> Array1<f64> {
    -(home_share_weights(baseline) * ln_home_share).sum_axis(ndarray::Axis(1))
}

/// Gains from trade: the exact rise of the real wage from autarky to the baseline, as the
/// logarithm of a ratio, `[region]`. Infinite where a product used is not made at home.
#[must_use]
pub fn gains_from_trade(baseline: &Baseline) -> Array1<f64> {
    let primitives = baseline.primitives();
    let weights = home_share_weights(baseline);
    (0..primitives.region_count())
        .map(|region| {
            (0..primitives.sector_count())
                .filter(|sector| weights[[region, *sector]] > 0.0)
                .map(|sector| -weights[[region, sector]] * primitives.sourcing[[sector, region, region]].ln())
                .sum()
        })
        .collect()
}
