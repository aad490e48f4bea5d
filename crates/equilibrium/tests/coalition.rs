//! Transfers inside a coalition (`docs/src/methods/extensions.md`, "Cost sharing in a coalition").
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::common::{close, exact, numbers, toy};
use serde_json::Value;
use unequal_equilibrium::coalition::share_costs;
use unequal_equilibrium::{Baseline, EquilibriumError, Numeraire, SolveOptions, Wedges, solve};

fn expected() -> Value {
    serde_json::from_str(include_str!("data/coalition.json")).unwrap()
}

/// The coalition of c1 and c2 makes all trade with c3 costlier by half, both ways.
fn costly_trade(baseline: &Baseline) -> Wedges {
    let mut wedges = baseline.no_wedges();
    for sector in 0..2 {
        for member in 0..2 {
            wedges.add_iceberg(sector, member, 2, 1.5f64.ln());
            wedges.add_iceberg(sector, 2, member, 1.5f64.ln());
        }
    }
    wedges
}

#[test]
fn members_share_the_cost() {
    let (baseline, expected) = (toy(), expected());
    let wedges = costly_trade(&baseline);
    let alone = solve(&baseline, &wedges, &exact()).unwrap().ln_real_income();
    let shared = share_costs(&baseline, &wedges, &[0, 1], &exact()).unwrap();
    let together = shared.counterfactual.ln_real_income();
    for region in 0..3 {
        close(alone[region].exp(), numbers(&expected["without_transfer"])[region], 1e-9, "without transfer");
        close(together[region].exp(), numbers(&expected["with_transfer"])[region], 1e-9, "with transfer");
    }
    close(shared.transfers[0], expected["transfer_to_c1"].as_f64().unwrap(), 1e-8, "transfer");
    close(shared.transfers.sum(), 0.0, 1e-12, "transfers add up");
    close(together[0], together[1], 3e-10, "the same change for both");
    let unchanged = solve(&baseline, &baseline.no_wedges(), &exact()).unwrap();
    close(
        shared.counterfactual.ln_real_income_since(&unchanged, &[0, 1]),
        together[0],
        3e-10,
        "a group whose members change alike changes as they do",
    );
    assert!(shared.iterations < 40, "{}", shared.iterations);
}

#[test]
fn an_empty_coalition_changes_nothing() {
    let baseline = toy();
    let wedges = costly_trade(&baseline);
    let alone = solve(&baseline, &wedges, &exact()).unwrap().ln_real_income();
    for members in [vec![], vec![1], vec![1, 1]] {
        let shared = share_costs(&baseline, &wedges, &members, &exact()).unwrap();
        for region in 0..3 {
            close(shared.transfers[region], 0.0, 1e-9, "transfer");
            close(shared.counterfactual.ln_real_income()[region], alone[region], 1e-11, "real income");
        }
    }
}

#[test]
fn what_cannot_be_shared_is_refused() {
    let baseline = toy();
    let wedges = costly_trade(&baseline);
    let error = share_costs(&baseline, &wedges, &[0, 7], &exact()).err();
    assert!(matches!(error, Some(EquilibriumError::Parameter { .. })), "{error:?}");
    let in_wages = SolveOptions { numeraire: Numeraire::Region(0), ..exact() };
    let error = share_costs(&baseline, &wedges, &[0, 1], &in_wages).err();
    assert!(matches!(error, Some(EquilibriumError::Unsupported { .. })), "{error:?}");
    // A member that is cut off cannot be paid.
    let mut cut = baseline.no_wedges();
    cut.forbid_between(0, 1);
    cut.forbid_between(0, 2);
    let error = share_costs(&baseline, &cut, &[0, 1], &exact()).err();
    assert!(matches!(error, Some(EquilibriumError::ClosedWithDeficit { .. })), "{error:?}");
}
