//! What an audit comes to.

use serde::{Deserialize, Serialize};

use crate::interval::Interval;
use crate::quantity::UnitKind;

/// The answer to a claims file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AuditAnswer {
    /// Title of the file.
    pub title: String,
    /// What the file says about itself.
    pub description: Option<String>,
    /// Name of the file.
    pub file: String,
    /// The answer in sentences.
    pub headline: Vec<String>,
    /// Claims in the order of the file.
    pub claims: Vec<ClaimAnswer>,
    /// Figures taken as true beside them.
    pub givens: Vec<ClaimAnswer>,
    /// Whether the claims can be true together, nothing else being known.
    pub alone: Consistency,
    /// The same beside the given figures; `None` without any, or if these contradict each other.
    pub beside: Option<Consistency>,
    /// Given figures that contradict each other, if they do.
    pub givens_in_conflict: Vec<Vec<String>>,
    /// Words of rounding that the claims use, with their meaning in this file.
    pub rounding: Vec<RoundingUsed>,
    /// How far the two records of one flow may be apart, relative.
    pub valuation_gap: f64,
    /// How far claims are widened before they may contradict each other, relative.
    pub tolerance: f64,
    /// What to keep in mind, in sentences.
    pub caveats: Vec<String>,
    /// How the claims were read from an article; `None` of a claims file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<ArticleRead>,
}

/// How claims were read from an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ArticleRead {
    /// When it appeared, if that was said: `2024-05`.
    pub published: Option<String>,
    /// Sentences with figures that were not understood.
    pub not_read: Vec<NotRead>,
    /// The claims file that says the same.
    pub draft: String,
}

/// A sentence with figures that was not understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NotRead {
    /// The sentence.
    pub sentence: String,
    /// Why not.
    pub reason: String,
}

/// One claim and what the data say of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClaimAnswer {
    /// Name in the file.
    pub name: String,
    /// The claim in a sentence.
    pub says: Option<String>,
    /// What it is about.
    pub quantity: String,
    /// The figure as written; empty if there is none.
    pub stated: String,
    /// What kind of number it is: `money`, `share`, `ratio` or `own`.
    pub kind: Kind,
    /// Unit of the ranges.
    pub unit: String,
    /// What the figure means; `None` if it is no number.
    pub means: Option<Range>,
    /// Where it is from, as the file says.
    pub source: Option<String>,
    /// Remark of the file.
    pub note: Option<String>,
    /// What the data say.
    pub data: DataAnswer,
}

/// What kind of number, for printing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ClaimKind"))]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// USD billion.
    Money,
    /// Share, 0 to 1.
    Share,
    /// Later over earlier value.
    Ratio,
    /// Place in an order; 1 is the first.
    Rank,
    /// The author's own unit.
    Own,
}

impl From<UnitKind> for Kind {
    fn from(unit: UnitKind) -> Self {
        match unit {
            UnitKind::Money => Self::Money,
            UnitKind::Share => Self::Share,
            UnitKind::Ratio => Self::Ratio,
            UnitKind::Rank => Self::Rank,
            UnitKind::Own => Self::Own,
        }
    }
}

/// A range; a side that is open has no value.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Range {
    /// Least value.
    pub low: Option<f64>,
    /// Greatest value.
    pub high: Option<f64>,
}

impl Range {
    pub(crate) fn of(interval: Interval) -> Self {
        let finite = |value: f64| value.is_finite().then_some(value);
        Self { low: finite(interval.low), high: finite(interval.high) }
    }

    /// The range within limits beyond which nothing is said: a bound at its limit is open.
    pub(crate) fn within(interval: Interval, limits: Interval) -> Self {
        let near = |value: f64, limit: f64| (value - limit).abs() <= 1e-4 * limit.abs().max(1e-9);
        Self {
            low: (!near(interval.low, limits.low)).then_some(interval.low),
            high: (!near(interval.high, limits.high)).then_some(interval.high),
        }
    }
}

/// What the data say of a claim.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DataAnswer {
    /// The grade.
    pub grade: DataGrade,
    /// The range of the data, in the claim's unit.
    pub found: Option<Range>,
    /// Where that is from.
    pub source: String,
    /// Evidence grade of the data: `A` observed, `C` estimated; empty without data.
    pub evidence: String,
    /// What is particular, or why nothing can be said.
    pub remark: String,
}

/// A claim against the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DataGrade {
    /// What the claim means and what the data say have values in common, and the data leave little room.
    Supported,
    /// They have values in common, but the range of the data is wider than a tenth of the figure: it would hold others too.
    Compatible,
    /// Two sources differ by more than their errors, and one of them agrees with the claim.
    SourcesDisagree,
    /// They have none.
    Contradicted,
    /// The data say nothing about it.
    NotCheckable,
}

impl DataGrade {
    /// The grade in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Supported => "supported",
            Self::Compatible => "compatible with a wide range",
            Self::SourcesDisagree => "the sources disagree",
            Self::Contradicted => "contradicted",
            Self::NotCheckable => "not checkable here",
        }
    }
}

/// Whether claims can be true together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Consistency {
    /// No contradiction was found.
    pub possible: bool,
    /// Some question was not settled within the effort allowed; it counts as no contradiction.
    pub undecided: bool,
    /// Groups of claims that have to do with each other and contradict each other.
    pub knots: Vec<Knot>,
}

/// Claims that have to do with each other and cannot all be true.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Knot {
    /// Smallest contradictory sets.
    pub contradictions: Vec<Contradiction>,
    /// Whether these are all.
    pub complete: bool,
    /// The fewest claims without which the rest can be true, each choice.
    pub repairs: Vec<Repair>,
    /// Whether all choices of up to four claims, or up to the size of the repairs, were looked at.
    pub repairs_complete: bool,
}

/// A smallest set of claims that cannot all be true: without any one of them the others can.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Contradiction {
    /// Names of the claims.
    pub claims: Vec<String>,
    /// Given figures that it needs.
    pub beside: Vec<String>,
    /// What the others of the set imply for each.
    pub implied: Vec<Implied>,
}

/// Claims whose removal lets the rest be true.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Repair {
    /// Names of the claims left out.
    pub without: Vec<String>,
    /// What all the rest imply for each of them.
    pub implied: Vec<Implied>,
}

/// What others imply for a claim's quantity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Implied {
    /// The claim.
    pub claim: String,
    /// The range, in the claim's unit.
    pub range: Range,
}

/// A word of rounding and its meaning in a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RoundingUsed {
    /// Key under `[rounding]`.
    pub key: String,
    /// Words that are read as it.
    pub spellings: Vec<String>,
    /// Least and greatest factor on the figure (of `nothing`, shares); an open end is `None`.
    pub low: f64,
    /// Greatest factor.
    pub high: Option<f64>,
    /// Its meaning in words.
    pub meaning: String,
    /// Whether the file changed it.
    pub changed: bool,
}
