//! Title, headline and who is compared.

use maud::{Markup, html};
use unequal_study::brief::{Brief, ExitRow, Side};

use super::parts::gist;
use crate::number;

/// The top of the page.
pub fn opening(brief: &Brief, title: &str) -> Markup {
    html! {
        section class="opening" aria-labelledby="title" {
            h1 id="title" { (title) }
            p class="dateline" {
                "Year " (brief.year) " \u{b7} trade elasticity " (brief.elasticity)
                " \u{b7} source: " (brief.exit.evidence.source)
            }
            @for (index, sentence) in brief.headline.iter().enumerate() {
                p class=(if index == 0 { "lead" } else { "headline" }) { (sentence) }
            }
            @if let Some(row) = brief.exit.rows.iter().find(|row| row.headline) { (tiles(brief, row)) }
            @if let Some(estimate) = brief.exit.evidence.estimated.first() {
                p class="warning" {
                    strong { "Read with care: " }
                    "the figures for " (brief.year) " rest partly on estimates, evidence grade "
                    (format!("{:?}", brief.exit.evidence.grade)) ": " (gist(estimate))
                    ". Each block says what is estimated."
                }
            }
            (who(&brief.first)) (who(&brief.second))
            @if let Some(grouping) = &brief.grouping { p class="note" { (grouping) } }
        }
    }
}

/// The three figures to remember.
fn tiles(brief: &Brief, row: &ExitRow) -> Markup {
    let (first, second) = (&brief.first.name, &brief.second.name);
    let income = |value: f64| format!("of real income: USD {} a year", number::money(value));
    let sides = format!("{first} to {second}, at trade elasticity {}", row.elasticity);
    html! {
        dl class="tiles" {
            (tile("first", &format!("{first} would lose"), &number::loss(row.losses.first), &income(brief.exit.first_money.balanced)))
            (tile("second", &format!("{second} would lose"), &number::loss(row.losses.second), &income(brief.exit.second_money.balanced)))
            (tile("ratio", "How unequal", &number::ratio(row.losses.ratio), &sides))
        }
    }
}

/// One figure to remember.
pub fn tile(class: &str, label: &str, figure: &str, words: &str) -> Markup {
    html! { div class=(class) { dt { (label) } dd { (figure) span { (words) } } } }
}

/// Members of a group, and those the table lacks.
fn who(side: &Side) -> Markup {
    let group = side.members.len() > 1 || !side.missing.is_empty();
    html! {
        @if group {
            p class="note members" {
                strong { (side.name) " (" (side.code) ")" } " here means " (side.members.len())
                (if side.members.len() == 1 { " member: " } else { " members: " }) (side.members.join(", ")) "."
                @if !side.missing.is_empty() {
                    " " strong { "Not shown separately in the table and left out: " } (side.missing.join(", ")) "."
                }
            }
        }
    }
}
