//! The answer in sentences.

use unequal_world::names::listed;

use crate::answer::{AuditAnswer, ClaimAnswer, Consistency, DataGrade, Kind, Knot, Range};
use crate::resolve::Claims;

/// Ratios up to this are told as a change in percent, larger ones as multiples.
const TOLD_IN_PERCENT: f64 = 1.75;

/// A range with its unit: `USD 108 to 120 billion`, `38 % to 42 %`, `-16.5 % to -15.5 %`, `1.8 to 2 times`.
fn range(range: &Range, kind: Kind, unit: &str) -> String {
    let told_in_percent = kind == Kind::Ratio && range.high.is_some_and(|high| high <= TOLD_IN_PERCENT);
    let number = |value: f64| match kind {
        Kind::Money => money(value),
        Kind::Share => format!("{} %", digits(100.0 * value, 1)),
        Kind::Ratio if told_in_percent => {
            let change = digits(100.0 * (value - 1.0), 1);
            if value > 1.0 && change != "0" { format!("+{change} %") } else { format!("{change} %") }
        }
        Kind::Ratio => digits(value, 3),
        Kind::Rank => format!("no. {value:.0}"),
        Kind::Own => money(value),
    };
    let (before, after) = match kind {
        Kind::Money => ("USD ", " billion".to_owned()),
        Kind::Share | Kind::Rank => ("", String::new()),
        Kind::Ratio if told_in_percent => ("", String::new()),
        Kind::Ratio => ("", " times".to_owned()),
        Kind::Own if unit.is_empty() => ("", String::new()),
        Kind::Own => ("", format!(" {unit}")),
    };
    match (range.low, range.high) {
        (Some(low), Some(high)) if number(low) == number(high) => format!("{before}{}{after}", number(low)),
        (Some(low), Some(high)) => format!("{before}{} to {}{after}", number(low), number(high)),
        (Some(low), None) => format!("at least {before}{}{after}", number(low)),
        (None, Some(high)) => format!("at most {before}{}{after}", number(high)),
        (None, None) => "anything".to_owned(),
    }
}

/// An amount with four digits that say something, at most three of them decimals.
fn money(value: f64) -> String {
    let decimals = match value.abs() {
        size if size >= 99.95 => 1,
        size if size >= 9.995 => 2,
        _ => 3,
    };
    digits(value, decimals)
}

/// A number with at most so many decimals, without zeros at its end.
fn digits(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

impl AuditAnswer {
    /// The claim or given figure of a name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&ClaimAnswer> {
        self.claims.iter().chain(&self.givens).find(|claim| claim.name == name)
    }

    /// A range in the unit of a claim.
    #[must_use]
    pub fn words_of(&self, name: &str, given: &Range) -> String {
        self.named(name).map_or_else(String::new, |claim| claim.words(given))
    }
}

impl ClaimAnswer {
    /// A range in the unit of this claim.
    #[must_use]
    pub fn words(&self, given: &Range) -> String {
        range(given, self.kind, &self.unit)
    }
}

pub(super) fn headline(answer: &AuditAnswer) -> Vec<String> {
    let mut sentences = Vec::new();
    let numbers = answer.claims.iter().filter(|claim| claim.means.is_some()).count();
    let one = numbers == 1;
    let these = if one { "The one claim in figures".to_owned() } else { format!("The {numbers} claims in figures") };
    let all = if one { "" } else { "all " };
    let can = |possible: bool, undecided: bool| match (possible, undecided) {
        (true, false) => format!("can {all}be true"),
        (true, true) => {
            format!("{} no contradiction, though not every question was settled", if one { "shows" } else { "show" })
        }
        (false, _) => format!("cannot {all}be true"),
    };
    match &answer.beside {
        Some(beside) if answer.alone.possible && beside.possible => {
            let can = can(true, answer.alone.undecided || beside.undecided);
            sentences.push(format!("{these} {can}, also beside the {}.", givens(answer)));
        }
        Some(beside) if answer.alone.possible => {
            sentences.push(format!("{these} {} beside the {}.", can(false, false), givens(answer)));
            sentences.extend(repaired(answer, beside));
            let they = if one { "it could be true" } else { "they could all be true" };
            sentences.push(format!("With nothing else known {they}."));
        }
        other => {
            sentences
                .push(format!("{these} {} within their rounding.", can(answer.alone.possible, answer.alone.undecided)));
            sentences.extend(repaired(answer, other.as_ref().unwrap_or(&answer.alone)));
        }
    }
    if !answer.givens_in_conflict.is_empty() {
        let sets: Vec<String> = answer.givens_in_conflict.iter().map(|set| quoted(set)).collect();
        sentences.push(format!("The given figures contradict each other and are left aside: {}.", sets.join("; ")));
    }
    let count = |grade| answer.claims.iter().filter(|claim| claim.data.grade == grade).count();
    sentences.push(format!(
        "Against the data here, {} of {} {} supported, {} compatible with a wide range, {}{} contradicted, {} not checkable.",
        count(DataGrade::Supported),
        match answer.claims.len() {
            1 => "the one claim".to_owned(),
            many => format!("the {many} claims"),
        },
        if count(DataGrade::Supported) == 1 { "is" } else { "are" },
        count(DataGrade::Compatible),
        match count(DataGrade::SourcesDisagree) {
            0 => String::new(),
            some => format!("{some} judged differently by two sources, "),
        },
        count(DataGrade::Contradicted),
        count(DataGrade::NotCheckable),
    ));
    sentences
}

fn givens(answer: &AuditAnswer) -> String {
    match answer.givens.len() {
        1 => "given figure".to_owned(),
        many => format!("{many} given figures"),
    }
}

/// Contradictory sets named in the headline, at most.
const SETS_TOLD: usize = 4;

/// What contradicts what in each knot, and what repairs it, with what the rest imply.
fn repaired(answer: &AuditAnswer, consistency: &Consistency) -> Vec<String> {
    let of_knot = |knot: &Knot| [contradicted(knot), repair(answer, knot)];
    consistency.knots.iter().flat_map(of_knot).collect()
}

fn contradicted(knot: &Knot) -> String {
    let sets: Vec<String> = knot.contradictions.iter().take(SETS_TOLD).map(|set| quoted(&set.claims)).collect();
    let more = knot.contradictions.len().saturating_sub(SETS_TOLD);
    let more = if more > 0 { format!("; and {more} more") } else { String::new() };
    format!("These cannot stand together: {}{more}.", sets.join("; "))
}

fn repair(answer: &AuditAnswer, knot: &Knot) -> String {
    match knot.repairs.as_slice() {
        [] if knot.repairs_complete => "No choice of up to four claims lets the rest be true.".to_owned(),
        [] => "No choice of up to four claims was found that lets the rest be true; there are too many to try all."
            .to_owned(),
        [only] => match (only.without.as_slice(), only.implied.first()) {
            ([claim], Some(implied)) => {
                let named = answer.named(claim);
                let means =
                    named.and_then(|named| named.means.as_ref().map(|means| named.words(means))).unwrap_or_default();
                format!(
                    "It is enough to give up \u{201c}{claim}\u{201d}: it says {means}, while the rest imply {}.",
                    answer.words_of(claim, &implied.range)
                )
            }
            _ => format!("It takes giving up {} together.", quoted(&only.without)),
        },
        several => {
            let choices: Vec<String> = several.iter().map(|repair| quoted(&repair.without)).collect();
            format!("It is enough to give up one of these: {}.", choices.join("; or "))
        }
    }
}

fn quoted(names: &[String]) -> String {
    listed(&names.iter().map(|name| format!("\u{201c}{name}\u{201d}")).collect::<Vec<_>>())
}

pub(super) fn caveats(claims: &Claims) -> Vec<String> {
    let mut caveats = vec![
        "That claims can all be true does not mean that they are. That a set cannot does not say which of its figures is \
         wrong, and a given figure may be the one."
            .to_owned(),
        "A contradiction depends on what words of rounding mean; their intervals are generous, and the file may change them."
            .to_owned(),
        format!(
            "What a buyer and a seller record of one flow may differ by {} %, since one counts freight and the other does not.",
            digits(100.0 * claims.valuation_gap, 1)
        ),
    ];
    if claims.claims.iter().any(|claim| claim.quantity.period().is_some()) {
        caveats.push(
            "Flows are goods. Customs figures at hand are few and were not read again in the releases; shares from tables are \
             at basic prices, and Russia's imports of 2022 are put in from records."
                .to_owned(),
        );
    }
    caveats
}
