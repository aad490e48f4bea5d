//! A folder on the disk.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use super::Files;
use crate::{Result, WorldError};

/// Files that a folder may have, with those of folders in it.
const MOST_FILES: usize = 10_000;
/// Levels of folders that are looked into.
const DEEPEST: usize = 3;

/// The files of a folder.
pub(in super::super) struct Folder {
    name: String,
    names: Vec<String>,
    paths: BTreeMap<String, PathBuf>,
}

impl Folder {
    /// The files of a folder and of the folders in it.
    pub fn new(path: &Path) -> Result<Self> {
        let mut paths = BTreeMap::new();
        collect(path, "", DEEPEST, &mut paths)?;
        Ok(Self { name: path.display().to_string(), names: paths.keys().cloned().collect(), paths })
    }
}

fn collect(folder: &Path, before: &str, levels: usize, paths: &mut BTreeMap<String, PathBuf>) -> Result<()> {
    let failed = |source| WorldError::Io { path: folder.to_owned(), source };
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let own = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let name = format!("{before}{own}");
        if path.is_dir() && levels > 0 && !own.starts_with('.') {
            collect(&path, &format!("{name}/"), levels - 1, paths)?;
        } else if path.is_file() {
            paths.insert(name, path);
        }
        if paths.len() > MOST_FILES {
            let reason = format!("it has more than {MOST_FILES} files: give the folder of the table alone");
            return Err(WorldError::Table { name: folder.display().to_string(), reason });
        }
    }
    Ok(())
}

impl Files for Folder {
    fn name(&self) -> &str {
        &self.name
    }

    fn names(&self) -> &[String] {
        &self.names
    }

    fn open(&self, name: &str) -> Result<Box<dyn Read + '_>> {
        let Some(path) = self.paths.get(name) else {
            return Err(self.fault("", format!("there is no file {name} in it")));
        };
        let file = File::open(path).map_err(|source| WorldError::Io { path: path.clone(), source })?;
        Ok(Box::new(BufReader::new(file)))
    }
}
