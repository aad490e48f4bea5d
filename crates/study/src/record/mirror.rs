//! Where both sides report, and where sources differ.

use std::collections::BTreeSet;

use super::answer::{Disagreement, MirrorGap, Reporter, SourceSeries};

/// Flows below this are too small to be compared, USD million, where larger ones exist.
const WORTH_COMPARING: f64 = 100.0;

/// The gap between both sides' reports in every year that has both. Where a side has two, the earlier in the order of ids
/// below counts: its own statistics first.
pub fn gaps(all: &[SourceSeries]) -> Vec<MirrorGap> {
    const ORDER: [&str; 6] = ["seller", "buyer", "services-seller", "services-buyer", "comtrade", "press"];
    let ordered = |reporter: Reporter| {
        let named = ORDER.iter().filter_map(|id| all.iter().find(|series| series.id == *id));
        named.filter(move |series| series.reporter == reporter)
    };
    let report = |reporter: Reporter, year: u16| {
        ordered(reporter)
            .find_map(|series| Some((series, series.in_year(year)?.value)))
            .filter(|(_, value)| *value > 0.0)
    };
    years(all)
        .into_iter()
        .filter_map(|year| {
            let ((seller, sold), (buyer, bought)) =
                (report(Reporter::Exporter, year)?, report(Reporter::Importer, year)?);
            Some(MirrorGap {
                year,
                seller_series: seller.id.clone(),
                buyer_series: buyer.id.clone(),
                gap: bought / sold - 1.0,
            })
        })
        .collect()
}

/// Years of which any source has a figure.
pub fn years(all: &[SourceSeries]) -> BTreeSet<u16> {
    all.iter().flat_map(|series| series.points.iter().map(|point| point.year)).collect()
}

/// The year and the two sources that differ most, as a ratio.
pub fn disagreement(all: &[SourceSeries]) -> Option<Disagreement> {
    let of_year = |year: u16| {
        let known = all.iter().filter_map(|series| Some((series.id.as_str(), series.in_year(year)?.value)));
        let mut known: Vec<(&str, f64)> = known.filter(|(_, value)| *value > 0.0).collect();
        known.sort_by(|one, other| one.1.total_cmp(&other.1));
        let ((low_series, low), (high_series, high)) = (*known.first()?, *known.last()?);
        (known.len() > 1).then(|| Disagreement {
            year,
            low_series: low_series.to_owned(),
            high_series: high_series.to_owned(),
            low,
            high,
        })
    };
    let mut found: Vec<Disagreement> = years(all).into_iter().filter_map(of_year).collect();
    if found.iter().any(|one| one.low >= WORTH_COMPARING) {
        found.retain(|one| one.low >= WORTH_COMPARING);
    }
    found.into_iter().max_by(|one, other| (one.high / one.low).total_cmp(&(other.high / other.low)))
}

#[cfg(test)]
mod tests {
    use super::super::answer::{Basis, RecordPoint};
    use super::*;
    use crate::Grade;

    fn series(id: &str, reporter: Reporter, points: &[(u16, f64)]) -> SourceSeries {
        let point = |(year, value): &(u16, f64)| RecordPoint {
            year: *year,
            value: *value,
            share_of_exports: None,
            share_of_imports: None,
            grade: None,
            source: None,
        };
        SourceSeries {
            id: id.to_owned(),
            source: id.to_owned(),
            reporter,
            basis: Basis::Mixed,
            grade: Grade::A,
            meaning: String::new(),
            points: points.iter().map(point).collect(),
            left_out: Vec::new(),
        }
    }

    #[test]
    fn a_mirror_gap_is_the_buyers_report_over_the_sellers() {
        let all = [
            series("baci", Reporter::Both, &[(2020, 500.0)]),
            series("comtrade", Reporter::Exporter, &[(2021, 100.0)]),
            series("seller", Reporter::Exporter, &[(2020, 200.0), (2021, 80.0)]),
            series("buyer", Reporter::Importer, &[(2020, 250.0), (2021, 100.0), (2022, 9.0)]),
        ];
        let found = gaps(&all);
        assert_eq!(found.iter().map(|gap| (gap.year, gap.gap)).collect::<Vec<_>>(), [(2020, 0.25), (2021, 0.25)]);
        assert!(found.iter().all(|gap| gap.seller_series == "seller"), "its own statistics first");
        let worst = disagreement(&all).unwrap();
        assert_eq!((worst.year, worst.low, worst.high), (2020, 200.0, 500.0));
    }
}
