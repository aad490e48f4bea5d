//! How groups were treated.

use unequal_world::{GroupBook, Party};

use super::{Grouping, Pair};

/// How groups were treated, if there is one.
pub fn treatment(pair: &Pair, grouping: Grouping, book: &GroupBook) -> Option<String> {
    let groups: Vec<&Party> =
        [&pair.first, &pair.second].into_iter().filter(|party| book.is_group(&party.code)).collect();
    if groups.is_empty() {
        return None;
    }
    let how = match grouping {
        Grouping::AfterSolving => {
            "Groups were aggregated after solving: members are separate economies and their losses are added up in money."
        }
        Grouping::BeforeSolving => {
            "Groups were aggregated before solving: members are one economy and trade among them is domestic."
        }
    };
    let missing: Vec<String> = groups
        .iter()
        .filter(|party| !party.missing.is_empty())
        .map(|party| {
            format!(" Not shown separately in this table and left out of {}: {}.", party.code, party.missing.join(", "))
        })
        .collect();
    Some(format!("{how}{}", missing.concat()))
}
