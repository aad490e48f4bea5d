//! Reading articles: precision first.

use std::collections::BTreeMap;

use unequal_audit::article::{Reading, read_article};
use unequal_audit::{Claims, Period};

/// Written with the reader.
const PRESS: &str = include_str!("data/press.txt");
/// Written by somebody who had not seen the reader nor the sentences above.
const BY_ANOTHER: &str = include_str!("data/press_by_another.txt");
/// Written likewise, after the reader was mended by the sentences above.
const BY_A_THIRD: &str = include_str!("data/press_by_a_third.txt");

/// Written after the reader was mended by the traps.
const BY_A_FOURTH: &str = include_str!("data/press_by_a_fourth.txt");
/// Sentences that look like figures of trade and mostly are none.
const TRAPS: &str = include_str!("data/press_traps.txt");

/// Sentences with the readings that a person made of them.
fn by_hand(press: &str) -> Vec<(String, Vec<String>)> {
    let mut all: Vec<(String, Vec<String>)> = Vec::new();
    for line in press.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        match line.strip_prefix("= ") {
            Some(reading) => all.last_mut().unwrap().1.push(reading.to_owned()),
            None => all.push((line.to_owned(), Vec::new())),
        }
    }
    all
}

fn line(reading: &Reading) -> String {
    let partner = reading.partner.as_ref().map_or_else(String::new, |(key, code)| format!("{key} {code}"));
    let since = reading.since.clone().unwrap_or_default();
    let parts = [&reading.quantity, &reading.of, &partner, &reading.period, &since, &reading.stated];
    parts.map(|part| part.trim()).join(" | ")
}

fn may_2024() -> Option<Period> {
    Period::parse("2024-05")
}

/// Share of what is read that is right, share of what is right that is read, and what is wrong or missed.
fn precision_and_recall(press: &str) -> (f64, f64, String) {
    let sentences = by_hand(press);
    assert!(sentences.len() >= 59);
    let article: Vec<&str> = sentences.iter().map(|(sentence, _)| sentence.as_str()).collect();
    let found = read_article("press.txt", article.join("\n\n").as_bytes(), may_2024()).unwrap();
    let tidy = |reading: &str| {
        let mut parts: Vec<String> = reading.split('|').map(|part| part.trim().to_owned()).collect();
        // Whose trade it is with whom is the same either way.
        if parts[0].ends_with("trade") && parts[2].trim_start_matches("with ") < parts[1].as_str() {
            (parts[1], parts[2]) = (parts[2].trim_start_matches("with ").to_owned(), format!("with {}", parts[1]));
        }
        parts.join(" | ")
    };
    let mut read: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for reading in &found.readings {
        read.entry(reading.sentence.as_str()).or_default().push(tidy(&line(reading)));
    }
    // `up 32%` of `went up 32%` says the same.
    let same = |own: &str, expected: &str| own == expected.replace("| went ", "| ");
    let (mut right, mut wrong, mut missed) = (0, Vec::new(), Vec::new());
    for (sentence, expected) in &sentences {
        let expected: Vec<String> = expected.iter().map(|reading| tidy(reading)).collect();
        let own = read.remove(sentence.as_str()).unwrap_or_default();
        right += own.iter().filter(|reading| expected.iter().any(|other| same(reading, other))).count();
        wrong.extend(
            own.iter()
                .filter(|reading| !expected.iter().any(|other| same(reading, other)))
                .map(|reading| format!("{sentence}\n  {reading}")),
        );
        missed.extend(
            expected
                .iter()
                .filter(|reading| !own.iter().any(|other| same(other, reading)))
                .map(|reading| format!("{sentence}\n  {reading}")),
        );
    }
    let precision = right as f64 / (right + wrong.len()) as f64;
    let recall = right as f64 / (right + missed.len()) as f64;
    let details = format!(
        "precision {precision:.3}, recall {recall:.3}\nwrong:\n{}\nmissed:\n{}",
        wrong.join("\n"),
        missed.join("\n")
    );
    (precision, recall, details)
}

#[test]
fn what_is_read_is_what_a_person_reads() {
    let (precision, recall, details) = precision_and_recall(PRESS);
    assert!(precision >= 0.95, "{details}");
    assert!(recall >= 0.85, "{details}");
}

#[test]
fn sentences_of_another_hand_are_read_right_or_not_at_all() {
    let (precision, recall, details) = precision_and_recall(BY_ANOTHER);
    assert!(precision >= 0.9, "{details}");
    assert!(recall >= 0.4, "{details}");
}

#[test]
fn sentences_of_a_third_hand_are_read_right_or_not_at_all() {
    let (precision, recall, details) = precision_and_recall(BY_A_THIRD);
    assert!(precision >= 0.9, "{details}");
    assert!(recall >= 0.4, "{details}");
}

#[test]
fn sentences_written_last_are_read_right_or_not_at_all() {
    let (precision, recall, details) = precision_and_recall(BY_A_FOURTH);
    assert!(precision >= 0.97, "{details}");
    assert!(recall >= 0.65, "{details}");
}

#[test]
fn what_looks_like_a_figure_of_trade_and_is_none_is_not_read() {
    let (precision, recall, details) = precision_and_recall(TRAPS);
    assert!(precision >= 0.97, "{details}");
    assert!(recall >= 0.8, "{details}");
}

#[test]
fn the_draft_is_a_claims_file() {
    let article: Vec<String> = by_hand(PRESS).into_iter().map(|(sentence, _)| sentence).collect();
    let found = read_article("press.txt", article.join("\n\n").as_bytes(), may_2024()).unwrap();
    let claims = Claims::parse("draft.toml", found.claims_file("Press \"x\" \u{7}").as_bytes()).unwrap();
    assert_eq!(claims.claims.len(), found.readings.len());
}

#[test]
fn without_a_date_nothing_relative_is_read() {
    let read = |published| {
        read_article("a.txt", b"Trade between China and Russia hit $240 billion last year.", published).unwrap()
    };
    assert_eq!(read(may_2024()).readings.len(), 1);
    let found = read(None);
    assert!(found.readings.is_empty() && found.not_read[0].1.contains("period"));
}

#[test]
fn any_bytes_are_read_or_refused() {
    let endless = "a quarter of a ".repeat(100_000);
    let long = "Chinese exports to Russia fell 16 % in March. ".repeat(40_000);
    for bytes in [
        &b""[..],
        &b"\xff\xfe"[..],
        "\u{202e}<p>$1 billion".as_bytes(),
        long.as_bytes(),
        endless.as_bytes(),
        b"- - 1950s $ % of of exports to",
    ] {
        if let Ok(article) = read_article("a.html", bytes, may_2024()) {
            assert!(article.readings.len() <= 100);
        }
    }
}

/// Quantity, period and figure of what is read of a sentence.
fn read(sentence: &str) -> Vec<(String, String, String)> {
    let article = read_article("a.txt", sentence.as_bytes(), None).unwrap();
    article.readings.into_iter().map(|reading| (reading.quantity, reading.period, reading.stated)).collect()
}

#[test]
fn a_figure_belongs_to_its_own_time_and_its_own_parties() {
    let figures = |sentence: &str| -> Vec<(String, String)> {
        read(sentence).into_iter().map(|(_, period, stated)| (period, stated)).collect()
    };
    let pairs = |all: &[(&str, &str)]| -> Vec<(String, String)> {
        all.iter().map(|(one, other)| ((*one).to_owned(), (*other).to_owned())).collect()
    };
    assert_eq!(
        figures("China's exports to Russia in 2023 were $111bn. In 2021 they were $67.6bn."),
        pairs(&[("2023", "$111bn")]),
        "`bn.` ends a sentence"
    );
    assert_eq!(
        figures("Trade between China and Russia in 2023 was $240bn, that between China and America $664bn."),
        pairs(&[("2023", "$240bn")])
    );
    assert_eq!(figures("In 2023 Russia's exports to Germany fell from a peak of $12bn."), pairs(&[]));
    assert_eq!(
        figures("China's exports to Russia grew in 2022 ($76bn) and 2023 ($111bn)."),
        pairs(&[("2022", "$76bn"), ("2023", "$111bn")])
    );
    assert_eq!(figures("According to a report in 2022, China's exports to Russia were $67.6bn."), pairs(&[]));
    assert_eq!(
        figures("China's exports to Russia fell by 16% in March and by 14% in April 2024."),
        pairs(&[("2024-03", "fell by 16%"), ("2024-04", "fell 14%")])
    );
}
