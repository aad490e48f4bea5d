//! What the record says of pairs, against figures stated by the sources.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::LazyLock;

use unequal_study::record::{Record, RecordQuestion, SourceSeries};
use unequal_study::{Answer, Question, Session};
use unequal_world::names::{countries, is_former};

static SESSION: LazyLock<Session> = LazyLock::new(|| Session::embedded().unwrap());

fn ask(first: &str, second: &str) -> Record {
    SESSION.record(&RecordQuestion::new(first, second)).unwrap_or_else(|error| panic!("{first} {second}: {error}"))
}

fn value(series: &SourceSeries, year: u16) -> f64 {
    series.in_year(year).unwrap_or_else(|| panic!("{}: no {year}", series.id)).value
}

fn close(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "found {found}, expected {expected}");
}

#[test]
fn sources_stand_side_by_side() {
    let answer = ask("RUS", "CHN");
    let [sold, bought] = answer.directions.as_slice() else { panic!("two directions") };
    // ADDITIONS of the sources: Russian customs and UN Comtrade of 2021, BACI of 2023, USD bn.
    close(value(bought.series("buyer").unwrap(), 2021), 72_700.0, 10.0);
    close(value(bought.series("comtrade").unwrap(), 2021), 67_550.0, 20.0);
    close(value(sold.series("baci").unwrap(), 2023), 129_000.0, 100.0);
    // 72.70 over 67.55 bn, less one.
    let gap = bought.mirror.iter().find(|gap| gap.year == 2021).unwrap();
    assert_eq!((gap.seller_series.as_str(), gap.buyer_series.as_str()), ("comtrade", "buyer"));
    close(gap.gap, 72.70 / 67.55 - 1.0, 1e-3);
    // China had 24.8 % of the imports that Russian customs counted in 2021, 72.70 of 293.5 bn.
    close(bought.series("buyer").unwrap().in_year(2021).unwrap().share_of_imports.unwrap(), 0.2477, 1e-3);
    let worst = bought.disagreement.as_ref().unwrap();
    for series in bought.goods.iter().filter(|series| series.in_year(worst.year).is_some()) {
        assert!(value(series, worst.year) >= worst.low && value(series, worst.year) <= worst.high, "{}", series.id);
    }
    assert!(answer.turnover.iter().any(|one| one.year == 1969 && (one.value - 50.0).abs() < 1e-9));
}

#[test]
fn groups_are_added_up_only_where_no_member_is_missing() {
    let answer = ask("EU27", "RUS");
    let sold = &answer.directions[0];
    // Eurostat's EU27 of 2021 and 2022, EUR 89.2 and 55.0 bn, at 1.1827 and 1.0530 USD for a euro.
    let eurostat = sold.series("seller").unwrap();
    close(value(eurostat, 2021) / 1e3, 105.5, 0.2);
    close(value(eurostat, 2022) / 1e3, 57.9, 0.2);
    let baci = sold.series("baci").unwrap();
    assert!(baci.in_year(2023).is_none());
    let gap = baci.left_out.iter().find(|gap| gap.first == 2023).unwrap();
    assert!(gap.missing.contains(&"POL".to_owned()), "{gap:?}");
    // The sum of the members is the group.
    let of = |code: &str| ask(code, "RUS").directions[0].series("baci").and_then(|own| Some(own.in_year(2010)?.value));
    let sum: f64 = answer.first.members.iter().filter_map(|member| of(member)).sum();
    close(value(baci, 2010), sum, 1e-6 * sum);
    assert!(baci.points.iter().all(|point| point.share_of_exports.is_none()), "a group trades with itself");
}

#[test]
fn products_have_value_weight_and_unit_value() {
    let question =
        RecordQuestion { product: Some("OIL".to_owned()), from: Some(2010), ..RecordQuestion::new("RUS", "CHN") };
    let answer = SESSION.record(&question).unwrap();
    let [oil] = answer.directions[0].products.as_slice() else { panic!("one product") };
    assert!(oil.points.iter().all(|point| point.year >= 2010) && answer.directions[0].goods.is_empty());
    for point in &oil.points {
        close(point.unit_value.unwrap(), 1e3 * point.value / point.kilotonnes.unwrap(), 1e-6);
    }
    // Chinese customs counted 86.25 mn tonnes of Russian crude oil in 2022.
    let point = oil.points.iter().find(|point| point.year == 2022).unwrap();
    close(point.kilotonnes.unwrap() / 1e3, 86.25, 0.1);
    let unknown = RecordQuestion { product: Some("oyl".to_owned()), ..question };
    let message = SESSION.record(&unknown).unwrap_err().to_string();
    assert!(message.contains("did you mean oil"), "{message}");
}

#[test]
fn every_country_of_the_world_can_be_asked_about() {
    let mut silent = Vec::new();
    for (code, _) in countries().filter(|(code, _)| *code != "CHN" && !is_former(code)) {
        if ask(code, "CHN").is_empty() {
            silent.push(code);
        }
    }
    // Of the 249 codes of ISO 3166-1, those that no source counts are territories and the smallest states.
    assert!(silent.len() < 50, "{silent:?}");
    for code in ["IRN", "QAT", "UZB", "AZE", "GEO", "ARM", "KGZ", "MNG", "PRK"] {
        assert!(!silent.contains(&code), "{code}");
    }
}

#[test]
fn what_cannot_be_asked_is_said() {
    let refused =
        |first: &str, second: &str| SESSION.record(&RecordQuestion::new(first, second)).unwrap_err().to_string();
    assert_eq!(SESSION.record(&RecordQuestion::new("Iran", "CHN")).unwrap().first.code, "IRN", "names are taken");
    assert!(refused("Irann", "CHN").contains("IRN (Iran)"));
    assert!(refused("EU27", "DEU").contains("both contain DEU"));
    let early = RecordQuestion { from: Some(1500), ..RecordQuestion::new("RUS", "CHN") };
    assert!(SESSION.record(&early).unwrap_err().to_string().contains("expected 1870 to"));
}

#[test]
fn it_is_a_question_like_others() {
    let question: Question =
        serde_json::from_str(r#"{"question": "record", "first": "arm", "second": "RUS", "from": 2015}"#).unwrap();
    let Answer::Record(answer) = SESSION.answer(&question, &()).unwrap() else { panic!("a record") };
    assert_eq!((answer.first.code.as_str(), answer.from), ("ARM", Some(2015)));
    // Armenia is not among the 29 partners of Russian customs that are at hand.
    let sold = &answer.directions[0];
    assert!(sold.series("seller").is_some() && sold.series("buyer").is_none() && sold.mirror.is_empty());
    let text = serde_json::to_string(&*answer).unwrap();
    let back: Record = serde_json::from_str(&text).unwrap();
    assert!(back.first == answer.first && back.directions.len() == 2);
}
