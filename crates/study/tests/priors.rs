//! Priors that a scenario puts in the place of the program's, in `run` and in `ensemble`, and the list of all.

use unequal_study::ensemble::ScenarioEnsembleQuestion;
use unequal_study::priors::{Kind, PriorsQuestion};
use unequal_study::run::{EffectRange, EffectSource, RunQuestion, RunRanges};
use unequal_study::uncertainty::Interval;
use unequal_study::{Session, Source};

const BAN: &str = r#"title = "A ban"
year = 2011
[pair]
first = "RUS"
second = "CHN"
[[embargo]]
name = "ban"
by = "USA"
on = "RUS"
"#;
const CERTAIN: &str = "elasticity_level_sd = 0\nelasticity_sector_sd = 0\n";

fn file(priors: &str) -> Source {
    let text = if priors.is_empty() { BAN.to_owned() } else { format!("{BAN}[priors]\n{priors}") };
    Source::Text { name: "ban.toml".to_owned(), text }
}

fn ranges(session: &Session, priors: &str) -> RunRanges {
    session.run(&RunQuestion::new(file(priors)), &()).unwrap().ranges.unwrap()
}

/// The range of Russia, the second of the parties.
fn russia(ranges: &RunRanges) -> &EffectRange {
    ranges.parties[1].as_ref().unwrap()
}

fn width(interval: Interval) -> f64 {
    (interval.low / interval.high).ln()
}

/// With certain elasticities the logarithm of an effect is normal with the standard deviation that the file asks for; with
/// nothing uncertain there is no width at all.
#[test]
fn a_range_is_as_wide_as_the_priors_of_the_file_make_it() {
    let session = Session::embedded().unwrap();
    let own = ranges(&session, "");
    assert!(own.priors.are_the_programs());
    let nothing = ranges(&session, &format!("{CERTAIN}table_error_sd = 0\n"));
    let (none, pair) = (russia(&nothing).interval, nothing.pair.as_ref().unwrap());
    for interval in [none, pair.first_before, pair.second_after, pair.ratio_after] {
        assert!((interval.high - interval.low).abs() <= 1e-12 * interval.median.abs(), "{interval:?}");
    }
    assert_eq!(russia(&nothing).loses, 1.0);
    let table = ranges(&session, &format!("{CERTAIN}table_error_sd = 0.2\n"));
    // 5 and 95 % points of a normal distribution lie 2 x 1.645 standard deviations apart; 16384 draws find that to 2 %.
    let expected = 2.0 * 1.644_853_6 * 0.2;
    assert!((width(russia(&table).interval) / expected - 1.0).abs() < 0.02, "{}", width(russia(&table).interval));
    assert!((russia(&table).interval.median / none.median - 1.0).abs() < 0.01);
    let share = |range: &EffectRange, what| range.drivers.iter().find(|driver| driver.what == what).unwrap().share;
    assert!((share(russia(&table), EffectSource::Table) - 1.0).abs() < 1e-12);
    let elasticities = ranges(&session, "table_error_sd = 0\n");
    assert!((share(russia(&elasticities), EffectSource::Elasticities) - 1.0).abs() < 1e-12);
    assert!(width(russia(&elasticities).interval) < width(russia(&own).interval));
}

/// Harder replacement costs more, and a wider spread of studies widens the range; what the file gives as the program's own
/// numbers changes nothing.
#[test]
fn priors_of_elasticities_move_a_range_the_way_they_should() {
    let session = Session::embedded().unwrap();
    let loss = |priors: &str| -russia(&ranges(&session, priors)).interval.median;
    let (low, high) = (loss("elasticity_mean = 2\n"), loss("elasticity_mean = 8\n"));
    assert!(low > 2.0 * high, "{low} and {high}");
    let wide = |priors: &str| width(russia(&ranges(&session, &format!("table_error_sd = 0\n{priors}"))).interval);
    let (narrow, own, far) = (wide("elasticity_level_sd = 0.1\n"), wide(""), wide("elasticity_level_sd = 1.5\n"));
    assert!(narrow < own && own < far, "{narrow}, {own}, {far}");
    let listed = session.priors(&PriorsQuestion { file: Some(file("")), table: None }).unwrap();
    let same: String = listed.elasticities.iter().map(|prior| format!("{} = {:?}\n", prior.key, prior.value)).collect();
    let (one, other) = (russia(&ranges(&session, "")).interval, russia(&ranges(&session, &same)).interval);
    assert!((one.low / other.low - 1.0).abs() < 1e-6 && (one.high / other.high - 1.0).abs() < 1e-6);
}

#[test]
fn draws_follow_the_priors_of_the_file() {
    let session = Session::embedded().unwrap();
    let question = |priors: &str| ScenarioEnsembleQuestion {
        file: file(priors),
        table: None,
        draws: 128,
        indices: false,
        trajectories: 0,
        store: None,
        part: None,
    };
    let nothing = question(&format!("{CERTAIN}table_error_sd = 0\n"));
    let found = session.scenario_ensemble(&nothing, &()).unwrap();
    let (russia_of, predicted) = (&found.summary.as_ref().unwrap().parties[1], found.predicted.as_ref().unwrap());
    assert!((russia_of.interval.high - russia_of.interval.low).abs() < 1e-9 * russia_of.interval.median.abs());
    // The same world is solved for both.
    assert!((russia_of.interval.median / russia(predicted).interval.median - 1.0).abs() < 1e-6);
    assert!(russia_of.indices.iter().all(|index| index.first_order == 0.0 && index.intervals.is_none()));
    let own = session.scenario_ensemble(&question(""), &()).unwrap();
    assert_ne!(own.identity, found.identity, "draws under other priors are kept under another name");
    for index in &own.summary.unwrap().parties[1].indices {
        let interval = index.intervals.unwrap().first_order;
        assert!(interval.low < interval.high && interval.holds(index.first_order), "{index:?}");
    }
}

#[test]
fn priors_are_listed_with_what_a_scenario_says() {
    let session = Session::embedded().unwrap();
    let all = session.priors(&PriorsQuestion::default()).unwrap();
    assert!(all.scenario.is_none());
    assert_eq!(all.elasticities.len(), 3);
    assert!(all.elasticities.iter().all(|prior| prior.value > 0.0 && prior.kind == Kind::Estimated));
    assert_eq!(all.table_errors.len(), unequal_ensemble::priors::priors().len() - 1);
    let question = PriorsQuestion { file: Some(file("table_error_sd = 0.1\nkind = \"assumed\"\n")), table: None };
    let said = session.priors(&question).unwrap().scenario.unwrap();
    assert_eq!((said.priors.table_error_sd, said.priors.kind), (Some(0.1), Some(Kind::Assumed)));
    assert!(said.parameters.is_empty());
}

/// A date after the shock has the ranges of the same file at that horizon, and dates beyond the twelfth have none at all.
#[test]
fn a_date_has_the_ranges_of_its_horizon() {
    let session = Session::embedded().unwrap();
    let duty = r#"[[tariff]]
name = "duty"
by = "RUS"
on = "CHN"
rate = 0.2
[[uncertain]]
measure = "duty"
parameter = "rate"
low = 0.1
high = 0.5
"#;
    let asked = |text: String| {
        let question = RunQuestion::new(Source::Text { name: "dates.toml".to_owned(), text });
        session.run(&question, &()).unwrap()
    };
    let dated = |count: usize| asked(format!("{BAN}{duty}[time]\nstep = \"month\"\ncount = {count}\n"));
    let along = dated(2);
    let at = asked(format!("horizon = {:?}\n{BAN}{duty}", 2.0 / 12.0));
    let expected = at.ranges.unwrap().parties;
    let found = &along.path[1].ranges;
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(&expected) {
        assert_eq!(*found, expected.as_ref().map(|range| range.interval));
    }
    assert!(found.iter().flatten().count() > 1, "{found:?}");
    assert!(dated(13).path.iter().all(|step| step.ranges.is_empty()));
}
