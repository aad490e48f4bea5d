//! Crumbs: purchases so small that they are below the rounding of the source, of a product that
//! the buyer does not make itself.
//!
//! Cutting off the few sellers of such a product would leave it without any supplier and so
//! without an equilibrium, over a few USD million. China in the WIOD tables of 1995-2000 is a
//! case: it makes no `sale of motor vehicles` and buys 1 to 18 USD million of it from three
//! countries, in tables whose cells are cut to whole millions.

use ndarray::{Array2, Array3};

/// Use below this share of a region's whole use counts as a crumb.
const CRUMB: f64 = 1e-5;

/// What was dropped.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Dropped {
    /// Number of pairs of region and product.
    pub products: usize,
    /// Value, USD million.
    pub value: f64,
}

/// Drops crumbs from flows `[sector][importer][exporter]`, `intermediate_use`
/// `[region][input][using sector]` and `final_use` `[region][sector]`, all USD million.
///
/// The sellers' output falls by what is dropped; nothing else changes.
pub fn drop_crumbs(
    flows: &mut Array3<f64>,
    intermediate_use: &mut Array3<f64>,
    final_use: &mut Array2<f64>,
) -> Dropped {
    let (regions, sectors) = (final_use.nrows(), final_use.ncols());
    let use_of = |flows: &Array3<f64>, sector: usize, region: usize| -> f64 {
        (0..regions).map(|exporter| flows[[sector, region, exporter]]).sum()
    };
    let mut dropped = Dropped::default();
    for region in 0..regions {
        let whole: f64 = (0..sectors).map(|sector| use_of(flows, sector, region)).sum();
        for sector in 0..sectors {
            let output: f64 = (0..regions).map(|importer| flows[[sector, importer, region]]).sum();
            let value = use_of(flows, sector, region);
            if output > 0.0 || value == 0.0 || value > CRUMB * whole {
                continue;
            }
            dropped.products += 1;
            dropped.value += value;
            for exporter in 0..regions {
                flows[[sector, region, exporter]] = 0.0;
            }
            for using in 0..sectors {
                intermediate_use[[region, sector, using]] = 0.0;
            }
            final_use[[region, sector]] = 0.0;
        }
    }
    dropped
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr2, array};

    #[test]
    fn only_what_is_small_and_not_made_at_home_goes() {
        // Region 1 does not make product 1 and buys a little of it; it makes product 0.
        let mut flows = array![[[900.0, 1.0], [0.5, 1e6]], [[50.0, 0.0], [2.0, 0.0]]];
        let mut intermediate_use = Array3::zeros((2, 2, 2));
        intermediate_use[[1, 1, 0]] = 2.0;
        let mut final_use = arr2(&[[901.0, 50.0], [1e6, 0.0]]);
        let dropped = drop_crumbs(&mut flows, &mut intermediate_use, &mut final_use);
        assert_eq!(dropped, Dropped { products: 1, value: 2.0 });
        assert_eq!(flows[[1, 1, 0]], 0.0);
        assert_eq!(intermediate_use.sum(), 0.0);
        assert_eq!(flows[[0, 0, 1]], 1.0, "a small flow of a product made at home stays");
    }
}
