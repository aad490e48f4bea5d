//! A question to a session, its answer as a document, the document in a format.

use std::path::Path;
use std::process::ExitCode;

use unequal_presentation::{Presented, present};
use unequal_render::format::{Format, render};
use unequal_render::terminal::terminal;
use unequal_study::{Answer, Question, Session};

use crate::failure::Failure;
use crate::files::{Delivery, deliver};
use crate::output::{self, Bar, Output};

/// Answers a question and writes the answer where and how it was asked for.
pub fn ask(question: &Question, output: &Output) -> Result<ExitCode, Failure> {
    saving(question, output, None)
}

/// The same, and saves the table that the answer has made.
pub fn saving(question: &Question, output: &Output, save: Option<&Path>) -> Result<ExitCode, Failure> {
    let format = output.check()?;
    if let Some(save) = save {
        output.check_apart(save)?;
    }
    let answer = Session::embedded()?.answer(question, &Bar::new())?;
    let mut delivery = Delivery::default();
    let world = match &answer {
        Answer::Adjustment(adjustment) => Some(&adjustment.world),
        Answer::Description(description) => Some(&description.world),
        _ => None,
    };
    if let (Some(path), Some(world)) = (save, world) {
        delivery.file(path, world.clone())?;
    }
    match present(&answer) {
        Presented::Document(document) => {
            if let Some(path) = &output.html {
                delivery.file(path, render(&answer, &document, Format::Html, output.width())?)?;
            }
            delivery.answer(output.out.as_deref(), render(&answer, &document, format, output.width())?)?;
        }
        Presented::Text(text) => delivery.answer(output.out.as_deref(), text.into_bytes())?,
    }
    delivery.finish()?;
    Ok(status(&answer))
}

/// Answers a question whose answer is a text of its own: a file or a schema. A document would come as terminal text.
pub fn plain(question: &Question, out: Option<&Path>) -> Result<ExitCode, Failure> {
    let answer = Session::embedded()?.answer(question, &Bar::new())?;
    let text = match present(&answer) {
        Presented::Text(text) => text,
        Presented::Document(document) => terminal(&document, output::width(out.is_some())),
    };
    deliver(out, text.into_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// The exit status: a failure where tables were examined and found wrong.
fn status(answer: &Answer) -> ExitCode {
    match answer {
        Answer::Examination(examination) if !examination.healthy => ExitCode::FAILURE,
        _ => ExitCode::SUCCESS,
    }
}
