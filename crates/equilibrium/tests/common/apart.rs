//! Wedges that take most of its trade from a region.

use unequal_equilibrium::Wedges;

/// All regions but one.
pub fn others(regions: usize, region: usize) -> impl Iterator<Item = usize> {
    (0..regions).filter(move |other| *other != region)
}

/// The region trades with its friends only.
pub fn all_but(wedges: &mut Wedges, region: usize, friends: &[usize]) {
    let (regions, _) = wedges.size();
    for other in others(regions, region).filter(|other| !friends.contains(other)) {
        wedges.forbid_between(region, other);
    }
}

/// Every flow of the region, in both directions, costs more.
pub fn far_away(wedges: &mut Wedges, region: usize, ln_cost: f64) {
    let (regions, sectors) = wedges.size();
    for sector in 0..sectors {
        for other in others(regions, region) {
            wedges.add_iceberg(sector, region, other, ln_cost);
            wedges.add_iceberg(sector, other, region, ln_cost);
        }
    }
}
