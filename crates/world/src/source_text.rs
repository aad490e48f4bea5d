//! Faults in files that people write, with their place, and the TOML reader's complaints in plain words.
//!
//! Shared by every crate that reads such a file. What can be wrong in any of them is a [`TextProblem`]; what else a
//! [`Fault`] is about is each crate's own type.

use std::fmt;
use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::de::DeTable;

use crate::Suggestion;
use crate::labels::nearest;

/// A fault in a file with its place; `P` says what is wrong.
///
/// Prints as `file:line:column: problem`; [`Self::drawn`] adds the line with a mark under it.
#[derive(Debug)]
pub struct Fault<P> {
    /// Name of the file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Place in the file, bytes.
    pub span: Range<usize>,
    /// The line as written.
    pub source_line: String,
    /// Characters to mark in that line, at least one.
    pub marked: usize,
    /// What is wrong.
    pub problem: P,
}

impl<P> Fault<P> {
    /// A problem at a place (bytes) of a text; a place outside it is brought to its end.
    #[must_use]
    pub fn new(file: &str, text: &str, span: Range<usize>, problem: P) -> Self {
        let start = floor(text, span.start);
        let end = floor(text, span.end).max(start);
        let before = text.get(..start).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |position| position + 1);
        let rest = text.get(line_start..).unwrap_or_default();
        let source_line = rest.lines().next().unwrap_or_default().to_owned();
        let column = 1 + text.get(line_start..start).map_or(0, |part| part.chars().count());
        let marked = text.get(start..end).and_then(|part| part.lines().next()).map_or(0, |part| part.chars().count());
        Self {
            file: file.to_owned(),
            line: 1 + before.matches('\n').count(),
            column,
            span: start..end,
            source_line,
            marked: marked.max(1),
            problem,
        }
    }
}

impl<P: fmt::Display> Fault<P> {
    /// The message, the line it is about, and a mark under the place.
    #[must_use]
    pub fn drawn(&self) -> String {
        let number = self.line.to_string();
        let margin = " ".repeat(number.len());
        // A tab stays a tab, so that the mark stands under its word.
        let blank: String = self
            .source_line
            .chars()
            .take(self.column - 1)
            .map(|character| if character == '\t' { '\t' } else { ' ' })
            .collect();
        let mark = "^".repeat(self.marked);
        // Control characters of a file must not steer the terminal.
        let shown: String = self
            .source_line
            .chars()
            .map(|character| if character.is_control() && character != '\t' { '\u{fffd}' } else { character })
            .collect();
        format!("{self}\n{margin} |\n{number} | {shown}\n{margin} | {blank}{mark}")
    }
}

impl<P: fmt::Display> fmt::Display for Fault<P> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}:{}: {}", self.file, self.line, self.column, self.problem)
    }
}

impl<P: std::error::Error + 'static> std::error::Error for Fault<P> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.problem)
    }
}

/// What can be wrong in a file of any kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextProblem {
    /// The bytes are not text.
    #[error("this is not UTF-8 text")]
    NotText,
    /// Not TOML, or a key, type or word that the file does not have.
    #[error("{message}{suggestion}")]
    Syntax {
        /// The reader's words.
        message: String,
        /// Nearest valid words.
        suggestion: Suggestion,
    },
    /// A value that is not accepted.
    #[error("{what} is {value}, expected {expected}")]
    Value {
        /// Which value.
        what: &'static str,
        /// What was written.
        value: String,
        /// What is accepted.
        expected: String,
    },
}

/// A problem and its place (bytes) in a text whose name and lines are not at hand.
///
/// Boxed, so that results which carry it stay small.
#[derive(Debug)]
pub struct Located<P> {
    span: Range<usize>,
    problem: Box<P>,
}

impl<P> Located<P> {
    /// A problem at a place.
    #[must_use]
    pub fn at(span: Range<usize>, problem: P) -> Self {
        Self { span, problem: Box::new(problem) }
    }

    /// A problem that no place of the text causes, such as one of the program's own data.
    #[must_use]
    pub fn nowhere(problem: P) -> Self {
        Self::at(0..0, problem)
    }

    /// The same problem with its place in a text that holds the one it refers to.
    #[must_use]
    pub fn moved(self, place: impl FnOnce(Range<usize>) -> Range<usize>) -> Self {
        Self { span: place(self.span), ..self }
    }

    /// The fault in the text that the place refers to.
    #[must_use]
    pub fn in_text(self, file: &str, text: &str) -> Box<Fault<P>> {
        Box::new(Fault::new(file, text, self.span, *self.problem))
    }
}

impl<P: From<TextProblem>> Located<P> {
    /// A value that is not accepted.
    #[must_use]
    pub fn value(
        span: Range<usize>,
        what: &'static str,
        value: impl Into<String>,
        expected: impl Into<String>,
    ) -> Self {
        Self::at(span, TextProblem::Value { what, value: value.into(), expected: expected.into() }.into())
    }

    /// The TOML reader's error.
    fn syntax(error: toml::de::Error, text: &str) -> Self {
        let SyntaxFault { span, message, suggestion } = toml_fault(error, text);
        Self::at(span, TextProblem::Syntax { message, suggestion }.into())
    }
}

/// Reads a TOML file into any form, with the file as text, which places of values refer to.
///
/// `file` stands in errors. Any bytes give a value or a fault with its place.
pub fn read_toml<'a, T: DeserializeOwned, P: From<TextProblem>>(
    file: &str,
    bytes: &'a [u8],
) -> Result<(T, &'a str), Box<Fault<P>>> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let place = error.valid_up_to();
        let problem = Located::at(place..place + 1, P::from(TextProblem::NotText));
        problem.in_text(file, &String::from_utf8_lossy(bytes))
    })?;
    match toml::from_str(text) {
        Ok(value) => Ok((value, text)),
        Err(error) => Err(Located::syntax(error, text).in_text(file, text)),
    }
}

/// The largest boundary between characters up to a place.
fn floor(text: &str, place: usize) -> usize {
    let mut place = place.min(text.len());
    while !text.is_char_boundary(place) {
        place -= 1;
    }
    place
}

/// What the TOML reader complains of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxFault {
    /// Place in the file, bytes.
    pub span: Range<usize>,
    /// The complaint in plain words.
    pub message: String,
    /// Nearest valid words, where a word is not accepted.
    pub suggestion: Suggestion,
}

/// The reader's error; a word that is not accepted gets the nearest of those that are.
#[must_use]
pub fn toml_fault(error: toml::de::Error, text: &str) -> SyntaxFault {
    // The reader recovers and may speak of what came of a mistake rather than of the mistake: the first counts.
    let (_, all) = DeTable::parse_recoverable(text);
    let place = |error: &toml::de::Error| error.span().map_or(text.len(), |span| span.start);
    let error = all.into_iter().min_by_key(place).unwrap_or(error);
    let span = error.span().unwrap_or(text.len()..text.len());
    let (span, message) = value_and_more(error.message(), text, &span)
        .unwrap_or_else(|| (span.clone(), in_words(error.message(), text, &span)));
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let suggestion = match quoted.as_slice() {
        [given, valid @ ..] if message.starts_with("unknown ") => {
            nearest(given, valid.iter().map(|word| (*word, *word)))
        }
        _ => Suggestion::default(),
    };
    SyntaxFault { span, message, suggestion }
}

/// Keys and tables of a TOML text that stand in no other, as far as it can be read.
#[must_use]
pub fn top_level_keys(text: &str) -> Vec<String> {
    let (table, _) = DeTable::parse_recoverable(text);
    table.get_ref().keys().map(|key| key.get_ref().to_string()).collect()
}

/// Where a number is followed by something, the place of what follows: the reader takes both for one bad word.
fn value_and_more(message: &str, text: &str, span: &Range<usize>) -> Option<(Range<usize>, String)> {
    let digit = |character: char| character.is_ascii_digit();
    // `{ dollar = 0,1 }`: in a table on one line a comma begins a key, and the reader speaks of what is not there.
    let before = text.get(..span.start)?.trim_end();
    if text.get(span.start..)?.starts_with(['}', ',']) && before.ends_with(digit) {
        let comma = before.trim_end_matches(digit).len().checked_sub(1)?;
        if before.get(comma..)?.starts_with(',') && before.get(..comma)?.ends_with(digit) {
            return Some((comma..before.len(), "a comma in a number, expected a point, as in 0.25".to_owned()));
        }
    }
    // `{ dollar = 0.5 yuan = 0.5 }`.
    let (number, rest) = text.get(span.clone())?.split_once([' ', '\t'])?;
    let more = rest.trim_start();
    let is_key = more.starts_with(|character: char| character.is_alphabetic());
    if message.starts_with("string values must be quoted") && is_key && number.parse::<f64>().is_ok() {
        let start = span.end - more.len();
        return Some((start..span.end, "more after a value, expected a comma or the end of the line".to_owned()));
    }
    None
}

/// The reader's message, or a plainer one where the reader speaks of its own workings.
fn in_words(message: &str, text: &str, span: &Range<usize>) -> String {
    let before = text.get(..span.start).unwrap_or_default();
    let here = text.get(span.start..).unwrap_or_default();
    let digit = |character: Option<char>| character.is_some_and(|character| character.is_ascii_digit());
    match message {
        "wanted string or table" => "this is no word, expected a word in quotation marks".to_owned(),
        "recursion limit" => "the file is nested too deeply, expected tables of keys and values".to_owned(),
        _ if here.starts_with(',') && digit(before.chars().next_back()) && digit(here.chars().nth(1)) => {
            "a comma in a number, expected a point, as in 0.25".to_owned()
        }
        _ if here.starts_with(':') && message.starts_with("invalid unquoted key") => {
            "a colon, expected `=` between a key and its value".to_owned()
        }
        _ if ["datetime", "field with custom name"].iter().any(|word| message.contains(word)) => {
            "this is no day, expected a day such as 2022-02-24, without quotation marks".to_owned()
        }
        _ => message.lines().collect::<Vec<_>>().join(", "),
    }
}
