//! Embargoes: flows whose new share is exactly zero (docs/src/methods/sanctions.md).

use unequal_equilibrium::Wedges;
use unequal_world::Party;

/// Forbids all trade both ways between every member of one party and every member of the other.
/// Members that stand on both sides keep trading with themselves.
pub fn forbid_between(wedges: &mut Wedges, one: &Party, other: &Party) {
    for &first in &one.members {
        for &second in other.members.iter().filter(|second| **second != first) {
            wedges.forbid_between(first, second);
        }
    }
}

/// A coalition without the members that it is directed against or that stand aside.
///
/// An embargo by the West on Germany is one by the other Western states; when the question is
/// Germany and Russia under an embargo on Russia, Germany keeps its own trade out of it.
#[must_use]
pub fn coalition_without(coalition: &Party, excluded: &[&Party]) -> Party {
    Party {
        members: coalition
            .members
            .iter()
            .copied()
            .filter(|member| !excluded.iter().any(|party| party.contains(*member)))
            .collect(),
        ..coalition.clone()
    }
}
