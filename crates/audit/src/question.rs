//! The audit: consistency of the claims alone and beside what is given, then the data.

mod words;

use std::collections::BTreeSet;

use unequal_world::Result;

use crate::answer::{AuditAnswer, ClaimAnswer, Consistency, Contradiction, Implied, Knot, Range, Repair, RoundingUsed};
use crate::conflict::conflicts;
use crate::data::{Figures, compare};
use crate::identity::{Tied, tied};
use crate::quantity::UnitKind;
use crate::resolve::{Claim, Claims};
use crate::rounding::WORDS;
use crate::search::Verdict;
use crate::system::{Bound, System, TOLERANCE};

/// Audits a claims file.
pub fn audit(claims: &Claims) -> Result<AuditAnswer> {
    let tied = tied(claims);
    // However long contradictions are searched for, each claim is compared with the data.
    let compared = Tied { system: tied.system.afresh(), ..tied.clone() };
    let figures = Figures::of(&tied)?;
    let stated = Stated::of(&claims.claims, &tied);
    let given = Stated::of(&claims.givens, &tied);
    let givens_in_conflict = conflicts(&tied.system, &[], &given.bounds).sets;
    let name = |claim: &&Claim| claim.name.clone();
    let givens_in_conflict: Vec<Vec<String>> =
        givens_in_conflict.iter().map(|set| set.iter().map(|place| name(&given.claims[*place])).collect()).collect();
    let alone = consistency(&tied, &stated, &Stated::default());
    let beside =
        (!given.claims.is_empty() && givens_in_conflict.is_empty()).then(|| consistency(&tied, &stated, &given));
    let answers = |list: &[Claim]| -> Result<Vec<ClaimAnswer>> {
        list.iter().map(|claim| claim_answer(claim, claims, &compared, &figures)).collect()
    };
    let mut answer = AuditAnswer {
        title: claims.title.clone(),
        description: claims.description.clone(),
        file: claims.file.clone(),
        headline: Vec::new(),
        claims: answers(&claims.claims)?,
        givens: answers(&claims.givens)?,
        alone,
        beside,
        givens_in_conflict,
        rounding: rounding(claims),
        valuation_gap: claims.valuation_gap,
        tolerance: TOLERANCE,
        caveats: words::caveats(claims),
        article: None,
    };
    answer.headline = words::headline(&answer);
    Ok(answer)
}

/// Claims that are numbers, with their bounds.
#[derive(Default)]
struct Stated<'a> {
    claims: Vec<&'a Claim>,
    bounds: Vec<Bound>,
}

impl<'a> Stated<'a> {
    fn of(claims: &'a [Claim], tied: &Tied) -> Self {
        let with_bound = |claim: &'a Claim| Some((claim, tied.bound(&claim.quantity, claim.interval?)?));
        let (claims, bounds) = claims.iter().filter_map(with_bound).unzip();
        Self { claims, bounds }
    }
}

fn consistency(tied: &Tied, stated: &Stated<'_>, given: &Stated<'_>) -> Consistency {
    let components = tied.system.components();
    let groups: BTreeSet<usize> = stated.bounds.iter().map(|bound| components[bound.variable]).collect();
    let mut consistency = Consistency { possible: true, undecided: false, knots: Vec::new() };
    for group in groups {
        let inside = |bound: &Bound| components[bound.variable] == group;
        let members: Vec<usize> = (0..stated.bounds.len()).filter(|place| inside(&stated.bounds[*place])).collect();
        let near: Vec<usize> = (0..given.bounds.len()).filter(|place| inside(&given.bounds[*place])).collect();
        let system = tied.system.component(group);
        let knot = Group { system, stated, given, members, near };
        let (found, undecided) = knot.untie();
        consistency.undecided |= undecided;
        consistency.possible &= found.is_none();
        consistency.knots.extend(found);
    }
    consistency
}

/// Claims and given figures that have to do with each other.
struct Group<'a> {
    system: System,
    stated: &'a Stated<'a>,
    given: &'a Stated<'a>,
    members: Vec<usize>,
    near: Vec<usize>,
}

impl Group<'_> {
    /// The contradictions of the group, if there are any, and whether some question was not settled.
    fn untie(&self) -> (Option<Knot>, bool) {
        let given: Vec<Bound> = self.near.iter().map(|place| self.given.bounds[*place]).collect();
        let claims: Vec<Bound> = self.members.iter().map(|place| self.stated.bounds[*place]).collect();
        let found = conflicts(&self.system, &given, &claims);
        if found.sets.is_empty() {
            return (None, found.undecided);
        }
        let contradictions = found.sets.iter().map(|set| self.contradiction(set)).collect();
        let repairs = found.repairs.iter().map(|without| self.repair(without)).collect();
        (
            Some(Knot { contradictions, complete: found.complete, repairs, repairs_complete: found.repairs_complete }),
            found.undecided,
        )
    }

    fn bound(&self, member: usize) -> Bound {
        self.stated.bounds[self.members[member]]
    }

    fn name(&self, member: usize) -> String {
        self.stated.claims[self.members[member]].name.clone()
    }

    fn contradiction(&self, set: &[usize]) -> Contradiction {
        let claims: Vec<Bound> = set.iter().map(|member| self.bound(*member)).collect();
        // Given figures one after the other, as long as the set stays contradictory without them.
        let mut needed = self.near.clone();
        for place in &self.near {
            let fewer: Vec<usize> = needed.iter().copied().filter(|other| other != place).collect();
            let bounds: Vec<Bound> =
                fewer.iter().map(|other| self.given.bounds[*other]).chain(claims.clone()).collect();
            if self.system.verdict(&bounds) == Verdict::Impossible {
                needed = fewer;
            }
        }
        let beside: Vec<Bound> = needed.iter().map(|place| self.given.bounds[*place]).collect();
        let implied = set.iter().filter_map(|member| {
            let others = set.iter().filter(|other| *other != member).map(|other| self.bound(*other));
            self.implied(*member, &beside.iter().copied().chain(others).collect::<Vec<_>>())
        });
        Contradiction {
            claims: set.iter().map(|member| self.name(*member)).collect(),
            implied: implied.collect(),
            beside: needed.iter().map(|place| self.given.claims[*place].name.clone()).collect(),
        }
    }

    fn repair(&self, without: &[usize]) -> Repair {
        let given = self.near.iter().map(|place| self.given.bounds[*place]);
        let rest = (0..self.members.len()).filter(|member| !without.contains(member)).map(|member| self.bound(member));
        let bounds: Vec<Bound> = given.chain(rest).collect();
        Repair {
            without: without.iter().map(|member| self.name(*member)).collect(),
            implied: without.iter().filter_map(|member| self.implied(*member, &bounds)).collect(),
        }
    }

    fn implied(&self, member: usize, bounds: &[Bound]) -> Option<Implied> {
        let variable = self.bound(member).variable;
        let range = self.system.range(bounds, variable)?;
        Some(Implied { claim: self.name(member), range: Range::within(range, self.system.domains()[variable]) })
    }
}

fn claim_answer(claim: &Claim, claims: &Claims, tied: &Tied, figures: &Figures) -> Result<ClaimAnswer> {
    let unit = match claim.quantity.unit() {
        UnitKind::Money => "USD billion",
        UnitKind::Share => "share",
        UnitKind::Ratio => "ratio",
        UnitKind::Rank => "rank",
        UnitKind::Own => &claim.own_unit,
    };
    Ok(ClaimAnswer {
        name: claim.name.clone(),
        says: claim.says.clone(),
        quantity: claim.quantity.to_string(),
        stated: claim.stated.clone(),
        kind: claim.quantity.unit().into(),
        unit: unit.to_owned(),
        means: claim.interval.map(Range::of),
        source: claim.source.clone(),
        note: claim.note.clone(),
        data: compare(claim, claims, tied, figures)?,
    })
}

fn rounding(claims: &Claims) -> Vec<RoundingUsed> {
    let used = |key: &str| {
        claims.claims.iter().chain(&claims.givens).any(|claim| claim.interval.is_some() && claim.rounding == key)
    };
    let of_word = |word: &crate::rounding::Word| {
        let [low, high] = claims.rounding.factors(word.key);
        let changed = claims.rounding.changed().contains(&word.key);
        RoundingUsed {
            key: word.key.to_owned(),
            spellings: word.spellings.iter().map(|spelling| (*spelling).to_owned()).collect(),
            low,
            high: high.is_finite().then_some(high),
            meaning: if changed { "as this file says".to_owned() } else { word.meaning.to_owned() },
            changed,
        }
    };
    WORDS.iter().filter(|word| used(word.key)).map(of_word).collect()
}
