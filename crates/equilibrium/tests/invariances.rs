//! What must not matter: names and order of regions and sectors, where a region's border runs
//! inside it, the numeraire, and measures that are zero (`docs/src/validation.md`, C6, C7 and C26).
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use crate::common::{self, economies, everything, sectors};
use ndarray::{Array1, Array2, Array3, Axis, concatenate};
use proptest::prelude::*;
use unequal_equilibrium::{
    Baseline, Counterfactual, DeficitRule, EquilibriumError, FeeLayer, Numeraire, Owner, Primitives, SolveOptions,
    Wedges, solve,
};
use unequal_world::labels::{Code, Labels};

/// As exact as sums of double precision allow.
fn sharp() -> SolveOptions {
    SolveOptions { tolerance: 1e-13, ..SolveOptions::default() }
}

/// How much of a gap in costs or use a region can be left with once its inputs made of inputs are
/// counted: the sum of those rounds is at most one over the smallest share of value added.
fn magnification(baseline: &Baseline) -> f64 {
    baseline.primitives().value_added_shares.iter().fold(1.0, |most, share| f64::max(most, 1.0 / share))
}

/// The same economy with regions and sectors in another order and under other names.
fn reordered(baseline: &Baseline, region: &[usize], sector: &[usize]) -> Baseline {
    let old = baseline.primitives();
    let names = |prefix: &str, order: &[usize]| -> Vec<Code> {
        order.iter().map(|old| Code::new(&format!("{prefix}{}", 90 - old)).unwrap()).collect()
    };
    let by_region = |array: &Array1<f64>| array.select(Axis(0), region);
    let by_both = |array: &Array2<f64>| array.select(Axis(0), region).select(Axis(1), sector);
    let primitives = Primitives {
        regions: Labels::new(names("other", region), "region").unwrap(),
        sectors: names("thing", sector)
            .into_iter()
            .zip(sectors(sector.len()))
            .map(|(code, sector)| unequal_world::Sector { code, ..sector })
            .collect(),
        year: old.year,
        sourcing: by_flow(&old.sourcing, region, sector),
        input_shares: old.input_shares.select(Axis(0), region).select(Axis(1), sector).select(Axis(2), sector),
        value_added_shares: by_both(&old.value_added_shares),
        final_shares: by_both(&old.final_shares),
        value_added: by_region(&old.value_added),
        deficits: by_region(&old.deficits),
        trade_elasticity: sector.iter().map(|sector| old.trade_elasticity[*sector]).collect(),
        duties: old.duties.clone(),
    };
    Baseline::new(primitives, by_both(baseline.expenditure())).unwrap()
}

fn by_flow(array: &Array3<f64>, region: &[usize], sector: &[usize]) -> Array3<f64> {
    array.select(Axis(0), sector).select(Axis(1), region).select(Axis(2), region)
}

/// Tariffs, export taxes, resource costs, an embargo and productivity that differ by place, written
/// down for the original order; `region` and `sector` say what stands where.
fn shock(baseline: &Baseline, size: f64, region: &[usize], sector: &[usize]) -> Wedges {
    let rate = |shift: usize| {
        let original = Array3::from_shape_fn((2, 3, 3), |(sector, importer, exporter)| {
            if importer == exporter { 0.0 } else { size * ((sector + importer + 2 * exporter + shift) % 4) as f64 }
        });
        by_flow(&original, region, sector)
    };
    let place = |order: &[usize], old: usize| order.iter().position(|other| *other == old).unwrap();
    let mut wedges = baseline.no_wedges();
    wedges.set_tariffs(rate(0)).unwrap();
    wedges.set_export_taxes(rate(1)).unwrap();
    let owner = Owner::Split(vec![(place(region, 0), 0.25), (place(region, 2), 0.75)]);
    wedges.set_fees(vec![FeeLayer::new("hub", rate(2), owner).unwrap()]).unwrap();
    wedges.add_iceberg(place(sector, 0), place(region, 1), place(region, 2), size);
    wedges.forbid(place(sector, 1), place(region, 0), place(region, 1));
    wedges.add_productivity(place(region, 2), place(sector, 1), 0.1);
    wedges.add_labour(place(region, 1), -0.05);
    wedges
}

fn nothing_changed(found: &Counterfactual<'_>, tolerance: f64) -> Result<(), TestCaseError> {
    let baseline = found.baseline();
    for region in 0..3 {
        prop_assert!(found.ln_wage()[region].abs() < tolerance && found.ln_real_income()[region].abs() < tolerance);
        prop_assert!(found.revenue()[region].abs() < tolerance);
        for sector in 0..2 {
            prop_assert!(found.ln_price(region, sector).abs() < tolerance);
            prop_assert!((found.output(region, sector) / baseline.output()[[region, sector]] - 1.0).abs() < tolerance);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn order_and_names_do_not_matter(
        baseline in economies(),
        size in 0.01f64..0.2,
        region in Just([0, 1, 2]).prop_shuffle(),
        sector in Just([0, 1]).prop_shuffle(),
    ) {
        let moved = reordered(&baseline, &region, &sector);
        let rounding = 1e-12 * magnification(&baseline);
        let found = solve(&baseline, &shock(&baseline, size, &[0, 1, 2], &[0, 1]), &sharp()).unwrap();
        let other = solve(&moved, &shock(&moved, size, &region, &sector), &sharp()).unwrap();
        for (new, old) in region.into_iter().enumerate() {
            prop_assert!((other.ln_wage()[new] - found.ln_wage()[old]).abs() < rounding);
            prop_assert!((other.ln_real_income()[new] - found.ln_real_income()[old]).abs() < rounding);
            for (new_sector, old_sector) in sector.into_iter().enumerate() {
                let gap = other.output(new, new_sector) / found.output(old, old_sector) - 1.0;
                prop_assert!(gap.abs() < 10.0 * rounding);
            }
        }
    }

    /// A region split into two halves alike, each of which buys from both as before from the whole.
    #[test]
    fn a_region_split_in_halves_is_the_same_region(baseline in economies(), size in 0.01f64..0.2) {
        let old = baseline.primitives();
        let doubled = |array: &Array2<f64>| concatenate![Axis(0), array.view(), array.select(Axis(0), &[2])];
        let mut value_added = concatenate![Axis(0), old.value_added.view(), old.value_added.select(Axis(0), &[2])];
        let mut expenditure = doubled(baseline.expenditure());
        let halves = [2, 3];
        let whole = |region: usize| region.min(2);
        let part = |region: usize| if halves.contains(&region) { 0.5 } else { 1.0 };
        for half in halves {
            value_added[half] *= 0.5;
            expenditure.row_mut(half).mapv_inplace(|value| 0.5 * value);
        }
        let split = Primitives {
            regions: Labels::new(common::labels(4, "c"), "region").unwrap(),
            sourcing: Array3::from_shape_fn((2, 4, 4), |(sector, importer, exporter)| {
                old.sourcing[[sector, whole(importer), whole(exporter)]] * part(exporter)
            }),
            input_shares: concatenate![Axis(0), old.input_shares.view(), old.input_shares.select(Axis(0), &[2])],
            value_added_shares: doubled(&old.value_added_shares),
            final_shares: doubled(&old.final_shares),
            value_added,
            deficits: Array1::zeros(4),
            ..old.clone()
        };
        let split = Baseline::new(split, expenditure).unwrap();
        let shocked = |baseline: &Baseline| {
            let mut wedges = baseline.no_wedges();
            let regions = baseline.income().len();
            wedges.set_tariffs(Array3::from_shape_fn((2, regions, regions), |(sector, importer, exporter)| {
                if whole(importer) == whole(exporter) { 0.0 } else { size * (1 + sector + whole(importer)) as f64 }
            })).unwrap();
            for region in (0..regions).filter(|region| whole(*region) == 2) {
                wedges.add_iceberg(1, 0, region, size);
                wedges.forbid(0, region, 1);
                wedges.add_productivity(region, 0, -size);
            }
            wedges
        };
        let found = solve(&baseline, &shocked(&baseline), &sharp()).unwrap();
        let other = solve(&split, &shocked(&split), &sharp()).unwrap();
        for region in 0..4 {
            let (found_wage, found_income) = (found.ln_wage()[whole(region)], found.ln_real_income()[whole(region)]);
            prop_assert!((other.ln_wage()[region] - found_wage).abs() < 1e-11);
            prop_assert!((other.ln_real_income()[region] - found_income).abs() < 1e-11);
            for sector in 0..2 {
                let expected = found.output(whole(region), sector) * part(region);
                prop_assert!((other.output(region, sector) / expected - 1.0).abs() < 1e-10);
            }
        }
    }

    /// C6 with deficits: a fixed share of world value added does not depend on the numeraire.
    #[test]
    fn the_numeraire_does_not_matter_for_deficits_in_shares(baseline in economies(), size in 0.01f64..0.2, lent in -0.3f64..0.3) {
        let mut primitives = baseline.primitives().clone();
        // Nobody can lend more than it earns.
        let smallest = primitives.value_added.iter().copied().fold(f64::INFINITY, f64::min);
        primitives.deficits = Array1::from(vec![lent, -0.5 * lent, -0.5 * lent]) * smallest;
        let options = SolveOptions { deficits: DeficitRule::ShareOfWorldValueAdded, tolerance: 1e-12, ..sharp() };
        let baseline = Baseline::settle(&primitives, &options).unwrap();
        let wedges = everything(&baseline, size);
        let found = solve(&baseline, &wedges, &options);
        // Measures can leave a region less than it lends.
        prop_assume!(!matches!(found, Err(EquilibriumError::NoIncome { .. })));
        let found = found.unwrap().ln_real_income();
        for region in 0..3 {
            let options = SolveOptions { numeraire: Numeraire::Region(region), ..options.clone() };
            let other = solve(&baseline, &wedges, &options).unwrap().ln_real_income();
            prop_assert!((&other - &found).iter().all(|gap| gap.abs() < 1e-10));
        }
    }

    /// C26: measures of every kind that are all of size zero change nothing.
    #[test]
    fn measures_of_size_zero_change_nothing(baseline in economies()) {
        let zero = || Array3::zeros((2, 3, 3));
        let mut wedges = baseline.no_wedges();
        wedges.set_tariffs(zero()).unwrap();
        wedges.set_export_taxes(zero()).unwrap();
        let layers = [Owner::Importer, Owner::Exporter, Owner::Region(1), Owner::Split(vec![(0, 0.5), (2, 0.5)])];
        wedges.set_fees(layers.map(|owner| FeeLayer::new("payments", zero(), owner).unwrap()).to_vec()).unwrap();
        for sector in 0..2 {
            for (importer, exporter) in (0..9).map(|pair| (pair / 3, pair % 3)) {
                wedges.add_iceberg(sector, importer, exporter, 0.0);
            }
            wedges.add_productivity(sector, sector, 0.0);
        }
        wedges.add_labour(0, 0.0);
        // The baseline itself is settled to 1e-12 only; the markets it clears are compared here.
        let found = solve(&baseline, &wedges, &SolveOptions { tolerance: 1e-11, ..sharp() }).unwrap();
        prop_assert_eq!(found.convergence().evaluations, 1);
        nothing_changed(&found, 1e-10)?;
        // Nothing but rounding separates zero measures from no measures.
        let none = solve(&baseline, &baseline.no_wedges(), &sharp()).unwrap();
        let found = solve(&baseline, &wedges, &sharp()).unwrap();
        for region in 0..3 {
            prop_assert!((found.ln_real_income()[region] - none.ln_real_income()[region]).abs() < 1e-12);
            prop_assert!((found.ln_wage()[region] - none.ln_wage()[region]).abs() < 1e-12);
        }
    }
}
