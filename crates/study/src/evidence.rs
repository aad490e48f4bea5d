//! How sure a block of an answer is.

use serde::{Deserialize, Serialize};
use unequal_world::flags::flags;
use unequal_world::{EconomyTable, GroupBook, Party};

/// Evidence grade of a reported figure (model.md section 0).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Grade {
    /// Accounting identity or observed data.
    A,
    /// Published model class, solver validated against published numbers.
    B,
    /// Standard structure calibrated to one or two moments, or estimated data.
    C,
    /// Speculative.
    D,
}

impl Grade {
    /// Its letter.
    #[must_use]
    pub fn letter(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
        }
    }

    /// What the letter means, in a few words.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::A => "observed data or an accounting identity",
            Self::B => "a published kind of model, solver checked against published numbers",
            Self::C => "estimated data, or a standard structure fitted to one or two facts",
            Self::D => "speculative",
        }
    }
}

/// What stands behind a block: grade, source and what is estimated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Evidence {
    /// Grade of the block's figures.
    pub grade: Grade,
    /// Source with its year.
    pub source: String,
    /// What is estimated, in three words for tight places; `None` if nothing is.
    pub estimated_briefly: Option<String>,
    /// What is estimated in it, in sentences; empty if nothing is.
    pub estimated: Vec<String>,
    /// What was changed in the table on the way from its source, with the size of each change.
    #[serde(default)]
    pub changes: Vec<String>,
    /// What to keep in mind when quoting, in sentences.
    pub caveats: Vec<String>,
}

/// What is estimated between two parties.
pub(crate) struct EstimatesBetween {
    /// What concerns these two.
    pub of_both: Vec<String>,
    /// What concerns all trade of either.
    pub of_all: Vec<String>,
}

impl EstimatesBetween {
    /// Of two parties of a table, in sentences.
    pub fn of(table: &EconomyTable, first: &Party, second: &Party) -> Self {
        let general: Vec<String> = table.provenance().of_one_region().collect();
        let notes = table.estimated_between(first, second).map(ToOwned::to_owned);
        let (of_all, of_both) = notes.partition(|note: &String| general.contains(note));
        Self { of_both, of_all }
    }
}

impl Evidence {
    /// Evidence from one table: an observed table keeps `observed`, an estimated one is at best C. What is known of a
    /// region's trade with everybody is said, since the whole world's figures rest on it.
    #[must_use]
    pub fn of_table(table: &EconomyTable, observed: Grade) -> Self {
        let mut evidence = Self::without_notes(table, observed);
        evidence.estimated.extend(table.provenance().of_one_region());
        evidence
    }

    /// The same without what concerns single regions or pairs.
    fn without_notes(table: &EconomyTable, observed: Grade) -> Self {
        let estimated = table.provenance().estimated.clone();
        Self {
            grade: if estimated.is_empty() { observed } else { observed.max(Grade::C) },
            source: table.name(),
            estimated_briefly: (!estimated.is_empty()).then(|| "estimated in part".to_owned()),
            estimated,
            changes: table.provenance().changes.clone(),
            caveats: table.provenance().estimated_use.clone(),
        }
    }

    /// Evidence of what is no estimate and rests on no table.
    #[must_use]
    pub(crate) fn observed(source: &str) -> Self {
        Self {
            grade: Grade::A,
            source: source.to_owned(),
            estimated_briefly: None,
            estimated: Vec::new(),
            changes: Vec::new(),
            caveats: Vec::new(),
        }
    }

    /// Evidence from one table for figures about two parties: with what is estimated between them.
    #[must_use]
    pub fn of_pair(table: &EconomyTable, first: &Party, second: &Party, observed: Grade) -> Self {
        let mut evidence = Self::without_notes(table, observed);
        if table.is_estimated_between(first, second) {
            evidence.grade = evidence.grade.max(Grade::C);
            evidence.estimated_briefly = Some("estimated in part".to_owned());
        }
        let EstimatesBetween { of_both, of_all } = EstimatesBetween::of(table, first, second);
        evidence.estimated.extend(of_both.into_iter().chain(of_all));
        let codes = first.members.iter().chain(&second.members).map(|region| table.regions().code(*region));
        evidence.caveats.extend(
            codes.flat_map(|code| flags(code.as_str(), table.year()).map(|flag| flag.text.clone()).collect::<Vec<_>>()),
        );
        evidence
    }

    /// Evidence for a row of years some of which, `estimated`, are estimated in part: those carry a mark. Nothing changes where there are none.
    #[must_use]
    pub(crate) fn with_marked_years(mut self, estimated: impl Iterator<Item = u16>) -> Self {
        let years: Vec<String> = estimated.map(|year| format!("{year}*")).collect();
        if years.is_empty() {
            return self;
        }
        self.estimated_briefly = Some(format!("{}: grade C, estimated in part", years.join(", ")));
        let marked =
            format!("Trade of the two is estimated, or put in from records, in {} (grade C).", years.join(", "));
        self.estimated.push(marked.replace('*', ""));
        self
    }

    /// Evidence of the part of a block that rests on no estimate, or on estimates alone.
    #[must_use]
    pub fn of_part(&self, source: &str, estimated: bool) -> Self {
        let mut evidence = Self { source: source.to_owned(), ..self.clone() };
        if estimated {
            evidence.grade = evidence.grade.max(Grade::C);
        } else {
            evidence.estimated_briefly = None;
            evidence.estimated.clear();
        }
        evidence
    }

    /// Says which of these groups had other members in the year.
    #[must_use]
    pub fn with_members_of(mut self, book: &GroupBook, year: u16, parties: [&Party; 2]) -> Self {
        self.caveats.extend(parties.iter().filter_map(|party| book.other_members_in(&party.code, year)));
        self
    }

    /// Adds a sentence to keep in mind.
    #[must_use]
    pub fn with_caveat(mut self, sentence: impl Into<String>) -> Self {
        self.caveats.push(sentence.into());
        self
    }
}
