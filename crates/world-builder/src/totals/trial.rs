//! How far exit costs miss where only total flows of a year are known, on years of WIOD whose uses are withheld.

use std::path::Path;

use ndarray::Array3;
use unequal_equilibrium::Baseline;
use unequal_leverage::WorldState;
use unequal_world::elasticity::ElasticitySet;
use unequal_world::{EconomyTable, Party, SectorKind};

use super::anchors::Anchors;
use super::share_trial::{common_shares, print_share_errors, quantile};
use super::{Totals, Year, from_flows, table_of};
use crate::{Result, wiod};

/// Estimated year, and the years of the full tables around: eleven years apart, as 2011 and 2022 are.
const TRIALS: [(u16, (u16, u16)); 6] = [
    (1998, (1995, 2006)),
    (2001, (1995, 2006)),
    (2004, (1995, 2006)),
    (2003, (2000, 2011)),
    (2006, (2000, 2011)),
    (2009, (2000, 2011)),
];

/// Trade elasticity of the exit costs compared.
pub const ELASTICITY: f64 = 4.0;

/// Pairs of which both sides lose at least this much are compared, in classes of size: shares of real income.
const CLASSES: [(&str, f64, f64); 3] =
    [("1 % and more", 1e-2, f64::INFINITY), ("0.1 to 1 %", 1e-3, 1e-2), ("0.005 to 0.1 %", 5e-5, 1e-3)];

/// Exit costs of all pairs: `(loss of one, loss of the other)` in a fixed order.
pub type ExitCosts = Vec<Option<(f64, f64)>>;

/// Runs the trials and prints a table of errors in markdown.
pub fn print(sources: &Path) -> Result<()> {
    let mut found: Vec<(ExitCosts, ExitCosts)> = Vec::new();
    for (year, (first, last)) in TRIALS {
        let [truth, first, last] = [year, first, last].map(|year| wiod::table(sources, year));
        let (truth, anchors) = (truth?, Anchors::of_tables(&first?, &last?));
        let flows = flows(&truth);
        let known = Year { regions: truth.regions(), sectors: truth.sectors(), year, flows };
        let estimate = from_flows(known, &anchors.prior(year), super::provenance)?;
        found.push((exit_costs(&truth, ELASTICITY)?, exit_costs(&estimate, ELASTICITY)?));
    }
    print_errors("Exit costs where only total flows are known", &found);
    print_two_sources(sources)
}

/// Prints the errors of estimates, each beside the truth, in classes of size.
pub fn print_errors(title: &str, found: &[(ExitCosts, ExitCosts)]) {
    println!("\n{title}, elasticity {ELASTICITY}\n");
    println!("| loss | pairs | median error | 90 of 100 within | median error of ratio | 90 of 100 within |");
    println!("|---|---:|---:|---:|---:|---:|");
    for (name, least, most) in CLASSES {
        print_class(name, found, |loss| (least..most).contains(&loss));
    }
}

/// A year that two sources have in full: WIOD's table, and the one made of OECD's totals.
fn print_two_sources(sources: &Path) -> Result<()> {
    let totals = Totals::read(&sources.join("icio_totals/totals_2011_2022.parquet"))?;
    let anchors = Anchors::new(sources, &totals)?;
    let tables = [wiod::table(sources, 2011)?, table_of(&totals, &anchors, 2011)?];
    println!("\nThe year 2011 by WIOD and by OECD's totals, exit costs in percent, elasticity {ELASTICITY}\n");
    println!("| pair | WIOD | OECD's totals |");
    println!("|---|---:|---:|");
    for (one, other) in [("RUS", "CHN"), ("DEU", "CHN"), ("USA", "CHN"), ("JPN", "KOR"), ("MEX", "USA"), ("POL", "DEU")]
    {
        let found = tables.iter().map(|table| exit_cost(table, one, other)).collect::<Result<Vec<_>>>()?;
        let [wiod, oecd] = found.as_slice() else { continue };
        let words = |(first, second): &(f64, f64)| format!("{:.3} and {:.3}", 100.0 * first, 100.0 * second);
        println!("| {one}, {other} | {} | {} |", words(wiod), words(oecd));
    }
    print_disagreement(&tables)?;
    let [one, other] = &tables;
    for (kind, what) in [(None, "Trade"), (Some(SectorKind::Goods), "Trade in goods")] {
        let title = format!("{what} of 2011 by WIOD and by OECD's totals");
        print_share_errors(&title, &[common_shares(one, other, kind)]);
    }
    Ok(())
}

/// Prints how far the exit costs of two tables lie apart over all pairs of the countries that both show: the spread that
/// `data/priors.csv` has as the error of a table.
fn print_disagreement([one, other]: &[EconomyTable; 2]) -> Result<()> {
    // The rest of the world is not the same in both.
    let codes: Vec<&str> =
        one.regions().iter().map(unequal_world::Code::as_str).filter(|code| *code != "ROW").collect();
    let codes: Vec<&str> = codes.into_iter().filter(|code| other.regions().position(code).is_some()).collect();
    let baselines =
        [one, other].map(|table| Baseline::from_table(table, &ElasticitySet::common(ELASTICITY, table).by_sector));
    let [first, second] = baselines;
    let (first, second) = (first?, second?);
    let states = [WorldState::new(&first, first.no_wedges())?, WorldState::new(&second, second.no_wedges())?];
    let mut gaps: Vec<Disagreement> = Vec::new();
    for (place, code) in codes.iter().enumerate() {
        for partner in codes.iter().skip(place + 1) {
            let cost = |table: &EconomyTable, state: &WorldState<'_>| {
                let side = |code: &str| table.regions().position(code).map(|region| party(table, region));
                let cost = state.exit_cost(&side(code)?, &side(partner)?).ok()?;
                Some([cost.first_share(), cost.second_share()]).filter(|losses| losses.iter().all(|loss| *loss > 0.0))
            };
            let (Some(own), Some(theirs)) = (cost(one, &states[0]), cost(other, &states[1])) else { continue };
            let gap = |side: usize| (theirs[side] / own[side]).ln();
            gaps.push(Disagreement { loss: own, gap: [gap(0), gap(1)] });
        }
    }
    println!("\nThe same year in both, {} countries, logarithm of one exit cost over the other\n", codes.len());
    println!("| loss | losses | median | 90 of 100 within, absolute | that over 1.645 |");
    println!("|---|---:|---:|---:|---:|");
    for (name, least, most) in CLASSES {
        let of_class = gaps.iter().flat_map(|pair| pair.loss.into_iter().zip(pair.gap));
        let mut of_class: Vec<f64> =
            of_class.filter(|(loss, _)| (least..most).contains(loss)).map(|(_, gap)| gap).collect();
        of_class.sort_by(f64::total_cmp);
        let median = quantile(&of_class, 0.5);
        let mut absolute: Vec<f64> = of_class.iter().map(|gap| gap.abs()).collect();
        absolute.sort_by(f64::total_cmp);
        let within = quantile(&absolute, 0.9);
        println!("| {name} | {} | {median:.3} | {within:.3} | {:.3} |", absolute.len(), within / 1.645);
    }
    let compared = gaps.iter().filter(|pair| pair.loss.iter().all(|loss| *loss >= CLASSES[2].1));
    let compared: Vec<&Disagreement> = compared.collect();
    let mut of_ratio: Vec<f64> = compared.iter().map(|pair| (pair.gap[0] - pair.gap[1]).abs()).collect();
    of_ratio.sort_by(f64::total_cmp);
    let moment =
        |of: &dyn Fn(&Disagreement) -> f64| compared.iter().map(|pair| of(pair)).sum::<f64>() / compared.len() as f64;
    // Uncentred: both sides of a pair have the same bias if one table trades more.
    let product = moment(&|pair| pair.gap[0] * pair.gap[1]);
    let squares = 0.5 * moment(&|pair| pair.gap[0].powi(2) + pair.gap[1].powi(2));
    println!(
        "\nRatios: 90 of 100 within {:.3}, over 1.645: {:.3}. Correlation of the two sides' gaps: {:.3} ({} pairs)",
        quantile(&of_ratio, 0.9),
        quantile(&of_ratio, 0.9) / 1.645,
        product / squares,
        compared.len()
    );
    Ok(())
}

/// A pair's losses by one table, and the logarithms of another's over them.
struct Disagreement {
    loss: [f64; 2],
    gap: [f64; 2],
}

fn exit_cost(table: &EconomyTable, one: &str, other: &str) -> Result<(f64, f64)> {
    let baseline = Baseline::from_table(table, &ElasticitySet::common(ELASTICITY, table).by_sector)?;
    let state = WorldState::new(&baseline, baseline.no_wedges())?;
    let place = |code: &str| table.regions().position(code).ok_or_else(|| format!("no {code}"));
    let cost = state.exit_cost(&party(table, place(one)?), &party(table, place(other)?))?;
    Ok((cost.first_share(), cost.second_share()))
}

fn party(table: &EconomyTable, region: usize) -> Party {
    let code = table.regions().code(region).to_string();
    Party { code, name: String::new(), members: vec![region], missing: Vec::new() }
}

/// `[sector][importer][exporter]`, USD million.
fn flows(table: &EconomyTable) -> Array3<f64> {
    Array3::from_shape_fn(table.sourcing().dim(), |(sector, importer, exporter)| table.flow(importer, exporter, sector))
}

/// Exit costs of all pairs of a table's regions at a trade elasticity.
pub fn exit_costs(table: &EconomyTable, elasticity: f64) -> Result<ExitCosts> {
    let baseline = Baseline::from_table(table, &ElasticitySet::common(elasticity, table).by_sector)?;
    let state = WorldState::new(&baseline, baseline.no_wedges())?;
    let mut found = Vec::new();
    for one in 0..table.regions().len() {
        for other in one + 1..table.regions().len() {
            // Some pairs cannot part in WIOD: nothing to compare.
            let cost = state.exit_cost(&party(table, one), &party(table, other)).ok();
            found.push(cost.map(|cost| (cost.first_share(), cost.second_share())));
        }
    }
    Ok(found)
}

fn print_class(name: &str, found: &[(ExitCosts, ExitCosts)], belongs: impl Fn(f64) -> bool) {
    let (mut of_losses, mut of_ratios) = (Vec::new(), Vec::new());
    for (truth, estimate) in found.iter().flat_map(|(truth, estimate)| truth.iter().zip(estimate)) {
        let (Some(truth), Some(estimate)) = (truth, estimate) else { continue };
        let pairs = [(truth.0, estimate.0), (truth.1, estimate.1)];
        of_losses
            .extend(pairs.iter().filter(|(truth, _)| belongs(*truth)).map(|(truth, found)| (found / truth).ln().abs()));
        if belongs(truth.0.max(truth.1)) && truth.0.min(truth.1) >= CLASSES[2].1 {
            of_ratios.push(((estimate.0 / estimate.1) / (truth.0 / truth.1)).ln().abs());
        }
    }
    let percent = |errors: &mut Vec<f64>, share: f64| {
        errors.sort_by(f64::total_cmp);
        let place = ((errors.len() as f64 - 1.0) * share).max(0.0) as usize;
        errors.get(place).map_or_else(String::new, |error| format!("{:.1} %", 100.0 * error.exp_m1()))
    };
    println!(
        "| {name} | {} | {} | {} | {} | {} |",
        of_losses.len(),
        percent(&mut of_losses, 0.5),
        percent(&mut of_losses, 0.9),
        percent(&mut of_ratios, 0.5),
        percent(&mut of_ratios, 0.9)
    );
}
