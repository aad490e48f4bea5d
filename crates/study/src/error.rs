//! Why a question has no answer.

use unequal_audit::ClaimsError;
use unequal_equilibrium::EquilibriumError;
use unequal_policy::PolicyError;
use unequal_policy::scenario::ScenarioError;
use unequal_strategy::game::GameError;
use unequal_world::WorldError;

/// Errors of every question, with the part of the program they come from.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StudyError {
    /// The data or the names in the question.
    #[error(transparent)]
    World(#[from] WorldError),
    /// A scenario file, with the place of the fault.
    #[error(transparent)]
    Scenario(Box<ScenarioError>),
    /// A claims file, with the place of the fault.
    #[error(transparent)]
    Claims(Box<ClaimsError>),
    /// A file that is no article.
    #[error(transparent)]
    Article(#[from] unequal_audit::article::ArticleError),
    /// The model, with what was being solved.
    #[error("{task}: {source}")]
    Equilibrium {
        /// What was being solved.
        task: String,
        /// The engine's reason.
        source: EquilibriumError,
    },
    /// A friction or the outer fixed point, with what was being solved.
    #[error("{task}: {source}")]
    Policy {
        /// What was being solved.
        task: String,
        /// The reason.
        source: Box<PolicyError>,
    },
    /// A game, with what was being played.
    #[error("{task}: {source}")]
    Game {
        /// What was being played.
        task: String,
        /// The reason.
        source: Box<GameError>,
    },
    /// A solve that has no answer, in the engine's words.
    #[error("{task}: {reason}")]
    NoAnswer {
        /// What was being solved.
        task: String,
        /// The engine's reason.
        reason: String,
    },
    /// A long series that cannot be analysed.
    #[error(transparent)]
    History(#[from] unequal_history::HistoryError),
    /// A measure of leverage.
    #[error(transparent)]
    Leverage(#[from] unequal_leverage::LeverageError),
    /// A file of another kind than the command reads.
    #[error("{file} is a {found} and not a {expected}; ask `unequal {command} {file}`")]
    OtherKind {
        /// The file.
        file: String,
        /// What it is.
        found: &'static str,
        /// What was expected.
        expected: &'static str,
        /// The command that reads it.
        command: &'static str,
    },
    /// A value of the question that cannot be used.
    #[error("{what} is {value}, expected {expected}")]
    Value {
        /// Which value.
        what: &'static str,
        /// What was given.
        value: String,
        /// What is accepted.
        expected: String,
    },
    /// A table that nobody has given to the session.
    #[error("there is no table `{name}`; known are: {known}")]
    UnknownTable {
        /// The name in the question.
        name: String,
        /// Names of those that were given.
        known: String,
    },
    /// A path where there is no disk.
    #[error("cannot read {}: this build has no files; give the text instead", path.display())]
    NoFiles {
        /// The path in the question.
        path: std::path::PathBuf,
    },
    /// Draws that cannot be kept or read.
    #[cfg(feature = "files")]
    #[error(transparent)]
    Store(#[from] unequal_ensemble::store::StoreError),
    /// Whoever asked gave the question up.
    #[error("cancelled")]
    Cancelled,
}

impl From<Box<ScenarioError>> for StudyError {
    fn from(error: Box<ScenarioError>) -> Self {
        Self::Scenario(error)
    }
}

impl From<Box<ClaimsError>> for StudyError {
    fn from(error: Box<ClaimsError>) -> Self {
        Self::Claims(error)
    }
}

/// Adds to an engine error what was being solved.
pub(crate) trait During<T> {
    /// Names the task in the error.
    fn during(self, task: impl FnOnce() -> String) -> Result<T, StudyError>;
}

impl<T> During<T> for Result<T, EquilibriumError> {
    fn during(self, task: impl FnOnce() -> String) -> Result<T, StudyError> {
        self.map_err(|source| StudyError::Equilibrium { task: task(), source })
    }
}

impl<T> During<T> for Result<T, PolicyError> {
    fn during(self, task: impl FnOnce() -> String) -> Result<T, StudyError> {
        self.map_err(|source| match source {
            PolicyError::Stopped => StudyError::Cancelled,
            source => StudyError::Policy { task: task(), source: Box::new(source) },
        })
    }
}

impl<T> During<T> for Result<T, GameError> {
    fn during(self, task: impl FnOnce() -> String) -> Result<T, StudyError> {
        self.map_err(|source| StudyError::Game { task: task(), source: Box::new(source) })
    }
}
