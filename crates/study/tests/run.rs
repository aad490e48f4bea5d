//! The answer of `run`: identities that hold whatever the data.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::Path;
use std::sync::LazyLock;

use unequal_study::exit_cost::ExitCostQuestion;
use unequal_study::run::{Comparison, RunAnswer, RunQuestion, ScenarioFile, Subject};
use unequal_study::{Elasticity, Result, Session, Source};

/// All tests put their questions to one session.
static SESSION: LazyLock<Session> = LazyLock::new(|| Session::embedded().unwrap());

fn run(scenario: &ScenarioFile) -> Result<RunAnswer> {
    SESSION.run_scenario(scenario, &())
}

fn compare(scenarios: &[ScenarioFile]) -> Result<Comparison> {
    SESSION.compare_scenarios(scenarios, &())
}

fn rus_chn() -> ExitCostQuestion {
    let (first, second) = ("RUS".to_owned(), "CHN".to_owned());
    ExitCostQuestion { year: Some(2011), ..ExitCostQuestion::new(&first, &second) }
}

fn answer(text: &str) -> RunAnswer {
    run(&scenario(text)).unwrap()
}

fn scenario(text: &str) -> ScenarioFile {
    ScenarioFile::parse("test.toml", text.as_bytes()).unwrap_or_else(|error| panic!("{}", error.drawn()))
}

const APART: &str = "title = \"t\"\nyear = 2011\n[pair]\nfirst = \"RUS\"\nsecond = \"CHN\"\n[[embargo]]\nname = \"e\"\nby = \"RUS\"\non = \"CHN\"\n";

const WAR: &str = "title = \"t\"\nyear = 2011\n\
    [[tariff]]\nname = \"a\"\nby = \"USA\"\non = \"CHN\"\nrate = 0.25\nsectors = \"goods\"\n\
    [[tariff]]\nname = \"b\"\nby = \"CHN\"\non = \"USA\"\nrate = 0.2\n\
    [[export_tax]]\nname = \"c\"\nby = \"CHN\"\non = \"WORLD\"\nrate = 0.1\nsectors = \"30t33\"\n";

/// An embargo between a pair is that pair's exit cost, which another question answers.
#[test]
fn an_embargo_costs_the_exit_cost() {
    let run = answer(APART);
    let direct = SESSION.exit_cost(&rus_chn(), &()).unwrap();
    let loss = |code: &str| -run.parties.iter().find(|party| party.code == code).unwrap().together;
    assert!((loss("RUS") - direct.pairs[0].first_loss).abs() < 1e-12);
    assert!((loss("CHN") - direct.pairs[0].second_loss).abs() < 1e-12);
    let pair = run.pair.unwrap();
    assert_eq!(pair.before.first_exit_cost.to_bits(), direct.pairs[0].first_loss.to_bits());
    assert_eq!(pair.before.ratio, Some(direct.pairs[0].ratio));
    assert_eq!((pair.after.first_sells, pair.after.second_sells), (0.0, 0.0));
    assert_eq!((pair.after.first_exit_cost, pair.after.ratio), (0.0, None));
    assert!(run.parties.iter().all(|party| party.interaction == 0.0), "one measure does not interact with itself");
}

#[test]
fn money_adds_up_and_every_duty_has_its_treasury() {
    let run = answer(WAR);
    let world = run.parties.last().unwrap();
    assert_eq!((world.code.as_str(), world.members), ("WORLD", 41));
    let sum: f64 = run.regions.iter().map(|region| region.money.real_income).sum();
    assert!((world.money.real_income - sum).abs() <= 1e-9 * sum.abs());
    for region in &run.regions {
        // The engine's revenue by owner is explained by the two duties, which are computed here from flows.
        assert_eq!(region.money.fees, 0.0, "{}", region.code);
        let taxes = ["USA", "CHN"].contains(&region.code.as_str());
        assert_eq!(region.money.tariffs > 0.0, taxes, "{}", region.code);
        assert_eq!(region.money.export_taxes > 0.0, region.code == "CHN", "{}", region.code);
    }
    let trade: Vec<f64> = run.measures.iter().map(|measure| measure.trade).collect();
    assert!(trade.iter().all(|trade| *trade > 1e4), "{trade:?}");
}

/// What a measure does alone is what a file with only that measure does, and the interaction is what the file with all
/// of them does beyond the sum of those.
#[test]
fn the_interaction_is_what_files_with_one_measure_leave_unexplained() {
    let all = answer(WAR);
    let (head, tables) = WAR.split_once("[[").unwrap();
    let each: Vec<RunAnswer> = tables.split("[[").map(|table| answer(&format!("{head}[[{table}"))).collect();
    assert_eq!(each.len(), 3);
    for code in ["USA", "CHN"] {
        let party = all.parties.iter().find(|party| party.code == code).unwrap();
        let change = |run: &RunAnswer| run.regions.iter().find(|region| region.code == code).unwrap().together;
        let alone: Vec<f64> = each.iter().map(change).collect();
        for (found, expected) in party.alone.iter().zip(&alone) {
            assert!((found - expected).abs() < 1e-8, "{code}: {found} {expected}");
        }
        let unexplained = change(&all) - alone.iter().sum::<f64>();
        assert!((party.interaction - unexplained).abs() < 1e-8, "{code}: {} {unexplained}", party.interaction);
        // Far more than the error of the solves, so that a zero would be noticed.
        assert!(unexplained.abs() > 1e-6, "{code}: {unexplained}");
    }
}

/// Lerner (1936): a duty on everything a region imports is the same as one on everything it exports, with balanced
/// trade, for every real income in the world.
#[test]
fn import_and_export_duties_are_the_same_when_trade_balances() {
    let duty = |table: &str| {
        answer(&format!(
            "title = \"t\"\nyear = 2011\n[[{table}]]\nname = \"d\"\nby = \"CHN\"\non = \"WORLD\"\nrate = 0.2\n"
        ))
    };
    let (import, export) = (duty("tariff"), duty("export_tax"));
    assert!(import.regions.iter().any(|region| region.together < -1e-4));
    for (one, other) in import.regions.iter().zip(&export.regions) {
        assert!((one.together - other.together).abs() < 1e-8, "{}: {} {}", one.code, one.together, other.together);
    }
}

#[test]
fn the_answer_survives_json_and_does_not_depend_on_when_it_is_asked() {
    let first = answer(WAR);
    let json = serde_json::to_string(&first).unwrap();
    let read: RunAnswer = serde_json::from_str(&json).unwrap();
    assert_eq!((read.measures.len(), &read.evidence), (3, &first.evidence));
    for (one, other) in read.regions.iter().zip(&first.regions) {
        // The reader of JSON may miss the last bit.
        assert!((one.together - other.together).abs() <= 1e-15, "{}", one.code);
    }
    let single = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    assert_eq!(serde_json::to_string(&single.install(|| answer(WAR))).unwrap(), json);
}

#[test]
fn a_comparison_has_each_scenarios_own_figures() {
    let both = compare(&[scenario(APART), scenario(WAR)]).unwrap();
    let (apart, war) = (answer(APART), answer(WAR));
    let row = |code: &str| {
        both.rows
            .iter()
            .find(|row| row.subject == Subject::party(code) && row.item == "change of real income")
            .unwrap()
            .values
            .clone()
    };
    let own = |run: &RunAnswer, code: &str| {
        run.regions.iter().find(|region| region.code == code).map(|region| region.together)
    };
    for code in ["RUS", "CHN", "USA"] {
        let expected = [own(&apart, code).unwrap(), own(&war, code).unwrap()];
        for (value, expected) in row(code).into_iter().zip(expected) {
            assert!((value.unwrap() - expected).abs() < 1e-14, "{code}");
        }
    }
    assert!(
        both.rows
            .iter()
            .any(|row| row.subject == Subject::Pair("RUS".into(), "CHN".into())
                && row.values.iter().all(Option::is_some))
    );
}

/// Groups of another file may put one country on both sides: no exit cost of a country from itself.
#[test]
fn a_pair_that_overlaps_in_another_file_is_refused() {
    let pair = APART.replace("\"RUS\"\nsecond = \"CHN\"", "\"BRICS\"\nsecond = \"USA\"");
    let groups = WAR.replacen("[[tariff]]", "[groups]\nBRICS = [\"RUS\", \"CHN\", \"USA\"]\n[[tariff]]", 1);
    let message = compare(&[scenario(&pair), scenario(&groups)]).unwrap_err().to_string();
    assert!(message.contains("BRICS") && message.contains("USA"), "{message}");
}

#[test]
fn an_unsolvable_scenario_is_an_error_that_names_it() {
    let text = "title = \"closed\"\nyear = 2011\ndeficits = \"fixed\"\n\
        [[embargo]]\nname = \"e\"\nby = \"RUS\"\non = \"WORLD\"\n";
    let message = run(&scenario(text)).unwrap_err().to_string();
    assert!(
        message.contains("closed") && message.contains("test.toml") && message.contains("no equilibrium"),
        "{message}"
    );
    // In the unit of the table and with the key of the file, whether it is the rest that keeps a deficit or Russia.
    assert!(message.contains(" of USD ") && message.contains("write deficits = \"balanced\""), "{message}");
}

/// A date of the path is the same file solved with that horizon and those months.
#[test]
fn a_path_is_the_same_scenario_at_its_dates() {
    let money = |keys: &str| {
        format!(
            "[pair]\nfirst = \"RUS\"\nsecond = \"CHN\"\n[[currency]]\nname = \"m\"\nfrom = \"CHN\"\nto = \"RUS\"\n\
             shares = {{ usd = 0.9, cny = 0.1 }}\ncost_changes = {{ usd = 0.1 }}\n{keys}\n"
        )
    };
    let along = answer(&format!("title = \"t\"\nyear = 2011\n[time]\nstep = \"year\"\ncount = 3\n{}", money("")));
    assert_eq!(along.path.iter().map(|step| step.months).collect::<Vec<_>>(), [12.0, 24.0, 36.0]);
    let at = answer(&format!("title = \"t\"\nyear = 2011\nhorizon = 2\n{}", money("months = 24")));
    let step = &along.path[1];
    for (party, change) in at.parties.iter().zip(&step.real_income) {
        assert_eq!(party.together.to_bits(), change.to_bits(), "{}", party.code);
    }
    let pair = at.pair.clone().unwrap();
    assert_eq!(step.pair_sells, Some([pair.after.first_sells, pair.after.second_sells]));
    assert_eq!(step.findings[0], at.measures[0].findings);
    let cny = |step: &unequal_study::run::PathStep| {
        step.findings[0].iter().find(|found| found.what.contains("cny")).unwrap().value
    };
    assert!(along.path.windows(2).all(|pair| cny(&pair[0]) < cny(&pair[1])), "renminbi rise as contracts are renewed");
    assert!(at.path.is_empty());
    // No caveat denies the dates.
    let caveats = |run: &RunAnswer| run.evidence.caveats.join(" ");
    assert!(caveats(&along).contains("Elasticities grow") && caveats(&at).contains("Elasticities grow"));
    assert!(!caveats(&along).contains("not those of the first year"));
}

#[test]
fn every_scenario_of_the_repository_runs() {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenarios"));
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        // Files of other commands have a table of their own.
        let other = std::fs::read_to_string(&path).unwrap().lines().any(|line| line == "[bargaining]");
        if !other {
            let run = SESSION.run(&RunQuestion::new(path.as_path().into()), &()).unwrap();
            // What anybody pays somebody receives.
            let sum: f64 = run.ledger.iter().map(|row| row.amount).sum();
            let trade: f64 = run.measures.iter().map(|measure| measure.trade).sum();
            assert!(sum.abs() <= 1e-9 * trade, "{}: {sum} of {trade}", path.display());
            seen += 1;
        }
    }
    assert!(seen >= 3);
}

/// A run is as sure as its weakest measure (model.md section 0), and says what is weak.
#[test]
fn an_assumed_friction_lowers_the_grade() {
    let threat = "[[payments]]\nname = \"p\"\nby = \"USA\"\nfrom = \"CHN\"\nto = \"RUS\"\nthreat = 0\neffort = 1\n";
    assert_eq!(answer(APART).evidence.grade, unequal_study::Grade::B);
    let run = answer(&format!("title = \"t\"\nyear = 2011\n{threat}"));
    assert_eq!(run.evidence.grade, unequal_study::Grade::D);
    assert!(run.evidence.caveats.iter().any(|caveat| caveat.contains("assumed")));
}

/// A trial gained countries billions of percent by removing a wall of trade costs that never stood: such an answer is
/// refused, with who and how much.
#[test]
fn gains_beyond_a_doubling_are_refused() {
    let wall = |elasticity: f64| {
        let text = "title = \"t\"\n[[barrier]]\nname = \"wall\"\nby = \"WORLD\"\non = \"RUS\"\ncoefficient = -3\nremoved = true\n";
        let elasticity = Some(Elasticity::Common(elasticity));
        SESSION.run(&RunQuestion { elasticity, ..RunQuestion::new(Source::text("t.toml", text)) }, &())
    };
    let message = wall(1.0).unwrap_err().to_string();
    assert!(message.contains("Belarus would gain") && message.contains("beyond a doubling"), "{message}");
    assert!(wall(4.0).is_ok());
}
