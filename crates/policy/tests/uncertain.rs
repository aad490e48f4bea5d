//! Ranges of parameters and priors in a scenario file: what they change, and what is refused and where.

use std::sync::LazyLock;

use unequal_policy::scenario::{Priors, Scenario, ScenarioError, Statement};
use unequal_world::{EconomyTable, PriorKind, embedded};

static TABLE: LazyLock<EconomyTable> = LazyLock::new(|| embedded::table(2011).unwrap());

const HUBS: &str = r#"title = "Hubs"
year = 2011
[[embargo]]
name = "ban"
by = "WEST"
on = "RUS"
[[tariff]]
name = "one"
by = "RUS"
on = "CHN"
rate = 0.1
[[tariff]]
name = "two"
by = "RUS"
on = "TUR"
rate = 0.3
[[route]]
name = "hubs"
from = "WEST"
to = "RUS"
seed = 0.006
hub = [{ code = "TUR", markup = 0.1, detection = 0.1 }, { code = "CHN", markup = 0.2, detection = 0.1, loss = 1 }]
"#;

fn read(text: &str) -> Result<Scenario, Box<ScenarioError>> {
    Scenario::parse_for("test.toml", text.as_bytes(), &TABLE)
}

fn uncertain(entry: &str) -> String {
    format!("{HUBS}[[uncertain]]\n{entry}\n")
}

/// The numbers of some keys as the scenario has them, in order.
fn numbers(scenario: &Scenario, keys: &[&str]) -> Vec<f64> {
    let value = |line: Statement| match line {
        Statement::Value(key, value, ..) if keys.contains(&key.as_str()) => value.parse().ok(),
        _ => None,
    };
    scenario.explain().into_iter().filter_map(value).collect()
}

/// Every number of a list of tables, and those that a file ties to a parameter, move in proportion; nothing else moves.
#[test]
fn numbers_that_belong_together_change_in_proportion() {
    let keys = ["rate", "seed", "markup", "detection"];
    let given = [0.1, 0.3, 0.006, 0.1, 0.1, 0.2, 0.1];
    for (entry, value, expected) in [
        (
            "measure = \"hubs\"\nparameter = \"hub.markup\"\nlow = 0.05\nhigh = 0.4",
            0.2,
            [0.1, 0.3, 0.006, 0.2, 0.1, 0.4, 0.1],
        ),
        (
            "measure = \"hubs\"\nparameter = \"seed\"\nwith = [\"hub.detection\"]\nlow = 0.001\nhigh = 0.1",
            0.003,
            [0.1, 0.3, 0.003, 0.1, 0.05, 0.2, 0.05],
        ),
        (
            "measure = [\"one\", \"two\"]\nparameter = \"rate\"\nlow = 0.05\nhigh = 0.4",
            0.2,
            [0.2, 0.6, 0.006, 0.1, 0.1, 0.2, 0.1],
        ),
    ] {
        let scenario = read(&uncertain(entry)).unwrap_or_else(|error| panic!("{}", error.drawn()));
        let sorted = |mut values: Vec<f64>| {
            values.sort_by(f64::total_cmp);
            values
        };
        let found = numbers(&scenario.with_values(&[value]).unwrap(), &keys);
        for (found, expected) in sorted(found).iter().zip(sorted(expected.to_vec())) {
            assert!((found - expected).abs() < 1e-12, "{entry}: {found} and {expected}");
        }
        // The file's own value gives the file.
        let own = scenario.uncertain()[0].given;
        assert_eq!(sorted(numbers(&scenario.with_values(&[own]).unwrap(), &keys)), sorted(given.to_vec()));
    }
}

#[test]
fn ranges_that_say_nothing_are_refused_at_their_line() {
    let first = 1 + HUBS.lines().count();
    for (entry, line, words) in [
        ("measure = \"hubs\"\nparameter = \"hub.loss\"\nlow = 0.5\nhigh = 1.5", 2, "a number that `hubs` states: "),
        ("measure = \"hubs\"\nparameter = \"hub\"\nlow = 0.5\nhigh = 1.5", 2, "hub.markup"),
        ("measure = [\"one\", \"three\"]\nparameter = \"rate\"\nlow = 0\nhigh = 1", 1, "ban, hubs, one, two"),
        ("measure = []\nparameter = \"rate\"\nlow = 0\nhigh = 1", 1, "a list of names"),
        ("measure = \"one\"\nparameter = \"rate\"\nwith = [\"rate\"]\nlow = 0\nhigh = 1", 2, "given once"),
        (
            "measure = \"one\"\nparameter = \"rate\"\nlow = 0\nhigh = 1\n[[uncertain]]\nmeasure = [\"two\", \"one\"]\n\
             parameter = \"rate\"\nlow = 0\nhigh = 1",
            7,
            "given once",
        ),
        ("measure = \"one\"\nparameter = \"rate\"\nlow = 0\nhigh = 1\nkind = \"guessed\"", 5, "assumed"),
    ] {
        let error = read(&uncertain(entry)).unwrap_err();
        let said = error.to_string();
        assert!(said.contains(words), "{entry}: {said}");
        assert_eq!(error.line, first + line, "{said}");
    }
    let zero = uncertain("measure = [\"one\", \"two\"]\nparameter = \"rate\"\nlow = -1\nhigh = 1");
    let error = read(&zero.replace("rate = 0.1", "rate = 0")).unwrap_err().to_string();
    assert!(error.contains("other than zero"), "{error}");
}

#[test]
fn priors_are_read_and_refused_at_their_line() {
    let priors = |lines: &str| read(&format!("{HUBS}[priors]\n{lines}\n"));
    assert!(read(HUBS).unwrap().priors().are_the_programs());
    assert!(priors("").unwrap().priors().are_the_programs());
    let all = priors(
        "elasticity_mean = 5\nelasticity_level_sd = 0\nelasticity_sector_sd = 0.5\ntable_error_sd = 0.2\nkind = \"calibrated\"\n\
         source = \"a paper\"",
    );
    let expected = Priors {
        elasticity_mean: Some(5.0),
        elasticity_level_sd: Some(0.0),
        elasticity_sector_sd: Some(0.5),
        table_error_sd: Some(0.2),
        kind: Some(PriorKind::Calibrated),
        source: Some("a paper".to_owned()),
    };
    assert_eq!(all.unwrap().priors(), expected);
    let line = 2 + HUBS.lines().count();
    for (entry, words) in [
        ("elasticity_level_sd = -0.1", "elasticities is -0.1, expected a number from 0 to 2"),
        ("elasticity_sector_sd = nan", "is NaN, expected a number from 0 to 2"),
        ("table_error_sd = 2.5", "table's error is 2.5, expected a number from 0 to 2"),
        ("table_error_sd = inf", "from 0 to 2"),
        ("elasticity_mean = 0", "elasticities is 0, expected a number from 0.1 to 50"),
        ("elasticity_mean = -4", "from 0.1 to 50"),
        ("elasticity_mean = 1e9", "from 0.1 to 50"),
        ("elasticity_sd = 1", "elasticity_sector_sd"),
    ] {
        let error = priors(entry).unwrap_err();
        let said = error.to_string();
        assert!(said.contains(words), "{entry}: {said}");
        assert_eq!(error.line, line, "{said}");
    }
}

/// What a file says of priors and ranges is written out and reads as the same.
#[test]
fn priors_and_ranges_that_are_written_out_read_as_the_same() {
    let text = uncertain(
        "measure = [\"one\", \"two\"]\nparameter = \"rate\"\nlow = 0.05\nhigh = 0.4\nkind = \"assumed\"\n[[uncertain]]\n\
         measure = \"hubs\"\nparameter = \"seed\"\nwith = [\"hub.markup\"]\nlow = 0.001\nhigh = 0.1\nsource = \"a paper\"\n\
         [priors]\nelasticity_mean = 5.0\ntable_error_sd = 0.0",
    );
    let first = read(&text).unwrap();
    let lines: Vec<String> = first
        .explain()
        .iter()
        .map(|line| match line {
            Statement::Table(heading, _) => heading.clone(),
            Statement::Value(key, value, ..) => format!("{key} = {value}"),
        })
        .collect();
    let second = read(&lines.join("\n")).unwrap_or_else(|error| panic!("{}", error.drawn()));
    assert_eq!(first.priors(), second.priors());
    let told = |scenario: &Scenario| {
        let all = scenario.uncertain().iter();
        all.map(|one| (one.measure.clone(), one.with.clone(), one.low, one.high, one.kind, one.source.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(told(&first), told(&second));
    assert_eq!(told(&first).len(), 2);
}

/// Every range of the program's own scenarios says how it is known, and what is estimated or calibrated says from where.
#[test]
fn ranges_of_the_programs_scenarios_have_their_provenance() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenarios");
    let mut with_ranges = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let Ok(bytes) = std::fs::read(&path) else { continue };
        // Strategy and pipeline files are no scenarios.
        let Ok(scenario) = Scenario::parse(&path.to_string_lossy(), &bytes) else { continue };
        with_ranges += usize::from(!scenario.uncertain().is_empty());
        for parameter in scenario.uncertain() {
            let kind = parameter.kind.unwrap_or_else(|| panic!("{}: no kind", path.display()));
            assert!(kind == PriorKind::Assumed || parameter.source.is_some(), "{}: no source", path.display());
        }
    }
    assert_eq!(with_ranges, 8);
}
