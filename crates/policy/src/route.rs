//! Evasion of an embargo: transshipment through hubs (docs/src/methods/routes.md).
//!
//! The goods of one exporter reach one importer directly or through hubs. Each route has a cost
//! change (T1), and buyers spread over routes with an elasticity of their own (T2):
//!
//! ```text
//! ln tau_r = sum over legs of ln kappa + [new route: ln(1 + mark-up) - ln(1 - p * loss)]         (T1)
//! O = sum over observed routes of omega_r tau_r^-theta
//! tau = (O + max(0, 1 - O) sum over new routes of seed tau_r^-theta)^(-1/theta)                 (T2)
//! ```
//!
//! An observed route's mark-up and risk are in the baseline's prices, so that only what its legs cost more changes
//! anything. A new route carries a share, the seed, of what the observed routes no longer carry: while they are as
//! they were it carries nothing, and it never makes a flow dearer. The mark-up is revenue of the hub; risk and what
//! legs cost more is waste, but for what payments on the legs cost, which has owners. Grade C for the sum over hubs, D
//! for a single hub. All costs are ratios to the baseline and have no unit.

use std::collections::BTreeMap;

use crate::parameter::{ParameterError, finite, positive, require, share};

/// Seeds for which a result that depends on unseen routes should be shown side by side.
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
    /// Never seen: gets the seed's share of what observed routes no longer carry, which is a parameter and not a datum.
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
    /// Logarithm of what varieties that may not pass a leg cost buyers, zero or more; nothing is used up.
    pub ln_withdrawn: f64,
    /// Ad valorem mark-up of the hub, zero to a million.
    pub markup: f64,
    /// Probability that a shipment is detected, 0 to 1.
    pub detection_probability: f64,
    /// What detection costs per USD shipped, zero to a million.
    pub loss_if_detected: f64,
    /// What payments on its legs cost, outermost first.
    pub tolls: Vec<Toll>,
    /// Forbidden: the route's term is dropped.
    pub closed: bool,
}

/// Who receives part of what is paid on a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Payee {
    /// A hub, by position.
    Hub(usize),
    /// The flow's exporter, who passes on what an observed hub earns more.
    Exporter,
    /// Owners of a commission, by its position, on a leg that the hub sells, or the exporter if there is none.
    Banks {
        /// Position of the commission.
        commission: usize,
        /// The hub that sells on the leg.
        hub: Option<usize>,
    },
}

/// What payments on a leg cost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Toll {
    /// Who receives the fee and bears the expected loss.
    pub payee: Payee,
    /// Ad valorem fee, zero or more.
    pub fee: f64,
    /// `ln` of the factor by which resources used up raise the cost.
    pub ln_resources: f64,
    /// `ln` of the factor by which losses that the banks expect elsewhere do.
    pub ln_losses: f64,
}

impl Toll {
    fn ln_cost(&self) -> f64 {
        self.fee.ln_1p() + self.ln_resources + self.ln_losses
    }
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
            ln_withdrawn: 0.0,
            markup: 0.0,
            detection_probability: 0.0,
            loss_if_detected: 0.0,
            tolls: Vec::new(),
            closed: false,
        }
    }

    /// A route never seen before through the hub at a position, at the baseline's cost.
    #[must_use]
    pub fn unseen(name: impl Into<String>, hub: usize) -> Self {
        Self { name: name.into(), hub: Some(hub), baseline: BaselineShare::Unseen, ..Self::direct(0.0) }
    }

    /// `ln tau_r` (T1); `None` if nothing arrives.
    ///
    /// Refuses numbers outside the ranges in the fields' descriptions.
    pub fn ln_cost(&self) -> Result<Option<f64>, ParameterError> {
        let of = |what: &str| format!("{what} of the route `{}`", self.name);
        let mut legs = 0.0;
        for ln_cost in &self.ln_leg_costs {
            legs += finite(of("ln cost of a leg"), *ln_cost)?;
        }
        let markup = factor(of("mark-up"), self.markup)?;
        let probability = share(of("detection probability"), self.detection_probability)?;
        let loss = factor(of("loss if detected"), self.loss_if_detected)?;
        require(of("ln cost of all legs"), legs, legs.abs() <= 300.0, "between -300 and 300")?;
        let tolls: f64 = self.tolls.iter().map(Toll::ln_cost).sum();
        let withdrawn =
            require(of("ln cost of withdrawn varieties"), self.ln_withdrawn, self.ln_withdrawn >= 0.0, "0 or more")?;
        let ln_cost = legs + withdrawn + finite(of("ln cost of payments"), tolls)?;
        if self.is_observed() {
            return Ok(Some(ln_cost));
        }
        let arrives = 1.0 - probability * loss;
        Ok((arrives > 0.0).then(|| ln_cost + markup.ln_1p() - arrives.ln()))
    }

    fn is_observed(&self) -> bool {
        matches!(self.baseline, BaselineShare::Observed(_))
    }

    /// Expected loss per USD shipped, `p * loss`, as far as it is not in the baseline's prices.
    fn risk(&self) -> f64 {
        if self.is_observed() { 0.0 } else { self.detection_probability * self.loss_if_detected }
    }

    /// The mark-up as far as it is not in the baseline's prices.
    fn new_markup(&self) -> f64 {
        if self.is_observed() { 0.0 } else { self.markup }
    }
}

/// Where one USD paid by the importer goes. The five parts sum to one.
///
/// The order follows (W1): payments are outermost, the mark-up is a fee on everything below it, risk is a cost on top of
/// the legs. Legs that became cheaper make `leg_cost` negative. What is in the baseline's prices counts as delivered.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Ledger {
    /// What payments on the legs cost.
    pub payments: f64,
    /// Revenue of hubs.
    pub hub_rent: f64,
    /// Expected losses by detection: waste.
    pub risk: f64,
    /// What legs cost more than before: waste.
    pub leg_cost: f64,
    /// What is left for the goods themselves, valued at the baseline's costs.
    pub delivered: f64,
}

/// A route after the change.
#[derive(Debug, Clone, PartialEq)]
pub struct RouteResult {
    /// Its name.
    pub name: String,
    /// Its hub.
    pub hub: Option<usize>,
    /// `omega_r`: share before; zero for a route never seen.
    pub share_before: f64,
    /// Its mark-up, ad valorem.
    pub markup: f64,
    /// What payments on its legs cost.
    pub tolls: Vec<Toll>,
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

/// The wedges that stand for one or more outcomes on one flow. Shares are of one USD that buyers pay.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RouteWedge {
    /// `ln tau`: the cost to the importer.
    pub ln_cost: f64,
    /// What each payee receives; negative for what an exporter passes on.
    pub paid: BTreeMap<Payee, f64>,
    /// Resources used up: shipments lost, dearer legs, work on payments.
    pub waste: f64,
    /// What banks expect to lose elsewhere.
    pub losses: BTreeMap<Payee, f64>,
    /// What is spent on each route, by its hub; `None` is the direct one.
    pub ways: BTreeMap<Option<usize>, f64>,
}

impl RouteWedge {
    /// What is left for the exporter's producers of one USD.
    #[must_use]
    pub fn to_producers(&self) -> f64 {
        1.0 - self.paid.values().sum::<f64>()
    }

    /// `ln` of the resource cost as the model needs it: the whole cost less what somebody receives.
    #[must_use]
    pub fn ln_iceberg(&self) -> f64 {
        self.ln_cost + self.to_producers().ln()
    }

    /// `ln` of the cost of resources used up, and of all expected losses: parts of [`Self::ln_iceberg`]. The rest is
    /// the worth of routes that are no longer taken.
    #[must_use]
    pub fn ln_parts(&self) -> (f64, f64) {
        let (producers, losses) = (self.to_producers(), self.losses.values().sum::<f64>());
        let after_waste = producers - self.waste;
        (-(after_waste / producers).ln(), -((after_waste - losses) / after_waste).ln())
    }
}

impl RouteOutcome {
    /// Share of what is paid that goes through hubs.
    #[must_use]
    pub fn rerouted_share(&self) -> f64 {
        self.routes.iter().filter(|route| route.hub.is_some()).map(|route| route.share).sum()
    }

    /// Adds what one part of the flow pays, weighted by the part's share of the spending.
    fn add_to(&self, wedge: &mut RouteWedge, weight: f64) {
        for route in &self.routes {
            let spent = weight * route.share;
            *wedge.ways.entry(route.hub).or_insert(0.0) += spent;
            let mut left = spent;
            for toll in &route.tolls {
                let fee = left * toll.fee / (1.0 + toll.fee);
                left -= fee;
                let losses = -left * (-toll.ln_losses).exp_m1();
                left -= losses;
                let resources = -left * (-toll.ln_resources).exp_m1();
                left -= resources;
                wedge.waste += resources;
                *wedge.paid.entry(toll.payee).or_insert(0.0) += fee;
                *wedge.losses.entry(toll.payee).or_insert(0.0) += losses;
            }
            if let Some(hub) = route.hub {
                *wedge.paid.entry(Payee::Hub(hub)).or_insert(0.0) += spent * route.ledger.hub_rent;
            } else {
                wedge.waste += spent * route.ledger.hub_rent;
            }
            wedge.waste += spent * (route.ledger.risk + route.ledger.leg_cost);
        }
    }
}

/// The wedge on a flow whose varieties fall into parts, each with its share of the varieties and its outcome; `None`
/// stands for a part of which nothing passes, and is returned if nothing passes at all.
///
/// Our formalisation: a flow's term in the importer's price index is a sum over varieties, so that it is
/// `sum_k x_k tau_k^-theta` times what it was, with the trade elasticity `theta`. Without transit routes, what is left of a
/// flow of which a share is forbidden is [`crate::gravity::departure_cost`].
///
/// An observed hub's mark-up is in the baseline's prices. What it earns on more goods than before (at the importer's
/// price index) the exporter passes on to it, so that nobody earns without somebody's work.
#[must_use]
pub fn wedge(parts: &[(f64, Option<&RouteOutcome>)], theta: f64) -> Option<RouteWedge> {
    let terms: Vec<(&RouteOutcome, f64)> = parts
        .iter()
        .filter_map(|(share, outcome)| outcome.map(|outcome| (outcome, *share)))
        .map(|(outcome, share)| (outcome, share * (-theta * outcome.ln_effective_cost).exp()))
        .collect();
    let sum: f64 = terms.iter().map(|(_, term)| term).sum();
    if !(sum > 0.0 && sum.is_finite()) {
        return None;
    }
    let mut wedge = RouteWedge { ln_cost: -sum.ln() / theta, ..RouteWedge::default() };
    let mut growth: BTreeMap<usize, f64> = BTreeMap::new();
    for (outcome, term) in &terms {
        outcome.add_to(&mut wedge, term / sum);
    }
    let routes = terms.first().map_or(&[][..], |(outcome, _)| &outcome.routes);
    for (place, route) in routes.iter().enumerate() {
        let Some(hub) = route.hub.filter(|_| route.share_before > 0.0 && route.markup > 0.0) else { continue };
        let now: f64 = terms.iter().filter_map(|(outcome, term)| Some(term * outcome.routes.get(place)?.share)).sum();
        let more = (now - route.share_before) / sum;
        *growth.entry(hub).or_insert(0.0) += more * route.markup / (1.0 + route.markup);
    }
    for (hub, earned) in growth {
        *wedge.paid.entry(Payee::Hub(hub)).or_insert(0.0) += earned;
        *wedge.paid.entry(Payee::Exporter).or_insert(0.0) -= earned;
    }
    wedge.paid.retain(|_, paid| paid.abs() > 1e-15);
    wedge.losses.retain(|_, loss| *loss != 0.0);
    Some(wedge)
}

/// (T1) and (T2) for one flow. `dispersion` is `theta_r`, `seed` the share that each unseen route carries of what the
/// observed ones no longer do.
///
/// Refuses parameters outside their ranges, observed shares that do not sum to one, and flows
/// without an open route ([`ParameterError::NoOpenRoute`]): those are embargoes.
pub fn choose_routes(routes: &[Route], dispersion: f64, seed: f64) -> Result<RouteOutcome, ParameterError> {
    positive("the dispersion of routes", dispersion)?;
    let before = observed_shares(routes)?;
    share("the seed of unseen routes", seed)?;
    let unseen = before.iter().filter(|share| share.is_none()).count();
    if unseen as f64 * seed > 1.0 + 1e-12 {
        return Err(ParameterError::SeedTooLarge { unseen, seed });
    }
    let ln_costs = routes.iter().map(Route::ln_cost).collect::<Result<Vec<_>, _>>()?;
    // Relative to the cheapest, so that no power overflows or vanishes.
    let open = |(route, ln_cost): (&Route, &Option<f64>)| ln_cost.filter(|_| !route.closed);
    let ln_costs: Vec<Option<f64>> = routes.iter().zip(&ln_costs).map(open).collect();
    let used = |place: usize| before.get(place).is_some_and(|share| share.is_none_or(|share| share > 0.0));
    let reached = ln_costs.iter().enumerate().filter(|(place, _)| used(*place)).filter_map(|(_, ln_cost)| *ln_cost);
    let cheapest = reached.reduce(f64::min).ok_or(ParameterError::NoOpenRoute)?;
    let power = |ln_cost: &Option<f64>| ln_cost.map_or(0.0, |ln_cost| (-dispersion * (ln_cost - cheapest)).exp());
    let kept: f64 = before.iter().zip(&ln_costs).map(|(share, cost)| share.unwrap_or(0.0) * power(cost)).sum();
    // What the observed routes no longer carry.
    let lost = (1.0 - kept * (-dispersion * cheapest).exp()).clamp(0.0, 1.0);
    let lost = if lost < 1e-15 { 0.0 } else { lost };
    let terms: Vec<f64> =
        before.iter().zip(&ln_costs).map(|(share, cost)| share.unwrap_or(lost * seed) * power(cost)).collect();
    let sum: f64 = terms.iter().sum();
    if sum <= 0.0 {
        return Err(ParameterError::NoOpenRoute);
    }
    let ln_effective_cost = cheapest - sum.ln() / dispersion;
    let unchanged = routes.iter().zip(&ln_costs).all(|(route, cost)| !route.is_observed() || *cost == Some(0.0));
    let ln_effective_cost = if unchanged { 0.0 } else { ln_effective_cost };

    let mut whole = Ledger::default();
    let mut results = Vec::with_capacity(routes.len());
    for (((route, share_before), ln_cost), term) in routes.iter().zip(before).zip(ln_costs).zip(terms) {
        let share = term / sum;
        let ledger = ln_cost.map_or_else(Ledger::default, |_| ledger(route));
        whole.payments += share * ledger.payments;
        whole.hub_rent += share * ledger.hub_rent;
        whole.risk += share * ledger.risk;
        whole.leg_cost += share * ledger.leg_cost;
        whole.delivered += share * ledger.delivered;
        results.push(RouteResult {
            name: route.name.clone(),
            hub: route.hub,
            share_before: share_before.unwrap_or(0.0),
            markup: route.markup,
            tolls: route.tolls.clone(),
            share,
            ln_cost,
            ledger,
        });
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

fn ledger(route: &Route) -> Ledger {
    let below_payments = (-route.tolls.iter().map(Toll::ln_cost).sum::<f64>()).exp();
    let below_markup = below_payments / (1.0 + route.new_markup());
    let below_risk = below_markup * (1.0 - route.risk());
    let legs: f64 = route.ln_leg_costs.iter().sum();
    Ledger {
        payments: 1.0 - below_payments,
        hub_rent: route.new_markup() * below_markup,
        risk: route.risk() * below_markup,
        leg_cost: below_risk * -(-legs).exp_m1(),
        delivered: below_risk * (-legs).exp(),
    }
}

/// `omega_r` of the observed routes, scaled to sum to one; `None` for those never seen.
fn observed_shares(routes: &[Route]) -> Result<Vec<Option<f64>>, ParameterError> {
    if routes.is_empty() {
        return Err(ParameterError::Empty { what: "route" });
    }
    let mut sum = 0.0;
    for route in routes {
        if let BaselineShare::Observed(observed) = route.baseline {
            sum += share(format!("the observed share of the route `{}`", route.name), observed)?;
        }
    }
    if (sum - 1.0).abs() > 1e-9 {
        return Err(ParameterError::RouteShares { sum });
    }
    let share_of = |route: &Route| match route.baseline {
        BaselineShare::Observed(observed) => Some(observed / sum),
        BaselineShare::Unseen => None,
    };
    Ok(routes.iter().map(share_of).collect())
}
