//! What opens an audit: which figures cannot stand, and how many the data support.

use unequal_study::audit::{AuditAnswer, ClaimAnswer, Consistency, Contradiction, DataGrade, Kind, Range, Repair};

use super::{count, found, quoted, range, unit_word};
use crate::language::listed;
use crate::text;
use crate::text::Text;

/// The sentences.
pub(super) fn finding(answer: &AuditAnswer) -> Vec<Text> {
    let figures = answer.claims.iter().filter(|claim| claim.means.is_some()).count();
    let judged = answer.beside.as_ref().unwrap_or(&answer.alone);
    let beside = answer.beside.is_some() && !answer.givens.is_empty();
    let can = if judged.possible { "do not contradict each other" } else { "cannot all be true" };
    let mut first = text!["The ", count(figures, "claims in figures"), " claims in figures ", can];
    if beside {
        first = first.then(text![" beside the ", count(answer.givens.len(), "given figures"), " given figures"]);
    }
    let culprit = culprit(answer, judged);
    let mut sentences: Vec<Text> = culprit.iter().map(|(claim, implied)| at_odds(claim, implied)).collect();
    if culprit.is_none() {
        sentences
            .extend(answer.claims.iter().filter(|claim| claim.data.grade == DataGrade::Contradicted).map(contradicted));
    }
    sentences.push(first.then(text!["."]));
    let sets: Vec<&Contradiction> = judged.knots.iter().flat_map(|knot| &knot.contradictions).collect();
    if !sets.is_empty() {
        let named: Vec<String> = sets.iter().map(|set| listed(&quoted(&set.claims))).collect();
        sentences.push(text![format!("These cannot stand together: {}.", named.join("; "))]);
    }
    // Of several choices the one that gives up least of what the data support.
    let supported = |name: &String| {
        answer.claims.iter().any(|claim| claim.name == *name && claim.data.grade == DataGrade::Supported)
    };
    let given_up = |repair: &&Repair| repair.without.iter().filter(|name| supported(name)).count();
    let repairs = judged.knots.iter().filter_map(|knot| knot.repairs.iter().min_by_key(given_up));
    // What the first sentence says is not said again.
    sentences.extend(repairs.filter(|_| culprit.is_none()).map(|repair| enough(answer, repair)));
    if beside && !judged.possible && answer.alone.possible {
        sentences.push("Without the given figures, the claims could all be true.".into());
    }
    let of = |grade: DataGrade| answer.claims.iter().filter(|claim| claim.data.grade == grade).count();
    sentences.push(
        text!["Against the data here, ", count(of(DataGrade::Supported), "claims supported"), " of the "]
            .then(text![
                count(answer.claims.len(), "claims"),
                " claims are supported, ",
                count(of(DataGrade::Compatible), "claims compatible with a wide range"),
                " compatible with a wide range, ",
            ])
            .then(match of(DataGrade::SourcesDisagree) {
                0 => Text::default(),
                some => {
                    text![count(some, "claims on which the sources disagree"), " judged differently by two sources, "]
                }
            })
            .then(text![
                count(of(DataGrade::Contradicted), "claims contradicted"),
                " contradicted and ",
                count(of(DataGrade::NotCheckable), "claims not checkable here"),
                " not checkable."
            ]),
    );
    sentences
}

/// The one claim that contradicts the data and without which all the rest can be true, with what the rest imply for it.
fn culprit<'a>(answer: &'a AuditAnswer, judged: &'a Consistency) -> Option<(&'a ClaimAnswer, &'a Range)> {
    let [knot] = judged.knots.as_slice() else { return None };
    let [repair] = knot.repairs.as_slice() else { return None };
    let ([name], [implied]) = (repair.without.as_slice(), repair.implied.as_slice()) else { return None };
    let claim = answer.named(name).filter(|claim| claim.data.grade == DataGrade::Contradicted)?;
    Some((claim, &implied.range))
}

/// A claim that the data contradict: what it says, and what they have.
fn contradicted(claim: &ClaimAnswer) -> Text {
    let start = format!("The data contradict \u{201c}{}\u{201d} ({}): it says ", claim.name, claim.quantity);
    let means = claim.means.map(|means| text![range(claim, &means, "as stated")]).unwrap_or_default();
    let data = found(claim).map_or_else(Text::default, |found| text![", the data have ", found]);
    text![start].then(means).then(data).then(text!["."])
}

/// What is said, what the data say and what the other figures imply.
fn at_odds(claim: &ClaimAnswer, implied: &Range) -> Text {
    let usd = if claim.kind == Kind::Money { "USD " } else { "" };
    let data = found(claim).map_or_else(Text::default, |found| text![format!(" The data say {usd}"), found, "; the"]);
    let start = format!(
        "one figure agrees neither with the data nor with the other figures: {}, stated as \u{201c}{}\u{201d}.",
        claim.quantity, claim.stated
    );
    let other = if data.is_empty() { " The other figures imply " } else { " other figures imply " };
    let other = text![format!("{other}{usd}"), range(claim, implied, "implied by the rest"), "."];
    text![start].then(data).then(other).capitalised()
}

/// What it is enough to give up, with what the rest imply where that is one figure.
fn enough(answer: &AuditAnswer, repair: &Repair) -> Text {
    let start = text![format!("It is enough to give up {}", listed(&quoted(&repair.without)))];
    let ([name], [implied]) = (repair.without.as_slice(), repair.implied.as_slice()) else {
        return start.then(text!["."]);
    };
    let claim = answer.named(name);
    let said = claim.and_then(|claim| Some((claim, claim.means?)));
    match said {
        Some((claim, means)) => start.then(text![
            ": it says ",
            range(claim, &means, "as stated"),
            unit_word(claim),
            ", while the rest imply ",
            range(claim, &implied.range, "implied by the rest"),
            unit_word(claim),
            "."
        ]),
        None => start.then(text!["."]),
    }
}
