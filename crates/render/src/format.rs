//! The formats, which of them a file name asks for, and one function that writes any of them.

use std::fmt;
use std::path::Path;

use serde::Serialize;
use thiserror::Error;
use unequal_presentation::document::Document;

use crate::clean::clean;
use crate::{csv, html, json, parquet, terminal, xlsx};

/// A format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Text with tables, as on a terminal.
    Table,
    /// The typed answer and its document.
    Json,
    /// Tidy rows, one figure a row.
    Csv,
    /// Tidy rows with their types.
    Parquet,
    /// A workbook: a sheet a table, notes, and all tidy rows.
    Xlsx,
    /// A self-contained page.
    Html,
}

/// Why a document cannot be written.
#[derive(Debug, Error)]
pub enum RenderError {
    /// The name of the file and the format asked for contradict each other.
    #[error("{file} ends in .{ending}, which is {by_ending}, but --format asks for {asked}: leave one of them out")]
    Contradiction {
        /// Name of the file, without folders.
        file: String,
        /// Its ending, without the dot.
        ending: String,
        /// The format that the ending stands for.
        by_ending: Format,
        /// The format asked for.
        asked: Format,
    },
    /// No format has this ending, and none was asked for.
    #[error("no format ends in .{ending}{}: known endings are {}; or name the format with --format", nearest(.ending), endings())]
    UnknownEnding {
        /// The ending, without the dot.
        ending: String,
    },
    /// The name of the file has no ending, and no format was asked for.
    #[error(
        "{file} has no ending that tells the format: known endings are {}; or name the format with --format",
        endings()
    )]
    NoEnding {
        /// Name of the file, without folders.
        file: String,
    },
    /// The answer cannot be JSON.
    #[error("the answer cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// Csv failed.
    #[error("csv cannot be written: {0}")]
    Csv(#[from] ::csv::Error),
    /// Parquet failed.
    #[error("Parquet cannot be written: {0}")]
    Parquet(#[from] parquet::ParquetError),
    /// Xlsx failed.
    #[error("xlsx cannot be written: {0}")]
    Xlsx(#[from] xlsx::XlsxError),
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 6] = [Self::Table, Self::Json, Self::Csv, Self::Parquet, Self::Xlsx, Self::Html];

    /// Its name, as `--format` takes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Parquet => "parquet",
            Self::Xlsx => "xlsx",
            Self::Html => "html",
        }
    }

    /// Endings of files in this format, without the dot.
    #[must_use]
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Table => &["txt"],
            Self::Json => &["json"],
            Self::Csv => &["csv"],
            Self::Parquet => &["parquet"],
            Self::Xlsx => &["xlsx"],
            Self::Html => &["html", "htm"],
        }
    }

    /// Whether it is bytes that no terminal can show.
    #[must_use]
    pub fn is_binary(self) -> bool {
        matches!(self, Self::Parquet | Self::Xlsx)
    }

    /// The format that a file's ending stands for, in capitals or not; `None` where it has none or no format has it.
    #[must_use]
    pub fn of_path(path: &Path) -> Option<Self> {
        Self::of_ending(&path.extension()?.to_string_lossy())
    }

    fn of_ending(ending: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.endings().iter().any(|known| known.eq_ignore_ascii_case(ending)))
    }
}

impl fmt::Display for Format {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// The format to write: as the file's ending says, or as asked for, or the table where there is neither file nor wish.
/// A file whose ending no format has is written as asked for.
///
/// # Errors
/// When ending and wish contradict each other, or when there is a file and neither tells a format.
pub fn choose(out: Option<&Path>, asked: Option<Format>) -> Result<Format, RenderError> {
    let Some(path) = out else { return Ok(asked.unwrap_or(Format::Table)) };
    let file = || clean(&path.file_name().unwrap_or(path.as_os_str()).to_string_lossy());
    let ending = path.extension().map(|ending| clean(&ending.to_string_lossy()));
    match (Format::of_path(path), asked, ending) {
        (Some(by_ending), Some(asked), Some(ending)) if by_ending != asked => {
            Err(RenderError::Contradiction { file: file(), ending, by_ending, asked })
        }
        (Some(format), ..) | (None, Some(format), _) => Ok(format),
        (None, None, Some(ending)) => Err(RenderError::UnknownEnding { ending }),
        (None, None, None) => Err(RenderError::NoEnding { file: file() }),
    }
}

/// A document, and for JSON its typed answer, in a format. `width` is the number of characters in a line of text; other
/// formats do not use it.
///
/// # Errors
/// When the answer cannot be JSON, or a workbook would be larger than one can be.
pub fn render<A: Serialize + ?Sized>(
    answer: &A,
    document: &Document,
    format: Format,
    width: u16,
) -> Result<Vec<u8>, RenderError> {
    Ok(match format {
        Format::Table => terminal::terminal(document, width).into_bytes(),
        Format::Json => json::json(answer, document)?.into_bytes(),
        Format::Csv => csv::csv(document)?,
        Format::Parquet => parquet::parquet(document)?,
        Format::Xlsx => xlsx::xlsx(document)?,
        Format::Html => html::page(document).into_bytes(),
    })
}

/// The known endings in a sentence.
fn endings() -> String {
    let all: Vec<String> =
        Format::ALL.iter().flat_map(|format| format.endings()).map(|end| format!(".{end}")).collect();
    unequal_presentation::language::listed(&all)
}

/// The known ending that is written most like an unknown one, as a question; nothing where none is like it.
fn nearest(ending: &str) -> String {
    let ending = ending.to_lowercase();
    let known = Format::ALL.iter().flat_map(|format| format.endings());
    let near = known.map(|known| (strsim::osa_distance(&ending, known), *known)).min_by_key(|(distance, _)| *distance);
    match near {
        Some((distance, known)) if distance <= 2 && distance < ending.chars().count() => {
            format!(" (did you mean .{known}?)")
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(out: &str, asked: Option<Format>) -> Result<Format, String> {
        choose(Some(Path::new(out)), asked).map_err(|error| error.to_string())
    }

    #[test]
    fn the_ending_chooses_the_format() {
        for format in Format::ALL {
            for ending in format.endings() {
                assert_eq!(chosen(&format!("folder.x/brief.{ending}"), None), Ok(format));
                assert_eq!(chosen(&format!("BRIEF.{}", ending.to_uppercase()), Some(format)), Ok(format));
            }
            assert_eq!(chosen("brief", Some(format)), Ok(format));
            assert_eq!(chosen("brief.dat", Some(format)), Ok(format));
        }
        assert!(matches!(choose(None, None), Ok(Format::Table)));
        assert!(matches!(choose(None, Some(Format::Csv)), Ok(Format::Csv)));
    }

    #[test]
    fn an_ending_that_contradicts_the_format_is_refused() {
        let refused = chosen("folder/brief.xlsx", Some(Format::Csv)).unwrap_err();
        assert_eq!(
            refused,
            "brief.xlsx ends in .xlsx, which is xlsx, but --format asks for csv: leave one of them out"
        );
    }

    #[test]
    fn an_unknown_ending_lists_the_known_ones() {
        let refused = chosen("brief.xls", None).unwrap_err();
        assert_eq!(
            refused,
            "no format ends in .xls (did you mean .xlsx?): known endings are .txt, .json, .csv, .parquet, .xlsx, .html and \
             .htm; or name the format with --format"
        );
        assert!(!chosen("brief.md", None).unwrap_err().contains("did you mean"));
        assert!(chosen("brief", None).unwrap_err().starts_with("brief has no ending"));
    }
}
