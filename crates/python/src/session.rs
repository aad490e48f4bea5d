//! A session: the world, prepared once, and questions to it.

use std::time::Instant;

use numpy::{IntoPyArray, PyArray2, PyReadonlyArray2};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use serde::de::DeserializeOwned;
use unequal_study::Question;
use unequal_study::counterfactuals::CounterfactualsQuestion;

use crate::answer::Answer;
use crate::errors;
use crate::waiting::wait;

/// Many questions about one world; may be used from several threads.
#[pyclass(frozen, module = "unequal._unequal")]
pub(crate) struct Session(unequal_study::Session);

/// Draws of an ensemble in shards, and the store that keeps them.
#[pyclass(frozen, module = "unequal._unequal")]
pub(crate) struct Shards(unequal_study::ensemble::Shards);

#[pymethods]
impl Shards {
    /// Name of the folder of a store in which they are kept.
    #[getter]
    fn identity(&self) -> &str {
        self.0.identity()
    }

    /// How many there are.
    #[getter]
    fn count(&self) -> usize {
        self.0.count()
    }

    /// Those that the store does not hold now.
    #[getter]
    fn missing(&self) -> Vec<usize> {
        self.0.missing()
    }

    /// Keeps a shard's bytes in the store.
    fn keep(&self, py: Python<'_>, shard: usize, bytes: &[u8]) -> PyResult<()> {
        wait(py, None, |_| self.0.keep(shard, bytes))
    }
}

/// What becomes of real incomes; see `unequal_study::counterfactuals::Counterfactuals`.
#[pyclass(frozen, get_all, module = "unequal._unequal")]
pub(crate) struct Counterfactuals {
    year: u16,
    regions: Vec<String>,
    real_income: Py<PyArray2<f64>>,
    failures: Vec<(usize, String)>,
    missing: Vec<String>,
}

#[pymethods]
impl Session {
    /// A session about the embedded world. `memory` is the estimated size, bytes, up to which prepared things are kept.
    #[new]
    #[pyo3(signature = (memory=None))]
    fn new(py: Python<'_>, memory: Option<usize>) -> PyResult<Self> {
        let session = unequal_study::Session::embedded().map_err(|error| errors::raised(py, &error))?;
        if let Some(bytes) = memory {
            session.set_limit(bytes);
        }
        Ok(Self(session))
    }

    /// Estimated size of what is kept, bytes.
    #[getter]
    fn size(&self) -> usize {
        self.0.size()
    }

    /// The answer to a question, given as JSON.
    #[pyo3(signature = (question, progress=None))]
    fn answer(&self, py: Python<'_>, question: &str, progress: Option<Py<PyAny>>) -> PyResult<Answer> {
        let question: Question = parsed(py, question)?;
        let answer = wait(py, progress.as_ref(), |observer| self.0.answer(&question, observer));
        answer.map(Answer::new)
    }

    /// Adds a table under a name: the bytes of a file in a layout that is known, and its year where they do not say it.
    #[pyo3(signature = (name, bytes, year=None))]
    fn add_table(&self, py: Python<'_>, name: &str, bytes: &[u8], year: Option<u16>) -> PyResult<()> {
        wait(py, None, |_| self.0.add_table_for(name, bytes, year))
    }

    /// One counterfactual for each row of changes in trade costs; the question is JSON.
    #[pyo3(signature = (question, changes, progress=None))]
    fn counterfactuals<'py>(
        &self,
        py: Python<'py>,
        question: &str,
        changes: PyReadonlyArray2<'py, f64>,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<Counterfactuals> {
        let question: CounterfactualsQuestion = parsed(py, question)?;
        let changes = changes.as_array();
        let solved = wait(py, progress.as_ref(), |observer| self.0.counterfactuals(&question, changes, observer))?;
        Ok(Counterfactuals {
            year: solved.year,
            regions: solved.regions,
            real_income: solved.real_income.into_pyarray(py).unbind(),
            failures: solved.failures,
            missing: solved.missing,
        })
    }

    /// Seconds that a question takes without Python, the mean of several; for benchmarks.
    #[pyo3(signature = (question, repetitions))]
    fn _seconds_of_answer(&self, py: Python<'_>, question: &str, repetitions: u32) -> PyResult<f64> {
        let question: Question = parsed(py, question)?;
        seconds(py, repetitions, || self.0.answer(&question, &()).map(drop))
    }

    /// Seconds that counterfactuals take without Python; for benchmarks.
    fn _seconds_of_counterfactuals<'py>(
        &self,
        py: Python<'py>,
        question: &str,
        changes: PyReadonlyArray2<'py, f64>,
    ) -> PyResult<f64> {
        let question: CounterfactualsQuestion = parsed(py, question)?;
        let changes = changes.as_array();
        seconds(py, 1, || self.0.counterfactuals(&question, changes, &()).map(drop))
    }

    /// The shards of an `ensemble` or `scenario-ensemble` question, given as JSON.
    #[pyo3(signature = (question, progress=None))]
    fn shards(&self, py: Python<'_>, question: &str, progress: Option<Py<PyAny>>) -> PyResult<Shards> {
        let question: Question = parsed(py, question)?;
        wait(py, progress.as_ref(), |observer| self.0.ensemble_shards(&question, observer)).map(Shards)
    }

    /// The draws of one shard as the bytes of a Parquet file.
    #[pyo3(signature = (question, shard, progress=None))]
    fn solve_shard<'py>(
        &self,
        py: Python<'py>,
        question: &str,
        shard: usize,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let question: Question = parsed(py, question)?;
        let bytes = wait(py, progress.as_ref(), |observer| self.0.ensemble_shard(&question, shard, observer))?;
        Ok(PyBytes::new(py, &bytes))
    }
}

fn parsed<T: DeserializeOwned>(py: Python<'_>, question: &str) -> PyResult<T> {
    serde_json::from_str(question).map_err(|error| errors::malformed(py, &error))
}

fn seconds(
    py: Python<'_>,
    repetitions: u32,
    work: impl Fn() -> unequal_study::Result<()> + Send + Sync,
) -> PyResult<f64> {
    let start = Instant::now();
    for _ in 0..repetitions {
        py.detach(&work).map_err(|error| errors::raised(py, &error))?;
    }
    Ok(start.elapsed().as_secs_f64() / f64::from(repetitions.max(1)))
}
