//! The single figures of an audit.

use unequal_study::audit::{AuditAnswer, ClaimAnswer, Consistency, Range};

/// One figure of an audit: a range, or a claim without one.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditFigure {
    /// `claims`, `given`, `data`, `contradictions`, or `repairs`; the last two with `alone` or `beside` in the item.
    pub block: &'static str,
    /// Name of the claim.
    pub claim: String,
    /// What the range is.
    pub item: String,
    /// The figure as written; empty where it is not the claim's own.
    pub stated: String,
    /// Least value; `None` if open or absent.
    pub low: Option<f64>,
    /// Greatest value; `None` if open or absent.
    pub high: Option<f64>,
    /// Unit of the range.
    pub unit: String,
    /// Of data: `supported`, `contradicted` or `not checkable here`.
    pub verdict: String,
    /// Evidence grade of data.
    pub grade: String,
    /// Where it is from.
    pub source: String,
    /// What is particular about it.
    pub remark: String,
}

/// Every figure of an audit.
#[must_use]
pub fn audit(answer: &AuditAnswer) -> Vec<AuditFigure> {
    let mut figures = Vec::new();
    for (block, list) in [("claims", &answer.claims), ("given", &answer.givens)] {
        figures.extend(list.iter().map(|claim| AuditFigure {
            stated: claim.stated.clone(),
            source: claim.source.clone().unwrap_or_default(),
            remark: claim.note.clone().unwrap_or_default(),
            ..plain(block, claim, &claim.quantity, claim.means.as_ref())
        }));
    }
    figures.extend(answer.claims.iter().map(|claim| AuditFigure {
        verdict: claim.data.grade.words().to_owned(),
        grade: claim.data.evidence.clone(),
        source: claim.data.source.clone(),
        remark: claim.data.remark.clone(),
        ..plain("data", claim, "what the data say", claim.data.found.as_ref())
    }));
    for (when, consistency) in [("alone", Some(&answer.alone)), ("beside the given figures", answer.beside.as_ref())] {
        figures.extend(consistency.into_iter().flat_map(|consistency| implied(answer, when, consistency)));
    }
    figures
}

fn implied(answer: &AuditAnswer, when: &str, consistency: &Consistency) -> Vec<AuditFigure> {
    let mut figures = Vec::new();
    for knot in &consistency.knots {
        let sets = knot.contradictions.iter().map(|set| ("contradictions", &set.claims, &set.beside, &set.implied));
        let nothing = Vec::new();
        let repairs = knot.repairs.iter().map(|repair| ("repairs", &repair.without, &nothing, &repair.implied));
        for (block, names, beside, ranges) in sets.chain(repairs) {
            let with = names.iter().chain(beside).cloned().collect::<Vec<_>>().join("; ");
            for range in ranges {
                let Some(claim) = answer.named(&range.claim) else { continue };
                let item =
                    if block == "repairs" { "what all others imply" } else { "what the others of the set imply" };
                let remark = if block == "repairs" { format!("given up: {with}") } else { format!("set: {with}") };
                figures.push(AuditFigure {
                    remark,
                    ..plain(block, claim, &format!("{item}, {when}"), Some(&range.range))
                });
            }
        }
    }
    figures
}

fn plain(block: &'static str, claim: &ClaimAnswer, item: &str, range: Option<&Range>) -> AuditFigure {
    AuditFigure {
        block,
        claim: claim.name.clone(),
        item: item.to_owned(),
        stated: String::new(),
        low: range.and_then(|range| range.low),
        high: range.and_then(|range| range.high),
        unit: claim.unit.clone(),
        verdict: String::new(),
        grade: String::new(),
        source: String::new(),
        remark: String::new(),
    }
}
