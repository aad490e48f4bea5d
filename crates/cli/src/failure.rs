//! Why the program stops, and how it says so.

use std::io::{self, Write};
use std::path::PathBuf;

use unequal_render::clean::clean;
use unequal_render::format::RenderError;
use unequal_study::StudyError;
use unequal_workbench::WorkbenchError;

/// Why the program stops with a message.
#[derive(Debug)]
pub enum Failure {
    /// The question has no answer.
    Study(StudyError),
    /// The answer could not be written in the form asked for.
    Render(RenderError),
    /// The workbench did not start, or its site was not written.
    Workbench(WorkbenchError),
    /// What was asked for cannot be delivered.
    Refused(String),
    /// A file could not be written.
    Write { path: PathBuf, source: io::Error },
    /// The same, after others were.
    Partly { written: Vec<PathBuf>, failure: Box<Failure> },
}

impl From<StudyError> for Failure {
    fn from(error: StudyError) -> Self {
        Self::Study(error)
    }
}

impl From<WorkbenchError> for Failure {
    fn from(error: WorkbenchError) -> Self {
        Self::Workbench(error)
    }
}

impl From<RenderError> for Failure {
    fn from(error: RenderError) -> Self {
        Self::Render(error)
    }
}

/// Says on standard error why the program stops: one line, and for a fault in a file its line too.
pub fn complain(failure: &Failure) {
    // Names of files and words in them may hold anything.
    let lines: Vec<String> = message(failure).lines().map(clean).collect();
    let _ = writeln!(io::stderr(), "error: {}", lines.join("\n"));
}

fn message(failure: &Failure) -> String {
    match failure {
        // With the line of the file and a mark under the fault.
        Failure::Study(StudyError::Scenario(error)) => error.drawn(),
        Failure::Study(StudyError::Claims(error)) => error.drawn(),
        Failure::Study(error) => error.to_string(),
        Failure::Render(error) => error.to_string(),
        Failure::Workbench(error) => error.to_string(),
        Failure::Refused(reason) => reason.clone(),
        Failure::Write { path, source } => format!("cannot write {}: {source}", path.display()),
        Failure::Partly { written, failure } => {
            let names: Vec<String> = written.iter().map(|path| path.display().to_string()).collect();
            format!("{}; {} was written before", message(failure), names.join(" and "))
        }
    }
}
