//! Data files that are compiled in with the feature `embedded` and are given at run time without it, such as the tables:
//! a browser fetches those that a question needs.
//!
//! A pack is a file of `data/` under its path in there: `world/icio-2022-adjusted.world`. What asks for one that nobody has
//! given gets [`WorldError::MissingPack`]; its name is noted, since an answer may say what it lacks and go on.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::embedded;
use crate::labels::nearest;
use crate::{Result, WorldError, record, series};

/// Folder of the packs in the repository; names leave it out.
const FOLDER: &str = "data/";

/// The bytes of a file where they are compiled in. The path is relative to the file in which this stands.
#[cfg(feature = "embedded")]
macro_rules! compiled_in {
    ($($path:tt)*) => { Some(include_bytes!($($path)*) as &'static [u8]) };
}
#[cfg(not(feature = "embedded"))]
macro_rules! compiled_in {
    ($($path:tt)*) => {
        None
    };
}
pub(crate) use compiled_in;

/// A file by its path in the repository, with its bytes where they are compiled in.
pub(crate) type File = (&'static str, Option<&'static [u8]>);

fn all() -> impl Iterator<Item = File> {
    embedded::files().chain(series::files()).chain(record::FILES.iter().copied())
}

/// What was given, and what was asked for in vain.
struct Given {
    packs: BTreeMap<String, Arc<[u8]>>,
    missing: BTreeSet<String>,
}

static GIVEN: Mutex<Given> = Mutex::new(Given { packs: BTreeMap::new(), missing: BTreeSet::new() });

fn given() -> MutexGuard<'static, Given> {
    GIVEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Names of all packs: tables, then series, then the record.
pub fn names() -> impl Iterator<Item = &'static str> {
    all().map(|(path, _)| name_of(path))
}

/// Whether the data are compiled in, so that no pack is ever missing.
#[must_use]
pub fn are_compiled_in() -> bool {
    cfg!(feature = "embedded")
}

/// Gives the bytes of a pack. They are read when something asks for them, and what was given before is replaced for those
/// that have not asked yet.
///
/// # Errors
/// When no pack has this name.
pub fn provide(name: &str, bytes: Vec<u8>) -> Result<()> {
    if !names().any(|known| known == name) {
        return Err(unknown(name));
    }
    let mut given = given();
    given.missing.remove(name);
    given.packs.insert(name.to_owned(), bytes.into());
    Ok(())
}

/// Whether a pack is compiled in or was given.
#[must_use]
pub fn is_there(name: &str) -> bool {
    are_compiled_in() || given().packs.contains_key(name)
}

/// The bytes of a pack that is compiled in or was given.
///
/// # Errors
/// When no pack has this name, or nobody has given it.
pub fn content(name: &str) -> Result<Cow<'static, [u8]>> {
    let (path, compiled_in) = all().find(|(path, _)| name_of(path) == name).ok_or_else(|| unknown(name))?;
    bytes(path, compiled_in)
}

fn unknown(name: &str) -> WorldError {
    WorldError::UnknownPack { name: name.to_owned(), suggestion: nearest(name, names().map(|known| (known, known))) }
}

/// Names of the packs that were asked for in vain since this was last called, in alphabetical order.
#[must_use]
pub fn take_missing() -> Vec<String> {
    std::mem::take(&mut given().missing).into_iter().collect()
}

/// The bytes of a file by its path in the repository.
pub(crate) fn bytes(path: &str, compiled_in: Option<&'static [u8]>) -> Result<Cow<'static, [u8]>> {
    if let Some(bytes) = compiled_in {
        return Ok(Cow::Borrowed(bytes));
    }
    let name = name_of(path);
    let mut given = given();
    if let Some(bytes) = given.packs.get(name) {
        return Ok(Cow::Owned(bytes.to_vec()));
    }
    given.missing.insert(name.to_owned());
    Err(WorldError::MissingPack { name: name.to_owned() })
}

/// The name of a pack by its path in the repository.
pub(crate) fn name_of(path: &str) -> &str {
    path.strip_prefix(FOLDER).unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packs_are_the_files_of_the_repository() {
        let data = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
        let all: Vec<&str> = names().collect();
        assert!(all.iter().all(|name| data.join(name).is_file()), "{all:?}");
        for folder in ["world", "series", "record"] {
            for entry in std::fs::read_dir(data.join(folder)).unwrap() {
                let name = entry.unwrap().file_name().into_string().unwrap();
                let packed = name.ends_with(".world") || name.ends_with(".zst");
                assert_eq!(all.contains(&format!("{folder}/{name}").as_str()), packed, "{folder}/{name}");
            }
        }
    }

    #[test]
    fn only_known_packs_are_taken_and_what_is_missing_is_noted() {
        let refused = provide("world/icio-2022-adjustd.world", Vec::new()).unwrap_err().to_string();
        assert!(refused.contains("did you mean world/icio-2022-adjusted.world?"), "{refused}");
        // Names that no other test asks for.
        let path = "data/world/of-this-test.world";
        assert!(
            matches!(bytes(path, None), Err(WorldError::MissingPack { name }) if name == "world/of-this-test.world")
        );
        assert!(take_missing().contains(&"world/of-this-test.world".to_owned()));
        assert_eq!(bytes(path, Some(b"x")).unwrap().as_ref(), b"x");
    }
}
