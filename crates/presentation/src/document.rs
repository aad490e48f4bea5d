//! A document: what one answer says, apart from how a face draws it.

use serde::{Deserialize, Serialize};
use unequal_study::Evidence;

use crate::chart::Chart;
use crate::keys::Keys;
use crate::table::Table;
use crate::text::Text;

/// What one answer says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Name of the question in kebab-case, such as `exit-cost`.
    pub question: String,
    /// Keys that hold for all of it.
    pub keys: Keys,
    /// Title.
    pub title: Text,
    /// Year, elasticity and source in one line.
    pub dateline: Text,
    /// The two sides, where the question is about two: names for legends.
    pub sides: Option<[Party; 2]>,
    /// The answer in a few sentences, the most important first.
    pub finding: Vec<Text>,
    /// Sections in the order in which they are read.
    pub sections: Vec<Section>,
    /// Words of the glossary that a page explains, as keys of [`crate::language::definition`].
    pub terms: Vec<String>,
    /// How to make it again.
    pub reproduce: Option<Reproduce>,
}

/// A country or group, with its code and its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// ISO 3166 alpha-3 code, or the code of a group.
    pub code: String,
    /// Readable name.
    pub name: String,
}

/// How an answer is made again and cited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reproduce {
    /// Command line.
    pub command: String,
    /// File that the answer rests on, by its name without folders; empty for none.
    pub file: String,
}

/// A part with a heading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// Unique in the document; anchor of a page and `block` of figures in sentences.
    pub id: String,
    /// Heading.
    pub title: String,
    /// What it holds, in order.
    pub blocks: Vec<Block>,
    /// How sure its figures are.
    pub evidence: Option<Sure>,
}

/// How sure a section's figures are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sure {
    /// Grade, source, estimates and caveats.
    pub evidence: Evidence,
    /// Year or years of the figures.
    pub years: String,
}

impl Sure {
    /// Source of the figures with their years, where the source does not name them already.
    #[must_use]
    pub fn source(&self) -> String {
        let source = &self.evidence.source;
        if self.years.is_empty() || source.contains(&self.years) {
            source.clone()
        } else if source.is_empty() {
            self.years.clone()
        } else {
            format!("{source}, {}", self.years)
        }
    }
}

/// A block.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Block {
    /// Paragraphs.
    Narrative(Narrative),
    /// A table.
    Table(Table),
    /// A chart over a table of the document.
    Chart(Chart),
}

/// Paragraphs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Narrative {
    /// One a paragraph, or an item of the list.
    pub paragraphs: Vec<Text>,
    /// What they are.
    pub role: Role,
}

/// What paragraphs are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Explanation.
    Body,
    /// Items of a list.
    List,
    /// Items of a numbered list.
    Numbered,
    /// A side remark, in small print.
    Note,
    /// Something that must not be overlooked.
    Warning,
    /// A subheading.
    Heading,
    /// Explanation for newcomers, on pages only.
    PageOnly,
}

impl Section {
    /// A section without evidence of its own.
    #[must_use]
    pub fn new(id: &str, title: impl Into<String>, blocks: Vec<Block>) -> Self {
        Self { id: id.to_owned(), title: title.into(), blocks, evidence: None }
    }

    /// With how sure its figures are, and of which years they are.
    #[must_use]
    pub fn sure(mut self, evidence: &Evidence, years: impl Into<String>) -> Self {
        self.evidence = Some(Sure { evidence: evidence.clone(), years: years.into() });
        self
    }

    /// The tables of the section.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
    }
}

impl Block {
    /// One paragraph of explanation.
    #[must_use]
    pub fn body(text: impl Into<Text>) -> Self {
        Self::narrative(Role::Body, vec![text.into()])
    }

    /// One side remark.
    #[must_use]
    pub fn note(text: impl Into<Text>) -> Self {
        Self::narrative(Role::Note, vec![text.into()])
    }

    /// Paragraphs in a role.
    #[must_use]
    pub fn narrative(role: Role, paragraphs: Vec<Text>) -> Self {
        Self::Narrative(Narrative { paragraphs, role })
    }
}

impl Document {
    /// The table with an id, wherever it stands.
    #[must_use]
    pub fn table(&self, id: &str) -> Option<&Table> {
        self.sections.iter().flat_map(Section::tables).find(|table| table.id == id)
    }

    /// Every sentence, with the section it stands in; the finding stands in none.
    pub fn sentences(&self) -> impl Iterator<Item = (Option<&Section>, &Text)> {
        let own = self.finding.iter().map(|text| (None, text));
        let within = self.sections.iter().flat_map(|section| {
            section.blocks.iter().flat_map(move |block| {
                let texts: Vec<&Text> = match block {
                    Block::Narrative(narrative) => narrative.paragraphs.iter().collect(),
                    Block::Table(table) => table.notes.iter().chain([&table.title]).collect(),
                    Block::Chart(chart) => vec![&chart.finding],
                };
                texts.into_iter().map(move |text| (Some(section), text))
            })
        });
        own.chain(within)
    }
}

impl From<Table> for Block {
    fn from(table: Table) -> Self {
        Self::Table(table)
    }
}

impl From<Chart> for Block {
    fn from(chart: Chart) -> Self {
        Self::Chart(chart)
    }
}
