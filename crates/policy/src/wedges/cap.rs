//! A price cap as wedges: what it adds to and takes from the price of the average barrel of each group of buyers.

use unequal_equilibrium::Baseline;
use unequal_world::Flow;

use crate::parameter::ParameterError;
use crate::price_cap::{Buyer, BuyerWedge, CapOutcome, PriceCap, Supply};

/// **Assumed**: by how much the dearest well's extraction costs more than `marginal_cost`, as a factor. Between the two
/// supply to a channel falls in proportion, so that no well is shut in all at once.
const DEAREST_WELL: f64 = 1.25;

/// A cap and the part of trade it is about.
#[derive(Debug, Clone)]
pub(crate) struct Cap {
    /// The cap, its channels and the price elsewhere.
    pub terms: PriceCap,
    /// Cost of extraction, USD per barrel.
    pub extraction: f64,
    /// The cap in USD per barrel.
    pub level: f64,
    /// Share of the flows' value that is under the cap.
    pub share: f64,
}

/// The average barrel of one group of buyers as wedges, innermost first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct CapWedge {
    pub ln_iceberg: f64,
    pub fleet_fee: f64,
    pub buyer_fee: f64,
    /// Share of the group's barrels that is not offered any more.
    pub shut_in: f64,
}

const NONE: CapWedge = CapWedge { ln_iceberg: 0.0, fleet_fee: 0.0, buyer_fee: 0.0, shut_in: 0.0 };

impl CapWedge {
    /// Whether it is none but for rounding.
    pub(crate) fn is_nothing(&self) -> bool {
        [self.ln_iceberg, self.fleet_fee, self.buyer_fee, self.shut_in].iter().all(|wedge| wedge.abs() <= 1e-12)
    }
}

impl Cap {
    /// Channels and average barrels of the coalition and of all others, given the coalition's share of what is
    /// bought. The volume is 1.
    pub(crate) fn outcome(&self, coalition_share: f64) -> Result<(CapOutcome, CapWedge, CapWedge), ParameterError> {
        // The coalition does not buy from the shadow fleet.
        let others = 1.0 - coalition_share;
        let terms = PriceCap { shadow_capacity: self.terms.shadow_capacity.min(others), ..self.terms };
        let full_above = (DEAREST_WELL * self.extraction).min(terms.price_without_cap());
        let marginal_cost = self.extraction;
        let supply = Supply { volume: 1.0, none_below: marginal_cost, full_above, marginal_cost };
        let outcome = terms.outcome(&supply)?;
        let buyer = |name: &str, capped_weight: f64, shadow_weight: f64| Buyer {
            name: name.to_owned(),
            capped_weight,
            shadow_weight,
        };
        let rest = (others - outcome.shadow.volume).max(0.0);
        let buyers = [buyer(COALITION, coalition_share, 0.0), buyer(OTHERS, rest, others)];
        let wedges = terms.wedges(&outcome, &buyers)?;
        let of = |name: &str, bought: f64| {
            let sold = wedges.iter().find(|wedge| wedge.name == name);
            let shut_in = sold.map_or(1.0, |wedge| 1.0 - wedge.volume / bought);
            let barrel = sold.map_or(NONE, |wedge| self.mixed(wedge));
            let wedge = CapWedge { shut_in: if bought > 0.0 { self.share * shut_in } else { 0.0 }, ..barrel };
            if wedge.is_nothing() { NONE } else { wedge }
        };
        let (coalition, others) = (of(COALITION, coalition_share), of(OTHERS, others));
        Ok((outcome, coalition, others))
    }

    /// A barrel under the cap averaged with the trade that is not under it, which pays the price without the cap.
    fn mixed(&self, barrel: &BuyerWedge) -> CapWedge {
        let price = self.terms.price_without_cap();
        let average = |paid: f64| price + self.share * (paid - price);
        let with_waste = barrel.netback * barrel.ln_iceberg.exp();
        let paid = with_waste * (1.0 + barrel.fleet_fee);
        CapWedge {
            ln_iceberg: (average(with_waste) / average(barrel.netback)).ln(),
            fleet_fee: average(paid) / average(with_waste) - 1.0,
            buyer_fee: price / average(paid) - 1.0,
            shut_in: 0.0,
        }
    }

    /// Wedges of flows, given for each its value and whether the coalition buys it.
    pub(crate) fn wedges(&self, trade: &[(Flow, bool, f64)]) -> Result<Vec<(Flow, CapWedge)>, ParameterError> {
        let Some(coalition_share) = coalition_share(trade.iter().map(|(_, member, value)| (*member, *value))) else {
            return Ok(Vec::new());
        };
        let (_, coalition, others) = self.outcome(coalition_share)?;
        Ok(trade.iter().map(|(flow, member, _)| (*flow, if *member { coalition } else { others })).collect())
    }
}

const COALITION: &str = "coalition";
const OTHERS: &str = "others";

/// What the importer of a flow spends on it in the table, USD million.
pub(crate) fn spending(baseline: &Baseline, flow: Flow) -> f64 {
    baseline.primitives().sourcing[flow.cell()] * baseline.expenditure()[[flow.importer, flow.sector]]
}

/// The coalition's share of what is bought; `None` where nothing is.
pub(crate) fn coalition_share(trade: impl Iterator<Item = (bool, f64)>) -> Option<f64> {
    let (mut members, mut whole) = (0.0, 0.0);
    for (member, value) in trade {
        whole += value;
        if member {
            members += value;
        }
    }
    (whole > 0.0).then(|| (members / whole).clamp(0.0, 1.0))
}
