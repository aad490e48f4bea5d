//! How claims were read from an article, and what was not.

use unequal_study::audit::{ArticleRead, AuditAnswer, ClaimAnswer};

use crate::document::{Block, Role, Section};
use crate::table::{Cell, Column, Row, Table};
use crate::text;
use crate::text::Text;

/// The section.
pub(super) fn section(answer: &AuditAnswer, article: &ArticleRead) -> Section {
    let mut blocks = vec![read(answer).into()];
    if !article.not_read.is_empty() {
        let item = |one: &unequal_study::audit::NotRead| {
            text![format!("\u{201c}{}\u{201d} Not read: {}.", one.sentence, one.reason)]
        };
        blocks.push(Block::body("Sentences with figures that were not understood; nothing is said about them:"));
        blocks.push(Block::narrative(Role::List, article.not_read.iter().map(item).collect::<Vec<Text>>()));
    }
    let date = match &article.published {
        Some(month) => format!("The article is taken to have appeared in {month}."),
        None => "Without --published YYYY-MM, \u{201c}last year\u{201d} and \u{201c}in March\u{201d} are not read."
            .to_owned(),
    };
    blocks.push(Block::note(format!(
        "{date} Only sentences are read in which quantity, parties and period can be told; --draft writes what was read as a \
         claims file, for correction."
    )));
    Section::new("article", "What was read", blocks)
}

/// The sentences that became claims, and as what.
fn read(answer: &AuditAnswer) -> Table {
    let row = |claim: &ClaimAnswer| {
        let cells: Vec<Cell> = vec![
            claim.quantity.clone().into(),
            claim.stated.clone().into(),
            claim.says.clone().unwrap_or_default().into(),
        ];
        Row::new(claim.name.clone(), cells)
    };
    Table::new("read", "Sentences of the article and what was read", "Claim")
        .columns(vec![
            Column::words("quantity", "Read as"),
            Column::words("stated", "Figure"),
            Column::words("sentence", "Sentence"),
        ])
        .rows(answer.claims.iter().map(row).collect())
}

/// The option of the command line that gives the same reading.
pub(super) fn option(answer: &AuditAnswer) -> String {
    let month = answer.article.as_ref().and_then(|article| article.published.as_ref());
    month.map_or_else(String::new, |month| format!(" --published {month}"))
}
