//! A run and a comparison as page, text and csv.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use unequal_report::{csv, html, number, terminal};
use unequal_study::run::{RunAnswer, ScenarioFile, compare, run};

const TEXT: &str = "title = \"duties & <bans>\"\nyear = 2011\n\
    [[tariff]]\nname = \"duty\"\nby = \"USA\"\non = \"CHN\"\nrate = 0.25\nsectors = \"goods\"\nsources = [\"a paper\"]\n\
    [[embargo]]\nname = \"ban\"\nby = \"WEST\"\non = \"RUS\"\n";

fn scenario() -> ScenarioFile {
    ScenarioFile::parse("test.toml", TEXT.as_bytes()).unwrap()
}

fn answer() -> RunAnswer {
    run(&scenario()).unwrap()
}

#[test]
fn the_page_is_whole_and_asks_nothing_of_a_server() {
    let answer = answer();
    let page = html::run(&answer);
    for id in ["measures", "income", "ledger", "pair", "regions", "reproduce"] {
        assert!(page.contains(&format!("<section id=\"{id}\"")) && page.contains(&format!("href=\"#{id}\"")), "{id}");
    }
    assert!(page.contains("Duties &amp; &lt;bans&gt;") && !page.contains("<bans>"));
    assert!(!page.contains("http://") && !page.contains("https://"));
    assert_eq!(page.matches("How sure is this?").count(), 4, "income, ledger, pair and regions show figures");
    for party in &answer.parties {
        assert!(
            page.contains(&format!("<td class=\"number\">{}</td>", number::change(party.together))),
            "{}",
            party.code
        );
    }
    assert!(page.contains("a paper"));
}

#[test]
fn every_number_of_the_text_is_in_the_csv() {
    let answer = answer();
    let (text, rows) = (terminal::run(&answer, 110), csv::run(&answer).unwrap());
    assert!(text.lines().all(|line| line.chars().count() <= 110), "{text}");
    for party in &answer.parties {
        assert!(text.contains(&number::change(party.together)), "{}", party.code);
        let row = format!("real income,{},together,2011,4,{},", party.code, party.together);
        assert!(rows.contains(&row), "{row}");
    }
    assert_eq!(rows.matches("\nregions,").count(), 5 * answer.regions.len());
}

#[test]
fn a_comparison_has_a_column_for_each_scenario() {
    let both = compare(&[scenario(), scenario()]).unwrap();
    let text = terminal::comparison(&both, 110);
    assert!(text.contains("(1)") && text.contains("(2)") && text.contains("Exit cost of"), "{text}");
    let rows = csv::comparison(&both).unwrap();
    for line in rows.lines().filter(|line| line.contains(",share of real income,")) {
        let values: Vec<&str> = line.rsplitn(3, ',').collect();
        assert_eq!(values[0], values[1], "the same scenario twice: {line}");
    }
}
