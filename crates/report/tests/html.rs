//! The page of a brief.
//!
//! `data/brief_rus_chn.json` is the answer to `BriefQuestion::new("RUS", "CHN")` as serde writes
//! it. After a change of the answer it is made again by
//! `cargo test -p unequal-report --test all html:: -- --ignored`.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use crate::support;
use std::collections::BTreeSet;

use unequal_report::html;
use unequal_study::brief::{Brief, BriefQuestion, LineGap, Losses, Side};

const ANSWER: &str = include_str!("data/brief_rus_chn.json");

fn answer() -> Brief {
    serde_json::from_str(ANSWER).unwrap()
}

fn page() -> String {
    html::brief(&answer())
}

/// The page's text, without tags.
fn text(page: &str) -> String {
    let body = page.split_once("<body>").unwrap().1;
    let pieces = body.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
    pieces.collect::<Vec<_>>().join("").replace("&amp;", "&").replace("&quot;", "\"")
}

/// All values of an attribute.
fn attributes<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    page.split(&format!(" {name}=\"")).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
#[ignore = "makes the fixture again"]
fn make_the_fixture() {
    let answer = unequal_study::Session::embedded().unwrap().brief(&BriefQuestion::new("RUS", "CHN"), &()).unwrap();
    let json = serde_json::to_string_pretty(&answer).unwrap() + "\n";
    std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/brief_rus_chn.json"), json).unwrap();
}

#[test]
fn every_section_is_there_with_its_evidence() {
    let page = page();
    for id in ["trade", "exit", "hurts", "embargo", "line", "glossary", "reproduce"] {
        assert!(page.contains(&format!("<section id=\"{id}\"")), "{id}");
        assert!(page.contains(&format!("href=\"#{id}\"")), "{id}");
    }
    assert_eq!(page.matches(" class=\"evidence\" aria-label=").count(), 5);
    assert_eq!(page.matches("<p class=\"stamp\">").count(), 5);
    for landmark in ["<header", "<nav", "<main", "<footer", "class=\"skip\"", "lang=\"en\"", "Content-Security-Policy"]
    {
        assert!(page.contains(landmark), "{landmark}");
    }
}

/// Figures put into the answer here, which stand nowhere in the fixture, are on the page as a reader rounds them.
#[test]
fn figures_of_the_answer_stand_in_the_text() {
    let mut answer = answer();
    let headline = answer.exit.rows.iter_mut().find(|row| row.headline).unwrap();
    headline.losses = Losses { first: 0.0314, second: 0.0027, ratio: 0.0314 / 0.0027, ..headline.losses };
    answer.trade.flows[0].value = 54_321.0;
    answer.trade.flows[0].share_of_buyers_imports = 0.4317;
    answer.trade.customs[0].gap = -45_678.0;
    let text = text(&html::brief(&answer));
    for figure in ["3.14 %", "0.27 %", "11.6 : 1", "54.3 bn", "43.2 %", "-45.7 bn"] {
        assert!(text.contains(figure), "{figure}");
    }
}

#[test]
fn what_the_answer_says_stands_in_the_text() {
    let (answer, text) = (answer(), text(&page()));
    for sentence in &answer.headline {
        assert!(text.contains(sentence.as_str()), "{sentence}");
    }
    for words in ["final demand by destination is estimated", "2022*"] {
        assert!(text.contains(words), "{words}");
    }
    for sentence in
        answer.trade.evidence.estimated.iter().chain(&answer.exit.evidence.caveats).chain(&answer.line.earlier)
    {
        assert!(text.contains(sentence.as_str()), "{sentence}");
    }
    assert!(
        text.contains("unequal brief RUS CHN --year 2022 --elasticity 4 --embargo-by WEST --embargo-on RUS --html")
    );
}

#[test]
fn tables_are_readable_without_eyes() {
    let page = page();
    assert_eq!(page.matches("<table>").count(), page.matches("<table><caption>").count());
    assert!(page.matches("<table>").count() >= 11);
    assert_eq!(page.matches("<th ").count(), page.matches("<th scope=").count());
    assert!(!page.contains("<th>"));
    for region in page.split("class=\"scroll\"").skip(1) {
        let tag = region.split('>').next().unwrap();
        assert!(
            tag.contains("role=\"region\"") && tag.contains("tabindex=\"0\"") && tag.contains("aria-label="),
            "{tag}"
        );
    }
}

#[test]
fn charts_have_names_and_descriptions() {
    let page = page();
    let charts: Vec<&str> = page.split("<svg ").skip(1).collect();
    assert_eq!(charts.len(), 8, "four charts in two widths");
    let ids: BTreeSet<&str> = attributes(&page, "id").into_iter().collect();
    for chart in charts {
        assert!(chart.contains("role=\"img\"") && chart.contains("<title id=") && chart.contains("<desc id="));
        for id in attributes(chart.split('>').next().unwrap(), "aria-labelledby")[0].split(' ') {
            assert!(ids.contains(id), "{id}");
        }
        let drawing = chart.split("</svg>").next().unwrap();
        for fixed in ["fill=\"white\"", "fill=\"black\"", "stroke=\"black\"", "fill=\"#", "stroke=\"#"] {
            assert!(!drawing.contains(fixed), "{fixed}");
        }
    }
}

#[test]
fn ids_are_unique_and_tags_balance() {
    let page = page();
    let ids = attributes(&page, "id");
    assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len());
    for tag in
        ["section", "table", "tr", "td", "th", "caption", "figure", "aside", "svg", "g", "p", "ul", "dl", "div", "span"]
    {
        let opened = page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
        assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "{tag}");
    }
    let levels: Vec<usize> = page.split("<h").skip(1).filter_map(|rest| rest[..1].parse().ok()).collect();
    assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "no heading level is skipped: {levels:?}");
}

#[test]
fn nothing_is_loaded_and_only_the_pages_script_runs() {
    let page = page();
    for address in ["http://", "https://", "url(http", "@import", "@font-face", "<img", "<iframe"] {
        assert!(!page.contains(address), "{address}");
    }
    assert!(attributes(&page, "src").is_empty());
    assert!(attributes(&page, "href").iter().all(|target| target.starts_with('#') || *target == "data:,"));
    for event in [" onclick=", " onload=", " onchange=", " style="] {
        assert!(!page.contains(event), "{event}");
    }
    let script = page.split_once("<script>").unwrap().1.split_once("</script>").unwrap().0;
    let hash = support::sha256_base64(script);
    assert!(
        page.contains(&format!("script-src 'sha256-{hash}'")),
        "the script's hash is {hash}: put it into SCRIPT_HASH"
    );
    assert_eq!(support::sha256_base64("abc"), "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
}

#[test]
fn hostile_names_stay_text() {
    let mut answer = answer();
    let hostile = "<script>alert(\"1\")</script>'&";
    answer.first.name = hostile.into();
    answer.first.code = "<b>".into();
    answer.second.name = "\"><img src=x>".into();
    answer.headline[0] = hostile.into();
    answer.embargo_note = hostile.into();
    answer.hurts.sides[0].products[0].name = hostile.into();
    let page = html::brief(&answer);
    assert_eq!(page.matches("<script>").count(), 1);
    assert!(!page.contains("<b>") && !page.contains("<img"));
    assert!(page.contains("&lt;script&gt;"));
}

#[test]
fn groups_show_whom_they_lack() {
    let mut answer = answer();
    answer.first = Side {
        code: "GRP".into(),
        name: "A group with a very long name".into(),
        members: vec!["RUS".into(), "KAZ".into()],
        missing: vec!["BLR".into()],
    };
    answer.grouping = Some("Groups were aggregated before solving.".into());
    let page = html::brief(&answer);
    let text = text(&page);
    assert!(text.contains("2 members: RUS, KAZ. Not shown separately in the table and left out: BLR."));
    assert!(text.contains("Groups were aggregated before solving."));
    assert!(text.contains("--aggregate before"));
    assert!(page.contains(">GRP 1.30 %</text>"), "charts take the code where the name is long");
}

#[test]
fn gaps_and_absences_are_said() {
    let mut answer = answer();
    answer.line.points.retain(|point| point.year == 2022);
    answer.line.gaps = (1995..=2011)
        .map(|year| LineGap { year, reason: format!("WIOD {year} does not show VNM separately"), shares: None })
        .collect();
    answer.embargo = None;
    answer.embargo_note = "Nobody is left.".into();
    answer.trade.customs.clear();
    let page = html::brief(&answer);
    let text = text(&page);
    assert!(text.contains("1995\u{2013}2011: WIOD does not show VNM separately"));
    assert!(text.contains("No embargo is shown: Nobody is left."));
    assert!(text.contains("no customs figures for this pair and year"));
    assert_eq!(page.matches("<svg ").count(), 4, "one year makes no line");
}
