//! Work that takes time: on a thread of its own, so that the caller's can be interrupted and told of progress.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use unequal_study::{Observer, Progress, Result};

use crate::errors;

/// How long an interrupt may go unnoticed, besides the time until the work looks up.
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

/// What the caller's thread and the worker's tell each other.
#[derive(Default)]
struct Watch {
    cancelled: AtomicBool,
    latest: Mutex<Option<(usize, usize, String)>>,
}

impl Observer for Watch {
    fn progress(&self, step: Progress<'_>) {
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        // Counts from threads may arrive out of order.
        if latest.as_ref().is_none_or(|(done, total, _)| *total != step.total || *done < step.done) {
            *latest = Some((step.done, step.total, step.what.to_owned()));
        }
    }

    fn cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}

impl Watch {
    /// Raises what the interpreter has received meanwhile, and tells the progress.
    fn look(&self, py: Python<'_>, progress: Option<&Py<PyAny>>) -> PyResult<()> {
        py.check_signals()?;
        let Some(progress) = progress else { return Ok(()) };
        let latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner).take();
        match latest {
            Some(step) => progress.call1(py, step).map(drop),
            None => Ok(()),
        }
    }
}

/// Does the work without the interpreter's lock. `progress` is called with steps done, of how many, and of what. Whatever it
/// or an interrupt raises ends the work, and is raised.
pub(crate) fn wait<T: Send>(
    py: Python<'_>,
    progress: Option<&Py<PyAny>>,
    work: impl FnOnce(&dyn Observer) -> Result<T> + Send,
) -> PyResult<T> {
    let watch = Watch::default();
    let outcome = py.detach(|| {
        thread::scope(|scope| {
            let (sender, receiver) = channel();
            let watch = &watch;
            let worker = scope.spawn(move || {
                let outcome = work(watch);
                // The receiver is there until the worker has ended.
                sender.send(()).ok();
                outcome
            });
            while let Err(RecvTimeoutError::Timeout) = receiver.recv_timeout(BETWEEN_LOOKS) {
                if let Err(error) = Python::attach(|py| watch.look(py, progress)) {
                    watch.cancelled.store(true, Ordering::Relaxed);
                    drop(worker.join());
                    return Err(error);
                }
            }
            worker.join().map_err(|_| PyRuntimeError::new_err("unequal: a fault of the program ended the question"))
        })
    })?;
    watch.look(py, progress)?;
    outcome.map_err(|error| errors::raised(py, &error))
}
