//! The file of a pipeline: what is known and what is assumed of it.

use serde::Deserialize;
use unequal_policy::scenario::{At, ScenarioError};
use unequal_world::source_text::read_toml;

use crate::game::document::PriorEntry;
use crate::game::read::{Checked, number, prior};
use unequal_ensemble::sensitivity::Prior;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PipelineDocument {
    title: String,
    description: Option<String>,
    #[serde(default)]
    observed: Vec<String>,
    gas: Gas,
    bargaining: Bargaining,
    outside: Outside,
    network: Network,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Gas {
    volume: At<f64>,
    value: PriorEntry,
    value_fall: Option<At<f64>>,
    seller_cost: At<f64>,
    seller_investment: PriorEntry,
    buyer_investment: At<f64>,
    interest: At<f64>,
    lifetime: At<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Bargaining {
    seller_weight: PriorEntry,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Outside {
    europe_price: PriorEntry,
    rival_volume: At<f64>,
    rival_price: At<f64>,
    liquefied_volume: At<f64>,
    liquefied_price: At<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Network {
    other_route_investment: At<f64>,
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
    /// What is known of such contracts: sentences that the answer opens with.
    pub observed: Vec<String>,
    /// Billion cubic metres a year.
    pub volume: f64,
    /// Worth of the first gas to the buyer at its border, USD per thousand cubic metres.
    pub value: Prior,
    /// By how much a further billion cubic metres a year is worth less, same unit: the slope of inverse demand. What all
    /// of it is worth is the integral below that line.
    pub value_fall: f64,
    /// Cost of bringing it there, same unit.
    pub seller_cost: f64,
    /// The seller's investment, USD billion.
    pub seller_investment: Prior,
    /// The buyer's.
    pub buyer_investment: f64,
    /// Rate of interest.
    pub interest: f64,
    /// Years.
    pub lifetime: f64,
    /// The seller's weight in bargaining.
    pub seller_weight: Prior,
    /// What the same gas fetches in Europe, if it may be sold there: a price that the seller takes as given, at its
    /// border, USD per thousand cubic metres. With the two below, all that either side can do without the other; the
    /// bargain and the network both read these.
    pub europe_price: Prior,
    /// Volume that the buyer can have of a rival's pipeline gas, billion cubic metres a year, and its price at the buyer's
    /// border, which the buyer takes as given.
    pub rival: (f64, f64),
    /// The same of liquefied gas.
    pub liquefied: (f64, f64),
    /// Investment of a route around the transit country, USD billion in all.
    pub other_route_investment: f64,
}

impl PipelineFile {
    /// Reads a pipeline file; `file` stands in errors. Any bytes give a file or a fault with its place.
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Self, Box<ScenarioError>> {
        let (document, text): (PipelineDocument, &str) = read_toml(file, bytes)?;
        checked(file, document).map_err(|failed| failed.in_text(file, text))
    }
}

fn checked(file: &str, document: PipelineDocument) -> Checked<PipelineFile> {
    // A million: a price beyond any, an investment beyond the world's income of a decade.
    let not_negative = |value: f64| (0.0..=1e6).contains(&value);
    let share = |value: f64| (0.0..=1.0).contains(&value);
    let money = "USD per thousand cubic metres, from 0 to a million";
    // Nobody sells or buys gas below this: such a number is a price in another unit.
    const LEAST_PRICE: f64 = 20.0;
    let price = |value: f64| value == 0.0 || (LEAST_PRICE..=1e6).contains(&value);
    let priced = "USD per thousand cubic metres, from 20 on (or 0 for none); a price per million British thermal units is about 36 \
                  times as much per thousand cubic metres";
    const MOST_VOLUME: f64 = 1000.0;
    let billion = "USD billion, from 0 to a million";
    let volume = "billion cubic metres a year, from 0 to a million";
    let PipelineDocument { title, description, observed, gas, bargaining, outside, network } = document;
    let value = prior("the worth of the gas", &gas.value, price, priced)?;
    // At the full volume gas must still be worth something, or less of it would be piped.
    let fits = |fall: f64| fall >= 0.0 && fall * gas.volume.value() <= value.low;
    let expected = "from 0 to the lowest worth of the gas over the volume";
    let value_fall =
        gas.value_fall.as_ref().map_or(Ok(0.0), |fall| number("the fall of the worth", fall, fits, expected))?;
    Ok(PipelineFile {
        file: file.to_owned(),
        title,
        description,
        observed,
        volume: number(
            "the volume",
            &gas.volume,
            |value| value > 0.0 && value <= MOST_VOLUME,
            "billion cubic metres a year, above 0 and up to 1000 (all gas that is traded between countries is about that)",
        )?,
        value,
        value_fall,
        seller_cost: number("the seller's cost", &gas.seller_cost, not_negative, money)?,
        seller_investment: prior("the seller's investment", &gas.seller_investment, not_negative, billion)?,
        buyer_investment: number("the buyer's investment", &gas.buyer_investment, not_negative, billion)?,
        interest: number("the rate of interest", &gas.interest, share, "from 0 to 1")?,
        lifetime: number("the lifetime", &gas.lifetime, |value| (1.0..=1e3).contains(&value), "years, from 1 to 1000")?,
        seller_weight: prior("the seller's weight", &bargaining.seller_weight, share, "a share from 0 to 1")?,
        europe_price: prior("the price of the gas in Europe", &outside.europe_price, price, priced)?,
        rival: (
            number("the rival's volume", &outside.rival_volume, not_negative, volume)?,
            number("the rival's price", &outside.rival_price, price, priced)?,
        ),
        liquefied: (
            number("the volume of liquefied gas", &outside.liquefied_volume, not_negative, volume)?,
            number("the price of liquefied gas", &outside.liquefied_price, price, priced)?,
        ),
        other_route_investment: number(
            "the investment of the other route",
            &network.other_route_investment,
            not_negative,
            billion,
        )?,
    })
}
