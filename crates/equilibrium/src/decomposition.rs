//! First-order decomposition of a tariff change, for comparison with published tables.
//!
//! It is not the change of real income: for Mexico under NAFTA it says +1.31 % where the exact
//! figure is +0.007 % (model.md C1). Use [`Counterfactual::ln_real_income`] as the headline.

use crate::counterfactual::Counterfactual;

/// Caliendo and Parro's (2015) terms of trade and volume of trade, shares of income.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FirstOrder {
    /// Terms of trade.
    pub terms_of_trade: f64,
    /// Volume of trade.
    pub volume_of_trade: f64,
    /// Real wage, exact: w-hat over the price index, less one.
    pub real_wage: f64,
}

impl FirstOrder {
    /// Terms and volume of trade together, which the published tables call welfare.
    #[must_use]
    pub fn first_order_welfare(&self) -> f64 {
        self.terms_of_trade + self.volume_of_trade
    }
}

/// The decomposition for every region; the baseline must be the one whose flows weigh it
/// (for the published table: zero deficits, old tariffs).
#[must_use]
pub fn first_order(counterfactual: &Counterfactual<'_>) -> Vec<FirstOrder> {
    let baseline = counterfactual.baseline();
    let primitives = baseline.primitives();
    let (regions, sectors) = (primitives.region_count(), primitives.sector_count());
    let (ln_wage, ln_consumer) = (counterfactual.ln_wage(), counterfactual.ln_consumer_price());
    let mut result: Vec<FirstOrder> = (0..regions)
        .map(|region| FirstOrder {
            terms_of_trade: 0.0,
            volume_of_trade: 0.0,
            real_wage: (ln_wage[region] - ln_consumer[region]).exp_m1(),
        })
        .collect();
    for sector in 0..sectors {
        for importer in 0..regions {
            for exporter in (0..regions).filter(|exporter| *exporter != importer) {
                let old_tariff =
                    primitives.duties.tariff.as_ref().map_or(0.0, |tariff| tariff[[sector, importer, exporter]]);
                let imports = primitives.sourcing[[sector, importer, exporter]]
                    * baseline.expenditure()[[importer, sector]]
                    / (1.0 + old_tariff);
                if imports == 0.0 {
                    continue;
                }
                let cost = counterfactual.ln_cost(exporter, sector).exp_m1();
                let new_imports = counterfactual.producer_value(sector, importer, exporter);
                let growth = new_imports / imports - 1.0;
                result[exporter].terms_of_trade += imports * cost / baseline.income()[exporter];
                result[importer].terms_of_trade -= imports * cost / baseline.income()[importer];
                result[importer].volume_of_trade +=
                    old_tariff * imports * (growth - cost) / baseline.income()[importer];
            }
        }
    }
    result
}
