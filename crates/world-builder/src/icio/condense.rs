//! From flows to the condensed table.

use ndarray::{Array2, Array3, Axis};
use unequal_world::crumbs::{Dropped, drop_crumbs};
use unequal_world::{ANY, EconomyTable, PairNote, Provenance, TableParts};

use super::flows::Source;
use super::{Axes, YEAR};
use crate::{MOST_INPUTS, Result};

/// Condenses intermediate flows and final use `[exporter][sector][importer]`.
pub fn condense(source: Source, final_use_by_origin: &Array3<f64>) -> Result<EconomyTable> {
    let flows = &source.accounts.intermediate + final_use_by_origin;
    let output = flows.sum_axis(Axis(2));
    let gap = largest_gap(&output, &source);
    let mut intermediate_use = source.intermediate_use;
    // `[sector][importer]` to `[region][sector]`.
    let mut final_use = final_use_by_origin.sum_axis(Axis(0)).reversed_axes().as_standard_layout().into_owned();
    let mut sourcing = flows.permuted_axes([1, 2, 0]).as_standard_layout().into_owned();
    let crumbs = drop_crumbs(&mut sourcing, &mut intermediate_use, &mut final_use);
    let output = sourcing.sum_axis(Axis(1)).reversed_axes().as_standard_layout().into_owned();
    let capped = cap_inputs(&source.axes, &output, &mut intermediate_use, &mut final_use);
    for mut row in sourcing.rows_mut() {
        let sum = row.sum();
        if sum > 0.0 {
            row /= sum;
        }
    }
    let table = EconomyTable::new(TableParts {
        regions: source.axes.regions,
        sectors: source.axes.sectors,
        year: YEAR,
        provenance: provenance(&capped, &gap, crumbs),
        sourcing,
        intermediate_use,
        final_use,
    })?;
    Ok(table)
}

/// Industries whose inputs were capped, and the mass moved, USD million.
struct Capped {
    industries: Vec<String>,
    moved: f64,
}

/// Where an industry's inputs exceed the cap, the excess is booked as final use of the same
/// products, which keeps every flow and every output.
fn cap_inputs(
    axes: &Axes,
    output: &Array2<f64>,
    intermediate_use: &mut Array3<f64>,
    final_use: &mut Array2<f64>,
) -> Capped {
    let mut capped = Capped { industries: Vec::new(), moved: 0.0 };
    let inputs = intermediate_use.sum_axis(Axis(1));
    for ((region, using), inputs) in inputs.indexed_iter() {
        let limit = MOST_INPUTS * output[[region, using]];
        if *inputs <= limit {
            continue;
        }
        capped.industries.push(node_name(axes, region, using));
        for input in 0..output.shape()[1] {
            let value = &mut intermediate_use[[region, input, using]];
            let excess = *value * (1.0 - limit / inputs);
            *value -= excess;
            final_use[[region, input]] += excess;
            capped.moved += excess;
        }
    }
    capped
}

/// The largest gap between the sum of a row and the output the source states, USD million,
/// and its node.
fn largest_gap(output: &Array2<f64>, source: &Source) -> (f64, String) {
    let mut largest = (0.0, String::new());
    for ((region, sector), output) in output.indexed_iter() {
        let gap = (output - source.accounts.output[[region, sector]]).abs();
        if gap > largest.0 {
            largest = (gap, node_name(&source.axes, region, sector));
        }
    }
    largest
}

fn node_name(axes: &Axes, region: usize, sector: usize) -> String {
    format!("{}_{}", axes.regions.code(region), axes.sectors[sector].code)
}

/// The source's table of 2022 shows goods from the EU, the United States and others to Russia as before the sanctions,
/// which the sellers' own statistics contradict (`data/PROVENANCE.md`).
fn russias_imports() -> PairNote {
    PairNote {
        first: "RUS".to_owned(),
        second: ANY.to_owned(),
        note:
            "The source keeps Russia\u{2019}s imports of 2022 as they were before the sanctions: shares of China and \
               others who sold more are too low, those of the West too high. Ask the table icio-2022-adjusted (--data) \
               for imports as the sellers recorded them."
                .to_owned(),
    }
}

fn provenance(capped: &Capped, gap: &(f64, String), crumbs: Dropped) -> Provenance {
    Provenance {
        source: "OECD ICIO, 2025 edition (intermediate flows)".to_owned(),
        classification: "icio50".to_owned(),
        licence: "OECD terms, attribution".to_owned(),
        estimated: vec![
            "Final demand by destination is estimated, not observed: from input trade of the same year, WIOD's final \
             use of 2014, and recorded trade in goods. On withheld WIOD years the same method misses totals of pairs \
             of countries by 10 % and single flows of final goods and services abroad by 55 %, weighted by value."
                .to_owned(),
            "Sales to countries outside the 80 are booked as domestic final use of the selling country.".to_owned(),
            "Products of single pairs are weak: they lean on WIOD's final use of 2014.".to_owned(),
            "Value added is output less inputs bought from the 80 countries, so it includes inputs from elsewhere \
             and taxes on inputs."
                .to_owned(),
        ],
        estimated_between: vec![russias_imports(), PairNote {
            first: "CHN".to_owned(),
            second: "RUS".to_owned(),
            note:
                "WIOD's 2014 table books most of what China delivered to final buyers in Russia as textiles, so there \
                   textiles are probably too high and machinery and vehicles too low."
                    .to_owned(),
        }],
        estimated_use: Vec::new(),
        changes: vec![
            format!(
                "output is the sum of each row, which misses the stated output by up to {:.1} USD million ({})",
                gap.0, gap.1
            ),
            format!(
                "{} purchases of products that the buyer does not make, each below 0.001 % of its use, were dropped: \
                 {:.1} USD million in all",
                crumbs.products, crumbs.value
            ),
            "estimated sales abroad of services of households as employers were put back home".to_owned(),
            format!(
                "inputs above {:.0} % of output were moved to final use of the same products: {:.1e} USD million in \
                 all ({})",
                100.0 * MOST_INPUTS,
                capped.moved,
                capped.industries.join(", ")
            ),
        ],
    }
}
