//! Answers as text for a terminal: sentences, then plain tables, then how sure each block is.

mod audit;
mod brief;
mod conditional;
mod doctor;
pub(crate) mod episode;
mod exit_cost;
mod flow;
mod leverage;
mod run;
pub(crate) mod timeline;

use comfy_table::{Cell, CellAlignment, ContentArrangement, LineStyle, Table, TableStyle};
use unequal_study::Evidence;

pub use audit::audit;
pub use brief::brief;
pub use conditional::conditional;
pub(crate) use conditional::{WARNING, footing, shown};
pub use doctor::examination;
pub use episode::episode;
pub use exit_cost::exit_costs;
pub use flow::flow;
pub(crate) use leverage::ROWS_READ;
pub use leverage::{leverage, leverage_table};
pub use run::{comparison, explanation, run};
pub use timeline::timeline;

/// A table whose first column is words and whose others are numbers.
fn table(width: u16, header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut table = Table::new();
    let line = LineStyle::new('─', '─', '─', '─');
    table.load_style(TableStyle::new().top_border(line).header_separator(line).bottom_border(line));
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    table.set_header(header.iter().map(Cell::new));
    for row in rows {
        table.add_row(row);
    }
    for (position, column) in table.column_iter_mut().enumerate() {
        if position > 0 {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table.to_string()
}

/// Breaks a paragraph at spaces so that no line is wider than `width`; later lines are indented.
fn paragraph(width: u16, indent: &str, text: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.len() - 1;
        let used = lines[line].chars().count();
        if used > 0 && used + 1 + word.chars().count() > usize::from(width) {
            lines.push(format!("{indent}{word}"));
        } else {
            if used > 0 {
                lines[line].push(' ');
            }
            lines[line].push_str(word);
        }
    }
    lines.join("\n")
}

/// The lines that stand under a block: grade, source with year, what is estimated, caveats.
fn evidence(width: u16, evidence: &Evidence) -> String {
    let estimated = evidence.estimated_briefly.as_ref().map_or_else(String::new, |what| format!(" | {what}"));
    let mut lines =
        vec![paragraph(width, "  ", &format!("Grade {:?} | {}{estimated}", evidence.grade, evidence.source))];
    lines.extend(evidence.caveats.iter().map(|sentence| paragraph(width, "  ", sentence)));
    lines.join("\n")
}

fn heading(number: usize, text: &str) -> String {
    format!("\n{number}. {text}\n")
}
