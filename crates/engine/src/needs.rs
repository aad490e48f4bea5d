//! Packs that a question is known to need before it is answered, so that a browser fetches them together and nothing is
//! solved twice.

use unequal_study::{Question, TableSource};
use unequal_world::{embedded, packs};

/// Series and record that pages about a pair quote.
const OF_A_PAIR: [&str; 4] =
    ["series/exit_costs.csv.zst", "record/baci.csv.zst", "record/services.csv.zst", "record/national.csv.zst"];

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
    match question {
        Question::Brief(asked) => [&OF_A_PAIR[..], &table(asked.year, asked.table.as_ref())].concat(),
        Question::ExitCost(asked) => table(asked.year, asked.table.as_ref()),
        Question::ExitCostMatrix(asked) => table(asked.year, asked.table.as_ref()),
        Question::Ensemble(asked) => table(asked.year, asked.table.as_ref()),
        Question::Leverage(asked) => table(asked.year, asked.table.as_ref()),
        Question::MostDependent(asked) => table(asked.year, asked.table.as_ref()),
        Question::LeverageMatrix(asked) => table(asked.year, asked.table.as_ref()),
        Question::TableAdjust(asked) => table(asked.year, asked.table.as_ref()),
        Question::List(asked) => table(asked.year, None),
        _ => Vec::new(),
    }
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
