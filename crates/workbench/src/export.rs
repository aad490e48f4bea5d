//! The workbench as a static site: the page, the module for a browser, and the data files that it fetches.

use std::fs;
use std::path::{Path, PathBuf};

use unequal_world::packs;

use crate::error::WorkbenchError;
use crate::site::{self, MODULE};

/// Folder of the data files in the site.
const DATA: &str = "data";
/// First bytes of a WebAssembly module.
const MAGIC: &[u8] = b"\0asm";

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// Number of files.
    pub files: usize,
    /// Bytes of all of them.
    pub bytes: usize,
    /// Whether the module is among them, without which the page asks a server.
    pub with_module: bool,
}

/// Writes the site into a folder, which is made where it is not there. The module is that of a file, or else the one that
/// is compiled in, if any.
///
/// # Errors
/// When a file cannot be read or written, or the module is none.
pub fn export(folder: &Path, module: Option<&Path>) -> Result<Exported, WorkbenchError> {
    let mut written = Exported { files: 0, bytes: 0, with_module: false };
    // Read first, so that a mistake in its name leaves nothing half written.
    let given = module.map(read).transpose()?;
    for (name, content) in site::files().filter(|(name, _)| name != MODULE || given.is_none()) {
        written.with_module |= name == MODULE;
        write(folder, &name, &content, &mut written)?;
    }
    if let Some(module) = given {
        written.with_module = true;
        write(folder, MODULE, &module, &mut written)?;
    }
    for name in packs::names() {
        write(folder, &format!("{DATA}/{name}"), &packs::content(name)?, &mut written)?;
    }
    Ok(written)
}

fn read(path: &Path) -> Result<Vec<u8>, WorkbenchError> {
    let bytes = fs::read(path).map_err(|source| WorkbenchError::Module { path: path.to_owned(), source })?;
    if bytes.starts_with(MAGIC) { Ok(bytes) } else { Err(WorkbenchError::NoModule { path: path.to_owned() }) }
}

fn write(folder: &Path, name: &str, content: &[u8], written: &mut Exported) -> Result<(), WorkbenchError> {
    let path = folder.join(name);
    let failed = |path: PathBuf| move |source| WorkbenchError::Write { path, source };
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(failed(parent.to_owned()))?;
    }
    fs::write(&path, content).map_err(failed(path.clone()))?;
    written.files += 1;
    written.bytes += content.len();
    Ok(())
}
