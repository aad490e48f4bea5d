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
        Span::Words(words) => html! { (words) },
        Span::Quantity(figure) => quantity(&figure.quantity),
        Span::Term(word) => term(word),
        Span::Strong(words) => html! { strong { (words) } },
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
    html! { span class="q" title=[range_in_words(quantity)] { (number::written(quantity)) } }
}

/// The range of a quantity and what it is over.
pub fn range_in_words(quantity: &Quantity) -> Option<String> {
    let ends = number::range(quantity)?;
    let over = quantity.range.as_ref().map_or("", |range| range.over.as_str());
    Some(if over.is_empty() { ends } else { format!("{ends} ({over})") })
}

/// Text as an id of a page: lower-case letters, digits and hyphens.
pub fn slug(words: &str) -> String {
    let letters = words.chars().map(|letter| if letter.is_alphanumeric() { letter.to_ascii_lowercase() } else { '-' });
    letters.collect()
}
