//! Leverage of the embedded world.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::sync::LazyLock;

use unequal_study::brief::BriefQuestion;
use unequal_study::exit_cost::ExitCostQuestion;
use unequal_study::leverage::{
    Indicator, LeverageMatrixQuestion, LeverageQuestion, LeverageTable, MeasureRow, MostDependentQuestion, PairLeverage,
};
use unequal_study::run::RunQuestion;
use unequal_study::{Elasticity, Grade, Result, Session, Source, Verdict, Who};

/// All tests put their questions to one session.
static SESSION: LazyLock<Session> = LazyLock::new(|| Session::embedded().unwrap());

const ELASTICITY: Elasticity = Elasticity::Common(4.0);

fn pair(first: &str, second: &str, scenario: Option<Source>) -> Result<PairLeverage> {
    let (first, second) = (first.to_owned(), second.to_owned());
    SESSION.leverage(
        &LeverageQuestion { first, second, year: Some(2011), elasticity: ELASTICITY, scenario, table: None },
        &(),
    )
}

fn most_dependent_on(partner: &str, year: u16) -> Result<LeverageTable> {
    let partner = partner.to_owned();
    SESSION.most_dependent_on(
        &MostDependentQuestion { partner, year: Some(year), elasticity: ELASTICITY, table: None },
        &(),
    )
}

fn all_pairs(exact: bool) -> LeverageTable {
    let question = LeverageMatrixQuestion { year: Some(2011), elasticity: ELASTICITY, exact, table: None };
    SESSION.leverage_matrix(&question, &()).unwrap()
}

fn row<'a>(rows: &'a [MeasureRow], item: &str) -> &'a MeasureRow {
    rows.iter().find(|row| row.item == item).unwrap()
}

fn close(found: f64, expected: f64, tolerance: f64, what: &str) {
    assert!((found - expected).abs() <= tolerance, "{what}: found {found}, expected {expected}");
}

/// Shares of the source table and exit costs of an independent prototype (model.md L4), and the same
/// figures as the brief's.
#[test]
fn the_pair_of_2011_is_the_sources_and_the_prototypes() {
    let answer = pair("RUS", "CHN", None).unwrap();
    close(row(&answer.measures, "partner in its imports").first.unwrap(), 0.160, 5e-4, "China in Russia's imports");
    let exit = row(&answer.measures, "exit cost: all trade ends");
    let percent = |share: f64| -100.0 * (-share).ln_1p();
    close(percent(exit.first.unwrap()), 1.180, 2e-3, "Russia");
    close(percent(exit.second.unwrap()), 0.184, 2e-3, "China");
    let told = SESSION.brief(&BriefQuestion { year: Some(2011), ..BriefQuestion::new("RUS", "CHN") }, &()).unwrap();
    let headline = told.exit.rows.iter().find(|row| row.headline).unwrap();
    assert_eq!((headline.losses.first, headline.losses.second), (exit.first.unwrap(), exit.second.unwrap()));
    assert!(answer.measures.iter().all(|row| row.grade <= Grade::C));
    assert_eq!(answer.catalogue.len(), Indicator::ALL.len());
    assert!(answer.claims.len() == 10 && answer.markets.len() == 6);
}

/// One rule in one place: both answers judge alike, and what is inside the data's error is about even.
#[test]
fn brief_and_leverage_give_one_verdict() {
    let found: Vec<Verdict> = [("RUS", "CHN"), ("AUS", "JPN"), ("DEU", "JPN")]
        .into_iter()
        .map(|(first, second)| {
            let of_leverage = {
                let (first, second) = (first.to_owned(), second.to_owned());
                let question =
                    LeverageQuestion { first, second, year: None, elasticity: ELASTICITY, scenario: None, table: None };
                SESSION.leverage(&question, &()).unwrap()
            };
            let of_brief = SESSION.brief(&BriefQuestion::new(first, second), &()).unwrap();
            assert_eq!(of_leverage.verdict, of_brief.verdict, "{first} and {second}");
            assert_eq!(of_leverage.exit_costs.len(), of_brief.exit.rows.len());
            of_leverage.verdict
        })
        .collect();
    assert!(matches!(found[0], Verdict::Depends { who: Who::First, .. }), "{:?}", found[0]);
    assert!(!matches!(found[1], Verdict::Depends { .. }), "{:?}", found[1]);
    assert!(matches!(found[2], Verdict::AboutEven { .. }), "{:?}", found[2]);
}

/// Sides exchanged, the same answer exchanged.
#[test]
fn neither_side_is_special() {
    let (one, other) = (pair("DEU", "CHN", None), pair("CHN", "DEU", None));
    let (one, other) = (one.unwrap(), other.unwrap());
    for (left, right) in one.measures.iter().zip(&other.measures) {
        assert_eq!(left.item, right.item);
        for (left, right) in [(left.first, right.second), (left.second, right.first)] {
            close(left.unwrap(), right.unwrap(), 1e-8, "exchanged");
        }
    }
}

#[test]
fn a_scenario_gives_exit_costs_under_it() {
    let path = Source::from(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenarios/western-embargo.toml")));
    let answer = pair("RUS", "CHN", Some(path.clone())).unwrap();
    let (before, under) =
        (row(&answer.measures, "exit cost: all trade ends"), row(&answer.measures, "exit cost under the scenario"));
    assert!(under.first > before.first && under.second > before.second);
    let run = SESSION.run(&RunQuestion::new(path), &()).unwrap();
    let state = run.pair.unwrap().after;
    close(under.first.unwrap(), state.first_exit_cost, 1e-9, "as in the run");
}

/// A group that a scenario defines is the one that its exit costs are of.
#[test]
fn a_scenarios_own_groups_are_the_pairs() {
    let text = "title = \"t\"\nyear = 2011\n[groups]\nEAST = [\"RUS\", \"CHN\"]\n\
                [[embargo]]\nname = \"e\"\nby = \"EU27\"\non = \"RUS\"\n";
    let answer = pair("EAST", "USA", Some(Source::text("groups.toml", text)));
    let bought = row(&answer.unwrap().measures, "partner in its imports").first.unwrap();
    let table = unequal_world::embedded::table(2011).unwrap();
    let place = |code: &str| table.regions().position(code).unwrap();
    let east = [place("RUS"), place("CHN")];
    let others: Vec<usize> = (0..table.regions().len()).filter(|region| !east.contains(region)).collect();
    let expected = table.trade(&east, &[place("USA")], None) / table.trade(&east, &others, None);
    close(bought, expected, 1e-12, "the United States in the imports of both");
}

#[test]
fn a_ranking_holds_everybody_once() {
    let answer = most_dependent_on("chn", 2011).unwrap();
    assert_eq!(answer.rows.len(), 40);
    let exit = Indicator::ALL.iter().position(|measure| *measure == Indicator::Exit).unwrap();
    let russia = answer.rows.iter().find(|row| row.side == "RUS").unwrap();
    let (first, second) = ("RUS".to_owned(), "CHN".to_owned());
    let question =
        ExitCostQuestion { year: Some(2011), elasticity: ELASTICITY, ..ExitCostQuestion::new(&first, &second) };
    let cost = SESSION.exit_cost(&question, &()).unwrap();
    close(russia.values[exit].unwrap(), cost.pairs[0].first_loss, 1e-9, "Russia's exit cost");
    let ranks: f64 = answer.rows.iter().filter_map(|row| row.ranks[exit]).sum();
    close(ranks, 40.0 * 41.0 / 2.0, 1e-9, "ranks");
    // Cyprus cannot part with Belgium in 1995, and its power over it has no limit: no rank by the one, the first by the other.
    let belgium = most_dependent_on("BEL", 1995).unwrap();
    let cyprus = belgium.rows.iter().find(|row| row.side == "CYP").unwrap();
    let power = Indicator::ALL.iter().position(|measure| *measure == Indicator::Power).unwrap();
    assert_eq!((cyprus.values[exit], cyprus.ranks[exit], cyprus.ranks[power]), (None, None, Some(1.0)));
    assert!(most_dependent_on("CNH", 2011).unwrap_err().to_string().contains("CHN"));
    assert_eq!(most_dependent_on("EU27", 2011).unwrap().rows.len(), 41 - 27 + 1);
}

#[test]
fn all_pairs_agree_with_one_pair() {
    let all = all_pairs(false);
    assert_eq!((all.rows.len(), all.agreement.len()), (41 * 40, 36));
    // How far the largest estimates are off is what the solved losses say.
    let exact = all_pairs(true);
    let exit = Indicator::ALL.iter().position(|measure| *measure == Indicator::Exit).unwrap();
    let loss = |row: &unequal_study::leverage::DirectedRow| row.values[exit];
    let mut both: Vec<(f64, f64)> =
        all.rows.iter().zip(&exact.rows).filter_map(|(one, other)| Some((loss(one)?, loss(other)?))).collect();
    both.sort_by(|one, other| other.0.total_cmp(&one.0));
    let mean = both.iter().take(20).map(|(estimate, exact)| estimate / exact - 1.0).sum::<f64>() / 20.0;
    let said = format!("the estimates are {:+.0} % off on average", 100.0 * mean);
    assert!(all.evidence.caveats.iter().any(|caveat| caveat.contains(&said)), "{said}: {:?}", all.evidence.caveats);
    let of_pair = pair("RUS", "CHN", None).unwrap();
    let russia = all.rows.iter().find(|row| row.side == "RUS" && row.partner == "CHN").unwrap();
    let items = [
        (Indicator::Imports, "partner in its imports"),
        (Indicator::Exports, "partner in its exports"),
        (Indicator::Asymmetry, "asymmetry of import shares"),
        (Indicator::Products, "dependent goods from partner, of goods imports"),
        (Indicator::Inputs, "partner in its inputs, looked through"),
        (Indicator::Power, "power over it: everything withdrawn at once"),
        (Indicator::Bilateral, "partner's power less its own"),
        (Indicator::Exposure, "real income, one sector"),
    ];
    for (measure, item) in items {
        let place = Indicator::ALL.iter().position(|known| *known == measure).unwrap();
        close(russia.values[place].unwrap(), row(&of_pair.measures, item).first.unwrap(), 1e-12, item);
    }
    assert!(all.agreement.iter().all(|row| row.spearman.is_some_and(|value| value.abs() <= 1.0)));
    assert!(!all.exact && all.evidence.caveats.iter().any(|sentence| sentence.contains("--exact")));
}

/// What a share of a side's income is in money is the same wherever it is asked for, and the incomes of all are the world's.
#[test]
fn the_income_of_a_dependent_side_is_that_of_its_exit_cost() {
    let question =
        MostDependentQuestion { partner: "CHN".to_owned(), year: Some(2011), table: None, elasticity: ELASTICITY };
    let rows = SESSION.most_dependent_on(&question, &()).unwrap().rows;
    let cost = ExitCostQuestion { year: Some(2011), ..ExitCostQuestion::new("RUS", "CHN") };
    let ranges = SESSION.exit_cost(&cost, &()).unwrap().ranges.unwrap();
    let russia = rows.iter().find(|row| row.side == "RUS").unwrap();
    assert!((russia.income / ranges.first_income - 1.0).abs() < 1e-9, "{} and {}", russia.income, ranges.first_income);
    // Balanced trade moves income between countries; what all of them have stays their value added.
    let all = rows.iter().map(|row| row.income).sum::<f64>() + ranges.second_income;
    let value_added = unequal_world::embedded::table(2011).unwrap().value_added().sum();
    assert!((all / value_added - 1.0).abs() < 1e-9, "{all} and {value_added}");
}
