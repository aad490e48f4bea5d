//! The measures on an observed world.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use unequal_equilibrium::Baseline;
use unequal_leverage::exposure::OneSector;
use unequal_leverage::quick_exit::QuickExit;
use unequal_leverage::rank::spearman;
use unequal_leverage::{Parameters, WorldState};
use unequal_world::elasticity::ElasticitySet;
use unequal_world::{Party, embedded};

fn single(region: usize) -> Party {
    Party { code: region.to_string(), name: String::new(), members: vec![region], missing: Vec::new() }
}

/// Estimates without a solve order partnerships as exact exit costs do.
#[test]
fn quick_exit_orders_as_exact_exit_does() {
    let table = embedded::table(2011).unwrap();
    let baseline = Baseline::from_table(&table, &ElasticitySet::common(4.0, &table).by_sector).unwrap();
    let state = WorldState::new(&baseline, baseline.no_wedges()).unwrap();
    let quick = QuickExit::new(&baseline);
    let (mut exact, mut estimated) = (Vec::new(), Vec::new());
    for one in (0..table.regions().len()).step_by(3) {
        for other in (one + 1..table.regions().len()).step_by(2) {
            let cost = state.exit_cost(&single(one), &single(other)).unwrap();
            exact.extend([cost.first, cost.second]);
            estimated.extend([quick.loss(one, other), quick.loss(other, one)]);
        }
    }
    let alike = spearman(&exact, &estimated).unwrap();
    let mut errors: Vec<f64> =
        exact.iter().zip(&estimated).map(|(exact, estimate)| (estimate / exact - 1.0).abs()).collect();
    errors.sort_by(f64::total_cmp);
    let median = errors[errors.len() / 2];
    println!("rank correlation {alike:.4}, median relative error {median:.3} over {} losses", errors.len());
    assert!(alike > 0.98, "rank correlation {alike}");
    assert!(median < 0.25, "median relative error {median}");
}

/// With balanced trade and no revenue real income moves with home shares alone (Arkolakis, Costinot and Rodriguez-Clare
/// 2012): the parts of the products, which come from shares, add up to the loss, which comes from prices and wages. That
/// holds where every product that is used is made at home too; what a country does not make has no home share.
#[test]
fn what_products_carry_adds_up_to_the_exit_cost() {
    let table = embedded::table(2011).unwrap();
    let baseline = Baseline::from_table(&table, &ElasticitySet::common(4.0, &table).by_sector).unwrap();
    let state = WorldState::new(&baseline, baseline.no_wedges()).unwrap();
    let makes_all = |region: usize| {
        let make = |sector: usize| table.sourcing()[[sector, region, region]] > 0.0;
        (0..table.sectors().len()).all(|sector| make(sector) || table.total_use()[[region, sector]] == 0.0)
    };
    let (mut exact, mut rest) = (0, 0);
    for (one, other) in [("RUS", "CHN"), ("DEU", "FRA"), ("USA", "CAN"), ("JPN", "KOR")] {
        let [one, other] = [one, other].map(|code| table.regions().position(code).unwrap());
        let apart = state.without_trade_between(&single(one), &single(other)).unwrap();
        let cost = state.exit_cost_from(&apart, &single(one), &single(other));
        let parts = |region: usize| state.contributions(&apart, region).iter().sum::<f64>();
        for (region, loss) in [(one, cost.first), (other, cost.second)] {
            let carried = parts(region);
            let gap = (carried / loss - 1.0).abs();
            let allowed = if makes_all(region) { 1e-7 } else { 1e-2 };
            assert!(gap < allowed, "{}: {} of {loss}", table.regions().code(region), carried);
            *if makes_all(region) { &mut exact } else { &mut rest } += 1;
        }
    }
    assert!(exact >= 2, "{exact} countries make all that they use, {rest} do not");
}

#[test]
fn every_sector_has_one_kind_in_every_year() {
    let parameters = Parameters::embedded().unwrap();
    for year in [2011, 2022] {
        let table = embedded::table(year).unwrap();
        let nests = parameters.nests(&table, &ElasticitySet::common(4.0, &table).by_sector);
        let mut sectors: Vec<usize> = nests.kinds.iter().flat_map(|kind| kind.sectors.clone()).collect();
        sectors.sort_unstable();
        assert_eq!(sectors, (0..table.sectors().len()).collect::<Vec<_>>());
        assert!(nests.kinds.iter().all(|kind| !kind.sectors.is_empty()));
        for claim in &parameters.claims.products {
            assert!(!claim.sectors(&table).is_empty(), "{} in {year}", claim.name);
        }
        let world = Party { members: (0..table.regions().len()).collect(), ..single(0) };
        assert!((OneSector::new(&table, 4.0).unwrap().of(&single(3), &world).welfare - 1.0).abs() < 1e-8);
    }
}

#[test]
fn a_broken_file_of_parameters_names_its_line() {
    let message = Parameters::parse("mine.toml", "[dependence]\nsource = 3\n").unwrap_err().to_string();
    assert!(message.starts_with("mine.toml, line"), "{message}");
}
