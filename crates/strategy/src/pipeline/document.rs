//! The file of a pipeline: what is known and what is assumed of it.

use serde::Deserialize;
use toml::Spanned;
use unequal_world::Suggestion;
use unequal_world::source_text::{Fault, SyntaxFault, toml_fault};

/// A fault in a pipeline file with its place.
pub type PipelineError = Fault<Problem>;

/// What can be wrong in a pipeline file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// The bytes are not text.
    #[error("this is not UTF-8 text")]
    NotText,
    /// Not TOML, or a key or type that the file does not have.
    #[error("{message}{suggestion}")]
    Syntax {
        /// The reader's words.
        message: String,
        /// Nearest valid words.
        suggestion: Suggestion,
    },
    /// A number outside its range.
    #[error("{what} is {value}, expected {expected}")]
    Value {
        /// Which.
        what: &'static str,
        /// Its value.
        value: String,
        /// Its range.
        expected: &'static str,
    },
}

/// A value that is not known: lowest, central, highest.
pub type Range = [f64; 3];

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Document {
    pub title: String,
    pub description: Option<String>,
    pub gas: Gas,
    pub bargaining: Bargaining,
    pub network: Network,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Gas {
    pub volume: Spanned<f64>,
    pub value: Spanned<Range>,
    pub seller_cost: Spanned<f64>,
    #[serde(default = "nothing")]
    pub buyer_cost: Spanned<f64>,
    pub seller_investment: Spanned<f64>,
    pub buyer_investment: Spanned<f64>,
    pub interest: Spanned<f64>,
    pub lifetime: Spanned<f64>,
}

fn nothing() -> Spanned<f64> {
    Spanned::new(0..0, 0.0)
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Bargaining {
    pub seller_weight: Spanned<Range>,
    pub buyer_meanwhile: Spanned<f64>,
    pub europe_value: Spanned<Range>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Network {
    pub other_route_investment: Spanned<f64>,
    pub rival_volume: Spanned<f64>,
    pub rival_cost: Spanned<f64>,
    pub liquefied_volume: Spanned<f64>,
    pub liquefied_cost: Spanned<f64>,
}

/// A pipeline file whose numbers are within their ranges.
#[derive(Debug, Clone, PartialEq)]
pub struct PipelineFile {
    /// Name of the file.
    pub file: String,
    /// Title as written.
    pub title: String,
    /// What the author says of it.
    pub description: Option<String>,
    /// Billion cubic metres a year.
    pub volume: f64,
    /// Worth to the buyer at its border, USD per thousand cubic metres.
    pub value: Range,
    /// Cost of bringing it there, same unit.
    pub seller_cost: f64,
    /// Cost to the buyer beyond the price, same unit.
    pub buyer_cost: f64,
    /// Investments of seller and buyer, USD billion.
    pub investments: [f64; 2],
    /// Rate of interest.
    pub interest: f64,
    /// Years.
    pub lifetime: f64,
    /// The seller's weight in bargaining.
    pub seller_weight: Range,
    /// What the buyer has a year without a deal, USD billion.
    pub buyer_meanwhile: f64,
    /// What the same gas is worth in Europe at the seller's border, if it may be sold there.
    pub europe_value: Range,
    /// Investment of a route around the transit country, USD billion in all.
    pub other_route_investment: f64,
    /// Volume and cost at the buyer's border of a rival's pipeline gas.
    pub rival: (f64, f64),
    /// The same of liquefied gas.
    pub liquefied: (f64, f64),
}

impl PipelineFile {
    /// Reads a pipeline file; `file` stands in errors. Any bytes give a file or an error with its place.
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Self, Box<PipelineError>> {
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let place = error.valid_up_to();
            Box::new(Fault::new(file, &String::from_utf8_lossy(bytes), place..place + 1, Problem::NotText))
        })?;
        let document: Document = toml::from_str(text).map_err(|error| {
            let SyntaxFault { span, message, suggestion } = toml_fault(error, text);
            Box::new(Fault::new(file, text, span, Problem::Syntax { message, suggestion }))
        })?;
        checked(file, text, document)
    }
}

fn checked(file: &str, text: &str, document: Document) -> Result<PipelineFile, Box<PipelineError>> {
    let fault = |what, span: std::ops::Range<usize>, value: String, expected| {
        Box::new(Fault::new(file, text, span, Problem::Value { what, value, expected }))
    };
    let number = |what, value: &Spanned<f64>, holds: fn(f64) -> bool, expected| {
        let given = *value.get_ref();
        let fits = given.is_finite() && holds(given);
        if fits { Ok(given) } else { Err(fault(what, value.span(), given.to_string(), expected)) }
    };
    let range = |what, value: &Spanned<Range>, most: f64, expected| {
        let [low, central, high] = *value.get_ref();
        let fits = low >= 0.0 && low <= central && central <= high && high <= most;
        if fits {
            Ok([low, central, high])
        } else {
            Err(fault(what, value.span(), format!("[{low}, {central}, {high}]"), expected))
        }
    };
    let not_negative = |value: f64| value >= 0.0;
    let money = "USD per thousand cubic metres, 0 or more";
    let three = "lowest, central and highest, ascending, from 0 to 10000";
    let Document { title, description, gas, bargaining, network } = document;
    Ok(PipelineFile {
        file: file.to_owned(),
        title,
        description,
        volume: number("the volume", &gas.volume, |value| value > 0.0, "billion cubic metres a year, above 0")?,
        value: range("the worth of the gas", &gas.value, 1e4, three)?,
        seller_cost: number("the seller's cost", &gas.seller_cost, not_negative, money)?,
        buyer_cost: number("the buyer's cost", &gas.buyer_cost, not_negative, money)?,
        investments: [
            number("the seller's investment", &gas.seller_investment, not_negative, "USD billion, 0 or more")?,
            number("the buyer's investment", &gas.buyer_investment, not_negative, "USD billion, 0 or more")?,
        ],
        interest: number("the rate of interest", &gas.interest, |value| (0.0..=1.0).contains(&value), "from 0 to 1")?,
        lifetime: number("the lifetime", &gas.lifetime, |value| value >= 1.0, "years, 1 or more")?,
        seller_weight: range(
            "the seller's weight",
            &bargaining.seller_weight,
            1.0,
            "lowest, central and highest, ascending, from 0 to 1",
        )?,
        buyer_meanwhile: number(
            "what the buyer has meanwhile",
            &bargaining.buyer_meanwhile,
            not_negative,
            "0 or more",
        )?,
        europe_value: range("the worth of the gas in Europe", &bargaining.europe_value, 1e4, three)?,
        other_route_investment: number(
            "the investment of the other route",
            &network.other_route_investment,
            not_negative,
            "USD billion, 0 or more",
        )?,
        rival: (
            number("the rival's volume", &network.rival_volume, not_negative, "0 or more")?,
            number("the rival's cost", &network.rival_cost, not_negative, money)?,
        ),
        liquefied: (
            number("the volume of liquefied gas", &network.liquefied_volume, not_negative, "0 or more")?,
            number("the cost of liquefied gas", &network.liquefied_cost, not_negative, money)?,
        ),
    })
}
