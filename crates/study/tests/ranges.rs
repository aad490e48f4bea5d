//! Ranges of many pairs and of every country are those that a question about one pair or party gives.

use unequal_study::exit_cost::{ExitCostMatrixQuestion, ExitCostQuestion};
use unequal_study::leverage::MostDependentQuestion;
use unequal_study::run::RunQuestion;
use unequal_study::uncertainty::Interval;
use unequal_study::{Elasticity, Session, Source};

fn near(one: Interval, other: Interval) -> bool {
    [(one.low, other.low), (one.median, other.median), (one.high, other.high)]
        .into_iter()
        .all(|(one, other)| (one - other).abs() <= 1e-9 * other.abs())
}

/// The draws of a pair do not depend on how many pairs are asked about.
#[test]
fn a_pair_has_one_range_alone_and_among_all() {
    let session = Session::embedded().unwrap();
    let question =
        ExitCostMatrixQuestion { year: Some(1995), table: None, elasticity: Elasticity::DEFAULT, ranges: true };
    let all = session.exit_cost_matrix(&question, &()).unwrap();
    let known = all.pairs.iter().filter(|pair| pair.ranges.is_some()).count();
    assert!(known > all.pairs.len() / 2, "{known} of {}", all.pairs.len());
    for (first, second) in [("RUS", "CHN"), ("CHN", "RUS"), ("USA", "MEX"), ("DEU", "POL")] {
        let question = ExitCostQuestion { year: Some(1995), ..ExitCostQuestion::new(first, second) };
        let alone = session.exit_cost(&question, &()).unwrap().ranges.unwrap();
        let swapped = |pair: &&unequal_study::exit_cost::PairCost| pair.first == second && pair.second == first;
        let same = |pair: &&unequal_study::exit_cost::PairCost| pair.first == first && pair.second == second;
        match all.pairs.iter().find(same) {
            Some(pair) => {
                let ranges = pair.ranges.unwrap();
                assert!(near(ranges.first, alone.first) && near(ranges.second, alone.second), "{first} {second}");
                assert!(near(ranges.ratio, alone.ratio));
                assert!((ranges.first_loses_more - alone.first_loses_more).abs() < 1e-12);
            }
            None => {
                let ranges = all.pairs.iter().find(swapped).unwrap().ranges.unwrap();
                assert!(near(ranges.second, alone.first) && near(ranges.first, alone.second), "{first} {second}");
                assert!((1.0 - ranges.first_loses_more - alone.first_loses_more).abs() < 1e-12);
            }
        }
    }
}

#[test]
fn who_depends_on_a_partner_has_the_range_of_the_pair() {
    let session = Session::embedded().unwrap();
    let question =
        MostDependentQuestion { partner: "CHN".to_owned(), year: None, table: None, elasticity: Elasticity::DEFAULT };
    let table = session.most_dependent_on(&question, &()).unwrap();
    for side in ["RUS", "VNM", "USA"] {
        let row = table.rows.iter().find(|row| row.side == side).unwrap();
        let alone = session.exit_cost(&ExitCostQuestion::new(side, "CHN"), &()).unwrap().ranges.unwrap();
        assert!(near(row.exit_cost_range.unwrap(), alone.first), "{side}");
    }
}

#[test]
fn a_country_has_the_range_of_the_party_that_is_it_alone() {
    let session = Session::embedded().unwrap();
    let file = Source::text("us-china-tariff.toml", include_str!("../../../scenarios/us-china-tariff.toml"));
    let run = session.run(&RunQuestion { ranges: true, ..RunQuestion::new(file) }, &()).unwrap();
    let ranges = run.ranges.unwrap();
    assert_eq!(ranges.regions.len(), run.regions.len());
    let mut compared = 0;
    for (party, range) in run.parties.iter().zip(&ranges.parties) {
        let Some(place) = run.regions.iter().position(|region| region.code == party.code) else { continue };
        match (ranges.regions[place], range) {
            (Some(own), Some(range)) => assert!(near(own, range.interval), "{}", party.code),
            (own, range) => assert!(own.is_none() && range.is_none(), "{}", party.code),
        }
        compared += 1;
    }
    assert!(compared >= 2);
}

/// Without its measures the pair of a scenario is the pair of a brief, whichever side comes first.
#[test]
fn a_scenario_gives_its_pair_the_range_of_the_pair() {
    let session = Session::embedded().unwrap();
    for (first, second) in [("RUS", "CHN"), ("CHN", "RUS")] {
        let text = format!(
            "title = \"t\"\nyear = 2022\n[pair]\nfirst = \"{first}\"\nsecond = \"{second}\"\n\
             [[embargo]]\nname = \"e\"\nby = \"USA\"\non = \"RUS\"\n"
        );
        let file = Source::text("t.toml", &text);
        let pair = session.run(&RunQuestion::new(file), &()).unwrap().ranges.unwrap().pair.unwrap();
        let alone = session.exit_cost(&ExitCostQuestion::new(first, second), &()).unwrap().ranges.unwrap();
        assert!(near(pair.first_before, alone.first), "{first}: {:?} {:?}", pair.first_before, alone.first);
        assert!(near(pair.second_before, alone.second) && near(pair.ratio_before, alone.ratio));
    }
}
