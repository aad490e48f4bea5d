//! The pipeline of the repository, and faults in such files.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use unequal_strategy::pipeline::{PLAYERS, PipelineFile};

const FILE: &str = include_str!("../../../scenarios/power-of-siberia-2.toml");

fn file(text: &str) -> PipelineFile {
    PipelineFile::parse("p.toml", text.as_bytes()).unwrap_or_else(|error| panic!("{}", error.drawn()))
}

/// By hand from B1 of docs/src/methods/pipeline.md. The annuity of 20.2 + 3.6 bn at 8 % over 30 years is 2.114093 bn, so that S is
/// 11.5 less 2.114093, 9.385907; the buyer's other gas is worth 25 (300 - 180) / 1000 = 3, liquefied gas at 330 nothing; Europe is worth
/// 50 (190 - 70) / 1000 = 6 to the seller. With a weight of 0.35 the seller gets 0.35 * 6.385907 = 2.235068, and
/// 6 + 0.35 * 0.385907 = 6.135068; 70 + 20 (u + 1.794314).
#[test]
fn prices_of_the_file_as_computed_by_hand() {
    let outcome = file(FILE).solve().unwrap();
    let [closed, open] = &outcome.cases;
    assert!((closed.central.unwrap().price - 150.587_639).abs() < 1e-5, "{closed:?}");
    assert!((open.central.unwrap().price - 228.587_639).abs() < 1e-5, "{open:?}");
    // 1000 (1 - weight) flow / volume.
    assert!((outcome.loss_of_europe.unwrap() - 78.0).abs() < 1e-9);
    assert!((outcome.capital.yearly - 2.114_093).abs() < 1e-6);
    // 13.6 and 34 bn.
    let [least, most] = outcome.capital.yearly_range;
    assert!((least - 1.208_053).abs() < 1e-6 && (most - 3.020_133).abs() < 1e-6);
    // 0.08 (9.385907 - 6.135068 - 3) / 0.65.
    assert!((outcome.waiting.unwrap() - 0.030_873).abs() < 1e-6);
    for case in &outcome.cases {
        let [low, high] = case.price.unwrap();
        assert!(low < case.central.unwrap().price && case.central.unwrap().price < high, "{case:?}");
        assert!(case.deals > 0.0 && case.deals <= 1.0);
    }
    assert!(closed.deals >= open.deals, "an open Europe makes fewer deals worth while");
}

/// With the buyer's threat point set to 1 through the rival's price, the two reference prices at a weight of 0.35 and
/// flows of 0 and 6 (oracle `gas_nash`): 25 (300 - 260) / 1000 = 1.
#[test]
fn the_published_prices_follow_from_a_file_with_their_threat_points() {
    let text = FILE.replace("rival_price = 180", "rival_price = 260").replace("high = 30.4", "high = 10");
    let outcome = file(&text).solve().unwrap();
    let [closed, open] = &outcome.cases;
    assert!((closed.central.unwrap().price - 152.809_115_018_986_12).abs() < 1e-9);
    assert!((open.central.unwrap().price - 230.809_115_018_986_12).abs() < 1e-9);
}

/// With Europe closed 0.05 v - 5.614093 = 0.025 (v - 180) is met below 180, where the buyer has nothing else: v = 112.28. With
/// Europe open 0.05 v - 5.614093 = 6 + 0.025 (v - 180), so v = 284.56.
#[test]
fn the_least_worth_counts_the_other_gas_that_it_makes_worth_buying() {
    let cases = file(FILE).solve().unwrap().cases;
    for (case, expected) in cases.iter().zip([112.281_861, 284.563_722]) {
        let least = case.least_value.unwrap();
        assert!((least - expected).abs() < 1e-5, "{least}");
        // There is exactly nothing left to split there.
        let text =
            FILE.replace("value = { low = 220, high = 380 }", &format!("value = {{ low = {least}, high = {least} }}"));
        let edge = file(&text).solve().unwrap();
        let case = &edge.cases[usize::from(case.europe_open)];
        assert!((case.surplus - case.outside[0] - case.outside[1]).abs() < 1e-9);
    }
    // At USD 250 in Europe the seller has 9 bn; beyond 330 more worth adds to the other gas what it adds to this:
    // 0.05 * 330 - 5.614093 - 0.025 * 150 = 7.14.
    let dear = FILE.replace("europe_price = { low = 130, high = 250 }", "europe_price = { low = 250, high = 250 }");
    let outcome = file(&dear).solve().unwrap();
    assert_eq!((outcome.cases[1].least_value, outcome.cases[1].deals), (None, 0.0));
    assert!(outcome.loss_of_europe.is_none() && outcome.waiting.is_none());
}

/// What seller and buyer have without a deal in the bargain is what each earns alone in the network, whatever the prices.
#[test]
fn the_bargain_and_the_network_have_the_same_outside_options() {
    for (rival, europe, value_fall) in [(180, 190, 0), (260, 60, 0), (90, 400, 2), (310, 100, 1)] {
        let text = FILE
            .replace("rival_price = 180", &format!("rival_price = {rival}"))
            .replace(
                "europe_price = { low = 130, high = 250 }",
                &format!("europe_price = {{ low = {europe}, high = {europe} }}"),
            )
            .replace("seller_cost = 70", &format!("value_fall = {value_fall}\nseller_cost = 70"));
        let pipeline = file(&text);
        let outcome = pipeline.solve().unwrap();
        for power in &outcome.power {
            let case = &outcome.cases[usize::from(power.europe_open)];
            let game = pipeline.game(power.europe_open, power.sunk).unwrap();
            for (player, outside) in case.outside.iter().enumerate() {
                assert!((outside - power.alone[player]).abs() < 1e-12);
                assert!((outside - game.value(1 << player)).abs() < 1e-12);
            }
            // In closed form, with a flat demand: prices taken as given.
            if value_fall == 0 {
                let other = 25.0 * f64::from(300 - rival).max(0.0) / 1e3;
                let west = if power.europe_open { 50.0 * f64::from(europe - 70).max(0.0) / 1e3 } else { 0.0 };
                assert!((case.outside[0] - west).abs() < 1e-9 && (case.outside[1] - other).abs() < 1e-9);
            }
        }
    }
}

/// Coalitions lose nothing by joining, so that nobody's Shapley value is below what it earns alone (individual
/// rationality); nor is a share of the nucleolus.
#[test]
fn nobody_gets_less_than_its_outside_option() {
    for europe in [130, 190, 250, 400] {
        let text = FILE.replace("{ low = 130, high = 250 }", &format!("{{ low = {europe}, high = {europe} }}"));
        for power in &file(&text).solve().unwrap().power {
            assert!(power.is_individually_rational);
            for shares in [&power.shapley, &power.nucleolus] {
                assert!(shares.iter().zip(&power.alone).all(|(share, alone)| *share >= alone - 1e-7), "{power:?}");
            }
        }
    }
}

#[test]
fn demand_that_falls_lowers_the_worth_by_its_integral() {
    let falling = FILE.replace("seller_cost = 70", "value_fall = 2\nseller_cost = 70");
    let (flat, falling) = (file(FILE).solve().unwrap(), file(&falling).solve().unwrap());
    // Half of 2 times 50 off the mean worth; the buyer's other 25 of gas are worth half of 2 times 25 less as well, on half
    // of the volume. The seller's price bears its weight of 35 % of the difference.
    let price = |outcome: &unequal_strategy::pipeline::PipelineOutcome| outcome.cases[0].central.unwrap().price;
    assert!((price(&flat) - price(&falling) - 0.35 * (50.0 - 0.5 * 25.0)).abs() < 1e-9);
    let least = |outcome: &unequal_strategy::pipeline::PipelineOutcome| outcome.cases[0].least_value.unwrap();
    assert!((least(&falling) - least(&flat) - 50.0).abs() < 1e-9);
    // In the network steps at their middles have the same integral.
    let together = |outcome: &unequal_strategy::pipeline::PipelineOutcome| outcome.power[0].together;
    assert!((together(&flat) - together(&falling) - 50.0 * 50.0 / 1e3).abs() < 1e-7);
    let refused =
        PipelineFile::parse("p.toml", FILE.replace("seller_cost = 70", "value_fall = 5\nseller_cost = 70").as_bytes());
    assert!(refused.unwrap_err().drawn().contains("the fall of the worth is 5"));
}

#[test]
fn power_in_the_network() {
    let outcome = file(FILE).solve().unwrap();
    for power in &outcome.power {
        assert_eq!((power.shapley.len(), power.nucleolus.len()), (PLAYERS.len(), PLAYERS.len()));
        for shares in [&power.shapley, &power.nucleolus] {
            assert!((shares.iter().sum::<f64>() - power.together).abs() < 1e-7, "{power:?}");
        }
    }
    let seller = |open: bool, sunk: bool| {
        outcome.power.iter().find(|power| power.europe_open == open && power.sunk == sunk).unwrap().shapley[0]
    };
    assert!(seller(true, false) > seller(false, false), "Europe is worth something to the seller");
    let transit =
        |sunk: bool| outcome.power.iter().find(|power| !power.europe_open && power.sunk == sunk).unwrap().shapley[2];
    assert!(transit(true) > transit(false), "once built, the transit country asks for more");
}

#[test]
fn the_same_file_gives_the_same_bytes() {
    assert_eq!(file(FILE).solve().unwrap(), file(FILE).solve().unwrap());
}

#[test]
fn faults_are_placed() {
    for (from, to, line, words) in [
        ("volume = 50 ", "volume = -1 ", 12, "above 0"),
        ("volume = 50 ", "volum = 50 ", 12, "volume"),
        ("low = 220", "low = 390", 13, "not below its low"),
        ("high = 0.6", "high = 1.6", 24, "0 to 1"),
        // Stated once, by the prices of `[outside]`, and no more beside them.
        ("high = 0.6 }", "high = 0.6 }\nbuyer_meanwhile = 1", 25, "buyer_meanwhile"),
        ("rival_price = 180", "rival_price = -1", 32, "the rival's price"),
        ("interest = 0.08", "interest = nan", 20, "0 to 1"),
    ] {
        assert!(FILE.contains(from), "{from}");
        let error = PipelineFile::parse("p.toml", FILE.replace(from, to).as_bytes()).unwrap_err();
        assert!(error.line == line && error.to_string().contains(words), "{error}");
    }
    assert!(PipelineFile::parse("p.toml", &[0xff, 0xfe]).is_err());
    assert!(PipelineFile::parse("p.toml", b"").is_err());
}
