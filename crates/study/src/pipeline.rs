//! `pipeline`: a gas pipeline as a bargain, in sentences that begin with their conditions.

use std::path::Path;

use serde::Serialize;
use unequal_strategy::pipeline::{Case, MMBTU, Outcome, PLAYERS};
use unequal_world::WorldError;
use unequal_world::names::region_name;
use unequal_world::series::pairs::gas_exits;

use crate::Result;
use crate::evidence::{Evidence, Grade};

pub use unequal_strategy::pipeline::{PipelineError, PipelineFile, Power};

/// The answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PipelineAnswer {
    /// Title of the file.
    pub title: String,
    /// What its author says.
    pub description: Option<String>,
    /// What follows, each sentence with its condition first.
    pub headline: Vec<String>,
    /// Figures.
    pub outcome: Outcome,
    /// Names of the players of the network, in the order of its shares.
    pub players: Vec<&'static str>,
    /// Gas that went west, by country of entry, in the last years that are whole.
    pub lost_market: Vec<LostMarket>,
    /// How sure.
    pub evidence: Evidence,
}

/// Gas across one border.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LostMarket {
    /// Country of entry.
    pub country: String,
    /// Year.
    pub year: u16,
    /// Billion cubic metres.
    pub bcm: f64,
}

/// The last year in which the source has every border that it ever has, for twelve months.
const LAST_WHOLE_YEAR: u16 = 2018;

/// Reads a pipeline file and answers for it.
pub fn pipeline(path: &Path) -> Result<PipelineAnswer> {
    let bytes = std::fs::read(path).map_err(|source| WorldError::Io { path: path.to_owned(), source })?;
    of_file(&PipelineFile::parse(&path.display().to_string(), &bytes)?)
}

/// The answer for a file that was read.
pub fn of_file(file: &PipelineFile) -> Result<PipelineAnswer> {
    let outcome = file.solve()?;
    let mut lost_market: Vec<LostMarket> = gas_exits()?
        .into_iter()
        .filter(|row| row.year == LAST_WHOLE_YEAR && row.bcm > 0.0)
        .map(|row| LostMarket { country: region_name(&row.importer).to_owned(), year: row.year, bcm: row.bcm })
        .collect();
    lost_market.sort_by(|left, right| right.bcm.total_cmp(&left.bcm));
    Ok(PipelineAnswer {
        title: file.title.clone(),
        description: file.description.clone(),
        headline: headline(file, &outcome),
        players: PLAYERS.to_vec(),
        lost_market,
        outcome,
        evidence: Evidence {
            grade: Grade::D,
            source: format!("{}; gas flows of 2008-2022 from the IEA's gas trade flow data, through CREA", file.file),
            estimated_briefly: None,
            estimated: Vec::new(),
            changes: Vec::new(),
            caveats: vec![
                "No weight in bargaining and no income without a deal is observed: ranges are assumed, and a price inside \
                 them is no forecast. One price could not tell the weight from the income without a deal."
                    .to_owned(),
                "A low price asked for may be posture. Take-or-pay volumes are a second thing to bargain over and are \
                 not here."
                    .to_owned(),
                "Gas flows: the border of Belarus is not in the source, nor is Ukraine's from May 2019 on; countries are \
                 those of entry, not of use."
                    .to_owned(),
            ],
        },
    })
}

fn headline(file: &PipelineFile, outcome: &Outcome) -> Vec<String> {
    let mut sentences: Vec<String> = outcome.cases.iter().map(|case| of_case(file, case)).collect();
    if let Some(loss) = outcome.loss_of_europe {
        sentences.push(format!(
            "If the seller gets {:.0} % of what a deal adds, Europe's closing takes USD {loss:.0} per thousand cubic metres \
             ({:.1} per million British thermal units) off the price.",
            100.0 * file.seller_weight[1],
            loss / MMBTU,
        ));
    }
    let capital = outcome.capital;
    sentences.push(format!(
        "If both invest as the file says, the yearly cost of capital is USD {:.2} bn; it lowers what there is to split, so \
         that the seller bears {:.0} % of it and the buyer the rest, whoever pays first. USD {:.0} of the price repay the \
         seller's part.",
        capital.yearly,
        100.0 * capital.seller_share,
        capital.in_price,
    ));
    if let Some(waiting) = outcome.waiting {
        sentences.push(format!(
            "If Europe is open today and what the seller earns there falls by more than USD {waiting:.2} bn a year, then a \
             year's waiting pays the buyer; if it falls by less, waiting costs it.",
        ));
    }
    sentences
}

fn of_case(file: &PipelineFile, case: &Case) -> String {
    let state = if case.europe_open { "open to this gas" } else { "closed to this gas" };
    let values = format!("USD {:.0} to {:.0}", file.value[0], file.value[2]);
    match (&case.central, case.price) {
        (Some(central), Some([low, high])) => format!(
            "If Europe is {state}, the gas is worth {values} to the buyer and the seller's weight is {:.0} to {:.0} %, then \
             the price lies between USD {low:.0} and {high:.0} per thousand cubic metres ({:.1} to {:.1} per million British \
             thermal units) in nine of ten draws, USD {:.0} at the central values; a deal exists in {:.0} % of the draws, \
             and needs a worth of USD {:.0}.",
            100.0 * file.seller_weight[0],
            100.0 * file.seller_weight[2],
            low / MMBTU,
            high / MMBTU,
            central.price,
            100.0 * case.deals,
            case.least_value,
        ),
        _ => format!(
            "If Europe is {state} and all else is central, there is no deal: the gas would have to be worth USD {:.0} per \
             thousand cubic metres to the buyer. A deal exists in {:.0} % of the draws.",
            case.least_value,
            100.0 * case.deals,
        ),
    }
}
