//! Whether a counterfactual's markets clear, added up from its flows.

use unequal_equilibrium::Counterfactual;

/// The largest relative gap between what is sold and made, and what is used and bought; spending and output below a
/// millionth of the region's value added are compared with that.
pub fn market_gap(found: &Counterfactual<'_>) -> f64 {
    let primitives = found.baseline().primitives();
    let (regions, sectors) = (primitives.region_count(), primitives.sector_count());
    let income = found.income();
    let mut worst = 0.0_f64;
    for region in 0..regions {
        let floor = 1e-6 * primitives.value_added[region];
        for sector in 0..sectors {
            let sold: f64 = (0..regions).map(|buyer| found.producer_value(sector, buyer, region)).sum();
            let used: f64 = (0..sectors)
                .map(|using| primitives.input_shares[[region, sector, using]] * found.output(region, using))
                .sum::<f64>()
                + primitives.final_shares[[region, sector]] * income[region];
            for gap in [
                (sold - found.output(region, sector)) / sold.max(floor),
                (used - found.expenditure(region, sector)) / used.max(floor),
            ] {
                // What is not a number is larger than every number.
                worst = if gap.is_nan() { f64::INFINITY } else { worst.max(gap.abs()) };
            }
        }
    }
    worst
}
