//! What flow of trade a sentence is about, and whose.

use super::lexer::{Kind, Token, is_change_noun};
use super::parties::{Side, Topic, code, country_at};
use super::share::share;
use super::words::{BUYS, PLAIN, SELLS};

/// Currencies whose share in settlement is recorded.
const CURRENCIES: [(&str, &str); 6] = [
    ("renminbi", "renminbi"),
    ("yuan", "renminbi"),
    ("rouble", "rouble"),
    ("ruble", "rouble"),
    ("roubles", "rouble"),
    ("rubles", "rouble"),
];
const SETTLES: [&str; 7] = ["settled", "settlement", "settlements", "payments", "paid", "invoiced", "payment"];
/// Words behind `trade` with which it is no flow of goods.
const NO_FLOW: [&str; 26] = [
    "war",
    "deal",
    "deals",
    "ministry",
    "talks",
    "data",
    "restrictions",
    "tensions",
    "policy",
    "sanctions",
    "barriers",
    "route",
    "routes",
    "fair",
    "body",
    "group",
    "agreement",
    "partner",
    "partners",
    "bloc",
    "representative",
    "surplus",
    "deficit",
    "union",
    "officials",
    "figures",
];
/// Words before `exports` behind which its owner is not looked for.
const BREAKS: [&str; 32] = [
    "the", "that", "said", "as", "while", "and", "but", "of", "in", "when", "its", "their", "for", "with", ",",
    "because", "whose", "on", "(", "\"", "\u{201c}", "where", "which", "after", "since", ":", "show", "shows",
    "showed", "saw", "reported", "meant",
];
const GUESSED: &str = "Whose trade it is follows from the article's two main countries.";

/// The topic, or why there is none.
pub(super) fn topic(tokens: &[Token], pair: Option<&[String; 2]>) -> Result<Topic, &'static str> {
    if tokens.iter().any(|token| token.is(&["services", "gdp", "investment"])) {
        return Err("it is about something else than trade in goods");
    }
    if let Some(found) = settlement(tokens) {
        return found;
    }
    if let Some(found) = share(tokens) {
        return found;
    }
    let mut found: Vec<Topic> = Vec::new();
    for at in 0..tokens.len() {
        let topic = match &tokens[at].kind {
            Kind::Word(word) if word == "exports" || word == "shipments" => flow(tokens, at, Side::Exports, pair)?,
            Kind::Word(word) if word == "imports" => flow(tokens, at, Side::Imports, pair)?,
            Kind::Word(word) if word == "trade" || word == "turnover" => trade(tokens, at, pair),
            Kind::Word(word) if SELLS.contains(&word.as_str()) => by_verb(tokens, at, Side::Exports),
            Kind::Word(word) if BUYS.contains(&word.as_str()) => by_verb(tokens, at, Side::Imports),
            _ => None,
        };
        if let Some(topic) = topic
            && !found.contains(&topic)
        {
            found.push(topic);
        }
    }
    match found.len() {
        1 => Ok(found.remove(0)),
        0 => Err("no flow of trade between known parties is named"),
        _ => Err("it is about several flows"),
    }
}

/// Countries of a sentence, each once.
fn countries(tokens: &[Token]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for code in tokens.iter().filter_map(|token| code(Some(token))) {
        if !all.iter().any(|known| known == code) {
            all.push(code.to_owned());
        }
    }
    all
}

/// Whose trade a word at a place is: `China's total exports`. An error where something less than all goods is meant.
fn owner(tokens: &[Token], place: usize) -> Result<Option<String>, &'static str> {
    let mut at = place;
    while at > 0 {
        at -= 1;
        let token = &tokens[at];
        if let Some(code) = code(Some(token)) {
            return Ok(Some(code.to_owned()));
        }
        if token.is(&PLAIN) || token.is(&["'", "\u{2019}", "s"]) {
            continue;
        }
        return if token.is(&BREAKS) { Ok(None) } else { Err("it is about some goods only") };
    }
    Ok(None)
}

/// Whether the trade at a place is only what something else is in, of or for: `payments for China's exports`, `the value of
/// arms in China's exports`. `A 5 % fall in China's exports` and `the value of China's exports` are the trade itself.
fn is_part_of(tokens: &[Token], place: usize) -> bool {
    const WHOLE: [&str; 5] = ["value", "total", "worth", "sum", "amount"];
    let owns = |token: &Token| {
        code(Some(token)).is_some() || token.is(&PLAIN) || token.is(&["'", "\u{2019}", "s", "the", "its", "their"])
    };
    let Some(at) = tokens[..place].iter().rposition(|token| !owns(token)) else { return false };
    let before = |steps: usize| at.checked_sub(steps).and_then(|place| tokens.get(place));
    let is_figure = |token: Option<&Token>| token.is_some_and(|token| matches!(token.kind, Kind::Figure(_)));
    let is_word = |token: Option<&Token>, words: &[&str]| token.is_some_and(|token| token.is(words));
    if !tokens[at].is(&["in", "of", "for", "on", "among", "within"]) {
        return false;
    }
    // A preposition behind a sign or at the beginning belongs to what follows.
    let Some(noun) = before(1) else { return false };
    let change = is_change_noun(noun) && (is_figure(before(2)) || is_word(before(2), &["a", "the"]));
    let is_whole = noun.is(&WHOLE) || is_figure(Some(noun));
    !(change || is_whole || matches!(noun.kind, Kind::Word(ref word) if !word.chars().any(char::is_alphabetic)))
}

/// Exports or imports, and with whom.
fn flow(tokens: &[Token], at: usize, side: Side, pair: Option<&[String; 2]>) -> Result<Option<Topic>, &'static str> {
    let mut of = owner(tokens, at)?;
    if is_part_of(tokens, at) {
        return Err("it is about a part of the trade or a payment for it");
    }
    let mut next = at + 1;
    let mut partner = None;
    let is = |place: usize, words: &[&str]| tokens.get(place).is_some_and(|token| token.is(words));
    if is(next, &["of"]) {
        match (is(next + 1, &["goods"]), code(tokens.get(next + 1)), is(next + 2, &["goods", "products"])) {
            (true, ..) => next += 2,
            // `imports of Chinese goods`.
            (_, Some(code), true) if side == Side::Imports => {
                partner = Some(code.to_owned());
                next += 3;
            }
            _ => return Err("it is about some goods only"),
        }
    }
    let (own, other) = if side == Side::Exports { ("from", "to") } else { ("into", "from") };
    for _ in 0..2 {
        let found = country_at(tokens, next + 1);
        let length = if is(next + 1, &["the"]) { 3 } else { 2 };
        if is(next, &[own]) && of.is_none() && found.is_some() {
            of = found;
            next += length;
        } else if is(next, &[other]) && found.is_some() {
            partner = found;
            next += length;
        }
    }
    let named = countries(tokens);
    let others = || named.iter().filter(|code| Some(*code) != partner.as_ref()).collect::<Vec<_>>();
    let (of, note) = match (of, &partner) {
        (Some(of), _) => (of, None),
        (None, None) => return Ok(None),
        (None, Some(partner)) => match (others().as_slice(), pair) {
            ([only], _) => ((*only).clone(), None),
            ([], Some(pair)) if pair.contains(partner) => {
                (pair.iter().find(|code| *code != partner).cloned().unwrap_or_default(), Some(GUESSED))
            }
            _ => return Err("whose trade it is, is not said"),
        },
    };
    if partner.is_none() && named.iter().any(|code| *code != of) {
        return Err("with whom is not said");
    }
    if partner.as_ref() == Some(&of) {
        return Err("both parties are the same");
    }
    let key = if side == Side::Exports { "to" } else { "from" };
    Ok(Some(Topic { side, of, partner: partner.map(|code| (key, code)), settlement: None, note }))
}

/// `China exported goods worth $111 billion to Russia`.
fn by_verb(tokens: &[Token], at: usize, side: Side) -> Option<Topic> {
    let goods = tokens.get(at..)?.iter().position(|token| token.is(&["goods"]))?;
    // `goods` stand behind the verb, with nothing but a figure and `of` between.
    let plain = tokens[at + 1..at + goods]
        .iter()
        .all(|token| matches!(token.kind, Kind::Figure(_)) || token.is(&["of", "in", "worth"]));
    let of = tokens[..at].iter().rev().find_map(|token| code(Some(token)).map(str::to_owned)).filter(|_| plain)?;
    let key = if side == Side::Exports { "to" } else { "from" };
    let partner = (at + 1..tokens.len())
        .find_map(|place| tokens[place].is(&[key]).then(|| country_at(tokens, place + 1)).flatten())?;
    (partner != of).then_some(Topic { side, of, partner: Some((key, partner)), settlement: None, note: None })
}

/// The two countries of a sentence, or where it names none those of the article.
fn the_two(tokens: &[Token], pair: Option<&[String; 2]>) -> Option<([String; 2], Option<&'static str>)> {
    match countries(tokens).as_slice() {
        [first, second] => Some(([first.clone(), second.clone()], None)),
        [] => Some((pair?.clone(), Some(GUESSED))),
        _ => None,
    }
}

/// Trade both ways between two.
fn trade(tokens: &[Token], at: usize, pair: Option<&[String; 2]>) -> Option<Topic> {
    let is = |place: usize, words: &[&str]| tokens.get(place).is_some_and(|token| token.is(words));
    if is(at + 1, &NO_FLOW) || at > 0 && is(at - 1, &["free", "foreign", "world", "global", "-"]) {
        return None;
    }
    let at_back = |back: usize| at.checked_sub(back).and_then(|place| code(tokens.get(place)));
    let mut note = None;
    let parties = if is(at + 1, &["between"]) && is(at + 2, &["the"]) && is(at + 3, &["two"]) {
        let (parties, guessed) = the_two(tokens, pair)?;
        note = guessed;
        parties
    } else if is(at + 1, &["between"]) {
        let first = country_at(tokens, at + 2)?;
        let second = (at + 3..(at + 7).min(tokens.len()))
            .find_map(|place| is(place, &["and"]).then(|| country_at(tokens, place + 1)).flatten())?;
        [first, second]
    } else if is(at + 1, &["with"]) {
        let with = country_at(tokens, at + 2)?;
        let own = owner(tokens, at).ok().flatten();
        let only = || {
            let others: Vec<String> = countries(tokens).into_iter().filter(|code| *code != with).collect();
            match others.as_slice() {
                [only] => Some(only.clone()),
                _ => None,
            }
        };
        [own.or_else(only)?, with]
    } else if let (Some(first), Some(second), true) = (at_back(3), at_back(1), at > 1 && is(at - 2, &["-", "\u{2013}"]))
    {
        [first.to_owned(), second.to_owned()]
    } else if at > 0 && (is(at - 1, &["bilateral", "mutual"]) || at > 2 && is(at - 1, &["way"]) && is(at - 3, &["two"]))
    {
        let (parties, guessed) = the_two(tokens, pair)?;
        note = guessed;
        parties
    } else {
        return None;
    };
    let [of, with] = parties;
    (of != with).then_some(Topic { side: Side::Trade, of, partner: Some(("with", with)), settlement: None, note })
}

/// A currency's share in settling a country's exports or imports.
fn settlement(tokens: &[Token]) -> Option<Result<Topic, &'static str>> {
    let word = |token: &Token| match &token.kind {
        Kind::Word(word) => CURRENCIES.iter().find(|(known, _)| known == word).map(|(_, currency)| *currency),
        _ => None,
    };
    let currencies: Vec<&'static str> = tokens.iter().filter_map(word).collect();
    if currencies.is_empty() || !tokens.iter().any(|token| token.is(&SETTLES)) {
        return None;
    }
    if currencies.iter().any(|other| *other != currencies[0]) {
        return Some(Err("it is about several currencies"));
    }
    let place = |words: &[&str]| tokens.iter().position(|token| token.is(words));
    let (at, flow) = match (place(&["export", "exports"]), place(&["import", "imports"])) {
        (Some(at), None) => (at, "exports"),
        (None, Some(at)) => (at, "imports"),
        (Some(_), Some(_)) => return Some(Err("it is about several flows")),
        (None, None) => return Some(Err("it is not said whether exports or imports are settled")),
    };
    let all = countries(tokens);
    let of = match (owner(tokens, at), all.as_slice()) {
        (Ok(Some(of)), _) => of,
        (_, [only]) => only.clone(),
        _ => return Some(Err("whose trade is settled is not said")),
    };
    if all.iter().any(|code| *code != of) {
        return Some(Err("only settlement with all partners together is recorded"));
    }
    Some(Ok(Topic { side: Side::Settlement, of, partner: None, settlement: Some((flow, currencies[0])), note: None }))
}
