//! `[[currency]]`: changed costs of the currencies in which some trade is settled ((K2) to (K4) of
//! docs/src/methods/currency.md; grade C).
//!
//! Trade turns to cheaper currencies as contracts are renewed; the mean cost that is left is a wedge
//! that nobody receives (K3). What users gain from others' choices is reported beside it. It does not depend on the economy, so it is known once the file is read.

mod rate;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use rate::ForeignTrade;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unequal_world::Flow;
use unequal_world::names::verb;

use crate::PolicyError;
use crate::currency::inertia::{PartlyRenewed, part_renewed};
use crate::currency::liquidity::{RenminbiStock, SwapLine};
use crate::currency::{ChoiceModel, Costs, CurrencyError, Shares};
use crate::instrument::{Effect, Instrument, KeyValue, Origin};
use crate::instruments::common::{flows, number_in, origin, percent};
use crate::instruments::entry::{Entry, entry};
use crate::located::At;
use crate::names::Names;
use crate::problem::{Failed, ScenarioProblem};
use crate::response::{Finding, Response, View};
use crate::wedges::WedgeBuilder;

/// Dispersion mu where none is given, ad valorem. Assumed: shares tell cost changes divided by mu only.
const DISPERSION: f64 = 0.01;
/// Part of contracts renewed a month where none is given: what fits Russian exports (`currency::settlement`).
const RENEWAL: f64 = 0.093;
/// How far from the old rate a new one is still reported, as a factor: with fixed elasticities a rate farther away is no statement.
const FARTHEST_RATE: f64 = 10.0;
/// Names under which dollars and euros stand in files and in the embedded series.
const DOLLARS_AND_EUROS: [&str; 5] = ["dollar_euro", "dollar", "euro", "USD", "EUR"];

/// Values by currency.
type ByCurrency = At<BTreeMap<At<String>, At<f64>>>;

entry! {
    /// A change in the costs of settlement as written.
    pub struct CurrencyEntry in "currency" {
        parties {
            /// Country or group that sells; or a list of them.
            from,
            /// Country or group that buys; or a list of them.
            to,
        }
        /// Share of each currency in settlement before the change; they add up to 1. A currency without a share stays
        /// without one.
        shares: ByCurrency,
        /// Ad-valorem change in cost by currency: 0.03 is 3 % of what is paid. Currencies left out keep their cost.
        cost_changes: ByCurrency,
        /// Dispersion mu, ad valorem, from 0.0001 to 1: how much cheaper a currency must be to be chosen more often;
        /// 0.01 if absent, which is assumed.
        mu: Option<At<f64>>,
        /// Network benefit over dispersion, lambda / mu, from 0 to 10; 0 if absent. From 2 on history decides.
        network: Option<At<f64>>,
        /// Whether what users gain or lose because others change currency counts as a cost of trade; false if absent.
        /// Then trade can become cheaper because a currency became dearer.
        network_in_costs: Option<bool>,
        /// What the scarcity of one currency adds to its cost.
        premium: Option<PremiumEntry>,
        /// Part of contracts renewed in a month, 0 to 1; 0.093 if absent.
        renewal: Option<At<f64>>,
        /// Months since the change, 0 to 1200; the long run, with all contracts renewed, if absent.
        months: Option<At<f64>>,
        /// Whose exchange rate is reported under the measures of the file; nobody's if absent.
        exchange_rate: Option<CurrencySide>,
    }
}

/// Scarcity of one currency: its cost rises by `slope max(0, 1 - stock / target)` (speculative, grade D).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PremiumEntry {
    /// Which currency.
    pub currency: At<String>,
    /// How much is at hand, USD billion.
    pub stock: At<f64>,
    /// How much is enough, USD billion.
    pub target: At<f64>,
    /// Premium when nothing is left, ad valorem.
    pub slope: At<f64>,
}

/// One of the two parties: whose exchange rate it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum CurrencySide {
    /// The seller.
    From,
    /// The buyer.
    To,
}

impl CurrencySide {
    fn word(self) -> &'static str {
        match self {
            Self::From => "from",
            Self::To => "to",
        }
    }
}

/// The instrument with its choice made.
#[derive(Debug, Clone)]
struct Currency {
    model: ChoiceModel,
    before: Shares,
    /// Changes with the premium.
    changes: Costs,
    renewal: f64,
    months: Option<f64>,
    exchange_rate: Option<CurrencySide>,
    network_in_costs: bool,
    outcome: PartlyRenewed,
    key_values: Vec<KeyValue>,
}

impl Entry for CurrencyEntry {
    fn effect(&self, _: &Names<'_>) -> Result<Arc<dyn Effect>, Failed> {
        let mu = optional("mu", self.mu.as_ref(), DISPERSION, 1e-4..=1.0, "a number from 0.0001 to 1 (0.01 is 1 %)")?;
        let network =
            optional("the network strength", self.network.as_ref(), 0.0, 0.0..=10.0, "a number from 0 to 10")?;
        let renewal = optional("the renewal", self.renewal.as_ref(), RENEWAL, 0.0..=1.0, "a part from 0 to 1")?;
        let months = self.months.as_ref().map(|months| {
            number_in(
                "the number of months",
                months,
                |value| (0.0..=1200.0).contains(&value),
                "a number from 0 to 1200",
            )
        });
        let months = months.transpose()?;
        let before = self.shares()?;
        let changes = self.changes(&before)?;
        let shares_place = self.shares.place();
        let at_shares = |error: CurrencyError| Failed::at(shares_place.clone(), error.into());
        let model = ChoiceModel::new(mu, network * mu).map_err(at_shares)?;
        let outcome = choose(&model, &before, &changes, renewal, months).map_err(at_shares)?;
        let key_values = self.key_values(mu, network, renewal);
        let exchange_rate = self.exchange_rate;
        let network_in_costs = self.network_in_costs.unwrap_or(false);
        Ok(Arc::new(Currency {
            model,
            before,
            changes,
            renewal,
            months,
            exchange_rate,
            network_in_costs,
            outcome,
            key_values,
        }))
    }
}

/// Shares and wedge after some months, or in the long run.
fn choose(
    model: &ChoiceModel,
    before: &Shares,
    changes: &Costs,
    renewal: f64,
    months: Option<f64>,
) -> Result<PartlyRenewed, CurrencyError> {
    let part = months.map_or(Ok(1.0), |months| part_renewed(renewal, months))?;
    model.respond_partly(before, changes, part)
}

/// A number inside a range, or the default.
fn optional(
    what: &'static str,
    given: Option<&At<f64>>,
    default: f64,
    range: std::ops::RangeInclusive<f64>,
    expected: &str,
) -> Result<f64, Failed> {
    given.map_or(Ok(default), |given| number_in(what, given, |value| range.contains(&value), expected))
}

impl CurrencyEntry {
    /// Shares that add up to one; a bad one is refused at its place, a bad sum at the table's.
    fn shares(&self) -> Result<Shares, Failed> {
        let mut named = Vec::new();
        for (name, share) in self.shares.value() {
            let share = number_in("a share", share, |share| (0.0..=1.0).contains(&share), "a number from 0 to 1")?;
            named.push((name.value().as_str(), share));
        }
        Shares::new(named).map_err(|error| Failed::at(self.shares.place(), error.into()))
    }

    /// Changes in cost, the premium included, all of currencies that have a share in the table.
    fn changes(&self, shares: &Shares) -> Result<Costs, Failed> {
        let known = |name: &str, place: Range<usize>| {
            shares.of(name).map(|_| ()).map_err(|error| Failed::at(place, error.into()))
        };
        let mut changes: BTreeMap<&str, f64> = shares.names().iter().map(|name| (name.as_str(), 0.0)).collect();
        for (name, change) in self.cost_changes.value() {
            known(name.value(), name.place())?;
            let expected = "a number above -1 and up to 10 (0.03 is 3 %)";
            let fits = |change| change > -1.0 && change <= 10.0;
            *changes.entry(name.value()).or_default() += number_in("a change in cost", change, fits, expected)?;
        }
        if let Some(premium) = &self.premium {
            known(premium.currency.value(), premium.currency.place())?;
            *changes.entry(premium.currency.value()).or_default() += premium.rate()?;
        }
        Costs::new(changes).map_err(|error| Failed::at(self.cost_changes.place(), error.into()))
    }

    fn key_values(&self, mu: f64, network: f64, renewal: f64) -> Vec<KeyValue> {
        let number = |value: f64| format!("{value:?}");
        let given = |key, value| KeyValue { key, value, origin: Origin::Given };
        let absent = |key| KeyValue { key, value: "none".to_owned(), origin: Origin::Assumed };
        let mut key_values = vec![
            given("shares", inline(&self.shares)),
            given("cost_changes", inline(&self.cost_changes)),
            KeyValue { key: "mu", value: number(mu), origin: origin(self.mu.as_ref()) },
            KeyValue { key: "network", value: number(network), origin: origin(self.network.as_ref()) },
            KeyValue {
                key: "network_in_costs",
                value: self.network_in_costs.unwrap_or(false).to_string(),
                origin: origin(self.network_in_costs.as_ref()),
            },
        ];
        key_values.extend(self.premium.as_ref().map(|premium| given("premium", premium.inline())));
        key_values.push(KeyValue { key: "renewal", value: number(renewal), origin: origin(self.renewal.as_ref()) });
        key_values.push(match &self.months {
            Some(months) => given("months", number(*months.value())),
            None => absent("# months"),
        });
        key_values.push(match self.exchange_rate {
            Some(side) => given("exchange_rate", format!("\"{}\"", side.word())),
            None => absent("# exchange_rate"),
        });
        key_values
    }
}

/// A table on one line.
fn inline(values: &ByCurrency) -> String {
    let pairs = values.value().iter().map(|(name, value)| (name.value().clone(), toml::Value::Float(*value.value())));
    toml::Value::Table(pairs.collect()).to_string()
}

impl PremiumEntry {
    fn rate(&self) -> Result<f64, Failed> {
        let positive = |value: f64| (0.0..=1e9).contains(&value);
        let stock = number_in("the stock", &self.stock, positive, "a number of USD billion, not negative")?;
        let above = |value: f64| positive(value) && value > 0.0;
        let comfortable = number_in("the target", &self.target, above, "a number of USD billion above 0")?;
        let slope =
            number_in("the slope", &self.slope, |slope| (0.0..=10.0).contains(&slope), "a number from 0 to 10")?;
        RenminbiStock { stock, comfortable, slope, swap: SwapLine::default() }
            .premium()
            .map_err(|error| Failed::at(self.currency.place(), ScenarioProblem::from(error)))
    }

    fn inline(&self) -> String {
        let name = toml::Value::String(self.currency.value().clone());
        let [stock, target, slope] = [&self.stock, &self.target, &self.slope].map(At::value);
        format!("{{ currency = {name}, stock = {stock:?}, target = {target:?}, slope = {slope:?} }}")
    }
}

impl Currency {
    /// What the instruments leave of one side's foreign trade at the old rate, and the rate that balances it (K4).
    fn exchange_rate(
        &self,
        instrument: &Instrument,
        view: &View<'_, '_>,
        side: CurrencySide,
    ) -> Result<Vec<Finding>, PolicyError> {
        let party = if side == CurrencySide::From { &instrument.by } else { &instrument.on };
        let trade = ForeignTrade::of(view, &party.members);
        let rate = trade.rate().map_err(|error| PolicyError::friction(&instrument.name, error))?;
        let name = &party.name;
        let rate = if (1.0 / FARTHEST_RATE..=FARTHEST_RATE).contains(&rate) {
            Finding::new(
                format!("price of foreign money in {name}, change (speculative, grade D)"),
                rate - 1.0,
                "share",
            )
        } else {
            let what =
                format!("price of foreign money in {name}: a rate within ten times the old one balances the market");
            Finding::new(what, 0.0, "yes or no")
        };
        Ok(vec![
            Finding::new(format!("export receipts of {name} at the old rate, change"), trade.exports.change(), "share"),
            Finding::new(format!("import payments of {name} at the old rate, change"), trade.imports.change(), "share"),
            Finding::new(format!("recorded surplus of {name} in trade"), trade.surplus(), "USD million"),
            rate,
        ])
    }

    /// The wedge passed to trade: cost alone, or less the network's gain where the file asks for it.
    fn wedge(&self) -> f64 {
        self.outcome.wedge - if self.network_in_costs { self.outcome.network_gain } else { 0.0 }
    }

    /// What the changed use of currencies does for those who use them, where a network counts.
    fn network_findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        if !self.outcome.folds.is_empty() {
            let what = "tipping points passed on the way to the new equilibrium";
            findings.push(Finding::new(what, self.outcome.folds.len() as f64, "count"));
        }
        if self.model.strength() > 0.0 {
            let counted = if self.network_in_costs { "taken off the cost" } else { "not in the cost" };
            let what = format!("gain from what others use, {counted}");
            findings.push(Finding::new(what, self.outcome.network_gain, "share"));
        }
        findings
    }
}

/// What a currency is called in a sentence: the Bank of Russia's groups by their names, others as the file has them.
fn currency_words(name: &str) -> String {
    match name {
        "dollar_euro" => "dollars and euros".to_owned(),
        "other_friendly" => "other friendly currencies".to_owned(),
        name => name.replace('_', " "),
    }
}

impl Effect for Currency {
    fn flows(&self, instrument: &Instrument) -> Vec<Flow> {
        flows(&instrument.sectors, &instrument.on.members, &instrument.by.members)
    }

    fn apply(&self, instrument: &Instrument, _: Option<&Response>, builder: &mut WedgeBuilder) {
        let ln_cost = self.wedge();
        if ln_cost != 0.0 {
            self.flows(instrument).into_iter().for_each(|flow| builder.add_iceberg(flow, ln_cost));
        }
    }

    fn findings(
        &self,
        instrument: &Instrument,
        view: &View<'_, '_>,
        _: Option<&Response>,
    ) -> Result<Vec<Finding>, PolicyError> {
        let outcome = &self.outcome;
        let mut findings = vec![Finding::new("mean change in the cost of settlement", self.wedge(), "share")];
        findings.extend(self.network_findings());
        if let Some(months) = self.months {
            let part = part_renewed(self.renewal, months);
            let part = part.map_err(|error| PolicyError::friction(&instrument.name, error))?;
            findings.push(Finding::new("contracts renewed since the change", part, "share"));
        }
        for ((name, share), (_, before)) in outcome.shares.iter().zip(self.before.iter()) {
            let what = format!("settled in {} (before: {})", currency_words(name), percent(before));
            findings.push(Finding::new(what, share, "share"));
        }
        let is_toxic = |(name, share): (&str, f64)| DOLLARS_AND_EUROS.contains(&name).then_some(share);
        let toxic: Vec<f64> = outcome.shares.iter().filter_map(is_toxic).collect();
        if toxic.len() > 1 {
            findings.push(Finding::new("settled in dollars and euros", toxic.iter().sum(), "share"));
        }
        if let Some(side) = self.exchange_rate {
            findings.extend(self.exchange_rate(instrument, view, side)?);
        }
        Ok(findings)
    }

    fn words(&self, instrument: &Instrument) -> String {
        let (from, to, sectors) = (&instrument.by.name, &instrument.on.name, &instrument.sector_words);
        let change = percent(self.wedge().abs());
        let how = if self.wedge() < 0.0 { "cheaper" } else { "dearer" };
        let when = match self.months {
            Some(months) => format!("{months} months after currencies change their costs"),
            None => "once all contracts have turned to other currencies".to_owned(),
        };
        let sells = verb(from, "sells", "sell");
        let tips = if self.outcome.folds.is_empty() { "" } else { "; use tips over to another equilibrium" };
        format!("settling what {from} {sells} to {to} ({sectors}) is {change} {how} {when}{tips}")
    }

    fn key_values(&self) -> Vec<KeyValue> {
        self.key_values.clone()
    }

    fn at_months(&self, instrument: &Instrument, months: f64) -> Result<Option<Arc<dyn Effect>>, PolicyError> {
        let outcome = choose(&self.model, &self.before, &self.changes, self.renewal, Some(months))
            .map_err(|error| PolicyError::friction(&instrument.name, error))?;
        Ok(Some(Arc::new(Self { months: Some(months), outcome, ..self.clone() })))
    }
}
