//! The ledger of a run sums to zero, whatever the measures: what buyers pay above the producers'
//! value is what treasuries, owners of fees and the way there take.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fmt::Write;
use std::sync::LazyLock;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use unequal_policy::scenario::Scenario;
use unequal_study::Session;
use unequal_study::run::Account;
use unequal_world::embedded;

/// All tests put their questions to one session.
static SESSION: LazyLock<Session> = LazyLock::new(|| Session::embedded().unwrap());

/// A number from 0 to 1.
fn unit(random: &mut ChaCha8Rng) -> f64 {
    f64::from(random.next_u32()) / f64::from(u32::MAX)
}

fn one_of<'a>(random: &mut ChaCha8Rng, words: &[&'a str]) -> &'a str {
    words[random.next_u32() as usize % words.len()]
}

/// A file with one to four measures between random parties.
fn scenario(seed: u64) -> String {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut text = format!("title = \"random {seed}\"\nyear = 1995\n");
    for number in 0..=random.next_u32() % 4 {
        let by = one_of(&mut random, &["USA", "DEU", "CHN", "EU27", "JPN"]);
        let on = one_of(&mut random, &["RUS", "IND", "BRA", "TUR", "MEX"]);
        let rate = unit(&mut random);
        let sectors = one_of(&mut random, &["", "sectors = \"goods\"\n", "sectors = \"services\"\n"]);
        let measure = match random.next_u32() % 4 {
            0 => format!("[[embargo]]\nby = \"{by}\"\non = \"{on}\"\ndirection = \"exports\"\n"),
            1 => format!("[[tariff]]\nby = \"{by}\"\non = \"{on}\"\nrate = {rate}\n"),
            2 => format!("[[export_tax]]\nby = \"{by}\"\non = \"{on}\"\nrate = {}\n", rate - 0.3),
            _ => format!("[[iceberg]]\nfrom = \"{by}\"\nto = \"{on}\"\ncost = {}\n", 0.6 * rate),
        };
        write!(text, "{measure}name = \"measure {number}\"\n{sectors}").unwrap();
    }
    text
}

#[test]
fn the_ledger_sums_to_zero() {
    ledgers(0..60);
}

#[test]
fn the_ledger_of_a_cap_shows_the_rent_lost_and_who_has_it() {
    for home in [true, false] {
        let text = format!(
            "title = \"cap\"\nyear = 2022\n[[price_cap]]\nname = \"p\"\nby = [\"G7\", \"EU27\"]\non = \"RUS\"\nsectors = \
             \"B06\"\ndiscount = 8\nhome_price_falls = {home}\n"
        );
        let scenario = Scenario::parse("cap.toml", text.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
        let answer = SESSION.run_scenario(&scenario, &()).unwrap_or_else(|error| panic!("{error}"));
        let of = |account: Account| -> f64 {
            answer.ledger.iter().filter(|row| row.account == account).map(|row| row.amount).sum()
        };
        let sum: f64 = answer.ledger.iter().map(|row| row.amount).sum();
        assert!(sum.abs() <= 1e-9 * answer.measures[0].trade, "{sum}");
        assert!(answer.ledger.iter().filter(|row| row.account == Account::Rent).all(|row| row.region == "RUS"));
        assert!(of(Account::Rent) < 0.0 && of(Account::Buyers) > 0.0 && of(Account::Fleet) > 0.0);
        assert!(of(Account::Waste) > 0.0);
        let lost = answer.measures[0].findings.iter().find(|finding| finding.what.starts_with("rent the seller loses"));
        assert!((lost.unwrap().value + of(Account::Rent)).abs() <= 1e-9 * answer.measures[0].trade);
        // Buyers at home are in the ledger where they pay less, and only there.
        let at_home = answer.ledger.iter().any(|row| row.account == Account::Importers && row.region == "RUS");
        assert_eq!(at_home, home);
    }
}

#[test]
#[ignore = "takes a minute; .ci/run runs it"]
fn the_ledger_of_a_thousand_scenarios_sums_to_zero() {
    ledgers(0..1000);
}

fn ledgers(seeds: std::ops::Range<u64>) {
    let enough = seeds.clone().count() / 2;
    let table = embedded::table(1995).unwrap();
    let (mut paid, mut with_payments) = (0.0, 0);
    for seed in seeds {
        let text = scenario(seed);
        let scenario = Scenario::parse_for("random.toml", text.as_bytes(), &table)
            .unwrap_or_else(|error| panic!("{error}\n{text}"));
        let answer = match SESSION.run_scenario(&scenario, &()) {
            Ok(answer) => answer,
            // A named error is an answer too; it must not become the rule.
            Err(error) => panic!("{error}\n{text}"),
        };
        let sum: f64 = answer.ledger.iter().map(|row| row.amount).sum();
        let trade: f64 = answer.measures.iter().map(|measure| measure.trade).sum();
        assert!(sum.abs() <= 1e-9 * trade, "{sum} of {trade}\n{text}");
        let buyers: f64 =
            answer.ledger.iter().filter(|row| row.account == Account::Importers).map(|row| -row.amount).sum();
        paid += buyers.abs();
        with_payments += usize::from(buyers != 0.0);
    }
    assert!(with_payments > enough && paid > 0.0, "only {with_payments} scenarios pay anything");
}
