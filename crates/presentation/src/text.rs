//! Sentences whose numbers are still quantities.

use serde::{Deserialize, Serialize};

use crate::keys::Keys;
use crate::number;
use crate::quantity::Quantity;

/// A part of a sentence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Span {
    /// Words as they are.
    Words(String),
    /// A number. It stands in a table of the document too, unless it names its item.
    Quantity(Box<Figure>),
    /// A word that the glossary explains.
    Term(String),
    /// Words with emphasis.
    Strong(String),
    /// Words set as code: a command, a file name, a key.
    Code(String),
    /// A link, with its words. Targets are `http:`, `https:` or an anchor of the page.
    Link(String, String),
}

/// A number in a sentence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The number.
    pub quantity: Quantity,
    /// What it is, for the tidy layout; `None` where a table of the document holds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// What it is about.
    #[serde(default)]
    pub keys: Keys,
}

/// A sentence or a paragraph.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Text(pub Vec<Span>);

impl Text {
    /// The text as plain words, numbers written as everywhere.
    #[must_use]
    pub fn plain(&self) -> String {
        self.0.iter().map(Span::plain).collect()
    }

    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a part.
    pub fn push(&mut self, span: impl Into<Span>) {
        self.0.push(span.into());
    }

    /// This text and another after it.
    #[must_use]
    pub fn then(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// With a capital letter at its beginning.
    #[must_use]
    pub fn capitalised(mut self) -> Self {
        if let Some(Span::Words(words)) = self.0.first_mut() {
            *words = crate::language::capitalised(words);
        }
        self
    }

    /// Several texts as one: `a, b and c`.
    #[must_use]
    pub fn listed(texts: Vec<Self>) -> Self {
        let last = texts.len().saturating_sub(1);
        texts.into_iter().enumerate().fold(Self::default(), |mut all, (place, text)| {
            match place {
                0 => {}
                place if place == last => all.push(" and "),
                _ => all.push(", "),
            }
            all.then(text)
        })
    }
}

impl Span {
    /// The part as plain words.
    #[must_use]
    pub fn plain(&self) -> String {
        match self {
            Self::Words(words) | Self::Term(words) | Self::Strong(words) | Self::Code(words) | Self::Link(_, words) => {
                words.clone()
            }
            Self::Quantity(figure) => number::written(&figure.quantity),
        }
    }

    /// Words with emphasis.
    #[must_use]
    pub fn strong(words: impl AsRef<str>) -> Self {
        Self::Strong(with_apostrophes(words.as_ref()))
    }

    /// A number that no table of the document holds: what it is, and what it is about.
    #[must_use]
    pub fn figure(quantity: Quantity, item: impl Into<String>, keys: Keys) -> Self {
        Self::Quantity(Box::new(Figure { quantity, item: Some(item.into()), keys }))
    }
}

impl From<&str> for Span {
    fn from(words: &str) -> Self {
        Self::Words(with_apostrophes(words))
    }
}

impl From<&String> for Span {
    fn from(words: &String) -> Self {
        Self::Words(with_apostrophes(words))
    }
}

impl From<String> for Span {
    fn from(words: String) -> Self {
        Self::Words(with_apostrophes(&words))
    }
}

/// Words with the straight apostrophes between two letters, and those of plurals, curled. Notes of tables and of users' files have straight
/// ones, and one page should have one kind.
fn with_apostrophes(words: &str) -> String {
    let mut before = None;
    let mut letters = words.chars().peekable();
    let mut curled = String::with_capacity(words.len());
    while let Some(letter) = letters.next() {
        let is_letter = |neighbour: Option<&char>| neighbour.copied().is_some_and(char::is_alphabetic);
        let inside = is_letter(before.as_ref()) && is_letter(letters.peek());
        let plural = before == Some('s') && letters.peek() == Some(&' ');
        curled.push(if letter == '\'' && (inside || plural) { '\u{2019}' } else { letter });
        before = Some(letter);
    }
    curled
}

impl From<Quantity> for Span {
    fn from(quantity: Quantity) -> Self {
        Self::Quantity(Box::new(Figure { quantity, item: None, keys: Keys::none() }))
    }
}

impl From<&str> for Text {
    fn from(words: &str) -> Self {
        Self(vec![words.into()])
    }
}

impl From<String> for Text {
    fn from(words: String) -> Self {
        Self(vec![words.into()])
    }
}

/// A [`Text`] from its parts: words, quantities and spans.
#[macro_export]
macro_rules! text {
    ($($part:expr),* $(,)?) => {
        $crate::text::Text(vec![$($crate::text::Span::from($part)),*])
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_built_and_read() {
        let text = text!["russia would lose ", Quantity::loss(0.01304), " of real income."].capitalised();
        assert_eq!(text.plain(), "Russia would lose 1.30 % of real income.");
        assert_eq!(Text::from("Russia's 'own' states' trade").plain(), "Russia\u{2019}s 'own' states\u{2019} trade");
        let list = Text::listed(vec!["a".into(), "b".into(), "c".into()]);
        assert_eq!(list.plain(), "a, b and c");
    }
}
