//! The page of games: every statement conditional, every figure with range, grade and drivers, the same every time.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::sync::LazyLock;

use unequal_study::Session;
use unequal_study::conditional::Statement;
use unequal_study::pipeline::{self, PipelineFile};
use unequal_study::strategy::{StrategyAnswer, StrategyFile, StrategyQuestion};

/// All tests put their questions to one session.
static SESSION: LazyLock<Session> = LazyLock::new(|| Session::embedded().unwrap());

fn played() -> StrategyAnswer {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/strategy/russia-china.toml");
    SESSION.strategy(&StrategyQuestion { file: file.as_path().into() }, &()).unwrap()
}

/// The same with an eighth of the draws.
fn few_draws() -> StrategyAnswer {
    let text = include_str!("../../../scenarios/strategy/russia-china.toml").replace("count = 4096", "count = 512");
    let file = StrategyFile::parse("few-draws.toml", text.as_bytes()).unwrap();
    SESSION.play(&file, &()).unwrap()
}

#[test]
fn every_statement_begins_with_its_condition() {
    let first = played();
    let ids: Vec<&str> = first.said.blocks.iter().map(|block| block.id.as_str()).collect();
    assert_eq!(ids, ["cube", "threat", "patron", "technology", "linkage"]);
    assert_eq!(first.cube.cells.len(), 256);
    assert_eq!(first.cube.missing, 0, "{:?}", first.cube.failures());
    let mut figures = 0;
    for statement in first.said.blocks.iter().flat_map(|block| &block.statements).chain(&first.said.headline) {
        assert!(statement.condition.starts_with("If "), "{}", statement.condition);
        assert_ne!(statement.drivers.is_empty(), statement.depends_on.is_empty(), "{}", statement.condition);
        // Nobody is said to want, plan or do anything.
        let words = statement.sentence();
        for word in [" wants ", " will ", " plans ", " intends "] {
            assert!(!words.contains(word), "{words}");
        }
        if let Some(figure) = &statement.figure {
            figures += 1;
            assert!(figure.low <= figure.value && figure.value <= figure.high, "{figure:?}");
            assert!(!figure.range.is_empty());
        }
    }
    assert!(figures > 8, "{figures}");
    for table in first.said.blocks.iter().flat_map(|block| &block.tables) {
        assert!(table.title.starts_with("If "), "{}", table.title);
        assert!(table.rows.iter().all(|(_, cells)| cells.len() + 1 == table.columns.len()), "{}", table.title);
    }
    assert_eq!(few_draws(), few_draws(), "the same file gives the same answer");
}

#[test]
fn what_decides_a_price_follows_the_ranges() {
    let text = include_str!("../../../scenarios/power-of-siberia-2.toml");
    let drivers = |text: &str| {
        let file = PipelineFile::parse("pipeline.toml", text.as_bytes()).unwrap();
        let answer = pipeline::of_file(&file).unwrap();
        let mut said = answer.said.blocks.iter().flat_map(|block| &block.statements);
        let open = said.find(|one| one.condition.contains("Europe is open")).unwrap();
        open.drivers.join("; ")
    };
    assert!(drivers(text).starts_with("the price of the gas in Europe"));
    let narrow = text.replace("{ low = 130, high = 250 }", "{ low = 189, high = 191 }");
    assert_ne!(narrow, text);
    assert!(!drivers(&narrow).contains("in Europe"), "{}", drivers(&narrow));
}

#[test]
fn no_share_is_stated_where_there_is_no_deal() {
    let text = include_str!("../../../scenarios/strategy/russia-china.toml");
    // Both have nearly all that there is without a deal; few draws, one strength, as only the bargain is looked at.
    let greedy = text
        .replace("outside_target = { low = 0.1, high = 0.5 }", "outside_target = { low = 0.95, high = 1.0 }")
        .replace("outside_government = { low = 0.1, high = 0.5 }", "outside_government = { low = 0.95, high = 1.0 }")
        .replace("levels = [0.3, 0.767, 2.0]", "levels = [0.767]")
        .replace("efforts = [1.0, 2.0, 5.0, 10.0, 20.0]", "efforts = [2.0]");
    let answer = SESSION.play(&StrategyFile::parse("games.toml", greedy.as_bytes()).unwrap(), &()).unwrap();
    let bargain = answer.said.blocks.iter().find(|block| block.id == "linkage").unwrap();
    let first = &bargain.statements[0];
    assert!(first.figure.is_none() && first.conclusion.starts_with("there is no deal in"), "{}", first.sentence());
}

/// Two issues with one ratio of worths: the sentence gives what is fixed of them together and a range for each, and no
/// share of one of them alone.
#[test]
fn a_continuum_of_agreements_is_not_told_as_one_of_them() {
    let text = include_str!("../../../scenarios/strategy/russia-china.toml")
        .replace("levels = [0.3, 0.767, 2.0]", "levels = [0.767]")
        .replace("efforts = [1.0, 2.0, 5.0, 10.0, 20.0]", "efforts = [2.0]");
    let answer = SESSION.play(&StrategyFile::parse("games.toml", text.as_bytes()).unwrap(), &()).unwrap();
    let bargain = answer.said.blocks.iter().find(|block| block.id == "linkage").unwrap();
    let traded = &bargain.statements[1].conclusion;
    assert!(
        traded.contains("gas price and local plants together, by worth: Russia's share from 50 to 47 %"),
        "{traded}"
    );
    // By hand: two thirds of the joint worth are gas, so that without the embargo its share s = 0.5047 lets gas have from
    // (s - 1/3) / (2/3) = 26 % to s / (2/3) = 76 %.
    assert!(traded.contains("of gas price anything within 26 to 76 % without it"), "{traded}");
    // Under the embargo s = 0.467: from 20 to 70 % in the same way.
    assert!(traded.contains("and 20 to 70 % under it"), "{traded}");
    assert!(traded.contains("of local plants anything within 0 to 100 % in both states"), "{traded}");
    assert!(!traded.contains("gas price: Russia's share"), "{traded}");
}

/// Every index stands beside the name of its estimator: given data where a figure exists on a deal only, Saltelli's where
/// every draw has an answer.
#[test]
fn every_index_stands_beside_its_estimator() {
    let text = include_str!("../../../scenarios/power-of-siberia-2.toml");
    let file = PipelineFile::parse("pipeline.toml", text.as_bytes()).unwrap();
    let answer = pipeline::of_file(&file).unwrap();
    let price = answer.said.blocks.iter().find(|block| block.id == "price").unwrap();
    let of = |item: &str| -> Vec<&Statement> {
        let about = |one: &&Statement| one.figure.as_ref().is_some_and(|figure| figure.item == item);
        price.statements.iter().filter(about).collect()
    };
    for driver in of("price").iter().flat_map(|statement| &statement.drivers) {
        assert!(driver.contains("given-data estimator") && !driver.contains("with others"), "{driver}");
    }
    let open = of("draws with a deal")[1];
    for driver in &open.drivers {
        assert!(driver.contains("Saltelli's estimators") && driver.contains("with others"), "{driver}");
    }
}
