//! Shares of a partner in a country's imports or exports.

use super::lexer::{Kind, Token};
use super::parties::{Side, Topic, code, country_at};
use super::words::{MOVES, PLAIN, PROVIDES};

/// `40 % of Russia's imports`, `China's share of Russia's imports`.
pub(super) fn share(tokens: &[Token]) -> Option<Result<Topic, &'static str>> {
    for at in 0..tokens.len() {
        let side = match &tokens[at].kind {
            Kind::Word(word) if word == "imports" => Side::ShareOfImports,
            Kind::Word(word) if word == "exports" => Side::ShareOfExports,
            _ => continue,
        };
        // Back over the owner to `of` or `in`, and what stands before that.
        let mut back = at;
        let mut of = None;
        while back > 0 {
            back -= 1;
            let token = &tokens[back];
            if let Some(code) = code(Some(token)) {
                of = Some(code.to_owned());
            } else if !(token.is(&PLAIN) || token.is(&["'", "\u{2019}", "s", "the"])) {
                break;
            }
        }
        // `sent 65 % of its exports to Russia`.
        let own = tokens[back].is(&["its", "their"]) && back > 1;
        if own && is_figure_before_of(tokens, back) {
            if let Some(topic) = own_share(tokens, back - 2, at, side) {
                return Some(Ok(topic));
            }
            continue;
        }
        let is_of = tokens[back].is(&["of", "in"]) && back > 0;
        let before = |places: usize| back.checked_sub(places).and_then(|place| tokens.get(place));
        let is_share_word = before(1).is_some_and(|token| token.is(&["share"]));
        let is_figure = before(1).is_some_and(|token| matches!(token.kind, Kind::Figure(_)));
        if !is_of || !(is_share_word || is_figure) {
            continue;
        }
        let key = if side == Side::ShareOfImports { "from" } else { "to" };
        let Some(of) = of else { return Some(Err("whose imports or exports is not said")) };
        let next = at + 1;
        let goods = |place: usize| tokens.get(place).is_some_and(|token| token.is(&["goods", "merchandise"]));
        if tokens.get(next).is_some_and(|token| token.is(&["of"])) && !goods(next + 1) {
            return Some(Err("it is about some goods only"));
        }
        let partner = if is_share_word {
            (2..5).find_map(|places| code(before(places)).map(str::to_owned))
        } else {
            partner_of_share(tokens, back - 1, next, key, &of)
        };
        return Some(match partner.filter(|partner| *partner != of) {
            Some(partner) => Ok(Topic { side, of, partner: Some((key, partner)), settlement: None, note: None }),
            None => Err("whose share it is, is not said"),
        });
    }
    None
}

/// The partner of `... 40 % of Russia's imports ...`: who provides it before the figure, or where it comes from or goes to.
fn partner_of_share(tokens: &[Token], figure: usize, next: usize, key: &str, of: &str) -> Option<String> {
    for at in next..(next + 6).min(tokens.len()) {
        let goes = tokens[at].is(&[key]) || key == "to" && tokens[at].is(&["for"]);
        // `10 % of its exports to Russia` is a share of that flow, not the flow's share.
        let moves = tokens[next..at].iter().any(|token| token.is(&MOVES));
        if goes
            && moves
            && let Some(code) = country_at(tokens, at + 1)
        {
            return Some(code);
        }
    }
    let verb = tokens.get(..figure)?.iter().rposition(|token| token.is(&PROVIDES))?;
    let others = tokens.get(..verb)?.iter().rev().filter_map(|token| code(Some(token)));
    others.filter(|code| *code != of).map(str::to_owned).next()
}

/// Whether a figure and `of` stand before a place.
fn is_figure_before_of(tokens: &[Token], place: usize) -> bool {
    tokens[place - 1].is(&["of"]) && matches!(tokens[place - 2].kind, Kind::Figure(_))
}

/// `Belarus sent 65 % of its exports to Russia`, `Finland got 2 % of its imports from Russia`.
fn own_share(tokens: &[Token], figure: usize, at: usize, side: Side) -> Option<Topic> {
    const VERBS: [&str; 12] =
        ["sent", "sends", "sold", "sells", "shipped", "ships", "got", "gets", "bought", "buys", "received", "receives"];
    let verb = tokens.get(..figure)?.iter().rposition(|token| token.is(&VERBS))?;
    let of = tokens.get(..verb)?.iter().find_map(|token| code(Some(token)).map(str::to_owned))?;
    let key = if side == Side::ShareOfImports { "from" } else { "to" };
    let partner = tokens.get(at + 1).filter(|token| token.is(&[key])).and_then(|_| country_at(tokens, at + 2))?;
    (partner != of).then_some(Topic { side, of, partner: Some((key, partner)), settlement: None, note: None })
}
