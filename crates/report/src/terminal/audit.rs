//! An audit as text.

use unequal_study::audit::{AuditAnswer, ClaimAnswer, Consistency, Contradiction, DataGrade, Knot, Repair};

use super::{heading, paragraph, table};

/// The answer, `width` characters wide, with a line end.
#[must_use]
pub fn audit(answer: &AuditAnswer, width: u16) -> String {
    let mut parts = vec![answer.title.clone(), "=".repeat(answer.title.chars().count())];
    parts.extend(answer.headline.iter().map(|sentence| paragraph(width, "  ", sentence)));
    parts.push(heading(1, "What is said, and what the data say"));
    parts.push(claims(answer, width));
    parts.extend(remarks(answer, width));
    parts.push(heading(2, "Can it all be true?"));
    parts.extend(together(answer, width));
    parts.push(heading(3, "What words of rounding mean here"));
    parts.extend(answer.rounding.iter().map(|word| {
        let spellings = if word.key == "digits" { "digits alone".to_owned() } else { word.spellings.join(", ") };
        let factors = match word.high {
            _ if word.key == "digits" => String::new(),
            Some(high) if word.key == "nothing" => format!(" ({} to {})", word.low, high),
            Some(high) => format!(" (times {} to {high})", word.low),
            None => format!(" (times {} or more)", word.low),
        };
        indented(width, 2, &format!("{spellings}: {}{factors}", word.meaning))
    }));
    parts.push(heading(4, "How sure"));
    parts.extend(answer.caveats.iter().map(|sentence| paragraph(width, "  ", sentence)));
    parts.push(String::new());
    parts.join("\n")
}

/// A paragraph that begins `left` characters from the edge; its later lines are two further in.
fn indented(width: u16, left: u16, text: &str) -> String {
    let left = usize::from(left);
    let narrower = width.saturating_sub(u16::try_from(left).unwrap_or(0)).max(20);
    paragraph(narrower, "  ", text).lines().map(|line| format!("{:left$}{line}", "")).collect::<Vec<_>>().join("\n")
}

fn claims(answer: &AuditAnswer, width: u16) -> String {
    let row = |claim: &ClaimAnswer| {
        let figure = if claim.stated.is_empty() { "-" } else { &claim.stated };
        let means = claim.means.as_ref().map_or_else(|| "-".to_owned(), |range| claim.words(range));
        let found = claim.data.found.as_ref().map_or_else(|| "-".to_owned(), |range| claim.words(range));
        let grade = if claim.data.grade == DataGrade::Contradicted { "CONTRADICTED" } else { claim.data.grade.words() };
        vec![claim.name.clone(), figure.to_owned(), means, found, grade.to_owned()]
    };
    table(width, &["Claim", "stated", "which means", "data", "grade"], answer.claims.iter().map(row))
}

/// Sources and remarks under the table, one a claim, and the given figures.
fn remarks(answer: &AuditAnswer, width: u16) -> Vec<String> {
    let line = |claim: &ClaimAnswer| {
        let data = &claim.data;
        let grade = if data.evidence.is_empty() { String::new() } else { format!("grade {} | ", data.evidence) };
        let words: Vec<&str> =
            [data.source.as_str(), &data.remark].into_iter().filter(|words| !words.is_empty()).collect();
        indented(width, 2, &format!("{}: {grade}{}", claim.name, words.join(" | ")))
    };
    let given = |claim: &ClaimAnswer| {
        let means = claim.means.as_ref().map_or_else(String::new, |range| claim.words(range));
        let source = claim.source.as_deref().unwrap_or_default();
        indented(width, 2, &format!("{}: {}, {means} ({source})", claim.name, claim.quantity))
    };
    let mut lines: Vec<String> = answer.claims.iter().map(line).collect();
    if !answer.givens.is_empty() {
        lines.push("\nTaken as true beside the claims:".to_owned());
        lines.extend(answer.givens.iter().map(given));
    }
    lines
}

fn together(answer: &AuditAnswer, width: u16) -> Vec<String> {
    let mut lines = Vec::new();
    let parts = [("Nothing else being known", Some(&answer.alone)), ("Beside what is given", answer.beside.as_ref())];
    for (when, consistency) in parts {
        let Some(consistency) = consistency else { continue };
        lines.push(format!("{when}: {}.", verdict(consistency)));
        for knot in &consistency.knots {
            lines.extend(of_knot(answer, knot, width));
        }
    }
    lines
}

fn verdict(consistency: &Consistency) -> String {
    let verdict = if consistency.possible { "yes, within rounding" } else { "no" };
    let open =
        if consistency.undecided { "; some questions were not settled and count as no contradiction" } else { "" };
    format!("{verdict}{open}")
}

fn of_knot(answer: &AuditAnswer, knot: &Knot, width: u16) -> Vec<String> {
    let many = knot.contradictions.len();
    let all = if knot.complete { "" } else { ", and more that are not listed" };
    let sets = if many == 1 {
        "One smallest set contradicts itself".to_owned()
    } else {
        format!("{many} smallest sets contradict themselves")
    };
    let mut lines = vec![format!("  {sets}{all}:")];
    for (place, set) in knot.contradictions.iter().enumerate() {
        lines.extend(of_set(answer, place + 1, set, width));
    }
    if !knot.repairs.is_empty() {
        lines.push("  The rest can be true without".to_owned());
    }
    lines.extend(knot.repairs.iter().map(|repair| of_repair(answer, repair, width)));
    lines
}

fn of_set(answer: &AuditAnswer, number: usize, set: &Contradiction, width: u16) -> Vec<String> {
    let beside = if set.beside.is_empty() { String::new() } else { format!(", beside {}", set.beside.join(" and ")) };
    let mut lines = vec![indented(width, 4, &format!("({number}) {}{beside}", set.claims.join(" + ")))];
    lines.extend(set.implied.iter().map(|implied| {
        let said = answer.named(&implied.claim).map_or_else(String::new, says);
        let range = answer.words_of(&implied.claim, &implied.range);
        indented(width, 8, &format!("{} {said}; the others imply {range}", implied.claim))
    }));
    lines
}

fn of_repair(answer: &AuditAnswer, repair: &Repair, width: u16) -> String {
    let of_claim = |name: &String| {
        let said = answer.named(name).map_or_else(String::new, says);
        let implied = repair.implied.iter().find(|implied| implied.claim == *name);
        let range = implied.map_or_else(|| "nothing".to_owned(), |implied| answer.words_of(name, &implied.range));
        format!("{name} ({said}; all the rest imply {range})")
    };
    let without: Vec<String> = repair.without.iter().map(of_claim).collect();
    indented(width, 4, &format!("- {}", without.join(" and ")))
}

/// What a claim says, as words: `says USD 211 billion`.
fn says(claim: &ClaimAnswer) -> String {
    let means = claim.means.as_ref().map_or_else(String::new, |range| claim.words(range));
    format!("says {means}")
}
