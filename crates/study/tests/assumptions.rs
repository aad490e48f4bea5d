//! Other closures, own elasticities and uncertain parameters.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use unequal_study::brief::{BriefQuestion, Variant};
use unequal_study::exit_cost::{ExitCostQuestion, PairCost};
use unequal_study::run::{EffectSource, RunAnswer, RunQuestion, Statement};
use unequal_study::{Closure, Elasticity, OwnElasticities, Session, Source, StudyError};

static SESSION: LazyLock<Session> = LazyLock::new(|| Session::embedded().unwrap());

fn own(others: f64, sectors: &[(&str, f64)]) -> Elasticity {
    let sectors: BTreeMap<String, f64> = sectors.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
    Elasticity::Own(OwnElasticities::over(Elasticity::Common(others), sectors).into())
}

/// Exit costs of Russia and China in 2011.
fn cost(elasticity: Elasticity, closure: Closure) -> PairCost {
    let question = ExitCostQuestion { year: Some(2011), elasticity, closure, ..ExitCostQuestion::new("RUS", "CHN") };
    SESSION.exit_cost(&question, &()).unwrap().pairs.remove(0)
}

/// A referee who had not read the code computed these from WIOD 2011 and the equations of `docs/src/methods/variants.md`
/// (own fixed points, goods markets as one linear system, residuals below 1e-11), percent of income.
#[test]
fn closures_give_what_a_referee_computed() {
    let four = Elasticity::Common(4.0);
    let cases = [
        (four.clone(), Closure::LongRun, [1.173_127, 0.184_442]),
        (four.clone(), Closure::RecordedDeficits, [1.310_251, 0.194_414]),
        (four.clone(), Closure::SpecificFactors, [1.446_556, 0.217_880]),
        (four.clone(), Closure::FixedFuels, [1.268_212, 0.204_703]),
        (four, Closure::Rationing, [1.288_642, 0.280_647]),
        (own(4.0, &[("energy", 1.0)]), Closure::LongRun, [1.245_401, 0.429_349]),
    ];
    for (elasticity, closure, expected) in cases {
        let found = cost(elasticity, closure);
        for (found, expected) in [found.first_loss, found.second_loss].into_iter().zip(expected) {
            // He read the published table, the program one packed to single precision.
            assert!((100.0 * found - expected).abs() < 2e-6 * expected, "{closure:?}: {found} against {expected}");
        }
    }
}

#[test]
fn a_brief_has_every_variant_beside_the_headline() {
    let brief = SESSION.brief(&BriefQuestion { year: Some(2011), ..BriefQuestion::new("RUS", "CHN") }, &()).unwrap();
    let rows = &brief.exit.variants;
    assert_eq!(rows.len(), 5);
    for row in rows {
        let alone = match row.variant {
            Variant::Closure(closure) => cost(Elasticity::Common(4.0), closure),
            Variant::EnergyElasticity { value } => cost(own(4.0, &[("energy", value)]), Closure::LongRun),
        };
        let losses = row.losses.unwrap();
        assert!(
            (losses.first / alone.first_loss - 1.0).abs() < 1e-9 && (losses.ratio / alone.ratio - 1.0).abs() < 1e-9
        );
    }
    // The ratio in money is the ratio in percent over the ratio of incomes, as in the headline.
    let parts = brief.exit.ratio_parts.unwrap();
    let energy = &rows[0];
    assert!((energy.ratio_in_money.unwrap() * parts.sizes / energy.losses.unwrap().ratio - 1.0).abs() < 1e-12);
}

#[test]
fn own_elasticities_that_repeat_the_others_change_nothing() {
    let same = own(4.0, &[("C", 4.0), ("machinery", 4.0), ("Chemicals", 4.0)]);
    let (plain, own) = (cost(Elasticity::Common(4.0), Closure::LongRun), cost(same, Closure::LongRun));
    assert_eq!((plain.first_loss, plain.second_loss), (own.first_loss, own.second_loss));
}

#[test]
fn a_sector_goes_before_its_group_and_the_lower_elasticity_costs_more() {
    let group = cost(own(4.0, &[("energy", 2.0)]), Closure::LongRun);
    let sector = cost(own(4.0, &[("C", 1.0), ("energy", 2.0)]), Closure::LongRun);
    assert!(sector.second_loss > group.second_loss);
    let both = cost(own(4.0, &[("C", 2.0), ("23", 2.0)]), Closure::LongRun);
    assert_eq!(group.second_loss, both.second_loss);
}

#[test]
fn a_file_of_elasticities_names_the_line_of_a_fault() {
    let read = |text: &str| {
        let read = unequal_study::own_elasticities(&Source::text("own.csv", text), Elasticity::DEFAULT);
        let elasticity = read?;
        let question = ExitCostQuestion { year: Some(2011), elasticity, ..ExitCostQuestion::new("RUS", "CHN") };
        SESSION.exit_cost(&question, &()).map(|_| ())
    };
    assert!(read("sector,elasticity,source\nC,2,mine\nenergy,3,mine\n").is_ok());
    for (text, words) in [
        ("sector,elasticity\nC,0\n", "own.csv, line 2: the elasticity is 0, expected a number from 0.1 to 50"),
        ("sector,elasticity\nC,NaN\n", "line 2: the elasticity is NaN"),
        ("sector,elasticity\nC,2\nC,3\n", "line 3: `C` has a value in an earlier line"),
        ("sector,elasticity\n", "no rows"),
        ("sector,theta\nC,2\n", "missing field `elasticity`"),
        ("sector,elasticity\nenrgy,2\n", "did you mean energy"),
    ] {
        let message = read(text).unwrap_err().to_string();
        assert!(message.contains(words), "{message}");
    }
}

const APART: &str = "title = \"t\"\nyear = 2011\npair = { first = \"RUS\", second = \"CHN\" }\n";
const TARIFF: &str = "[[tariff]]\nname = \"duty\"\nby = \"USA\"\non = \"CHN\"\nrate = 0.2\n";

fn run(text: &str) -> Result<RunAnswer, StudyError> {
    SESSION.run(&RunQuestion::new(Source::text("t.toml", text)), &())
}

#[test]
fn a_scenario_takes_own_elasticities() {
    let embargo = "[[embargo]]\nname = \"e\"\nby = \"CHN\"\non = \"RUS\"\n";
    let answer = run(&format!("{APART}elasticities = {{ energy = 1 }}\n{embargo}")).unwrap();
    let alone = cost(own(4.0, &[("energy", 1.0)]), Closure::LongRun);
    let russia = answer.parties.iter().find(|party| party.code == "RUS").unwrap();
    assert!((russia.together + alone.first_loss).abs() < 1e-9);
    let message = run(&format!("{APART}elasticities = {{ enrgy = 1 }}\n{embargo}")).unwrap_err().to_string();
    assert!(message.starts_with("t.toml:4:18: unknown sector `enrgy`"), "{message}");
    let message = run(&format!("{APART}elasticities = {{ energy = 99 }}\n{embargo}")).unwrap_err().to_string();
    assert!(message.starts_with("t.toml:4:27: the trade elasticity of energy is 99"), "{message}");
}

/// An embargo between the two sides is the exit cost, so that its range must be that of the exit cost, whose errors of the
/// table are drawn from the same chance.
#[test]
fn the_range_of_an_embargo_between_two_is_that_of_the_exit_cost() {
    let answer = run(&format!("{APART}[[embargo]]\nname = \"e\"\nby = \"CHN\"\non = \"RUS\"\n")).unwrap();
    let ranges = answer.ranges.unwrap();
    let question = ExitCostQuestion { year: Some(2011), ..ExitCostQuestion::new("RUS", "CHN") };
    let expected = SESSION.exit_cost(&question, &()).unwrap().ranges.unwrap();
    let place = answer.parties.iter().position(|party| party.code == "RUS").unwrap();
    let russia = ranges.parties[place].as_ref().unwrap();
    for (found, expected) in [(-russia.interval.low, expected.first.high), (-russia.interval.high, expected.first.low)]
    {
        assert!((found / expected - 1.0).abs() < 0.05, "{found} against {expected}");
    }
    assert!((russia.loses - 1.0).abs() < 1e-12);
    let shares: f64 = russia.drivers.iter().map(|driver| driver.share).sum();
    assert!((shares - 1.0).abs() < 1e-12);
    let pair = ranges.pair;
    assert!(pair.is_none(), "nothing is left to lose with the embargo");
}

/// What a file says is written out and reads as the same, own elasticities and uncertain parameters too.
#[test]
fn what_is_written_out_reads_as_the_same() {
    let text = format!(
        "{APART}elasticities = {{ energy = 1, \"29\" = 2.5 }}\n{TARIFF}[[uncertain]]\nmeasure = \"duty\"\nparameter = \"rate\"\n\
         low = 0.1\nhigh = 0.4\n"
    );
    let read = |text: &str| unequal_study::run::ScenarioFile::parse("t.toml", text.as_bytes()).unwrap();
    let first = read(&text);
    let lines: Vec<String> = first
        .explain()
        .iter()
        .map(|statement| match statement {
            Statement::Table(heading, _) => heading.clone(),
            Statement::Value(key, value, ..) => format!("{key} = {value}"),
        })
        .collect();
    let second = read(&lines.join("\n"));
    assert_eq!(first.trade_elasticity(), second.trade_elasticity());
    let parts = |scenario: &unequal_study::run::ScenarioFile| {
        scenario.uncertain().iter().map(|one| (one.parameter.clone(), one.given, one.low, one.high)).collect::<Vec<_>>()
    };
    assert_eq!(parts(&first), parts(&second));
    assert_eq!(parts(&first), [("rate".to_owned(), 0.2, 0.1, 0.4)]);
}

#[test]
fn an_uncertain_parameter_widens_the_range_and_nothing_uncertain_leaves_it() {
    let width = |answer: &RunAnswer| {
        let place = answer.parties.iter().position(|party| party.code == "CHN").unwrap();
        let range = answer.ranges.as_ref().unwrap().parties[place].clone().unwrap();
        (range.interval.high - range.interval.low, range)
    };
    let uncertain = |low: f64, high: f64| {
        format!(
            "{APART}{TARIFF}[[uncertain]]\nmeasure = \"duty\"\nparameter = \"rate\"\nlow = {low:?}\nhigh = {high:?}\n"
        )
    };
    let (certain, _) = width(&run(&format!("{APART}{TARIFF}")).unwrap());
    // A range that is all but a point is no change.
    let (point, _) = width(&run(&uncertain(0.199_999, 0.200_001)).unwrap());
    assert!((point / certain - 1.0).abs() < 1e-3, "{point} and {certain}");
    let (wide, range) = width(&run(&uncertain(0.05, 0.6)).unwrap());
    assert!(wide > 1.1 * certain, "{wide} and {certain}");
    assert_eq!(range.drivers[0].what, EffectSource::Parameter(0));
    for (entry, words) in [
        ("measure = \"duties\"\nparameter = \"rate\"\nlow = 0.1\nhigh = 0.3", "expected the name of a measure: duty"),
        (
            "measure = \"duty\"\nparameter = \"level\"\nlow = 0.1\nhigh = 0.3",
            "expected a number that `duty` states: rate",
        ),
        (
            "measure = \"duty\"\nparameter = \"rate\"\nlow = 0.3\nhigh = 0.4",
            "with the value of the measure, 0.2, between them",
        ),
        ("measure = \"duty\"\nparameter = \"rate\"\nlow = nan\nhigh = 0.4", "low < high"),
    ] {
        let message = run(&format!("{APART}{TARIFF}[[uncertain]]\n{entry}\n")).unwrap_err().to_string();
        assert!(message.contains(words), "{message}");
    }
}
