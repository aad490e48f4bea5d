//! What the program prints, read back by `unequal audit`: the interval of every printed figure holds the value.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use proptest::prelude::*;
use unequal_audit::{Claims, Interval};
use unequal_presentation::number::{range, written};
use unequal_presentation::quantity::{Form, Quantity, Unit};

/// Keys of a claim about each kind of quantity.
const MONEY: &str = "quantity = \"imports\"\nof = \"RUS\"\nfrom = \"CHN\"\nperiod = 2023";
const SHARE: &str = "quantity = \"share of imports\"\nof = \"RUS\"\nfrom = \"CHN\"\nperiod = 2023";
const CHANGE: &str = "quantity = \"change of imports\"\nof = \"RUS\"\nfrom = \"CHN\"\nperiod = 2023\nsince = 2021";
const RANK: &str = "quantity = \"supplier rank\"\nof = \"RUS\"\nfrom = \"CHN\"\nperiod = 2023";
const OTHER: &str = "quantity = \"other\"";

/// The interval of a stated figure and its unit, where it is an author's own.
fn read(stated: &str, keys: &str) -> (Interval, String) {
    let file = format!("title = \"t\"\n[[claim]]\nname = \"n\"\n{keys}\nstated = \"{stated}\"\n");
    let claims = Claims::parse("figures.toml", file.as_bytes()).unwrap_or_else(|error| panic!("{}", error.drawn()));
    (claims.claims[0].interval.unwrap(), claims.claims[0].own_unit.clone())
}

/// Whether a value is in an interval, but for what the two last bits of an arithmetic can do.
fn holds(interval: Interval, value: f64) -> bool {
    interval.widened(1e-12).contains(value) || (value.abs() < 1e-300 && interval.contains(0.0))
}

/// Checks that a printed quantity is read as an interval that holds `value`, and that the interval says something.
fn check(quantity: &Quantity, behind: &str, keys: &str, unit: &str, value: f64) {
    let stated = format!("{}{behind}", written(quantity));
    let (interval, own_unit) = read(&stated, keys);
    assert!(holds(interval, value), "{stated}: {value} is not in {interval:?}");
    assert_eq!(own_unit, unit, "{stated}");
}

/// A size of any order of magnitude between two powers of ten.
fn size(least: i32, most: i32) -> impl Strategy<Value = f64> {
    (f64::from(least)..f64::from(most)).prop_map(|power| 10f64.powf(power))
}

/// The same on either side of zero, and zero.
fn signed(least: i32, most: i32) -> impl Strategy<Value = f64> {
    prop_oneof![8 => size(least, most), 8 => size(least, most).prop_map(|size| -size), 1 => Just(0.0)]
}

fn share() -> impl Strategy<Value = f64> {
    prop_oneof![8 => 0.0..=1.0, 8 => size(-8, 0), 1 => Just(0.0), 1 => Just(1.0)]
}

fn form() -> impl Strategy<Value = Form> {
    prop::sample::select(vec![Form::Usual, Form::Signed, Form::Fine])
}

proptest! {
    #[test]
    fn shares(value in share(), unit in prop::sample::select(vec![Unit::Share, Unit::ShareOfRealIncome, Unit::ShareOfCost])) {
        for form in [Form::Usual, Form::Fine] {
            check(&Quantity::new(value, unit.clone()).form(form), "", SHARE, "", value);
            check(&Quantity::new(value, unit.clone()).form(form), "", OTHER, "share", value);
        }
    }

    #[test]
    fn losses_and_gains(value in signed(-6, 1), form in form()) {
        // A loss too small to show is `under 0.005 %`, and a gain too small to show is zero.
        check(&Quantity::loss(value).form(form), "", OTHER, "share", value);
    }

    #[test]
    fn changes(value in prop_oneof![-1.0..3.0, signed(-6, 0)]) {
        check(&Quantity::change(value), "", CHANGE, "", 1.0 + value);
    }

    #[test]
    fn money(million in size(-2, 8)) {
        for form in [Form::Usual, Form::Fine] {
            check(&Quantity::money(million).form(form), " USD", MONEY, "", million / 1000.0);
        }
    }

    #[test]
    fn money_gained_and_lost(million in signed(-2, 8)) {
        check(&Quantity::signed_money(million), " USD", OTHER, "USD billion", million / 1000.0);
    }

    #[test]
    fn ratios(value in size(-4, 4)) {
        check(&Quantity::ratio(value), "", OTHER, "", value);
    }

    #[test]
    fn ranks(value in 1u16..300) {
        check(&Quantity::new(f64::from(value), Unit::Rank), "", RANK, "", f64::from(value));
    }

    #[test]
    fn plain_numbers(value in signed(-6, 6), form in form()) {
        for unit in [Unit::Index, Unit::Logarithm, Unit::PercentPerPercent, Unit::Number, Unit::Months] {
            check(&Quantity::new(value, unit).form(form), "", OTHER, "", value);
        }
    }

    #[test]
    fn powers_of_ten(value in signed(-20, 15)) {
        check(&Quantity::number(value).form(Form::Scientific), "", OTHER, "", value);
    }

    #[test]
    fn numbers_of_things(value in 0u32..3_000_000) {
        let value = f64::from(value);
        check(&Quantity::new(value, Unit::Count), "", OTHER, "", value);
        check(&Quantity::new(value, Unit::Year), "", OTHER, "", value);
        let name = if value == 1.0 { "bank" } else { "banks" };
        check(&Quantity::new(value, Unit::Other("banks".into())), "", OTHER, name, value);
    }

    #[test]
    fn prices(value in size(-1, 4)) {
        let price = Quantity::new(value, Unit::Other("USD per barrel".into())).form(Form::Fine);
        check(&price, "", OTHER, "USD per barrel", value);
    }

    #[test]
    fn points(value in signed(-4, 0), form in form()) {
        check(&Quantity::new(value, Unit::PercentagePoints).form(form), "", OTHER, "points", 100.0 * value);
    }
}

/// A range, as it is printed beside a value and alone, holds both its ends and what is between them.
fn check_range(one: f64, other: f64, unit: &Unit, form: Form, reading: (&str, &str, &str, fn(f64) -> f64)) {
    let (behind, keys, own_unit, scale) = reading;
    let (low, high) = (one.min(other), one.max(other));
    let alone = Quantity::between(low, high, unit.clone(), "draws").form(form);
    let beside = range(&Quantity::new(low, unit.clone()).form(form).within(low, high, "draws")).unwrap();
    for stated in [written(&alone), beside] {
        let stated = format!("{stated}{behind}");
        let (interval, found) = read(&stated, keys);
        for value in [low, 0.5 * (low + high), high].map(scale) {
            assert!(holds(interval, value), "{stated}: {value} is not in {interval:?}");
        }
        assert_eq!(found, own_unit, "{stated}");
    }
}

proptest! {
    #[test]
    fn ranges_of_shares(one in share(), other in share()) {
        for form in [Form::Usual, Form::Fine] {
            check_range(one, other, &Unit::Share, form, ("", SHARE, "", |value| value));
            check_range(one, other, &Unit::ShareOfRealIncome, form, ("", SHARE, "", |value| value));
        }
    }

    #[test]
    fn ranges_of_losses_and_gains(one in signed(-6, 0), other in signed(-6, 0), form in form()) {
        check_range(one, other, &Unit::ShareOfRealIncome, form, ("", OTHER, "share", |value| value));
    }

    #[test]
    fn ranges_of_changes(one in -1.0..3.0, other in signed(-6, 0)) {
        check_range(one, other, &Unit::ShareOfRealIncome, Form::Signed, ("", CHANGE, "", |value| 1.0 + value));
    }

    #[test]
    fn ranges_of_money(one in size(-2, 8), other in size(-2, 8)) {
        check_range(one, other, &Unit::UsdMillion, Form::Usual, (" USD", MONEY, "", |value| value / 1000.0));
    }

    #[test]
    fn ranges_of_money_gained_and_lost(one in signed(-2, 8), other in signed(-2, 8)) {
        let reading = (" USD", OTHER, "USD billion", (|value| value / 1000.0) as fn(f64) -> f64);
        check_range(one, other, &Unit::UsdMillion, Form::Signed, reading);
    }

    #[test]
    fn ranges_of_ratios(one in size(-4, 4), other in size(-4, 4)) {
        check_range(one, other, &Unit::Ratio, Form::Usual, ("", OTHER, "", |value| value));
    }

    #[test]
    fn ranges_of_other_numbers(one in signed(-6, 6), other in signed(-6, 6), form in form()) {
        check_range(one, other, &Unit::Number, form, ("", OTHER, "", |value| value));
        check_range(one, other, &Unit::PercentagePoints, form, ("", OTHER, "points", |value| 100.0 * value));
        let price = Unit::Other("USD per barrel".into());
        check_range(one.abs(), other.abs(), &price, Form::Fine, ("", OTHER, "USD per barrel", |value| value));
    }

    /// The bound is printed to its last digit, so that what is a digit inside it is what the statement is sure of.
    #[test]
    fn open_ranges(bound in 0.01..0.98, further in 0.001..1.0) {
        let stated = |low, high| written(&Quantity::between(low, high, Unit::Share, "rounding"));
        let above = read(&stated(bound, f64::INFINITY), SHARE).0;
        let below = read(&stated(f64::NEG_INFINITY, bound), SHARE).0;
        let (more, less) = (bound + 0.001 + further * (1.0 - bound - 0.001), (bound - 0.001) * (1.0 - further));
        prop_assert!(holds(above, more) && !above.contains(less), "{bound} {more} {above:?}");
        prop_assert!(holds(below, less) && !below.contains(more), "{bound} {less} {below:?}");
    }
}

/// A figure that the reader cannot know the meaning of is refused, not guessed.
#[test]
fn words_that_are_no_figures_are_refused() {
    for word in ["none", "anything", "no ratio", "yes"] {
        let file = format!("title = \"t\"\n[[claim]]\nname = \"n\"\n{SHARE}\nstated = \"{word}\"\n");
        assert!(Claims::parse("figures.toml", file.as_bytes()).is_err(), "{word}");
    }
}
