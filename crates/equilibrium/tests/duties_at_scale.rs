//! Everything at once on the table of 2022, which is solved by differences in single precision: should the differences
//! of one of these be wrong, the exact residuals would not fall, and double precision would need many evaluations more.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::common::markets::market_gap;
use ndarray::Array3;
use unequal_equilibrium::{
    Baseline, Counterfactual, DeficitRule, FeeLayer, Numeraire, Owner, SolveOptions, Wedges, solve, solve_from,
};
use unequal_world::embedded;

/// More than a solve by differences takes. One wrong sign or factor in the differences of revenue or deficits, each put in
/// on purpose, took 46 to 72, because double precision then had to take over.
const MOST_EVALUATIONS: usize = 32;

fn world() -> Baseline {
    let table = embedded::table(2022).unwrap();
    Baseline::from_table(&table, &vec![4.0; table.sectors().len()]).unwrap()
}

/// Tariffs, export taxes and two layers of fees, an iceberg cost, a ban, and changes of productivity and labour.
fn everything(baseline: &Baseline) -> Wedges {
    let primitives = baseline.primitives();
    let (regions, sectors) = (primitives.region_count(), primitives.sector_count());
    let place = |code: &str| primitives.regions.position(code).unwrap();
    let [china, russia, america, germany] = ["CHN", "RUS", "USA", "DEU"].map(place);
    let rates = |rate: f64, importer: usize, exporter: usize| {
        let mut rates = Array3::zeros((sectors, regions, regions));
        (0..sectors).for_each(|sector| rates[[sector, importer, exporter]] = rate);
        rates
    };
    let mut wedges = baseline.no_wedges();
    wedges.set_tariffs(rates(0.3, america, china)).unwrap();
    wedges.set_export_taxes(rates(0.1, china, russia)).unwrap();
    let banks = FeeLayer::new("banks", rates(0.08, russia, china), Owner::Split(vec![(china, 0.4), (america, 0.6)]));
    let carriers = FeeLayer::new("carriers", rates(0.05, russia, china), Owner::Exporter);
    wedges.set_fees(vec![banks.unwrap(), carriers.unwrap()]).unwrap();
    for sector in 0..sectors {
        wedges.add_iceberg(sector, russia, germany, 0.4);
    }
    wedges.forbid_between(russia, america);
    wedges.add_productivity(russia, 3, -0.1);
    wedges.add_labour(germany, 0.02);
    wedges
}

/// Relative gap between what buyers pay beyond what producers get, and all revenue.
fn revenue_gap(found: &Counterfactual<'_>) -> f64 {
    let primitives = found.baseline().primitives();
    let (regions, sectors) = (primitives.region_count(), primitives.sector_count());
    let paid: f64 = (0..sectors)
        .flat_map(|sector| (0..regions).map(move |region| (region, sector)))
        .map(|(region, sector)| found.expenditure(region, sector) - found.output(region, sector))
        .sum();
    (paid / found.revenue().sum() - 1.0).abs()
}

#[test]
fn all_measures_at_once_are_solved_by_differences() {
    let baseline = world();
    let wedges = everything(&baseline);
    let germany = baseline.primitives().regions.position("DEU").unwrap();
    let nominal = Numeraire::Region(germany);
    for (deficits, numeraire) in [
        (DeficitRule::Zero, Numeraire::WorldValueAdded),
        (DeficitRule::FixedNominal, nominal),
        (DeficitRule::ShareOfWorldValueAdded, nominal),
    ] {
        let options = SolveOptions { deficits, numeraire, ..SolveOptions::default() };
        let found = solve(&baseline, &wedges, &options).unwrap();
        let ended = found.convergence();
        assert!(ended.evaluations <= MOST_EVALUATIONS && ended.residual <= 1e-10, "{ended:?}");
        assert!(market_gap(&found) < 1e-8, "{}", market_gap(&found));
        assert!(revenue_gap(&found) < 1e-8, "{}", revenue_gap(&found));
    }
}

/// The equilibrium does not depend on where it is sought from, nor on what was solved before.
#[test]
fn a_neighbour_leads_to_the_same_equilibrium() {
    let baseline = world();
    let options = SolveOptions { deficits: DeficitRule::Zero, ..SolveOptions::default() };
    let regions = &baseline.primitives().regions;
    let [one, other] = ["RUS", "CHN"].map(|code| regions.position(code).unwrap());
    let mut wedges = baseline.no_wedges();
    wedges.forbid_between(one, other);
    let balanced = solve(&baseline, &baseline.no_wedges(), &options).unwrap();
    let cold = solve(&baseline, &wedges, &options).unwrap();
    let near = solve_from(&balanced, &wedges, &options).unwrap();
    solve(&baseline, &everything(&baseline), &options).unwrap();
    let again = solve_from(&balanced, &wedges, &options).unwrap();
    let bits = |found: &Counterfactual<'_>| found.ln_real_income().mapv(f64::to_bits);
    assert_eq!(bits(&near), bits(&again), "what was solved before on this thread must not matter");
    for (cold, near) in cold.ln_real_income().iter().zip(&near.ln_real_income()) {
        assert!((cold - near).abs() < 1e-10, "{cold} {near}");
    }
}
