//! Whoever waits for an answer: is told how far it is, and may give it up.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::{Result, StudyError};

/// How far an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress<'a> {
    /// Steps done.
    pub done: usize,
    /// Of how many.
    pub total: usize,
    /// What is counted, a plural: `pairs`, `years and trade elasticities`.
    pub what: &'a str,
}

/// Whoever waits for an answer. Both methods are called from any thread, in any order, and should return at once.
pub trait Observer: Sync {
    /// Told after each step; counts from threads may arrive out of order.
    fn progress(&self, _step: Progress<'_>) {}

    /// Asked between solves and between the rounds of an outer fixed point. Once it says yes the question ends with
    /// [`StudyError::Cancelled`], and the session answers the next as if this one had not been asked.
    fn cancelled(&self) -> bool {
        false
    }
}

/// Nobody watches.
impl Observer for () {}

/// An observer and the steps of one question.
pub(crate) struct Steps<'a> {
    observer: &'a dyn Observer,
    done: AtomicUsize,
    total: usize,
    what: &'static str,
}

impl<'a> Steps<'a> {
    /// Nothing done of `total`.
    pub fn new(observer: &'a dyn Observer, total: usize, what: &'static str) -> Self {
        Self { observer, done: AtomicUsize::new(0), total, what }
    }

    /// Fails if nobody wants the answer any more.
    pub fn check(&self) -> Result<()> {
        if self.observer.cancelled() { Err(StudyError::Cancelled) } else { Ok(()) }
    }

    /// Whether the answer is still wanted.
    pub fn go_on(&self) -> bool {
        !self.observer.cancelled()
    }

    /// One step unless the answer is not wanted any more, and says so when it is done.
    pub fn step<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        self.check()?;
        let outcome = work()?;
        self.done();
        Ok(outcome)
    }

    /// Counts a step.
    pub fn done(&self) {
        let done = 1 + self.done.fetch_add(1, Ordering::Relaxed);
        self.observer.progress(Progress { done, total: self.total, what: self.what });
    }
}
