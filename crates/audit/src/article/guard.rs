//! What stands around a figure: it is read only among words that are known to leave its meaning alone.
//!
//! Sentences that deny, expect or measure something else have no end of words, so that a figure is not refused for the words
//! that are known to be wrong, but taken only with those that are known to be right.

use super::lexer::{Kind, Token, is_change_noun};
use super::parties::{Side, Topic};
use super::words::{BUYS, LEVELS, OTHER_MEASURE, PROVIDES, SELLS};
use crate::phrase;
use crate::quantity::UnitKind;

/// Signs that part clauses.
const SIGNS: [&str; 13] =
    [",", ".", ";", ":", "(", ")", "\"", "\u{201c}", "\u{201d}", "'", "\u{2019}", "s", "\u{2014}"];
/// Words that may precede a change: forms of `have` and `be`, conjunctions, articles.
const BEFORE_CHANGE: [&str; 24] = [
    "have",
    "has",
    "had",
    "were",
    "was",
    "been",
    "is",
    "are",
    "and",
    "then",
    "but",
    "which",
    "that",
    "also",
    "again",
    "a",
    "an",
    "of",
    "by",
    "earlier",
    "exports",
    "imports",
    "shipments",
    "trade",
];
/// Words that may precede an amount or a share: prepositions, conjunctions, articles.
const BEFORE_LEVEL: [&str; 14] =
    ["was", "were", "worth", "from", "against", "or", "and", "a", "for", "settle", "is", "are", "made", "in"];
/// Words without weight between these and an amount.
const WEIGHTLESS: [&str; 14] = [
    "a",
    "an",
    "record",
    "new",
    "historic",
    "all",
    "time",
    "whopping",
    "staggering",
    "just",
    "only",
    "fully",
    "some",
    "-",
];
/// What may precede `of` before an amount.
const BEFORE_OF: [&str; 15] = [
    "record",
    "high",
    "low",
    "total",
    "value",
    "imports",
    "exports",
    "trade",
    "turnover",
    "shipments",
    "goods",
    "worth",
    "peak",
    "level",
    "share",
];
/// What may precede `at` before an amount.
const BEFORE_AT: [&str; 11] =
    ["stood", "in", "was", "were", "valued", "remained", "came", "out", "standing", "put", "stands"];
/// What may precede `to` before an amount, beside words of direction.
const BEFORE_TO: [&str; 35] = [
    "years",
    "months",
    "amounted",
    "came",
    "recovered",
    "rebounded",
    "back",
    "rising",
    "falling",
    "climbing",
    "amounting",
    "soared",
    "swelled",
    "ballooned",
    "dwindled",
    "edged",
    "crept",
    "dipped",
    "eased",
    "doubled",
    "tripled",
    "quadrupled",
    "halved",
    "leapt",
    "year",
    "earlier",
    "ago",
    "before",
    "went",
    "narrowed",
    "trebled",
    "surged",
    "declining",
    "increasing",
    "fold",
];
/// What may follow a figure.
const AFTER: [&str; 34] = [
    "in",
    "during",
    "last",
    "for",
    "from",
    "to",
    "on",
    "year",
    "yoy",
    "compared",
    "against",
    "over",
    "between",
    "since",
    "of",
    "and",
    "while",
    "but",
    "by",
    "as",
    "according",
    "said",
    "at",
    "with",
    "after",
    "when",
    "because",
    "amid",
    "despite",
    "thanks",
    "than",
    "worth",
    "or",
    "versus",
];
/// What may precede a period.
const BEFORE_PERIOD: [&str; 27] = [
    "in",
    "during",
    "for",
    "of",
    "throughout",
    "over",
    "within",
    "and",
    ",",
    "(",
    "'",
    "\u{2019}",
    "s",
    "since",
    "from",
    "with",
    "against",
    "than",
    "versus",
    "between",
    "compared",
    "the",
    "on",
    "while",
    "but",
    ";",
    "then",
];
/// Reports and words of people, whose time is not that of the trade.
const SAID: [&str; 26] = [
    "report",
    "study",
    "paper",
    "survey",
    "interview",
    "speech",
    "article",
    "book",
    "letter",
    "statement",
    "summit",
    "visit",
    "said",
    "says",
    "wrote",
    "told",
    "announced",
    "published",
    "released",
    "warned",
    "claimed",
    "argued",
    "signed",
    "estimated",
    "noted",
    "reported",
];
/// Adverbs that turn a sentence round.
const DENYING: [&str; 6] = ["hardly", "barely", "scarcely", "supposedly", "allegedly", "only"];

fn back(tokens: &[Token], place: usize, steps: usize) -> Option<&Token> {
    tokens.get(place.checked_sub(steps)?)
}

fn word(token: &Token) -> &str {
    match &token.kind {
        Kind::Word(word) => word,
        _ => "",
    }
}

fn is_period(token: &Token) -> bool {
    matches!(token.kind, Kind::Period { .. } | Kind::Months(..))
}

/// Whether words in a row stand somewhere.
fn has(tokens: &[Token], words: &[&str]) -> bool {
    tokens.windows(words.len()).any(|stretch| stretch.iter().zip(words).all(|(token, word)| token.is(&[*word])))
}

/// Why a sentence as a whole states no figure of trade in dollars and calendar periods.
pub(super) fn whole(tokens: &[Token]) -> Result<(), &'static str> {
    if tokens.iter().any(|token| token.is(&["?"])) || tokens.first().is_some_and(|first| first.is(&["had"])) {
        return Err("it asks or supposes something");
    }
    const NOT_YET: [&[&str]; 7] = [
        &["set", "to"],
        &["yet", "to"],
        &["on", "course"],
        &["on", "track"],
        &["no", "longer"],
        &["all", "but"],
        &["as", "first"],
    ];
    if NOT_YET.iter().any(|words| has(tokens, words)) {
        return Err("it says what could be, not what was");
    }
    if tokens.iter().any(|token| token.is(&OTHER_MEASURE)) {
        return Err("it is measured otherwise than goods in money");
    }
    const YEARS: [[&str; 2]; 10] = [
        ["year", "to"],
        ["year", "through"],
        ["year", "until"],
        ["months", "to"],
        ["months", "through"],
        ["months", "until"],
        ["financial", "year"],
        ["so", "far"],
        ["year", "up"],
        ["months", "up"],
    ];
    // `rose 5% from a year earlier to $56bn` ends no year.
    let ends = |words: &[&str; 2]| {
        (1..tokens.len()).any(|at| {
            tokens[at - 1].is(&[words[0]])
                && tokens[at].is(&[words[1]])
                && tokens.get(at + 1).is_some_and(|next| is_period(next) || next.is(&["far", "year", "date", "the"]))
        })
    };
    if YEARS.iter().any(ends) || has(tokens, &["financial", "year"]) || has(tokens, &["so", "far"]) {
        return Err("its period is no calendar year, quarter or month");
    }
    // `in dollar terms` is how figures in dollars are told from those in a country's own money.
    let terms = tokens.iter().position(|token| token.is(&["terms"]));
    if terms
        .is_some_and(|at| !back(tokens, at, 1).is_some_and(|before| before.is(&["dollar", "nominal", "value", "usd"])))
    {
        return Err("it is measured otherwise than goods in money");
    }
    Ok(())
}

/// Why a clause's periods or parties are not read.
pub(super) fn clause(tokens: &[Token], topic: &Topic) -> Result<(), &'static str> {
    for at in (0..tokens.len()).filter(|at| is_period(&tokens[*at])) {
        let since = (1..=3).any(|steps| back(tokens, at, steps).is_some_and(|token| token.is(&["since"])));
        let plain = at == 0
            || back(tokens, at, 1).is_some_and(|before| {
                before.is(&BEFORE_PERIOD) || matches!(before.kind, Kind::Country(_) | Kind::Figure(_))
            });
        // `a report in 2022`, `he said in March`: the time of the words, not of the trade.
        let is_said = |steps: usize| back(tokens, at, steps).is_some_and(|token| token.is(&SAID));
        let is_figure =
            |steps: usize| back(tokens, at, steps).is_some_and(|token| matches!(token.kind, Kind::Figure(_)));
        let of_words = (is_said(2) || is_said(3) && !is_figure(2))
            && back(tokens, at, 1).is_some_and(|token| token.is(&["in", "of", "from", "on", "during", "the"]));
        if of_words {
            return Err("its period is that of a report or of somebody\u{2019}s words");
        }
        if !(plain || since) {
            return Err("its period is no calendar year, quarter or month");
        }
    }
    if together(tokens, topic) {
        return Err("it is about several countries together");
    }
    let growth =
        ["growth", "slowed", "slower", "slowing", "accelerated", "quickened", "decelerated", "faster", "fastest"];
    for at in (0..tokens.len()).filter(|at| tokens[*at].is(&growth)) {
        let is_figure = |place: Option<&Token>| place.is_some_and(|token| matches!(token.kind, Kind::Figure(_)));
        let of = tokens.get(at + 1).is_some_and(|next| next.is(&["of"])) && is_figure(tokens.get(at + 2));
        if !(of || is_figure(back(tokens, at, 1))) {
            return Err("it is about how fast something grows");
        }
    }
    Ok(())
}

/// Whether a party of the trade is one of several: `to Russia and Belarus`, `China, India and Turkey took ...`.
fn together(tokens: &[Token], topic: &Topic) -> bool {
    let party = |token: &Token| match &token.kind {
        Kind::Country(code) => *code == topic.of || topic.partner.as_ref().is_some_and(|(_, partner)| partner == code),
        _ => false,
    };
    (0..tokens.len()).any(|at| {
        let Kind::Country(_) = &tokens[at].kind else { return false };
        if !tokens.get(at + 1).is_some_and(|token| token.is(&["and", "or", "&", "plus", "nor"])) {
            return false;
        }
        let next = if tokens.get(at + 2).is_some_and(|token| token.is(&["the"])) { at + 3 } else { at + 2 };
        let Some(other) = tokens.get(next).filter(|token| matches!(token.kind, Kind::Country(_))) else { return false };
        // `between China and Russia`, `trade of Russia and China`.
        let between = (1..=3).any(|steps| back(tokens, at, steps).is_some_and(|token| token.is(&["between"])));
        !(between && topic.side == Side::Trade) && (party(&tokens[at]) || party(other))
    })
}

/// Why a figure is not read for what stands around it.
pub(super) fn figure(tokens: &[Token], place: usize, kind: UnitKind) -> Result<(), &'static str> {
    const UNKNOWN: &str = "the words around the figure are not understood";
    let before = match kind {
        UnitKind::Ratio => before_change(tokens, place),
        _ => before_level(tokens, place),
    };
    if before && after(tokens, place, kind) { Ok(()) } else { Err(UNKNOWN) }
}

fn before_change(tokens: &[Token], place: usize) -> bool {
    let Some(before) = back(tokens, place, 1) else { return true };
    let have = before.is(&["have"]) && back(tokens, place, 2).is_some_and(|token| token.is(&["to"]));
    match &before.kind {
        Kind::Word(word) => {
            !have
                && (SIGNS.contains(&word.as_str())
                    || BEFORE_CHANGE.contains(&word.as_str())
                    || word.ends_with("ly") && !DENYING.contains(&word.as_str()))
        }
        _ => true,
    }
}

fn before_level(tokens: &[Token], place: usize) -> bool {
    let mut steps = 1;
    while back(tokens, place, steps).is_some_and(|token| token.is(&WEIGHTLESS)) {
        steps += 1;
    }
    let Some(before) = back(tokens, place, steps) else { return true };
    let earlier = back(tokens, place, steps + 1);
    let is = |words: &[&str]| earlier.is_some_and(|token| token.is(words));
    let is_other = earlier.is_none_or(|token| !matches!(token.kind, Kind::Word(_)));
    match word(before) {
        "to" => {
            is_other || is(&BEFORE_TO) || is(&SIGNS) || earlier.is_some_and(|token| phrase::is_direction(word(token)))
        }
        "at" => is_other || is(&BEFORE_AT) || is(&SIGNS),
        "of" => is_other || is(&BEFORE_OF),
        "with" => is(&["compared"]) || is_other,
        "up" => is(&["made", "make", "makes", "making"]),
        "" => true,
        known => {
            [&SIGNS[..], &BEFORE_LEVEL, &LEVELS, &SELLS, &BUYS, &PROVIDES].iter().any(|words| words.contains(&known))
                || is_more_than(before)
        }
    }
}

/// Whether a verb says that what follows it was passed: `exceeded $200 billion`.
pub(super) fn is_more_than(token: &Token) -> bool {
    token.is(&["exceeded", "exceeds", "exceeding", "topped", "topping", "surpassed", "surpassing", "passed", "crossed"])
}

fn after(tokens: &[Token], place: usize, kind: UnitKind) -> bool {
    let Some(next) = tokens.get(place + 1) else { return true };
    let second = tokens.get(place + 2);
    let third = tokens.get(place + 3);
    let is = |token: Option<&Token>, words: &[&str]| token.is_some_and(|token| token.is(words));
    match &next.kind {
        Kind::Country(_) | Kind::Figure(_) => false,
        Kind::Period { .. } | Kind::Months(..) => true,
        Kind::Word(word) => match word.as_str() {
            "a" => is(second, &["year", "month"]) && is(third, &["earlier", "ago", "before"]),
            "year" => !is(second, &["to"]),
            "month" => true,
            "than" => is(second, &["in"]),
            "of" if kind == UnitKind::Money => is(second, &["goods", "merchandise"]) || is(third, &["goods"]),
            "of" => kind == UnitKind::Share,
            known => {
                SIGNS.contains(&known)
                    || AFTER.contains(&known)
                    || is_change_noun(next)
                    || known == "-"
                    || known == "\u{2013}"
            }
        },
    }
}
