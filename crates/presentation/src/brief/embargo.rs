//! The same under an embargo, and what the embargo itself costs.

use unequal_study::brief::{Brief, EmbargoBlock, EmbargoRow, ShareChange};
use unequal_study::capitalised;

use super::exit::{set_label, sides};
use crate::chart::{Chart, ChartKind};
use crate::document::{Block, Role, Section};
use crate::keys::Keys;
use crate::quantity::Quantity;
use crate::shared::{loss_cells, short};
use crate::table::{Cell, Column, Row, Table};
use crate::table_error::WithError;
use crate::text;
use crate::text::Text;

/// The section, with the reason if there is no embargo to show.
pub fn section(brief: &Brief) -> Section {
    let title = "Under an embargo";
    match &brief.embargo {
        Some(block) => {
            Section::new("embargo", title, blocks(brief, block)).sure(&block.evidence, brief.year.to_string())
        }
        None => {
            let note = Block::note(format!("No embargo is shown: {}", brief.embargo_note));
            Section::new("embargo", title, vec![note])
        }
    }
}

/// The embargo as a key.
fn measure(block: &EmbargoBlock) -> String {
    format!("embargo by {} on {}", block.coalition, block.target)
}

fn blocks(brief: &Brief, block: &EmbargoBlock) -> Vec<Block> {
    vec![
        chart(brief, block).into(),
        Block::narrative(
            Role::PageOnly,
            vec![
                "When a large group of countries stops trading with one side, that side relies more on those who still trade \
                 with it. Here both exit costs are computed again in a world under such an embargo."
                    .into(),
            ],
        ),
        Block::body(brief.embargo_note.as_str()),
        costs(brief, block).into(),
        own_effect(brief, block).into(),
        shares(brief, block).into(),
    ]
}

fn chart(brief: &Brief, block: &EmbargoBlock) -> Chart {
    let finding = match block.rows.iter().find(|row| row.headline) {
        Some(row) => text![
            format!("The embargo itself changes real income of {} by ", brief.first.name),
            Quantity::change(-row.cost_first),
            format!(", of {} by ", brief.second.name),
            Quantity::change(-row.cost_second),
            format!(" and of {} by ", block.coalition_name),
            Quantity::change(-row.cost_coalition),
            "."
        ],
        None => Text::from("Effect of the embargo on real income."),
    };
    Chart::new("embargo-effect", "embargo-effect", ChartKind::Bars, &["first", "second", "coalition"], finding)
        .quantity(format!("Change of real income by the embargo itself, percent, {}", brief.year))
}

fn costs(brief: &Brief, block: &EmbargoBlock) -> Table {
    let [first, second] = sides(brief);
    let row = |row: &EmbargoRow| {
        let error = WithError::of_year(brief.year);
        let cells = [row.before, row.after].into_iter().flat_map(|losses| loss_cells(error, &losses));
        Row::new(set_label(&row.elasticity, row.headline), cells.collect())
            .keys(Keys::none().elasticity(&row.elasticity))
            .headline(row.headline)
    };
    let mut columns = Vec::new();
    for (when, heading, measure) in
        [("before", "Without the embargo", "none".to_owned()), ("after", "Under it", measure(block))]
    {
        let column = |id: &str, name: &str, item: &str, keys: &Keys| {
            Column::figures(&format!("{when}-{id}"), name)
                .group(heading)
                .item(item)
                .keys(keys.clone().measure(measure.clone()))
        };
        columns.push(column("first", short(&brief.first), "exit cost", &first).side(1));
        columns.push(column("second", short(&brief.second), "exit cost", &second).side(2));
        columns.push(column(
            "ratio",
            &format!("{} : {}", short(&brief.first), short(&brief.second)),
            "ratio of exit costs",
            &first,
        ));
    }
    Table::new(
        "exit-cost-embargo",
        format!("Exit cost without and under the embargo, percent of real income, {}", brief.year),
        "Trade elasticity",
    )
    .columns(columns)
    .rows(block.rows.iter().map(row).collect())
}

fn own_effect(brief: &Brief, block: &EmbargoBlock) -> Table {
    let row = |row: &EmbargoRow| {
        // A cost is a loss; everywhere else a change of real income has its sign.
        let error = WithError::of_year(brief.year);
        let cells = [row.cost_first, row.cost_second, row.cost_coalition]
            .map(|cost| Cell::from(error.loss(Quantity::change(-cost))));
        Row::new(set_label(&row.elasticity, row.headline), cells.to_vec())
            .keys(Keys::none().elasticity(&row.elasticity))
            .headline(row.headline)
    };
    let column = |id: &str, heading: &str, code: &str| {
        Column::figures(id, heading).item("change of real income").keys(Keys::none().region(code))
    };
    Table::new(
        "embargo-effect",
        format!("Change of real income by the embargo itself, percent, {} (plus: gain, minus: loss)", brief.year),
        "Trade elasticity",
    )
    .columns(vec![
        column("first", short(&brief.first), &brief.first.code).side(1),
        column("second", short(&brief.second), &brief.second.code).side(2),
        column("coalition", &capitalised(&block.coalition_name), &block.coalition),
    ])
    .rows(block.rows.iter().map(row).collect())
    .keys(Keys::none().measure(measure(block)))
}

fn shares(brief: &Brief, block: &EmbargoBlock) -> Table {
    let row = |share: &ShareChange| {
        let error = WithError::of_year(brief.year);
        let cells = [share.before, share.after].map(|share| Cell::from(error.share(Quantity::share(share))));
        Row::new(share.what.clone(), cells.to_vec()).item(format!("share of trade: {}", share.what))
    };
    Table::new("embargo-shares", format!("Shares of trade at the headline elasticity, {}", brief.year), "Share of")
        .columns(vec![
            Column::figures("before", "Without the embargo").keys(Keys::none().measure("none")),
            Column::figures("after", "Under it").keys(Keys::none().measure(measure(block))),
        ])
        .rows(block.shares.iter().map(row).collect())
        .keys(Keys::none().elasticity(&brief.elasticity))
        .note(
            "In the model, with balanced trade both times, so the shares without the embargo differ from recorded \
             trade.",
        )
}
