//! The document of `brief`: how unequal a partnership is, as one page.

mod embargo;
mod exit;
mod headline;
mod sectors;
mod trade;
mod variants;
mod years;

use unequal_study::brief::{Brief, Grouping, Side};
use unequal_study::{TradeElasticity, capitalised};

use crate::document::{Block, Document, Reproduce};
use crate::keys::Keys;
use crate::shared;
use crate::shared::{dateline, party};

/// The document.
#[must_use]
pub fn document(brief: &Brief) -> Document {
    let mut sections = vec![exit::section(brief), trade::section(brief), sectors::section(brief)];
    sections.push(embargo::section(brief));
    sections.push(years::section(brief));
    if let Some(first) = sections.first_mut() {
        first.blocks.extend(members(&brief.first).into_iter().chain(members(&brief.second)));
        first.blocks.extend(brief.grouping.map(|grouping| Block::note(treatment(grouping))));
    }
    Document {
        question: "brief".to_owned(),
        keys: Keys::pair(&brief.first.code, &brief.second.code).year(brief.year),
        title: capitalised(&format!("{} and {}: who depends more on whom?", brief.first.name, brief.second.name))
            .into(),
        dateline: dateline(brief.year, &TradeElasticity::LongRun(brief.elasticity.clone()), &brief.exit.evidence),
        sides: Some([&brief.first, &brief.second].map(party)),
        finding: shared::according_to(brief.table.as_deref(), headline::sentences(brief)),
        sections,
        terms: crate::language::GLOSSARY.iter().map(|(term, _)| (*term).to_owned()).collect(),
        reproduce: Some(Reproduce { command: command(brief), file: String::new() }),
    }
}

/// How groups were treated.
fn treatment(grouping: Grouping) -> &'static str {
    match grouping {
        Grouping::AfterSolving => {
            "Groups were aggregated after solving: members are separate economies, and their losses are added up in money."
        }
        Grouping::BeforeSolving => {
            "Groups were aggregated before solving: members are one economy, and trade among them is domestic."
        }
    }
}

/// Members of a group, and those the table lacks.
fn members(side: &Side) -> Option<Block> {
    if side.members.len() < 2 && side.missing.is_empty() {
        return None;
    }
    let left_out = if side.missing.is_empty() {
        String::new()
    } else {
        format!(" Left out, because the table does not show them separately: {}.", side.missing.join(", "))
    };
    let members = crate::language::counted(side.members.len(), "member", "members");
    Some(Block::note(format!(
        "{} ({}) stands for {members}: {}.{left_out}",
        side.name,
        side.code,
        side.members.join(", ")
    )))
}

/// The readable name behind a code; the code itself if it belongs to neither side.
fn name<'a>(brief: &'a Brief, code: &'a str) -> &'a str {
    [&brief.first, &brief.second].into_iter().find(|side| side.code == code).map_or(code, |side| &side.name)
}

/// The command line that makes this answer.
fn command(brief: &Brief) -> String {
    let (first, second) = (&brief.first.code, &brief.second.code);
    let mut line = format!("unequal brief {first} {second} --year {} --elasticity {}", brief.year, brief.elasticity);
    line += &crate::shared::table_option(brief.table.as_deref());
    if let Some(block) = &brief.embargo {
        line += &format!(" --embargo-by {} --embargo-on {}", block.coalition, block.target);
    }
    if brief.grouping == Some(Grouping::BeforeSolving) {
        line += " --aggregate before";
    }
    line
}
