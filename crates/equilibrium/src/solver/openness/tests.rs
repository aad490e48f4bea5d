//! Openness under scenarios on the world of 2022.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use ndarray::aview1;
use unequal_world::embedded;

use super::Openness;
use crate::Baseline;
use crate::solver::kernel::Kernel;

/// The update for changed coefficients agrees with a computation from all rows.
#[test]
fn openness_from_changes_is_that_of_all_rows() {
    let table = embedded::table(2022).unwrap();
    let baseline = Baseline::from_table(&table, &vec![4.0; table.sectors().len()]).unwrap();
    let (primitives, prepared) = (baseline.primitives(), baseline.prepared());
    let place = |code: &str| primitives.regions.position(code).unwrap();
    let [closed, dear, other] = ["RUS", "LAO", "DEU"].map(place);
    let mut wedges = baseline.no_wedges();
    for region in (0..primitives.region_count()).filter(|region| *region != closed) {
        wedges.forbid_between(closed, region);
        wedges.add_iceberg(3, dear, region, 1.5);
    }
    // One region is left without any supplier of one product.
    (0..primitives.region_count()).for_each(|region| wedges.forbid(5, other, region));
    let kernel = Kernel::new(primitives, &prepared.shares, &wedges);
    let found = Openness::under(primitives, &prepared.shares, &prepared.openness, &kernel);
    let mut expected = vec![Openness::default(); primitives.region_count()];
    for (region, expected) in expected.iter_mut().enumerate() {
        for sector in 0..primitives.sector_count() {
            let row = kernel.demand_row(sector, region);
            expected.add(1.0, primitives, [sector, region], [row[region], aview1(row).sum()]);
        }
    }
    for (found, expected) in found.iter().zip(&expected) {
        for (found, expected) in
            [(found.value(), expected.value()), (found.weight, expected.weight), (found.imports, expected.imports)]
        {
            assert!((found - expected).abs() < 1e-12, "{found} and {expected}");
        }
    }
    let before = &prepared.openness;
    assert!(found[closed].value() < 1e-12 && found[closed].has_lost_imports(before[closed]));
    assert!(!found[dear].is_nearly_closed(before[dear]) && found[other].weight < before[other].weight);
}
