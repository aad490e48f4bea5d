//! The page of a conditional answer: its statements, then the tables they rest on, game by game.

use maud::{Markup, html};
use unequal_study::capitalised;
use unequal_study::conditional::{Block, Cell, Conditional, Statement, Table};

use super::parts::{self, Row};
use crate::terminal::{WARNING, footing, shown};

/// Looks of statements and shaded tables.
const STYLE: &str = include_str!("conditional.css");

/// The page.
#[must_use]
pub fn conditional(answer: &Conditional) -> String {
    let title = capitalised(&answer.title);
    let mut sections: Vec<(&str, &str)> =
        answer.blocks.iter().map(|block| (block.id.as_str(), block.title.as_str())).collect();
    sections.push(("reproduce", "Cite and reproduce"));
    let content = html! {
        (opening(answer, &title))
        (super::contents(&sections))
        @for block in &answer.blocks { (section(answer, block)) }
        (ending(answer))
    };
    super::page(&title, STYLE, &content)
}

fn opening(answer: &Conditional, title: &str) -> Markup {
    html! {
        section class="opening" aria-labelledby="title" {
            h1 id="title" { (title) }
            p class="dateline" {
                (answer.payoffs) " \u{b7} evidence grade D"
                " \u{b7} source: " (answer.evidence.source)
            }
            p class="warning" { strong { "No forecast. " } (WARNING) }
            @if let Some(description) = &answer.description { p { (description) } }
            @for statement in &answer.headline { (sentence(statement)) }
        }
    }
}

/// A statement whose condition cannot be overlooked, with its grade, range and drivers.
fn sentence(statement: &Statement) -> Markup {
    html! {
        div class="conditional" {
            p { span class="condition" { (statement.condition) "," } " " (statement.conclusion) "." }
            p class="footing" { (footing(statement)) }
        }
    }
}

fn section(answer: &Conditional, block: &Block) -> Markup {
    let body = html! {
        @for sentence in &block.method { p class="method" { (sentence) } }
        @for statement in &block.statements { (sentence(statement)) }
        @for table in &block.tables { (cells(table)) }
    };
    // The evidence is the same for all games and stands beside the first.
    if answer.blocks.first() == Some(block) {
        parts::section(&block.id, &block.title, Some((&answer.evidence, &answer.payoffs)), &body)
    } else {
        let stamped = html! { (parts::stamp(&answer.evidence, &answer.payoffs)) (body) };
        parts::section(&block.id, &block.title, None, &stamped)
    }
}

fn cells(table: &Table) -> Markup {
    if table.shaded {
        return shaded(table);
    }
    let words = |cell: &Cell| matches!(cell, Cell::Word(_));
    let text_columns = table.rows.first().map_or(0, |(_, cells)| cells.iter().take_while(|cell| words(cell)).count());
    let row = |(name, cells): &(String, Vec<Cell>)| {
        Row::new(name.clone(), cells.iter().map(|cell| shown(cell, table)).collect())
    };
    parts::Table {
        caption: table.title.clone(),
        groups: Vec::new(),
        columns: table.columns.clone(),
        text_columns,
        bodies: vec![(String::new(), table.rows.iter().map(row).collect())],
        note: table.note.clone(),
    }
    .render()
}

/// Shares as shades, darker where the share is larger; the figure stands in every cell.
fn shaded(table: &Table) -> Markup {
    let step = |cell: &Cell| match cell {
        Cell::Number(share, _) => format!("shade-{:.0}", (share.clamp(0.0, 1.0) * 5.0).round()),
        _ => "shade-none".to_owned(),
    };
    html! {
        div class="scroll" role="region" tabindex="0" aria-label=(format!("Table: {}", table.title)) {
            table class="shaded" {
                caption { span { (table.title) } }
                thead { tr { @for column in &table.columns { th scope="col" { (column) } } } }
                tbody {
                    @for (name, cells) in &table.rows {
                        tr {
                            th scope="row" { (name) }
                            @for cell in cells { td class=(step(cell)) { (shown(cell, table)) } }
                        }
                    }
                }
            }
        }
        @if let Some(note) = &table.note { p class="note" { (note) } }
    }
}

fn ending(answer: &Conditional) -> Markup {
    let body = html! {
        p { "To make this page again, from the same file, on any computer:" }
        pre tabindex="0" role="region" aria-label="Command line" {
            code { "unequal " (answer.command) " " (answer.file) " --html " (answer.command) ".html" }
        }
        p { "Every assumption stands in that file with its remark; the draws are seeded, so that the same file gives \
             the same page. The figures come with " code { "--format csv" } " or " code { "--format parquet" }
            ", everything behind them with " code { "--format json" } "." }
        p { "When quoting a figure, please quote its condition, its range and its grade with it." }
    };
    parts::section("reproduce", "Cite and reproduce", None, &body)
}
