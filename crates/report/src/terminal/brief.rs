//! The brief as a page in the terminal.

use unequal_study::Grade;
use unequal_study::brief::{Brief, EmbargoBlock, EmbargoRow, ExitBlock, HurtsSide, LineBlock, TradeBlock};

use unequal_study::capitalised;

use super::{evidence, heading, paragraph, table};
use crate::number::{loss, money, percent, ratio};
use crate::spans;

/// The whole page, `width` characters wide, with a line end.
#[must_use]
pub fn brief(brief: &Brief, width: u16) -> String {
    let title = capitalised(&format!(
        "{} and {}: who needs whom more?   ({})",
        brief.first.name, brief.second.name, brief.year
    ));
    let mut parts = vec![title.clone(), "=".repeat(title.chars().count())];
    parts.extend(brief.headline.iter().map(|sentence| paragraph(width, "  ", &format!("• {sentence}"))));
    parts.extend(brief.grouping.iter().map(|sentence| paragraph(width, "  ", sentence)));
    parts.push(trade(width, &brief.trade));
    parts.push(exit(width, brief));
    parts.push(hurts(width, brief));
    parts.push(embargo(width, brief));
    parts.push(line(width, brief, &brief.line));
    parts.push(how_sure(width, brief));
    parts.push(String::new());
    parts.join("\n")
}

/// What the grades mean and what is estimated, once for all blocks.
fn how_sure(width: u16, brief: &Brief) -> String {
    let mut blocks = vec![&brief.trade.evidence, &brief.exit.evidence, &brief.hurts.evidence, &brief.line.evidence];
    blocks.extend(brief.embargo.as_ref().map(|block| &block.evidence));
    let mut grades: Vec<Grade> = blocks.iter().map(|evidence| evidence.grade).collect();
    grades.sort();
    grades.dedup();
    let mut estimated: Vec<&String> = Vec::new();
    for sentence in blocks.iter().flat_map(|evidence| &evidence.estimated) {
        if !estimated.contains(&sentence) {
            estimated.push(sentence);
        }
    }
    let mut lines = vec![heading(6, "How sure")];
    lines.extend(
        grades.into_iter().map(|grade| paragraph(width, "  ", &format!("Grade {grade:?}: {}.", grade.meaning()))),
    );
    lines.extend(estimated.into_iter().map(|sentence| paragraph(width, "  ", &format!("Estimated: {sentence}"))));
    lines.join("\n")
}

fn trade(width: u16, block: &TradeBlock) -> String {
    let rows = block.flows.iter().map(|flow| {
        vec![
            format!("{} to {}", flow.seller, flow.buyer),
            money(flow.value),
            money(flow.goods),
            money(flow.services),
            format!("{} ({})", percent(flow.share_of_buyers_imports), percent(flow.share_of_buyers_goods_imports)),
            format!("{} ({})", percent(flow.share_of_sellers_exports), percent(flow.share_of_sellers_goods_exports)),
        ]
    });
    let header =
        ["Trade, USD", "all", "goods", "services", "of buyer's imports (goods)", "of seller's exports (goods)"];
    let mut lines = vec![heading(1, "Trade both ways"), table(width, &header, rows)];
    lines.extend(block.flows.iter().map(|flow| {
        paragraph(
            width,
            "  ",
            &format!(
                "{} is no. {} of {} among {}'s suppliers; {} is no. {} among {}'s customers.",
                flow.seller, flow.supplier_rank, flow.partners, flow.buyer, flow.buyer, flow.customer_rank, flow.seller
            ),
        )
    }));
    lines.extend(block.customs.iter().map(|customs| {
        paragraph(
            width,
            "  ",
            &format!(
                "Customs say {} for goods {} to {}; the table's goods are {} {}. Source: {}.",
                money(customs.value),
                customs.seller,
                customs.buyer,
                money(customs.gap.abs()),
                if customs.gap < 0.0 { "lower" } else { "higher" },
                customs.source
            ),
        )
    }));
    lines.push(evidence(width, &block.evidence));
    lines.join("\n")
}

fn exit(width: u16, brief: &Brief) -> String {
    let block: &ExitBlock = &brief.exit;
    let (first, second) = (&brief.first.code, &brief.second.code);
    let rows = block.rows.iter().map(|row| {
        vec![
            format!("{}{}", row.elasticity, if row.headline { " (headline)" } else { "" }),
            loss(row.losses.first),
            loss(row.losses.second),
            ratio(row.losses.ratio),
        ]
    });
    let (first_loses, second_loses) = (format!("{first} loses"), format!("{second} loses"));
    let ratio_label = format!("{first} : {second}");
    let header = ["Trade elasticity", &first_loses, &second_loses, &ratio_label];
    [
        heading(2, "Exit cost: real income lost if the two stopped trading"),
        table(width, &header, rows),
        paragraph(
            width,
            "  ",
            &format!(
                "In money, headline: {first} {} and {second} {} a year of income with balanced trade, as the model has it; \
                 {} and {} of income as recorded. By sector: {}.",
                money(block.first_money.balanced),
                money(block.second_money.balanced),
                money(block.first_money.recorded),
                money(block.second_money.recorded),
                block.elasticity_source
            ),
        ),
        evidence(width, &block.evidence),
    ]
    .join("\n")
}

fn hurts(width: u16, brief: &Brief) -> String {
    let mut lines = vec![heading(3, "Where it hurts")];
    for side in &brief.hurts.sides {
        lines.push(products(width, side));
        lines.push(industries(width, side));
    }
    lines.push(evidence(width, &brief.hurts.evidence));
    lines.join("\n")
}

fn products(width: u16, side: &HurtsSide) -> String {
    let rows = side.products.iter().map(|row| {
        vec![
            format!("{} {}", row.code, row.name),
            percent(row.share_of_exit_cost),
            money(row.value),
            percent(row.share_of_imports),
            percent(row.share_of_use),
        ]
    });
    let title = format!("What {} buys from {}", side.side, side.partner);
    table(width, &[&title, "of exit cost", "value, USD", "of imports", "of all use"], rows)
}

fn industries(width: u16, side: &HurtsSide) -> String {
    let rows = side.industries.iter().map(|row| {
        vec![format!("{} {}", row.code, row.name), percent(row.direct), percent(row.looked_through), money(row.value)]
    });
    let title = format!("Industries of {} with inputs from {}", side.side, side.partner);
    table(width, &[&title, "direct", "looked through", "bought directly, USD"], rows)
}

fn embargo(width: u16, brief: &Brief) -> String {
    let mut lines = vec![heading(4, "Before and after an embargo"), paragraph(width, "  ", &brief.embargo_note)];
    if let Some(block) = &brief.embargo {
        lines.push(embargo_tables(width, brief, block));
        lines.push(evidence(width, &block.evidence));
    }
    lines.join("\n")
}

fn embargo_tables(width: u16, brief: &Brief, block: &EmbargoBlock) -> String {
    let (first, second) = (&brief.first.code, &brief.second.code);
    let label = |row: &EmbargoRow| format!("{}{}", row.elasticity, if row.headline { " (headline)" } else { "" });
    let rows = block.rows.iter().map(|row| {
        vec![
            label(row),
            loss(row.before.first),
            loss(row.before.second),
            ratio(row.before.ratio),
            loss(row.after.first),
            loss(row.after.second),
            ratio(row.after.ratio),
        ]
    });
    let header = [
        "Exit cost at trade elasticity".to_owned(),
        format!("{first} before"),
        format!("{second} before"),
        "ratio".to_owned(),
        format!("{first} after"),
        format!("{second} after"),
        "ratio".to_owned(),
    ];
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let exits = table(width, &header, rows);
    let rows = block
        .rows
        .iter()
        .map(|row| vec![label(row), loss(row.cost_first), loss(row.cost_second), loss(row.cost_coalition)]);
    let costs = table(width, &["What the embargo itself costs", first, second, &block.coalition], rows);
    let shares = block.shares.iter().map(|row| vec![row.what.clone(), percent(row.before), percent(row.after)]);
    format!(
        "{exits}\n{costs}\n{}",
        table(width, &["Shares, headline elasticity, trade balanced", "before", "after"], shares)
    )
}

fn line(width: u16, brief: &Brief, block: &LineBlock) -> String {
    let (first, second) = (&brief.first.code, &brief.second.code);
    let rows = block.points.iter().map(|point| {
        vec![
            format!("{}{}", point.year, if point.estimated { "*" } else { "" }),
            percent(point.second_in_first_imports),
            percent(point.first_in_second_imports),
            percent(point.second_in_first_exports),
            percent(point.first_in_second_exports),
            loss(point.losses.first),
            loss(point.losses.second),
            ratio(point.losses.ratio),
        ]
    });
    let header = [
        "Year".to_owned(),
        format!("{second} in {first}'s imports"),
        format!("{first} in {second}'s imports"),
        format!("{second} in {first}'s exports"),
        format!("{first} in {second}'s exports"),
        format!("{first} exit cost"),
        format!("{second} exit cost"),
        "ratio".to_owned(),
    ];
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let mut lines = vec![heading(5, "The long line"), table(width, &header, rows)];
    lines.extend(
        spans::gaps(&block.gaps)
            .into_iter()
            .map(|(years, reason)| paragraph(width, "  ", &format!("{years}: no point, {reason}."))),
    );
    lines.extend(block.earlier.iter().map(|sentence| paragraph(width, "  ", sentence)));
    lines.push(evidence(width, &block.evidence));
    lines.join("\n")
}
