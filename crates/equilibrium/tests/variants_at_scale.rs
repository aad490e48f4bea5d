//! The variants on an observed table: they converge, and switched off they are the core there too.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use unequal_equilibrium::variants::rationing::{RationingOptions, ration};
use unequal_equilibrium::variants::use_specific::{self, UseSourcing};
use unequal_equilibrium::variants::{Outcome, fuel, specific_factors};
use unequal_equilibrium::{Baseline, Counterfactual, SolveOptions, Wedges, solve};
use unequal_world::{EconomyTable, embedded};

const PARTIES: [&str; 8] = ["DEU", "FRA", "ITA", "GBR", "USA", "JPN", "POL", "NLD"];

fn world() -> (EconomyTable, usize, Vec<usize>) {
    let table = embedded::table(2011).unwrap();
    let place = |code: &str| table.regions().position(code).unwrap();
    let (target, parties) = (place("RUS"), PARTIES.iter().map(|code| place(code)).collect());
    (table, target, parties)
}

fn balanced(table: &EconomyTable) -> Baseline {
    let elasticity = vec![4.0; table.sectors().len()];
    let mut primitives = Baseline::from_table(table, &elasticity).unwrap().primitives().clone();
    primitives.deficits.fill(0.0);
    Baseline::settle(&primitives, &SolveOptions::default()).unwrap()
}

fn embargo(baseline: &Baseline, target: usize, parties: &[usize]) -> Wedges {
    let mut wedges = baseline.no_wedges();
    for party in parties {
        wedges.forbid_between(*party, target);
    }
    wedges
}

fn same(found: &Outcome, core: &Counterfactual) {
    for (found, core) in found.ln_real_income().iter().zip(&core.ln_real_income()) {
        assert!((found - core).abs() < 1e-9, "{found} {core}");
    }
}

#[test]
fn an_embargo_of_a_large_exporter_is_solved_by_every_variant() {
    let (table, target, parties) = world();
    let baseline = balanced(&table);
    let wedges = embargo(&baseline, target, &parties);
    let options = SolveOptions { tolerance: 1e-11, ..SolveOptions::default() };
    let core = solve(&baseline, &wedges, &options).unwrap();
    let mining = table.sector("C").unwrap();
    let refining = table.sector("23").unwrap();
    let none = fuel::Fuels::with_resource(&baseline, &[mining, refining], 0.0).unwrap();
    let uses = UseSourcing::common(&baseline);
    same(&specific_factors::solve(&baseline, 1.0, &wedges, &options).unwrap(), &core);
    same(&use_specific::solve(&baseline, &uses, &wedges, &options).unwrap(), &core);
    same(&fuel::solve(&baseline, &none, &wedges, &options).unwrap(), &core);
    let stuck = specific_factors::solve(&baseline, 0.0, &wedges, &options).unwrap();
    let fuels = fuel::Fuels {
        fixed_users: (0..table.sectors().len()).collect(),
        ..fuel::Fuels::with_resource(&baseline, &[mining], 0.5).unwrap()
    };
    let fixed = fuel::solve(&baseline, &fuels, &wedges, &options).unwrap();
    assert!(stuck.ln_real_income()[target] < core.ln_real_income()[target]);
    assert!(fixed.ln_real_income()[target] < core.ln_real_income()[target]);
    assert!(
        fixed.ln_rents()[[target, mining]] < fixed.ln_wage()[target],
        "the exporter's rent falls more than its wage"
    );
}

#[test]
fn an_embargo_of_a_large_exporter_is_rationed() {
    let (table, target, parties) = world();
    let mut forbidden = Vec::new();
    for sector in 0..table.sectors().len() {
        forbidden.extend(parties.iter().flat_map(|party| [(sector, *party, target), (sector, target, *party)]));
    }
    let at = |friction| {
        let options = RationingOptions { friction, ..RationingOptions::default() };
        ration(&table, &forbidden, &options).unwrap()
    };
    let (none, some, all) = (at(0.0), at(0.3), at(1.0));
    assert!(none.unplaced < 1e-3 * none.severed, "{} of {}", none.unplaced, none.severed);
    let change = [&all, &some, &none].map(|found| found.value_added_change(target));
    assert!(change.is_sorted() && change[0] < change[1] && change[1] < change[2] && change[2] < 1e-9, "{change:?}");
}
