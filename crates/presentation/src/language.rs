//! English: articles, possessives, agreement, lists, and the glossary.

pub use unequal_study::{capitalised, possessive};

/// The form of a verb that agrees with a name: the second with a list of names, else the first.
#[must_use]
pub fn agree<'a>(name: &str, one: &'a str, several: &'a str) -> &'a str {
    unequal_study::verb(name, one, several)
}

/// Several names as one: `Russia`, `Russia and China`, `Russia, China and Iran`.
#[must_use]
pub fn listed<S: AsRef<str>>(names: &[S]) -> String {
    match names {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

/// A number of things: `1 measure`, `3 measures`.
#[must_use]
pub fn counted(number: usize, one: &str, several: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { several })
}

/// What a term of the glossary means, in a sentence or two.
#[must_use]
pub fn definition(term: &str) -> Option<&'static str> {
    GLOSSARY.iter().find(|(known, _)| *known == term).map(|(_, meaning)| *meaning)
}

/// Terms that pages explain.
pub const GLOSSARY: [(&str, &str); 15] = [
    (
        "Real income",
        "What a country\u{2019}s yearly income can buy at the prices people pay. If prices rise and wages do not, real \
         income falls.",
    ),
    (
        "Exit cost",
        "The share of real income that one side would lose for good if all trade with the other stopped while trade with \
         everybody else went on.",
    ),
    (
        "Trade elasticity",
        "How strongly buyers turn to other countries when one country\u{2019}s goods become dearer. High: easily replaced. \
         Low: hard to replace.",
    ),
    (
        "Ratio",
        "The exit cost of the first side over that of the second. 10 : 1 means that the first side would lose ten times as \
         large a share of its income.",
    ),
    (
        "Indirect inputs",
        "The partner\u{2019}s share in an industry\u{2019}s inputs when its work is counted wherever it sits, also inside goods \
         bought from others.",
    ),
    ("Basic prices", "What the seller receives: without transport and trade margins and without product taxes."),
    (
        "Final demand",
        "Goods and services bought by households, governments and investors, rather than to be worked into other products.",
    ),
    (
        "Balanced trade",
        "In the model each country spends what it earns: surpluses and deficits are set to zero before worlds are compared.",
    ),
    (
        "Embargo",
        "Here: a complete stop of trade in all goods and services both ways. No actual sanctions regime goes as far.",
    ),
    (
        "Draw",
        "One choice of every assumed number at random within its range. A share of draws says for how much of the ranges \
         something holds.",
    ),
    ("Central value", "The middle of the range that is assumed for a number."),
    (
        "Shapley value",
        "A way to divide what several earn together: to each the mean of what it adds to the others, over all orders in \
         which they could join.",
    ),
    (
        "Nucleolus",
        "A way to divide what several earn together: the division that leaves the worst-off coalition as little short as \
         can be.",
    ),
    ("Interaction", "The effect of all measures together less the sum of the effects of each alone."),
    (
        "Evidence grade",
        "A: observed data or an accounting identity. B: a published kind of model, solver checked against published numbers. \
         C: estimated data, or a standard structure fitted to one or two facts. D: speculative.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_counts_read_well() {
        assert_eq!(listed(&["a", "b", "c"]), "a, b and c");
        assert_eq!(counted(1, "measure", "measures"), "1 measure");
        assert_eq!(counted(2, "measure", "measures"), "2 measures");
        assert!(definition("Exit cost").is_some() && definition("nothing").is_none());
    }
}
