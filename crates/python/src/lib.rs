//! The compiled part of the package `unequal` for Python: a session, its answers, and errors of the package's own types.
//!
//! Questions come as JSON and answers are documents, as everywhere; what is convenient in Python is written in Python
//! (`python/unequal`). Whatever takes time runs without the global interpreter lock on a thread of its own, while the
//! caller's waits, looks for an interrupt and tells the progress.

mod answer;
mod arrow;
mod errors;
mod session;
mod waiting;

use pyo3::prelude::*;
use unequal_study::{Answer, Question};

/// JSON schema of answers, from which the types in `answers.py` are made.
#[pyfunction]
fn answer_schema() -> String {
    Answer::schema().to_string()
}

/// JSON schema of questions.
#[pyfunction]
fn question_schema() -> String {
    Question::schema().to_string()
}

/// The compiled part of the package.
#[pymodule]
fn _unequal(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<session::Session>()?;
    module.add_class::<answer::Answer>()?;
    module.add_class::<arrow::Table>()?;
    module.add_class::<session::Counterfactuals>()?;
    module.add_class::<session::Shards>()?;
    module.add_function(wrap_pyfunction!(answer_schema, module)?)?;
    module.add_function(wrap_pyfunction!(question_schema, module)?)?;
    Ok(())
}
