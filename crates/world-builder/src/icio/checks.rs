//! Figures printed while the table of 2022 is made, to compare with an earlier making.

use ndarray::{Array3, Axis};

use super::flows::Source;
use crate::Result;
use crate::estimate::{Fitted, goods_by_pair, sum_abroad};

/// A figure, what a separate program of the same method gave, and its name.
type Check = (&'static str, f64, f64);

/// Prints the figures beside those of a separate implementation of the same method in
/// another language; they should agree to about one in a million, the precision of the
/// source, unless the sources or the method changed.
pub fn print(source: &Source, proportional: &Array3<f64>, prior: &Array3<f64>, fitted: &Fitted) -> Result<()> {
    let axes = &source.axes;
    let (china, russia) = (axes.region("CHN")?, axes.region("RUS")?);
    let united_states = axes.region("USA")?;
    let pair = |flows: &Array3<f64>, exporter: usize, importer: usize| -> f64 {
        flows.index_axis(Axis(0), exporter).column(importer).sum()
    };
    let absorbed = |importer: usize| fitted.final_use.index_axis(Axis(2), importer).sum();
    let checks: [Check; 9] = [
        ("prior final trade", prior.sum(), 7_493_503.303),
        ("final trade", sum_abroad(&fitted.final_use), 7_187_204.858),
        ("final, CHN to RUS", pair(&fitted.final_use, china, russia), 41_561.072_5),
        ("final, RUS to CHN", pair(&fitted.final_use, russia, china), 8_877.424_2),
        ("proportional, CHN to RUS", pair(proportional, china, russia), 27_284.342_8),
        ("proportional, RUS to CHN", pair(proportional, russia, china), 9_882.545_4),
        ("absorption, RUS", absorbed(russia), 1_852_101.605),
        ("absorption, CHN", absorbed(china), 16_989_920.588),
        ("absorption, USA", absorbed(united_states), 25_994_458.422),
    ];
    println!("2022, USD million: value, separate program, relative gap");
    for (name, value, other) in checks {
        println!("  {name}: {value:.4}, {other:.4}, {:.1e}", value / other - 1.0);
    }
    println!("  table value of goods per dollar recorded: {:.4}", fitted.price_ratio);
    print_goods(source, fitted, [china, russia]);
    print_ceilings(source, fitted);
    Ok(())
}

/// Goods between two countries as the table has them, by use, and all trade between them.
fn print_goods(source: &Source, fitted: &Fitted, [one, other]: [usize; 2]) {
    let goods = &source.accounts.goods;
    let everything = vec![true; goods.len()];
    let (inputs, final_use) = (&source.accounts.intermediate, &fitted.final_use);
    for pair in [[one, other], [other, one]] {
        println!(
            "  {} to {}: goods {:.0} as inputs and {:.0} for final use; with services {:.0} and {:.0}",
            source.axes.regions.code(pair[0]),
            source.axes.regions.code(pair[1]),
            goods_by_pair(inputs, goods)[pair],
            goods_by_pair(final_use, goods)[pair],
            goods_by_pair(inputs, &everything)[pair],
            goods_by_pair(final_use, &everything)[pair],
        );
    }
}

fn print_ceilings(source: &Source, fitted: &Fitted) {
    for (region, factor) in fitted.absorption_factor.iter().enumerate() {
        if *factor < 1.0 {
            let code = source.axes.regions.code(region);
            println!("  {code}: purchases abroad times {factor:.3} under the deficit ceiling");
        }
    }
}
