//! A table of unknown layout: told apart by its content, treated the same afterwards.

use std::io::Read;
#[cfg(feature = "files")]
use std::path::Path;

use super::{InterCountryTable, read_inter_country_csv};
use crate::table::EconomyTable;
use crate::{Result, WorldError, format};

/// What a file turned out to hold.
#[derive(Debug)]
pub enum TableFile {
    /// A `.world` file: already condensed and consistent.
    World(Box<EconomyTable>),
    /// A full table in the OECD's csv layout, as it stands.
    InterCountry(Box<InterCountryTable>),
}

impl TableFile {
    /// Opens a `.world` file or a csv (plain or gzip) in the OECD ICIO layout, told apart by content.
    #[cfg(feature = "files")]
    pub fn open(path: &Path) -> Result<Self> {
        let bytes = std::fs::read(path).map_err(|source| WorldError::Io { path: path.to_owned(), source })?;
        Self::read(&path.display().to_string(), &bytes)
    }

    /// Reads the bytes of such a file. `name` stands in errors and gives the year of a csv; gzip takes the feature
    /// `files`.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self> {
        Self::read_for(name, bytes, None)
    }

    /// The same, where whoever asks knows the year: then a csv is of that year whatever its name has.
    pub fn read_for(name: &str, bytes: &[u8], year: Option<u16>) -> Result<Self> {
        if bytes.starts_with(b"UNEQUAL") {
            return Ok(Self::World(Box::new(format::read(name, bytes)?)));
        }
        let refused = |reason: String| WorldError::Format { name: name.to_owned(), reason };
        let decoded = utf_16(bytes).map_err(&refused)?;
        let bytes = decoded.as_deref().map_or(bytes, str::as_bytes);
        let year = match (year, years_in_name(name).as_slice()) {
            (Some(year), _) | (None, &[year]) => year,
            (None, []) => {
                return Err(refused(
                    "a csv table must carry its year as four digits in the file's name, or be asked for with --year"
                        .to_owned(),
                ));
            }
            (None, several) => {
                let years: Vec<String> = several.iter().map(ToString::to_string).collect();
                return Err(refused(format!(
                    "its name has more than one year, {}; rename it so that only the table\u{2019}s is left, or give --year",
                    years.join(" and ")
                )));
            }
        };
        Ok(Self::InterCountry(Box::new(read_inter_country_csv(name, unpacked(name, bytes)?, year)?)))
    }

    /// The table ready for use: a full table is treated as in model.md section 2.
    pub fn into_table(self) -> Result<EconomyTable> {
        match self {
            Self::World(table) => Ok(*table),
            Self::InterCountry(table) => table.condense(&[]),
        }
    }
}

/// The text of a file in UTF-16, as spreadsheets save it; `None` of any other.
fn utf_16(bytes: &[u8]) -> std::result::Result<Option<String>, String> {
    let unit = match bytes {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => return Ok(None),
    };
    let units = bytes[2..].chunks(2).map(|pair| match pair {
        [one, other] => unit([*one, *other]),
        // Half a character: nothing stands for it.
        _ => 0xd800,
    });
    let text: std::result::Result<String, _> = char::decode_utf16(units).collect();
    text.map(Some).map_err(|_| "it begins as UTF-16 and is none; save it as csv in UTF-8".to_owned())
}

/// The text of a csv, whether it is compressed or not.
fn unpacked<'a>(name: &str, bytes: &'a [u8]) -> Result<Box<dyn Read + 'a>> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(Box::new(bytes));
    }
    #[cfg(feature = "files")]
    let text: Result<Box<dyn Read + 'a>> = Ok(Box::new(flate2::read::MultiGzDecoder::new(bytes)));
    #[cfg(not(feature = "files"))]
    let text =
        Err(WorldError::Format { name: name.to_owned(), reason: "it is compressed; unpack it first".to_owned() });
    let _ = name;
    text
}

/// All runs of four digits, in the last part of a path, that can be a year; each once.
fn years_in_name(name: &str) -> Vec<u16> {
    let name = name.rsplit(['/', std::path::MAIN_SEPARATOR]).next().unwrap_or(name);
    let digits = name.split(|character: char| !character.is_ascii_digit()).filter(|digits| digits.len() == 4);
    let mut years: Vec<u16> =
        digits.filter_map(|digits| digits.parse().ok()).filter(|year| (1900..2200).contains(year)).collect();
    years.sort_unstable();
    years.dedup();
    years
}
