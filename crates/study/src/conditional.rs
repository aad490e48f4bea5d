//! What can only be said under conditions: sentences that begin with theirs, each with grade, range and what decides it,
//! and tables whose title is their condition. Answers about games are made of these.

use serde::{Deserialize, Serialize};
use unequal_ensemble::sensitivity::{Estimator, Index, Indices, Prior, two_drivers};

use crate::evidence::{Evidence, Grade};

/// What games come to. Nothing in it is a forecast: each statement holds on its condition only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Conditional {
    /// Title of the file.
    pub title: String,
    /// What it is about, in the author's words.
    pub description: Option<String>,
    /// What actually happened, as the file has it, in sentences.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub observed: Vec<String>,
    /// The command that makes the answer.
    pub command: String,
    /// Name of the file.
    pub file: String,
    /// What the payoffs are from, in a few words.
    pub payoffs: String,
    /// The answer in a few conditional sentences.
    pub headline: Vec<Statement>,
    /// One a game.
    pub blocks: Vec<Block>,
    /// How sure.
    pub evidence: Evidence,
}

/// One game.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Block {
    /// Short name for columns and links, such as `patron`.
    pub id: String,
    /// Heading.
    pub title: String,
    /// What is asked and how, in sentences without figures.
    pub method: Vec<String>,
    /// What follows, each on its condition.
    pub statements: Vec<Statement>,
    /// Figures in tables.
    pub tables: Vec<Table>,
}

/// Unit of changes of real income: a share with its sign.
pub const CHANGE: &str = "share of real income";
/// Unit of losses of real income: a share without sign.
pub const LOSS: &str = "share of real income lost";

/// Unit of shares of draws, which are counts of assumptions and not shares of anything in the world.
pub const SHARE_OF_DRAWS: &str = "share of draws";

/// Changes nearer to zero than this are the solver's tolerance.
const NOTHING: f64 = 1e-12;

/// A sentence that holds on a condition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ConditionalStatement"))]
pub struct Statement {
    /// What must hold; begins with `If`.
    pub condition: String,
    /// What follows then.
    pub conclusion: String,
    /// The figure that the conclusion rests on.
    pub figure: Option<Figure>,
    /// Evidence grade.
    pub grade: Grade,
    /// What decides the figure, most first, as measured over the draws.
    pub drivers: Vec<String>,
    /// What it depends on by the way it is computed; how much was not measured.
    pub depends_on: Vec<String>,
}

/// A figure with its range.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ConditionalFigure"))]
pub struct Figure {
    /// What it is.
    pub item: String,
    /// Its value.
    pub value: f64,
    /// Lower end of its range.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// What the range is over.
    pub range: String,
    /// `share`, [`LOSS`], [`SHARE_OF_DRAWS`], `USD billion`, ...
    pub unit: String,
}

/// A table of figures. Its condition stands in its title.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Table {
    /// What it shows, and on which condition; begins with `If`.
    pub title: String,
    /// Headings, that of the row's name first.
    pub columns: Vec<String>,
    /// Rows: a name, then a cell for each further column.
    pub rows: Vec<(String, Vec<Cell>)>,
    /// Whether cells are shares that are best seen as shades.
    pub shaded: bool,
    /// What a map of two parameters shows, if it is one: rows are ranges of the first, columns of the second.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub map: Option<ParameterMap>,
    /// Sentence below.
    pub note: Option<String>,
}

/// A map of two parameters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ParameterMap {
    /// What its cells are.
    pub what: String,
    /// The parameter that runs down.
    pub down: String,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ConditionalCell"))]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    /// A word.
    Word(String),
    /// A figure and its unit: `share`, [`CHANGE`], `USD billion a year`, `years` or nothing.
    Number(f64, String),
    /// No figure.
    Nothing,
}

impl Statement {
    /// A statement about a figure; all of this answer is grade D.
    pub(crate) fn new(condition: String, conclusion: String, figure: Option<Figure>, drivers: Vec<String>) -> Self {
        Self { condition, conclusion, figure, grade: Grade::D, drivers, depends_on: Vec::new() }
    }

    /// The same with what it depends on, where no draws measure what decides it.
    pub(crate) fn depending_on<const N: usize>(mut self, what: [&str; N]) -> Self {
        self.depends_on = what.map(ToOwned::to_owned).to_vec();
        self
    }

    /// What decides the figure, and what it depends on without a measure of how much.
    #[must_use]
    pub fn decided_by(&self) -> String {
        if self.depends_on.is_empty() {
            self.drivers.join("; ")
        } else {
            format!("not measured: {}", self.depends_on.join("; "))
        }
    }

    /// Condition and conclusion as one sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        format!("{}, {}.", self.condition, self.conclusion)
    }
}

impl Cell {
    pub(crate) fn share(value: f64) -> Self {
        Self::Number(value, "share".to_owned())
    }

    pub(crate) fn change(value: f64) -> Self {
        Self::Number(if value.abs() < NOTHING { 0.0 } else { value }, CHANGE.to_owned())
    }

    /// A figure with its unit; where the table's title names the unit, a page and a terminal leave it out.
    pub(crate) fn of(value: f64, unit: &str) -> Self {
        Self::Number(value, unit.to_owned())
    }

    pub(crate) fn plain(value: f64) -> Self {
        Self::Number(value, String::new())
    }

    pub(crate) fn word(word: impl Into<String>) -> Self {
        Self::Word(word.into())
    }
}

/// A prior's middle: its median.
pub(crate) fn middle(prior: &Prior) -> f64 {
    prior.quantile(0.5)
}

/// A share in whole percent for prose.
pub(crate) fn whole_percent(share: f64) -> String {
    match 100.0 * share {
        percent if percent > 0.0 && percent < 1.0 => "less than 1 %".to_owned(),
        percent if percent > 99.0 && percent < 100.0 => "more than 99 %".to_owned(),
        percent => format!("{percent:.0} %"),
    }
}

/// How many of a hundred draws, so that nobody takes the count for a probability.
pub(crate) fn of_draws(share: f64) -> String {
    match 100.0 * share {
        some if some > 0.0 && some < 1.0 => "fewer than 1 of 100 draws".to_owned(),
        some if some > 99.0 && some < 100.0 => "more than 99 of 100 draws".to_owned(),
        some => format!("{some:.0} of 100 draws"),
    }
}

/// The same with its range, where that is wider than the rounding: the shares with only the lower and only the upper half of
/// the prior that decides most.
pub(crate) fn of_draws_within(share: f64, halves: [f64; 2]) -> String {
    const ROUNDING: f64 = 0.01;
    let [low, high] = [halves[0].min(halves[1]), halves[0].max(halves[1])];
    match low.is_finite() && high.is_finite() && high - low > ROUNDING {
        true => format!(
            "{} ({:.0} and {:.0} with only the lower and only the upper half of the assumption that decides most)",
            of_draws(share),
            100.0 * halves[0],
            100.0 * halves[1]
        ),
        false => of_draws(share),
    }
}

/// A share of draws. Its range is that with only the lower and only the upper half of the prior that decides most: the
/// sampling error is small beside what the priors themselves decide.
pub(crate) fn share_figure(item: &str, share: f64, draws: usize, halves: [f64; 2]) -> Figure {
    let error = (share * (1.0 - share) / draws.max(1) as f64).sqrt();
    let ends = halves.map(|half| if half.is_finite() { half } else { share });
    Figure {
        item: item.to_owned(),
        value: share,
        low: ends[0].min(ends[1]).min(share),
        high: ends[0].max(ends[1]).max(share),
        range: format!(
            "with only the lower or only the upper half of the assumed range that decides most; sampling error {:.1} points",
            100.0 * error
        ),
        unit: SHARE_OF_DRAWS.to_owned(),
    }
}

/// The words of the two parameters that decide most, with their indices and how these were estimated.
pub(crate) fn driver_words(indices: &Indices, words: &[String]) -> Vec<String> {
    if indices.are_zero() {
        return vec!["none of the assumed ranges: it is the same in every draw".to_owned()];
    }
    let driver = |place: usize| {
        let (word, index) = (words.get(place)?, indices.parameters.get(place)?);
        Some(format!("{word} ({})", index_words(indices.estimator, index)))
    };
    two_drivers(indices).into_iter().filter_map(driver).collect()
}

/// An index, what it means and its estimator.
fn index_words(estimator: Estimator, index: &Index) -> String {
    let percent = |share: f64| format!("{:.0} %", 100.0 * share.clamp(0.0, 1.0));
    let alone = percent(index.first_order);
    match (estimator, index.total) {
        (Estimator::Saltelli, Some(total)) => {
            format!("{alone} of its variance alone and {} with others; Saltelli's estimators", percent(total))
        }
        _ => format!("{alone} of its variance explained; given-data estimator"),
    }
}
