//! Packed csv files that come with the program or are given as packs, unpacked when they are first asked for.

use std::io::Read;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::rows::read_rows;
use crate::{Result, WorldError, pack};

/// Figures of one thing: ascending years, each with its value.
pub type Years = Vec<(u16, f64)>;

/// A packed csv file whose rows are sorted by their first fields.
pub(crate) struct Packed {
    name: &'static str,
    /// Its bytes where they are compiled in.
    frame: Option<&'static [u8]>,
    unpacked: OnceLock<Unpacked>,
}

struct Unpacked {
    text: String,
    /// Where each row starts, the header left out.
    starts: Vec<usize>,
}

/// Statics of packed files in one folder.
macro_rules! packed {
    ($folder:literal => $($name:ident = $file:literal;)*) => {
        $(static $name: $crate::packed::Packed = $crate::packed::Packed::new(
            concat!($folder, $file),
            $crate::pack::compiled_in!(concat!("../../../../", $folder, $file)),
        );)*
        /// These files.
        pub(crate) static FILES: &[$crate::pack::File] = &[$($name.file()),*];
    };
}
pub(crate) use packed;

impl Packed {
    /// A file by its path, and its bytes where they are compiled in.
    pub(crate) const fn new(name: &'static str, frame: Option<&'static [u8]>) -> Self {
        Self { name, frame, unpacked: OnceLock::new() }
    }

    /// The file by its path.
    pub(crate) const fn file(&self) -> pack::File {
        (self.name, self.frame)
    }

    /// The rows whose first fields are the keys. Files are sorted, so the rows stand together.
    pub(crate) fn rows<T: for<'de> Deserialize<'de>>(&self, keys: &[&str]) -> Result<Vec<T>> {
        let start: String = keys.iter().flat_map(|key| [*key, ","]).collect();
        let unpacked = self.open()?;
        let header = unpacked.text.split_inclusive('\n').next().into_iter();
        let text: String =
            header.chain(unpacked.starting(&start).filter_map(|row| row.split_inclusive('\n').next())).collect();
        read_rows(self.name, &text)
    }

    /// What follows the keys in the one row that starts with them, as text without the end of the line.
    pub(crate) fn after(&self, keys: &[&str]) -> Result<Option<&str>> {
        let start: String = keys.iter().flat_map(|key| [*key, ","]).collect();
        let unpacked = self.open()?;
        let row = unpacked.starting(&start).next();
        Ok(row.and_then(|row| row.get(start.len()..)).and_then(|rest| rest.lines().next()))
    }

    /// The years of the row with these keys and one list of figures, ascending; none where there is no row.
    pub(crate) fn years(&self, keys: &[&str]) -> Result<Years> {
        let Some(rest) = self.after(keys)? else { return Ok(Vec::new()) };
        let (from, values) =
            rest.split_once(',').ok_or_else(|| self.fault(format!("{} without figures", keys.join(","))))?;
        self.listed(keys, from, values)
    }

    /// The same of every row that starts with these keys, by the key that follows.
    pub(crate) fn years_after(&self, keys: &[&str]) -> Result<Vec<(String, Years)>> {
        let start: String = keys.iter().flat_map(|key| [*key, ","]).collect();
        let rows = self.open()?.starting(&start).filter_map(|row| row.get(start.len()..)?.lines().next());
        rows.map(|row| {
            let mut fields = row.splitn(3, ',');
            let (Some(key), Some(from), Some(values)) = (fields.next(), fields.next(), fields.next()) else {
                return Err(self.fault(format!("{start}{row}: too few fields")));
            };
            Ok((key.to_owned(), self.listed(keys, from, values)?))
        })
        .collect()
    }

    /// Figures of consecutive years, separated by spaces; nothing stands where a year is unknown.
    pub(crate) fn listed(&self, keys: &[&str], from: &str, values: &str) -> Result<Years> {
        let fault = |what: &str| self.fault(format!("{}: `{what}` is no number", keys.join(",")));
        let from: u16 = from.parse().map_err(|_| fault(from))?;
        let known = (from..).zip(values.split(' ')).filter(|(_, text)| !text.is_empty());
        known.map(|(year, text)| Ok((year, text.parse().map_err(|_| fault(text))?))).collect()
    }

    /// The error of a row that cannot be understood.
    pub(crate) fn fault(&self, reason: impl Into<String>) -> WorldError {
        WorldError::Line { name: self.name.to_owned(), line: 0, reason: reason.into() }
    }

    fn open(&self) -> Result<&Unpacked> {
        if let Some(unpacked) = self.unpacked.get() {
            return Ok(unpacked);
        }
        // What is missing or damaged may be there in whole when it is asked for again.
        let frame = pack::bytes(self.name, self.frame)?;
        let unpacked = Unpacked::from_frame(&frame).map_err(|reason| self.fault(reason))?;
        Ok(self.unpacked.get_or_init(|| unpacked))
    }
}

impl Unpacked {
    fn from_frame(frame: &[u8]) -> std::result::Result<Self, String> {
        let mut decoder = ruzstd::decoding::StreamingDecoder::new(frame).map_err(|error| error.to_string())?;
        let mut text = String::new();
        decoder.read_to_string(&mut text).map_err(|error| error.to_string())?;
        let mut starts: Vec<usize> = text.match_indices('\n').map(|(place, _)| place + 1).collect();
        starts.pop_if(|start| *start == text.len());
        Ok(Self { text, starts })
    }

    /// The text from each row on that starts so.
    fn starting<'a>(&'a self, start: &str) -> impl Iterator<Item = &'a str> {
        let row = |place: usize| self.text.get(place..).unwrap_or_default();
        let first = self.starts.partition_point(|place| row(*place) < start);
        self.starts.iter().skip(first).map(move |place| row(*place)).take_while(move |row| row.starts_with(start))
    }
}
