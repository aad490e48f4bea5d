//! `pipeline`: a gas pipeline as a bargain.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unequal_strategy::pipeline::{Case, DRAWN, DRAWS, MMBTU, PLAYERS, PipelineOutcome, Power};
use unequal_world::names::region_name;
use unequal_world::series::pairs::{GasExit, gas_exits};

pub use unequal_strategy::pipeline::PipelineFile;

use crate::conditional::{
    Block, Cell, Conditional, Figure, Statement, Table, driver_words, middle, of_draws, of_draws_within, share_figure,
    whole_percent,
};
use crate::error::During;
use crate::evidence::{Evidence, Grade};
use crate::file_kind::FileKind;
use crate::observer::{Observer, Steps};
use crate::source::Source;
use crate::{Result, Session};

/// Unit of prices.
const PRICE: &str = "USD per thousand cubic metres";
/// Unit of gas.
const VOLUME: &str = "billion cubic metres";
/// Unit of shares of the joint gain.
const GAIN: &str = "USD billion a year";

/// The answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PipelineAnswer {
    /// What is said.
    #[serde(flatten)]
    pub said: Conditional,
    /// The figures behind it.
    pub outcome: PipelineOutcome,
}

/// A gas pipeline as a bargain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PipelineQuestion {
    /// The pipeline.
    pub file: Source,
}

impl Session {
    /// Reads a pipeline file and answers for it; nothing of the world is needed.
    pub fn pipeline(&self, question: &PipelineQuestion, observer: &dyn Observer) -> Result<PipelineAnswer> {
        let (name, bytes) = question.file.of_kind(FileKind::Pipeline)?;
        let file = PipelineFile::parse(&name, &bytes)?;
        Steps::new(observer, 1, "bargains").step(|| of_file(&file))
    }
}

/// The answer for a file that was read.
pub fn of_file(file: &PipelineFile) -> Result<PipelineAnswer> {
    let outcome = file.solve().during(|| format!("the bargain of {}", file.file))?;
    let prices = match in_short(file, &outcome) {
        Some(both) => vec![both],
        None => outcome.cases.iter().map(|case| price(file, case)).collect(),
    };
    let headline = prices.into_iter().chain(loss_of_europe(file, &outcome)).collect();
    Ok(PipelineAnswer {
        said: Conditional {
            title: file.title.clone(),
            description: file.description.clone(),
            observed: file.observed.clone(),
            command: "pipeline".to_owned(),
            file: file.file.clone(),
            payoffs: "Payoffs of the file".to_owned(),
            headline,
            blocks: vec![price_block(file, &outcome), power(&outcome), lost_market(&gas_exits()?)],
            evidence: evidence(file),
        },
        outcome,
    })
}

/// A file by its name without folders: where it lies is nobody's business.
fn file_name(file: &str) -> &str {
    file.rsplit(['/', '\\']).next().unwrap_or(file)
}

fn evidence(file: &PipelineFile) -> Evidence {
    Evidence {
        grade: Grade::D,
        source: format!("{}; gas flows from the IEA's gas trade flow data, through CREA", file_name(&file.file)),
        estimated_briefly: None,
        estimated: Vec::new(),
        changes: Vec::new(),
        caveats: vec![
            "No weight in bargaining and no income without a deal is observed: ranges are assumed, and a price inside them is \
             no forecast. One price could not tell the weight from the income without a deal."
                .to_owned(),
            "A low price asked for may be posture. Take-or-pay volumes are a second thing to bargain over and are not here."
                .to_owned(),
        ],
    }
}

fn state(europe_open: bool) -> &'static str {
    if europe_open { "open" } else { "closed" }
}

fn price_block(file: &PipelineFile, outcome: &PipelineOutcome) -> Block {
    let mut statements: Vec<Statement> =
        outcome.cases.iter().flat_map(|case| [price(file, case), deals(file, case)]).collect();
    statements.extend(loss_of_europe(file, outcome));
    statements.push(capital(file, outcome));
    statements.extend(waiting(outcome));
    Block {
        id: "price".to_owned(),
        title: "The price, if there is a deal".to_owned(),
        method: vec![
            "Building is worth something a year. Either side has what it earns without a deal, and the seller gets its weight's \
             part of the rest (Nash). If Europe is open, the seller can sell the same gas there at a given price while there is \
             no deal; the buyer can have a rival's gas and liquefied gas at given prices. What they then earn is what each \
             earns alone in the network below."
                .to_owned(),
            "What decides a price is measured over the draws with a deal only; the condition makes the parameters dependent: the share of its \
             variance that goes with each, estimated from these draws (given-data estimator: Plischke, Borgonovo and Smith \
             2013). What decides whether there is a deal is measured over all draws (Saltelli et al. 2010)."
                .to_owned(),
        ],
        statements,
        tables: Vec::new(),
    }
}

/// The price in both cases as one statement; `None` where there is no deal in one of them.
fn in_short(file: &PipelineFile, outcome: &PipelineOutcome) -> Option<Statement> {
    let [closed, open] = &outcome.cases;
    let (central, [low, high]) = (open.central?.price, open.price?);
    let (at_middle, [least, most]) = (closed.central?.price, closed.price?);
    let conclusion = format!(
        "the seller gets USD {at_middle:.0} per thousand cubic metres at the central values, and {least:.0} to {most:.0} in nine \
         of ten draws with a deal; with Europe open, it gets {central:.0}, and {low:.0} to {high:.0}, and a deal exists \
         in {}. Assumed: {}",
        of_draws(open.deals),
        assumed(file)
    );
    Some(Statement { condition: "If Europe is closed to this gas".to_owned(), conclusion, ..price(file, closed) })
}

/// What is assumed of the worth of the gas and of the bargain.
fn assumed(file: &PipelineFile) -> String {
    format!(
        "the gas is worth USD {:.0} to {:.0} to the buyer, and the seller gets {:.0} to {:.0} % of what a deal adds",
        file.value.low,
        file.value.high,
        100.0 * file.seller_weight.low,
        100.0 * file.seller_weight.high,
    )
}

fn price(file: &PipelineFile, case: &Case) -> Statement {
    let condition = format!("If Europe is {} to this gas", state(case.europe_open));
    let words = DRAWN.map(str::to_owned);
    match (case.central, case.price) {
        (Some(central), Some([low, high])) => Statement::new(
            condition,
            format!(
                "the seller gets USD {:.0} per thousand cubic metres at the central values, and {low:.0} to {high:.0} in nine of \
                 ten draws with a deal ({:.1} to {:.1} per million British thermal units). Assumed: {}",
                central.price,
                low / MMBTU,
                high / MMBTU,
                assumed(file),
            ),
            Some(Figure {
                item: "price".to_owned(),
                value: central.price,
                low,
                high,
                range: format!("5 to 95 % of {DRAWS} draws from the file's ranges"),
                unit: PRICE.to_owned(),
            }),
            driver_words(&case.indices, &words),
        ),
        _ => Statement::new(condition, "there is no deal at the central values".to_owned(), None, Vec::new()),
    }
}

fn deals(file: &PipelineFile, case: &Case) -> Statement {
    let [seller, buyer] = case.outside;
    let europe = if case.europe_open {
        format!("Europe is open to this gas at its central price, which earns the seller USD {seller:.1} bn a year")
    } else {
        "Europe is closed to this gas".to_owned()
    };
    let exists = match case.least_value {
        Some(least) => format!("a deal exists where the gas is worth at least USD {least:.0} to the buyer"),
        None => "no worth of the gas to the buyer makes a deal".to_owned(),
    };
    Statement::new(
        format!(
            "If {europe}, and the buyer can have {:.0} {VOLUME} a year of a rival's gas at USD {:.0} and liquefied gas at {:.0} \
             (worth USD {buyer:.1} bn a year to it at the central worth)",
            file.rival.0, file.rival.1, file.liquefied.1,
        ),
        format!("{exists}; over all ranges together, in {}", of_draws_within(case.deals, case.deals_by_halves)),
        Some(share_figure("draws with a deal", case.deals, DRAWS, case.deals_by_halves)),
        driver_words(&case.deal_indices, &DRAWN.map(str::to_owned)),
    )
}

fn loss_of_europe(file: &PipelineFile, outcome: &PipelineOutcome) -> Option<Statement> {
    let loss = outcome.loss_of_europe?;
    let [closed, _] = &outcome.cases;
    // 1000 (1 - weight) flow / volume at the ends of both ranges; with a flow beyond what a deal is worth there is none.
    let most = closed.surplus - closed.outside[1];
    let at = |weight: f64, price: f64| {
        let flow = ((price - file.seller_cost) * file.volume / 1e3).max(0.0).min(most);
        (1.0 - weight) * flow * 1e3 / file.volume
    };
    Some(
        Statement::new(
            format!("If the seller gets {} of what a deal adds", whole_percent(middle(&file.seller_weight))),
            format!("Europe's closing takes USD {loss:.0} per thousand cubic metres off the price"),
            Some(Figure {
                item: "loss of Europe".to_owned(),
                value: loss,
                low: at(file.seller_weight.high, file.europe_price.low),
                high: at(file.seller_weight.low, file.europe_price.high),
                range: "the ranges of the seller's weight and of the price in Europe, as far as there is a deal at the central worth"
                    .to_owned(),
                unit: PRICE.to_owned(),
            }),
            Vec::new(),
        )
        .depending_on([DRAWN[2], DRAWN[1]]),
    )
}

fn capital(file: &PipelineFile, outcome: &PipelineOutcome) -> Statement {
    let weight = middle(&file.seller_weight);
    Statement::new(
        "If both invest as the file says and bargain before they do".to_owned(),
        format!(
            "the yearly cost of capital, USD {:.2} bn ({:.2} to {:.2} for USD {:.1} to {:.1} bn to build), lowers what is split, so that the seller bears {} of it and the buyer the \
             rest whoever pays first; USD {:.0} of the price repay the seller's investment",
            outcome.capital.yearly,
            outcome.capital.yearly_range[0],
            outcome.capital.yearly_range[1],
            file.seller_investment.low + file.buyer_investment,
            file.seller_investment.high + file.buyer_investment,
            whole_percent(weight),
            outcome.capital.in_price,
        ),
        Some(Figure {
            item: "the seller's part of the cost of capital".to_owned(),
            value: weight,
            low: file.seller_weight.low,
            high: file.seller_weight.high,
            range: "the range of the seller's weight".to_owned(),
            unit: "share".to_owned(),
        }),
        Vec::new(),
    ).depending_on([DRAWN[1]])
}

fn waiting(outcome: &PipelineOutcome) -> Option<Statement> {
    let waiting = outcome.waiting?;
    Some(Statement::new(
        "If Europe is open today and all else is central".to_owned(),
        format!(
            "a year's waiting pays the buyer where what the seller earns in Europe falls by more than USD {waiting:.2} bn in it, \
             and costs the buyer where it falls by less"
        ),
        None,
        Vec::new(),
    ).depending_on(["how fast Europe is lost", DRAWN[1]]))
}

fn power(outcome: &PipelineOutcome) -> Block {
    let table = |name: &str, of: fn(&Power) -> &[f64]| Table {
        title: format!("If all whose consent the gas takes bargain as coalitions: {name}, USD a year"),
        columns: std::iter::once("player".to_owned())
            .chain(outcome.power.iter().map(|power| {
                let when = if power.sunk { "pipe paid for" } else { "before building" };
                format!("Europe {}, {when}", state(power.europe_open))
            }))
            .collect(),
        rows: PLAYERS
            .iter()
            .enumerate()
            .map(|(place, player)| {
                let cell = |power: &Power| of(power).get(place).map_or(Cell::Nothing, |gain| Cell::of(*gain, GAIN));
                ((*player).to_owned(), outcome.power.iter().map(cell).collect())
            })
            .collect(),
        shaded: false,
        map: None,
        note: None,
    };
    Block {
        id: "power".to_owned(),
        title: "Power in the network".to_owned(),
        method: vec![
            "The Shapley value is the mean of what each adds to the others; the nucleolus leaves the worst-off coalition as little \
             short as can be. Once a pipe is paid for, its cost no longer counts, and those who did not pay ask for a share."
                .to_owned(),
            "Europe, the rival and liquefied gas are markets at given prices, as in the bargain above: nobody's consent is needed \
             there, and they have no share in the gain."
                .to_owned(),
        ],
        statements: [core(outcome), alone(outcome)].into_iter().chain(divided(outcome)).collect(),
        tables: vec![table("Shapley value", |power| &power.shapley), table("nucleolus", |power| &power.nucleolus)],
    }
}

fn core(outcome: &PipelineOutcome) -> Statement {
    let without = outcome.power.iter().filter(|power| !power.has_core).count();
    Statement::new(
        "If the network is as in the file".to_owned(),
        match without {
            0 => "in each of the four cases some division leaves no coalition short: the core is not empty".to_owned(),
            count => format!("in {count} of the four cases every split leaves some coalition short"),
        },
        None,
        Vec::new(),
    )
    .depending_on(["prices elsewhere", "costs of the two routes"])
}

/// What each earns alone, and that no share is below it.
fn alone(outcome: &PipelineOutcome) -> Statement {
    let [closed, open] = outcome.cases.each_ref().map(|case| case.outside);
    let short = outcome.power.iter().filter(|power| !power.is_individually_rational).count();
    let gets = match short {
        0 => "by the Shapley value and by the nucleolus nobody gets less than it earns alone in any of the four cases"
            .to_owned(),
        count => format!("in {count} of the four cases somebody gets less than it earns alone"),
    };
    Statement::new(
        "If the players bargain in this network".to_owned(),
        format!(
            "{gets}: alone the seller earns USD {:.1} bn a year with Europe closed and {:.1} with Europe open, the buyer {:.1}, \
             the others nothing; these are what seller and buyer have without a deal in the bargain above",
            closed[0], open[0], open[1],
        ),
        None,
        Vec::new(),
    )
    .depending_on(["prices elsewhere"])
}

/// Where the network gains by dividing the gas, which a bargain over all of it does not.
fn divided(outcome: &PipelineOutcome) -> Option<Statement> {
    let [_, open] = &outcome.cases;
    let together = outcome.power.iter().find(|power| power.europe_open && !power.sunk)?.with_transit;
    let more = together - open.surplus;
    (more > 1e-6).then(|| {
        Statement::new(
            "If Europe is open".to_owned(),
            format!(
                "the network gains by dividing the gas between China and Europe: seller, buyer and transit country then earn USD \
                 {together:.2} bn a year together, USD {more:.2} bn more than the bargain over all of it splits",
            ),
            None,
            Vec::new(),
        )
        .depending_on(["the rival's price", DRAWN[2]])
    })
}

/// Months that make a year whole.
const MONTHS: u8 = 12;

/// What went west in the last year in which every border of the source has twelve months.
fn lost_market(exits: &[GasExit]) -> Block {
    let borders = exits.iter().map(|row| row.importer.as_str()).collect::<std::collections::BTreeSet<_>>().len();
    let whole = |year: u16| exits.iter().filter(|row| row.year == year && row.months == MONTHS).count() == borders;
    let year = exits.iter().map(|row| row.year).filter(|year| whole(*year)).max();
    let mut rows: Vec<&GasExit> = exits.iter().filter(|row| Some(row.year) == year && row.bcm > 0.0).collect();
    rows.sort_by(|left, right| right.bcm.total_cmp(&left.bcm));
    let table = year.map(|year| Table {
        title: format!("If {year} is any guide, the last whole year: Russian gas by country of entry, {VOLUME}"),
        columns: vec!["entering by".to_owned(), "volume".to_owned()],
        rows: rows
            .iter()
            .map(|row| (region_name(&row.importer).to_owned(), vec![Cell::of(row.bcm, VOLUME)]))
            .chain([("together".to_owned(), vec![Cell::of(rows.iter().map(|row| row.bcm).sum(), VOLUME)])])
            .collect(),
        shaded: false,
        map: None,
        note: Some(
            "Observed. The border of Belarus is not in the source, nor is Ukraine's from May 2019 on; countries are those of \
             entry, not of use."
                .to_owned(),
        ),
    });
    Block {
        id: "lost".to_owned(),
        title: "The market in the west".to_owned(),
        method: Vec::new(),
        statements: Vec::new(),
        tables: table.into_iter().collect(),
    }
}
