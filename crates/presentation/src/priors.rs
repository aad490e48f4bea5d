//! The document of `priors`: what is uncertain, by how much, how that is known, and what a scenario says of it.

use unequal_study::capitalised;
use unequal_study::priors::{
    ElasticityPrior, Kind, Prior, Priors, PriorsAnswer, ScenarioPriors, Tables, UncertainParameter,
};

use crate::document::{Block, Document, Section};
use crate::keys::Keys;
use crate::quantity::{Quantity, Unit};
use crate::shared::file_name;
use crate::table::{Cell, Column, Row, Table};
use crate::text;
use crate::text::{Span, Text};

/// The document.
#[must_use]
pub fn document(answer: &PriorsAnswer) -> Document {
    let mut sections = Vec::new();
    let mut add = |id: &str, title: &str, blocks: Vec<Block>| {
        sections.push(Section::new(id, title, blocks).sure(&answer.evidence, answer.year.to_string()));
    };
    if let Some(scenario) = &answer.scenario {
        add("scenario", "What the scenario says", of_scenario(answer, scenario));
    }
    if !answer.elasticities.is_empty() {
        add("elasticities", "Trade elasticities", vec![elasticities(answer).into()]);
    }
    add("table", "The table", vec![errors(answer).into()]);
    let (title, dateline) = match &answer.scenario {
        Some(scenario) => {
            (format!("{}: what is uncertain, and by how much", scenario.title), file_name(&scenario.file))
        }
        None => ("What is uncertain, and by how much".to_owned(), answer.evidence.source.clone()),
    };
    Document {
        question: "priors".to_owned(),
        keys: Keys::none().year(answer.year),
        title: title.into(),
        dateline: dateline.into(),
        sides: None,
        finding: vec![
            "Two things make answers uncertain: published trade elasticities differ, and so do two sources\u{2019} tables for \
             the same year. A scenario file can replace the priors of both (in a [priors] table) and give its own parameters \
             ranges (in [[uncertain]] tables). A prior is estimated if it was measured by the method that its source names, \
             calibrated if it was fitted to one or two facts, and assumed if it was chosen."
                .into(),
        ],
        sections,
        terms: ["Draw", "Trade elasticity", "Evidence grade"].map(str::to_owned).to_vec(),
        reproduce: None,
    }
}

fn of_scenario(answer: &PriorsAnswer, scenario: &ScenarioPriors) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let replaced: Vec<Row> = scenario
        .priors
        .numbers()
        .map(|(key, value)| {
            let own = answer.elasticities.iter().find(|prior| prior.key == key);
            let cells = vec![
                Quantity::number(value).into(),
                Cell::optional(own.map(|own| Quantity::number(own.value))),
                known(scenario.priors.kind, scenario.priors.source.as_deref()).into(),
            ];
            Row::new(key, cells).keys(Keys::none().measure(key))
        })
        .collect();
    if replaced.is_empty() {
        blocks.push(Block::note("The scenario leaves the program\u{2019}s priors as they are."));
    } else {
        let table = Table::new("replaced", "Priors that the scenario replaces", "Key").columns(vec![
            Column::figures("value", "Value").item("prior of the scenario"),
            Column::figures("instead", "The program\u{2019}s").item("prior of the program"),
            Column::words("source", "Source"),
        ]);
        blocks.push(table.rows(replaced).into());
    }
    if scenario.parameters.is_empty() {
        blocks.push(Block::note("No parameter of its measures has a range: they are taken as they stand."));
    } else {
        blocks.push(parameters(&scenario.parameters).into());
    }
    blocks
}

/// A sentence on what a scenario replaces; nothing where it leaves the program's priors.
pub(crate) fn sentence(priors: &Priors) -> Option<Text> {
    let said = |(key, value): (&'static str, f64)| {
        let keys = Keys::none().measure(key);
        text![format!("{key} = "), Span::figure(Quantity::number(value), "prior of the scenario", keys)]
    };
    let given: Vec<Text> = priors.numbers().map(said).collect();
    (!given.is_empty()).then(|| {
        text!["The file replaces priors of the program: "]
            .then(Text::listed(given))
            .then(text![format!(" ({}).", known(priors.kind, priors.source.as_deref()))])
    })
}

/// How something is known, and from where.
fn known(kind: Option<Kind>, source: Option<&str>) -> String {
    match (kind, source) {
        (Some(kind), Some(source)) => format!("{}: {source}", kind.word()),
        (Some(kind), None) => kind.word().to_owned(),
        (None, Some(source)) => source.to_owned(),
        (None, None) => Kind::Assumed.word().to_owned(),
    }
}

/// Uncertain parameters of a scenario's measures.
pub(crate) fn parameters(parameters: &[UncertainParameter]) -> Table {
    let rows = parameters.iter().map(|parameter| {
        let number = |value: f64| Cell::from(Quantity::number(value));
        let source = known(parameter.kind, parameter.source.as_deref());
        let cells = vec![number(parameter.given), number(parameter.low), number(parameter.high), source.into()];
        let with = match parameter.with.as_slice() {
            [] => String::new(),
            others => format!(" (with {})", others.join(", ")),
        };
        let name = format!("{}{with} of \u{201c}{}\u{201d}", parameter.parameter, parameter.measure);
        let row = Row::new(name, cells).keys(Keys::none().measure(&parameter.measure));
        // The measure alone tells them apart where it has one.
        match parameters.iter().filter(|other| other.measure == parameter.measure).count() {
            1 => row,
            _ => row.item(parameter.parameter.as_str()),
        }
    });
    Table::new("parameters", "Uncertain parameters of the file", "Parameter")
        .columns(vec![
            Column::figures("given", "Value").item("value of an uncertain parameter"),
            Column::figures("low", "5 % point").item("5 % point of an uncertain parameter"),
            Column::figures("high", "95 % point").item("95 % point of an uncertain parameter"),
            Column::words("source", "Source"),
        ])
        .rows(rows.collect())
}

fn elasticities(answer: &PriorsAnswer) -> Table {
    let row = |prior: &ElasticityPrior| {
        let cells = vec![
            capitalised(&prior.what).into(),
            Quantity::number(prior.value).into(),
            prior.kind.word().into(),
            prior.source.as_str().into(),
        ];
        Row::new(prior.key.as_str(), cells).keys(Keys::none().measure(&prior.key))
    };
    let title = format!("Trade elasticities of one more study, in the sectors of the table of {}", answer.year);
    Table::new("elasticities", title, "Key")
        .columns(vec![
            Column::words("what", "What"),
            Column::figures("value", "Value").item("value of the prior"),
            Column::words("kind", "Kind"),
            Column::words("source", "Source"),
        ])
        .rows(answer.elasticities.iter().map(row).collect())
}

fn errors(answer: &PriorsAnswer) -> Table {
    let row = |prior: &Prior| {
        let code = prior.prior.id();
        let name = capitalised(&prior.unit).into();
        Row::new(code, std::iter::once(name).chain(cells(prior)).collect())
            .keys(Keys::none().measure(code))
            .item(format!("for {} from {}", prior.sizes(), prior.least))
    };
    Table::new("errors", "Errors of the table", "Code")
        .columns(columns(Column::words("name", "Name")))
        .rows(answer.table_errors.iter().map(row).collect())
        .note("In a scenario, table_error_sd takes the place of both errors of losses, whatever their size. Errors of shares of trade \
             stand beside shares and flows of the table; the solve does not use them.")
}

/// Columns of priors, after one for the name.
pub(crate) fn columns(name: Column) -> Vec<Column> {
    vec![
        name,
        Column::figures("value", "Value").item("value of the prior"),
        Column::figures("sizes", "For sizes of").item("sizes that it applies to"),
        Column::words("tables", "Tables"),
        Column::words("kind", "Kind"),
        Column::words("source", "Source"),
    ]
}

/// Cells of a prior in these columns but the first.
pub(crate) fn cells(prior: &Prior) -> Vec<Cell> {
    vec![
        Quantity::number(prior.value).into(),
        Quantity::between(prior.least, prior.most, Unit::Share, prior.sizes()).into(),
        match prior.tables {
            Tables::All => "all",
            Tables::CarriedOn => "carried on from an earlier year",
        }
        .into(),
        prior.kind.word().into(),
        prior.source.as_str().into(),
    ]
}
