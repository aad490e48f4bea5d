//! Who stands on one side of an instrument: the parties that a file lists, and all of them as one.

use std::collections::BTreeSet;
use std::ops::Deref;

use unequal_world::Party;

/// One side of an instrument, which a file gives as a country, a group, or a list of them.
///
/// Stands for the joint [`Party`] wherever one is asked for; what the file lists is in [`Self::listed`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parties {
    listed: Vec<Party>,
    joint: Party,
    /// Names of parties that the list repeats.
    repeated: Vec<String>,
}

impl Parties {
    /// The parties of a list, each once, and the same as one; `None` for an empty list.
    ///
    /// The code of the joint party is those of all, joined by `+`; `name` is what it is called in a sentence.
    #[must_use]
    pub fn of(listed: Vec<Party>, name: String) -> Option<Self> {
        let joint = Party { name, ..listed.iter().cloned().reduce(joined)? };
        Some(Self { listed, joint, repeated: Vec::new() })
    }

    /// The same with the names of parties that the list repeats, which count once.
    #[must_use]
    pub fn with_repeated(self, repeated: Vec<String>) -> Self {
        Self { repeated, ..self }
    }

    /// Names of parties that the list repeats; they count once.
    #[must_use]
    pub fn repeated(&self) -> &[String] {
        &self.repeated
    }

    /// The parties as listed, at least one.
    #[must_use]
    pub fn listed(&self) -> &[Party] {
        &self.listed
    }

    /// All of them as one party.
    #[must_use]
    pub fn joint(&self) -> &Party {
        &self.joint
    }
}

impl Deref for Parties {
    type Target = Party;

    fn deref(&self) -> &Party {
        &self.joint
    }
}

/// Two parties as one, with the name of the first.
fn joined(one: Party, other: Party) -> Party {
    let members: BTreeSet<usize> = one.members.into_iter().chain(other.members).collect();
    let missing: BTreeSet<String> = one.missing.into_iter().chain(other.missing).collect();
    Party {
        code: format!("{}+{}", one.code, other.code),
        name: one.name,
        members: members.into_iter().collect(),
        missing: missing.into_iter().collect(),
    }
}
