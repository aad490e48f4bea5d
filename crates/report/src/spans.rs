//! Years as people read them: neighbouring ones together.

use unequal_study::brief::LineGap;

/// Ascending years as spans: `1995–1997, 2022`.
#[must_use]
pub fn years(years: &[u16]) -> String {
    let span = |run: &[u16]| match run {
        [first, .., last] => format!("{first}\u{2013}{last}"),
        [year] => year.to_string(),
        [] => String::new(),
    };
    years.chunk_by(|one, next| one + 1 == *next).map(span).collect::<Vec<_>>().join(", ")
}

/// Years that cannot be shown with the reason, runs of years with one reason together.
#[must_use]
pub fn gaps(gaps: &[LineGap]) -> Vec<(String, String)> {
    // A reason names its year: without it neighbouring years often share one.
    let reason = |gap: &LineGap| gap.reason.replace(&format!(" {}", gap.year), "");
    gaps.chunk_by(|one, next| reason(one) == reason(next))
        .map(|run| {
            let run_years: Vec<u16> = run.iter().map(|gap| gap.year).collect();
            (years(&run_years), run.first().map(reason).unwrap_or_default())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_told_in_spans() {
        assert_eq!(years(&[1995, 1996, 1997, 2022]), "1995\u{2013}1997, 2022");
        assert_eq!(years(&[]), "");
    }

    #[test]
    fn runs_of_one_reason_are_told_once() {
        let gap = |year: u16, what: &str| LineGap { year, reason: format!("WIOD {year} {what}"), shares: None };
        let told = gaps(&[gap(1995, "lacks VNM"), gap(1996, "lacks VNM"), gap(1997, "is torn")]);
        let expected = [("1995\u{2013}1996", "WIOD lacks VNM"), ("1997", "WIOD is torn")];
        assert_eq!(told, expected.map(|(years, reason)| (years.to_owned(), reason.to_owned())));
    }
}
