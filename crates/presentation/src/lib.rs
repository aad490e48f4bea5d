//! Each typed answer as one [`Document`](document::Document) of a few kinds of block: narrative, table, chart and
//! evidence.
//!
//! A document is written once for each answer and drawn by `unequal-render` in every format. Numbers stay quantities
//! until they are drawn, in tables as in sentences, so that no face can round them differently or leave one out. The
//! English of pages and tables stands here; descriptions of measures, conditions of games and caveats come as words with
//! the answer.

pub mod adjustment;
pub mod audit;
pub mod brief;
pub mod chart;
pub mod comparison;
pub mod conditional;
pub mod description;
pub mod doctor;
pub mod document;
pub mod ensemble;
pub mod episode;
pub mod evidence;
pub mod exit_cost;
pub mod explanation;
pub mod flow;
pub mod keys;
pub mod language;
pub mod leverage;
pub mod list;
mod money_and_size;
pub mod number;
pub mod priors;
pub mod quantity;
mod ranges;
pub mod record;
pub mod run;
mod shared;
pub mod table;
mod table_error;
pub mod text;
pub mod tidy;
pub mod timeline;
pub mod verdict;
pub mod wide;

use unequal_study::Answer;
pub use unequal_study::{Evidence, Grade};

/// What a face shows of an answer.
#[derive(Debug, Clone)]
pub enum Presented {
    /// A document.
    Document(Box<document::Document>),
    /// A text of its own kind: a scenario file, a schema.
    Text(String),
}

/// What a face shows of any answer.
#[must_use]
pub fn present(answer: &Answer) -> Presented {
    let document = match answer {
        Answer::Brief(answer) => brief::document(answer),
        Answer::ExitCosts(answer) => exit_cost::document(answer),
        Answer::PairLeverage(answer) => leverage::document(answer),
        Answer::LeverageTable(answer) => leverage::many::document(answer),
        Answer::Timeline(answer) => timeline::document(answer),
        Answer::Record(answer) => record::document(answer),
        Answer::Run(answer) => run::document(answer),
        Answer::Comparison(answer) => comparison::document(answer),
        Answer::Flow(answer) => flow::document(answer),
        Answer::Ensemble(answer) => ensemble::document(answer),
        Answer::ScenarioEnsemble(answer) => ensemble::of_scenario(answer),
        Answer::Episode(answer) => episode::document(answer),
        Answer::Strategy(answer) => conditional::document(&answer.said),
        Answer::Pipeline(answer) => conditional::document(&answer.said),
        Answer::Audit(answer) => audit::document(answer),
        Answer::Examination(answer) => doctor::document(answer),
        Answer::Adjustment(answer) => adjustment::document(answer),
        Answer::Description(answer) => description::document(answer),
        Answer::List(answer) => list::document(answer),
        Answer::Priors(answer) => priors::document(answer),
        Answer::Explanation(answer) => return Presented::Text(explanation::toml(answer)),
        Answer::Schema { schema } => return Presented::Text(format!("{schema:#}\n")),
    };
    Presented::Document(Box::new(document))
}
