//! One sentence: its topic, its figures, and the period of each.

use super::Reading;
use super::guard;
use super::lexer::{Kind, Token, is_change_noun};
use super::parties::{Side, Topic};
use super::topic::topic;
use super::words::{BUYS, CLAUSES, DIFFERENCE, FALLS, NOT_A_FACT, RISES, SELLS};
use crate::period::Period;
use crate::quantity::UnitKind;

/// Words between a figure and a period that make the period that of another figure.
const COMPARES: [&str; 6] = ["from", "against", "compared", "versus", "than", "while"];
/// Words of changes over any time.
const MULTIPLIES: [&str; 8] = ["doubl", "tripl", "trebl", "quadrupl", "quintupl", "halved", "fold", "times"];

/// Why a sentence is not read: nothing where it has no figure.
type Unread = Option<&'static str>;

/// What a sentence says of trade.
pub(super) fn read(
    sentence: &str,
    tokens: &[Token],
    pair: Option<&[String; 2]>,
    published: Option<Period>,
) -> Result<Vec<Reading>, Unread> {
    let figures: Vec<usize> = places(tokens, |token| matches!(token.kind, Kind::Figure(_)));
    if figures.is_empty() {
        return Err(None);
    }
    if tokens.iter().any(|token| token.is(&NOT_A_FACT)) {
        return Err(Some("it says what could be, not what was"));
    }
    if tokens.iter().any(|token| token.is(&["not", "never", "neither", "nor", "n't"])) {
        return Err(Some("it denies something"));
    }
    guard::whole(tokens).map_err(Some)?;
    let (mut readings, mut reason) = (Vec::new(), None);
    for clause in clauses(tokens) {
        if !clause.iter().any(|token| matches!(token.kind, Kind::Figure(_))) {
            continue;
        }
        match of_clause(sentence, clause, pair, published) {
            Ok(found) => readings.extend(found),
            Err(why) => reason = reason.or(Some(why)),
        }
    }
    if readings.is_empty() { Err(reason) } else { Ok(readings) }
}

/// Stretches of a sentence that may be about different flows.
fn clauses(tokens: &[Token]) -> Vec<&[Token]> {
    let mut found = Vec::new();
    let mut start = 0;
    for at in 1..tokens.len() {
        // `, and Russian sales ...`, `, with exports ...`
        let joins = tokens[at - 1].is(&[","]) && tokens[at].is(&["and", "with"]) && {
            let next = tokens[at + 1..].iter().take_while(|token| !matches!(token.kind, Kind::Figure(_)));
            next.into_iter().any(|token| matches!(token.kind, Kind::Country(_)))
        };
        // `imported goods worth ... and exported ...`
        let verbs = tokens[at].is(&["and"]) && tokens.get(at + 1).is_some_and(|next| next.is(&SELLS) || next.is(&BUYS));
        // `..., that between China and America $664bn`.
        let other =
            tokens[at].is(&["that"]) && tokens.get(at + 1).is_some_and(|next| next.is(&["between", "with", "of"]));
        if tokens[at].is(&CLAUSES) || joins || verbs || other {
            found.push(&tokens[start..at]);
            start = at;
        }
    }
    found.push(&tokens[start..]);
    found
}

/// What one clause says.
fn of_clause(
    sentence: &str,
    tokens: &[Token],
    pair: Option<&[String; 2]>,
    published: Option<Period>,
) -> Result<Vec<Reading>, &'static str> {
    let topic = topic(tokens, pair)?;
    guard::clause(tokens, &topic)?;
    let clause = Clause { sentence, tokens, topic: &topic, published };
    let (mut readings, mut reason) = (Vec::new(), None);
    for place in places(tokens, |token| matches!(token.kind, Kind::Figure(_))) {
        match clause.figure(place) {
            Ok(Some(reading)) => readings.push(reading),
            Ok(None) => {}
            Err(why) => reason = Some(why),
        }
    }
    if readings.is_empty() {
        Err(reason.unwrap_or("no figure of it belongs to the trade it is about"))
    } else {
        Ok(readings)
    }
}

fn places(tokens: &[Token], wanted: impl Fn(&Token) -> bool) -> Vec<usize> {
    tokens.iter().enumerate().filter(|(_, token)| wanted(token)).map(|(place, _)| place).collect()
}

/// A stretch of a sentence about one flow of trade.
pub(super) struct Clause<'a> {
    pub sentence: &'a str,
    pub tokens: &'a [Token],
    pub topic: &'a Topic,
    pub published: Option<Period>,
}

impl Clause<'_> {
    /// The claim that a figure makes; nothing where it is of another kind than the topic's.
    fn figure(&self, place: usize) -> Result<Option<Reading>, &'static str> {
        let Kind::Figure(kind) = self.tokens[place].kind else { return Ok(None) };
        let text = self.sentence.get(self.tokens[place].place.clone()).unwrap_or_default();
        let passed = self.before(place).is_some_and(guard::is_more_than);
        let (kind, stated) = match self.change_by_noun(place) {
            Some(verb) if kind == UnitKind::Share => (UnitKind::Ratio, format!("{verb} {text}")),
            None if kind == UnitKind::Share && self.verb_before(place).is_some() => {
                (UnitKind::Ratio, format!("{} {text}", self.verb_before(place).unwrap_or_default()))
            }
            _ if passed => (kind, format!("more than {text}")),
            _ => (kind, text.to_owned()),
        };
        // `from 5 to 10 billion` are two figures, the first of another time.
        if self.before(place).is_some_and(|token| token.is(&["from"])) && text.contains(" to ") {
            return Err("it is not said which figure is of which time");
        }
        let quantity = match (kind, self.topic.side) {
            (UnitKind::Money, Side::Exports | Side::Imports | Side::Trade) => {
                if self.before(place).is_some_and(|token| token.is(&DIFFERENCE)) {
                    return Err("the money is a difference");
                }
                self.topic.name().to_owned()
            }
            (UnitKind::Ratio, Side::Settlement) => return Ok(None),
            (UnitKind::Ratio, _) => format!("change of {}", self.topic.name()),
            (UnitKind::Share, Side::ShareOfExports | Side::ShareOfImports | Side::Settlement) => {
                let made_up = place.checked_sub(2).is_some_and(|at| {
                    self.tokens[at].is(&["made", "make", "makes", "making"]) && self.tokens[at + 1].is(&["up"])
                });
                if !made_up && self.before(place).is_some_and(|token| token.is(&DIFFERENCE)) {
                    return Err("the share is a difference");
                }
                self.topic.name().to_owned()
            }
            _ => return Ok(None),
        };
        guard::figure(self.tokens, place, kind)?;
        let (period, mut since) = self.period(place).ok_or("no period is said, or more than one")?;
        if self.published.is_some_and(|published| period > published) {
            return Err("it is about a time after the article");
        }
        let mut note = self.topic.note.map(str::to_owned);
        if kind == UnitKind::Ratio && since.is_none() {
            since = self.since(place, period);
            if since.is_none() && self.is_against_another_time(place) {
                return Err("since when is not understood");
            }
            // Of what doubled the time is often another than a year.
            let is_multiple = MULTIPLIES.iter().any(|word| stated.to_lowercase().contains(word));
            if since.is_none() && !is_multiple {
                since = period.earlier(period.months().max(12));
                note = Some("Since when is not said; taken as the same time of the year before.".to_owned());
            }
        }
        Ok(Some(Reading {
            sentence: self.sentence.to_owned(),
            quantity,
            of: self.topic.of.clone(),
            partner: self.topic.partner.clone(),
            settlement: self.topic.settlement,
            period: period.to_string(),
            since: since.filter(|_| kind == UnitKind::Ratio).map(|since| since.to_string()),
            stated,
            note,
        }))
    }

    pub(super) fn before(&self, place: usize) -> Option<&Token> {
        self.tokens.get(place.checked_sub(1)?)
    }

    /// `a 16 % fall`, `growth of 26 %`.
    fn change_by_noun(&self, place: usize) -> Option<&'static str> {
        let verb = |token: &Token| match token {
            token if token.is(&RISES) => Some("rose"),
            token if token.is(&FALLS) => Some("fell"),
            _ => None,
        };
        if let Some(verb) = self.tokens.get(place + 1).and_then(verb) {
            return Some(verb);
        }
        let noun =
            self.before(place).filter(|token| token.is(&["of"])).and_then(|_| self.tokens.get(place.checked_sub(2)?));
        noun.and_then(verb)
    }

    /// The verb of an earlier change that goes on: `fell 16 % in March and 14 % in April`.
    fn verb_before(&self, place: usize) -> Option<String> {
        if !matches!(self.topic.side, Side::Exports | Side::Imports | Side::Trade) {
            return None;
        }
        let earlier = (0..place).rev().find(|at| matches!(self.tokens[*at].kind, Kind::Figure(_)))?;
        let goes_on = self.tokens[earlier + 1..place].iter().all(|token| {
            matches!(token.kind, Kind::Period { .. } | Kind::Months(..)) || token.is(&["and", ",", "in", "by", "then"])
        });
        if !goes_on || self.tokens[earlier].kind != Kind::Figure(UnitKind::Ratio) {
            return None;
        }
        let text = self.sentence.get(self.tokens[earlier].place.clone())?;
        text.split_whitespace().next().filter(|verb| verb.chars().all(char::is_alphabetic)).map(str::to_owned)
    }

    /// The period of a figure, and the earlier one of a change between two.
    fn period(&self, place: usize) -> Option<(Period, Option<Period>)> {
        // `in 2022 ($76bn) and 2023 ($111bn)`.
        if self.before(place).is_some_and(|token| token.is(&["("]))
            && let Some(found) = place.checked_sub(2).and_then(|at| self.period_at(at))
        {
            return Some(found);
        }
        let is_figure = |at: usize| matches!(self.tokens[at].kind, Kind::Figure(_));
        let end = (place + 1..self.tokens.len()).find(|at| is_figure(*at)).unwrap_or(self.tokens.len());
        let is_ratio = self.tokens[place].kind == Kind::Figure(UnitKind::Ratio);
        let against =
            |at: usize| is_ratio && self.before(at).is_some_and(|token| token.is(&["from", "with", "against"]));
        let after = (place + 1..end).filter(|at| !against(*at)).find_map(|at| Some((at, self.period_at(at)?)));
        // `up from 24 % in 2021` behind a figure is another figure's.
        if let Some((at, found)) = after
            && !(place + 1..at).any(|between| self.compares(between) && !self.is_since(at))
        {
            return Some(found);
        }
        // `from $9.1 billion a year earlier`, `from a peak of $12bn`: its own period is not said.
        const PEAK: [&str; 14] =
            ["a", "an", "the", "of", "peak", "high", "low", "record", "level", "total", "all", "time", "-", "just"];
        let start = self.tokens[..place].iter().rposition(|token| !token.is(&PEAK));
        if start.is_some_and(|at| self.compares(at)) {
            return None;
        }
        // Back to the beginning; past another figure only in `almost doubled to $211 billion`.
        let mut at = place;
        while at > 0 {
            at -= 1;
            if is_figure(at)
                && !(at + 1..place).all(|between| self.tokens[between].is(&["to", ",", "at", "reaching", "and"]))
            {
                return None;
            }
            if let Some(found) = self.period_at(at) {
                return Some(found);
            }
        }
        // `Exports almost doubled to $211 billion in 2023`: what follows both figures holds for both.
        let next = end + 1;
        let joined = end < self.tokens.len()
            && (place + 1..end).all(|between| self.tokens[between].is(&["to", ",", "at", "reaching"]));
        if !joined {
            return None;
        }
        let last = (next..self.tokens.len()).find(|at| is_figure(*at)).unwrap_or(self.tokens.len());
        (next..last).find_map(|at| self.period_at(at))
    }

    /// Whether a word sets a figure against another; `from China` does not.
    pub(super) fn compares(&self, at: usize) -> bool {
        let country =
            self.tokens.get(at + 1).is_some_and(|next| matches!(next.kind, Kind::Country(_)) || next.is(&["the"]))
                && self
                    .tokens
                    .get(at + 1..at + 3)
                    .is_some_and(|next| next.iter().any(|token| matches!(token.kind, Kind::Country(_))));
        self.tokens[at].is(&COMPARES) && !(self.tokens[at].is(&["from"]) && country)
    }

    /// Whether `since` stands before a place.
    pub(super) fn is_since(&self, at: usize) -> bool {
        self.before(at).is_some_and(|token| token.is(&["since"]))
    }

    /// The year of a month that is said with a later one: `by 16 % in March and by 14 % in April 2024`.
    fn year_behind(&self, at: usize, month: u32) -> Option<u32> {
        const BETWEEN: [&str; 10] = ["and", ",", "in", "by", "then", "a", "an", "of", "to", "further"];
        let passes = |token: &Token| {
            matches!(token.kind, Kind::Figure(_) | Kind::Months(..)) || token.is(&BETWEEN) || is_change_noun(token)
        };
        let next = self.tokens.iter().skip(at + 1).find(|token| !passes(token))?;
        let Kind::Period { period, since: None } = &next.kind else { return None };
        let text = period.to_string();
        let later: u32 = text.get(5..7).filter(|_| text.len() == 7)?.parse().ok()?;
        (later > month).then(|| text.get(..4)?.parse().ok()).flatten()
    }

    /// A period that a place says.
    pub(super) fn period_at(&self, at: usize) -> Option<(Period, Option<Period>)> {
        let published = self.published;
        let year_of = |period: Period| period.to_string().get(..4).and_then(|digits| digits.parse::<u32>().ok());
        match &self.tokens[at].kind {
            // `since 2021` says where a change begins.
            Kind::Period { .. } if self.is_since(at) => None,
            Kind::Period { period, since } => Some((*period, *since)),
            Kind::Months(first, last) if self.year_behind(at, *last).is_some() => {
                let year = self.year_behind(at, *last)?;
                let text =
                    if first == last { format!("{year}-{first:02}") } else { format!("{year}-{first:02}..{last:02}") };
                Some((Period::parse(&text)?, None))
            }
            Kind::Months(first, last) => {
                let (year, now) = (year_of(published?)?, published?.to_string().get(5..7)?.parse::<u32>().ok()?);
                let year = if *last < now { year } else { year.checked_sub(1)? };
                let text =
                    if first == last { format!("{year}-{first:02}") } else { format!("{year}-{first:02}..{last:02}") };
                Some((Period::parse(&text)?, None))
            }
            Kind::Word(word) if word == "last" => {
                let next = self.tokens.get(at + 1)?;
                if next.is(&["year"]) {
                    return Some((Period::parse(&(year_of(published?)?.checked_sub(1)?).to_string())?, None));
                }
                next.is(&["month"]).then(|| published?.earlier(1)).flatten().map(|period| (period, None))
            }
            _ => None,
        }
    }
}
