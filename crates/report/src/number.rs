//! Numbers as people read them. One place, so that a page and a terminal never differ.

/// A share as percent with one digit, or two where it is small: `24.1 %`, `0.12 %`.
#[must_use]
pub fn percent(share: f64) -> String {
    let value = 100.0 * share;
    if value != 0.0 && value.abs() < 0.995 { format!("{value:.2} %") } else { format!("{value:.1} %") }
}

/// A loss of real income as percent, always with two digits: `1.31 %`. A minus is a gain.
#[must_use]
pub fn loss(share: f64) -> String {
    // "-0.00 %" says nothing: what rounds to zero is printed as zero.
    let rounded = (1e4 * share).round() / 1e2;
    format!("{:.2} %", if rounded == 0.0 { 0.0 } else { rounded })
}

/// A loss of real income as percent with two digits that say something, however small: `1.31 %`,
/// `0.0042 %`.
#[must_use]
pub fn fine_loss(share: f64) -> String {
    let value = 100.0 * share;
    match value.abs() {
        size if size >= 0.0995 => format!("{value:.2} %"),
        size if size >= 0.00995 => format!("{value:.3} %"),
        size if size >= 0.000_05 => format!("{value:.4} %"),
        size if size > 0.0 => "under 0.0001 %".to_owned(),
        _ => "0 %".to_owned(),
    }
}

/// A change of real income as percent with its sign, two digits: `+0.12 %`, `-1.31 %`, `0.00 %`.
#[must_use]
pub fn change(share: f64) -> String {
    let rounded = (1e4 * share).round() / 1e2;
    if rounded == 0.0 { "0.00 %".to_owned() } else { format!("{rounded:+.2} %") }
}

/// A gain or loss of USD million with its sign: `+1.2 bn`, `-340 mn`, `0 mn`.
#[must_use]
pub fn signed_money(million: f64) -> String {
    let sign = if million >= 0.5 { "+" } else { "" };
    // What rounds to zero has no sign.
    format!("{sign}{}", money(if million.abs() < 0.5 { 0.0 } else { million }))
}

/// USD million as billions or millions: `68.7 bn`, `340 mn`.
#[must_use]
pub fn money(million: f64) -> String {
    if million.abs() >= 999.5 { format!("{:.1} bn", million / 1000.0) } else { format!("{million:.0} mn") }
}

/// A ratio of two losses: `10.7 : 1`, or `1 : 2.4` where the second is larger;
/// `no ratio` where there is none, since a side would lose nothing or gain.
#[must_use]
pub fn ratio(value: f64) -> String {
    if !value.is_finite() || value <= 0.0 {
        return "no ratio".to_owned();
    }
    if value >= 1.0 { format!("{value:.1} : 1") } else { format!("1 : {:.1}", 1.0 / value) }
}

/// A figure with its unit: shares as percent, money as money, counts as they are.
#[must_use]
pub fn finding_value(value: f64, unit: &str) -> String {
    match unit {
        "share" => {
            let rounded = (1e4 * value).round() / 1e2;
            format!("{} %", if rounded == 0.0 { 0.0 } else { rounded })
        }
        "USD million" => format!("USD {}", money(value)),
        // Counts say what they count in the words before them.
        "yes or no" => if value == 0.0 { "no" } else { "yes" }.to_owned(),
        "" | "banks" => format!("{}", (1e4 * value).round() / 1e4),
        _ => format!("{} {unit}", (1e4 * value).round() / 1e4),
    }
}

/// A measure of leverage in its unit, without naming it; `none` where it is not defined or without limit.
#[must_use]
pub fn measured(value: Option<f64>, unit: &str) -> String {
    let Some(value) = value else {
        return "none".to_owned();
    };
    // Three digits that count; zero has no sign.
    let digits = match value.abs() {
        0.0 => return if unit.starts_with("share") { "0 %".to_owned() } else { "0".to_owned() },
        size if size >= 0.0995 => 2,
        size if size >= 0.00995 => 3,
        size if size >= 0.000_995 => 4,
        _ => 5,
    };
    match unit {
        "share of real income" => fine_loss(value),
        "share" | "share of its cost" => percent(value),
        "USD million" => money(value),
        _ => format!("{value:.digits$}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_aloud() {
        assert_eq!(percent(0.24065), "24.1 %");
        assert_eq!(percent(0.0012), "0.12 %");
        assert_eq!(loss(-0.000_01), "0.00 %");
        assert_eq!(loss(0.0131), "1.31 %");
        assert_eq!(fine_loss(0.0131), "1.31 %");
        assert_eq!(fine_loss(0.000_042), "0.0042 %");
        assert_eq!(fine_loss(0.000_42), "0.042 %");
        assert_eq!(fine_loss(1e-9), "under 0.0001 %");
        assert_eq!(fine_loss(0.0), "0 %");
        assert_eq!(ratio(f64::NAN), "no ratio");
        assert_eq!(money(68_668.9), "68.7 bn");
        assert_eq!(money(340.2), "340 mn");
        assert_eq!(change(0.0012), "+0.12 %");
        assert_eq!(change(-0.000_01), "0.00 %");
        assert_eq!(signed_money(-1234.0), "-1.2 bn");
        assert_eq!(signed_money(340.2), "+340 mn");
        assert_eq!(signed_money(-0.3), "0 mn");
        assert_eq!(measured(Some(0.241), "share"), "24.1 %");
        assert_eq!(measured(Some(-0.000_412), "logarithm"), "-0.00041");
        assert_eq!(measured(Some(1.234), "logarithm"), "1.23");
        assert_eq!(measured(None, "share"), "none");
        assert_eq!(ratio(0.25), "1 : 4.0");
        assert_eq!(finding_value(0.04456, "share"), "4.46 %");
        assert_eq!(finding_value(-1e-9, "share"), "0 %");
        assert_eq!(finding_value(12.0, "banks"), "12");
        assert_eq!(finding_value(0.0, "yes or no"), "no");
    }
}
