//! What the tables of all instruments share in a scenario file: who, on whom, which sectors, since when, why.

use std::sync::Arc;

use crate::instrument::{Effect, Instrument};
use crate::located::{At, Date, OneOrMany};
use crate::names::Names;
use crate::problem::Failed;

/// The fields that every table has.
pub(crate) struct Head<'a> {
    pub name: &'a At<String>,
    pub by: &'a OneOrMany,
    pub on: &'a OneOrMany,
    pub sectors: Option<&'a OneOrMany>,
    pub since: Option<Date>,
    pub sources: &'a [String],
    pub note: Option<&'a str>,
}

/// A table of the file; [`entry`] writes its fields and this.
pub(crate) trait Table {
    /// Name of the table.
    const TABLE: &'static str;

    /// Keys of the two parties.
    const PARTY_KEYS: [&'static str; 2];

    /// The fields that every table has.
    fn head(&self) -> Head<'_>;
}

/// A table that describes instruments of one kind.
pub(crate) trait Entry: Table {
    /// What the instrument does, with its numbers in bounds and its own names found.
    fn effect(&self, names: &Names<'_>) -> Result<Arc<dyn Effect>, Failed>;

    /// The instrument, with its names found in a table.
    fn instrument(&self, names: &Names<'_>) -> Result<Instrument, Failed> {
        let head = self.head();
        let (sectors, sector_words) = names.sectors(head.sectors)?;
        Ok(Instrument {
            name: head.name.value().clone(),
            kind: Self::TABLE,
            party_keys: Self::PARTY_KEYS,
            by: names.parties(head.by)?,
            on: names.parties(head.on)?,
            sectors,
            sector_words,
            sectors_given: head.sectors.is_some(),
            since: head.since.map(|date| date.0.to_string()),
            sources: head.sources.to_vec(),
            note: head.note.map(str::to_owned),
            place: head.name.place(),
            effect: self.effect(names)?,
        })
    }
}

/// Writes the struct of a table: the shared fields, the two parties under the keys given, and its own fields.
///
/// `serde(flatten)` would do the same but cannot refuse unknown keys, and loses the place of what it reads.
macro_rules! entry {
    (
        $(#[$about:meta])*
        pub struct $entry:ident in $table:literal {
            parties {
                $(#[$about_first:meta])*
                $first:ident,
                $(#[$about_second:meta])*
                $second:ident,
            }
            $($(#[$about_own:meta])* $own:ident: $type:ty,)*
        }
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, serde::Deserialize, schemars::JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $entry {
            /// What the measure is called, unique in the file.
            pub name: $crate::located::At<String>,
            $(#[$about_first])*
            pub $first: $crate::located::OneOrMany,
            $(#[$about_second])*
            pub $second: $crate::located::OneOrMany,
            $($(#[$about_own])* pub $own: $type,)*
            /// Sectors by code, name or beginning of codes (`C2*`), or `goods` or `services`; all if absent.
            pub sectors: Option<$crate::located::OneOrMany>,
            /// Day from which it holds; it is shown, but the model knows one year only.
            pub since: Option<$crate::located::Date>,
            /// Where its content comes from.
            #[serde(default)]
            pub sources: Vec<String>,
            /// Remark.
            pub note: Option<String>,
        }

        impl $crate::instruments::entry::Table for $entry {
            const TABLE: &'static str = $table;
            const PARTY_KEYS: [&'static str; 2] = [stringify!($first), stringify!($second)];

            fn head(&self) -> $crate::instruments::entry::Head<'_> {
                $crate::instruments::entry::Head {
                    name: &self.name,
                    by: &self.$first,
                    on: &self.$second,
                    sectors: self.sectors.as_ref(),
                    since: self.since,
                    sources: &self.sources,
                    note: self.note.as_deref(),
                }
            }
        }
    };
}

pub(super) use entry;
