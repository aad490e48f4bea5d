//! Which claims contradict each other: all smallest sets, what repairs them, and what others imply for a variable.
//!
//! Smallest sets are found by deletion (Chinneck and Dravnieks 1991) and enumerated along a hitting-set tree (Reiter
//! 1987): below a set, one of its members is left out. Two smallest sets are never inside each other, so that for any
//! of them the tree has a path that leaves none of its members out, and none is missed.

use std::collections::BTreeSet;

use crate::interval::Interval;
use crate::search::Verdict;
use crate::system::{Bound, System};

/// Sets listed at most, and nodes of the tree visited at most.
const MOST_SETS: usize = 100;
const MOST_NODES: usize = 20_000;
/// Claims left out together in a repair, at most.
const LARGEST_REPAIR: usize = 4;
/// Precision of implied ranges, relative.
const RANGE_PRECISION: f64 = 1e-5;

/// What contradicts what among claims.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Conflicts {
    /// Smallest contradictory sets of claims, by position, smaller ones first.
    pub sets: Vec<Vec<usize>>,
    /// Whether these are all.
    pub complete: bool,
    /// The least numbers of claims without which the rest can be true: every choice of the smallest size.
    pub repairs: Vec<Vec<usize>>,
    /// Whether all choices of up to four claims, or up to the size of the repairs, were looked at.
    pub repairs_complete: bool,
    /// Whether some question could not be settled; it then counts as no contradiction.
    pub undecided: bool,
}

/// Finds what contradicts what among `claims`, while `given` hold whatever happens.
#[must_use]
pub fn conflicts(system: &System, given: &[Bound], claims: &[Bound]) -> Conflicts {
    let mut search = Search { system, given, claims, possible: Vec::new(), sets: Vec::new(), undecided: false };
    let mut complete = true;
    let (mut nodes, mut seen) = (0, BTreeSet::new());
    let mut open: Vec<BTreeSet<usize>> = vec![BTreeSet::new()];
    while let Some(left_out) = open.pop() {
        nodes += 1;
        if nodes > MOST_NODES || search.sets.len() >= MOST_SETS || system.is_spent() {
            complete = false;
            break;
        }
        let Some(set) = search.smallest_set_without(&left_out) else { continue };
        for member in set {
            let mut further = left_out.clone();
            further.insert(member);
            if seen.insert(further.clone()) {
                open.push(further);
            }
        }
    }
    let undecided = search.undecided;
    let mut sets = search.sets.clone();
    sets.sort_by(|one, other| one.len().cmp(&other.len()).then_with(|| one.cmp(other)));
    let (repairs, repairs_complete) = search.repairs();
    Conflicts { sets, complete, repairs, repairs_complete, undecided }
}

/// The state of one enumeration.
struct Search<'a> {
    system: &'a System,
    given: &'a [Bound],
    claims: &'a [Bound],
    /// Sets that can be true together.
    possible: Vec<BTreeSet<usize>>,
    /// Smallest contradictory sets.
    sets: Vec<Vec<usize>>,
    undecided: bool,
}

impl Search<'_> {
    /// Whether a set cannot be true together.
    fn impossible(&mut self, set: &BTreeSet<usize>) -> bool {
        if self.possible.iter().any(|known| set.is_subset(known)) {
            return false;
        }
        if self.sets.iter().any(|known| known.iter().all(|member| set.contains(member))) {
            return true;
        }
        let bounds: Vec<Bound> =
            self.given.iter().copied().chain(set.iter().map(|member| self.claims[*member])).collect();
        match self.system.verdict(&bounds) {
            Verdict::Impossible => true,
            Verdict::Possible(point) => {
                // The point may satisfy further claims: they are then possible with these.
                let fits =
                    |claim: &Bound| claim.interval.widened(crate::system::TOLERANCE).contains(point[claim.variable]);
                let all = (0..self.claims.len()).filter(|place| set.contains(place) || fits(&self.claims[*place]));
                self.possible.push(all.collect());
                false
            }
            Verdict::Undecided => {
                self.undecided = true;
                self.possible.push(set.clone());
                false
            }
        }
    }

    /// A smallest contradictory set without some claims; `None` if the rest can be true.
    fn smallest_set_without(&mut self, left_out: &BTreeSet<usize>) -> Option<Vec<usize>> {
        if let Some(known) = self.sets.iter().find(|set| set.iter().all(|member| !left_out.contains(member))) {
            return Some(known.clone());
        }
        let mut set: BTreeSet<usize> = (0..self.claims.len()).filter(|place| !left_out.contains(place)).collect();
        if !self.impossible(&set) {
            return None;
        }
        for member in set.clone() {
            set.remove(&member);
            if !self.impossible(&set) {
                set.insert(member);
            }
        }
        let set: Vec<usize> = set.into_iter().collect();
        self.sets.push(set.clone());
        Some(set)
    }

    /// Every choice of the fewest claims that hits every contradictory set and leaves a possible rest, and whether all
    /// choices were looked at.
    fn repairs(&mut self) -> (Vec<Vec<usize>>, bool) {
        if self.sets.iter().all(Vec::is_empty) {
            return (Vec::new(), true);
        }
        let mut whole = true;
        for size in 1..=LARGEST_REPAIR {
            let (choices, all) = hitting(&self.sets, size);
            whole &= all;
            let mut found = Vec::new();
            for choice in choices {
                let rest: BTreeSet<usize> = (0..self.claims.len()).filter(|place| !choice.contains(place)).collect();
                if !self.impossible(&rest) {
                    found.push(choice.into_iter().collect());
                }
            }
            if !found.is_empty() {
                return (found, whole);
            }
        }
        (Vec::new(), whole)
    }
}

/// Choices of exactly `size` members that hit every set, in order, and whether they are all: one member of the first
/// set that is not yet hit is taken after the other.
fn hitting(sets: &[Vec<usize>], size: usize) -> (BTreeSet<BTreeSet<usize>>, bool) {
    const MOST: usize = 200_000;
    let (mut hit, mut seen) = (BTreeSet::new(), BTreeSet::new());
    let mut open: Vec<BTreeSet<usize>> = vec![BTreeSet::new()];
    while let Some(choice) = open.pop() {
        let Some(missed) = sets.iter().find(|set| set.iter().all(|member| !choice.contains(member))) else {
            // With members to spare it would be a repair of a smaller size.
            if choice.len() == size {
                hit.insert(choice);
            }
            continue;
        };
        if choice.len() == size {
            continue;
        }
        for member in missed {
            let mut longer = choice.clone();
            longer.insert(*member);
            if seen.insert(longer.clone()) {
                open.push(longer);
            }
        }
        if seen.len() > MOST {
            return (hit, false);
        }
    }
    (hit, true)
}

impl System {
    /// The range of a variable that bounds leave it, to a relative precision of 1e-5, never too narrow by more than that;
    /// `None` if they contradict each other.
    #[must_use]
    pub fn range(&self, bounds: &[Bound], variable: usize) -> Option<Interval> {
        let hull = *self.propagated(bounds)?.get(variable)?;
        let at = match self.verdict(bounds) {
            Verdict::Impossible => return None,
            Verdict::Possible(point) => Some(point[variable]),
            Verdict::Undecided => None,
        };
        let start = at.unwrap_or_else(|| hull.middle()).clamp(hull.low, hull.high);
        let high = self.outermost(bounds, variable, start, hull.high);
        let low = self.outermost(bounds, variable, start, hull.low);
        Some(Interval { low, high })
    }

    /// The value nearest to `end` that the bounds allow, by halving between it and an allowed value.
    fn outermost(&self, bounds: &[Bound], variable: usize, start: f64, end: f64) -> f64 {
        let (mut inside, mut outside) = (start, end);
        // The second term ends the halving where the range begins at zero.
        let scale = |one: f64, other: f64| RANGE_PRECISION * one.abs().max(other.abs()).max(1e-2 * (start - end).abs());
        let mut at_end = true;
        while (outside - inside).abs() > scale(inside, outside) {
            let tried = if at_end { end } else { middle(inside, outside) };
            // Between two neighbours among the smallest numbers there is none to try.
            if !at_end && (tried == inside || tried == outside) {
                break;
            }
            at_end = false;
            let mut further = bounds.to_vec();
            further.push(Bound { variable, interval: Interval::new(tried, end) });
            match self.verdict(&further) {
                Verdict::Impossible => outside = tried,
                Verdict::Possible(point) => {
                    inside = if end >= start { point[variable].max(tried) } else { point[variable].min(tried) };
                }
                Verdict::Undecided => inside = tried,
            }
            if inside == end {
                return end;
            }
        }
        // A value known to be excluded is the honest end of the range.
        if (outside - inside).abs() > 0.0 { outside } else { inside }
    }
}

/// Between two values; in logarithms where they are of different orders of magnitude.
fn middle(one: f64, other: f64) -> f64 {
    let (low, high) = (one.min(other), one.max(other));
    if low > 0.0 && high > 4.0 * low { (low * high).sqrt() } else { 0.5 * (low + high) }
}
