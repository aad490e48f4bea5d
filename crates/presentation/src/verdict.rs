//! The verdict on a pair as a sentence, for every answer that gives one.

use unequal_study::{Even, Poll, Verdict};

use crate::keys::Keys;
use crate::quantity::Quantity;
use crate::text;
use crate::text::{Span, Text};

/// Which side depends more, without the losses: `Russia depends more on China than China on Russia, on all 7 indicators, which share their data.`
/// `first` and `second` are the names of the sides.
#[must_use]
pub fn sentence(verdict: &Verdict, first: &str, second: &str) -> Text {
    let text = match verdict {
        Verdict::TooSmall => {
            text!["neither ", first, " nor ", second, " depends much on the other: both exit costs round to zero."]
        }
        Verdict::AboutEven { because } => {
            let why = match because {
                Even::WithinError => "their exit costs differ by less than the error of the data.",
                Even::ElasticityDecides => "which of them has the higher exit cost depends on the trade elasticity.",
            };
            text![first, " and ", second, " depend on each other about evenly: ", why]
        }
        Verdict::Depends { who, indicators, probably } => {
            let (more, less) = who.of((first, second), (second, first));
            let how = if *probably { " probably depends more on " } else { " depends more on " };
            text![more, how, less, " than ", less, " on ", more].then(share(indicators))
        }
        Verdict::IndicatorsDisagree { by_exit_cost, indicators } => {
            let (more, less) = by_exit_cost.of((first, second), (second, first));
            let others = indicators.of.saturating_sub(1);
            text![
                "the indicators disagree: by its exit cost ",
                more,
                " depends more, but ",
                count(indicators.against, "indicators against the exit cost"),
                " of the ",
                count(others, "indicators beside the exit cost"),
                " other indicators point at ",
                less,
                "."
            ]
        }
    };
    text.capitalised()
}

/// On how many of the indicators, as the end of a sentence.
fn share(indicators: &Poll) -> Text {
    let all = count(indicators.of, "indicators polled");
    match indicators {
        // The exit cost alone.
        Poll { of: 0 | 1, .. } => text![" by its exit cost."],
        Poll { agree, of, .. } if agree == of => {
            text![", on all ", all, " indicators, which share their data."]
        }
        Poll { agree, .. } => {
            text![", on ", count(*agree, "indicators that agree with the exit cost"), " of ", all, " indicators."]
        }
    }
}

fn count(number: usize, item: &str) -> Span {
    Span::figure(Quantity::count(number), item, Keys::none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use unequal_study::Who;

    fn said(verdict: Verdict) -> String {
        sentence(&verdict, "Russia", "China").plain()
    }

    #[test]
    fn every_verdict_is_a_sentence() {
        let poll = |agree, against| Poll { agree, against, of: 7 };
        assert_eq!(
            said(Verdict::Depends { who: Who::First, indicators: poll(7, 0), probably: false }),
            "Russia depends more on China than China on Russia, on all 7 indicators, which share their data."
        );
        assert_eq!(
            said(Verdict::Depends { who: Who::Second, indicators: poll(5, 2), probably: false }),
            "China depends more on Russia than Russia on China, on 5 of 7 indicators."
        );
        assert_eq!(
            said(Verdict::IndicatorsDisagree { by_exit_cost: Who::First, indicators: poll(3, 4) }),
            "The indicators disagree: by its exit cost Russia depends more, but 4 of the 6 other indicators point at China."
        );
        assert!(said(Verdict::AboutEven { because: Even::WithinError }).contains("about evenly"));
        assert!(said(Verdict::TooSmall).starts_with("Neither Russia nor China"));
    }
}
