//! Tables of several files: folders and zip archives, and workbooks, which are zip archives too.

mod archive;
mod checked;
mod eora;
mod folder;
mod matrices;
mod parquet_sheet;
mod workbook;

use std::cell::Cell;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::bounded::Bounded;
use super::inter_country_table::InterCountryTable;
use super::layout::read_sheet;
use super::sheet::CsvSheet;
use super::years::Years;
use crate::{Result, WorldError};

pub(super) use archive::{Archive, is_zip};
pub(super) use folder::Folder;
pub(super) use parquet_sheet::{ParquetSheet, is_parquet};

/// Bytes of one part that is read whole: a workbook in an archive, a description.
const MOST_WHOLE: u64 = 2 << 30;

/// What a call of a library that reads a packed format gives; `None` where it panics, as `calamine` 0.38 and `parquet` 59 do
/// on some damaged bytes. What the call was reading is not used again.
fn contained<T>(call: impl FnOnce() -> T) -> Option<T> {
    let outer = CONTAINED.replace(true);
    let given = catch_unwind(AssertUnwindSafe(call)).ok();
    CONTAINED.set(outer);
    given
}

thread_local! {
    /// Whether this thread is in a call whose panic becomes an error.
    static CONTAINED: Cell<bool> = const { Cell::new(false) };
}

/// Whether a panic of this thread now becomes an error that is told otherwise, so that a program's panic hook may be silent.
#[must_use]
pub fn is_panic_contained() -> bool {
    CONTAINED.get()
}

/// Files that belong together.
pub(super) trait Files {
    /// What they are called together.
    fn name(&self) -> &str;

    /// Their names, with `/` between folders, in alphabetical order.
    fn names(&self) -> &[String];

    /// Opens one from its beginning.
    fn open(&self, name: &str) -> Result<Box<dyn Read + '_>>;

    /// A fault of one, or of all together.
    fn fault(&self, part: &str, reason: String) -> WorldError {
        let own = self.name();
        WorldError::Table { name: if part.is_empty() { own.to_owned() } else { format!("{own}, {part}") }, reason }
    }

    /// One as a whole.
    fn whole(&self, name: &str) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let read = Bounded::within(self.open(name)?, MOST_WHOLE).read_to_end(&mut bytes);
        read.map_err(|error| self.fault(name, error.to_string()))?;
        Ok(bytes)
    }
}

/// Reads the table of several files: matrices of EXIOBASE, Eora or pymrio, or else the one table among them.
pub(super) fn read(files: &dyn Files, years: &Years) -> Result<InterCountryTable> {
    if let Some(found) = matrices::find(files) {
        return matrices::read(files, &found, years);
    }
    if let Some(found) = eora::find(files, years) {
        return eora::read(files, &found, years);
    }
    let name = chosen(files, years)?;
    let years = years.or_of(&name);
    let head = {
        let mut head = Vec::new();
        let read = files.open(&name)?.take(4).read_to_end(&mut head);
        read.map_err(|error| files.fault(&name, error.to_string()))?;
        head
    };
    let full = format!("{}, {name}", files.name());
    if is_zip(&head) {
        let bytes = files.whole(&name)?;
        let archive = Archive::new(&full, &bytes)?;
        if !archive.is_workbook() {
            return Err(files.fault(&name, "it is an archive inside an archive: unpack it first".to_owned()));
        }
        return workbook::read(&full, &bytes, &archive, &years);
    }
    if is_parquet(&head) {
        return read_sheet(&ParquetSheet::new(&full, files.whole(&name)?)?, &years);
    }
    let sheet = CsvSheet::new(&full, Box::new(|| files.open(&name)))?;
    read_sheet(&sheet, &years)
}

/// Reads the bytes of an archive: a workbook, or files that belong together.
pub(super) fn read_archive(name: &str, bytes: &[u8], years: &Years) -> Result<InterCountryTable> {
    let archive = Archive::new(name, bytes)?;
    if archive.is_workbook() { workbook::read(name, bytes, &archive, years) } else { read(&archive, years) }
}

/// The file that holds the table: the only one that can, or the one with the year.
fn chosen(files: &dyn Files, years: &Years) -> Result<String> {
    const NAMED: usize = 8;
    let can = |name: &&String| {
        let lower = name.to_lowercase();
        [".csv", ".txt", ".tsv", ".xlsx", ".xlsb", ".parquet"].iter().any(|ending| lower.ends_with(ending))
            && !lower.contains("readme")
    };
    let candidates: Vec<&String> = files.names().iter().filter(can).collect();
    let of_year = |name: &&String| {
        let of_name = Years::of(name, None).resolve(&[]);
        years.asked.is_some() && of_name.ok() == years.asked
    };
    let dated: Vec<&String> = candidates.iter().copied().filter(of_year).collect();
    match (candidates.as_slice(), dated.as_slice()) {
        ([only], _) | (_, [only]) => Ok((*only).clone()),
        ([], _) => Err(files.fault(
            "",
            "it holds no table: expected Z.txt and Y.txt (EXIOBASE, pymrio), files of Eora26, a csv or a workbook"
                .to_owned(),
        )),
        (several, _) => {
            let named: Vec<&str> = several.iter().take(NAMED).map(|name| name.as_str()).collect();
            let more = if several.len() > NAMED { " and others" } else { "" };
            let reason = format!(
                "it holds several tables, {}{more}: choose one with --year, or give the file",
                named.join(", ")
            );
            Err(files.fault("", reason))
        }
    }
}

#[cfg(test)]
mod tests;
