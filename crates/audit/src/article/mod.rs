//! From an article to claims: which sentences state figures of trade, and what they say.
//!
//! A sentence is read only where quantity, parties and period are said in it or follow from the article's date and its two
//! main countries; all others with a figure are listed as not read, with the reason. A wrong reading is worse than none.
//! English as news agencies write it.

mod guard;
mod lexer;
mod parties;
mod reader;
mod share;
mod since;
mod text;
mod topic;
mod words;

use std::fmt::Write;

pub use text::ArticleError;

use crate::period::Period;
use crate::resolve::Claims;
use lexer::{Kind, Token};

/// Most claims that are read from an article.
const MOST_CLAIMS: usize = 100;

/// An article as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// What was understood, in the order of the text.
    pub readings: Vec<Reading>,
    /// Sentences with figures that were not understood, with the reason.
    pub not_read: Vec<(String, String)>,
}

/// One figure of a sentence, with the keys of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The sentence.
    pub sentence: String,
    /// What the figure is of: `exports`, `share of imports`, `change of trade` and so on.
    pub quantity: String,
    /// Code of the country whose trade it is.
    pub of: String,
    /// Key and code of the partner: `to`, `from` or `with`.
    pub partner: Option<(&'static str, String)>,
    /// Flow and currency of a settlement share.
    pub settlement: Option<(&'static str, &'static str)>,
    /// The period, as claims files write it.
    pub period: String,
    /// Since when, of a change.
    pub since: Option<String>,
    /// The words of the figure.
    pub stated: String,
    /// What was taken for granted.
    pub note: Option<String>,
}

/// Reads an article: text, Markdown or HTML. `published` is the month in which it appeared; it makes `last year` and a month
/// without a year readable.
pub fn read_article(name: &str, bytes: &[u8], published: Option<Period>) -> Result<Article, ArticleError> {
    let (sentences, longer): (Vec<String>, Vec<String>) =
        text::sentences(name, bytes)?.into_iter().partition(|sentence| sentence.len() <= text::LONGEST_SENTENCE);
    let lexed: Vec<Vec<Token>> = sentences.iter().map(|sentence| lexer::tokens(sentence)).collect();
    let pair = main_pair(&lexed);
    let mut article = Article { readings: Vec::new(), not_read: Vec::new() };
    for (sentence, tokens) in sentences.iter().zip(&lexed) {
        if article.readings.len() >= MOST_CLAIMS {
            break;
        }
        match reader::read(sentence, tokens, pair.as_ref(), published) {
            Ok(readings) => {
                for reading in readings {
                    // What a claims file would refuse is not understood.
                    match reading.check() {
                        Ok(()) => article.readings.push(reading),
                        Err(reason) => article.not_read.push((sentence.clone(), reason)),
                    }
                }
            }
            Err(Some(reason)) => article.not_read.push((sentence.clone(), reason.to_owned())),
            Err(None) => {}
        }
    }
    article.readings.truncate(MOST_CLAIMS);
    for sentence in longer {
        const SHOWN: usize = 80;
        let beginning: String = sentence.chars().take(SHOWN).collect();
        article.not_read.push((format!("{beginning} \u{2026}"), "it is longer than any sentence".to_owned()));
    }
    Ok(article)
}

/// The two countries that an article names most, where they are most of all it names.
fn main_pair(sentences: &[Vec<Token>]) -> Option<[String; 2]> {
    let mut counts: Vec<(usize, &str)> = Vec::new();
    let named = sentences.iter().flatten().filter_map(|token| match &token.kind {
        Kind::Country(code) => Some(code.as_str()),
        _ => None,
    });
    for code in named {
        match counts.iter_mut().find(|(_, known)| *known == code) {
            Some((count, _)) => *count += 1,
            None => counts.push((1, code)),
        }
    }
    counts.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.cmp(other.1)));
    let all: usize = counts.iter().map(|(count, _)| count).sum();
    match counts.as_slice() {
        [(first, one), (second, other), ..] if 2 * (first + second) > all && *second > 1 => {
            Some([(*one).to_owned(), (*other).to_owned()])
        }
        _ => None,
    }
}

impl Reading {
    /// Whether a claims file takes it; why not, otherwise.
    fn check(&self) -> Result<(), String> {
        let alone = Article { readings: vec![self.clone()], not_read: Vec::new() };
        Claims::parse("", alone.claims_file("t").as_bytes()).map(|_| ()).map_err(|error| error.problem.to_string())
    }

    /// Recorded figures that tie this one to others, as `[[given]]` tables: totals of shares, and both directions of trade.
    fn given(&self) -> Vec<String> {
        let Some((_, partner)) = &self.partner else { return Vec::new() };
        let of = &self.of;
        let flow = |quantity: &str, of: &str, partner: Option<(&str, &str)>| {
            let partner = partner.map_or_else(String::new, |(key, code)| format!("{key} = \"{code}\"\n"));
            format!("quantity = \"{quantity}\"\nof = \"{of}\"\n{partner}period = \"{}\"\n", self.period)
        };
        match self.quantity.trim_start_matches("change of ") {
            "share of imports" => vec![flow("imports", of, None)],
            "share of exports" => vec![flow("exports", of, None)],
            "exports" => vec![flow("imports", of, Some(("from", partner))), flow("trade", of, Some(("with", partner)))],
            "imports" => vec![flow("exports", of, Some(("to", partner))), flow("trade", of, Some(("with", partner)))],
            "trade" => vec![flow("exports", of, Some(("to", partner))), flow("imports", of, Some(("from", partner)))],
            _ => Vec::new(),
        }
    }

    /// The keys that tell what it is about.
    fn keys(&self) -> String {
        let partner = self.partner.as_ref().map_or_else(String::new, |(key, code)| format!("{key} = \"{code}\"\n"));
        format!("quantity = \"{}\"\nof = \"{}\"\n{partner}period = \"{}\"\n", self.quantity, self.of, self.period)
    }
}

impl Article {
    /// Recorded figures that tie what was read together, each of which the data have; what the article states itself is none.
    fn given(&self) -> Vec<String> {
        let stated: Vec<String> = self.readings.iter().map(Reading::keys).collect();
        let mut all: Vec<String> = Vec::new();
        for keys in self.readings.iter().flat_map(Reading::given) {
            let number = all.len() + 1;
            let table = format!("\n[[given]]\nname = \"record {number}\"\n{keys}");
            let known = |table: &String| table.ends_with(&keys);
            let alone = format!("title = \"t\"\n[[claim]]\nname = \"c\"\nquantity = \"other\"\n{table}");
            if !stated.contains(&keys) && !all.iter().any(known) && Claims::parse("", alone.as_bytes()).is_ok() {
                all.push(table);
            }
        }
        all
    }

    /// The claims file that says the same, for correction: each claim with its sentence, recorded figures that tie them, then
    /// what was not read as remarks.
    #[must_use]
    pub fn claims_file(&self, title: &str) -> String {
        let mut text = format!("title = {}\n", quoted(title));
        let mut line = |words: std::fmt::Arguments<'_>| {
            let _ = text.write_fmt(words);
        };
        for (place, reading) in self.readings.iter().enumerate() {
            line(format_args!("\n[[claim]]\nname = \"{} {}\"\n", place + 1, reading.quantity));
            line(format_args!(
                "says = {}\nquantity = \"{}\"\nof = \"{}\"\n",
                quoted(&reading.sentence),
                reading.quantity,
                reading.of
            ));
            if let Some((key, code)) = &reading.partner {
                line(format_args!("{key} = \"{code}\"\n"));
            }
            if let Some((flow, currency)) = reading.settlement {
                line(format_args!("flow = \"{flow}\"\ncurrency = \"{currency}\"\n"));
            }
            line(format_args!("period = \"{}\"\n", reading.period));
            if let Some(since) = &reading.since {
                line(format_args!("since = \"{since}\"\n"));
            }
            line(format_args!("stated = {}\n", quoted(&reading.stated)));
            if let Some(note) = &reading.note {
                line(format_args!("note = {}\n", quoted(note)));
            }
        }
        for table in if self.readings.len() > 1 { self.given() } else { Vec::new() } {
            line(format_args!("{table}"));
        }
        if !self.not_read.is_empty() {
            line(format_args!("\n# Not read:\n"));
        }
        for (sentence, reason) in &self.not_read {
            line(format_args!("# - {} ({reason})\n", sentence.replace(|letter: char| letter.is_control(), " ")));
        }
        text
    }
}

/// A text of TOML.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
