//! Limits that every policy instrument must keep, whatever its own model: nothing covered or nothing binding is no change,
//! a growing instrument comes to its extreme without a jump, and what only adds wedges to a world without distortions
//! makes the world poorer (first welfare theorem).
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::LazyLock;

use proptest::prelude::*;
use unequal_equilibrium::{Baseline, Counterfactual, SolveOptions, solve};
use unequal_policy::settle::{Settled, settle};
use unequal_world::elasticity::ElasticitySet;

use crate::support::kinds::{TABLE, read};

static BASELINE: LazyLock<Baseline> =
    LazyLock::new(|| Baseline::from_table(&TABLE, &ElasticitySet::common(4.0, &TABLE).by_sector).unwrap());

static BEFORE: LazyLock<Counterfactual<'static>> =
    LazyLock::new(|| solve(&BASELINE, &BASELINE.no_wedges(), &SolveOptions::default()).unwrap());

fn settled(measures: &str) -> Settled<'static> {
    let scenario = read(measures);
    let all: Vec<usize> = (0..scenario.instruments().len()).collect();
    settle(&scenario, &BEFORE, &all, &SolveOptions::default()).unwrap_or_else(|error| panic!("{measures}\n{error}"))
}

/// Largest change of any region's real income between two worlds.
fn gap(one: &Settled<'_>, other: &Settled<'_>) -> f64 {
    (one.world.ln_real_income() - other.world.ln_real_income()).iter().fold(0.0, |most, gap| f64::max(most, gap.abs()))
}

/// Summed equivalent variation over income, for the world or one region.
fn gain(settled: &Settled<'_>, region: Option<&str>) -> f64 {
    let (variation, income) = (settled.world.equivalent_variation(&BEFORE), BEFORE.income());
    match region.map(|code| TABLE.regions().position(code).unwrap()) {
        Some(place) => variation[place] / income[place],
        None => variation.sum() / income.sum(),
    }
}

/// What solves leave of the world's summed equivalent variation, a share of its income.
const SOLVED: f64 = 1e-11;

const CARS: &str = "sectors = \"34t35\"\n";
const ASSEMBLY: &str = "[[local_production]]\nname = \"plants\"\nfrom = \"CHN\"\nto = \"RUS\"\nsectors = \"34t35\"\n\
                        affiliate_share = 0.3\ndispersion = 6\nprofit_share = 0.1\n";
const HUB: &str = "[[route]]\nname = \"round\"\nfrom = \"WEST\"\nto = \"RUS\"\nsectors = \"goods\"\n\
                   [[route.hub]]\ncode = \"TUR\"\nmarkup = 0.3\ndetection = 0.2\n";

/// An instrument of a strength from 0 (none) to 1 (its extreme); only what adds wedges.
type Instrument = (&'static str, fn(f64) -> String);

const INSTRUMENTS: [Instrument; 11] = [
    ("tariff", |strength| duty("tariff", 5.0 * strength)),
    ("import subsidy", |strength| duty("tariff", -0.3 * strength)),
    ("export tax", |strength| duty("export_tax", 5.0 * strength)),
    ("iceberg", |strength| iceberg("CHN", "", strength)),
    ("export control", |strength| {
        format!(
            "[[export_control]]\nname = \"c\"\nby = \"WEST\"\non = \"RUS\"\nsectors = \"goods\"\nshare = {strength}\n"
        )
    }),
    ("firms that leave", |strength| {
        format!("[[self_sanctioning]]\nname = \"s\"\nby = \"WEST\"\non = \"RUS\"\nshare = {strength}\n")
    }),
    ("barrier", |strength| {
        format!(
            "[[barrier]]\nname = \"b\"\nby = \"WEST\"\non = \"RUS\"\nsectors = \"goods\"\ncoefficient = {:?}\n",
            -3.0 * strength
        )
    }),
    ("price cap", |strength| {
        format!(
            "[[price_cap]]\nname = \"p\"\nby = [\"EU27\", \"G7\", \"AUS\"]\non = \"RUS\"\nsectors = \"Mining\"\n\
             discount = 8\ncap = {:?}\n",
            68.0 - 67.0 * strength
        )
    }),
    ("dear dollars", |strength| {
        format!(
            "[[currency]]\nname = \"one\"\nfrom = \"RUS\"\nto = \"WORLD\"\nshares = {{ dollar = 0.6, euro = 0.4 }}\n\
             cost_changes = {{ dollar = {:?} }}\n",
            0.5 * strength
        )
    }),
    ("threat to banks", |strength| {
        format!(
            "[[payments]]\nname = \"threat\"\nby = \"USA\"\nfrom = \"CHN\"\nto = \"RUS\"\nsectors = \"goods\"\n\
             threat = {strength:?}\neffort = 10\n"
        )
    }),
    ("dear plants", |strength| format!("{ASSEMBLY}kit_share = 0.4\ncost_factor = {:?}\n", 1.0 + 4.0 * strength)),
];

fn duty(kind: &str, rate: f64) -> String {
    format!("[[{kind}]]\nname = \"{kind}\"\nby = \"RUS\"\non = \"WORLD\"\nsectors = \"goods\"\nrate = {rate:?}\n")
}

/// Part of what a country ships to Russia is wasted.
fn iceberg(from: &str, sectors: &str, cost: f64) -> String {
    let cost = cost.min(1.0 - 1e-12);
    format!("[[iceberg]]\nname = \"waste\"\nfrom = \"{from}\"\nto = \"RUS\"\n{sectors}cost = {cost:?}\n")
}

fn embargo(by: &str, sectors: &str) -> String {
    format!("[[embargo]]\nname = \"ban\"\nby = \"{by}\"\non = \"RUS\"\ndirection = \"exports\"\n{sectors}")
}

#[test]
fn an_instrument_of_no_strength_is_no_change() {
    for (name, instrument) in INSTRUMENTS {
        let (nothing, alone) = (settled(&instrument(0.0)), settled(&embargo("USA", "")));
        let moved = (nothing.world.ln_real_income() - BEFORE.ln_real_income()).mapv(f64::abs);
        assert!(moved.iter().all(|gap| *gap <= 1e-12), "{name}");
        // Beside another measure, too; plants that are there already answer to it.
        if name == "dear plants" {
            continue;
        }
        let beside = settled(&format!("{}{}", embargo("USA", ""), instrument(0.0)));
        assert!(gap(&beside, &alone) <= 1e-12, "{name}: {:e}", gap(&beside, &alone));
    }
    // An existing way, its mark-up and a seed are no change while nothing else changes.
    let used = HUB.replace("code = \"TUR\"", "code = \"TUR\"\nshare = 0.2");
    for ways in [HUB, &used, ASSEMBLY] {
        let moved = (settled(ways).world.ln_real_income() - BEFORE.ln_real_income()).mapv(f64::abs);
        assert!(moved.iter().all(|gap| *gap <= 1e-12), "{ways}");
    }
}

#[test]
fn an_instrument_that_only_adds_wedges_makes_the_world_poorer_and_the_more_the_stronger_it_is() {
    for (name, instrument) in INSTRUMENTS {
        let mut last = 0.0;
        for strength in [0.02, 0.1, 0.4, 0.8, 1.0] {
            let world = gain(&settled(&instrument(strength)), None);
            assert!(world < SOLVED, "{name} at {strength}: {world:e}");
            // A stricter cap may free buyers from its own wedge: their channel closes.
            assert!(name == "price cap" || world < last + 2e-5, "{name} at {strength}: {world:e} after {last:e}");
            last = world;
        }
        assert!(last < -1e-8, "{name}: {last:e}");
    }
}

/// Of a control, firms that leave and waste, the extreme is the embargo, with and without transit routes and plants.
#[test]
fn growing_bans_and_costs_end_in_the_embargo_without_a_jump() {
    let control = |share: f64, sectors: &str| {
        format!("[[export_control]]\nname = \"c\"\nby = \"CHN\"\non = \"RUS\"\n{sectors}share = {share:?}\n")
    };
    for beside in ["", &format!("{ASSEMBLY}kit_share = 0\n"), &format!("{ASSEMBLY}kit_share = 0.5\n")] {
        let ban = settled(&format!("{}{beside}", embargo("CHN", CARS)));
        for (name, limit) in [
            ("control", settled(&format!("{}{beside}", control(1.0 - 1e-12, CARS)))),
            ("waste", settled(&format!("{}{beside}", iceberg("CHN", CARS, 1.0 - 1e-9)))),
        ] {
            assert!(gap(&ban, &limit) < 1e-6, "{name} {beside}: {:e}", gap(&ban, &limit));
        }
        let full = settled(&format!("{}{beside}", control(1.0, CARS)));
        assert!(gap(&ban, &full) < 1e-12);
    }
    let goods = "sectors = \"goods\"\n";
    let ban = settled(&format!("{}{HUB}", embargo("WEST", goods)));
    let nearly = control(1.0 - 1e-10, goods).replace("CHN", "WEST");
    assert!(gap(&ban, &settled(&format!("{nearly}{HUB}"))) < 1e-6);
}

/// What is assembled is output of the host by its labour: losing an import makes importer and world poorer, whatever plants
/// make of it.
#[test]
fn losing_an_import_never_makes_the_importer_or_the_world_richer() {
    for (kits, profit) in [(0.0, 0.1), (0.3, 1.0), (0.3, 0.1), (0.7, 0.5), (1.0, 0.1)] {
        for cost in [0.1, 0.5, 0.9, 0.9999] {
            let plants = format!("{}{ASSEMBLY}kit_share = {kits:?}\n", iceberg("CHN", CARS, cost));
            let plants = plants.replace("profit_share = 0.1", &format!("profit_share = {profit:?}"));
            let world = settled(&plants);
            assert!(gain(&world, Some("RUS")) < 0.0 && gain(&world, None) < 0.0, "{kits} {cost}");
            // Plants that need no kits help who loses the import.
            let none = settled(&iceberg("CHN", CARS, cost));
            assert!(
                kits > 0.0 || profit > 0.5 || gain(&world, Some("RUS")) > gain(&none, Some("RUS")),
                "{kits} {cost}"
            );
        }
        let ban = format!("{}{ASSEMBLY}kit_share = {kits:?}\n", embargo("CHN", CARS));
        let ban = settled(&ban.replace("profit_share = 0.1", &format!("profit_share = {profit:?}")));
        assert!(gain(&ban, Some("RUS")) < 0.0 && gain(&ban, None) < 0.0, "{kits}");
    }
}

/// A subsidy has a payer: it makes its treasury's country and the world poorer, and one that nobody could pay is no number.
#[test]
fn a_subsidy_to_plants_is_paid_by_the_host() {
    let at = |factor: f64| format!("{ASSEMBLY}kit_share = 0.4\ncost_factor = {factor:?}\n");
    let mut last = 0.0;
    for factor in [0.95, 0.9, 0.8, 0.7] {
        let world = settled(&at(factor));
        assert!(gain(&world, None) < last, "{factor}: {}", gain(&world, None));
        assert!(gain(&world, Some("RUS")) < 0.0, "{factor}");
        last = gain(&world, None);
    }
    let absurd = read(&at(0.01).replace("dispersion = 6", "dispersion = 1000"));
    assert!(settle(&absurd, &BEFORE, &[0], &SolveOptions::default()).is_err());
}

/// Of an observed way the mark-up is in the table's prices: with the direct one shut it carries what it can, its hub earns
/// more, and neither buyer nor world gains.
#[test]
fn a_ban_with_ways_round_makes_buyer_and_world_poorer() {
    let goods = "sectors = \"goods\"\n";
    let ban = settled(&embargo("WEST", goods));
    for dispersion in [8, 300] {
        for share in ["", "share = 0.2\n"] {
            let ways = HUB
                .replace("code", &format!("{share}code"))
                .replace("[[route.hub]]", &format!("dispersion = {dispersion}\n[[route.hub]]"));
            let with = settled(&format!("{}{ways}", embargo("WEST", goods)));
            assert!(gain(&with, None) < SOLVED && gain(&with, Some("RUS")) < 0.0, "{ways}");
            assert!(gain(&with, Some("RUS")) > gain(&ban, Some("RUS")), "{ways}");
        }
    }
}

/// Goods that go round pay what a threat to banks puts on the legs that they use, and no leg that is closed carries any.
#[test]
fn goods_that_go_round_pay_the_threat_on_their_legs() {
    let goods = "sectors = \"goods\"\n";
    let ban = format!("{}{HUB}", embargo("WEST", goods));
    let threat = |from: &str| {
        format!(
            "[[payments]]\nname = \"threat\"\nby = \"USA\"\nfrom = \"{from}\"\nto = \"RUS\"\nsectors = \"goods\"\n\
             threat = 1\neffort = 10\n"
        )
    };
    let (round, threatened) = (settled(&ban), settled(&format!("{ban}{}", threat("TUR"))));
    let place = |code: &str| TABLE.regions().position(code).unwrap();
    let sector = TABLE.sector("30t33").unwrap();
    let machines = |world: &Settled<'_>| world.world.producer_value(sector, place("RUS"), place("DEU"));
    assert!(machines(&threatened) < 0.95 * machines(&round), "{} {}", machines(&threatened), machines(&round));
    // Of the rise in cost all is the toll of Türkiye's banks: the goods bear what Türkiye's own do.
    let cost = |world: &Settled<'_>, seller: &str| {
        let cell = [sector, place("RUS"), place(seller)];
        let fees: f64 =
            world.composed.wedges.fees().unwrap_or_default().iter().map(|fee| (1.0 + fee.rate()[cell]).ln()).sum();
        fees + world.composed.wedges.ln_icebergs().map_or(0.0, |costs| costs[cell])
    };
    let (toll, own) = (cost(&threatened, "DEU") - cost(&round, "DEU"), cost(&threatened, "TUR"));
    assert!((toll - own).abs() < 1e-12 && own > 0.01, "{toll} {own}");
    // A threat on the direct flow, which is shut, changes nothing; a ban on the leg shuts the way.
    assert!(gap(&settled(&format!("{ban}{}", threat("WEST"))), &round) < 1e-9);
    let leg = embargo("TUR", goods).replace("\"ban\"", "\"leg\"");
    assert_eq!(machines(&settled(&format!("{ban}{leg}"))), 0.0);
}

/// What other measures put on the legs of a way is borne on it, up to the ban that closes it.
#[test]
fn a_way_bears_what_lies_on_its_legs() {
    let goods = "sectors = \"goods\"\n";
    let round = format!("{}{HUB}", embargo("WEST", goods));
    let rent = |world: &Settled<'_>| {
        let hub = TABLE.regions().position("TUR").unwrap();
        world.world.revenue()[hub]
    };
    let control = |share: f64| {
        settled(&format!(
            "{round}[[export_control]]\nname = \"leg\"\nby = \"TUR\"\non = \"RUS\"\nsectors = \"goods\"\nshare = {share:?}\n"
        ))
    };
    let rents: Vec<f64> = [0.0, 0.3, 0.9, 0.999, 1.0 - 1e-9].iter().map(|share| rent(&control(*share))).collect();
    assert!(rents.windows(2).all(|pair| pair[1] < pair[0]), "{rents:?}");
    assert!(gap(&control(1.0 - 1e-12), &control(1.0)) < 1e-6);
    let wasted = settled(&format!("{round}{}", iceberg("TUR", goods, 0.5)));
    assert!(rent(&wasted) < 0.2 * rents[0], "{} {}", rent(&wasted), rents[0]);
}

/// The added commission is used up, covers expected losses or is rent, as the banks' own accounts say.
#[test]
fn the_commission_is_split_as_the_banks_accounts_are() {
    let threat = "[[payments]]\nname = \"threat\"\nby = \"USA\"\nfrom = \"CHN\"\nto = \"RUS\"\nsectors = \"goods\"\n\
                  threat = 0.8\neffort = 10\n";
    let scenario = read(threat);
    let world = settle(&scenario, &BEFORE, &[0], &SolveOptions::default()).unwrap();
    let (view, response) = (world.view(&BEFORE), world.responses[0].as_ref());
    let found = scenario.instruments()[0].findings(&view, response).unwrap();
    let figure = |what: &str| found.iter().find(|finding| finding.what.contains(what)).unwrap().value;
    let market = scenario.instruments()[0].clearing(&view, response).unwrap().unwrap();
    let clearing = market.outcome.cleared().unwrap();
    // By hand from (P3): work is the area under marginal cost, `c v + s v^2 / 2K`.
    let work = |fee: f64, threatened: bool| -> (f64, f64) {
        let weights: f64 = market.system.banks().iter().map(|bank| bank.capacity).sum();
        let each = market.system.banks().iter().map(|bank| {
            let risk = if threatened {
                0.8 * (1.0 - (-10.0 * bank.capacity / weights).exp()) * bank.dollar_business_at_risk / bank.capacity
            } else {
                0.0
            };
            let used = ((fee - bank.base_cost - risk) / bank.slope).clamp(0.0, 1.0);
            let volume = bank.capacity * used;
            (bank.base_cost * volume + bank.slope * volume * volume / (2.0 * bank.capacity), volume)
        });
        each.fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
    };
    let (with, without) = (work(clearing.fee, true), work(market.fee_without, false));
    let added = clearing.fee - market.fee_without;
    let resources = (with.0 / with.1 - without.0 / without.1) / added;
    assert!((figure("used up, by the banks' costs") - resources.clamp(0.0, 1.0)).abs() < 1e-6, "{resources}");
    let losses = clearing.ledger.expected_loss / clearing.volume / added;
    assert!((figure("covers what banks expect to lose") - losses).abs() < 1e-9, "{losses}");
    assert!(losses > 0.05 && resources < 0.3);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// Any few instruments together, of any strength, make the world poorer.
    #[test]
    fn no_wedges_together_make_the_world_richer(strengths in proptest::collection::vec(0.0..1.0_f64, INSTRUMENTS.len()), chosen in 0_usize..2048) {
        let measures: String = INSTRUMENTS
            .iter()
            .zip(&strengths)
            .enumerate()
            .filter(|(place, ((name, _), _))| chosen >> place & 1 == 1 && *name != "import subsidy")
            .map(|(_, ((_, instrument), strength))| instrument(*strength))
            .collect();
        prop_assume!(!measures.is_empty());
        let scenario = read(&measures);
        let all: Vec<usize> = (0..scenario.instruments().len()).collect();
        let Ok(world) = settle(&scenario, &BEFORE, &all, &SolveOptions::default()) else { return Ok(()) };
        prop_assert!(gain(&world, None) < SOLVED, "{} {:e}", measures, gain(&world, None));
    }
}
