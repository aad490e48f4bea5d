//! The sides of a question, found in its table.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unequal_world::names::region_name;
use unequal_world::{EconomyTable, Party};

use crate::{Result, Session};

/// When the members of a group become one economy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Grouping {
    /// Members are solved as separate economies and their losses added up in money afterwards.
    #[default]
    AfterSolving,
    /// Members are joined into one economy before solving; trade among them becomes domestic.
    BeforeSolving,
}

/// One side of the pair.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Side {
    /// Code as asked.
    pub code: String,
    /// Readable name.
    pub name: String,
    /// Codes of the members present in the table.
    pub members: Vec<String>,
    /// Members the table does not show separately.
    pub missing: Vec<String>,
}

/// A party as an answer shows it.
pub(crate) fn side(table: &EconomyTable, party: &Party) -> Side {
    Side {
        code: party.code.clone(),
        name: party.name.clone(),
        members: party.members.iter().map(|member| table.regions().code(*member).to_string()).collect(),
        missing: party.missing.clone(),
    }
}

/// Every region of a table as a party of one.
pub(crate) fn regions(table: &EconomyTable) -> Vec<Party> {
    let codes = table.regions().iter().enumerate();
    codes
        .map(|(region, code)| Party {
            code: code.to_string(),
            name: region_name(code.as_str()).to_owned(),
            members: vec![region],
            missing: Vec::new(),
        })
        .collect()
}

/// A table with the two parties found in it, joined if the question says so.
pub(crate) struct Pair {
    pub table: EconomyTable,
    pub first: Party,
    pub second: Party,
}

impl Pair {
    /// Finds the parties in a table and joins groups first if asked to.
    pub fn find(session: &Session, table: EconomyTable, sides: [&str; 2], grouping: Grouping) -> Result<Self> {
        let (book, name) = (session.book(), table.name());
        let (first, second) = book.pair(sides[0], sides[1], table.regions(), &name)?;
        let is_group = |party: &Party| book.is_group(&party.code);
        if grouping == Grouping::AfterSolving || !(is_group(&first) || is_group(&second)) {
            return Ok(Self { table, first, second });
        }
        let groups: Vec<&Party> = [&first, &second].into_iter().filter(|party| is_group(party)).collect();
        let joined = session.joined(&table, &groups)?;
        let find = |party: Party| -> Result<Party> {
            let found = book.party(&party.code, joined.regions(), &name)?;
            Ok(Party { name: party.name, missing: party.missing, ..found })
        };
        let (first, second) = (find(first)?, find(second)?);
        Ok(Self { table: joined, first, second })
    }
}
