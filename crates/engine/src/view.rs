//! An answer as a fragment of a page, with its figures.

use serde::Serialize;
use unequal_presentation::Presented;
use unequal_presentation::document::Document;
use unequal_render::html;
use unequal_study::{Answer, Question, SchemaOf};

use crate::refusal::Refusal;
use crate::reply::Reply;

#[derive(Serialize)]
struct View<'a> {
    title: String,
    fragment: String,
    answer: Both<'a>,
    command: Option<&'a str>,
}

/// As `--format json` prints them.
#[derive(Serialize)]
struct Both<'a> {
    answer: &'a Answer,
    document: &'a Document,
}

#[derive(Serialize)]
struct Text<'a> {
    title: String,
    text: &'a str,
}

/// The reply to a view.
pub(crate) fn view(question: &Question, answer: &Answer, presented: &Presented) -> Result<Reply, Refusal> {
    match presented {
        Presented::Document(document) => Reply::json(&View {
            title: document.title.plain(),
            fragment: html::fragment(document),
            answer: Both { answer, document },
            command: document.reproduce.as_ref().map(|again| again.command.as_str()),
        }),
        Presented::Text(text) => Reply::json(&Text { title: title(question), text }),
    }
}

/// Title of an answer that is a text.
fn title(question: &Question) -> String {
    match question {
        Question::Scenario(asked) => asked.file.name(),
        Question::Schema(asked) => match asked.of {
            SchemaOf::Scenario => "JSON schema of scenario files".to_owned(),
            SchemaOf::Strategy => "JSON schema of strategy files".to_owned(),
            SchemaOf::Question => "JSON schema of questions".to_owned(),
        },
        _ => String::new(),
    }
}
