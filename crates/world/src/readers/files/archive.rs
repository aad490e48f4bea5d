//! A zip archive in memory.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use flate2::read::DeflateDecoder;
use zip::{CompressionMethod, ZipArchive};

use super::super::bounded::Bounded;
use super::Files;
use super::checked::Checked;
use crate::{Result, WorldError};

/// Files that an archive may have.
const MOST_FILES: usize = 10_000;

/// Where a file lies in the archive.
struct Entry {
    start: usize,
    end: usize,
    is_deflated: bool,
    checksum: u32,
}

/// A zip archive.
pub(in super::super) struct Archive<'a> {
    name: String,
    bytes: &'a [u8],
    names: Vec<String>,
    entries: BTreeMap<String, Entry>,
}

/// Whether bytes begin like a zip archive.
pub(in super::super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

impl<'a> Archive<'a> {
    /// An archive by its bytes; `name` stands in errors.
    pub fn new(name: &str, bytes: &'a [u8]) -> Result<Self> {
        let fault = |reason: String| WorldError::Table { name: name.to_owned(), reason };
        let damaged = |error: zip::result::ZipError| fault(format!("it is no whole zip archive: {error}"));
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        if archive.len() > MOST_FILES {
            return Err(fault(format!("it has {} files, more than the {MOST_FILES} that are read", archive.len())));
        }
        let mut entries = BTreeMap::new();
        for number in 0..archive.len() {
            let file = archive.by_index_raw(number).map_err(damaged)?;
            let is_deflated = match file.compression() {
                CompressionMethod::Stored => false,
                CompressionMethod::Deflated => true,
                other => return Err(fault(format!("{} is packed by {other}: unpack the archive first", file.name()))),
            };
            if !file.is_file() || file.name().starts_with("__MACOSX/") {
                continue;
            }
            let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
            let (start, length) = (place(file.data_start()), place(file.compressed_size()));
            let end = start.saturating_add(length);
            if end > bytes.len() {
                return Err(fault(format!("{} ends beyond the archive", file.name())));
            }
            entries.insert(file.name().to_owned(), Entry { start, end, is_deflated, checksum: file.crc32() });
        }
        Ok(Self { name: name.to_owned(), bytes, names: entries.keys().cloned().collect(), entries })
    }

    /// Whether the archive is a workbook.
    pub fn is_workbook(&self) -> bool {
        self.names.iter().any(|name| matches!(name.as_str(), "xl/workbook.xml" | "xl/workbook.bin"))
    }
}

impl Files for Archive<'_> {
    fn name(&self) -> &str {
        &self.name
    }

    fn names(&self) -> &[String] {
        &self.names
    }

    fn open(&self, name: &str) -> Result<Box<dyn Read + '_>> {
        let Some(entry) = self.entries.get(name) else {
            return Err(self.fault("", format!("there is no file {name} in it")));
        };
        let packed = self.bytes.get(entry.start..entry.end).unwrap_or_default();
        let text: Box<dyn Read + '_> =
            if entry.is_deflated { Box::new(DeflateDecoder::new(packed)) } else { Box::new(packed) };
        Ok(Box::new(Checked::new(Bounded::new(text), entry.checksum)))
    }
}
