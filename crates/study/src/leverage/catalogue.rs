//! What each measure means, where it comes from and how sure it is.

use serde::{Deserialize, Serialize};
use unequal_world::EconomyTable;

use crate::evidence::Grade;

/// A measure of the dependence of one side on another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MeasureCard {
    /// Label of the chapter on leverage, `L1` to `L7`.
    pub label: String,
    /// Short name, the heading of its column.
    pub name: String,
    /// What it says, in one sentence.
    pub meaning: String,
    /// Its unit.
    pub unit: String,
    /// Paper or definition.
    pub source: String,
    /// Grade of its figures on this table.
    pub grade: Grade,
}

/// The measures that every pair has, in the order of the columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Indicator {
    /// L1 share in imports.
    Imports,
    /// L1 share in exports.
    Exports,
    /// L1 Hirschman's asymmetry.
    Asymmetry,
    /// L2 dependent products.
    Products,
    /// L3 looked-through inputs.
    Inputs,
    /// L4 exit cost.
    Exit,
    /// L5 power.
    Power,
    /// L6 Liu and Yang.
    Bilateral,
    /// L7 friends and enemies.
    Exposure,
}

impl Indicator {
    /// All of them, in order.
    pub const ALL: [Self; 9] = [
        Self::Imports,
        Self::Exports,
        Self::Asymmetry,
        Self::Products,
        Self::Inputs,
        Self::Exit,
        Self::Power,
        Self::Bilateral,
        Self::Exposure,
    ];

    /// Whether it compares the two sides: what one has, the other lacks.
    #[must_use]
    pub fn compares(self) -> bool {
        matches!(self, Self::Asymmetry | Self::Bilateral)
    }

    /// Label, name, meaning, unit, source and grade on observed data.
    fn texts(self) -> (&'static str, &'static str, &'static str, &'static str, &'static str, Grade) {
        match self {
            Self::Imports => (
                "L1",
                "import share",
                "The partner's part in all that the side imports.",
                "share",
                "Hirschman (1945); accounting",
                Grade::A,
            ),
            Self::Exports => (
                "L1",
                "export share",
                "The partner's part in all that the side exports.",
                "share",
                "Hirschman (1945); accounting",
                Grade::A,
            ),
            Self::Asymmetry => (
                "L1",
                "asymmetry",
                "Logarithm of the side's import share over the partner's: 0 is even, 1 is 2.7 times the partner's.",
                "logarithm",
                "Hirschman (1945); accounting",
                Grade::A,
            ),
            Self::Products => (
                "L2",
                "dependent goods",
                "The part of the side's goods imports that comes from the partner in sectors with few suppliers and \
                 too few exports of its own (EU indicators CDI1 to CDI3).",
                "share",
                "European Commission SWD(2021) 352, definitions as implemented by others; sectors, not products",
                Grade::A,
            ),
            Self::Inputs => (
                "L3",
                "inputs looked through",
                "The partner's part in everything the side's industries use as inputs, also through third countries.",
                "share",
                "after Baldwin, Freeman and Theodorakopoulos",
                Grade::A,
            ),
            Self::Exit => (
                "L4",
                "exit cost",
                "The part of real income the side would lose for good if all trade between the two ended.",
                "share of real income",
                "Caliendo and Parro (2015) model, solved exactly",
                Grade::B,
            ),
            Self::Power => (
                "L5",
                "power over it",
                "How much dearer all that the side uses would become if the partner withdrew goods, finance and \
                 technology at once: the most it would bear rather than defy.",
                "share of its cost",
                "nested CES as described by Clayton, Maggiori and Schreger (2023); nests partly assumed",
                Grade::C,
            ),
            Self::Bilateral => (
                "L6",
                "power balance",
                "The partner's power over the side: its imports by value added, weighted by how hard they are to \
                 replace, less the partner's from it.",
                "share",
                "after Liu and Yang (abstract read); value added as the scale is our choice",
                Grade::B,
            ),
            Self::Exposure => (
                "L7",
                "exposure",
                "Percent by which the side's real income rises when the partner's productivity rises by 1 %.",
                "percent per 1 %",
                "Kleinman, Liu and Redding (2024), one sector, closed form",
                Grade::B,
            ),
        }
    }

    /// Its card: where the trade that it reads is estimated, no grade is better than C.
    #[must_use]
    pub fn card(self, estimated: bool) -> MeasureCard {
        let (label, name, meaning, unit, source, observed) = self.texts();
        MeasureCard {
            label: label.to_owned(),
            name: name.to_owned(),
            meaning: meaning.to_owned(),
            unit: unit.to_owned(),
            source: source.to_owned(),
            grade: if estimated { observed.max(Grade::C) } else { observed },
        }
    }

    /// The cards of all measures, for all pairs of a table.
    #[must_use]
    pub fn cards(table: &EconomyTable) -> Vec<MeasureCard> {
        Self::all_cards(!table.provenance().estimated.is_empty())
    }

    /// The cards of all measures.
    #[must_use]
    pub fn all_cards(estimated: bool) -> Vec<MeasureCard> {
        Self::ALL.into_iter().map(|measure| measure.card(estimated)).collect()
    }
}
