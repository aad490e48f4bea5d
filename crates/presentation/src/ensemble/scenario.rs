//! The document of `ensemble` about a scenario: what its measures do in draws that were solved one by one.

use unequal_study::ensemble::{
    ElementaryEffects, Input, InputIndex, ScenarioEnsemble, ScenarioSummary, ScreenedInput, Screening, SolvedEffect,
};
use unequal_study::run::{PairEffectRanges, UncertainParameter};
use unequal_study::uncertainty::{Interval, Uncertain};

use crate::document::{Block, Document, Party, Reproduce, Section};
use crate::keys::Keys;
use crate::language::capitalised;
use crate::quantity::Quantity;
use crate::ranges::{name, said_alone};
use crate::shared::{file_name, table_option};
use crate::table::{Cell, Column, Row, Table};
use crate::text;
use crate::text::{Span, Text};

use super::{OVER, count, resampled};

/// Most inputs of a screening that are shown.
const SHOWN: usize = 15;
/// An input that changes less than this share of real income is not shown: it would print as zero.
const VISIBLE: f64 = 5e-5;
/// Code of the whole world.
const WORLD: &str = "WLD";

/// The document.
#[must_use]
pub fn document(answer: &ScenarioEnsemble) -> Document {
    let party = |(code, name): &(String, String)| Party { code: code.clone(), name: name.clone() };
    let sides = answer.pair.as_ref().map(|pair| pair.each_ref().map(party));
    let mut sections: Vec<Section> = Vec::new();
    if let Some(summary) = &answer.summary {
        sections.push(section(answer, "ensemble", "What the draws give", effects(answer, summary)));
        sections.push(section(answer, "indices", "What decides it", decided(answer, summary)));
        if let (Some(pair), Some(sides)) = (&summary.pair, &sides) {
            sections.push(section(answer, "exit-cost", "Leverage of the pair", vec![exit_costs(pair, sides).into()]));
        }
        sections.extend(answer.screening.as_ref().and_then(|screening| {
            Some(section(
                answer,
                "screening",
                "Which sectors and parameters matter",
                screened(answer, summary, screening)?,
            ))
        }));
    }
    Document {
        question: "ensemble".to_owned(),
        keys: Keys::none().year(answer.year),
        title: format!("{}: effects under drawn elasticities and parameters", capitalised(&answer.title)).into(),
        dateline: text![format!("Year {} \u{b7} source: {}", answer.year, answer.evidence.source)],
        finding: match &answer.summary {
            Some(summary) => finding(summary),
            None => vec![text![
                count(answer.shards.0, "shards that are there"),
                " of ",
                count(answer.shards.1, "shards"),
                " shards are in the store; the answer comes with the last of them."
            ]],
        },
        sections,
        terms: ["Real income", "Exit cost", "Draw", "Trade elasticity", "Evidence grade"].map(str::to_owned).to_vec(),
        reproduce: Some(Reproduce { command: command(answer), file: file_name(&answer.file) }),
        sides,
    }
}

fn command(answer: &ScenarioEnsemble) -> String {
    let draws = answer.shards.1 * unequal_study::ensemble::SHARD;
    let indices = if answer.indices { " --indices" } else { "" };
    let screening = answer.screening.as_ref();
    let screening = screening.map_or_else(String::new, |one| format!(" --trajectories {}", one.trajectories));
    let table = table_option(answer.table.as_deref());
    format!("unequal ensemble {}{table} --draws {draws}{indices}{screening}", file_name(&answer.file))
}

fn section(answer: &ScenarioEnsemble, id: &str, title: &str, blocks: Vec<Block>) -> Section {
    Section::new(id, title, blocks).sure(&answer.evidence, answer.year.to_string())
}

/// The party that the measures move most, the world left out where there is another.
fn moved_most(summary: &ScenarioSummary) -> Option<(usize, &SolvedEffect)> {
    let parties = summary.parties.iter().enumerate();
    let others = parties.clone().filter(|(_, effect)| effect.code != WORLD);
    let most = |one: &(usize, &SolvedEffect), other: &(usize, &SolvedEffect)| {
        one.1.headline.abs().total_cmp(&other.1.headline.abs())
    };
    others.max_by(most).or_else(|| parties.max_by(most))
}

fn finding(summary: &ScenarioSummary) -> Vec<Text> {
    let Some((_, most)) = moved_most(summary) else { return Vec::new() };
    let (word, share) = if most.loses >= 0.5 { ("loses", most.loses) } else { ("gains", 1.0 - most.loses) };
    let mut sentences = vec![
        text!["of ", count(summary.draws, "draws"), " draws, each solved by itself, nine in ten change "]
            .then(text![format!("{} real income by ", crate::language::possessive(&most.name))])
            .then(said_alone(Quantity::change, most.interval, OVER, "change of real income"))
            .then(text![
                format!("; it {word} in "),
                Span::figure(
                    Quantity::share(share),
                    format!("share of draws in which this party {word}"),
                    Keys::none().region(&most.code)
                ),
                " of them."
            ])
            .capitalised(),
    ];
    if let Some(pair) = &summary.pair {
        sentences.push(text![
            "The measures raise the pair\u{2019}s ratio of exit costs in ",
            Span::figure(
                Quantity::share(pair.ratio_rises),
                "share of draws in which the measures raise the ratio of exit costs",
                Keys::none()
            ),
            " of the draws."
        ]);
    }
    if summary.failed > 0 {
        sentences.push(text![
            count(summary.failed, "draws without an outcome"),
            " draws have no outcome: they are missing values, and the ranges are those of the others, which are not a fair sample of \
             all."
        ]);
    }
    sentences
}

fn effects(answer: &ScenarioEnsemble, summary: &ScenarioSummary) -> Vec<Block> {
    let cell =
        |interval: Interval| Cell::from(Quantity::change(interval.median).within(interval.low, interval.high, OVER));
    let predicted = |place: usize| answer.predicted.as_ref()?.parties.get(place)?.as_ref();
    let row = |(place, effect): (usize, &SolvedEffect)| {
        let cells = vec![
            cell(effect.interval),
            cell(effect.without_error),
            predicted(place).map_or(Cell::Empty(None), |range| cell(range.interval)),
            Quantity::share(effect.loses).into(),
        ];
        Row::new(capitalised(&effect.name), cells)
            .keys(Keys::none().region(&effect.code))
            .headline(effect.code == WORLD)
    };
    let table = Table::new(
        "ensemble",
        "Change of real income, median of the draws and range of nine in ten",
        "Country or group",
    )
    .columns(vec![
        Column::figures("solved", "Solved draw by draw").item("change of real income, with its range"),
        Column::figures("without-error", "Without the error of the table")
            .item("change of real income without the error of the table, with its range"),
        Column::figures("predicted", "As run predicts it")
            .item("change of real income as run predicts it, with its range"),
        Column::figures("loses", "Draws with a loss").item("share of draws in which this party loses"),
    ])
    .rows(summary.parties.iter().enumerate().map(row).collect());
    let mut blocks = vec![table.into()];
    blocks.extend(crate::priors::sentence(&answer.priors).map(Block::note));
    if let Some(reason) = &answer.no_prediction {
        blocks.push(Block::note(format!("run predicts no ranges: {reason}.")));
    }
    if !summary.reasons.is_empty() {
        blocks.push(Block::note(format!("Draws without an outcome, the first: {}.", summary.reasons.join("; "))));
    }
    blocks
}

/// An input in a heading.
fn input_name(answer: &ScenarioEnsemble, input: Input) -> String {
    match input {
        Input::Elasticities => "the trade elasticities".to_owned(),
        Input::ElasticitiesOf(group) => name(Uncertain::Elasticities(group)),
        Input::Table => name(Uncertain::Table),
        Input::Parameter(place) => parameter_name(answer, place),
    }
}

fn parameter_name(answer: &ScenarioEnsemble, place: usize) -> String {
    let parameter = answer.predicted.as_ref().and_then(|ranges| ranges.parameters.get(place));
    let words =
        |one: &UncertainParameter| format!("\u{201c}{}\u{201d} of \u{201c}{}\u{201d}", one.parameter, one.measure);
    parameter.map_or_else(|| format!("parameter {}", place + 1), words)
}

fn decided(answer: &ScenarioEnsemble, summary: &ScenarioSummary) -> Vec<Block> {
    let Some((_, most)) = moved_most(summary) else { return Vec::new() };
    if most.indices.is_empty() {
        return vec![Block::note("The effects are too small to be seen, so that nothing decides them.")];
    }
    let row = |index: &InputIndex| {
        let mut cells = vec![resampled(index.first_order, index.intervals.map(|both| both.first_order))];
        if answer.indices {
            let total = index.total.map(|total| resampled(total, index.intervals.and_then(|both| both.total)));
            cells.push(total.unwrap_or(Cell::Empty(None)));
        }
        let name = input_name(answer, index.input);
        Row::new(capitalised(&name), cells).item(format!("index: {name}"))
    };
    let keys = || Keys::none().region(&most.code);
    let mut columns = vec![Column::figures("first-order", "First-order index").item("first-order").keys(keys())];
    if answer.indices {
        columns.push(Column::figures("total", "Total index").item("total").keys(keys()));
    }
    let note = if answer.indices {
        text![
            "First-order: the share of the variance that the input explains alone. Total: the share in which it takes part \
             (Saltelli et al. 2010). The design has ",
            count(summary.rows, "rows of the design"),
            " rows, for which ",
            count(answer.shards.1 * unequal_study::ensemble::SHARD, "worlds solved"),
            " worlds were solved. Its two samples are ",
            count(summary.draws, "independent draws"),
            " independent draws, which the ranges of the effects are taken from. Ranges of indices hold nine in ten bootstrap \
             resamples; with a few hundred rows they are somewhat too narrow, so rank only inputs that lie well apart."
        ]
    } else {
        super::estimated_from_draws(summary.draws - summary.failed).then(text![" For total indices, use --indices."])
    };
    let title = format!("What decides the change of {} real income", crate::language::possessive(&most.name));
    vec![
        Table::new("indices", title, "Input")
            .columns(columns)
            .rows(most.indices.iter().map(row).collect())
            .note(note)
            .into(),
    ]
}

fn exit_costs(of_pair: &PairEffectRanges, [first, second]: &[Party; 2]) -> Table {
    let cell = |of: fn(f64) -> Quantity, one: Interval| Cell::from(of(one.median).within(one.low, one.high, OVER));
    let keys = |of: &Party, on: &Party| Keys::none().region(&of.code).partner(&on.code);
    let row = |name: String, of: fn(f64) -> Quantity, before: Interval, after: Interval, item: &str, keys: Keys| {
        Row::new(name, vec![cell(of, before), cell(of, after)]).item(item).keys(keys)
    };
    let (one, other) = (keys(first, second), keys(second, first));
    let loss = |side: &Party| format!("{} loses", capitalised(&side.name));
    let item = "exit cost, with its range";
    let rows = vec![
        row(loss(first), Quantity::loss, of_pair.first_before, of_pair.first_after, item, one.clone()),
        row(loss(second), Quantity::loss, of_pair.second_before, of_pair.second_after, item, other),
        row(
            format!("Ratio, {} : {}", capitalised(&first.name), second.name),
            Quantity::ratio,
            of_pair.ratio_before,
            of_pair.ratio_after,
            "ratio of exit costs, with its range",
            one,
        ),
    ];
    Table::new("exit-cost", "Exit costs, median of the draws and range of nine in ten, percent of real income", "")
        .columns(vec![
            Column::figures("without", "Without the measures").keys(Keys::none().measure("none")),
            Column::figures("with", "With the measures").keys(Keys::none().measure("all measures")),
        ])
        .rows(rows)
}

fn screened(answer: &ScenarioEnsemble, summary: &ScenarioSummary, screening: &Screening) -> Option<Vec<Block>> {
    let (place, most) = moved_most(summary)?;
    let mut inputs: Vec<_> = screening.inputs.iter().zip(screening.effects.get(place)?).collect();
    inputs.sort_by(|(_, one), (_, other)| other.mean_size.total_cmp(&one.mean_size));
    inputs.retain(|(_, effects)| effects.mean_size >= VISIBLE);
    let row = |(input, effects): &(&ScreenedInput, &ElementaryEffects)| {
        let name = match input {
            ScreenedInput::Elasticity(code, name) => format!("elasticity of {name} ({code})"),
            ScreenedInput::Parameter(place) => parameter_name(answer, *place),
        };
        let ElementaryEffects { mean_size, mean, deviation, .. } = **effects;
        let cells = vec![
            Quantity::loss(mean_size).into(),
            Quantity::change(mean).into(),
            Cell::optional((!deviation.is_nan()).then(|| Quantity::loss(deviation))),
        ];
        Row::new(capitalised(&name), cells).item(format!("elementary effect: {name}"))
    };
    let title = format!("What moving one input changes of {} real income", crate::language::possessive(&most.name));
    let table = Table::new("screening", title, "Input")
        .columns(vec![
            Column::figures("mean-size", "Mean size").item("mean size").keys(Keys::none().region(&most.code)),
            Column::figures("mean", "Mean").item("mean").keys(Keys::none().region(&most.code)),
            Column::figures("deviation", "Standard deviation").item("standard deviation").keys(Keys::none().region(&most.code)),
        ])
        .rows(inputs.iter().take(SHOWN).map(row).collect())
        .note(text![
            "Elementary effects (Morris 1991; Campolongo, Cariboni and Saltelli 2007) from ",
            count(screening.trajectories, "trajectories"),
            " trajectories, ",
            count(screening.worlds, "worlds solved"),
            " worlds, of which ",
            count(screening.failed, "worlds without an outcome"),
            " have no outcome: the change along a step, scaled to the way from the low to the high value of the input, between which nine tenths of its distribution lie. Of ",
            count(screening.inputs.len(), "inputs"),
            " inputs those that matter most. A standard deviation near the mean size says that the effect depends on the other inputs."
        ]);
    Some(vec![table.into()])
}
