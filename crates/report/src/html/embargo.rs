//! Block 4: the same before and after an embargo.

use maud::{Markup, html};
use unequal_study::brief::{Brief, EmbargoBlock, EmbargoRow};

use super::exit::set_label;
use super::parts::{self, Row, Table, name, possessive};
use crate::number::{loss, percent, ratio};

/// The section, with the reason if there is no embargo to show.
pub fn section(brief: &Brief) -> Markup {
    let year = brief.year.to_string();
    let sure = brief.embargo.as_ref().map(|block| (&block.evidence, year.as_str()));
    let body = html! {
        p {
            "When a large group of countries stops trading with one side, that side leans more on those who still \
             trade with it. "
            "This block computes both exit costs again in a world under such an embargo, and what the embargo itself \
             costs everyone."
        }
        @match &brief.embargo {
            Some(block) => { p { (brief.embargo_note) } (block_body(brief, block)) }
            None => { p class="note" { strong { "No embargo is shown: " } (brief.embargo_note) } }
        }
    };
    parts::section("embargo", "Before and after an embargo", sure, &body)
}

fn block_body(brief: &Brief, block: &EmbargoBlock) -> Markup {
    html! {
        @if let Some(row) = block.rows.iter().find(|row| row.headline) {
            p {
                "At the headline elasticity " (possessive(&brief.first.name)) " exit cost goes from " strong {
                (loss(row.before.first)) } " to "
                strong { (loss(row.after.first)) } ", " (possessive(&brief.second.name)) " from " strong {
                    (loss(row.before.second)) } " to "
                strong { (loss(row.after.second)) } "."
            }
        }
        (costs(brief, block).render())
        (own_costs(brief, block).render())
        (shares(brief, block).render())
    }
}

fn costs(brief: &Brief, block: &EmbargoBlock) -> Table {
    let (first, second) = (&brief.first.code, &brief.second.code);
    let row = |row: &EmbargoRow| Row {
        header: set_label(&row.elasticity, row.headline),
        cells: [row.before, row.after]
            .iter()
            .flat_map(|losses| [loss(losses.first), loss(losses.second), ratio(losses.ratio)])
            .collect(),
        headline: row.headline,
    };
    let columns = [first.clone(), second.clone(), format!("{first} : {second}")];
    Table {
        caption: format!("Exit cost before and after the embargo, percent of real income, {}", brief.year),
        groups: vec![("Before".into(), 3), ("After".into(), 3)],
        columns: [vec!["Trade elasticity".into()], columns.to_vec(), columns.to_vec()].concat(),
        text_columns: 0,
        bodies: vec![(String::new(), block.rows.iter().map(row).collect())],
        note: None,
    }
}

fn own_costs(brief: &Brief, block: &EmbargoBlock) -> Table {
    let row = |row: &EmbargoRow| Row {
        header: set_label(&row.elasticity, row.headline),
        cells: vec![loss(row.cost_first), loss(row.cost_second), loss(row.cost_coalition)],
        headline: row.headline,
    };
    Table {
        caption: format!("What the embargo itself costs, percent of real income, {}", brief.year),
        groups: Vec::new(),
        columns: vec![
            "Trade elasticity".into(),
            brief.first.name.clone(),
            brief.second.name.clone(),
            block.coalition_name.clone(),
        ],
        text_columns: 0,
        bodies: vec![(String::new(), block.rows.iter().map(row).collect())],
        note: Some(format!(
            "A minus is a gain. The embargo is by {} on {}.",
            block.coalition_name,
            name(brief, &block.target)
        )),
    }
}

fn shares(brief: &Brief, block: &EmbargoBlock) -> Table {
    Table {
        caption: format!("Shares before and after the embargo, headline elasticity, {}", brief.year),
        groups: Vec::new(),
        columns: ["Share of", "Before", "After"].map(String::from).to_vec(),
        text_columns: 0,
        bodies: vec![(
            String::new(),
            block
                .shares
                .iter()
                .map(|share| Row::new(share.what.clone(), vec![percent(share.before), percent(share.after)]))
                .collect(),
        )],
        note: Some(
            "Both with balanced trade, so the shares before differ a little from those in the block on trade.".into(),
        ),
    }
}
