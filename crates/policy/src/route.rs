//! Routes round an embargo: transshipment through hubs (model.md section 7, M5).
//!
//! The goods of one exporter reach one importer directly or through hubs. Each route has a cost
//! change (T1), and buyers spread over routes with an elasticity of their own (T2):
//!
//! ```text
//! ln tau_r = sum over legs of ln kappa + ln(1 + mark-up) + ln(1 + p * loss)                     (T1)
//! tau = (sum_r omega_r tau_r^-theta)^(-1/theta) ;  omega'_r = omega_r (tau_r / tau)^-theta      (T2)
//! ```
//!
//! The mark-up is revenue of the hub; risk and what legs cost more is waste. Grade C for the sum
//! over hubs, D for a single hub. All costs are ratios to the baseline and have no unit.

use crate::parameter::{ParameterError, finite, nest, positive, require, share};

/// Seeds at which a result that leans on unseen routes is to be shown side by side.
pub const SEEDS: [f64; 3] = [1e-4, 1e-3, 1e-2];

/// Mark-up of Chinese exporters of dual-use goods to Russia that unit values imply, `1.87 / 1.09 - 1`:
/// between 2021 and 2024 they rose by 87 % to Russia and by 9 % elsewhere (Bank of Finland Institute
/// for Emerging Economies, as reported by The Moscow Times, 24 November 2025).
///
/// **For validation only.** It was published after the article this program follows, so it must
/// not be an input of a scenario dated May 2024. It is owned by the exporter, not by a hub.
pub const DUAL_USE_MARKUP_FOR_VALIDATION: f64 = 1.87 / 1.09 - 1.0;

/// What is known of a route before the change.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum BaselineShare {
    /// Share of the flow's value, 0 to 1. Observed shares of a flow sum to one.
    Observed(f64),
    /// Never seen: gets the seed, which is a parameter and not a datum.
    Unseen,
}

/// One way from the exporter to the importer.
#[derive(Debug, Clone, PartialEq)]
pub struct Route {
    /// What it is called, as in `direct` or `through KGZ`.
    pub name: String,
    /// Position of the hub that owns the mark-up; none for the direct route.
    pub hub: Option<usize>,
    /// Share before the change.
    pub baseline: BaselineShare,
    /// `ln kappa` of each leg: its cost change against the baseline.
    pub ln_leg_costs: Vec<f64>,
    /// Ad valorem mark-up of the hub, zero to a million.
    pub markup: f64,
    /// Probability that a shipment is detected, 0 to 1.
    pub detection_probability: f64,
    /// What detection costs per USD shipped, zero to a million.
    pub loss_if_detected: f64,
    /// Forbidden: the route's term is dropped.
    pub closed: bool,
}

impl Route {
    /// A direct route that carried the given share of the flow, at the baseline's cost.
    #[must_use]
    pub fn direct(observed: f64) -> Self {
        Self {
            name: "direct".to_owned(),
            hub: None,
            baseline: BaselineShare::Observed(observed),
            ln_leg_costs: Vec::new(),
            markup: 0.0,
            detection_probability: 0.0,
            loss_if_detected: 0.0,
            closed: false,
        }
    }

    /// A route never seen before through the hub at a position, at the baseline's cost.
    #[must_use]
    pub fn unseen(name: impl Into<String>, hub: usize) -> Self {
        Self { name: name.into(), hub: Some(hub), baseline: BaselineShare::Unseen, ..Self::direct(0.0) }
    }

    /// `ln tau_r` (T1).
    ///
    /// Refuses numbers outside the ranges in the fields' descriptions.
    pub fn ln_cost(&self) -> Result<f64, ParameterError> {
        let of = |what: &str| format!("{what} of the route `{}`", self.name);
        let mut legs = 0.0;
        for ln_cost in &self.ln_leg_costs {
            legs += finite(of("ln cost of a leg"), *ln_cost)?;
        }
        let markup = factor(of("mark-up"), self.markup)?;
        let probability = share(of("detection probability"), self.detection_probability)?;
        let loss = factor(of("loss if detected"), self.loss_if_detected)?;
        require(of("ln cost of all legs"), legs, legs.abs() <= 300.0, "between -300 and 300")?;
        Ok(legs + markup.ln_1p() + (probability * loss).ln_1p())
    }

    /// Expected loss per USD shipped, `p * loss`.
    fn risk(&self) -> f64 {
        self.detection_probability * self.loss_if_detected
    }
}

/// Where one USD paid by the importer goes. The four parts sum to one.
///
/// The order follows (W1): the mark-up is a fee on everything below it, risk is a cost on top of
/// the legs. Legs that became cheaper make `leg_cost` negative.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Ledger {
    /// Revenue of hubs.
    pub hub_rent: f64,
    /// Expected losses by detection: waste.
    pub risk: f64,
    /// What legs cost more than before: waste.
    pub leg_cost: f64,
    /// What arrives, valued at the baseline's costs.
    pub delivered: f64,
}

/// A route after the change.
#[derive(Debug, Clone, PartialEq)]
pub struct RouteResult {
    /// Its name.
    pub name: String,
    /// Its hub.
    pub hub: Option<usize>,
    /// `omega_r`: share before, seeds included.
    pub share_before: f64,
    /// `omega'_r`: share of what the importer pays; zero for a closed route.
    pub share: f64,
    /// `ln tau_r`; none for a closed route.
    pub ln_cost: Option<f64>,
    /// Parts of one USD paid on this route; all zero for a closed route.
    pub ledger: Ledger,
}

/// What the change makes of the whole flow.
#[derive(Debug, Clone, PartialEq)]
pub struct RouteOutcome {
    /// `ln tau`, the change of the flow's cost to the importer.
    pub ln_effective_cost: f64,
    /// The routes in the order given.
    pub routes: Vec<RouteResult>,
    /// Parts of one USD paid for the whole flow.
    pub ledger: Ledger,
}

/// The wedges that stand for an outcome on one flow: `exp(ln_iceberg) * (1 + fee) = tau`, and the
/// fee's revenue is the hubs' rent per USD paid.
#[derive(Debug, Clone, PartialEq)]
pub struct RouteWedge {
    /// Resource cost, nobody's.
    pub ln_iceberg: f64,
    /// Ad valorem fee.
    pub fee: f64,
    /// Hubs with their shares in the fee's revenue, which sum to one; empty without a fee.
    pub owners: Vec<(usize, f64)>,
}

impl RouteOutcome {
    /// Share of what is paid that goes through hubs.
    #[must_use]
    pub fn rerouted_share(&self) -> f64 {
        self.routes.iter().filter(|route| route.hub.is_some()).map(|route| route.share).sum()
    }

    /// The outcome as wedges on the flow. A mark-up on a route without a hub has no owner and is
    /// counted as resource cost.
    #[must_use]
    pub fn wedge(&self) -> RouteWedge {
        let mut owners: Vec<(usize, f64)> = Vec::new();
        for route in &self.routes {
            let rent = route.share * route.ledger.hub_rent;
            let Some(hub) = route.hub.filter(|_| rent > 0.0) else { continue };
            match owners.iter_mut().find(|(known, _)| *known == hub) {
                Some((_, sum)) => *sum += rent,
                None => owners.push((hub, rent)),
            }
        }
        let owned: f64 = owners.iter().map(|(_, rent)| rent).sum();
        for (_, rent) in &mut owners {
            *rent /= owned;
        }
        let fee = owned / (1.0 - owned);
        RouteWedge { ln_iceberg: self.ln_effective_cost - fee.ln_1p(), fee, owners }
    }
}

/// The wedge on a flow of which a share of the varieties may not go the direct way.
///
/// Our formalisation, between the two cases of the plan: a flow's term in the importer's price index is a sum over
/// varieties, so that it is `(1 - x) tau_open^-theta + x tau_closed^-theta` times what it was, with the trade
/// elasticity `theta`. Without hubs `tau_closed` is infinite and what is left is
/// [`crate::gravity::departure_cost`]; at `x = 0` and `x = 1` it is either wedge. Hubs' rents are weighted by what is
/// spent on both parts. `None` stands for a part of which nothing passes.
#[must_use]
pub fn mixed(open: Option<&RouteWedge>, closed: Option<&RouteWedge>, share: f64, theta: f64) -> Option<RouteWedge> {
    let parts: Vec<(&RouteWedge, f64)> = [(open, 1.0 - share), (closed, share)]
        .into_iter()
        .filter_map(|(wedge, weight)| wedge.map(|wedge| (wedge, weight)))
        .map(|(wedge, weight)| (wedge, weight * (-theta * (wedge.ln_iceberg + wedge.fee.ln_1p())).exp()))
        .collect();
    let sum: f64 = parts.iter().map(|(_, term)| term).sum();
    if !(sum > 0.0 && sum.is_finite()) {
        return None;
    }
    let mut rents: Vec<(usize, f64)> = Vec::new();
    for (wedge, term) in parts {
        let rent = term / sum * wedge.fee / (1.0 + wedge.fee);
        for (hub, part) in &wedge.owners {
            match rents.iter_mut().find(|(known, _)| known == hub) {
                Some((_, own)) => *own += rent * part,
                None => rents.push((*hub, rent * part)),
            }
        }
    }
    let owned: f64 = rents.iter().map(|(_, rent)| rent).sum();
    let fee = owned / (1.0 - owned);
    let owners = rents.into_iter().filter(|_| owned > 0.0).map(|(hub, rent)| (hub, rent / owned)).collect();
    Some(RouteWedge { ln_iceberg: -sum.ln() / theta - fee.ln_1p(), fee, owners })
}

/// (T1) and (T2) for one flow. `dispersion` is `theta_r`, `seed` the share of each unseen route
/// before the change, for which observed shares are scaled down.
///
/// Refuses parameters outside their ranges, observed shares that do not sum to one, and flows
/// without an open route ([`ParameterError::NoOpenRoute`]): those are embargoes.
pub fn choose_routes(routes: &[Route], dispersion: f64, seed: f64) -> Result<RouteOutcome, ParameterError> {
    positive("the dispersion of routes", dispersion)?;
    let before = baseline_shares(routes, seed)?;
    let ln_costs = routes.iter().map(Route::ln_cost).collect::<Result<Vec<_>, _>>()?;
    let open: Vec<(f64, f64)> = routes
        .iter()
        .zip(before.iter().zip(&ln_costs))
        .map(|(route, (share, ln_cost))| (if route.closed { 0.0 } else { *share }, *ln_cost))
        .collect();
    let (ln_effective_cost, shares) = nest(&open, dispersion).ok_or(ParameterError::NoOpenRoute)?;

    let mut whole = Ledger::default();
    let mut results = Vec::with_capacity(routes.len());
    for (((route, share_before), (_, ln_cost)), share) in routes.iter().zip(before).zip(open).zip(shares) {
        let ledger = if route.closed { Ledger::default() } else { ledger(route, ln_cost) };
        whole.hub_rent += share * ledger.hub_rent;
        whole.risk += share * ledger.risk;
        whole.leg_cost += share * ledger.leg_cost;
        whole.delivered += share * ledger.delivered;
        let ln_cost = (!route.closed).then_some(ln_cost);
        results.push(RouteResult { name: route.name.clone(), hub: route.hub, share_before, share, ln_cost, ledger });
    }
    Ok(RouteOutcome { ln_effective_cost, routes: results, ledger: whole })
}

/// [`choose_routes`] at each seed, in the order given: what a result owes to a number nobody observed.
pub fn over_seeds(
    routes: &[Route],
    dispersion: f64,
    seeds: &[f64],
) -> Result<Vec<(f64, RouteOutcome)>, ParameterError> {
    seeds.iter().map(|seed| Ok((*seed, choose_routes(routes, dispersion, *seed)?))).collect()
}

/// Rates above a million are misprints, and larger ones would not leave room for the rest of a USD.
fn factor(what: String, value: f64) -> Result<f64, ParameterError> {
    require(what, value, (0.0..=1e6).contains(&value), "between 0 and 1000000")
}

fn ledger(route: &Route, ln_cost: f64) -> Ledger {
    let below_markup = 1.0 / (1.0 + route.markup);
    let below_risk = below_markup / (1.0 + route.risk());
    let legs: f64 = route.ln_leg_costs.iter().sum();
    Ledger {
        hub_rent: route.markup * below_markup,
        risk: route.risk() * below_risk,
        leg_cost: below_risk * -(-legs).exp_m1(),
        delivered: (-ln_cost).exp(),
    }
}

/// `omega_r`: seeds for unseen routes, the rest for the observed ones in proportion.
fn baseline_shares(routes: &[Route], seed: f64) -> Result<Vec<f64>, ParameterError> {
    if routes.is_empty() {
        return Err(ParameterError::Empty { what: "route" });
    }
    share("the seed of unseen routes", seed)?;
    let (mut sum, mut unseen) = (0.0, 0_usize);
    for route in routes {
        match route.baseline {
            BaselineShare::Observed(observed) => {
                sum += share(format!("the observed share of the route `{}`", route.name), observed)?;
            }
            BaselineShare::Unseen => unseen += 1,
        }
    }
    if (sum - 1.0).abs() > 1e-9 {
        return Err(ParameterError::RouteShares { sum });
    }
    let left = 1.0 - unseen as f64 * seed;
    if left <= 0.0 {
        return Err(ParameterError::SeedTooLarge { unseen, seed });
    }
    let share_of = |route: &Route| match route.baseline {
        BaselineShare::Observed(observed) => observed / sum * left,
        BaselineShare::Unseen => seed,
    };
    Ok(routes.iter().map(share_of).collect())
}
