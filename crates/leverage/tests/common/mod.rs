//! Small worlds for tests.

use ndarray::{Array2, Array3};
use proptest::prelude::*;
use unequal_world::{Code, EconomyTable, Labels, Party, Provenance, Sector, SectorKind, TableParts};

pub const REGIONS: usize = 4;
pub const SECTORS: usize = 3;

/// A table from positive numbers, with regions in the order given: `order[place]` is the number of
/// the region that stands there, which keeps its code and its figures.
pub fn table(numbers: &[f64], order: &[usize]) -> EconomyTable {
    let code = |letter: &str, number: usize| Code::new(&format!("{letter}{number}")).unwrap();
    let number = |place: usize| numbers[place % numbers.len()];
    let mut sourcing = Array3::from_shape_fn((SECTORS, REGIONS, REGIONS), |(sector, importer, exporter)| {
        let (importer, exporter) = (order[importer], order[exporter]);
        number(sector * 16 + importer * 4 + exporter) + if importer == exporter { 3.0 } else { 0.0 }
    });
    for mut row in sourcing.rows_mut() {
        let sum = row.sum();
        row /= sum;
    }
    let final_use = Array2::from_shape_fn((REGIONS, SECTORS), |(region, sector)| {
        100.0 * (0.5 + number(7 + order[region] * 3 + sector))
    });
    // Inputs are small beside the output that final use alone asks for.
    let inputs = |region: usize, input: usize, using: usize| 4.0 * number(region * 9 + input * 3 + using + 11);
    EconomyTable::new(TableParts {
        regions: Labels::new(order.iter().map(|region| code("R", *region)).collect(), "region").unwrap(),
        sectors: (0..SECTORS)
            .map(|sector| Sector {
                code: code("S", sector),
                name: format!("sector {sector}"),
                kind: if sector < 2 { SectorKind::Goods } else { SectorKind::Services },
            })
            .collect(),
        year: 2000,
        provenance: Provenance {
            valuation: unequal_world::Valuation::Basic,
            source: "test".to_owned(),
            classification: "test".to_owned(),
            licence: String::new(),
            estimated: Vec::new(),
            estimated_between: Vec::new(),
            estimated_use: Vec::new(),
            changes: Vec::new(),
        },
        sourcing,
        intermediate_use: Array3::from_shape_fn((REGIONS, SECTORS, SECTORS), |(region, input, using)| {
            inputs(order[region], input, using)
        }),
        final_use,
    })
    .unwrap()
}

/// Positive numbers that make a table.
pub fn numbers() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(0.05..1.0f64, 48)
}

/// The regions with these numbers as a party.
pub fn party(table: &EconomyTable, regions: &[usize]) -> Party {
    let place = |region: &usize| table.regions().position(&format!("R{region}")).unwrap();
    let mut members: Vec<usize> = regions.iter().map(place).collect();
    members.sort_unstable();
    Party { code: format!("{regions:?}"), name: String::new(), members, missing: Vec::new() }
}
