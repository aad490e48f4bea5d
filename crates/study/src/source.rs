//! Files of a question: named by path where there is a disk, brought along as text where there is none.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unequal_world::embedded;

use crate::file_kind::{self, FileKind};
use crate::{Result, StudyError};

/// A text file: a scenario, a pipeline, games, claims, events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged, deny_unknown_fields)]
pub enum Source {
    /// On the disk; needs the feature `files`.
    Path {
        /// Where.
        path: PathBuf,
    },
    /// Brought along.
    Text {
        /// What it is called in errors and in the answer.
        name: String,
        /// Its text.
        text: String,
    },
}

/// A table other than an embedded one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged, deny_unknown_fields)]
pub enum TableSource {
    /// A `.world` file, or a table in a layout that is known here (a file, a zip archive, a folder) with its year in its
    /// name; needs the feature `files`.
    Path {
        /// Where.
        path: PathBuf,
    },
    /// One that comes with the program, by its name: `oecd-2022` is the table of 2022 as its source published it.
    Embedded {
        /// Its name.
        embedded: String,
    },
    /// One that was given to the session with [`crate::Session::add_table`].
    Added {
        /// Under which name.
        table: String,
    },
}

impl From<&Path> for Source {
    fn from(path: &Path) -> Self {
        Self::Path { path: path.to_owned() }
    }
}

impl From<&Path> for TableSource {
    /// A file, or an embedded table where the path is its name.
    fn from(path: &Path) -> Self {
        match embedded::names().find(|name| Path::new(name) == path) {
            Some(name) => Self::Embedded { embedded: name.to_owned() },
            None => Self::Path { path: path.to_owned() },
        }
    }
}

impl Source {
    /// A text with its name.
    #[must_use]
    pub fn text(name: &str, text: &str) -> Self {
        Self::Text { name: name.to_owned(), text: text.to_owned() }
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Path { path } => path.display().to_string(),
            Self::Text { name, .. } => name.clone(),
        }
    }

    /// What it is called, a file without folders.
    pub(crate) fn short_name(&self) -> String {
        match self {
            Self::Path { path } => file_name(path),
            Self::Text { name, .. } => name.clone(),
        }
    }

    /// Its bytes.
    pub(crate) fn bytes(&self) -> Result<Cow<'_, [u8]>> {
        match self {
            Self::Path { path } => read(path).map(Cow::Owned),
            Self::Text { text, .. } => Ok(Cow::Borrowed(text.as_bytes())),
        }
    }

    /// Name and bytes of a file of a kind; one that is of another kind is refused.
    pub(crate) fn of_kind(&self, kind: FileKind) -> Result<(String, Cow<'_, [u8]>)> {
        let (name, bytes) = (self.name(), self.bytes()?);
        file_kind::check(&name, &bytes, kind)?;
        Ok((name, bytes))
    }
}

/// The last part of a path.
fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

impl TableSource {
    /// Its name, of a file without folders: pages do not tell where files lie.
    pub(crate) fn short_name(&self) -> String {
        match self {
            Self::Path { path } => file_name(path),
            Self::Embedded { .. } | Self::Added { .. } => self.name(),
        }
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Path { path } => path.display().to_string(),
            Self::Embedded { embedded: name } | Self::Added { table: name } => name.clone(),
        }
    }
}

/// Bytes of a document at most: scenarios, claims, articles, elasticities, events.
#[cfg(feature = "files")]
const MOST_OF_DOCUMENT: u64 = 16 << 20;

/// Reads a file that is no table.
#[cfg(feature = "files")]
pub(crate) fn read(path: &Path) -> Result<Vec<u8>> {
    Ok(unequal_world::readers::read_whole_file(path, MOST_OF_DOCUMENT)?)
}

/// There is no disk.
#[cfg(not(feature = "files"))]
pub(crate) fn read(path: &Path) -> Result<Vec<u8>> {
    Err(StudyError::NoFiles { path: path.to_owned() })
}

/// Tells a file from its later contents without reading it: path, size and time of the last change.
#[cfg(feature = "files")]
pub(crate) fn fingerprint(path: &Path) -> Result<String> {
    let failed = |source| StudyError::from(unequal_world::WorldError::Io { path: path.to_owned(), source });
    let known = std::fs::metadata(path).map_err(failed)?;
    let changed = known.modified().map_err(failed)?;
    let own = format!("{} {} {changed:?}", path.display(), known.len());
    if !known.is_dir() {
        return Ok(own);
    }
    // A folder does not change with its files: those tell, as far as they lie in it and not deeper.
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let known = entry.metadata().map_err(failed)?;
        files.push(format!("{:?} {} {:?}", entry.file_name(), known.len(), known.modified().map_err(failed)?));
    }
    files.sort_unstable();
    Ok(format!("{own} {}", files.join(" ")))
}

/// There is no disk.
#[cfg(not(feature = "files"))]
pub(crate) fn fingerprint(path: &Path) -> Result<String> {
    Err(StudyError::NoFiles { path: path.to_owned() })
}
