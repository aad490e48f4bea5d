//! The flow of trade that a sentence is about, and the countries that stand in it.

use super::lexer::{Kind, Token};

/// What of a country's trade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Exports,
    Imports,
    Trade,
    ShareOfExports,
    ShareOfImports,
    Settlement,
}

/// The topic of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Topic {
    pub side: Side,
    pub of: String,
    pub partner: Option<(&'static str, String)>,
    pub settlement: Option<(&'static str, &'static str)>,
    pub note: Option<&'static str>,
}

impl Topic {
    /// The quantity as claims files call it.
    pub fn name(&self) -> &'static str {
        match self.side {
            Side::Exports => "exports",
            Side::Imports => "imports",
            Side::Trade => "trade",
            Side::ShareOfExports => "share of exports",
            Side::ShareOfImports => "share of imports",
            Side::Settlement => "settlement share",
        }
    }
}

/// The country that a word is.
pub(super) fn code(token: Option<&Token>) -> Option<&str> {
    match &token?.kind {
        Kind::Country(code) => Some(code),
        _ => None,
    }
}

/// The country at a place, an article before it left out.
pub(super) fn country_at(tokens: &[Token], at: usize) -> Option<String> {
    let at = if tokens.get(at)?.is(&["the"]) { at + 1 } else { at };
    code(tokens.get(at)).map(str::to_owned)
}
