//! A run and a comparison as page, text and csv.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use unequal_report::{csv, html, number, terminal};
use unequal_study::run::{RunAnswer, ScenarioFile};
use unequal_study::{Grade, Session};

fn run(scenario: &ScenarioFile) -> unequal_study::Result<RunAnswer> {
    Session::embedded()?.run_scenario(scenario, &())
}

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
    assert_eq!(page.matches("<aside").count(), 1, "the evidence stands once");
    assert_eq!(page.matches("href=\"#income-sure\"").count(), 4, "opening, ledger, pair and regions lead to it");
    assert!(
        page.contains("id=\"income-sure\"")
            && page.contains("Evidence grade C (estimated or fitted)") == (answer.evidence.grade == Grade::C)
    );
    assert!(page.contains("goes to treasuries as tariffs (the United States)"), "who receives, in words");
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
fn the_page_shows_the_dates_of_the_file() {
    let text = format!("{TEXT}[time]\nstep = \"year\"\ncount = 3\n");
    let answer = run(&ScenarioFile::parse("test.toml", text.as_bytes()).unwrap()).unwrap();
    let page = html::run(&answer);
    let section = page.split_once("<section id=\"time\"").unwrap().1.split_once("</section>").unwrap().0;
    assert!(section.contains("<svg class=\"chart wide\"") && section.contains("Evidence grade"));
    for (step, date) in answer.path.iter().zip(["1 year", "2 years", "3 years"]) {
        let row = section.split_once(&format!(">{date}</th>")).unwrap().1.split_once("</tr>").unwrap().0;
        for share in &step.real_income {
            assert!(row.contains(&format!(">{}</td>", number::change(*share))), "{date}: {share} in {row}");
        }
        for sells in step.pair_sells.unwrap() {
            assert!(row.contains(&format!(">{}</td>", number::money(sells))), "{date}: {sells} in {row}");
        }
    }
    assert!(!html::run(&self::answer()).contains("id=\"time\""), "no dates, no block");
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

/// One of the scenarios that come with the program, answered.
fn answer_of(name: &str) -> RunAnswer {
    let path = format!("{}/../../scenarios/{name}", env!("CARGO_MANIFEST_DIR"));
    run(&ScenarioFile::parse(name, &std::fs::read(path).unwrap()).unwrap()).unwrap()
}

#[test]
fn what_is_lost_or_saved_is_said_as_such() {
    let ledger = |answer: &RunAnswer| {
        let page = html::run(answer);
        page.split_once("<section id=\"ledger\"").unwrap().1.split_once("</section>").unwrap().0.to_owned()
    };
    let cap = ledger(&answer_of("oil-price-cap.toml"));
    assert!(cap.contains("Russia loses USD") && cap.contains("of rent") && !cap.contains("USD -"), "{cap}");
    assert!(cap.contains("In the other accounts") && !cap.contains("Of this"), "parts exceed the whole: {cap}");
    let lifted = ledger(&answer_of("remove-everything.toml"));
    assert!(lifted.contains("Buyers save USD") && !lifted.contains("Of this") && !lifted.contains("USD -"), "{lifted}");
    let duties = ledger(&answer());
    assert!(duties.contains("Buyers pay USD") && duties.contains("Of this, USD"), "{duties}");
}

#[test]
fn the_text_has_what_the_author_says_of_file_and_measures() {
    let answer = answer_of("december-2023-threat.toml");
    let text: String = terminal::run(&answer, 100).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains(answer.description.as_deref().unwrap()), "{text}");
    for note in answer.measures.iter().filter_map(|measure| measure.note.as_deref()) {
        assert!(text.contains(note), "{note}");
    }
}

#[test]
fn a_comparison_has_a_column_for_each_scenario() {
    let both = Session::embedded().unwrap().compare_scenarios(&[scenario(), scenario()], &()).unwrap();
    let text = terminal::comparison(&both, 110);
    assert!(text.contains("(1)") && text.contains("(2)") && text.contains("Exit cost of"), "{text}");
    assert!(text.contains("Real income in money, USD a year") && text.contains("must not be added"), "{text}");
    assert!(text.lines().any(|line| line.contains("Sales of") && line.contains("USD ")), "{text}");
    let page = html::comparison(&both);
    for id in ["income", "money", "pair", "sure", "reproduce"] {
        assert!(page.contains(&format!("<section id=\"{id}\"")) && page.contains(&format!("href=\"#{id}\"")), "{id}");
    }
    assert!(!page.contains("<bans>") && !page.contains("http://") && !page.contains("https://"));
    assert_eq!(page.matches("<aside").count(), 1, "like evidence stands once");
    for party in &both.runs[0].parties {
        let cell = format!("<td class=\"number\">{}</td>", number::change(party.together));
        assert!(page.contains(&cell.repeat(2)), "{}", party.code);
    }
    let rows = csv::comparison(&both).unwrap();
    for line in rows.lines().filter(|line| line.contains(",share of real income,")) {
        let values: Vec<&str> = line.rsplitn(3, ',').collect();
        assert_eq!(values[0], values[1], "the same scenario twice: {line}");
    }
}
