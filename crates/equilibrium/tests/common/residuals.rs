//! Whether a counterfactual is an equilibrium, judged from its prices, wages and spending alone:
//! costs, shares, sales, income and use are worked out again here, not taken from the solver.

use ndarray::Array3;
use unequal_equilibrium::Counterfactual;

/// The larger size of two, where anything that is not a number is larger than every number.
pub fn larger(worst: f64, gap: f64) -> f64 {
    if gap.is_nan() || gap.abs() > worst { gap.abs() } else { worst }
}

/// The largest relative gap of prices (G3), goods (G9) and labour (G10) under resource costs
/// `ln_iceberg` `[sector][importer][exporter]` and no duties. Balanced trade.
pub fn worst_gap(found: &Counterfactual<'_>, ln_iceberg: &Array3<f64>) -> f64 {
    let primitives = found.baseline().primitives();
    let (regions, sectors) = (primitives.region_count(), primitives.sector_count());
    let wage = found.ln_wage();
    let cost = |region: usize, sector: usize| {
        let inputs: f64 = (0..sectors)
            .map(|input| primitives.input_shares[[region, input, sector]] * found.ln_price(region, input))
            .sum();
        primitives.value_added_shares[[region, sector]] * wage[region] + inputs
    };
    let (mut worst, mut output) = (0.0_f64, vec![0.0; regions * sectors]);
    for sector in 0..sectors {
        let theta = primitives.trade_elasticity[sector];
        for importer in 0..regions {
            let offers: Vec<f64> = (0..regions)
                .map(|exporter| {
                    let place = [sector, importer, exporter];
                    primitives.sourcing[place] * (-theta * (ln_iceberg[place] + cost(exporter, sector))).exp()
                })
                .collect();
            let sum: f64 = offers.iter().sum();
            worst = larger(worst, found.ln_price(importer, sector) + sum.ln() / theta);
            for (exporter, offer) in offers.iter().enumerate() {
                output[exporter * sectors + sector] += offer / sum * found.expenditure(importer, sector);
            }
        }
    }
    for region in 0..regions {
        let income = primitives.value_added[region] * wage[region].exp();
        let output = &output[region * sectors..][..sectors];
        let labour: f64 =
            (0..sectors).map(|sector| primitives.value_added_shares[[region, sector]] * output[sector]).sum();
        worst = larger(worst, labour / income - 1.0);
        for sector in 0..sectors {
            let inputs: f64 =
                (0..sectors).map(|using| primitives.input_shares[[region, sector, using]] * output[using]).sum();
            let used = inputs + primitives.final_shares[[region, sector]] * income;
            worst = larger(worst, found.expenditure(region, sector) / used - 1.0);
        }
    }
    worst
}
