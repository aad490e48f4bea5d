//! First-order responses (`docs/src/methods/extensions.md`, "Linear response").
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::common::{close, exact, labels, numbers, sectors, toy, toy_primitives};
use ndarray::{Array1, Array2, Array3};
use serde_json::Value;
use unequal_equilibrium::linear::{friends_and_enemies, productivity_exposure, respond};
use unequal_equilibrium::{
    Baseline, DeficitRule, Duties, EquilibriumError, Owner, Primitives, SolveOptions, Wedges, solve,
};
use unequal_world::labels::Labels;

/// Small changes of everything at once, scaled.
fn direction(baseline: &Baseline, scale: f64) -> Wedges {
    let mut wedges = baseline.no_wedges();
    wedges.add_iceberg(0, 0, 1, 0.8 * scale);
    wedges.add_iceberg(1, 2, 0, -0.5 * scale);
    wedges.add_productivity(1, 0, 0.6 * scale);
    wedges.add_productivity(2, 1, -0.3 * scale);
    wedges.add_labour(0, 0.4 * scale);
    let before = baseline.primitives().duties.tariff.clone().unwrap_or_else(|| Array3::zeros((2, 3, 3)));
    let mut tariff = before;
    tariff[[0, 1, 0]] += 0.9 * scale;
    tariff[[1, 0, 2]] += 0.7 * scale;
    wedges.set_tariffs(tariff).unwrap();
    wedges
}

/// Wages, real income and prices of the exact solve.
fn exact_changes(baseline: &Baseline, scale: f64, options: &SolveOptions) -> Vec<f64> {
    let found = solve(baseline, &direction(baseline, scale), options).unwrap();
    let parts =
        [found.ln_wage().to_vec(), found.ln_real_income().to_vec(), found.ln_prices().iter().copied().collect()];
    parts.concat()
}

fn agrees_with_differences(baseline: &Baseline, options: &SolveOptions) {
    let response = respond(baseline, &direction(baseline, 1.0)).unwrap();
    let linear: Vec<f64> =
        [response.ln_wage.to_vec(), response.ln_real_income.to_vec(), response.ln_price.iter().copied().collect()]
            .concat();
    let error = |step: f64| {
        let (up, down) = (exact_changes(baseline, step, options), exact_changes(baseline, -step, options));
        let differences = up.iter().zip(&down).map(|(up, down)| (up - down) / (2.0 * step));
        differences.zip(&linear).fold(0.0f64, |worst, (found, linear)| worst.max((found - linear).abs()))
    };
    let errors = [error(0.08), error(0.04), error(0.02), error(0.01)];
    for pair in errors.windows(2) {
        close(pair[0] / pair[1], 4.0, 0.4, "error when the step is halved");
    }
    assert!(error(1e-3) < 1e-5, "{}", error(1e-3));
    let twice = respond(baseline, &direction(baseline, 2.0)).unwrap();
    for region in 0..3 {
        close(twice.ln_real_income[region], 2.0 * response.ln_real_income[region], 1e-10, "linear");
    }
    let up = solve(baseline, &direction(baseline, 1e-4), options).unwrap();
    let down = solve(baseline, &direction(baseline, -1e-4), options).unwrap();
    for region in 0..3 {
        close((up.revenue()[region] - down.revenue()[region]) / 2e-4, response.revenue[region], 1e-4, "revenue");
        for sector in 0..2 {
            let difference = (up.output(region, sector) - down.output(region, sector)) / 2e-4;
            close(difference, response.output[[region, sector]], 1e-3, "output");
        }
    }
}

#[test]
fn it_is_the_derivative_of_the_exact_solve() {
    agrees_with_differences(&toy(), &exact());
}

#[test]
fn baseline_tariffs_and_deficits_are_covered() {
    let mut primitives = toy_primitives();
    primitives.deficits = Array1::from(vec![5.0, -3.0, -2.0]);
    let tariff = Array3::from_shape_fn((2, 3, 3), |(sector, importer, exporter)| {
        if importer == exporter { 0.0 } else { 0.05 + 0.03 * (sector + 2 * importer + exporter) as f64 }
    });
    primitives.duties = Duties { tariff: Some(tariff), ..Duties::default() };
    let options = SolveOptions { deficits: DeficitRule::ShareOfWorldValueAdded, ..exact() };
    let baseline = Baseline::settle(&primitives, &options).unwrap();
    agrees_with_differences(&baseline, &options);
}

fn klr() -> (Value, Array2<f64>, Array1<f64>, f64) {
    let file: Value = serde_json::from_str(include_str!("data/klr_3x1.json")).unwrap();
    let (shares, incomes) = (square(&file["shares"]), Array1::from(numbers(&file["incomes"])));
    let elasticity = file["elasticity"].as_f64().unwrap();
    (file, shares, incomes, elasticity)
}

fn square(value: &Value) -> Array2<f64> {
    Array2::from_shape_fn((3, 3), |(row, column)| value[row][column].as_f64().unwrap())
}

#[test]
fn one_sector_is_the_closed_form() {
    let (file, shares, incomes, elasticity) = klr();
    let closed = friends_and_enemies(&shares, &(&incomes * 250.0), elasticity).unwrap();
    let primitives = Primitives {
        regions: Labels::new(labels(3, "c"), "region").unwrap(),
        sectors: sectors(1),
        year: 2000,
        sourcing: shares.clone().into_shape_with_order((1, 3, 3)).unwrap(),
        input_shares: Array3::zeros((3, 1, 1)),
        value_added_shares: Array2::ones((3, 1)),
        final_shares: Array2::ones((3, 1)),
        value_added: incomes.clone(),
        deficits: Array1::zeros(3),
        trade_elasticity: vec![elasticity],
        duties: Duties::default(),
    };
    let full = productivity_exposure(&Baseline::settle(&primitives, &exact()).unwrap()).unwrap();
    let (income, welfare) = (square(&file["income_exposure"]), square(&file["welfare_exposure"]));
    for row in 0..3 {
        for column in 0..3 {
            let place = [row, column];
            close(closed.income[place], income[place], 1e-10, "W in closed form");
            close(closed.welfare[place], welfare[place], 1e-10, "U in closed form");
            close(full.income[place], income[place], 1e-10, "W of the linear system");
            close(full.welfare[place], welfare[place], 1e-10, "U of the linear system");
        }
        close(closed.income.row(row).sum(), 0.0, 1e-12, "W 1 = 0");
        close(closed.welfare.row(row).sum(), 1.0, 1e-12, "U 1 = 1");
        close(incomes.dot(&closed.income.column(row)), 0.0, 1e-12, "Y' W = 0");
    }
}

/// With inputs, productivity everywhere works more than one for one, and relative wages hardly move.
#[test]
fn productivity_everywhere_works_through_inputs() {
    let exposure = productivity_exposure(&toy()).unwrap();
    for row in 0..3 {
        close(exposure.income.row(row).sum(), 0.0, 0.1, "wages");
        assert!(exposure.welfare.row(row).sum() > 1.5);
        assert!(exposure.welfare[[row, row]] > 0.5);
    }
}

#[test]
fn what_is_not_small_is_refused() {
    let baseline = toy();
    let mut embargo = baseline.no_wedges();
    embargo.forbid(0, 0, 1);
    let mut taxed = baseline.no_wedges();
    taxed.set_export_taxes(Array3::zeros((2, 3, 3))).unwrap();
    let mut fees = baseline.no_wedges();
    let layer = unequal_equilibrium::FeeLayer::new("fee", Array3::zeros((2, 3, 3)), Owner::Importer).unwrap();
    fees.set_fees(vec![layer]).unwrap();
    for wedges in [embargo, taxed, fees] {
        assert!(matches!(respond(&baseline, &wedges), Err(EquilibriumError::Unsupported { .. })));
    }
    assert!(matches!(respond(&baseline, &Wedges::none(2, 2)), Err(EquilibriumError::Shape { .. })));
    let nothing = respond(&baseline, &baseline.no_wedges()).unwrap();
    assert_eq!((nothing.steps, nothing.ln_real_income), (0, Array1::zeros(3)));
    let (_, shares, incomes, _) = klr();
    assert!(friends_and_enemies(&shares, &incomes, 0.0).is_err());
    assert!(friends_and_enemies(&shares, &Array1::ones(3), 5.0).is_err());
    assert!(friends_and_enemies(&shares, &Array1::ones(2), 5.0).is_err());
}
