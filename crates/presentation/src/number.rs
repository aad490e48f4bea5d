//! Numbers as people read them. The one place where a quantity becomes words.

use crate::quantity::{Form, Quantity, Range, Unit};

/// A quantity as it is written everywhere: `24.1 %`, `+0.12 %`, `68.7 bn`, `10.7 : 1`. A range without a value is
/// written as `21.6 % to 24.4 %`, one with an open end as `at least 21.6 %`; nothing known is `none`.
#[must_use]
pub fn written(quantity: &Quantity) -> String {
    match (quantity.value, &quantity.range) {
        (Some(value), _) => value_in(value, &quantity.unit, quantity.form),
        (None, Some(range)) => {
            let end = |value: f64| value_in(value, &quantity.unit, quantity.form);
            match (range.low.is_finite(), range.high.is_finite()) {
                (true, true) => {
                    if end(range.low) == end(range.high) {
                        end(range.low)
                    } else {
                        ends(quantity, range)
                    }
                }
                (true, false) => format!("at least {}", end(range.low)),
                (false, true) => format!("at most {}", end(range.high)),
                (false, false) => "anything".to_owned(),
            }
        }
        (None, None) => "none".to_owned(),
    }
}

/// The range of a quantity, where it has one beside its value: `9.5 : 1 to 12.8 : 1`.
#[must_use]
pub fn range(quantity: &Quantity) -> Option<String> {
    quantity.value?;
    let range = quantity.range.as_ref()?;
    Some(ends(quantity, range))
}

/// The same number for a place where its unit is said already: without a unit in words behind it.
#[must_use]
pub fn without_unit(quantity: &Quantity) -> Quantity {
    let unit = match &quantity.unit {
        Unit::Other(_) => Unit::Other(String::new()),
        unit => unit.clone(),
    };
    Quantity { unit, ..quantity.clone() }
}

/// Both ends of a range. A unit in words stands once, behind the second.
fn ends(quantity: &Quantity, range: &Range) -> String {
    let end = |value: f64| value_in(value, &quantity.unit, quantity.form);
    let (low, high) = (end(range.low), end(range.high));
    let low = match &quantity.unit {
        Unit::PercentagePoints => low.trim_end_matches(" points"),
        Unit::Other(name) => low.strip_suffix(name.as_str()).map_or(low.as_str(), str::trim_end),
        _ => low.as_str(),
    };
    format!("{low} to {high}")
}

/// A value of a unit as it is written.
#[must_use]
pub fn value_in(value: f64, unit: &Unit, form: Form) -> String {
    match (unit, form) {
        (_, Form::Scientific) => {
            if value == 0.0 {
                "0".to_owned()
            } else {
                format!("{value:.1e}")
            }
        }
        (Unit::Other(name), Form::Fine) => format!("{} {}", in_words(value), of_one(value, name)).trim_end().to_owned(),
        (Unit::Share | Unit::ShareOfCost, Form::Usual) => percent(value),
        (Unit::ShareOfRealIncome, Form::Usual) => loss(value),
        (Unit::PercentagePoints, form) => points(value, form),
        (Unit::Share | Unit::ShareOfCost | Unit::ShareOfRealIncome, Form::Signed) => change(value),
        (Unit::Share | Unit::ShareOfCost | Unit::ShareOfRealIncome, Form::Fine) => fine_percent(value),
        (Unit::UsdMillion, Form::Signed) => signed_money(value),
        (Unit::UsdMillion, Form::Fine) if value.abs() < 9.95 => format!("{} mn", significant(value)),
        (Unit::UsdMillion, _) => money(value),
        (Unit::Ratio, _) => ratio(value),
        (Unit::Rank, _) => format!("no. {value:.0}"),
        (Unit::Count | Unit::Year, _) => format!("{value:.0}"),
        (Unit::YesOrNo, _) => if value == 0.0 { "no" } else { "yes" }.to_owned(),
        (Unit::Months, _) => format!("{}", rounded(value)),
        (Unit::Number, Form::Usual) => format!("{}", rounded(value)),
        (Unit::Other(name), _) => format!("{} {}", rounded(value), of_one(value, name)).trim_end().to_owned(),
        (Unit::Index | Unit::Logarithm | Unit::PercentPerPercent | Unit::Number, form) => {
            let words = significant(value);
            if form == Form::Signed && value > 0.0 { format!("+{words}") } else { words }
        }
    }
}

/// The name of a unit behind one of it: `1 bank`. Names of several words are no plurals of a thing.
fn of_one(value: f64, name: &str) -> &str {
    if value == 1.0 && !name.contains(' ') { name.strip_suffix('s').unwrap_or(name) } else { name }
}

/// A difference of shares in percentage points: `2.0 points`, `-1.6 points` where it has a sign.
fn points(difference: f64, form: Form) -> String {
    let rounded = (1e3 * difference).round() / 1e1;
    match form {
        Form::Signed if rounded > 0.0 => format!("+{rounded:.1} points"),
        // Zero has no sign.
        _ => format!("{:.1} points", if rounded == 0.0 { 0.0 } else { rounded }),
    }
}

/// A value of an unusual unit: hundreds of dollars need no cents.
fn in_words(value: f64) -> String {
    if value.abs() >= 10.0 { format!("{value:.0}") } else { format!("{value:.2}") }
}

/// A value rounded to four decimals, for numbers whose size is not known.
fn rounded(value: f64) -> f64 {
    let rounded = (1e4 * value).round() / 1e4;
    // Zero has no sign.
    if rounded == 0.0 { 0.0 } else { rounded }
}

/// Two to three digits that count, however small the value.
fn significant(value: f64) -> String {
    let digits = match value.abs() {
        0.0 => return "0".to_owned(),
        size if size >= 0.0995 => 2,
        size if size >= 0.00995 => 3,
        size if size >= 0.000_995 => 4,
        _ => 5,
    };
    format!("{value:.digits$}")
}

/// A share as percent with one digit, or two where it is small: `24.1 %`, `0.12 %`.
fn percent(share: f64) -> String {
    let value = 100.0 * share;
    let rounded = if value.abs() < 0.995 { (1e2 * value).round() / 1e2 } else { (1e1 * value).round() / 1e1 };
    match rounded {
        0.0 if value == 0.0 => "0 %".to_owned(),
        0.0 => "0.00 %".to_owned(),
        _ if value.abs() < 0.995 => format!("{value:.2} %"),
        _ => format!("{value:.1} %"),
    }
}

/// A loss of real income as percent with two digits: `1.31 %`. A loss that rounds to zero is `under 0.005 %`; a gain or
/// nothing that does is zero, without sign.
fn loss(share: f64) -> String {
    let rounded = (1e4 * share).round() / 1e2;
    match rounded {
        0.0 if share > NOTHING => "under 0.005 %".to_owned(),
        0.0 => "0.00 %".to_owned(),
        _ => format!("{rounded:.2} %"),
    }
}

/// Below this share a loss is the solver's tolerance and no loss.
const NOTHING: f64 = 1e-9;

/// A share as percent with two digits that count, however small: `1.31 %`, `0.0042 %`.
fn fine_percent(share: f64) -> String {
    let value = 100.0 * share;
    match value.abs() {
        size if size >= 0.0995 => format!("{value:.2} %"),
        size if size >= 0.00995 => format!("{value:.3} %"),
        size if size >= 0.000_05 => format!("{value:.4} %"),
        size if size > 0.0 => "under 0.0001 %".to_owned(),
        _ => "0 %".to_owned(),
    }
}

/// A change as percent with its sign, two digits: `+0.12 %`, `-1.31 %`, `0.00 %`.
fn change(share: f64) -> String {
    let rounded = (1e4 * share).round() / 1e2;
    if rounded == 0.0 { "0.00 %".to_owned() } else { format!("{rounded:+.2} %") }
}

/// USD million as billions or millions: `68.7 bn`, `340 mn`.
fn money(million: f64) -> String {
    if million.abs() >= 999.5 {
        format!("{:.1} bn", million / 1000.0)
    } else if million.abs() < 0.5 {
        "0 mn".to_owned()
    } else {
        format!("{million:.0} mn")
    }
}

/// A gain or loss of USD million with its sign: `+1.2 bn`, `-340 mn`, `0 mn`.
fn signed_money(million: f64) -> String {
    let sign = if million >= 0.5 { "+" } else { "" };
    format!("{sign}{}", money(million))
}

/// A ratio: `10.7 : 1`, or `1 : 2.4` where the second is larger; `no ratio` where there is none, since a side would lose
/// nothing or gain; beyond a hundred, `over 100 : 1`, which no table supports in more detail.
fn ratio(value: f64) -> String {
    match value {
        value if !value.is_finite() || value <= 0.0 => "no ratio".to_owned(),
        value if value >= 100.0 => "over 100 : 1".to_owned(),
        value if value >= 1.0 => format!("{value:.1} : 1"),
        value if value > 0.01 => format!("1 : {:.1}", 1.0 / value),
        _ => "1 : over 100".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(quantity: Quantity) -> String {
        written(&quantity)
    }

    #[test]
    fn numbers_read_aloud() {
        assert_eq!(of(Quantity::share(0.24065)), "24.1 %");
        assert_eq!(of(Quantity::share(0.0012)), "0.12 %");
        assert_eq!(of(Quantity::share(0.0)), "0 %");
        assert_eq!(of(Quantity::loss(-0.000_01)), "0.00 %");
        assert_eq!(of(Quantity::loss(0.000_01)), "under 0.005 %");
        assert_eq!(of(Quantity::loss(0.0)), "0.00 %");
        assert_eq!(of(Quantity::loss(0.0131)), "1.31 %");
        assert_eq!(of(Quantity::loss(0.000_042).form(Form::Fine)), "0.0042 %");
        assert_eq!(of(Quantity::loss(0.000_42).form(Form::Fine)), "0.042 %");
        assert_eq!(of(Quantity::loss(1e-9).form(Form::Fine)), "under 0.0001 %");
        assert_eq!(of(Quantity::new(0.0199, Unit::PercentagePoints)), "2.0 points");
        assert_eq!(of(Quantity::new(-0.0162, Unit::PercentagePoints).form(Form::Signed)), "-1.6 points");
        assert_eq!(of(Quantity::between(0.003, 0.02, Unit::PercentagePoints, "banks")), "0.3 to 2.0 points");
        assert_eq!(of(Quantity::change(0.0012)), "+0.12 %");
        assert_eq!(of(Quantity::change(-0.000_01)), "0.00 %");
        assert_eq!(of(Quantity::money(68_668.9)), "68.7 bn");
        assert_eq!(of(Quantity::money(0.1087).form(Form::Fine)), "0.11 mn");
        assert_eq!(of(Quantity::money(68_668.9).form(Form::Fine)), "68.7 bn");
        assert_eq!(of(Quantity::signed_money(-1234.0)), "-1.2 bn");
        assert_eq!(of(Quantity::signed_money(340.2)), "+340 mn");
        assert_eq!(of(Quantity::signed_money(-0.3)), "0 mn");
        assert_eq!(of(Quantity::ratio(10.66)), "10.7 : 1");
        assert_eq!(of(Quantity::ratio(0.25)), "1 : 4.0");
        assert_eq!(of(Quantity::ratio(f64::NAN)), "no ratio");
        assert_eq!(of(Quantity::ratio(2289.0)), "over 100 : 1");
        assert_eq!(of(Quantity::new(-0.000_412, Unit::Logarithm)), "-0.00041");
        assert_eq!(of(Quantity::new(1.234, Unit::Logarithm)), "1.23");
        assert_eq!(of(Quantity::number(4.0)), "4");
        assert_eq!(of(Quantity::new(12.0, Unit::Other("banks".into()))), "12 banks");
        assert_eq!(of(Quantity::new(1.0, Unit::Other("banks".into()))), "1 bank");
        let price = |value| of(Quantity::new(value, Unit::Other("USD per barrel".into())).form(Form::Fine));
        assert_eq!(price(138.809), "139 USD per barrel");
        let prices = Quantity::between(105.3, 175.0, Unit::Other("USD per barrel".into()), "draws").form(Form::Fine);
        assert_eq!(of(without_unit(&prices)), "105 to 175");
        assert_eq!(of(prices), "105 to 175 USD per barrel");
        assert_eq!(price(2.345), "2.35 USD per barrel");
        assert_eq!(of(Quantity::number(1.814e-16).form(Form::Scientific)), "1.8e-16");
        assert_eq!(of(Quantity::between(0.216, 0.244, Unit::Share, "rounding")), "21.6 % to 24.4 %");
        let open = |low, high| of(Quantity::between(low, high, Unit::Share, "rounding"));
        assert_eq!(open(0.216, f64::INFINITY), "at least 21.6 %");
        assert_eq!(open(f64::NEG_INFINITY, 0.216), "at most 21.6 %");
        assert_eq!(of(Quantity::year(1990)), "1990");
        let ranged = Quantity::ratio(10.6).within(9.5, 12.8, "trade elasticities");
        assert_eq!(range(&ranged).as_deref(), Some("9.5 : 1 to 12.8 : 1"));
    }
}
