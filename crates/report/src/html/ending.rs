//! Words used, and how to cite and reproduce.

use maud::{Markup, html};
use unequal_study::brief::Brief;

use super::parts;

/// Words of trade and of the model, with their meaning.
pub const WORDS: [(&str, &str); 10] = [
    (
        "Real income",
        "What a country\u{2019}s yearly income can buy at the prices people pay. If prices rise and wages do not, \
         real income falls.",
    ),
    (
        "Exit cost",
        "The share of real income one side would lose for good if all trade with the other stopped while trade with \
         everybody else went on.",
    ),
    (
        "Trade elasticity",
        "How strongly buyers turn to other countries when one country\u{2019}s goods become dearer. High: easily \
         replaced. Low: hard to replace.",
    ),
    (
        "Ratio",
        "The exit cost of the first side over that of the second. 10 : 1 means that the first side would lose ten \
         times as large a share of its income.",
    ),
    (
        "Looked through",
        "Counting the partner\u{2019}s work wherever it sits in an industry\u{2019}s inputs, also when it arrives \
         inside goods bought from others.",
    ),
    ("Basic prices", "What the seller receives: without transport and trade margins and without product taxes."),
    (
        "Final demand",
        "Goods and services bought to be used up or invested by households, governments and firms, rather than to be \
         worked into other products.",
    ),
    (
        "Balanced trade",
        "The model lets each country spend what it earns, so surpluses and deficits are set aside before comparing.",
    ),
    (
        "Embargo",
        "Here: a complete stop of trade in all goods and services both ways. No actual sanctions regime goes as far.",
    ),
    (
        "Evidence grade",
        "A: observed data or an accounting identity. B: a published kind of model, solver checked against published \
         numbers. C: estimated data, or a standard structure fitted to one or two facts. D: speculative.",
    ),
];

/// Words used on a page.
pub fn glossary(used: &[&str]) -> Markup {
    let body = html! {
        dl class="glossary" {
            @for (word, meaning) in WORDS.iter().filter(|(word, _)| used.contains(word)) { div { dt { (word) } dd { (meaning) } } }
        }
    };
    parts::section("glossary", "Words used", None, &body)
}

/// How to cite the page and make it again.
pub fn reproduce(brief: &Brief) -> Markup {
    let body = html! {
        p { "To make these figures and this page again, from the same data, on any computer:" }
        pre tabindex="0" role="region" aria-label="Command line" { code { (command(brief)) } }
        p { "The same answer comes as JSON with " code { "--format json" } " and as csv with "
            code { "--format csv" } "." }
        p { "To cite:" }
        blockquote {
            "unequal " (env!("CARGO_PKG_VERSION")) ", brief " (brief.first.code) "\u{2013}" (brief.second.code)
            ", year " (brief.year) ", trade elasticity " (brief.elasticity) ", evidence grade "
            (format!("{:?}", brief.exit.evidence.grade)) ". Data: "
            (brief.exit.evidence.source) "; long line: " (brief.line.evidence.source) "."
        }
        p { "When quoting a figure, please quote its year and grade with it, and say where final demand is \
            estimated." }
    };
    parts::section("reproduce", "Cite and reproduce", None, &body)
}

/// The command line that makes this page.
fn command(brief: &Brief) -> String {
    let (first, second) = (&brief.first.code, &brief.second.code);
    let mut line = format!("unequal brief {first} {second} --year {} --elasticity {}", brief.year, brief.elasticity);
    if let Some(block) = &brief.embargo {
        line += &format!(" --embargo-by {} --embargo-on {}", block.coalition, block.target);
    }
    if brief.grouping.as_deref().is_some_and(|how| how.contains("before solving")) {
        line += " --aggregate before";
    }
    line + " --html brief.html"
}
