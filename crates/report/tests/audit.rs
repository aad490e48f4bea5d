//! An audit as text, csv and a page.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use unequal_report::{csv, html, parquet, terminal};
use unequal_study::audit::{AuditAnswer, STARTER, audit_bytes};

const SHIPPED: &str = include_str!("../../../claims/2024-05.toml");

fn shipped() -> AuditAnswer {
    audit_bytes("claims/2024-05.toml", SHIPPED.as_bytes()).unwrap()
}

#[test]
fn no_line_of_text_is_wider_than_asked_for_and_every_claim_is_there() {
    let answer = shipped();
    for width in [60, 80, 110] {
        let text = terminal::audit(&answer, width);
        // Addresses are not broken.
        let long = text.lines().find(|line| line.chars().count() > usize::from(width) + 4 && !line.contains("http"));
        assert_eq!(long, None, "width {width}");
    }
    let text = terminal::audit(&answer, 110);
    for claim in &answer.claims {
        assert!(text.contains(&claim.name), "{}", claim.name);
    }
    assert_eq!(text.matches("CONTRADICTED").count(), 1);
}

#[test]
fn csv_has_every_range_and_parquet_the_same_rows() {
    let answer = shipped();
    let text = csv::audit(&answer).unwrap();
    let rows: Vec<Vec<String>> = ::csv::Reader::from_reader(text.as_bytes())
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect();
    let count = |block: &str| rows.iter().filter(|row| row[0] == block).count();
    assert_eq!((count("claims"), count("data"), count("given")), (14, 14, 4));
    assert_eq!((count("contradictions"), count("repairs")), (6, 1));
    assert!(rows.iter().all(|row| row.len() == 11));
    assert!(parquet::audit(&answer).unwrap().starts_with(b"PAR1"));
}

#[test]
fn the_page_has_its_sections_and_keeps_hostile_words_text() {
    let page = html::audit(&shipped());
    for id in ["claims", "together", "sources", "rounding", "reproduce"] {
        assert!(page.contains(&format!("<section id=\"{id}\"")) && page.contains(&format!("href=\"#{id}\"")), "{id}");
    }
    assert_eq!(page.matches("<table>").count(), page.matches("<table><caption>").count());
    for tag in ["section", "table", "tr", "td", "th", "ul", "ol", "li", "dl", "dt", "dd", "p"] {
        let opened = page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
        assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "{tag}");
    }
    let hostile = "<script>alert(1)</script>";
    let page = html::audit(
        &audit_bytes(hostile, STARTER.replace("trade 2023", hostile).replace("My claims", hostile).as_bytes()).unwrap(),
    );
    assert_eq!(page.matches("<script>").count(), 1);
}
