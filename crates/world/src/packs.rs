//! Data files that are compiled in with the feature `embedded` and are given at run time without it, such as the tables:
//! a browser fetches those that a question needs.
//!
//! A pack is a file of `data/` under its path in there: `world/icio-2022-adjusted.world`. What asks for one that nobody has
//! given gets [`WorldError::MissingPack`]; its name is noted, since an answer may say what it lacks and go on.

use std::borrow::Cow;

use crate::labels::nearest;
use crate::pack::{self, File, name_of};
use crate::{Result, WorldError, embedded, record, series};

fn all() -> impl Iterator<Item = File> {
    embedded::files().chain(series::files()).chain(record::FILES.iter().copied())
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
    pack::give(name, bytes);
    Ok(())
}

/// Whether a pack is compiled in or was given.
#[must_use]
pub fn is_there(name: &str) -> bool {
    are_compiled_in() || pack::is_given(name)
}

/// The bytes of a pack that is compiled in or was given.
///
/// # Errors
/// When no pack has this name, or nobody has given it.
pub fn content(name: &str) -> Result<Cow<'static, [u8]>> {
    let (path, compiled_in) = all().find(|(path, _)| name_of(path) == name).ok_or_else(|| unknown(name))?;
    pack::bytes(path, compiled_in)
}

fn unknown(name: &str) -> WorldError {
    WorldError::UnknownPack { name: name.to_owned(), suggestion: nearest(name, names().map(|known| (known, known))) }
}

/// Names of the packs that were asked for in vain since this was last called, in alphabetical order.
#[must_use]
pub fn take_missing() -> Vec<String> {
    pack::take_missing().into_iter().collect()
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
    fn only_known_packs_are_taken() {
        let refused = provide("world/icio-2022-adjustd.world", Vec::new()).unwrap_err().to_string();
        assert!(refused.contains("did you mean") && refused.contains("world/icio-2022-adjusted.world"), "{refused}");
    }
}
