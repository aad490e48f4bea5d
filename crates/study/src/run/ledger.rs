//! Who pays the wedges and who receives them.
//!
//! Of every flow that bears a wedge, buyers spend more than the producer's value of what arrives.
//! The difference is what treasuries, fee owners and the way there take (W1, G5, G7): the account
//! of the buyers is the spending less that value, the others are rates times their bases, so that
//! their sum is a check and not a definition.
//!
//! An iceberg is waste only as far as it uses something up. Varieties that a partial ban takes off the market, and routes
//! that are no longer taken, leave buyers with less for the same money although nothing is used up: they are an account of
//! their own. What banks expect to lose elsewhere is booked with the banks' homes.

use std::collections::BTreeMap;

use unequal_equilibrium::{Counterfactual, Owner, Wedges};
use unequal_policy::settle::Settled;
use unequal_world::Flow;
use unequal_world::names::region_name;

use super::answer::{Account, LedgerRow};

/// Amounts by account and region, USD million; what nobody receives stands under the importer.
pub fn entries(settled: &Settled<'_>) -> BTreeMap<(Account, usize), f64> {
    let wedges = &settled.composed.wedges;
    let (regions, sectors) = wedges.size();
    let mut amounts = BTreeMap::new();
    for sector in 0..sectors {
        for importer in 0..regions {
            // At home too: a resource's rent is given up on what is sold there.
            for exporter in 0..regions {
                flow(settled, wedges, Flow { sector, importer, exporter }, &mut amounts);
            }
        }
    }
    amounts.retain(|_, amount| *amount != 0.0);
    amounts
}

fn flow(settled: &Settled<'_>, wedges: &Wedges, flow: Flow, amounts: &mut BTreeMap<(Account, usize), f64>) {
    let Flow { sector, importer, exporter } = flow;
    let cell = flow.cell();
    let tariff = wedges.tariffs().map_or(0.0, |array| array[cell]);
    let tax = wedges.export_taxes().map_or(0.0, |array| array[cell]);
    let ln_iceberg = wedges.ln_icebergs().map_or(0.0, |array| array[cell]);
    let layers = wedges.fees().unwrap_or_default();
    if tariff == 0.0 && tax == 0.0 && ln_iceberg == 0.0 && layers.iter().all(|layer| layer.rate()[cell] == 0.0) {
        return;
    }
    let world: &Counterfactual<'_> = &settled.world;
    let (spent, produced) = (world.flow(sector, importer, exporter), world.producer_value(sector, importer, exporter));
    let mut add = |account: Account, region: usize, amount: f64| {
        *amounts.entry((account, region)).or_insert(0.0) += amount;
    };
    let parts = settled.composed.icebergs.split(flow, ln_iceberg);
    add(Account::Waste, importer, -produced * (-parts.resources).exp_m1());
    let mut arrived = produced * (-parts.resources).exp();
    for (owner, ln_loss) in parts.expected_losses {
        let lost = -arrived * (-ln_loss).exp_m1();
        arrived -= lost;
        share_out(owner, [importer, exporter], lost, |region, part| add(Account::ExpectedLosses, region, part));
    }
    add(Account::Withdrawn, importer, -arrived * (-parts.withdrawn).exp_m1());
    arrived *= (-parts.withdrawn).exp();
    add(Account::Importers, importer, arrived - spent);
    add(Account::ImportTreasury, importer, tariff / (1.0 + tariff) * spent);
    add(Account::ExportTreasury, exporter, tax * produced);
    let mut base = 1.0 + tax;
    for (layer, levy) in layers.iter().zip(&settled.composed.levies) {
        let amount = base * layer.rate()[cell];
        base += amount;
        let account = Account::from(levy.receiver);
        share_out(layer.owner(), [importer, exporter], amount * produced, |region, part| add(account, region, part));
    }
}

/// An amount shared out among its owners, given the importer and the exporter of the flow.
fn share_out(owner: &Owner, [importer, exporter]: [usize; 2], amount: f64, mut add: impl FnMut(usize, f64)) {
    match owner {
        Owner::Importer => add(importer, amount),
        Owner::Exporter => add(exporter, amount),
        Owner::Region(region) => add(*region, amount),
        Owner::Split(shares) => shares.iter().for_each(|(region, share)| add(*region, share * amount)),
    }
}

/// The ledger: rows of one account together, the largest first; what nobody receives in one row each.
pub fn rows(settled: &Settled<'_>) -> Vec<LedgerRow> {
    let labels = &settled.world.baseline().primitives().regions;
    let mut nobodys: BTreeMap<Account, f64> = BTreeMap::new();
    let mut rows = Vec::new();
    for ((account, region), amount) in entries(settled) {
        if matches!(account, Account::Withdrawn | Account::Waste) {
            *nobodys.entry(account).or_insert(0.0) += amount;
            continue;
        }
        let code = labels.code(region).to_string();
        rows.push(LedgerRow { account, name: region_name(&code).to_owned(), region: code, amount });
    }
    rows.sort_by(|left, right| left.account.cmp(&right.account).then(right.amount.abs().total_cmp(&left.amount.abs())));
    let row = |(account, amount)| LedgerRow { account, region: String::new(), name: "nobody".to_owned(), amount };
    rows.extend(nobodys.into_iter().filter(|(_, amount)| *amount != 0.0).map(row));
    rows
}
