//! All exit costs of a year as one page: a map of losses, who would lose most, and the most unequal
//! partnerships.

mod lists;
mod losses;
mod map;

use maud::{Markup, html};
use unequal_study::exit_cost::ExitCosts;

use self::losses::{Losses, Parting};
use super::parts::{self, gist};
use super::{contents, ending, page};
use crate::number::{fine_loss, loss, ratio};

/// Looks of the map.
const STYLE: &str = include_str!("map.css");

/// The page of all exit costs, or of those of one pair.
#[must_use]
pub fn exit_costs(costs: &ExitCosts) -> String {
    let losses = Losses::new(costs);
    let title = format!("Who would lose by parting with whom, {}", costs.year);
    let sections = [
        ("map", "The map"),
        ("most", "Who would lose most"),
        ("unequal", "Most unequal partnerships"),
        ("countries", "Country by country"),
        ("glossary", "Words used"),
        ("reproduce", "Cite and reproduce"),
    ];
    let words =
        ["Real income", "Exit cost", "Trade elasticity", "Ratio", "Final demand", "Balanced trade", "Evidence grade"];
    let content = html! {
        (opening(costs, &losses, &title))
        (contents(&sections))
        (map::section(costs, &losses))
        (lists::most(costs, &losses))
        (lists::unequal(costs, &losses))
        (lists::countries(costs, &losses))
        (ending::glossary(&words))
        (reproduce(costs))
    };
    page(&title, STYLE, &content)
}

fn opening(costs: &ExitCosts, losses: &Losses<'_>, title: &str) -> Markup {
    let most = losses.largest();
    let (unequal, all) = losses.lopsided();
    html! {
        section class="opening" aria-labelledby="title" {
            h1 id="title" { (title) }
            p class="dateline" {
                "Year " (costs.year) " \u{b7} trade elasticity " (costs.elasticity) " \u{b7} " (costs.economies.len())
                " economies, " (costs.pairs.len()) " pairs \u{b7} source: " (costs.evidence.source)
            }
            @if let Some(most) = most.first() { p class="lead" { (largest_loss(most)) } }
            @if all > 0 {
                p class="headline" {
                    "Of the " (all) " pairs in which both sides would lose " (loss(losses::FLOOR)) " of real income or \
                     more, one side would lose at least ten times as large a share as the other in " (unequal) "."
                }
            }
            @if let Some(estimate) = costs.evidence.estimated.first() {
                p class="warning" {
                    strong { "Read with care: " }
                    "the figures for " (costs.year) " rest partly on estimates, evidence grade "
                    (format!("{:?}", costs.evidence.grade)) ": " (gist(estimate)) "."
                }
            }
        }
    }
}

fn largest_loss(parting: &Parting<'_>) -> String {
    format!(
        "{} has most to lose: {} of real income if trade with {} ended. {} would lose {}; that is {}.",
        unequal_study::capitalised(&parting.side.name),
        loss(parting.loss),
        parting.partner.name,
        unequal_study::capitalised(&parting.partner.name),
        fine_loss(parting.partner_loss),
        ratio(parting.ratio)
    )
}

/// How to cite the page and make it again.
fn reproduce(costs: &ExitCosts) -> Markup {
    let elasticity = if costs.elasticity.parse::<f64>().is_ok() {
        format!("--elasticity {}", costs.elasticity)
    } else {
        "--by-sector".to_owned()
    };
    let command = format!("unequal exit-cost --matrix --year {} {elasticity}", costs.year);
    let body = html! {
        p { "To make these figures and this page again, from the same data, on any computer:" }
        pre tabindex="0" role="region" aria-label="Command line" { code { (command) " --html exit-costs.html" } }
        p { "All pairs as a table: " code { "--format csv" } " or " code { "--format parquet" } ", with "
            code { "--out FILE" } ". More about one pair: " code { "unequal brief A B --html brief.html" } "." }
        p { "To cite:" }
        blockquote {
            "unequal " (env!("CARGO_PKG_VERSION")) ", exit costs of " (costs.pairs.len()) " pairs, year " (costs.year)
            ", trade elasticity " (costs.elasticity) ", evidence grade " (format!("{:?}", costs.evidence.grade))
            ". Data: " (costs.evidence.source) "."
        }
        p { "When quoting a figure, please quote its year and grade with it, and say where final demand is \
            estimated." }
    };
    parts::section("reproduce", "Cite and reproduce", None, &body)
}
