//! A session: what questions need of the world, prepared once and shared by all of them.
//!
//! Tables, baselines and worlds without measures are kept by what they depend on, as long as their estimated size is
//! within a limit; what was not used for longest goes first. An answer never depends on what is kept.

mod cache;
mod keys;
mod size;

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use unequal_equilibrium::{Baseline, Counterfactual, EquilibriumError, SolveOptions, solve_shared};
use unequal_leverage::LookThrough;
use unequal_leverage::exposure::FullModel;
use unequal_policy::scenario::{Deficits, Scenario, TableAsked};
use unequal_strategy::game::StrategyFile;
use unequal_world::elasticity::ElasticitySet;
use unequal_world::readers::{RawDefects, TableFile};
use unequal_world::{EconomyTable, GroupBook, Party, WorldError, embedded};

use self::cache::{Budget, Shelf, keep_within};
use self::keys::{BaselineKey, Closure, TableId, TableKey, WorldKey};
use crate::error::During;
use crate::file_kind::FileKind;
use crate::source::{self, Source, TableSource};
use crate::{Result, StudyError};

/// Estimated size up to which prepared things are kept unless [`Session::set_limit`] says otherwise, bytes. A brief
/// prepares about half of it.
pub const DEFAULT_LIMIT: usize = 384 << 20;

/// Many questions about one world. Clones are the same session; it may be used from several threads.
#[derive(Clone)]
pub struct Session(Arc<Kept>);

struct Kept {
    book: GroupBook,
    added: Mutex<BTreeMap<String, Opened>>,
    budget: Budget,
    tables: Shelf<TableKey, Opened>,
    baselines: Shelf<BaselineKey, Arc<Baseline>>,
    worlds: Shelf<WorldKey, Counterfactual<'static>>,
    inputs: Shelf<TableId, Arc<LookThrough>>,
}

/// A table, and what its file violates before treatment if it is a full one.
#[derive(Clone)]
pub(crate) struct Opened {
    pub table: EconomyTable,
    pub defects: Option<Arc<RawDefects>>,
}

/// The world without measures under some elasticities and one rule for deficits, and how it was solved.
pub(crate) struct Undisturbed {
    pub set: ElasticitySet,
    pub baseline: Arc<Baseline>,
    pub world: Counterfactual<'static>,
    pub options: SolveOptions,
}

/// How the world without measures is closed and how exactly it is solved.
#[derive(Clone, Copy)]
pub(crate) struct Closing {
    pub deficits: Deficits,
    pub tolerance: f64,
}

impl Closing {
    /// A rule for deficits, solved to the engine's usual tolerance.
    pub fn of(deficits: Deficits) -> Self {
        Self { deficits, tolerance: SolveOptions::default().tolerance }
    }

    /// Balanced trade, as exit costs are solved.
    pub fn balanced() -> Self {
        Self::of(Deficits::Balanced)
    }

    pub fn options(self) -> SolveOptions {
        SolveOptions { deficits: self.deficits.rule(), tolerance: self.tolerance, ..SolveOptions::default() }
    }
}

impl Session {
    /// A session about the embedded world, in which nothing is prepared yet.
    pub fn embedded() -> Result<Self> {
        Ok(Self(Arc::new(Kept {
            book: GroupBook::embedded()?,
            added: Mutex::default(),
            budget: Budget::new(DEFAULT_LIMIT),
            tables: Shelf::new(|opened| size::of_table(&opened.table)),
            baselines: Shelf::new(|baseline| size::of_baseline(baseline)),
            worlds: Shelf::new(|world| size::of_world(world)),
            inputs: Shelf::new(|inputs| size::of_inputs(inputs)),
        })))
    }

    /// Sets the estimated size, bytes, up to which prepared things are kept; at 0 nothing is.
    pub fn set_limit(&self, bytes: usize) {
        self.0.budget.set_limit(bytes);
        self.keep_within_limit();
    }

    /// Estimated size of what is kept, bytes.
    #[must_use]
    pub fn size(&self) -> usize {
        self.0.budget.bytes()
    }

    /// How many tables, baselines and worlds were prepared since the session began.
    #[must_use]
    pub fn preparations(&self) -> usize {
        self.0.budget.made()
    }

    /// Adds a table under a name by which questions can ask for it ([`TableSource::Added`]), in place of an earlier one
    /// of that name: the bytes of a `.world` file, or of a table in a layout that is known here whose name holds its year.
    /// It is kept whatever the limit.
    pub fn add_table(&self, name: &str, bytes: &[u8]) -> Result<()> {
        self.add_table_for(name, bytes, None)
    }

    /// The same; a year that is given is that of the table, whatever its name has.
    pub fn add_table_for(&self, name: &str, bytes: &[u8], year: Option<u16>) -> Result<()> {
        let opened = Opened::read(name, bytes, year)?;
        let mut added = self.0.added.lock().unwrap_or_else(PoisonError::into_inner);
        added.insert(name.to_owned(), opened);
        Ok(())
    }

    /// The groups that come with the program.
    pub(crate) fn book(&self) -> &GroupBook {
        &self.0.book
    }

    /// The embedded table of a year, or of the latest.
    pub(crate) fn year(&self, year: Option<u16>) -> Result<EconomyTable> {
        Ok(self.table_of_year(year.unwrap_or_else(embedded::latest))?)
    }

    /// The table that a question brings, whose year must be the one asked for, or the embedded one of that year.
    pub(crate) fn chosen(&self, year: Option<u16>, source: Option<&TableSource>) -> Result<EconomyTable> {
        let Some(source) = source else { return self.year(year) };
        let table = self.opened_for(source, year)?.table;
        match year.filter(|year| *year != table.year()) {
            Some(year) => Err(StudyError::Value {
                what: "the year",
                value: year.to_string(),
                expected: format!("{}, the year of {}", table.year(), source.name()),
            }),
            None => Ok(table),
        }
    }

    /// The embedded table of a year.
    pub(crate) fn table_of_year(&self, year: u16) -> Result<EconomyTable, WorldError> {
        let read = || Ok(Opened { table: embedded::table(year)?, defects: None });
        self.kept(self.0.tables.get(&self.0.budget, &TableKey::Embedded(year), read)).map(|opened| opened.table)
    }

    /// A table that the question brings.
    pub(crate) fn opened(&self, source: &TableSource) -> Result<Opened> {
        self.opened_for(source, None)
    }

    /// The same; a year that is asked for is that of a csv, whatever its name has.
    pub(crate) fn opened_for(&self, source: &TableSource, year: Option<u16>) -> Result<Opened> {
        match source {
            TableSource::Path { path } if is_missing_name(path) => {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                Ok(Opened { table: embedded::named(&name)?, defects: None })
            }
            TableSource::Path { path } => {
                let key = TableKey::File(source::fingerprint(path)?, year);
                let read = || Opened::open(path, year);
                self.kept(self.0.tables.get(&self.0.budget, &key, read))
            }
            TableSource::Embedded { embedded: name } => {
                let read = || Ok::<_, StudyError>(Opened { table: embedded::named(name)?, defects: None });
                self.kept(self.0.tables.get(&self.0.budget, &TableKey::Named(name.clone()), read))
            }
            TableSource::Added { table } => {
                let added = self.0.added.lock().unwrap_or_else(PoisonError::into_inner);
                added.get(table).cloned().ok_or_else(|| StudyError::UnknownTable {
                    name: table.clone(),
                    known: match added.keys().map(String::as_str).collect::<Vec<_>>().as_slice() {
                        [] => "none".to_owned(),
                        names => names.join(", "),
                    },
                })
            }
        }
    }

    /// A table with each of the parties joined into one region.
    pub(crate) fn joined(&self, table: &EconomyTable, parties: &[&Party]) -> Result<EconomyTable, WorldError> {
        let join = || Ok(Opened { table: table.aggregate(parties)?, defects: None });
        let key = TableKey::joined(table, parties);
        self.kept(self.0.tables.get(&self.0.budget, &key, join)).map(|opened| opened.table)
    }

    /// A scenario, checked against a table that the question brings, or that of its year.
    pub(crate) fn scenario(&self, file: &Source, source: Option<&TableSource>) -> Result<Scenario> {
        let (name, bytes) = file.of_kind(FileKind::Scenario)?;
        Ok(match source {
            Some(source) => Scenario::parse_for(&name, &bytes, &self.opened(source)?.table)?,
            None => Scenario::parse_with(&name, &bytes, &|asked| self.asked_table(file, asked))?,
        })
    }

    /// The games of a file, checked against the table of their year.
    pub(crate) fn games(&self, file: &Source) -> Result<StrategyFile> {
        let (name, bytes) = file.of_kind(FileKind::Strategy)?;
        Ok(StrategyFile::parse_with(&name, &bytes, &|asked| self.asked_table(file, asked))?)
    }

    /// The table that a file asks for: an embedded one, or one in a file that is named from the folder of the first. A text
    /// that was brought along has no folder, so that it can name embedded tables only.
    fn asked_table(&self, file: &Source, asked: TableAsked<'_>) -> Result<EconomyTable, WorldError> {
        let Some(name) = asked.name else {
            return self.table_of_year(asked.year.unwrap_or_else(embedded::latest));
        };
        let source = match (TableSource::from(Path::new(name)), file) {
            (TableSource::Path { path }, Source::Path { path: file }) => {
                TableSource::Path { path: file.parent().map_or_else(|| path.clone(), |folder| folder.join(&path)) }
            }
            (TableSource::Path { .. }, Source::Text { .. }) => {
                let known = embedded::names_in_words();
                return Err(WorldError::UnknownTable { name: name.to_owned(), known });
            }
            (embedded, _) => embedded,
        };
        let opened = self.opened_for(&source, asked.year).map_err(|error| match error {
            StudyError::World(error) => error,
            other => WorldError::Format { name: name.to_owned(), reason: other.to_string() },
        })?;
        Ok(opened.table)
    }

    /// The total input requirements of a table.
    pub(crate) fn look_through(&self, table: &EconomyTable) -> Arc<LookThrough> {
        let look = || Ok::<_, Infallible>(Arc::new(LookThrough::new(table)));
        let Ok(made) = self.0.inputs.get(&self.0.budget, &TableId(table.clone()), look);
        self.kept(made)
    }

    /// The baseline of a table under trade elasticities by sector.
    pub(crate) fn baseline(&self, table: &EconomyTable, by_sector: &[f64]) -> Result<Arc<Baseline>, EquilibriumError> {
        let key = BaselineKey::new(table, by_sector, Closure::Recorded);
        let calibrate = || Baseline::from_table(table, by_sector).map(Arc::new);
        self.kept(self.0.baselines.get(&self.0.budget, &key, calibrate))
    }

    /// The same with every deficit closed, at which derivatives are taken.
    pub(crate) fn balanced(&self, table: &EconomyTable, by_sector: &[f64]) -> Result<Arc<Baseline>> {
        let recorded = self.baseline(table, by_sector).during(|| format!("calibrating {}", table.name()))?;
        let key = BaselineKey::new(table, by_sector, Closure::Balanced);
        let close = || FullModel::balanced(&recorded).map(Arc::new);
        Ok(self.kept(self.0.baselines.get(&self.0.budget, &key, close))?)
    }

    /// The world without measures.
    pub(crate) fn world(
        &self,
        table: &EconomyTable,
        by_sector: &[f64],
        closing: Closing,
    ) -> Result<Counterfactual<'static>, EquilibriumError> {
        let baseline = self.baseline(table, by_sector)?;
        let key = WorldKey {
            baseline: BaselineKey::new(table, by_sector, Closure::Recorded),
            deficits: closing.deficits,
            tolerance: closing.tolerance.to_bits(),
        };
        let solve = || solve_shared(&baseline, &baseline.no_wedges(), &closing.options());
        self.kept(self.0.worlds.get(&self.0.budget, &key, solve))
    }

    /// What every question about measures or partings begins with: a baseline of the table and the world in which
    /// nothing has happened. `task` says in an error what it was for.
    pub(crate) fn undisturbed(
        &self,
        table: &EconomyTable,
        set: ElasticitySet,
        closing: Closing,
        task: impl Fn(&str) -> String,
    ) -> Result<Undisturbed> {
        let baseline = self.baseline(table, &set.by_sector).during(|| task("calibrating the baseline"))?;
        let world = self.world(table, &set.by_sector, closing).during(|| task("the world without measures"))?;
        Ok(Undisturbed { set, baseline, world, options: closing.options() })
    }

    /// What was just made, after others have made place for it.
    fn kept<T>(&self, made: T) -> T {
        self.keep_within_limit();
        made
    }

    fn keep_within_limit(&self) {
        keep_within(&self.0.budget, &[&self.0.tables, &self.0.baselines, &self.0.worlds, &self.0.inputs]);
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Session").field("size", &self.size()).field("made", &self.preparations()).finish()
    }
}

impl Opened {
    fn read(name: &str, bytes: &[u8], year: Option<u16>) -> Result<Self> {
        Self::of(TableFile::read_for(name, bytes, year)?)
    }

    /// A table on the disk, a file or a folder.
    #[cfg(feature = "files")]
    fn open(path: &Path, year: Option<u16>) -> Result<Self> {
        Self::of(TableFile::open_for(path, year)?)
    }

    /// There is no disk.
    #[cfg(not(feature = "files"))]
    fn open(path: &Path, _: Option<u16>) -> Result<Self> {
        Err(StudyError::NoFiles { path: path.to_owned() })
    }

    fn of(file: TableFile) -> Result<Self> {
        let defects = match &file {
            TableFile::World(_) => None,
            TableFile::InterCountry(table) => Some(Arc::new(table.defects())),
        };
        Ok(Self { table: file.into_table()?, defects })
    }
}
/// Whether a path is no file and has no ending, as the name of an embedded table has none.
fn is_missing_name(path: &Path) -> bool {
    path.extension().is_none() && path.file_name().is_some() && !path.exists()
}
