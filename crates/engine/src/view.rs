//! An answer as a fragment of a page, with its figures.

use serde::Serialize;
use unequal_presentation::Presented;
use unequal_render::html;
use unequal_study::{Answer, Question, SchemaOf};

use crate::python;
use crate::refusal::Refusal;
use crate::reply::Reply;

#[derive(Serialize)]
struct View<'a> {
    title: String,
    fragment: String,
    answer: Within<'a>,
    command: Option<&'a str>,
    python: Option<String>,
}

/// As `--format json` prints it, but without the document: the fragment is drawn from it.
#[derive(Serialize)]
struct Within<'a> {
    answer: &'a Answer,
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
            answer: Within { answer },
            command: document.reproduce.as_ref().map(|again| again.command.as_str()),
            python: document.reproduce.as_ref().and_then(|_| python::call(question)),
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
