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

fn holds(range: Interval, value: f64) -> bool {
    range.low <= value && value <= range.high
}

/// A partner that would lose next to nothing takes no range away from the side that would lose much.
#[test]
fn a_side_has_its_range_however_little_the_other_would_lose() {
    let session = Session::embedded().unwrap();
    for (first, second) in [("LAO", "CHN"), ("SEN", "CHN"), ("CIV", "DEU")] {
        let costs = session.exit_cost(&ExitCostQuestion::new(first, second), &()).unwrap();
        let (pair, ranges) = (&costs.pairs[0], costs.ranges.as_ref().unwrap());
        assert!(pair.second_loss < 1e-4, "{first}: {}", pair.second_loss);
        assert!(holds(ranges.first, pair.first_loss) && holds(ranges.second, pair.second_loss), "{first}");
        // Studies of elasticities and the table are wider than the table alone.
        let alone = unequal_study::table_error::TableError::of_year(costs.year).of_loss(pair.first_loss);
        assert!(ranges.first.high / ranges.first.low > alone.high / alone.low, "{first}");
    }
}

/// Elasticities that the question gives are not one study among others: the table alone is uncertain, the figure lies within
/// its range, and no end passes all of real income.
#[test]
fn given_elasticities_leave_the_error_of_the_table() {
    let session = Session::embedded().unwrap();
    for (elasticity, pair) in [(1.0, ("RUS", "CHN")), (0.3, ("KHM", "CHN")), (8.0, ("RUS", "CHN"))] {
        let question =
            ExitCostQuestion { elasticity: Elasticity::Common(elasticity), ..ExitCostQuestion::new(pair.0, pair.1) };
        let costs = session.exit_cost(&question, &()).unwrap();
        let (pair, ranges) = (&costs.pairs[0], costs.ranges.as_ref().unwrap());
        assert_eq!((ranges.studies, ranges.drivers_of_loss.len()), (0, 1));
        assert!((ranges.drivers_of_loss[0].share - 1.0).abs() < 1e-12);
        assert!(holds(ranges.first, pair.first_loss) && holds(ranges.second, pair.second_loss), "{elasticity}");
        assert!(ranges.first.high < 1.0 && holds(ranges.ratio, pair.ratio));
        // The same ends as the formula has, but for the draws.
        let exact = unequal_study::table_error::TableError::of_year(costs.year).of_loss(pair.first_loss);
        assert!(
            (ranges.first.low / exact.low - 1.0).abs() < 0.02 && (ranges.first.high / exact.high - 1.0).abs() < 0.02
        );
    }
}

#[test]
fn a_scenario_at_given_elasticities_lies_within_its_ranges() {
    let session = Session::embedded().unwrap();
    let text = "title = \"t\"\nyear = 2011\n[pair]\nfirst = \"RUS\"\nsecond = \"CHN\"\n\
                [[embargo]]\nname = \"e\"\nby = \"USA\"\non = \"RUS\"\n";
    let question =
        RunQuestion { elasticity: Some(Elasticity::Common(1.0)), ..RunQuestion::new(Source::text("t.toml", text)) };
    let run = session.run(&question, &()).unwrap();
    let ranges = run.ranges.unwrap();
    assert_eq!(ranges.studies, 0);
    for (party, range) in run.parties.iter().zip(&ranges.parties) {
        assert!(holds(range.as_ref().unwrap().interval, party.together), "{}", party.code);
    }
    let (pair, of_pair) = (run.pair.unwrap(), ranges.pair.unwrap());
    assert!(
        holds(of_pair.first_before, pair.before.first_exit_cost)
            && holds(of_pair.second_after, pair.after.second_exit_cost)
    );
    // The ratio in percent is that in money times that of sizes, before and after.
    for state in [&pair.before, &pair.after] {
        let parts = state.ratio_parts.unwrap();
        assert!((parts.money * parts.sizes / state.ratio.unwrap() - 1.0).abs() < 1e-12);
    }
    let alone = session
        .brief(
            &unequal_study::brief::BriefQuestion {
                year: Some(2011),
                elasticity: 1.0,
                ..unequal_study::brief::BriefQuestion::new("RUS", "CHN")
            },
            &(),
        )
        .unwrap();
    assert!((alone.exit.ratio_parts.unwrap().money / pair.before.ratio_parts.unwrap().money - 1.0).abs() < 1e-9);
}
