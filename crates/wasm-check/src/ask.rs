//! What is asked and answered.

use serde::{Deserialize, Serialize};
use unequal_report::html;
use unequal_study::brief::{BriefQuestion, brief};
use unequal_study::exit_cost::{self, Elasticity};

/// A question to the embedded data. As JSON: `{"ask": "exit_cost", "first": "RUS", "second": "CHN", "year": 2022}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// What is asked.
    pub ask: Kind,
    /// Code of the first side.
    pub first: String,
    /// Code of the second side.
    pub second: String,
    /// Year of the table.
    pub year: u16,
}

/// What can be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// What the end of their trade costs each side: the answer as JSON.
    ExitCost,
    /// The brief: a page of HTML.
    Brief,
}

/// Answers a question in JSON.
///
/// # Errors
///
/// The words of what is wrong with the question, or of why it has no answer.
pub fn answer(question: &str) -> Result<String, String> {
    let question: Question = serde_json::from_str(question).map_err(|error| error.to_string())?;
    ask(&question)
}

/// The one place that calls the study.
fn ask(question: &Question) -> Result<String, String> {
    let Question { ask, first, second, year } = question;
    match ask {
        Kind::ExitCost => {
            let found = exit_cost::pair(first, second, Some(*year), Elasticity::Common(4.0));
            serde_json::to_string(&found.map_err(|error| error.to_string())?).map_err(|error| error.to_string())
        }
        Kind::Brief => {
            let question = BriefQuestion { year: Some(*year), ..BriefQuestion::new(first, second) };
            Ok(html::brief(&brief(&question).map_err(|error| error.to_string())?))
        }
    }
}
