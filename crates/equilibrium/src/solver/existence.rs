//! Whether an equilibrium can exist at all, checked before the map is evaluated.

use crate::model::primitives::Primitives;
use crate::solver::kernel::Kernel;
use crate::solver::prepared::Prepared;
use crate::{EquilibriumError, Result};

/// Deficits that cancel this well, relative to world value added, count as balanced.
const BALANCE_TOLERANCE: f64 = 1e-9;

/// Members of each part of the world that still trades with itself, `[group][..]`; refuses buyers without suppliers, and
/// parts of the world whose deficits do not cancel.
pub(crate) fn trading_groups(
    primitives: &Primitives,
    prepared: &Prepared,
    kernel: &Kernel,
    deficits: &[f64],
) -> Result<Vec<Vec<usize>>> {
    let group_of = connected_groups(kernel);
    check(primitives, prepared, kernel, deficits, &group_of)?;
    let count = group_of.iter().max().map_or(0, |last| last + 1);
    let members = |group| (0..group_of.len()).filter(|region| group_of[*region] == group).collect();
    Ok((0..count).map(members).collect())
}

/// Connected components of the trade graph (union-find): regions that still trade with each other, directly or through
/// others, as the group number of each region, numbered from zero.
fn connected_groups(kernel: &Kernel) -> Vec<usize> {
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
        // Mostly the first region trades with all others, and all are connected.
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
fn check(
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

/// The first product with an importer that uses it and has no supplier. Only rows that the scenario changes, or that had
/// no supplier before, can be without one.
fn without_supplier(prepared: &Prepared, kernel: &Kernel) -> Option<(usize, usize)> {
    let closed = |row: &usize| {
        let shares = kernel.demand_row(row / kernel.regions, row % kernel.regions);
        prepared.used[*row] && shares.iter().all(|share| *share <= 0.0)
    };
    let row = prepared.unsupplied.iter().copied().chain(kernel.changed_rows()).filter(closed).min()?;
    Some((row / kernel.regions, row % kernel.regions))
}
