//! Sentences with their numbers, terms and links.

use maud::{Markup, html};
use unequal_presentation::language::definition;
use unequal_presentation::number;
use unequal_presentation::quantity::Quantity;
use unequal_presentation::text::{Span, Text};

/// A sentence as part of a page.
pub fn inline(text: &Text) -> Markup {
    html! { @for span in &text.0 { (part(span)) } }
}

fn part(span: &Span) -> Markup {
    match span {
        Span::Words(own) => html! { (words(own)) },
        Span::Quantity(figure) => quantity(&figure.quantity),
        Span::Term(word) => term(word),
        Span::Strong(own) => html! { strong { (words(own)) } },
        Span::Code(words) => html! { code { (words) } },
        Span::Link(target, words) if is_link(target) => html! { a href=(target) { (words) } },
        Span::Link(_, words) => html! { (words) },
    }
}

/// Whether a target is one that a page may link to: the web, or a place on the page.
fn is_link(target: &str) -> bool {
    ["https://", "http://", "#"].iter().any(|start| target.starts_with(start))
}

/// A word of the glossary, with its meaning at hand.
fn term(word: &str) -> Markup {
    match definition(&unequal_presentation::language::capitalised(word)) {
        Some(meaning) => html! { dfn title=(meaning) { (word) } },
        None => html! { dfn { (word) } },
    }
}

/// A number, on one line, with its range at hand.
pub fn quantity(quantity: &Quantity) -> Markup {
    html! { span class="q" title=[range_in_words(quantity)] { (figure(quantity)) } }
}

/// A number alone, as a page sets it.
pub fn figure(quantity: &Quantity) -> String {
    words(&number::written(quantity))
}

/// The two ends of a number's range, as a page sets them.
pub fn range(quantity: &Quantity) -> Option<String> {
    number::range(quantity).map(|ends| words(&ends))
}

/// Words as a page sets them: a line breaks neither between a number and its unit nor within a ratio, and a minus is not
/// a hyphen. Sentences that come as plain words with an answer need this as much as quantities do.
pub fn words(plain: &str) -> String {
    plain
        .char_indices()
        .map(|(place, letter)| match letter {
            ' ' if is_joined(&plain[..place], &plain[place + 1..]) => '\u{a0}',
            '-' if is_minus(&plain[..place], &plain[place + 1..]) => '\u{2212}',
            other => other,
        })
        .collect()
}

fn begins_with_digit(words: &str) -> bool {
    words.starts_with(|letter: char| letter.is_ascii_digit())
}

/// Whether the blank between two parts of a sentence stands within a figure.
fn is_joined(before: &str, after: &str) -> bool {
    let digit = before.ends_with(|letter: char| letter.is_ascii_digit());
    let unit = |name: &str| after.strip_prefix(name).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    // Of `10.7 to 1`, but not of `from 2 to 12`.
    let one = |words: &str| words.strip_prefix('1').is_some_and(|rest| !rest.starts_with(|l: char| l.is_ascii_digit()));
    let after_number = |link: &str| {
        before.strip_suffix(link).is_some_and(|rest| rest.ends_with(|letter: char| letter.is_ascii_digit()))
    };
    let continues = ["%", "bn", "mn"].into_iter().any(unit)
        || after.strip_prefix(": ").is_some_and(begins_with_digit)
        || after.strip_prefix("to ").is_some_and(one);
    digit && continues
        || after_number(" to") && one(after)
        || after_number(" :") && begins_with_digit(after)
        || before.ends_with("USD") && (after.is_empty() || begins_with_digit(after))
}

/// Whether a hyphen stands for a minus: before a number and behind nothing that it could join to it.
fn is_minus(before: &str, after: &str) -> bool {
    begins_with_digit(after) && before.chars().next_back().is_none_or(|letter| letter == ' ' || letter == '(')
}

/// The range of a quantity and what it is over.
pub fn range_in_words(quantity: &Quantity) -> Option<String> {
    let ends = range(quantity)?;
    let over = quantity.range.as_ref().map_or("", |range| range.over.as_str());
    Some(if over.is_empty() { ends } else { format!("{ends} ({over})") })
}

/// Text as an id of a page: lower-case letters, digits and hyphens.
pub fn slug(words: &str) -> String {
    let letters = words.chars().map(|letter| if letter.is_alphanumeric() { letter.to_ascii_lowercase() } else { '-' });
    letters.collect()
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn figures_are_not_broken() {
        assert_eq!(words("USD 4.2 bn, 2.8 % or 10.7 : 1"), "USD\u{a0}4.2\u{a0}bn, 2.8\u{a0}% or 10.7\u{a0}:\u{a0}1");
        assert_eq!(words("10.7 to 1, and 2 to 12"), "10.7\u{a0}to\u{a0}1, and 2 to 12");
        assert_eq!(words("costs USD "), "costs USD\u{a0}");
        assert_eq!(words("-3.01 % in 1948-2014, by -2"), "\u{2212}3.01\u{a0}% in 1948-2014, by \u{2212}2");
        assert_eq!(words("3 bnds"), "3 bnds");
    }
}
