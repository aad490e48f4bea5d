//! `[[payments]]`: a threat to banks that clear payments for some flows (docs/src/methods/payments.md; W3).
//!
//! The parties of the instrument are the seller (`from`) and the buyer (`to`), since theirs is the trade that it touches;
//! who threatens (`by`) decides nothing else. The reference of every figure is the world in which every friction
//! stands where it begins: the other instruments hold and nobody is threatened. Banks are sized for its trade, and the fee
//! that clears it without a threat is the one that the table's prices contain. Only what the threat adds is a wedge,
//! so that no threat is exactly no wedge.
//!
//! What becomes of the added commission follows from the banks: what clearing costs them more in work than without the threat is used up,
//! what covers the business that they expect to lose is borne by their owners, and the rest is their rent. A file may say
//! instead which part is used up.

mod entry;
mod written_out;

use std::sync::Arc;

use unequal_equilibrium::Owner;
use unequal_world::names::verb;
use unequal_world::{Code, Flow};

use crate::PolicyError;
use crate::instrument::{Effect, Instrument, KeyValue, Origin};
use crate::instruments::common::flows;
use crate::parties::Parties;
use crate::payments::{
    BankSystem, Clearing, ClearingOutcome, ConstantElasticity, EffortNeeded, Entrant, Market, NoFeeClears,
    SizeDistribution, Threat, ThreatenedMarket, effort_to_hold_down, owners_of_fees, split_commission,
};
use crate::response::{Finding, Response, View};
use crate::wedges::{Commission, WedgeBuilder};

pub use entry::{BankEntry, PaymentsEntry};

/// Fall of trade for which the effort is reported.
const HELD_DOWN: f64 = 0.1;

/// A threat with the banks it is directed at.
#[derive(Debug, Clone)]
struct Payments {
    by: Parties,
    threat: Threat,
    /// Part of the added commission that is used up; `None` where the banks' costs decide.
    resource_share: Option<f64>,
    months: u32,
    small_below: f64,
    /// Of the resource share, the months and the size of a small bank.
    origins: [Origin; 3],
    banks: Banks,
}

#[derive(Debug, Clone)]
enum Banks {
    /// The sellers' own, sized for the trade without the threat.
    MadeUp {
        distribution: SizeDistribution,
        /// Small banks that enter each month from the lag on.
        entry_banks: u32,
        entry_lag: u32,
        /// Which keys the file gives, in the order of the settings.
        given: Vec<bool>,
    },
    Own(Given),
}

/// Banks of the file with the regions that own them.
#[derive(Debug, Clone)]
struct Given {
    system: BankSystem,
    homes: Vec<(Code, usize)>,
}

/// The market for clearing as it is in one world.
struct State {
    /// Banks present.
    system: BankSystem,
    /// Trade without the threat, USD billion.
    reference: f64,
    /// Trade in this world, USD billion.
    now: f64,
    demand: ConstantElasticity,
    /// phi_0.
    fee_without: f64,
    /// Resources that clearing a dollar takes without the threat.
    resources_without: f64,
}

/// Parts of the added commission, each from 0 to 1; what is left is rent.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Parts {
    /// Used up.
    resources: f64,
    /// Covers what banks expect to lose elsewhere.
    losses: f64,
}

/// What the response carries: the logarithm of what the threat adds to the fee, then that of the trade without the
/// threat (USD billion, which does not move), then the parts of what is added, then each home's share of the fees.
struct Carried {
    ln_wedge: f64,
    reference: Option<f64>,
    parts: Parts,
    shares: Vec<f64>,
}

impl Carried {
    fn of(response: &Response) -> Self {
        let values = &response.ln_wedges;
        Self {
            ln_wedge: values.first().copied().unwrap_or(0.0),
            reference: values.get(1).map(|value| value.exp()),
            parts: Parts {
                resources: values.get(2).copied().unwrap_or(0.0),
                losses: values.get(3).copied().unwrap_or(0.0),
            },
            shares: values.iter().skip(4).copied().collect(),
        }
    }
}

impl Payments {
    fn is_idle(&self) -> bool {
        self.threat.level() == 0.0 || self.threat.effort() == 0.0
    }

    /// The first banks and those that are going to enter, for a trade in USD billion.
    fn banks(&self, instrument: &Instrument, reference: f64) -> Result<BankSystem, PolicyError> {
        let failed = |error| PolicyError::friction(&instrument.name, error);
        match &self.banks {
            Banks::Own(given) => Ok(given.system.clone()),
            Banks::MadeUp { distribution, entry_banks, entry_lag, .. } => {
                // Fees of made-up banks go to the seller of each flow, whatever is written here.
                let home = Code::new("SELLER").map_err(|error| PolicyError::friction(&instrument.name, error))?;
                let first = distribution.system(reference, &home).map_err(failed)?;
                let (banks, mut entrants) = (first.banks().to_vec(), Vec::new());
                let Some(smallest) = banks.last() else { return Ok(first) };
                for month in *entry_lag..=self.months {
                    for rank in 1..=*entry_banks {
                        let mut bank = smallest.clone();
                        bank.name = format!("entrant {rank} of month {month}");
                        entrants.push(Entrant { bank, lag_months: month });
                    }
                }
                BankSystem::new(banks, entrants).map_err(failed)
            }
        }
    }

    /// The market in a world; `None` if nothing would be traded without the threat either.
    fn state(
        &self,
        instrument: &Instrument,
        view: &View<'_, '_>,
        current: &Response,
    ) -> Result<Option<State>, PolicyError> {
        let failed = |error| PolicyError::friction(&instrument.name, error);
        let flows = self.flows(instrument);
        let now = view.paid_on(&flows) / 1e3;
        let carried = Carried::of(current);
        let reference = carried.reference.unwrap_or(now);
        if reference <= 0.0 {
            return Ok(None);
        }
        let banks = self.banks(instrument, reference)?;
        let elasticity = view.trade_elasticity(&flows);
        let without = ConstantElasticity::calibrated(&banks, reference, elasticity).map_err(failed)?;
        let fee_without = without.reference_fee();
        let first = banks.after_months(0);
        let unthreatened = Market::new(&first, self.small_below).map_err(failed)?;
        let unthreatened = unthreatened.clear_alone(Threat::NONE, |fee| without.at(fee)).map_err(failed)?;
        let resources_without =
            unthreatened.cleared().map_or(0.0, |clearing| clearing.ledger.resource_cost / clearing.volume);
        let demand = if current.closed || now <= 0.0 {
            without
        } else {
            let fee_now = (1.0 + fee_without) * carried.ln_wedge.exp() - 1.0;
            ConstantElasticity::new(now, fee_now, elasticity).map_err(failed)?
        };
        Ok(Some(State {
            system: banks.after_months(self.months),
            reference,
            now,
            demand,
            fee_without,
            resources_without,
        }))
    }

    /// What becomes of the added commission by the banks' own accounts: `fee = resources + expected loss + rent` for a
    /// dollar cleared, less the same without the threat.
    fn parts_by_the_banks(state: &State, clearing: &Clearing) -> Parts {
        let added = clearing.fee - state.fee_without;
        if added <= 0.0 || clearing.volume <= 0.0 {
            return Parts::default();
        }
        let per_dollar = |value: f64| value / clearing.volume;
        let more = per_dollar(clearing.ledger.resource_cost) - state.resources_without;
        let resources = (more / added).clamp(0.0, 1.0);
        let losses = (per_dollar(clearing.ledger.expected_loss) / added).clamp(0.0, 1.0 - resources);
        Parts { resources, losses }
    }

    /// The parts that hold: the file's, where it says which part is used up.
    fn parts(&self, state: &State, clearing: &Clearing) -> Parts {
        let parts = Self::parts_by_the_banks(state, clearing);
        self.resource_share.map_or(parts, |resources| Parts { resources, losses: parts.losses.min(1.0 - resources) })
    }

    fn answer(&self, instrument: &Instrument, state: &State) -> Result<Response, PolicyError> {
        let failed = |error| PolicyError::friction(&instrument.name, error);
        let market = Market::new(&state.system, self.small_below).map_err(failed)?;
        let outcome = market.clear_alone(self.threat, |fee| state.demand.at(fee)).map_err(failed)?;
        let ln_reference = state.reference.ln();
        let clearing = match &outcome {
            ClearingOutcome::Cleared(clearing) => clearing,
            ClearingOutcome::NoFeeClears(NoFeeClears::CapacityShort { supplied }) => {
                let reason = format!(
                    "banks that are not deterred clear USD {supplied:.3} bn a year and more is wanted at any fee up to \
                     {} times the value",
                    market.highest_fee()
                );
                return Err(PolicyError::friction(&instrument.name, reason));
            }
            ClearingOutcome::NoFeeClears(_) => {
                return Ok(Response { ln_wedges: vec![0.0, ln_reference], closed: true });
            }
        };
        // Entrants may undo what the threat adds, and no more.
        let ln_wedge = ((clearing.fee - state.fee_without) / (1.0 + state.fee_without)).ln_1p().max(0.0);
        let parts = self.parts(state, clearing);
        let mut ln_wedges = vec![ln_wedge, ln_reference, parts.resources, parts.losses];
        if let Banks::Own(given) = &self.banks {
            let owners = owners_of_fees(&state.system, clearing).map_err(failed)?;
            let share = |home: &Code| owners.iter().find(|(owner, _)| owner == home).map_or(0.0, |(_, share)| *share);
            ln_wedges.extend(given.homes.iter().map(|(home, _)| share(home)));
        }
        Ok(Response { ln_wedges, closed: false })
    }

    /// Who owns the fees.
    fn owner(&self, shares: &[f64]) -> Owner {
        match &self.banks {
            Banks::MadeUp { .. } => Owner::Exporter,
            Banks::Own(given) => {
                let sum: f64 = shares.iter().sum();
                Owner::Split(given.homes.iter().zip(shares).map(|((_, home), share)| (*home, share / sum)).collect())
            }
        }
    }
}

impl Effect for Payments {
    fn flows(&self, instrument: &Instrument) -> Vec<Flow> {
        flows(&instrument.sectors, &instrument.on.members, &instrument.by.members)
    }

    fn apply(&self, instrument: &Instrument, response: Option<&Response>, builder: &mut WedgeBuilder) {
        let Some(response) = response else { return };
        let flows = self.flows(instrument);
        if response.closed {
            flows.into_iter().for_each(|flow| builder.forbid(flow));
            return;
        }
        let carried = Carried::of(response);
        let Parts { resources, losses } = carried.parts;
        let commission = carried.ln_wedge.exp_m1();
        // The commission is zero or more and finite, so that only no commission is left out.
        let Ok(split) = split_commission(commission, resources + losses) else { return };
        let ln_resources = (resources * commission).ln_1p();
        let ln_losses = split.iceberg.ln_1p() - ln_resources;
        if commission > 0.0 {
            let (fee, owner) = (split.fee, self.owner(&carried.shares));
            let mut flows = flows;
            flows.sort_unstable();
            builder.charge_payments(Commission { flows, ln_resources, ln_losses, fee, owner });
        }
    }

    fn first_response(&self, _measure: &Instrument) -> Option<Response> {
        Some(Response { ln_wedges: vec![0.0], closed: false })
    }

    fn respond(
        &self,
        instrument: &Instrument,
        view: &View<'_, '_>,
        current: &Response,
    ) -> Result<Response, PolicyError> {
        if self.is_idle() {
            return Ok(current.clone());
        }
        match self.state(instrument, view, current)? {
            Some(state) => self.answer(instrument, &state),
            None => Ok(current.clone()),
        }
    }

    fn at_threat(
        &self,
        instrument: &Instrument,
        level: f64,
        effort: f64,
    ) -> Result<Option<Arc<dyn Effect>>, PolicyError> {
        let threat = Threat::new(level, effort).map_err(|error| PolicyError::friction(&instrument.name, error))?;
        Ok(Some(Arc::new(Self { threat, ..self.clone() })))
    }

    fn clearing(
        &self,
        instrument: &Instrument,
        view: &View<'_, '_>,
        response: Option<&Response>,
    ) -> Result<Option<ThreatenedMarket>, PolicyError> {
        let failed = |error| PolicyError::friction(&instrument.name, error);
        let Some(response) = response else { return Ok(None) };
        let Some(state) = self.state(instrument, view, response)? else { return Ok(None) };
        let market = Market::new(&state.system, self.small_below).map_err(failed)?;
        let outcome = market.clear_alone(self.threat, |fee| state.demand.at(fee)).map_err(failed)?;
        let State { system, reference, now, fee_without, .. } = state;
        Ok(Some(ThreatenedMarket { threat: self.threat, system, reference, now, fee_without, outcome }))
    }

    fn findings(
        &self,
        instrument: &Instrument,
        view: &View<'_, '_>,
        response: Option<&Response>,
    ) -> Result<Vec<Finding>, PolicyError> {
        let failed = |error| PolicyError::friction(&instrument.name, error);
        let Some(response) = response else { return Ok(Vec::new()) };
        let Some(state) = self.state(instrument, view, response)? else {
            return Ok(vec![Finding::new("trade without the threat", 0.0, "USD million")]);
        };
        let market = Market::new(&state.system, self.small_below).map_err(failed)?;
        let outcome = market.clear(self.threat, |fee| state.demand.at(fee)).map_err(failed)?;
        let mut findings = vec![
            Finding::new("fee without the threat, inside the table's prices", state.fee_without, "share"),
            Finding::new("trade without the threat", 1e3 * state.reference, "USD million"),
            Finding::new("trade lost to the threat", 1.0 - state.now / state.reference, "share"),
        ];
        let Some(clearing) = outcome.cleared() else {
            findings.push(Finding::new("banks deterred at any fee", state.system.banks().len() as f64, "banks"));
            return Ok(findings);
        };
        let count = |banks: fn(&crate::payments::Changes) -> usize| clearing.changes.as_ref().map_or(0, banks) as f64;
        let added = Carried::of(response).ln_wedge.exp_m1();
        findings.splice(
            0..0,
            [
                Finding::new("fee of the banks", clearing.fee, "share"),
                Finding::new("commission that the threat adds", added, "share"),
            ],
        );
        let by_banks = Self::parts_by_the_banks(&state, clearing);
        let part =
            |what: &str, share: f64| Finding::new(format!("part of the added commission {what}"), share, "share");
        findings.push(part("that is used up, by the banks' costs", by_banks.resources));
        if let Some(resources) = self.resource_share {
            findings.push(part("that is used up, as the file has it", resources));
        }
        findings.push(part("that covers what banks expect to lose", self.parts(&state, clearing).losses));
        findings.extend([
            Finding::new("cleared by small banks", clearing.small_bank_share, "share"),
            Finding::new("capacity in use", clearing.capacity_utilisation, "share"),
            Finding::new(
                "banks that stopped clearing because of the threat",
                count(|changes| changes.exited.len()),
                "banks",
            ),
            Finding::new("banks that clear only under the threat", count(|changes| changes.entered.len()), "banks"),
            Finding::new("fees of the banks, ordinary ones included", 1e3 * clearing.ledger.fees, "USD million"),
            Finding::new("expected loss of the banks a year", 1e3 * clearing.ledger.expected_loss, "USD million"),
        ]);
        if self.threat.level() > 0.0 {
            let needed = effort_to_hold_down(&market, self.threat.level(), HELD_DOWN, |fee| state.demand.at(fee));
            if let EffortNeeded::Effort { effort, .. } = needed.map_err(failed)? {
                let what = "effort that would hold this trade down by 10 %, other prices given";
                findings.push(Finding::new(what, effort, ""));
            }
        }
        Ok(findings)
    }

    fn words(&self, instrument: &Instrument) -> String {
        let (by, from, to) = (&self.by.name, &instrument.by.name, &instrument.on.name);
        let banks = match &self.banks {
            Banks::MadeUp { .. } => "banks".to_owned(),
            Banks::Own(given) => format!("{} banks", given.system.banks().len() + given.system.entrants().len()),
        };
        let (threatens, buys) = (verb(by, "threatens", "threaten"), verb(to, "buys", "buy"));
        if self.is_idle() {
            return format!(
                "{by} {threatens} no bank that clears what {to} {buys} from {from} ({})",
                instrument.sector_words
            );
        }
        format!("{by} {threatens} {banks} that clear what {to} {buys} from {from} ({})", instrument.sector_words)
    }

    fn key_values(&self) -> Vec<KeyValue> {
        self.written_out()
    }

    fn at_months(&self, _: &Instrument, months: f64) -> Result<Option<Arc<dyn Effect>>, PolicyError> {
        // A month counts once it has passed; the conversion keeps within the type's bounds.
        Ok(Some(Arc::new(Self { months: months as u32, ..self.clone() })))
    }
}
