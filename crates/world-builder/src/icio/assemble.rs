//! From flows between all regions to the table of 2022.

use ndarray::{Array2, Array3, Axis};
use unequal_world::crumbs::Dropped;
use unequal_world::names::REST_OF_WORLD;
use unequal_world::{ANY, EconomyTable, PairNote, Provenance};

use super::flows::Source;
use super::{Axes, YEAR};
use crate::totals::{Prior, Year, dropped_purchases, from_flows, like_all_others};
use crate::{MOST_INPUTS, Result};

/// The table with these flows, `[sector][importer][exporter]` over `axes`.
///
/// The source lacks inputs from the rest of the world; every user of a product buys there as from others. The rest of the
/// world itself uses products as all countries together.
pub fn table(source: &Source, axes: &Axes, flows: Array3<f64>) -> Result<EconomyTable> {
    let (regions, sectors) = (axes.regions.len(), axes.sectors.len());
    let rest = axes.region(REST_OF_WORLD)?;
    let by_region = |summed: Array2<f64>| summed.reversed_axes().as_standard_layout().into_owned();
    let used = by_region(flows.sum_axis(Axis(2)));
    let output = by_region(flows.sum_axis(Axis(1)));
    let mut inputs = Array3::zeros((regions, sectors, sectors));
    let mut final_use = Array2::zeros((regions, sectors));
    for (country, code) in source.axes.regions.iter().enumerate() {
        let user = axes.region(code.as_str())?;
        for product in 0..sectors {
            let whole = used[[user, product]];
            let known = whole - flows[[product, user, rest]];
            let scale = if known > 0.0 { whole / known } else { 1.0 };
            let stated: f64 = (0..sectors).map(|industry| source.intermediate_use[[country, product, industry]]).sum();
            let scale = if scale * stated > whole { whole / stated } else { scale };
            for industry in 0..sectors {
                inputs[[user, product, industry]] = scale * source.intermediate_use[[country, product, industry]];
            }
            final_use[[user, product]] = (whole - scale * stated).max(0.0);
        }
    }
    let capped = cap_inputs(axes, &output, &mut inputs, &mut final_use);
    like_all_others(rest, &used, &output, &mut inputs, &mut final_use);
    let prior = Prior::of(&inputs, &final_use, &output);
    let gap = largest_gap(&output, source, axes)?;
    let known = Year { regions: &axes.regions, sectors: &axes.sectors, year: YEAR, flows };
    from_flows(known, &prior, |crumbs, _| provenance(&capped, &gap, crumbs))
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
        for input in 0..output.ncols() {
            let value = &mut intermediate_use[[region, input, using]];
            let excess = *value * (1.0 - limit / inputs);
            *value -= excess;
            final_use[[region, input]] += excess;
            capped.moved += excess;
        }
    }
    capped
}

/// The largest gap between the sum of a row and the output the source states, USD million, and its node.
fn largest_gap(output: &Array2<f64>, source: &Source, axes: &Axes) -> Result<(f64, String)> {
    let mut largest = (0.0, String::new());
    for ((country, sector), stated) in source.output.indexed_iter() {
        let region = axes.region(source.axes.regions.code(country).as_str())?;
        let gap = (output[[region, sector]] - stated).abs();
        if gap > largest.0 {
            largest = (gap, node_name(axes, region, sector));
        }
    }
    Ok(largest)
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
               others who sold more are too low, those of the West too high. Without --table, the program uses imports as \
               the sellers recorded them."
                .to_owned(),
    }
}

fn provenance(capped: &Capped, gap: &(f64, String), crumbs: Dropped) -> Provenance {
    Provenance {
        valuation: unequal_world::Valuation::Basic,
        source: "OECD ICIO, 2025 edition".to_owned(),
        classification: "icio50".to_owned(),
        licence: "OECD terms, attribution".to_owned(),
        estimated: Vec::new(),
        estimated_between: vec![russias_imports()],
        estimated_use: vec![
            "Trade in goods by product and in all services together is the source\u{2019}s. How a pair\u{2019}s services \
             for final buyers divide over services is estimated, and so are the rest of the world\u{2019}s inputs and what \
             industries buy from there."
                .to_owned(),
            "Value added is output less inputs, so it includes taxes on inputs.".to_owned(),
        ],
        changes: vec![
            format!(
                "output is the sum of each row, which misses the stated output by up to {:.1} USD million ({})",
                gap.0, gap.1
            ),
            dropped_purchases(crumbs),
            format!(
                "inputs above {:.0} % of output were moved to final use of the same products: {:.0} USD million in \
                 all ({})",
                100.0 * MOST_INPUTS,
                capped.moved,
                capped.industries.join(", ")
            ),
        ],
    }
}
