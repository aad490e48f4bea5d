//! The rouble (K4) against an independent program's numbers, and the stock of renminbi against
//! its own accounting.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use unequal_policy::currency::exchange_rate::ForeignExchange;
use unequal_policy::currency::inertia::renew;
use unequal_policy::currency::liquidity::{RenminbiFlows, RenminbiStock, Step, SwapLine};
use unequal_policy::currency::{CurrencyError, Shares};

const MARKET: ForeignExchange = ForeignExchange {
    exports: 100.0,
    imports: 80.0,
    official_supply: 0.0,
    private_demand: 20.0,
    export_elasticity: 0.3,
    import_elasticity: 0.8,
};

#[test]
fn the_rate_moves_as_the_oracle_says() {
    // Values `fx` of the reference oracle, an independent program (docs/src/methods/currency.md).
    let near = |market: ForeignExchange, expected: f64| {
        let rate = market.rate().unwrap();
        assert!((rate - expected).abs() < 1e-12, "{rate} against {expected}");
    };
    near(MARKET, 1.0);
    near(MARKET.with_import_ban(0.25).unwrap(), 0.783_412_692_874_730_7);
    near(MARKET.with_export_ban(0.25).unwrap(), 1.365_604_485_748_106_7);
    near(ForeignExchange { private_demand: 30.0, ..MARKET }, 1.115_105_759_205_902);
    near(ForeignExchange { private_demand: 30.0, official_supply: 10.0, ..MARKET }, 1.0);
}

#[test]
fn a_market_without_a_rate_is_an_error() {
    let none = ForeignExchange { exports: 0.0, imports: 0.0, ..MARKET };
    assert!(matches!(none.rate(), Err(CurrencyError::NoExchangeRate { .. })));
    let short = ForeignExchange { export_elasticity: 0.0, private_demand: 120.0, ..MARKET };
    assert!(short.rate().unwrap_err().to_string().contains("however cheap the rouble"));
    let flooded = ForeignExchange { import_elasticity: 0.0, official_supply: 150.0, ..MARKET };
    assert!(flooded.rate().unwrap_err().to_string().contains("however dear the rouble"));
    assert!(ForeignExchange { exports: f64::NAN, ..MARKET }.rate().is_err());
    assert!(MARKET.with_export_ban(1.5).is_err());
}

proptest! {
    #[test]
    fn the_rate_balances_the_market_and_bans_move_it_apart(
        exports in 1.0..500.0_f64, imports in 1.0..500.0_f64, ban in 0.05..0.9_f64,
        export_elasticity in 0.05..3.0_f64, import_elasticity in 0.05..3.0_f64, private in -30.0..30.0_f64,
    ) {
        let market = ForeignExchange {
            exports, imports, export_elasticity, import_elasticity, official_supply: 0.0, private_demand: private,
        };
        let rate = market.rate().unwrap();
        let gap = exports * rate.powf(export_elasticity) - imports * rate.powf(-import_elasticity) - private;
        prop_assert!(gap.abs() < 1e-9 * (exports * rate.powf(export_elasticity) + imports));
        prop_assert!(market.with_import_ban(ban).unwrap().rate().unwrap() < rate);
        prop_assert!(market.with_export_ban(ban).unwrap().rate().unwrap() > rate);
    }
}

fn stock(stock: f64, limit: f64) -> RenminbiStock {
    RenminbiStock { stock, comfortable: 10.0, slope: 0.08, swap: SwapLine { limit, drawn: 0.0 } }
}

#[test]
fn the_stock_is_what_came_in_less_what_went_out() {
    let flows = RenminbiFlows {
        exports_to_china: (120.0, 0.5),
        exports_to_third: (60.0, 0.1),
        imports_from_china: (96.0, 0.75),
        imports_from_third: (24.0, 0.5),
        borrowing: 6.0,
    };
    // 60 + 6 - 72 - 12 + 6 = -12 a year, -1 a month.
    let stepped = stock(8.0, 0.0).after(&flows, Step::Month).unwrap();
    assert!((stepped.after.stock - 7.0).abs() < 1e-12 && stepped.unpaid == 0.0);
    assert!((stepped.after.premium().unwrap() - 0.08 * 0.3).abs() < 1e-12);
    let year = stock(8.0, 0.0).after(&flows, Step::Year).unwrap();
    assert!(year.after.stock == 0.0 && (year.unpaid - 4.0).abs() < 1e-12);
    assert!((year.after.premium().unwrap() - 0.08).abs() < 1e-15, "an empty stock costs the whole slope");
    assert!(stock(12.0, 0.0).premium().unwrap() == 0.0, "a full stock costs nothing");
}

#[test]
fn a_swap_line_fills_the_gap_up_to_its_limit_and_is_repaid() {
    let idle = RenminbiFlows::default();
    let drawn = stock(4.0, 5.0).after(&idle, Step::Month).unwrap();
    assert!((drawn.drawn, drawn.after.stock) == (5.0, 9.0));
    let earning = RenminbiFlows { exports_to_china: (48.0, 1.0), ..idle };
    let repaid = drawn.after.after(&earning, Step::Month).unwrap();
    assert!((repaid.drawn + 3.0).abs() < 1e-12 && (repaid.after.swap.drawn - 2.0).abs() < 1e-12);
    assert!(RenminbiStock { comfortable: 0.0, ..stock(1.0, 0.0) }.premium().is_err());
}

#[test]
fn renewed_contracts_close_a_part_of_the_gap() {
    let now = Shares::new([("a", 0.8), ("b", 0.2)]).unwrap();
    let wanted = Shares::new([("b", 0.6), ("a", 0.4)]).unwrap();
    let mut shares = now;
    for months in 1..=24 {
        shares = renew(&shares, &wanted, 0.1).unwrap();
        let expected = 0.4 + 0.4 * 0.9_f64.powi(months);
        assert!((shares.of("a").unwrap() - expected).abs() < 1e-12);
    }
    assert!(renew(&shares, &wanted, 1.5).is_err());
}
