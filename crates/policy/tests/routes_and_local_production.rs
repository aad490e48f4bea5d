//! The worked examples of docs/src/methods/routes.md, limits and identities of both nests.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use proptest::prelude::*;
use unequal_policy::local_production::{CostChanges, EntryCase, LocalProduction, localisation_factor};
use unequal_policy::parameter::ParameterError;
use unequal_policy::route::{
    BaselineShare, DUAL_USE_MARKUP_FOR_VALIDATION, Payee, Route, RouteOutcome, RouteWedge, SEEDS, Toll, choose_routes,
    over_seeds, wedge,
};

fn close(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "found {found}, expected {expected} within {tolerance}");
}

fn priced(route: Route, cost: f64) -> Route {
    Route { ln_leg_costs: vec![cost.ln()], ..route }
}

/// The worked example: the direct route doubles in cost, three hubs were never seen.
fn toy() -> Vec<Route> {
    vec![
        priced(Route::direct(1.0), 2.0),
        priced(Route::unseen("one", 1), 1.08),
        priced(Route::unseen("two", 2), 1.12),
        priced(Route::unseen("three", 3), 1.15),
    ]
}

/// A route that carried a share before.
fn observed(route: Route, share: f64) -> Route {
    Route { baseline: BaselineShare::Observed(share), ..route }
}

/// The wedge of one outcome for the whole flow.
fn whole(outcome: &RouteOutcome, theta: f64) -> RouteWedge {
    wedge(&[(1.0, Some(outcome))], theta).unwrap()
}

/// (T2) is a sum over routes that were taken before: here 97 % directly and 1 % through each hub.
#[test]
fn the_route_toy_of_section_7() {
    let [direct, hubs @ ..] = &toy()[..] else { panic!() };
    let taken: Vec<Route> = std::iter::once(observed(direct.clone(), 0.97))
        .chain(hubs.iter().map(|hub| observed(hub.clone(), 0.01)))
        .collect();
    let outcome = choose_routes(&taken, 6.0, 0.01).unwrap();
    close(outcome.ln_effective_cost.exp(), 1.785_651_046_8, 1e-9);
    for (route, expected) in outcome.routes.iter().zip([0.491_327_8, 0.204_285_3, 0.164_237_2, 0.140_149_8]) {
        close(route.share, expected, 5e-8);
    }
    close(outcome.rerouted_share(), 1.0 - 0.491_327_8, 5e-8);
}

#[test]
fn many_easy_routes_cost_as_much_as_the_cheapest() {
    let outcome = choose_routes(&toy(), 1e7, 0.01).unwrap();
    close(outcome.ln_effective_cost.exp(), 1.08, 1e-6);
    close(outcome.routes[1].share, 1.0, 1e-12);
}

/// What observed routes carry is as it was: new ones carry nothing, whatever their seed, mark-up and number, and the mark-up
/// and risk of a hub that was used before are in the prices already.
#[test]
fn nothing_changes_until_something_changes() {
    for seed in [0.0, 1e-4, 0.01, 0.9] {
        let mut new = Route::unseen("hub", 1);
        new.markup = 0.3;
        let mut used = observed(Route::unseen("known", 2), 0.2);
        (used.markup, used.detection_probability) = (0.3, 0.4);
        let outcome = choose_routes(&[Route::direct(0.8), used, new], 6.0, seed).unwrap();
        assert_eq!(outcome.ln_effective_cost, 0.0);
        close(outcome.routes[1].share, 0.2, 1e-15);
        assert_eq!(outcome.routes[2].share, 0.0);
        let wedge = whole(&outcome, 4.0);
        assert_eq!((wedge.ln_cost, wedge.waste, wedge.paid.len()), (0.0, 0.0, 0));
    }
}

/// A route without trade before carries a share of what the others no longer do: no more and no less as the direct route grows dear
/// without end than where it is shut, and never to the buyers' cost.
#[test]
fn a_seed_never_makes_a_flow_dearer() {
    for cost in [1.0, 1.001, 1.1, 2.0, 1e3] {
        let with = choose_routes(&[priced(Route::direct(1.0), cost), Route::unseen("hub", 1)], 6.0, 0.01).unwrap();
        assert!(with.ln_effective_cost <= cost.ln() + 1e-15, "{cost}");
    }
    let shut = choose_routes(&[Route { closed: true, ..Route::direct(1.0) }, Route::unseen("hub", 1)], 6.0, 0.01);
    let dear = choose_routes(&[priced(Route::direct(1.0), 1e9), Route::unseen("hub", 1)], 6.0, 0.01).unwrap();
    close(shut.unwrap().ln_effective_cost, dear.ln_effective_cost, 1e-12);
}

/// Of shipments worth 1 / (1 - p l) one arrives; where every shipment is caught and lost none does.
#[test]
fn nothing_arrives_of_shipments_that_are_all_caught_and_lost() {
    let caught = |probability: f64| {
        let mut hub = Route::unseen("hub", 1);
        (hub.detection_probability, hub.loss_if_detected) = (probability, 1.0);
        choose_routes(&[Route { closed: true, ..Route::direct(1.0) }, hub], 6.0, 1.0)
    };
    close(caught(0.75).unwrap().ln_effective_cost, 4f64.ln(), 1e-12);
    close(caught(0.75).unwrap().ledger.risk, 0.75, 1e-12);
    close(caught(1.0 - 1e-9).unwrap().ln_effective_cost, 1e9f64.ln(), 1e-6);
    assert_eq!(caught(1.0), Err(ParameterError::NoOpenRoute));
}

/// The default seed is the one at which five ways carry 7.1 % of the trade that is stopped, as in 2022.
#[test]
fn five_ways_of_the_default_seed_carry_what_was_observed() {
    let hubs = (1..6).map(|hub| Route::unseen(format!("{hub}"), hub));
    let ways: Vec<Route> = std::iter::once(Route { closed: true, ..Route::direct(1.0) }).chain(hubs).collect();
    let outcome = choose_routes(&ways, 8.0, SEEDS[1]).unwrap();
    let diverted = (-4.0 * outcome.ln_effective_cost).exp();
    close(diverted, 0.0708, 5e-4);
}

/// A hub that was used before earns its mark-up on more goods than before; the exporter passes it on, so that the
/// price does not move and nobody earns without work.
#[test]
fn what_a_known_hub_earns_more_comes_from_the_exporter() {
    let mut used = observed(Route::unseen("known", 2), 0.2);
    used.markup = 0.25;
    let shut = [Route { closed: true, ..Route::direct(0.8) }, used];
    let outcome = choose_routes(&shut, 8.0, 0.0).unwrap();
    close(outcome.ln_effective_cost, -(0.2f64.ln()) / 8.0, 1e-12);
    let wedge = whole(&outcome, 4.0);
    // Spending on the flow falls to 0.2^(4/8); all of it goes through the hub, where 0.2 of the old spending did.
    let spent = 0.2f64.sqrt();
    let more = (spent - 0.2) / spent * 0.2;
    close(wedge.paid[&Payee::Hub(2)], more, 1e-12);
    close(wedge.paid[&Payee::Exporter], -more, 1e-12);
    close(wedge.to_producers(), 1.0, 1e-12);
    close(wedge.ln_iceberg(), wedge.ln_cost, 1e-12);
}

/// A toll is taken before the hub's mark-up, and goods on the direct route pay their own.
#[test]
fn a_way_pays_the_tolls_of_its_legs() {
    let toll = |commission, hub| Toll {
        payee: Payee::Banks { commission, hub },
        fee: 0.1,
        ln_resources: 1.02f64.ln(),
        ln_losses: 1.01f64.ln(),
    };
    let mut hub = Route::unseen("hub", 3);
    hub.markup = 0.25;
    hub.tolls = vec![toll(0, Some(3))];
    let outcome = choose_routes(&[Route { closed: true, ..Route::direct(1.0) }, hub], 6.0, 1.0).unwrap();
    close(outcome.ln_effective_cost, (1.1f64 * 1.02 * 1.01 * 1.25).ln(), 1e-12);
    let wedge = whole(&outcome, 4.0);
    close(wedge.paid[&Payee::Banks { commission: 0, hub: Some(3) }], 0.1 / 1.1, 1e-12);
    close(wedge.losses[&Payee::Banks { commission: 0, hub: Some(3) }], 0.01 / 1.01 / 1.1, 1e-12);
    close(wedge.waste, 0.02 / 1.02 / 1.01 / 1.1, 1e-12);
    close(wedge.paid[&Payee::Hub(3)], 0.2 / (1.1 * 1.02 * 1.01), 1e-12);
    // Of one dollar, what is paid, lost and wasted and what arrives are all.
    let arrives = (-outcome.ln_effective_cost).exp();
    close(wedge.to_producers() - wedge.waste - wedge.losses.values().sum::<f64>(), arrives, 1e-12);
    // While the direct route is open at its old cost its own toll is the only one.
    let mut direct = Route::direct(1.0);
    direct.tolls = vec![toll(1, None)];
    let outcome = choose_routes(&[direct], 6.0, 0.01).unwrap();
    close(outcome.ln_effective_cost, (1.1f64 * 1.02 * 1.01).ln(), 1e-12);
}

#[test]
fn an_embargoed_route_is_dropped_as_an_infinite_cost_would_be() {
    let mut routes = toy();
    routes[0].closed = true;
    let dropped = choose_routes(&routes, 6.0, 0.01).unwrap();
    let mut routes = toy();
    routes[0].ln_leg_costs = vec![200.0];
    let dear = choose_routes(&routes, 6.0, 0.01).unwrap();
    close(dropped.ln_effective_cost, dear.ln_effective_cost, 1e-12);
    assert_eq!(dropped.routes[0].share, 0.0);
    assert_eq!(dropped.routes[0].ln_cost, None);
}

#[test]
fn one_usd_is_split_between_hub_risk_legs_and_goods() {
    let mut route = Route::unseen("hub", 4);
    route.ln_leg_costs = vec![0.05, 0.03];
    (route.markup, route.detection_probability, route.loss_if_detected) = (0.10, 0.20, 0.50);
    let outcome = choose_routes(&[Route { closed: true, ..Route::direct(1.0) }, route], 6.0, 1.0).unwrap();
    // Worked out by hand: 1.1 / 0.9 * exp(0.08), and each layer's part of the price.
    close(outcome.ln_effective_cost.exp(), 1.1 / 0.9 * 0.08f64.exp(), 1e-9);
    close(outcome.ledger.hub_rent, 0.1 / 1.1, 1e-12);
    close(outcome.ledger.risk, 0.1 / 1.1, 1e-12);
    close(outcome.ledger.leg_cost, (1.0 - (-0.08_f64).exp()) * 0.9 / 1.1, 1e-12);
    let wedge = whole(&outcome, 4.0);
    assert_eq!(wedge.paid.len(), 1);
    close(wedge.paid[&Payee::Hub(4)], 0.1 / 1.1, 1e-12);
    close(wedge.ln_parts().0, (1.0 / 0.9f64).ln() + 0.08, 1e-12);
}

#[test]
fn seeds_are_shown_side_by_side_and_matter() {
    let mut routes = toy();
    routes[0].closed = true;
    let runs = over_seeds(&routes, 6.0, &SEEDS).unwrap();
    assert_eq!(runs.iter().map(|(seed, _)| *seed).collect::<Vec<_>>(), [1e-4, 1e-3, 1e-2]);
    // With the direct route gone tau = (3 seed mean)^(-1/theta): ten times the seed, 10^(1/6) times cheaper.
    for pair in runs.windows(2) {
        close(pair[0].1.ln_effective_cost - pair[1].1.ln_effective_cost, 10.0_f64.ln() / 6.0, 1e-9);
    }
}

#[test]
fn refusals_say_what_was_expected() {
    let mut closed = vec![Route::direct(1.0)];
    closed[0].closed = true;
    assert_eq!(choose_routes(&closed, 6.0, 0.0), Err(ParameterError::NoOpenRoute));
    assert_eq!(choose_routes(&[], 6.0, 0.0), Err(ParameterError::Empty { what: "route" }));
    let short = choose_routes(&[Route::direct(0.5)], 6.0, 0.0).unwrap_err();
    assert_eq!(short, ParameterError::RouteShares { sum: 0.5 });
    let greedy = choose_routes(&toy(), 6.0, 0.5).unwrap_err();
    assert_eq!(greedy, ParameterError::SeedTooLarge { unseen: 3, seed: 0.5 });
    assert!(choose_routes(&toy(), 0.0, 0.01).is_err());
    let mut wrong = toy();
    wrong[1].markup = -0.1;
    let message = choose_routes(&wrong, 6.0, 0.01).unwrap_err().to_string();
    assert_eq!(message, "mark-up of the route `one` is -0.1, expected between 0 and 1000000");
}

#[test]
fn the_dual_use_markup_kept_for_validation() {
    close(1.0 + DUAL_USE_MARKUP_FOR_VALIDATION, 1.7156, 5e-5);
}

fn nest(affiliate_share: f64) -> LocalProduction {
    LocalProduction::new(affiliate_share, 3.0, 2.0, 0.4, 0.25).unwrap()
}

/// Cost changes that make the local cost what it should be.
fn at(export: f64, local: f64) -> CostChanges {
    let ln_assembly = local.ln() - 0.4 * export.ln();
    CostChanges { ln_export: export.ln(), ln_local_inputs: 0.0, ln_assembly }
}

#[test]
fn the_local_production_toy_of_section_7() {
    let outcome = nest(0.02).outcome(&at(1.25, 1.05)).unwrap();
    close(outcome.ln_effective_cost.exp(), 1.244_325_391_0, 1e-9);
    close(outcome.affiliate_share, 0.033_286_182_3, 1e-9);
}

#[test]
fn local_cost_weighs_kits_and_local_inputs() {
    let changes = CostChanges { ln_export: 1.25_f64.ln(), ln_local_inputs: 1.1_f64.ln(), ln_assembly: 1.02_f64.ln() };
    // 1.1^0.6 * 1.25^0.4 * 1.02
    close(nest(0.02).outcome(&changes).unwrap().ln_local_cost, 0.166_246_155_7, 1e-9);
}

#[test]
fn without_affiliates_or_change_nothing_happens() {
    let none = nest(0.0).outcome(&at(1.25, 0.5)).unwrap();
    close(none.ln_effective_cost, 1.25_f64.ln(), 1e-15);
    assert_eq!(none.affiliate_share, 0.0);
    let unchanged = nest(0.3).outcome(&CostChanges::default()).unwrap();
    close(unchanged.ln_effective_cost, 0.0, 1e-15);
    close(unchanged.affiliate_share, 0.3, 1e-15);
}

#[test]
fn a_localisation_rule_costs_what_it_moves_times_the_premium() {
    close(localisation_factor(0.7, 0.5, 0.3).unwrap(), 1.06, 1e-12);
    close(localisation_factor(0.4, 0.5, 0.3).unwrap(), 1.0, 0.0);
    assert_eq!(nest(0.02).under_rule(0.3).unwrap().kit_share(), 0.3);
    assert_eq!(nest(0.02).under_rule(0.9).unwrap().kit_share(), 0.4);
}

#[test]
fn a_nest_looser_than_trade_is_refused() {
    let refused = LocalProduction::new(0.02, 3.0, 4.0, 0.4, 0.2).unwrap_err();
    assert_eq!(refused, ParameterError::NestElasticity { nest: 3.0, trade: 4.0 });
}

#[test]
fn a_plant_is_built_when_it_pays() {
    let case = EntryCase {
        local_profit: 25.0,
        export_profit: 15.0,
        fixed_cost: 45.0,
        discount_factor: 0.9,
        yearly_hazard: 0.05,
        years: 10,
    };
    let decision = case.decide().unwrap();
    let by_year: f64 = (1..=10).map(|year| 0.9_f64.powi(year) * 0.95_f64.powi(year) * 10.0).sum();
    close(decision.present_value, by_year, 1e-9);
    assert_eq!(decision.enters, by_year >= 45.0);
    let edge = decision.break_even_hazard.unwrap();
    close(EntryCase { yearly_hazard: edge, ..case }.decide().unwrap().present_value, 45.0, 1e-9);
    assert_eq!(EntryCase { fixed_cost: 1e6, ..case }.decide().unwrap().break_even_hazard, None);
    let patient = EntryCase { discount_factor: 1.0, yearly_hazard: 0.0, ..case };
    close(patient.decide().unwrap().present_value, 100.0, 1e-12);
    assert!(EntryCase { discount_factor: 0.0, ..case }.decide().is_err());
}

/// A direct route and up to four unseen hubs, with any costs, mark-ups and risks.
fn any_routes() -> impl Strategy<Value = Vec<Route>> {
    let hub = (-0.5..2.0_f64, -0.5..2.0_f64, 0.0..1.0_f64, 0.0..1.0_f64, 0.0..3.0_f64);
    (any::<bool>(), 0.0..4.0_f64, proptest::collection::vec(hub, 1..5)).prop_map(|(closed, direct, hubs)| {
        let mut routes = vec![Route { closed, ln_leg_costs: vec![direct], ..Route::direct(1.0) }];
        for (position, (first, second, markup, detection_probability, loss_if_detected)) in hubs.into_iter().enumerate()
        {
            routes.push(Route {
                ln_leg_costs: vec![first, second],
                markup,
                detection_probability,
                loss_if_detected,
                ..Route::unseen(format!("hub {position}"), position % 2)
            });
        }
        routes
    })
}

proptest! {
    #[test]
    fn shares_and_the_ledger_sum_to_what_is_paid(routes in any_routes(), dispersion in 0.5..30.0_f64) {
        let Ok(outcome) = choose_routes(&routes, dispersion, 0.01) else { return Ok(()) };
        close(outcome.routes.iter().map(|route| route.share).sum(), 1.0, 1e-12);
        let whole = outcome.ledger;
        close(whole.payments + whole.hub_rent + whole.risk + whole.leg_cost + whole.delivered, 1.0, 1e-12);
    }

    #[test]
    fn wedges_carry_the_cost_and_the_rent(routes in any_routes(), dispersion in 0.5..30.0_f64) {
        let Ok(outcome) = choose_routes(&routes, dispersion, 0.01) else { return Ok(()) };
        let wedge = whole(&outcome, 4.0);
        close(wedge.ln_cost, outcome.ln_effective_cost, 1e-12);
        close(wedge.paid.values().sum::<f64>(), outcome.ledger.hub_rent, 1e-12);
        close(wedge.waste, outcome.ledger.risk + outcome.ledger.leg_cost, 1e-12);
    }

    /// As more of a flow is forbidden its cost rises from none to that of the ways round alone.
    #[test]
    fn a_growing_ban_has_the_full_one_as_its_limit(hub in 0.0..2.0_f64, dispersion in 1.0..30.0_f64, theta in 0.5..12.0_f64) {
        let ways = |closed| [Route { closed, ..Route::direct(1.0) }, priced(Route::unseen("hub", 1), 1.0 + hub)];
        let [open, shut] = [false, true].map(|closed| choose_routes(&ways(closed), dispersion, 0.01).unwrap());
        let at = |share: f64| wedge(&[(1.0 - share, Some(&open)), (share, Some(&shut))], theta).unwrap().ln_cost;
        prop_assert_eq!(at(0.0), 0.0);
        close(at(1.0), shut.ln_effective_cost, 1e-12);
        let costs: Vec<f64> = (0..=20).map(|step| at(f64::from(step) / 20.0)).collect();
        prop_assert!(costs.windows(2).all(|pair| pair[0] <= pair[1] + 1e-15));
        close(at(1.0 - 1e-9 * (-theta * shut.ln_effective_cost).exp()), at(1.0), 1e-8);
    }

    #[test]
    fn a_higher_markup_raises_the_cost_and_drives_buyers_off(
        routes in any_routes(), dispersion in 0.5..30.0_f64, more in 0.01..1.0_f64,
    ) {
        let Ok(before) = choose_routes(&routes, dispersion, 0.01) else { return Ok(()) };
        let mut dearer = routes;
        dearer[1].markup += more;
        let after = choose_routes(&dearer, dispersion, 0.01).unwrap();
        prop_assert!(after.ln_effective_cost >= before.ln_effective_cost - 1e-15);
        prop_assert!(after.routes[1].share <= before.routes[1].share + 1e-15);
        prop_assert!(after.routes[0].share >= before.routes[0].share - 1e-15);
    }

    #[test]
    fn expenditure_is_booked_once(
        share in 0.0..1.0_f64, kits in 0.0..1.0_f64, profit in 0.0..1.0_f64,
        export in 0.3..4.0_f64, local in 0.3..4.0_f64, spent in 0.0..1e6_f64,
    ) {
        let nest = LocalProduction::new(share, 5.0, 4.0, kits, profit).unwrap();
        let changes = CostChanges { ln_export: export.ln(), ln_local_inputs: local.ln(), ln_assembly: 0.1 };
        let outcome = nest.outcome(&changes).unwrap();
        let book = nest.book(spent, &outcome).unwrap();
        close(book.export + book.kits + book.local_value + book.owner_profit, spent, 1e-9 * spent.max(1.0));
        prop_assert!(book.export >= -1e-9 && book.kits >= 0.0 && book.local_value >= 0.0 && book.owner_profit >= 0.0);
        let (low, high) = (outcome.ln_local_cost.min(export.ln()), outcome.ln_local_cost.max(export.ln()));
        prop_assert!(outcome.ln_effective_cost >= low - 1e-12 && outcome.ln_effective_cost <= high + 1e-12);
    }

    #[test]
    fn no_bytes_make_the_reader_of_dates_panic(text in ".*") {
        let _ = text.parse::<unequal_policy::phase::Month>();
    }
}
