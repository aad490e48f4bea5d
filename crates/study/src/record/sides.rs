//! The sides of a question that needs no table: any country of the world, or a group of them.

use unequal_world::names::{countries, is_country, is_former, nearest_party, region_name};
use unequal_world::{GroupBook, WorldError};

use crate::Result;
use crate::parties::Side;

/// Two sides without a common member.
#[derive(Debug)]
pub(crate) struct Sides {
    /// As asked first.
    pub first: Side,
    /// The other.
    pub second: Side,
}

/// Finds both sides among all countries and groups.
pub(crate) fn find(book: &GroupBook, first: &str, second: &str) -> Result<Sides> {
    let (first, second) = (side(book, first)?, side(book, second)?);
    match first.members.iter().find(|member| second.members.contains(member)) {
        Some(common) => Err(WorldError::OverlappingParties {
            region: common.clone(),
            first: first.code.clone(),
            second: second.code.clone(),
        }
        .into()),
        None => Ok(Sides { first, second }),
    }
}

fn side(book: &GroupBook, given: &str) -> Result<Side> {
    let code = book.code(given);
    let group = book.is_group(&code);
    if !group && !is_country(&code) {
        let mut valid: Vec<(&str, &str)> = countries().filter(|(code, _)| !is_former(code)).collect();
        valid.extend(book.names());
        return Err(WorldError::UnknownRegion {
            given: given.to_owned(),
            table: "the record".to_owned(),
            groups: book.names().map(|(code, _)| code).collect::<Vec<_>>().join(", "),
            suggestion: nearest_party(given, valid),
        }
        .into());
    }
    let name = if group { book.name(&code) } else { region_name(&code).to_owned() };
    Ok(Side { members: book.countries(&code), code, name, missing: Vec::new() })
}
