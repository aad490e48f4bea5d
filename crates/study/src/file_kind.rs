//! Files that commands read: which kind a file is, so that one given to the wrong command is told to the right one.

use unequal_policy::scenario::TABLES;
use unequal_world::source_text::top_level_keys;

use crate::{Result, StudyError};

/// Kinds of TOML files, each read by commands of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileKind {
    Scenario,
    Pipeline,
    Strategy,
    Claims,
}

impl FileKind {
    const ALL: [Self; 4] = [Self::Scenario, Self::Pipeline, Self::Strategy, Self::Claims];

    /// Tables that only this kind of file has.
    fn tables(self) -> &'static [&'static str] {
        match self {
            Self::Scenario => &TABLES,
            Self::Pipeline => &["gas", "bargaining", "network"],
            Self::Strategy => &["players", "cube", "patron", "crisis", "linkage"],
            Self::Claims => &["claim", "given", "identity"],
        }
    }

    /// Its name.
    fn words(self) -> &'static str {
        match self {
            Self::Scenario => "scenario file",
            Self::Pipeline => "pipeline file",
            Self::Strategy => "strategy file",
            Self::Claims => "claims file",
        }
    }

    /// The command that reads it.
    fn command(self) -> &'static str {
        match self {
            Self::Scenario => "run",
            Self::Pipeline => "pipeline",
            Self::Strategy => "strategy",
            Self::Claims => "audit",
        }
    }
}

/// Refuses a file that has tables of another kind only; anything else is for the reader of its kind to judge, with line
/// and column.
pub(crate) fn check(file: &str, bytes: &[u8], expected: FileKind) -> Result<()> {
    match found(bytes).as_slice() {
        [only] if *only != expected => Err(StudyError::OtherKind {
            file: file.to_owned(),
            found: only.words(),
            expected: expected.words(),
            command: only.command(),
        }),
        _ => Ok(()),
    }
}

/// Kinds whose tables stand in a text.
fn found(bytes: &[u8]) -> Vec<FileKind> {
    let keys = top_level_keys(&String::from_utf8_lossy(bytes));
    let has = |kind: &FileKind| kind.tables().iter().any(|table| keys.iter().any(|key| key == table));
    FileKind::ALL.into_iter().filter(has).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_known_by_its_tables() {
        assert_eq!(found(b"title = \"t\"\n[[embargo]]\n"), [FileKind::Scenario]);
        assert_eq!(found(b"[gas]\nvolume = \n[bargaining]\n"), [FileKind::Pipeline], "a mistake hides nothing");
        assert_eq!(found(b"[players]\n[[world.embargo]]\n"), [FileKind::Strategy]);
        assert_eq!(found(b"[[claim]]\nname = \"c\"\n"), [FileKind::Claims]);
        assert_eq!(found(b"title = \"t\"\n"), []);
        assert_eq!(found(b"[[embargo]]\n[[claim]]\n").len(), 2, "either way the reader of the kind says what is wrong");
    }
}
