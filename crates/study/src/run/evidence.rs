//! How sure a run is.

use unequal_policy::scenario::{Deficits, Scenario};

use crate::evidence::{Evidence, Grade};

/// What one kind of measure stands on (model.md sections 4 to 7). A kind that is not named here
/// counts as speculative until somebody has judged it.
fn footing(kind: &str) -> (Grade, Option<&'static str>) {
    match kind {
        "embargo" | "tariff" | "export_tax" | "iceberg" => (Grade::B, None),
        "export_control" | "self_sanctioning" => (
            Grade::C,
            Some("Which part of a sector a control or firms that leave cover is an input, seldom an observation."),
        ),
        "barrier" => {
            (Grade::C, Some("A barrier's cost is a gravity estimate divided by the trade elasticity, one for one."))
        }
        "price_cap" => (
            Grade::D,
            Some(
                "Under a price cap the price that the seller gets falls until its barrels are sold: how firm supply is, \
                 what extraction costs, whether buyers at home pay less too, and the cap's channels are assumed or taken \
                 from elsewhere. The rent \
                 holds for a sector whole, gas included. It answers in every column to the cap alone, and towards the \
                 other measures supply is as elastic as in any sector, unless the file has `inelastic_to_all`: then the \
                 rent answers to all of them, in every column.",
            ),
        ),
        "payments" => (
            Grade::D,
            Some(
                "Banks, their dollar business and the strength of the threat are assumed; no data on single banks are \
                 public. What part of a commission is used up follows from the banks' assumed costs unless the file \
                 says it.",
            ),
        ),
        "currency" => (
            Grade::D,
            Some("Shares of currencies are fitted; how much changing them costs is not identified and is assumed."),
        ),
        "route" => (
            Grade::D,
            Some(
                "How much a way never used before would carry, a hub's margin and its risk are assumed: see the seeds.",
            ),
        ),
        "local_production" => (
            Grade::D,
            Some(
                "What plants made before, their elasticity and their kits are assumed; the table books their output \
                 with the host's own.",
            ),
        ),
        _ => (Grade::D, None),
    }
}

/// Grade of what the measures of a file do, before that of the table: that of the weakest.
pub fn grade_of(scenario: &Scenario) -> Grade {
    let horizon = if scenario.horizon().is_some() { Grade::C } else { Grade::B };
    // What a removed measure did is an estimate from elsewhere, and how much of it the table bears is a guess.
    let least = if removes(scenario) { Grade::D } else { horizon };
    scenario.instruments().iter().map(|measure| footing(measure.kind).0).fold(least, Grade::max)
}

/// Whether a measure is lifted that the table bears.
fn removes(scenario: &Scenario) -> bool {
    scenario.document().barrier.iter().any(|barrier| barrier.removed == Some(true))
}

/// Grade, source and caveats of a run: those of its weakest measure.
pub fn of(scenario: &Scenario) -> Evidence {
    let table = scenario.table();
    let removed = removes(scenario);
    let mut kinds: Vec<&str> = scenario.instruments().iter().map(|measure| measure.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let dated = !scenario.dates().is_empty();
    let grade = if dated { grade_of(scenario).max(Grade::C) } else { grade_of(scenario) };
    let mut evidence = Evidence::of_table(table, grade)
        .with_caveat(
            "The trade elasticity decides the level of every loss: run the file with --elasticity 2 and 8 to see how much.",
        )
        .with_caveat(format!(
            "The table of {} records no duties, so rates come on top of those that were in force, which stand inside \
             value added.",
            table.year()
        ));
    if scenario.deficits() == Deficits::Balanced {
        evidence = evidence.with_caveat(
            "Trade without the measures is the model's, in which every region balances its trade; the brief of a pair shows \
             what was recorded.",
        );
    }
    if table.year() >= 2022 && !removed {
        evidence = evidence.with_caveat(
            "Measures that were already in force in that year have already lowered its trade, so that what they cost \
             is understated.",
        );
    }
    if scenario.document().price_cap.iter().any(|cap| cap.rent == Some(false)) {
        evidence = evidence.with_caveat(
            "With `rent = false` a price cap works like a duty that its buyers keep, so that sales fall far more than \
             observed; take the figures at the table's trade instead.",
        );
    }
    if removed {
        evidence = evidence.with_caveat(
            "What is removed is an estimate of what measures did to trade, of which the table's year has seen a part: \
             firms that left, frozen assets, closed pipelines and flows that have stopped do not come back with it.",
        );
    }
    for caveat in kinds.iter().filter_map(|kind| footing(kind).1) {
        evidence = evidence.with_caveat(caveat);
    }
    if scenario.horizon().is_some() || dated {
        evidence = evidence.with_caveat(
            "Elasticities grow with the time since the shock as Boehm, Levchenko and Pandalai-Nayar (2023) find for \
             tariffs; the share that holds at once (0.4) and the time to adjust (4 years) are read off their estimates.",
        );
    }
    match (scenario.horizon(), dated) {
        (Some(_), _) => evidence,
        (None, false) => evidence.with_caveat(
            "Losses are those that last once buyers and sellers have turned to others, not those of the first year.",
        ),
        (None, true) => evidence.with_caveat(
            "But for the figures over time, losses are those that last once buyers and sellers have turned to others.",
        ),
    }
}
