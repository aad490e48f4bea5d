//! Opening a table by its path.

use std::io::Read;
use std::path::Path;

use super::{InterCountryTable, read_inter_country_csv};
use crate::table::EconomyTable;
use crate::{Result, WorldError, format};

/// What a file on disk turned out to hold.
#[derive(Debug)]
pub enum TableFile {
    /// A `.world` file: already condensed and consistent.
    World(Box<EconomyTable>),
    /// A full table in the OECD's csv layout, as it stands.
    InterCountry(Box<InterCountryTable>),
}

impl TableFile {
    /// Opens a `.world` file or a csv (plain or gzip) in the OECD ICIO layout, told apart by content.
    pub fn open(path: &Path) -> Result<Self> {
        let io = |source| WorldError::Io { path: path.to_owned(), source };
        let bytes = std::fs::read(path).map_err(io)?;
        let name = path.display().to_string();
        if bytes.starts_with(b"UNEQUAL") {
            return Ok(Self::World(Box::new(format::read(&name, &bytes)?)));
        }
        let year = year_in_name(path).ok_or_else(|| WorldError::Format {
            name: name.clone(),
            reason: "a csv table must carry its year as four digits in the file's name".to_owned(),
        })?;
        let text: Box<dyn Read> = if bytes.starts_with(&[0x1f, 0x8b]) {
            Box::new(flate2::read::MultiGzDecoder::new(bytes.as_slice()))
        } else {
            Box::new(bytes.as_slice())
        };
        Ok(Self::InterCountry(Box::new(read_inter_country_csv(&name, text, year)?)))
    }

    /// The table ready for use: a full table is treated as in model.md section 2.
    pub fn into_table(self) -> Result<EconomyTable> {
        match self {
            Self::World(table) => Ok(*table),
            Self::InterCountry(table) => table.condense(&[]),
        }
    }
}

fn year_in_name(path: &Path) -> Option<u16> {
    let name = path.file_name()?.to_str()?;
    name.split(|character: char| !character.is_ascii_digit())
        .filter(|digits| digits.len() == 4)
        .filter_map(|digits| digits.parse().ok())
        .find(|year| (1900..2200).contains(year))
}
