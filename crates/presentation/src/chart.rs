//! Charts as encodings over tables of the document: which column is drawn how. A chart has no data of its own.

use serde::{Deserialize, Serialize};

use crate::text::Text;

/// A chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Chart {
    /// Unique in the document.
    pub id: String,
    /// Id of the table it draws.
    pub of: String,
    /// What is drawn.
    pub kind: ChartKind,
    /// Ids of the columns with the values, in the order of the series.
    pub columns: Vec<String>,
    /// Finding, as a sentence.
    pub finding: Text,
    /// Quantity and unit, such as `Loss of real income, percent`.
    pub quantity: String,
    /// Whether values are drawn, or shaded, on a logarithmic scale.
    pub logarithmic: bool,
    /// Of bars: only so many rows, the largest by the first column first; `None` for the rows of a terminal in the order
    /// of the table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub largest: Option<usize>,
    /// Of lines: two columns between which the area is shaded where both have a value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub between: Option<[String; 2]>,
}

/// Kinds of chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChartKind {
    /// Lying bars, a group a row and a bar a column; whiskers where a quantity has a range. With one column, a minus is
    /// drawn to the left of zero.
    Bars,
    /// Two dots a row, joined: the columns are the two sides.
    PairedDots,
    /// Lines over the years (or dates) of the rows, one a column; rows without a value leave a gap. Rows whose `group`
    /// differs are not joined.
    Lines {
        /// Ticks on the time axis: date and label.
        events: Vec<(String, String)>,
    },
    /// An interval a row for each column, drawn from the ranges; values as ticks, labelled rows.
    Intervals,
    /// Cells shaded by the value of the first column, rows and columns by the keys `region` and `partner`.
    Heatmap,
    /// The world's regions coloured by the first column, on a scale that diverges from zero where values have both
    /// signs; by the key `region` of the rows.
    WorldMap,
    /// Areas by the first column, shaded by the second where there is one; one map a `group` of rows.
    Treemap,
    /// Who pays and who receives: amounts of the first column by row, negative left and positive right.
    Flow,
    /// The region of two parameters in which a statement holds: cells shaded by the table itself, whose row names and
    /// headings are the parameters' values.
    Grid,
}

impl Chart {
    /// A chart over a table, with its finding.
    #[must_use]
    pub fn new(id: &str, of: &str, kind: ChartKind, columns: &[&str], finding: impl Into<Text>) -> Self {
        Self {
            id: id.to_owned(),
            of: of.to_owned(),
            kind,
            columns: columns.iter().map(|column| (*column).to_owned()).collect(),
            finding: finding.into(),
            quantity: String::new(),
            logarithmic: false,
            largest: None,
            between: None,
        }
    }

    /// With quantity and unit.
    #[must_use]
    pub fn quantity(mut self, words: impl Into<String>) -> Self {
        self.quantity = words.into();
        self
    }

    /// With so many rows only, the largest first.
    #[must_use]
    pub fn largest(mut self, rows: usize) -> Self {
        self.largest = Some(rows);
        self
    }

    /// With the area between two columns shaded.
    #[must_use]
    pub fn between(mut self, one: &str, other: &str) -> Self {
        self.between = Some([one.to_owned(), other.to_owned()]);
        self
    }

    /// On a logarithmic scale.
    #[must_use]
    pub fn logarithmic(mut self) -> Self {
        self.logarithmic = true;
        self
    }
}
