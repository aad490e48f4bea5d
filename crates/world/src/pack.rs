//! Where the bytes of data files come from: compiled in, or given at run time. [`crate::packs`] knows all of them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::{Result, WorldError};

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

/// What was given, and what was asked for in vain.
struct Given {
    packs: BTreeMap<String, Arc<[u8]>>,
    missing: BTreeSet<String>,
}

static GIVEN: Mutex<Given> = Mutex::new(Given { packs: BTreeMap::new(), missing: BTreeSet::new() });

fn given() -> MutexGuard<'static, Given> {
    GIVEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Gives the bytes of a file, in place of what was given before.
pub(crate) fn give(name: &str, bytes: Vec<u8>) {
    let mut given = given();
    given.missing.remove(name);
    given.packs.insert(name.to_owned(), bytes.into());
}

/// Whether a file was given.
pub(crate) fn is_given(name: &str) -> bool {
    given().packs.contains_key(name)
}

/// Names that were asked for in vain since this was last called.
pub(crate) fn take_missing() -> BTreeSet<String> {
    std::mem::take(&mut given().missing)
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
    fn what_is_missing_is_noted() {
        // A name that no other test asks for.
        let path = "data/world/of-this-test.world";
        assert!(
            matches!(bytes(path, None), Err(WorldError::MissingPack { name }) if name == "world/of-this-test.world")
        );
        assert!(take_missing().contains("world/of-this-test.world"));
        assert_eq!(bytes(path, Some(b"x")).unwrap().as_ref(), b"x");
        give("world/of-this-test.world", b"y".to_vec());
        assert!(is_given("world/of-this-test.world") && bytes(path, None).unwrap().as_ref() == b"y");
    }
}
