#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use super::*;

fn range(text: &str, kind: UnitKind) -> (f64, f64) {
    let stated = read(text, "it", kind, &Rounding::default())
        .unwrap_or_else(|failed| panic!("{}", failed.in_text("phrase", text)));
    let round = |value: f64| (value * 1e6).round() / 1e6;
    (round(stated.interval.low), round(stated.interval.high))
}

fn problem(text: &str, kind: UnitKind) -> String {
    read(text, "it", kind, &Rounding::default()).unwrap_err().in_text("phrase", text).problem.to_string()
}

#[test]
fn money_in_any_scale_is_the_same() {
    for text in
        ["211 billion USD", "USD 211 bn", "$211bn", "211,000 million dollars", "US$ 211 billion", "0.211 trillion USD"]
    {
        let (low, high) = range(text, UnitKind::Money);
        assert!((0.5 * (low + high) - 211.0).abs() < 1e-9, "{text}: {low} {high}");
    }
    assert_eq!(range("211 billion USD", UnitKind::Money), (210.5, 211.5));
    assert_eq!(range("211,000 million USD", UnitKind::Money), (210.9995, 211.0005));
    assert_eq!(range("a quarter of a trillion USD", UnitKind::Money), (237.5, 262.5));
    assert_eq!(range("about a quarter of a trillion dollars", UnitKind::Money), (237.5, 262.5));
    assert_eq!(range("between 100 and 120 billion USD", UnitKind::Money), (99.5, 120.5));
    assert_eq!(range("100-120 bn USD", UnitKind::Money), (99.5, 120.5));
    assert_eq!(range("between $100bn and $120bn", UnitKind::Money), (99.5, 120.5));
    assert_eq!(range("from $100 billion to $120 billion", UnitKind::Money), (99.5, 120.5));
    assert_eq!(range("more than 200 billion USD", UnitKind::Money), (200.0, 300.0));
}

#[test]
fn shares_in_percent_and_in_words() {
    assert_eq!(range("60 %", UnitKind::Share), (0.595, 0.605));
    assert_eq!(range("60.0%", UnitKind::Share), (0.5995, 0.6005));
    assert_eq!(range("about 40 per cent", UnitKind::Share), (0.38, 0.42));
    assert_eq!(range("about 4 %", UnitKind::Share), (0.035, 0.045));
    assert_eq!(range("over a third", UnitKind::Share), (0.333333, 0.5));
    assert_eq!(range("nearly two-thirds", UnitKind::Share), (0.6, 0.666667));
    assert_eq!(range("nearly nothing", UnitKind::Share), (0.0, 0.05));
    assert_eq!(range("half", UnitKind::Share), (0.475, 0.525));
    assert_eq!(range("at least 30 %", UnitKind::Share), (0.3, 1.0));
    assert_eq!(range("three quarters", UnitKind::Share), (0.7125, 0.7875));
}

#[test]
fn changes_up_and_down() {
    assert_eq!(range("fell 16 %", UnitKind::Ratio), (0.835, 0.845));
    assert_eq!(range("-16 %", UnitKind::Ratio), (0.835, 0.845));
    assert_eq!(range("up by 16 percent", UnitKind::Ratio), (1.155, 1.165));
    assert_eq!(range("up two-thirds", UnitKind::Ratio), (1.633333, 1.7));
    assert_eq!(range("almost doubled", UnitKind::Ratio), (1.8, 2.0));
    assert_eq!(range("1.9 times", UnitKind::Ratio), (1.85, 1.95));
    assert_eq!(range("down about 10 %", UnitKind::Ratio), (0.895, 0.905));
    assert_eq!(range("halved", UnitKind::Ratio), (0.475, 0.525));
}

#[test]
fn units_are_never_mixed_silently() {
    for (text, kind, expected) in [
        ("40 %", UnitKind::Money, "an amount of money"),
        ("211 billion", UnitKind::Money, "without a currency"),
        ("211 billion EUR", UnitKind::Money, "another currency"),
        ("€211 billion", UnitKind::Money, "another currency"),
        ("C$211 billion", UnitKind::Money, "another currency"),
        ("HK$211bn", UnitKind::Money, "another currency"),
        ("A$ 211 billion", UnitKind::Money, "another currency"),
        ("NT$2.4 trillion", UnitKind::Money, "another currency"),
        ("¥17.8trn", UnitKind::Money, "another currency"),
        ("8 trillion won", UnitKind::Money, "another currency"),
        ("500 billion rupees", UnitKind::Money, "another currency"),
        ("40", UnitKind::Share, "without a percent sign"),
        ("0.4", UnitKind::Share, "without a percent sign"),
        ("40 billion USD", UnitKind::Share, "amount of money"),
        ("doubled", UnitKind::Share, "a change"),
        ("16 %", UnitKind::Ratio, "neither up nor down"),
        ("up 16", UnitKind::Ratio, "without a percent sign"),
        ("up 3 percentage points", UnitKind::Ratio, "percentage points"),
        ("a third USD", UnitKind::Money, "a fraction of nothing stated"),
        ("fell 3 billion USD", UnitKind::Ratio, "an amount of money"),
    ] {
        let message = problem(text, kind);
        assert!(message.contains(expected), "{text}: {message}");
    }
}

#[test]
fn a_word_that_is_not_understood_is_named_with_the_nearest() {
    let failed = read("abuot 40 %", "it", UnitKind::Share, &Rounding::default()).unwrap_err();
    let fault = failed.in_text("phrase", "abuot 40 %");
    assert_eq!(fault.span, 0..5);
    assert!(fault.problem.to_string().contains("did you mean about"), "{fault}");
    for text in ["", "about", "40 % of everything", "1,5 %", "40 billion billion USD", "up", "between 3 %", "1.2.3 %"] {
        assert!(read(text, "it", UnitKind::Share, &Rounding::default()).is_err(), "{text}");
    }
}

#[test]
fn own_numbers_keep_their_unit() {
    let stated = read("about 3 million barrels a day", "it", UnitKind::Own, &Rounding::default()).unwrap();
    assert_eq!((stated.interval.low.round(), stated.interval.high.round()), (2_500_000.0, 3_500_000.0));
    assert_eq!(stated.own_unit, "barrels a day");
    let stated = read("3 billion USD", "it", UnitKind::Own, &Rounding::default()).unwrap();
    assert_eq!(stated.own_unit, "USD billion");
}

#[test]
fn the_press_writes_money_in_many_ways() {
    for text in [
        "$111B",
        "$111bn",
        "US$111 bln",
        "111B USD",
        "~111 billion USD",
        "c. 111 billion dollars",
        "approx. $111bn",
        "an estimated $111bn",
    ] {
        let (low, high) = range(text, UnitKind::Money);
        assert!(low <= 111.0 && high >= 111.0 && high - low < 12.0, "{text}: {low} {high}");
    }
    assert_eq!(range("two and a half billion USD", UnitKind::Money), (2.25, 2.75));
    assert_eq!(range("one and a half trillion USD", UnitKind::Money), (1250.0, 1750.0));
    assert_eq!(range("2 and a half billion USD", UnitKind::Money), (2.25, 2.75));
    assert_eq!(range("half a trillion USD", UnitKind::Money), (475.0, 525.0));
    assert_eq!(range("about half a trillion dollars", UnitKind::Money), (475.0, 525.0));
    assert_eq!(range("a trillion USD", UnitKind::Money), (950.0, 1050.0));
    assert_eq!(range("almost a trillion USD", UnitKind::Money), (900.0, 1000.0));
    assert_eq!(range("twenty-five billion USD", UnitKind::Money), (24.5, 25.5));
    assert_eq!(range("two hundred and eleven billion USD", UnitKind::Money), (210.5, 211.5));
    assert_eq!(range("a hundred billion USD", UnitKind::Money), (95.0, 105.0));
    assert_eq!(range("two hundred billion USD", UnitKind::Money), (190.0, 210.0));
    assert_eq!(range(">110 billion USD", UnitKind::Money), (110.0, 165.0));
    assert_eq!(range("$2.5T", UnitKind::Money), (2450.0, 2550.0));
    assert_eq!(range("$400M", UnitKind::Money), (0.3995, 0.4005));
}

#[test]
fn changes_as_the_press_has_them() {
    assert_eq!(range("more than halved", UnitKind::Ratio), (0.25, 0.5));
    assert_eq!(range("almost halved", UnitKind::Ratio), (0.5, 0.55));
    assert_eq!(range("more than doubled", UnitKind::Ratio), (2.0, 3.0));
    assert_eq!(range("almost unchanged", UnitKind::Ratio), range("unchanged", UnitKind::Ratio));
    assert_eq!(range("flat", UnitKind::Ratio), (0.95, 1.05));
    assert_eq!(range("fell over 95 %", UnitKind::Ratio), (0.0, 0.05));
    assert_eq!(range("fell more than 99 %", UnitKind::Ratio), (0.0, 0.01));
    assert_eq!(range("up 16 % year on year", UnitKind::Ratio), (1.155, 1.165));
    assert_eq!(range("16 % lower from a year earlier", UnitKind::Ratio), (0.835, 0.845));
    assert_eq!(range("rose by a fifth", UnitKind::Ratio), (1.19, 1.21));
    assert_eq!(range("surged 16pc", UnitKind::Ratio), (1.155, 1.165));
    assert_eq!(range("threefold", UnitKind::Ratio), (2.85, 3.15));
    assert_eq!(range("up 12.5% on a year earlier", UnitKind::Ratio), (1.1245, 1.1255));
    assert_eq!(range("plus 5 %", UnitKind::Ratio), (1.045, 1.055));
    // A rate that rose is no rise, and two figures are no range.
    for text in ["rose from 5 % to 7 %", "fell from 5 to 7 %", "rose 3 % and 5 %", "doubled and tripled"] {
        assert!(read(text, "it", UnitKind::Ratio, &Rounding::default()).is_err(), "{text}");
    }
    for (text, kind) in [("38% and 27%", UnitKind::Share), ("a billion and a half dollars", UnitKind::Money)] {
        assert!(read(text, "it", kind, &Rounding::default()).is_err(), "{text}");
    }
}

#[test]
fn the_press_rounds_and_multiplies_in_many_words() {
    assert_eq!(range("just shy of $111bn", UnitKind::Money), (105.45, 111.0));
    assert_eq!(range("a shade over $111bn", UnitKind::Money), (111.0, 116.55));
    assert_eq!(range("a little more than 40 %", UnitKind::Share), (0.4, 0.42));
    assert_eq!(range("111 000 million USD", UnitKind::Money), (110.9995, 111.0005));
    assert_eq!(range("$1 250 000 000", UnitKind::Money), range("$1,250,000,000", UnitKind::Money));
    for text in [
        "tenfold",
        "rose tenfold",
        "10x",
        "a tenfold increase",
        "by a factor of ten",
        "rose by a factor of 10",
        "10 times",
    ] {
        let (low, high) = range(text, UnitKind::Ratio);
        assert!((9.4..=10.0).contains(&low) && (10.0..=10.6).contains(&high), "{text}: {low} {high}");
    }
    assert_eq!(range("twofold", UnitKind::Ratio), range("doubled", UnitKind::Ratio));
    assert_eq!(range("1.5x", UnitKind::Ratio), (1.425, 1.575));
    let (low, high) = range("fell by a factor of two", UnitKind::Ratio);
    assert!(low < 0.5 && 0.5 < high && high < 0.6);
    assert_eq!(range("a 47% jump", UnitKind::Ratio), range("rose 47%", UnitKind::Ratio));
    assert_eq!(range("a 16 % drop", UnitKind::Ratio), range("fell 16 %", UnitKind::Ratio));
    for text in ["little changed", "barely grew", "hardly changed", "virtually unchanged"] {
        assert_eq!(range(text, UnitKind::Ratio), range("unchanged", UnitKind::Ratio), "{text}");
    }
    assert_eq!(range("one dollar in every 30", UnitKind::Share), range("one in 30", UnitKind::Share));
    assert_eq!(range("the vast majority", UnitKind::Share), (0.5, 1.0));
    for (text, kind, expected) in [
        ("$111", UnitKind::Money, "without a scale"),
        ("a 47% stake", UnitKind::Ratio, "stake"),
        ("halved by a factor of two", UnitKind::Ratio, "by"),
    ] {
        let message = problem(text, kind);
        assert!(message.contains(expected), "{text}: {message}");
    }
}

#[test]
fn shares_have_bounds() {
    assert_eq!(range("most", UnitKind::Share), (0.5, 1.0));
    assert_eq!(range("a majority", UnitKind::Share), (0.5, 1.0));
    assert_eq!(range("the majority", UnitKind::Share), (0.5, 1.0));
    assert_eq!(range("one in three", UnitKind::Share), (0.316667, 0.35));
    assert_eq!(range("two out of five", UnitKind::Share), (0.38, 0.42));
    assert_eq!(range("over 95 %", UnitKind::Share), (0.95, 1.0));
    assert_eq!(range("about 99 %", UnitKind::Share), (0.9405, 1.0));
    for (text, kind, expected) in [
        ("120 %", UnitKind::Share, "between 0 and 100 %"),
        ("over 100 %", UnitKind::Share, "between 0 and 100 %"),
        ("fell 150 %", UnitKind::Ratio, "a fall of at most 100 %"),
        ("fell more than 100 %", UnitKind::Ratio, "a fall of at most 100 %"),
        ("up halved", UnitKind::Ratio, "one direction"),
        ("most", UnitKind::Money, "not understood"),
    ] {
        let message = problem(text, kind);
        assert!(message.contains(expected), "{text}: {message}");
        assert!(!message.contains("did you mean most"), "{message}");
    }
}

#[test]
fn each_end_of_a_range_has_its_own_scale_and_sign() {
    assert_eq!(range("999.0 mn to 1.2 bn USD", UnitKind::Money), (0.99895, 1.25));
    assert_eq!(range("$100 to 120 billion", UnitKind::Money), (99.5, 120.5));
    assert_eq!(range("-1.31 % to 0.52 %", UnitKind::Ratio), (0.98685, 1.00525));
    assert_eq!(range("-1.31 % to +0.52 %", UnitKind::Ratio), (0.98685, 1.00525));
    assert_eq!(range("from -3 % to -1 %", UnitKind::Ratio), (0.965, 0.995));
    assert_eq!(range("+1 % to +3 %", UnitKind::Ratio), (1.005, 1.035));
    // A word holds for both ends, and so does a sign where a dash joins them.
    assert_eq!(range("fell 3 to 5 %", UnitKind::Ratio), (0.945, 0.975));
    assert_eq!(range("-3-5 %", UnitKind::Ratio), (0.945, 0.975));
    assert_eq!(range("-1.2 bn to +340 mn USD", UnitKind::Own), (-1.25, 0.3405));
    assert!(problem("fell 3 to +5 %", UnitKind::Ratio).contains("one direction"));
    assert!(problem("3 to about 5 %", UnitKind::Share).contains("without a word of rounding"));
    assert!(problem("over 3 to 5 %", UnitKind::Share).contains("without a word of rounding"));
    assert_eq!(range("under 0.5 % to 3 %", UnitKind::Share), (0.0, 0.035));
}

#[test]
fn what_is_too_little_to_matter_may_be_nothing() {
    assert_eq!(range("under 0.5 %", UnitKind::Share), (0.0, 0.005));
    assert_eq!(range("less than 1 %", UnitKind::Share), (0.0, 0.01));
    assert_eq!(range("under 40 %", UnitKind::Share), (0.2, 0.4));
    assert_eq!(range("0.00 %", UnitKind::Ratio), (0.99995, 1.00005));
    let mut own = Rounding::default();
    own.set("under", [0.8, 1.0]);
    let stated = read("under 1 %", "it", UnitKind::Share, &own).unwrap();
    assert!((stated.interval.low - 0.008).abs() < 1e-12, "the file says what the word means");
}

#[test]
fn own_numbers_may_be_ratios_prices_and_powers_of_ten() {
    assert_eq!(range("10.7 : 1", UnitKind::Own), (10.65, 10.75));
    assert_eq!(range("1 : 2.5", UnitKind::Own), (0.392157, 0.408163));
    assert_eq!(range("over 100 : 1", UnitKind::Own), (100.0, f64::INFINITY));
    assert_eq!(range("1 : over 100", UnitKind::Own), (0.0, 0.01));
    assert_eq!(range("9.5 : 1 to over 100 : 1", UnitKind::Own), (9.45, f64::INFINITY));
    assert_eq!(range("2e3", UnitKind::Own), (1500.0, 2500.0));
    assert_eq!(range("1.5e-3 to 2.5e-3", UnitKind::Own), (0.00145, 0.00255));
    assert!(problem("1 : 0", UnitKind::Own).contains("not understood"));
    let stated = read("139 USD per barrel", "it", UnitKind::Own, &Rounding::default()).unwrap();
    assert_eq!((stated.interval.low, stated.interval.high, stated.own_unit.as_str()), (138.5, 139.5, "USD per barrel"));
    let stated = read("-1.6 points", "it", UnitKind::Own, &Rounding::default()).unwrap();
    assert_eq!((stated.interval.middle(), stated.own_unit.as_str()), (-1.6, "points"));
}
