//! Block 2: exit cost both ways.

use maud::{Markup, html};
use unequal_study::brief::{Brief, ExitRow};

use super::chart::{BarChart, BarGroup, Words};
use super::parts::{self, Row, Table, bar_key, figure, labels};
use crate::number::{loss, money, ratio};

/// The section.
pub fn section(brief: &Brief) -> Markup {
    parts::section("exit", "Exit cost both ways", Some((&brief.exit.evidence, &brief.year.to_string())), &body(brief))
}

fn body(brief: &Brief) -> Markup {
    let (first, second) = (&brief.first.name, &brief.second.name);
    html! {
        p {
            "Suppose all trade between " (first) " and " (second) " stopped, and both kept trading with everybody \
             else. The "
            dfn { "exit cost" } " is how much real income, what a year\u{2019}s income can buy, each side would lose \
                once buyers and sellers have turned to other partners. "
            "It is a lasting yearly loss, not the shock of the first months."
        }
        p {
            "How large it is hangs on the " dfn { "trade elasticity" } ": how easily one country\u{2019}s goods \
             replace another\u{2019}s. "
            "At 1 they are hard to replace, as in the first year, and losses are large; at 8 they are easy to \
             replace, as after years of adjustment, and losses are small. "
            "Nobody knows the one right value, so the answer is given for several; the headline uses "
            (brief.elasticity) "."
        }
        (chart(brief))
        (table(brief).render())
        p {
            "In money, at the headline elasticity: " (first) " would lose " strong { "USD "
            (money(brief.exit.first_money.balanced)) } " a year and "
            (second) " " strong { "USD " (money(brief.exit.second_money.balanced)) }
            " a year of income with balanced trade, as the model has it; of income as recorded USD "
            (money(brief.exit.first_money.recorded)) " and USD " (money(brief.exit.second_money.recorded)) "."
        }
        p class="note" { strong { "Elasticities by sector: " } (brief.exit.elasticity_source) "." }
    }
}

/// What a set of elasticities is called in a table or a chart.
pub fn set_label(elasticity: &str, headline: bool) -> String {
    let label =
        if elasticity.parse::<f64>().is_ok() { format!("Elasticity {elasticity}") } else { capitalised(elasticity) };
    if headline { format!("{label} (headline)") } else { label }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn table(brief: &Brief) -> Table {
    let row = |row: &ExitRow| Row {
        header: set_label(&row.elasticity, row.headline),
        cells: vec![
            loss(row.losses.first),
            loss(row.losses.second),
            ratio(row.losses.ratio),
            row.losses.evaluations.to_string(),
            format!("{:.0e}", row.losses.residual),
        ],
        headline: row.headline,
    };
    Table {
        caption: format!("Exit cost in percent of real income, {}", brief.year),
        groups: Vec::new(),
        columns: vec![
            "Trade elasticity".into(),
            format!("{} loses", brief.first.name),
            format!("{} loses", brief.second.name),
            format!("Ratio, {} : {}", brief.first.code, brief.second.code),
            "Sweeps".into(),
            "Residual".into(),
        ],
        text_columns: 0,
        bodies: vec![(String::new(), brief.exit.rows.iter().map(row).collect())],
        note: Some(
            "The ratio is the first loss over the second. Sweeps and residual say how the model was \
            solved: rounds taken, and the largest relative error left."
                .into(),
        ),
    }
}

fn chart(brief: &Brief) -> Markup {
    let group = |row: &ExitRow| BarGroup {
        label: set_label(&row.elasticity, row.headline),
        values: [row.losses.first, row.losses.second],
    };
    let spoken = |row: &ExitRow| {
        let label = set_label(&row.elasticity, row.headline);
        format!(
            "{label}: {} {}, {} {}.",
            brief.first.name,
            loss(row.losses.first),
            brief.second.name,
            loss(row.losses.second)
        )
    };
    let words = Words {
        id: "chart-exit".into(),
        title: format!(
            "Exit cost of {} and {} by trade elasticity, {}",
            brief.first.name, brief.second.name, brief.year
        ),
        description: format!(
            "Bars. {} All figures stand in the table below.",
            brief.exit.rows.iter().map(spoken).collect::<Vec<_>>().join(" ")
        ),
    };
    let groups = brief.exit.rows.iter().map(group).collect();
    let heading = format!("Exit cost, percent of real income, {}", brief.year);
    figure(&heading, &bar_key(brief), &BarChart { names: labels(brief), groups, number: loss }.render(&words))
}
