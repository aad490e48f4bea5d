//! What the end of trade between the Western sanctions group and Russia costs each (`docs/src/validation.md`, C14).
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test fails by panicking and may print its table")]

use unequal_equilibrium::{Baseline, DeficitRule, SolveOptions, Wedges, solve};
use unequal_world::elasticity::ElasticitySet;
use unequal_world::{EconomyTable, GroupBook, Party, embedded};

struct Losses {
    russia: f64,
    west: f64,
    europe: f64,
}

fn parties(table: &EconomyTable) -> [Party; 3] {
    let book = GroupBook::embedded().unwrap();
    ["RUS", "WEST", "EU27"].map(|code| book.party(code, table.regions(), &table.name()).unwrap())
}

/// Percent of real income lost, both equilibria with balanced trade. `change` writes the shock.
fn losses(table: &EconomyTable, set: &ElasticitySet, change: impl Fn(&mut Wedges, usize, usize)) -> Losses {
    let baseline = Baseline::from_table(table, &set.by_sector).unwrap();
    let [russia, west, europe] = parties(table);
    let options = SolveOptions { deficits: DeficitRule::Zero, ..SolveOptions::default() };
    let before = solve(&baseline, &baseline.no_wedges(), &options).unwrap();
    let mut wedges = baseline.no_wedges();
    for member in &west.members {
        change(&mut wedges, russia.members[0], *member);
    }
    let after = solve(&baseline, &wedges, &options).unwrap();
    let percent = |party: &Party| -100.0 * after.ln_real_income_since(&before, &party.members).exp_m1();
    Losses { russia: percent(&russia), west: percent(&west), europe: percent(&europe) }
}

fn embargo(wedges: &mut Wedges, one: usize, other: usize) {
    wedges.forbid_between(one, other);
}

/// Resource costs of all trade between the two doubled, both ways.
fn costs_doubled(wedges: &mut Wedges, one: usize, other: usize) {
    for sector in 0..wedges.size().1 {
        wedges.add_iceberg(sector, one, other, 2.0_f64.ln());
        wedges.add_iceberg(sector, other, one, 2.0_f64.ln());
    }
}

fn print(year: u16, shock: &str, elasticity: &str, found: &Losses) {
    println!(
        "| {year} | {shock} | {elasticity} | {:.2} | {:.3} | {:.3} | {:.1} |",
        found.russia,
        found.west,
        found.europe,
        found.russia / found.europe
    );
}

/// Losses of Russia that others found, percent: the two abstracts' figures and the plan's lower end.
const BAND: std::ops::RangeInclusive<f64> = 2.6..=9.7;
/// Where the band is missed, always from below: at 8 in 2011, and in 2022, when the West's share in Russia's
/// trade had already fallen within the year, from 6 on. Named so that a change of it is noticed.
const BELOW_THE_BAND: [(u16, f64); 3] = [(2011, 8.0), (2022, 6.0), (2022, 8.0)];

/// Prints the table of docs/src/validation.md with `--nocapture`.
#[test]
fn an_embargo_costs_russia_what_others_found() {
    for year in [2011, 2022] {
        // As published: the program's own table of 2022 has Russia's imports after the sanctions.
        let table = if year == 2022 { embedded::named("oecd-2022").unwrap() } else { embedded::table(year).unwrap() };
        let mut before = f64::INFINITY;
        for theta in [4.0, 5.0, 6.0, 8.0] {
            let found = losses(&table, &ElasticitySet::common(theta, &table), embargo);
            print(year, "embargo", &theta.to_string(), &found);
            let inside = !BELOW_THE_BAND.contains(&(year, theta));
            assert_eq!(BAND.contains(&found.russia), inside, "{year}, {theta}: {}", found.russia);
            assert!(found.russia > 0.0 && found.russia < before, "the loss falls as goods become easier to replace");
            // Imbs and Pauwels: about fifteen times; ours is thirteen to fourteen in 2011 and nine in 2022.
            let ratio = found.russia / found.europe;
            let expected = if year == 2011 { 13.0..14.0 } else { 9.0..10.0 };
            assert!(expected.contains(&ratio), "{year}, {theta}: {ratio}");
            before = found.russia;
        }
        let set = ElasticitySet::caliendo_parro(&table).unwrap();
        let found = losses(&table, &set, embargo);
        print(year, "embargo", &set.which.to_string(), &found);
        assert!(BAND.contains(&found.russia), "{year}, by sector: {}", found.russia);
    }
}

/// The cited papers double barriers instead of forbidding trade: that is nearly as much, and never more.
#[test]
fn doubled_costs_are_nearly_an_embargo() {
    for year in [2011, 2022] {
        let table = embedded::table(year).unwrap();
        for theta in [4.0, 8.0] {
            let set = ElasticitySet::common(theta, &table);
            let (doubled, none) = (losses(&table, &set, costs_doubled), losses(&table, &set, embargo));
            print(year, "costs doubled", &theta.to_string(), &doubled);
            assert!(doubled.russia < none.russia && doubled.russia > 0.9 * none.russia);
            assert!(doubled.west < none.west && doubled.europe < none.europe);
        }
    }
}
