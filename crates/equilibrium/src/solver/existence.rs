//! Whether an equilibrium can exist at all, asked before any sweep is spent on it.

use crate::model::primitives::Primitives;
use crate::solver::kernel::Kernel;
use crate::solver::prepared::Prepared;
use crate::{EquilibriumError, Result};

/// Deficits that cancel this well, relative to world value added, count as balanced.
const BALANCE_TOLERANCE: f64 = 1e-9;

/// Groups of regions that still trade with each other, directly or through others, as the
/// group number of each region, numbered from zero.
pub(crate) fn trading_groups(kernel: &Kernel) -> Vec<usize> {
    let mut parent: Vec<usize> = (0..kernel.regions).collect();
    fn root(parent: &mut [usize], mut region: usize) -> usize {
        while parent[region] != region {
            parent[region] = parent[parent[region]];
            region = parent[region];
        }
        region
    }
    let mut groups = kernel.regions;
    for importer in 0..kernel.regions {
        // Mostly the first regions trade with all others, and then there is no more to find out.
        if groups == 1 {
            break;
        }
        for exporter in (0..kernel.regions).filter(|exporter| *exporter != importer) {
            if kernel.links[importer * kernel.regions + exporter] > 0 {
                let (one, other) = (root(&mut parent, importer), root(&mut parent, exporter));
                parent[one.max(other)] = one.min(other);
                groups -= usize::from(one != other);
            }
        }
    }
    let mut numbers = vec![usize::MAX; kernel.regions];
    let mut next = 0;
    (0..kernel.regions)
        .map(|region| {
            let root = root(&mut parent, region);
            if numbers[root] == usize::MAX {
                numbers[root] = next;
                next += 1;
            }
            numbers[root]
        })
        .collect()
}

/// Refuses buyers without suppliers and cut-off groups with a deficit.
pub(crate) fn check(
    primitives: &Primitives,
    prepared: &Prepared,
    kernel: &Kernel,
    deficits: &[f64],
    groups: &[usize],
) -> Result<()> {
    let world: f64 = primitives.value_added.sum();
    let sum: f64 = deficits.iter().sum();
    if sum.abs() > BALANCE_TOLERANCE * world {
        return Err(EquilibriumError::DeficitsDoNotAddUp { sum });
    }
    if let Some((sector, importer)) = without_supplier(prepared, kernel) {
        return Err(EquilibriumError::NoSupplier {
            region: primitives.regions.code(importer).to_string(),
            sector: primitives.sectors[sector].to_string(),
        });
    }
    let count = groups.iter().max().map_or(0, |last| last + 1);
    for group in (0..count).filter(|_| count > 1) {
        let members: Vec<usize> = (0..kernel.regions).filter(|region| groups[*region] == group).collect();
        let deficit: f64 = members.iter().map(|region| deficits[*region]).sum();
        if deficit.abs() > BALANCE_TOLERANCE * world {
            let names: Vec<&str> = members.iter().map(|region| primitives.regions.code(*region).as_str()).collect();
            let regions = match names.as_slice() {
                [first, second, third, _, ..] => {
                    format!("{first}, {second}, {third} and {} others", names.len() - 3)
                }
                few => few.join(", "),
            };
            return Err(EquilibriumError::ClosedWithDeficit { regions, deficit });
        }
    }
    Ok(())
}

/// The first product with an importer that uses it and has no supplier: only changes take suppliers away that the
/// economy had before.
fn without_supplier(prepared: &Prepared, kernel: &Kernel) -> Option<(usize, usize)> {
    let closed = |row: &usize| {
        let shares = kernel.demand_row(row / kernel.regions, row % kernel.regions);
        prepared.used[*row] && shares.iter().all(|share| *share <= 0.0)
    };
    let row = prepared.unsupplied.iter().copied().chain(kernel.changed_rows()).filter(closed).min()?;
    Some((row / kernel.regions, row % kernel.regions))
}
