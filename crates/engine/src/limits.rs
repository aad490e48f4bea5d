//! How much one request may ask for.

use unequal_study::list::{ListOf, ListQuestion};
use unequal_study::{Question, Session, TableSource};
use unequal_world::embedded;

use crate::on_disk::named_on_disk;
use crate::refusal::Refusal;

/// Bounds of one request. What is within them ends in time, as far as nobody cancels it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a request.
    pub request: usize,
    /// Draws of an ensemble.
    pub draws: usize,
    /// Trajectories of a screening.
    pub trajectories: usize,
    /// Files side by side.
    pub files: usize,
    /// Regions of a table of which a matrix of all pairs by every measure of leverage is made.
    pub leverage_regions: usize,
    /// Whether every exit cost of such a matrix may be solved instead of estimated.
    pub exact_leverage: bool,
    /// Whether every year's table may be examined at once.
    pub examine_all: bool,
}

impl Limits {
    /// Of a computer of one's own: what takes minutes is allowed.
    pub const NATIVE: Self = Self {
        request: 256 << 10,
        draws: 16_384,
        trajectories: 100,
        files: 16,
        leverage_regions: usize::MAX,
        exact_leverage: true,
        examine_all: true,
    };
    /// Of a browser: one thread, and whoever waits for it sees nothing of its progress.
    pub const BROWSER: Self = Self {
        request: 256 << 10,
        draws: 1024,
        trajectories: 10,
        files: 6,
        leverage_regions: 50,
        exact_leverage: false,
        examine_all: false,
    };

    /// Refuses a question that names what is on a disk, or asks for more than this.
    pub(crate) fn check(&self, session: &Session, question: &Question) -> Result<(), Refusal> {
        if let Some(path) = named_on_disk(question) {
            return Err(Refusal::new(
                422,
                format!("the question names {}, a path; files are given here as name and text", path.display()),
            ));
        }
        match question {
            Question::Ensemble(asked) => within("the number of draws", asked.draws, self.draws),
            Question::ScenarioEnsemble(asked) => {
                within("the number of draws", asked.draws, self.draws)?;
                within("the number of trajectories", asked.trajectories, self.trajectories)
            }
            Question::Compare(asked) => within("the number of files", asked.files.len(), self.files),
            Question::LeverageMatrix(asked) => {
                if asked.exact && !self.exact_leverage {
                    return Err(refused("exact exit costs of all pairs are solved", "ask for the estimated ones"));
                }
                self.matrix(session, asked.year, asked.table.as_ref())
            }
            Question::Doctor(asked) if asked.table.is_none() && !self.examine_all => {
                Err(refused("all tables are examined at once", "name one table"))
            }
            _ => Ok(()),
        }
    }

    fn matrix(&self, session: &Session, year: Option<u16>, table: Option<&TableSource>) -> Result<(), Refusal> {
        if self.leverage_regions == usize::MAX {
            return Ok(());
        }
        let all = match table {
            Some(TableSource::Embedded { embedded: name }) => embedded::named(name)?.regions().len(),
            // Its size is known only once it is read.
            Some(TableSource::Added { .. } | TableSource::Path { .. }) => usize::MAX,
            None => session.list(&ListQuestion { of: ListOf::Regions, year })?.rows.len(),
        };
        if all <= self.leverage_regions {
            return Ok(());
        }
        Err(refused(
            "a table with so many countries is compared by all measures",
            "choose a year whose table has fewer, or run the program",
        ))
    }
}

fn within(what: &str, asked: usize, most: usize) -> Result<(), Refusal> {
    if asked <= most {
        return Ok(());
    }
    Err(Refusal::new(
        422,
        format!("{what} is {asked}, expected at most {most} here; the command line has no such limit"),
    ))
}

fn refused(what: &str, instead: &str) -> Refusal {
    Refusal::new(422, format!("{what} only where the program itself runs, since it takes minutes: {instead}"))
}
