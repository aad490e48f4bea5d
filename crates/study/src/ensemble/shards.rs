//! The shards of an ensemble one by one, for programs that spread them over several machines: which are missing in a store,
//! one shard's draws as the bytes that a store keeps, and those bytes into a store. Bytes do not depend on who computes them.

use unequal_ensemble::plan::Plan;
use unequal_ensemble::store::{Shard, Store};

use super::{Draws, Kept};
use crate::observer::{Observer, Steps};
use crate::{Question, Result, Session, StudyError};

/// Draws of one question in shards, and the store that keeps them.
#[derive(Debug, Clone)]
pub struct Shards {
    plan: Plan,
    store: Option<Store>,
}

impl Shards {
    /// Name of the folder of a store in which they are kept.
    #[must_use]
    pub fn identity(&self) -> &str {
        self.plan.identity()
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.plan.shards()
    }

    /// Those that the question's store does not hold, or all where it names none.
    #[must_use]
    pub fn missing(&self) -> Vec<usize> {
        let is_there = |shard: usize| self.store.as_ref().is_some_and(|store| store.has(shard));
        (0..self.count()).filter(|shard| !is_there(*shard)).collect()
    }

    /// Keeps a shard's bytes in the question's store, if they are what the plan expects there.
    pub fn keep(&self, shard: usize, bytes: &[u8]) -> Result<()> {
        in_plan(&self.plan, shard)?;
        let store = self.store.as_ref().ok_or_else(|| StudyError::Value {
            what: "the store",
            value: "none".to_owned(),
            expected: "a folder, where shards are kept".to_owned(),
        })?;
        Ok(store.put(shard, bytes)?)
    }
}

impl Session {
    /// The shards of an `ensemble` or `scenario-ensemble` question.
    pub fn ensemble_shards(&self, question: &Question, observer: &dyn Observer) -> Result<Shards> {
        let folder = match question {
            Question::Ensemble(asked) => asked.store.as_deref(),
            Question::ScenarioEnsemble(asked) => asked.store.as_deref(),
            _ => None,
        };
        self.with_draws(question, observer, |draws| {
            let store = folder.map(|folder| Store::open(folder, draws.plan(), draws.columns())).transpose()?;
            Ok(Shards { plan: draws.plan().clone(), store })
        })
    }

    /// The draws of one shard as the bytes of a Parquet file. The observer is told of draws.
    pub fn ensemble_shard(&self, question: &Question, shard: usize, observer: &dyn Observer) -> Result<Vec<u8>> {
        self.with_draws(question, observer, |draws| {
            in_plan(draws.plan(), shard)?;
            let numbers = Plan::numbers(shard);
            let steps = Steps::new(observer, numbers.len(), "draws");
            let rows = draws.shard(shard, &steps)?;
            Ok(Shard { first: numbers.start, rows }.bytes(&draws.columns())?)
        })
    }

    /// Does something with the draws of a question that has any.
    fn with_draws<T>(
        &self,
        question: &Question,
        observer: &dyn Observer,
        work: impl FnOnce(&dyn Draws) -> Result<T>,
    ) -> Result<T> {
        match question {
            Question::Ensemble(asked) => {
                Kept::checked(asked.draws, asked.store.as_deref(), None)?;
                work(&self.prepared(asked, observer)?.0)
            }
            Question::ScenarioEnsemble(asked) => {
                Kept::checked(asked.draws, asked.store.as_deref(), None)?;
                let scenario = self.scenario(&asked.file, asked.table.as_ref())?;
                work(&self.scenario_draws(&scenario, asked)?)
            }
            _ => Err(StudyError::Value {
                what: "the question",
                value: "one without draws".to_owned(),
                expected: "`ensemble` or `scenario-ensemble`".to_owned(),
            }),
        }
    }
}

fn in_plan(plan: &Plan, shard: usize) -> Result<()> {
    if shard < plan.shards() {
        return Ok(());
    }
    Err(StudyError::Value {
        what: "the shard",
        value: shard.to_string(),
        expected: format!("a number below {}, counted from 0", plan.shards()),
    })
}
