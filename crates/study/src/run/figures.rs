//! Figures of parties, regions and measures, from the world before and after.

use unequal_equilibrium::Counterfactual;
use unequal_policy::scenario::Scenario;
use unequal_world::Party;
use unequal_world::names::region_name;

use super::answer::{MeasureSummary, Money, PartyOutcome, RegionOutcome};

/// Change of each party's real income, share.
pub fn changes(before: &Counterfactual<'_>, after: &Counterfactual<'_>, parties: &[Party]) -> Vec<f64> {
    let change = |members: &[usize]| after.ln_real_income_of(members) - before.ln_real_income_of(members);
    parties.iter().map(|party| change(&party.members).exp_m1()).collect()
}

/// Outcomes of the parties; `alone` is `[measure][party]`.
pub fn parties(
    scenario: &Scenario,
    before: &Counterfactual<'_>,
    after: &Counterfactual<'_>,
    alone: &[Vec<f64>],
    parties: &[Party],
) -> Vec<PartyOutcome> {
    let money = money(scenario, before, after);
    let together = changes(before, after, parties);
    let outcome = |(position, (party, together)): (usize, (&Party, f64))| {
        let alone: Vec<f64> = alone.iter().map(|measure| measure[position]).collect();
        PartyOutcome {
            code: party.code.clone(),
            name: party.name.clone(),
            members: party.members.len(),
            // Of one measure alone and together are the same solve, and the difference is exactly zero.
            interaction: together - alone.iter().sum::<f64>(),
            alone,
            together,
            money: party.members.iter().fold(Money::default(), |sum, member| sum.plus(money[*member])),
        }
    };
    parties.iter().zip(together).enumerate().map(outcome).collect()
}

/// Every region, in the table's order.
pub fn regions(scenario: &Scenario, before: &Counterfactual<'_>, after: &Counterfactual<'_>) -> Vec<RegionOutcome> {
    let money = money(scenario, before, after);
    let change = after.ln_real_income() - before.ln_real_income();
    let codes = scenario.table().regions().iter();
    codes
        .zip(change)
        .zip(money)
        .map(|((code, change), money)| RegionOutcome {
            code: code.to_string(),
            name: region_name(code.as_str()).to_owned(),
            together: change.exp_m1(),
            money,
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
fn money(scenario: &Scenario, before: &Counterfactual<'_>, after: &Counterfactual<'_>) -> Vec<Money> {
    let change = after.ln_real_income() - before.ln_real_income();
    let mut money: Vec<Money> = before
        .income()
        .iter()
        .zip(change)
        .map(|(income, change)| Money { real_income: income * change.exp_m1(), ..Money::default() })
        .collect();
    duties(scenario, after, &mut money);
    for ((money, revenue), income) in money.iter_mut().zip(after.revenue()).zip(before.income()) {
        // What is neither a tariff nor an export tax is a fee; what the solver's tolerance leaves is not.
        let rest = revenue - money.tariffs - money.export_taxes;
        money.fees = if rest.abs() > 1e-9 * income { rest } else { 0.0 };
    }
    money
}

/// Adds duties to their treasuries: the tariff is levied on the delivered value without it, the
/// export tax on the producer's value (G5, G7). Baselines from a table have no duties of their own.
fn duties(scenario: &Scenario, after: &Counterfactual<'_>, money: &mut [Money]) {
    let all: Vec<usize> = (0..scenario.measures().len()).collect();
    let Ok(wedges) = scenario.wedges(after.baseline(), &all) else { return };
    if let Some(tariffs) = wedges.tariffs() {
        for ((sector, importer, exporter), rate) in tariffs.indexed_iter().filter(|(_, rate)| **rate != 0.0) {
            money[importer].tariffs += rate / (1.0 + rate) * after.flow(sector, importer, exporter);
        }
    }
    if let Some(taxes) = wedges.export_taxes() {
        for ((sector, importer, exporter), rate) in taxes.indexed_iter().filter(|(_, rate)| **rate != 0.0) {
            money[exporter].export_taxes += rate * after.producer_value(sector, importer, exporter);
        }
    }
}

/// The measures with the trade they touch.
pub fn measures(scenario: &Scenario, before: &Counterfactual<'_>) -> Vec<MeasureSummary> {
    let summary = |measure: &unequal_policy::scenario::Measure| {
        let mut flows = measure.flows();
        // A flow between members of two overlapping parties is listed both ways.
        flows.sort_unstable();
        flows.dedup();
        MeasureSummary {
            name: measure.name.clone(),
            kind: measure.kind.to_owned(),
            words: measure.words(),
            trade: flows
                .iter()
                .map(|(sector, importer, exporter)| before.producer_value(*sector, *importer, *exporter))
                .sum(),
            since: measure.since.clone(),
            sources: measure.sources.clone(),
            note: measure.note.clone(),
            missing: measure.by.missing.iter().chain(&measure.on.missing).cloned().collect(),
        }
    };
    scenario.measures().iter().map(summary).collect()
}
