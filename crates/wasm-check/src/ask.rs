//! What is asked and answered.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};
use unequal_presentation::{Presented, present};
use unequal_render::{html, json};
use unequal_study::{Question, Session};

/// A question and the form of its answer. As JSON:
/// `{"question": {"question": "exit-cost", "first": "RUS", "second": "CHN", "year": 2022}}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// What is asked.
    pub question: Question,
    /// Whether the answer is a page; else it is JSON.
    #[serde(default)]
    pub page: bool,
}

/// The session that every question is put to.
static SESSION: OnceLock<Session> = OnceLock::new();

/// Answers a question in JSON.
///
/// # Errors
/// The words of what is wrong with the question, or of why it has no answer.
pub fn answer(question: &str) -> Result<String, String> {
    let asked: Asked = serde_json::from_str(question).map_err(|error| error.to_string())?;
    let session = match SESSION.get() {
        Some(session) => session.clone(),
        None => {
            let fresh = Session::embedded().map_err(|error| error.to_string())?;
            SESSION.get_or_init(|| fresh).clone()
        }
    };
    let answer = session.answer(&asked.question, &()).map_err(|error| error.to_string())?;
    match present(&answer) {
        Presented::Text(text) => Ok(text),
        Presented::Document(document) if asked.page => Ok(html::page(&document)),
        Presented::Document(document) => json::json(&answer, &document).map_err(|error| error.to_string()),
    }
}
