//! Packs that a question is known to need before it is answered, so that a browser fetches them together and nothing is
//! solved twice.

use unequal_study::list::ListOf;
use unequal_study::{Question, TableSource};
use unequal_world::{embedded, packs};

/// The record of pairs that a brief and an audit quote.
const RECORD: [&str; 5] = [
    "record/baci.csv.zst",
    "record/comtrade.csv.zst",
    "record/cow.csv.zst",
    "record/national.csv.zst",
    "record/services.csv.zst",
];
/// Series and record of a timeline.
const OF_DECADES: [&str; 7] = [
    "record/baci.csv.zst",
    "record/cow.csv.zst",
    "record/national.csv.zst",
    "series/arms_orders.csv.zst",
    "series/capabilities.csv.zst",
    "series/sanction_counts.csv.zst",
    "series/un_agreement.csv.zst",
];

/// Packs that are wanted and not there, each once. What a question needs besides is noticed while it is answered.
pub(crate) fn known_before(question: &Question) -> Vec<String> {
    if packs::are_compiled_in() {
        return Vec::new();
    }
    let mut wanted: Vec<&str> = of(question);
    wanted.sort_unstable();
    wanted.dedup();
    wanted.into_iter().filter(|name| !packs::is_there(name)).map(str::to_owned).collect()
}

fn of(question: &Question) -> Vec<&'static str> {
    let table = match question {
        Question::Brief(asked) => table(asked.year, asked.table.as_ref()),
        Question::ExitCost(asked) => table(asked.year, asked.table.as_ref()),
        Question::ExitCostMatrix(asked) => table(asked.year, asked.table.as_ref()),
        Question::Ensemble(asked) => table(asked.year, asked.table.as_ref()),
        Question::Leverage(asked) => table(asked.year, asked.table.as_ref()),
        Question::MostDependent(asked) => table(asked.year, asked.table.as_ref()),
        Question::LeverageMatrix(asked) => table(asked.year, asked.table.as_ref()),
        Question::TableAdjust(asked) => table(asked.year, asked.table.as_ref()),
        Question::List(asked) => table(asked.year, None),
        Question::Priors(asked) if asked.file.is_none() => table(None, asked.table.as_ref()),
        Question::Timeline(_) | Question::Episode(_) => table(None, None),
        _ => Vec::new(),
    };
    let besides: Vec<&str> = match question {
        Question::Brief(_) => every_year().chain(RECORD).chain(["series/exit_costs.csv.zst"]).collect(),
        Question::Timeline(_) => every_year().chain(OF_DECADES).collect(),
        Question::List(asked) if asked.of == ListOf::Years => every_year().collect(),
        Question::Doctor(asked) if asked.table.is_none() => every_year().collect(),
        Question::Audit(_) => RECORD.to_vec(),
        Question::Record(_) => RECORD.into_iter().chain(["record/products.csv.zst"]).collect(),
        // A year in a file may be another, which is noticed then; what comes last would be noticed after minutes.
        Question::Strategy(_) => vec!["series/arms_orders.csv.zst"],
        Question::Pipeline(_) => vec!["series/gas_exits.csv.zst"],
        _ => Vec::new(),
    };
    [table, besides].concat()
}

fn every_year() -> impl Iterator<Item = &'static str> {
    embedded::years().filter_map(embedded::pack)
}

/// The table that a question brings or that of its year, with the one as published where there is one.
fn table(year: Option<u16>, source: Option<&TableSource>) -> Vec<&'static str> {
    match source {
        Some(TableSource::Embedded { embedded: name }) => embedded::pack_named(name).into_iter().collect(),
        Some(TableSource::Added { .. } | TableSource::Path { .. }) => Vec::new(),
        None => {
            let year = year.unwrap_or_else(embedded::latest);
            let published = embedded::as_published(year).and_then(embedded::pack_named);
            embedded::pack(year).into_iter().chain(published).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_before_are_packs() {
        let known: Vec<&str> = packs::names().collect();
        let questions = [
            r#"{"question": "brief", "first": "RUS", "second": "CHN"}"#,
            r#"{"question": "timeline", "first": "RUS", "second": "CHN"}"#,
            r#"{"question": "exit-cost", "first": "RUS", "second": "CHN", "table": {"embedded": "oecd-2022"}}"#,
            r#"{"question": "list", "of": "years"}"#,
            r#"{"question": "record", "first": "RUS", "second": "CHN"}"#,
            r#"{"question": "strategy", "file": {"name": "a.toml", "text": ""}}"#,
            r#"{"question": "pipeline", "file": {"name": "a.toml", "text": ""}}"#,
            r#"{"question": "audit", "file": {"name": "a.txt", "text": ""}}"#,
        ];
        for question in questions {
            let wanted = of(&serde_json::from_str(question).unwrap());
            assert!(!wanted.is_empty() && wanted.iter().all(|name| known.contains(name)), "{question}: {wanted:?}");
        }
    }
}
