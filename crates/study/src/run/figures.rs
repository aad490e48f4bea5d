//! Figures of parties, regions and measures, from the world before and after.

use unequal_equilibrium::Counterfactual;
use unequal_policy::PolicyError;
use unequal_policy::scenario::{Instrument, Scenario};
use unequal_policy::settle::{Finding, Response, Settled};
use unequal_world::Party;
use unequal_world::names::region_name;

use super::answer::{Account, FindingRow, MeasureSummary, Money, PartyOutcome, RegionOutcome};
use super::ledger;

/// Change of each party's real income, share.
pub fn changes(before: &Counterfactual<'_>, after: &Counterfactual<'_>, parties: &[Party]) -> Vec<f64> {
    parties.iter().map(|party| after.ln_real_income_since(before, &party.members).exp_m1()).collect()
}

/// Outcomes of the parties; `alone` is `[measure][party]`.
pub fn parties(
    before: &Counterfactual<'_>,
    settled: &Settled<'_>,
    alone: &[Vec<f64>],
    parties: &[Party],
    money: &[Money],
) -> Vec<PartyOutcome> {
    let together = changes(before, &settled.world, parties);
    let outcome = |(position, (party, together)): (usize, (&Party, f64))| {
        let alone: Vec<f64> = alone.iter().map(|measure| measure[position]).collect();
        PartyOutcome {
            code: party.code.clone(),
            name: party.name.clone(),
            members: party.members.len(),
            member_codes: member_codes(before, party),
            // Of one measure alone and together are the same solve, and the difference is exactly zero.
            interaction: together - alone.iter().sum::<f64>(),
            alone,
            together,
            money: party.members.iter().fold(Money::default(), |sum, member| sum.plus(money[*member])),
        }
    };
    parties.iter().zip(together).enumerate().map(outcome).collect()
}

/// Codes of a party's members, where they are not all regions.
fn member_codes(before: &Counterfactual<'_>, party: &Party) -> Vec<String> {
    let labels = &before.baseline().primitives().regions;
    if party.members.len() == labels.len() {
        return Vec::new();
    }
    party.members.iter().map(|member| labels.code(*member).to_string()).collect()
}

/// Every region, in the table's order.
pub fn regions(
    scenario: &Scenario,
    before: &Counterfactual<'_>,
    settled: &Settled<'_>,
    money: &[Money],
) -> Vec<RegionOutcome> {
    let change = settled.world.ln_real_income() - before.ln_real_income();
    let codes = scenario.table().regions().iter();
    codes
        .zip(change)
        .zip(money)
        .map(|((code, change), money)| RegionOutcome {
            code: code.to_string(),
            name: region_name(code.as_str()).to_owned(),
            together: change.exp_m1(),
            money: *money,
        })
        .collect()
}

impl Money {
    fn plus(self, other: Self) -> Self {
        Self {
            real_income: self.real_income + other.real_income,
            tariffs: self.tariffs + other.tariffs,
            export_taxes: self.export_taxes + other.export_taxes,
            fees: self.fees + other.fees,
        }
    }
}

/// Equivalent variation and revenue by kind of owner, `[region]`.
pub fn money(before: &Counterfactual<'_>, settled: &Settled<'_>) -> Vec<Money> {
    let variation = settled.world.equivalent_variation(before);
    let mut money: Vec<Money> =
        variation.iter().map(|variation| Money { real_income: *variation, ..Money::default() }).collect();
    for ((account, region), amount) in ledger::entries(settled) {
        match account {
            Account::ImportTreasury => money[region].tariffs += amount,
            Account::ExportTreasury => money[region].export_taxes += amount,
            Account::Importers | Account::ExpectedLosses | Account::Withdrawn | Account::Waste => {}
            _ => money[region].fees += amount,
        }
    }
    money
}

/// The measures with the trade they touch and what their frictions have come to.
pub fn measures(
    scenario: &Scenario,
    before: &Counterfactual<'_>,
    settled: &Settled<'_>,
) -> Result<Vec<MeasureSummary>, PolicyError> {
    let view = settled.view(before);
    let summary = |(measure, response): (&Instrument, &Option<Response>)| {
        let finding =
            |finding: Finding| FindingRow { what: finding.what, value: finding.value, unit: finding.unit.to_owned() };
        let findings = measure.findings(&view, response.as_ref())?.into_iter().map(finding).collect();
        let mut flows = measure.flows();
        // A flow between members of two overlapping parties is listed both ways.
        flows.sort_unstable();
        flows.dedup();
        Ok(MeasureSummary {
            name: measure.name.clone(),
            kind: measure.kind.to_owned(),
            words: measure.words(),
            trade: flows.iter().map(|flow| before.producer_value(flow.sector, flow.importer, flow.exporter)).sum(),
            recorded_trade: flows
                .iter()
                .map(|flow| scenario.table().flow(flow.importer, flow.exporter, flow.sector))
                .sum(),
            since: measure.since.clone(),
            sources: measure.sources.clone(),
            note: measure.note.clone(),
            missing: measure.by.missing.iter().chain(&measure.on.missing).cloned().collect(),
            repeated: measure.by.repeated().iter().chain(measure.on.repeated()).cloned().collect(),
            findings,
        })
    };
    scenario.instruments().iter().zip(&settled.responses).map(summary).collect()
}
