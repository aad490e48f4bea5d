//! The document of `run`: what the measures do to real income, what they are, who pays, what they change between the
//! pair, and the same over time.

mod effects;
mod headline;
mod measures;
mod money;
mod pair;
mod path;
pub(crate) mod sure;

use unequal_study::run::{PartyOutcome, RunAnswer};
use unequal_study::{Deficits, capitalised};

use crate::document::{Block, Document, Party, Reproduce, Section};
use crate::keys::Keys;
use crate::shared;
use crate::shared::{file_name, table_option};
use crate::text;
use crate::text::Text;

/// Longest name that fits into the heading of a column; a longer one gives way to the code.
const HEADING: usize = 16;

/// The document of one scenario.
#[must_use]
pub fn document(run: &RunAnswer) -> Document {
    let mut sections = vec![effects::section(run), measures::section_of(run), money::section_of(run)];
    sections.extend(run.pair.as_ref().map(|pair| pair::section_of(run, pair)));
    sections.extend(sure::section_of(run));
    sections.extend((!run.path.is_empty()).then(|| path::section_of(run)));
    sections.push(effects::regions(run));
    Document {
        question: "run".to_owned(),
        keys: keys(run),
        title: capitalised(&run.title).into(),
        dateline: text![
            format!("Year {} \u{b7} trade elasticity {} \u{b7} ", run.year, run.elasticity),
            deficits(run),
            format!(" \u{b7} source: {}", run.evidence.source),
        ],
        sides: run.pair.as_ref().map(|pair| {
            [
                Party { code: pair.first.clone(), name: pair.first_name.clone() },
                Party { code: pair.second.clone(), name: pair.second_name.clone() },
            ]
        }),
        finding: shared::according_to(run.table.as_deref(), headline::sentences(run)),
        sections,
        terms: [
            "Real income",
            "Exit cost",
            "Trade elasticity",
            "Interaction",
            "Embargo",
            "Balanced trade",
            "Evidence grade",
        ]
        .map(str::to_owned)
        .to_vec(),
        reproduce: Some(Reproduce {
            command: format!("unequal run {}{}", file_name(&run.file), table_option(run.table.as_deref())),
            file: file_name(&run.file),
        }),
    }
}

/// Keys that hold for the whole answer.
fn keys(run: &RunAnswer) -> Keys {
    let keys = match &run.pair {
        Some(pair) if pair.given => Keys::pair(&pair.first, &pair.second),
        _ => Keys::none(),
    };
    keys.year(run.year).elasticity(&run.elasticity)
}

/// The rule for trade deficits, in words.
pub(crate) fn deficits(run: &RunAnswer) -> &'static str {
    match run.deficits {
        Deficits::Balanced => "balanced trade",
        Deficits::Fixed => "trade deficits keep their value",
        Deficits::Share => "trade deficits keep their share of the world economy",
    }
}

/// A name where it fits into a heading, else the code.
pub(crate) fn short(code: &str, name: &str) -> String {
    let text = if name.chars().count() <= HEADING { name } else { code };
    if text.chars().count() <= HEADING { capitalised(text) } else { "several".to_owned() }
}

/// The parties that are not the whole world, those that the measures move most first.
pub(crate) fn moved_most(run: &RunAnswer) -> Vec<&PartyOutcome> {
    let mut parties: Vec<&PartyOutcome> = run.parties.iter().filter(|party| !party.is_world()).collect();
    parties.sort_by(|left, right| right.together.abs().total_cmp(&left.together.abs()));
    parties
}

/// A section whose evidence is that of the run.
fn section(run: &RunAnswer, id: &str, title: impl Into<String>, blocks: Vec<Block>) -> Section {
    Section::new(id, title, blocks).sure(&run.evidence, run.year.to_string())
}

/// How measures are called together.
pub(crate) fn all_measures(run: &RunAnswer) -> &'static str {
    if run.measures.len() == 1 { "the measure" } else { "all measures" }
}

/// The description that the author gave.
fn description(run: &RunAnswer) -> Option<Text> {
    run.description.as_ref().map(|words| words.trim().into())
}
