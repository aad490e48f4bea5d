//! The choice of currency against numbers (docs/src/methods/currency.md) which an
//! independent program found, and against what must hold whatever the numbers.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use unequal_policy::currency::{ChoiceModel, Costs, CurrencyError, Shares};

fn two(dispersion: f64, strength: f64, first_cost: f64) -> Vec<f64> {
    let model = ChoiceModel::new(dispersion, strength * dispersion).unwrap();
    let costs = Costs::new([("one", first_cost), ("two", 0.0)]).unwrap();
    let mut shares: Vec<f64> =
        model.stable_equilibria(&costs).unwrap().iter().map(|shares| shares.of("one").unwrap()).collect();
    shares.sort_by(f64::total_cmp);
    shares
}

fn assert_near(found: &[f64], expected: &[f64], tolerance: f64) {
    assert_eq!(found.len(), expected.len(), "{found:?} against {expected:?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() <= tolerance, "{found} against {expected}");
    }
}

#[test]
fn two_currencies_tip_as_published() {
    assert_near(&two(0.01, 2.5, 0.0), &[0.144_794_108_3, 0.855_205_891_7], 1e-10);
    assert_near(&two(0.01, 3.0, 0.0), &[0.070_720_181_7, 0.929_279_818_3], 1e-10);
    // (kappa_2 - kappa_1) / mu = -0.5: the second is cheaper.
    assert_near(&two(0.01, 1.5, 0.005), &[0.195_846_046_9], 1e-10);
    assert_near(&two(0.01, 1.999, 0.0), &[0.5], 1e-9);
}

#[test]
fn folds_stand_where_published_and_equilibria_end_there() {
    let folds = ChoiceModel::new(0.01, 0.025).unwrap().two_currency_folds().unwrap();
    assert_near(&[folds.low_share, folds.high_share, folds.cost_gap], &[0.276_393_2, 0.723_606_8, 0.155_610_3], 6e-8);
    assert_eq!(two(0.01, 2.5, 0.01 * (folds.cost_gap - 1e-5)).len(), 2);
    assert_eq!(two(0.01, 2.5, 0.01 * (folds.cost_gap + 1e-5)).len(), 1);
    assert!(ChoiceModel::new(0.01, 0.02).unwrap().two_currency_folds().is_none());
}

#[test]
fn following_costs_falls_over_the_fold() {
    let model = ChoiceModel::new(0.01, 0.025).unwrap();
    let gap = model.two_currency_folds().unwrap().cost_gap;
    let start = model.stable_equilibria(&Costs::new([("old", 0.0), ("new", 0.0)]).unwrap()).unwrap();
    let led = start.iter().find(|shares| shares.of("old").unwrap() > 0.5).unwrap();
    let response = model.respond(led, &Costs::new([("old", 0.02 * gap)]).unwrap()).unwrap();
    assert_near(&response.folds, &[0.5], 1e-5);
    assert!(!response.unique && response.shares.of("old").unwrap() < 0.15);
    let short = model.respond(led, &Costs::new([("old", 0.0099 * gap)]).unwrap()).unwrap();
    assert!(short.folds.is_empty() && short.shares.of("old").unwrap() > 0.72, "use stays although it is dearer");
}

#[test]
fn the_hat_form_gives_the_published_logsum() {
    let base = Shares::new([("dollar", 0.2), ("renminbi", 0.7), ("rouble", 0.1)]).unwrap();
    let changes = Costs::new([("dollar", 0.045), ("renminbi", 0.008), ("rouble", 0.02)]).unwrap();
    let response = ChoiceModel::new(0.01, 0.0).unwrap().respond(&base, &changes).unwrap();
    assert!((response.wedge - 0.011_077_975_4).abs() < 1e-10);
    let shares: Vec<f64> = response.shares.iter().map(|(_, share)| share).collect();
    assert_near(&shares, &[0.006_726_9, 0.952_297_9, 0.040_975_2], 5e-8);
}

/// An independent program followed the same costs by best responses in 2,000 steps: cost alone 0.016271716, with the
/// network -0.001248857 (users gain by a dearer currency), shares after 0.006976977 and 0.993023023.
#[test]
fn cost_and_network_stand_apart_across_a_fold() {
    let model = ChoiceModel::new(0.01, 0.03).unwrap();
    let old = model.stable_equilibria(&Costs::new([("old", 0.0), ("new", 0.0)]).unwrap()).unwrap();
    let led = old.iter().find(|shares| shares.of("old").unwrap() > 0.5).unwrap();
    let response = model.respond(led, &Costs::new([("old", 0.02)]).unwrap()).unwrap();
    assert_near(&[response.wedge, response.network_gain], &[0.016_271_716, 0.016_271_716 + 0.001_248_857], 1e-8);
    assert!((response.shares.of("old").unwrap() - 0.006_976_977).abs() < 1e-8 && response.folds.len() == 1);
}

/// Up to the fold, on it and beyond it: a dearer currency is never cheaper for trade.
#[test]
fn the_wedge_never_falls_where_one_cost_rises_across_folds() {
    for strength in [0.0, 1.5, 2.5, 3.0, 4.0] {
        let model = ChoiceModel::new(0.01, 0.01 * strength).unwrap();
        let found = model.stable_equilibria(&Costs::new([("old", 0.0), ("new", 0.0)]).unwrap()).unwrap();
        let start = found.last().unwrap();
        let (mut before, mut tipped) = (0.0, false);
        for step in 1..=12 {
            let rise = 0.0025 * f64::from(step);
            for currency in ["old", "new"] {
                let response = model.respond(start, &Costs::new([(currency, rise)]).unwrap()).unwrap();
                assert!(response.wedge > 0.0 && response.wedge <= rise, "{strength} {currency} {rise}: {response:?}");
                tipped |= !response.folds.is_empty();
                if currency == "new" {
                    assert!(response.wedge > before, "{strength} {rise}");
                    before = response.wedge;
                }
            }
        }
        assert_eq!(tipped, strength > 2.0, "{strength}");
    }
}

#[test]
fn with_little_dispersion_only_the_cheapest_counts() {
    let base = Shares::new([("a", 0.2), ("b", 0.7), ("c", 0.1)]).unwrap();
    let changes = Costs::new([("a", 0.045), ("b", 0.008), ("c", 0.02)]).unwrap();
    let response = ChoiceModel::new(1e-9, 0.0).unwrap().respond(&base, &changes).unwrap();
    // What is left is mu times the log of the cheapest currency's share.
    assert!((response.wedge - 0.008 + 1e-9 * 0.7_f64.ln()).abs() < 1e-12);
    assert!((response.shares.of("b").unwrap() - 1.0).abs() < 1e-12);
}

#[test]
fn three_alike_currencies_have_a_leader_each_beside_the_even_split() {
    // The even split is stable while L/3 < 1. The one-leader equilibria solve ln(s/r) = L (s - r), r = (1-s)/2.
    let costs = Costs::new([("a", 0.0), ("b", 0.0), ("c", 0.0)]).unwrap();
    let found = ChoiceModel::new(1.0, 2.9).unwrap().stable_equilibria(&costs).unwrap();
    assert_eq!(found.len(), 4, "{found:?}");
    for shares in &found[1..] {
        let leader = shares.iter().map(|(_, share)| share).fold(0.0, f64::max);
        let rest = 0.5 * (1.0 - leader);
        assert!(((leader / rest).ln() - 2.9 * (leader - rest)).abs() < 1e-9 && leader > 0.5);
    }
    assert_eq!(ChoiceModel::new(1.0, 3.1).unwrap().stable_equilibria(&costs).unwrap().len(), 3);
}

#[test]
fn errors_name_what_was_expected() {
    let base = Shares::new([("dollar", 0.5), ("renminbi", 0.5)]).unwrap();
    let model = ChoiceModel::new(0.01, 0.03).unwrap();
    let changes = Costs::new([("renmimbi", 0.01)]).unwrap();
    let unknown = model.respond(&base, &changes).unwrap_err().to_string();
    assert!(unknown.contains("did you mean renminbi?"), "{unknown}");
    let unstable = model.respond(&base, &Costs::new([("dollar", 0.01)]).unwrap()).unwrap_err();
    assert!(matches!(unstable, CurrencyError::UnstableStart { .. }));
    assert!(Shares::new([("a", 0.5), ("b", 0.4)]).is_err());
    assert!(Shares::new([("a", 0.5), ("a", 0.5)]).is_err());
    let beyond = ChoiceModel::new(1e-9, 0.0).unwrap().respond(&base, &Costs::new([("dollar", 1e305)]).unwrap());
    assert!(matches!(beyond, Err(CurrencyError::OutOfRange { .. })));
    assert!(ChoiceModel::new(0.0, 0.0).is_err() && ChoiceModel::new(0.1, f64::NAN).is_err());
}

fn shares_of(weights: &[f64]) -> Shares {
    let sum: f64 = weights.iter().sum();
    Shares::new(weights.iter().enumerate().map(|(index, weight)| (format!("c{index}"), weight / sum))).unwrap()
}

fn changes_of(values: &[f64], added: f64) -> Costs {
    Costs::new(values.iter().enumerate().map(|(index, value)| (format!("c{index}"), value + added))).unwrap()
}

proptest! {
    #[test]
    fn no_change_is_no_change(weights in prop::collection::vec(0.01..1.0_f64, 1..6), strength in 0.0..3.5_f64) {
        let base = shares_of(&weights);
        match ChoiceModel::new(0.02, 0.02 * strength).unwrap().respond(&base, &changes_of(&vec![0.0; weights.len()], 0.0)) {
            Ok(response) => {
                prop_assert!(response.wedge.abs() < 1e-12);
                for ((_, before), (_, after)) in base.iter().zip(response.shares.iter()) {
                    prop_assert!((before - after).abs() < 1e-12);
                }
            }
            Err(error) => {
                let refused = strength >= 2.0 && matches!(error, CurrencyError::UnstableStart { .. });
                prop_assert!(refused, "{error}");
            }
        }
    }

    #[test]
    fn a_common_cost_is_passed_on_whole(
        weights in prop::collection::vec(0.01..1.0_f64, 2..6),
        values in prop::collection::vec(-0.05..0.05_f64, 6),
        added in -0.1..0.1_f64,
        strength in 0.0..1.95_f64,
    ) {
        let (base, model) = (shares_of(&weights), ChoiceModel::new(0.02, 0.02 * strength).unwrap());
        let values = &values[..weights.len()];
        let plain = model.respond(&base, &changes_of(values, 0.0)).unwrap();
        let shifted = model.respond(&base, &changes_of(values, added)).unwrap();
        prop_assert!((shifted.wedge - plain.wedge - added).abs() < 1e-11);
        let sum: f64 = plain.shares.iter().map(|(_, share)| share).sum();
        prop_assert!((sum - 1.0).abs() < 1e-12);
    }

    #[test]
    fn the_wedge_lies_between_the_cost_changes_and_the_network_is_the_rest(
        weights in prop::collection::vec(0.05..1.0_f64, 2..6),
        values in prop::collection::vec(-0.05..0.05_f64, 6),
        rise in 0.0001..0.05_f64,
        strength in 0.0..3.0_f64,
    ) {
        let (base, model) = (shares_of(&weights), ChoiceModel::new(0.02, 0.02 * strength).unwrap());
        let mut values = values[..weights.len()].to_vec();
        let Ok(response) = model.respond(&base, &changes_of(&values, 0.0)) else { return Ok(()) };
        let least = values.iter().copied().fold(f64::INFINITY, f64::min);
        let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        prop_assert!((least - 1e-14..=most + 1e-14).contains(&response.wedge), "{response:?} {values:?}");
        // Cost less the network's gain is the change in the mean cost of the best choices, network and all.
        let terms = base.iter().zip(response.shares.iter()).zip(&values).map(|(((_, old), (_, new)), change)| {
            old * (-change / 0.02 + strength * (new - old)).exp()
        });
        let whole = -0.02 * terms.sum::<f64>().ln();
        prop_assert!((response.wedge - response.network_gain - whole).abs() < 1e-12);
        // Without a network the wedge is the same, and there is no gain.
        let plain = ChoiceModel::new(0.02, 0.0).unwrap().respond(&base, &changes_of(&values, 0.0)).unwrap();
        prop_assert!((plain.wedge - response.wedge).abs() < 1e-14 && plain.network_gain == 0.0);
        values[0] += rise;
        if let Ok(dearer) = model.respond(&base, &changes_of(&values, 0.0)) {
            prop_assert!(dearer.wedge > response.wedge);
        }
    }

    #[test]
    fn one_currency_alone_passes_its_cost_on(change in -0.2..0.2_f64, strength in 0.0..3.0_f64) {
        let response = ChoiceModel::new(0.01, 0.01 * strength).unwrap()
            .respond(&shares_of(&[1.0]), &changes_of(&[change], 0.0)).unwrap();
        prop_assert!((response.wedge - change).abs() < 1e-14);
    }

    #[test]
    fn a_share_falls_in_its_own_cost(
        weights in prop::collection::vec(0.05..1.0_f64, 2..6),
        change in 0.0005..0.05_f64,
        strength in 0.0..3.0_f64,
    ) {
        let (base, model) = (shares_of(&weights), ChoiceModel::new(0.02, 0.02 * strength).unwrap());
        if let Ok(response) = model.respond(&base, &Costs::new([("c0", change)]).unwrap()) {
            prop_assert!(response.shares.of("c0").unwrap() < base.of("c0").unwrap());
        }
    }

    #[test]
    fn levels_solve_the_fixed_point_and_agree_with_the_hat_form(
        levels in prop::collection::vec(-0.04..0.04_f64, 2..6),
        changes in prop::collection::vec(-0.02..0.02_f64, 6),
        strength in 0.0..4.0_f64,
    ) {
        let model = ChoiceModel::new(0.02, 0.02 * strength).unwrap();
        let found = model.stable_equilibria(&changes_of(&levels, 0.0)).unwrap();
        prop_assert!(!found.is_empty());
        prop_assert!(strength >= 2.0 || found.len() == 1);
        for shares in &found {
            let values: Vec<f64> = shares.iter().zip(&levels).map(|((_, s), k)| (strength * s - k / 0.02).exp()).collect();
            let sum: f64 = values.iter().sum();
            for ((_, share), value) in shares.iter().zip(&values) {
                prop_assert!((share - value / sum).abs() < 1e-12);
            }
            if strength < 1.95 {
                let moved: Vec<f64> = levels.iter().zip(&changes).map(|(level, change)| level + change).collect();
                let there = &model.stable_equilibria(&changes_of(&moved, 0.0)).unwrap()[0];
                let by_hat = model.respond(shares, &changes_of(&changes[..levels.len()], 0.0)).unwrap();
                for ((_, level), (_, hat)) in there.iter().zip(by_hat.shares.iter()) {
                    prop_assert!((level - hat).abs() < 1e-10);
                }
            }
        }
    }
}
