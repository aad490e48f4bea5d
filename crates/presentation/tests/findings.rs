//! The sentences that open an answer: they say what the figures say, and what they rest on.

use std::path::Path;
use std::sync::LazyLock;

use unequal_presentation::document::Document;
use unequal_presentation::text::Text;
use unequal_presentation::{episode, leverage, number, quantity::Quantity, run, timeline};
use unequal_study::episode::EpisodeQuestion;
use unequal_study::leverage::MostDependentQuestion;
use unequal_study::run::{RunAnswer, RunQuestion};
use unequal_study::timeline::{Timeline, TimelineQuestion};
use unequal_study::{Elasticity, Session, Source};

static SESSION: LazyLock<Session> = LazyLock::new(|| Session::embedded().unwrap());

fn said(document: &Document) -> Vec<String> {
    document.finding.iter().map(Text::plain).collect()
}

fn answer(measures: &str) -> RunAnswer {
    let file = Source::text("test.toml", &format!("title = \"t\"\n{measures}"));
    SESSION.run(&RunQuestion::new(file), &()).unwrap()
}

fn decades(first: &str, second: &str) -> Timeline {
    SESSION.timeline(&TimelineQuestion::new(first, second), &()).unwrap()
}

/// A lone tariff "made the world gain 0.01 %, worth USD 1.7 bn" while its money was -1,658 mn.
#[test]
fn the_world_is_said_to_lose_what_it_loses() {
    let lone = answer(
        "year = 2022\ntrade_elasticity = 1\n[pair]\nfirst = \"RUS\"\nsecond = \"CHN\"\n\
         [[tariff]]\nname = \"a\"\nby = \"CHN\"\non = \"USA\"\nsectors = \"goods\"\nrate = 0.114\n",
    );
    let said = said(&run::document(&lone));
    assert!(said.iter().any(|sentence| sentence.contains("the world loses")), "{said:?}");
    assert!(!said.iter().any(|sentence| sentence.contains("the world gains")), "{said:?}");
}

/// "Nobody is concerned ... the world loses 6.31 %".
#[test]
fn measures_by_all_on_all_speak_of_the_world() {
    let all = "year = 2011\n[[tariff]]\nname = \"a\"\nby = \"WORLD\"\non = \"WORLD\"\nrate = 0.3\n";
    let said = said(&run::document(&answer(all)));
    assert!(said[0].starts_with("With the measure, the world loses"), "{said:?}");
}

/// Each measure's own effect, so that none is charged with another's; the largest first.
#[test]
fn each_measure_is_charged_with_its_own() {
    let war = answer(
        "year = 2011\n[[embargo]]\nname = \"shut\"\nby = \"WEST\"\non = \"RUS\"\n\
         [[tariff]]\nname = \"duty\"\nby = \"CHN\"\non = \"RUS\"\nrate = 0.05\n",
    );
    let russia = war.parties.iter().find(|party| party.code == "RUS").unwrap();
    let alone: Vec<String> = russia.alone.iter().map(|share| number::written(&Quantity::loss(-share))).collect();
    let expected = format!(
        "\u{201c}shut\u{201d} alone costs Russia {} of real income, and \u{201c}duty\u{201d} alone costs it {}.",
        alone[0], alone[1]
    );
    let said = said(&run::document(&war));
    assert!(said.iter().any(|sentence| sentence.ends_with(&expected)), "{said:?}, not {expected}");
}

#[test]
fn a_run_says_how_long_after_the_shock_it_holds() {
    let embargo = "[[embargo]]\nname = \"shut\"\nby = \"WEST\"\non = \"RUS\"\n";
    let dated = answer(&format!("year = 2011\n[time]\nstep = \"year\"\ncount = 1\n{embargo}"));
    assert!(said(&run::document(&dated))[0].contains("in the long run"));
    let later = answer(&format!("year = 2011\nhorizon = 2.0\n{embargo}"));
    assert!(said(&run::document(&later))[0].contains("2 years after the shock"));
}

/// Nobody quotes the first sentence without what is wrong with its figures, and it does not rest on those that are known
/// to be too high.
#[test]
fn a_timeline_says_what_its_figures_lack() {
    let said = said(&timeline::document(&decades("RUS", "CHN")));
    let shares = said.iter().find(|sentence| sentence.contains("of its trade with")).unwrap();
    assert!(shares.contains("lacks other partners"), "{said:?}");
    assert!(!shares.contains("too high for Russia"), "{said:?}");
}

#[test]
fn a_group_has_no_long_series_and_one_table_is_not_compared_with_itself() {
    let said_of = |first, second| said(&timeline::document(&decades(first, second)));
    assert!(said_of("EU27", "CHN").iter().any(|sentence| sentence.contains("no long series for groups")));
    assert!(said_of("NZL", "PER").iter().all(|sentence| !sentence.contains("in 2022 and")));
}

/// Cyprus has no equilibrium without Belgium in 1995, which is said and not ranked.
#[test]
fn a_partner_without_equilibrium_is_named() {
    let question = MostDependentQuestion {
        partner: "BEL".to_owned(),
        year: Some(1995),
        elasticity: Elasticity::Common(4.0),
        table: None,
    };
    let document = leverage::many::document(&SESSION.most_dependent_on(&question, &()).unwrap());
    let told = document.sentences().any(|(_, text)| {
        let text = text.plain();
        text.contains("no equilibrium for") && text.contains("Cyprus")
    });
    assert!(told);
}

/// The book quotes the findings: it must follow where they change.
#[test]
fn regression_the_book_says_what_the_episode_says() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/src/episode.md");
    let page = std::fs::read_to_string(page).unwrap();
    let said = said(&episode::document(&SESSION.episode(&EpisodeQuestion::default(), &()).unwrap()));
    assert_eq!(said.len(), 5);
    for sentence in said {
        assert!(page.contains(&sentence), "not in docs/src/episode.md: {sentence}");
    }
}
