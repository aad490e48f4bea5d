//! A table of unknown layout: told apart by its content, treated the same afterwards.

use std::io::Read;
#[cfg(feature = "files")]
use std::path::Path;

use super::InterCountryTable;
#[cfg(feature = "files")]
use super::files::{self, Folder};
use super::layout::read_sheet;
use super::sheet::CsvSheet;
#[cfg(feature = "files")]
use super::whole_file::read_whole_file;
use super::years::Years;
use crate::table::EconomyTable;
use crate::{Result, WorldError, format};

/// What a file turned out to hold.
#[derive(Debug)]
pub enum TableFile {
    /// A `.world` file: already condensed and consistent.
    World(Box<EconomyTable>),
    /// A full table, as it stands.
    InterCountry(Box<InterCountryTable>),
}

/// Bytes of a table's file at most: it is held in memory, and the largest published is half of this.
#[cfg(feature = "files")]
const MOST_OF_FILE: u64 = 2 << 30;

impl TableFile {
    /// Opens a `.world` file, a table in a layout that is known here (csv, plain or gzip, a workbook, a zip archive), told
    /// apart by content, or a folder of such a table.
    #[cfg(feature = "files")]
    pub fn open(path: &Path) -> Result<Self> {
        Self::open_for(path, None)
    }

    /// The same, where whoever asks knows the year.
    #[cfg(feature = "files")]
    pub fn open_for(path: &Path, year: Option<u16>) -> Result<Self> {
        let name = path.display().to_string();
        if path.is_dir() {
            let table = files::read(&Folder::new(path)?, &Years::of(&name, year))?;
            return Ok(Self::InterCountry(Box::new(table)));
        }
        let bytes = read_whole_file(path, MOST_OF_FILE)?;
        Self::read_for(&name, &bytes, year)
    }

    /// Reads the bytes of such a file. `name` stands in errors and gives the year of a table that does not say it; gzip,
    /// archives and workbooks take the feature `files`.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self> {
        Self::read_for(name, bytes, None)
    }

    /// The same, where whoever asks knows the year: then a table is of that year whatever its name has, and of several the
    /// one of that year is read.
    pub fn read_for(name: &str, bytes: &[u8], year: Option<u16>) -> Result<Self> {
        if bytes.starts_with(b"UNEQUAL") {
            return Ok(Self::World(Box::new(format::read(name, bytes)?)));
        }
        let refused = |reason: String| WorldError::Format { name: name.to_owned(), reason };
        if let Some(kind) = unreadable(bytes) {
            return Err(WorldError::Table { name: name.to_owned(), reason: kind.to_owned() });
        }
        #[cfg(feature = "files")]
        if files::is_zip(bytes) {
            return Ok(Self::InterCountry(Box::new(files::read_archive(name, bytes, &Years::of(name, year))?)));
        }
        #[cfg(feature = "files")]
        if files::is_parquet(bytes) {
            let sheet = files::ParquetSheet::new(name, bytes.to_vec())?;
            return Ok(Self::InterCountry(Box::new(read_sheet(&sheet, &Years::of(name, year))?)));
        }
        let decoded = utf_16(bytes).map_err(&refused)?;
        let bytes = decoded.as_deref().map_or(bytes, str::as_bytes);
        let sheet = CsvSheet::new(name, Box::new(|| unpacked(name, bytes)))?;
        Ok(Self::InterCountry(Box::new(read_sheet(&sheet, &Years::of(name, year))?)))
    }

    /// The table ready for use: a full table is treated as in model.md section 2.
    pub fn into_table(self) -> Result<EconomyTable> {
        match self {
            Self::World(table) => Ok(*table),
            Self::InterCountry(table) => table.condense(&[]),
        }
    }
}

/// What must be said of a file of a kind that is not read, by its first bytes.
fn unreadable(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xd0, 0xcf, 0x11, 0xe0, ..] => {
            Some("it is a workbook of the old kind (xls) or with a password: save it as xlsx")
        }
        [b'R', b'D', b'X' | b'A', ..] | [b'X', b'\n', 0, ..] => Some("it is a file of R: save the table as csv there"),
        [b'B', b'Z', b'h', ..]
        | [0xfd, b'7', b'z', b'X', b'Z', ..]
        | [0x28, 0xb5, 0x2f, 0xfd, ..]
        | [b'7', b'z', 0xbc, 0xaf, ..]
        | [b'R', b'a', b'r', b'!', ..] => Some("it is packed in a way that is not read here: unpack it first"),
        [b'%', b'P', b'D', b'F', ..] => Some("it is a PDF: save the table as csv"),
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Some("it is in UTF-32: save it as csv in UTF-8"),
        #[cfg(not(feature = "files"))]
        [b'P', b'K', 3, 4, ..] => Some("it is an archive or a workbook: save the table as csv"),
        _ => None,
    }
}

/// The text of a file in UTF-16, as spreadsheets save it, with the mark of its order of bytes or without; `None` of any other.
fn utf_16(bytes: &[u8]) -> std::result::Result<Option<String>, String> {
    type Unit = fn([u8; 2]) -> u16;
    let (unit, rest): (Unit, &[u8]) = match bytes {
        [0xff, 0xfe, rest @ ..] => (u16::from_le_bytes, rest),
        [0xfe, 0xff, rest @ ..] => (u16::from_be_bytes, rest),
        // Letters of codes are below 128, so that one of their two bytes is zero.
        [1..=255, 0, 1..=255, 0, ..] => (u16::from_le_bytes, bytes),
        [0, 1..=255, 0, 1..=255, ..] => (u16::from_be_bytes, bytes),
        _ => return Ok(None),
    };
    let units = rest.chunks(2).map(|pair| match pair {
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
