//! The pipeline of the repository, and faults in such files.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use unequal_strategy::pipeline::{PLAYERS, PipelineFile};

const FILE: &str = include_str!("../../../scenarios/power-of-siberia-2.toml");

fn file(text: &str) -> PipelineFile {
    PipelineFile::parse("p.toml", text.as_bytes()).unwrap_or_else(|error| panic!("{}", error.drawn()))
}

#[test]
fn prices_of_the_file_as_computed_elsewhere() {
    let outcome = file(FILE).solve().unwrap();
    let [closed, open] = &outcome.cases;
    // The same numbers as the table of model.md section 9 at a weight of 0.35 and flows of 0 and 6.
    assert!((closed.central.unwrap().price - 152.809_115_018_986_12).abs() < 1e-9);
    assert!((open.central.unwrap().price - 230.809_115_018_986_12).abs() < 1e-9);
    assert!((open.seller_meanwhile - 6.0).abs() < 1e-12);
    // 1000 (1 - weight) flow / volume.
    assert!((outcome.loss_of_europe.unwrap() - 78.0).abs() < 1e-9);
    assert!((outcome.capital.yearly - 1.208_053).abs() < 1e-6);
    for case in &outcome.cases {
        let [low, high] = case.price.unwrap();
        assert!(low < case.central.unwrap().price && case.central.unwrap().price < high, "{case:?}");
        assert!(case.deals > 0.0 && case.deals <= 1.0);
        assert!(case.indices.parameters.iter().all(|index| index.total.is_none() && index.first_order <= 1.0));
        // At the least worth there is exactly nothing left to split.
        let text = FILE.replace(
            "value = { low = 220, high = 380 }",
            &format!("value = {{ low = {0}, high = {0} }}", case.least_value),
        );
        let edge = file(&text).solve().unwrap();
        let case = &edge.cases[usize::from(case.europe_open)];
        let gain = case.central.map_or(0.0, |split| split.surplus - case.seller_meanwhile - 1.0);
        assert!(gain.abs() < 1e-9, "{gain}");
    }
    assert!(closed.deals >= open.deals, "an open Europe makes fewer deals worth while");
}

#[test]
fn demand_that_falls_lowers_the_worth_by_its_integral() {
    let falling = FILE.replace("seller_cost = 70", "value_fall = 2\nseller_cost = 70");
    let (flat, falling) = (file(FILE).solve().unwrap(), file(&falling).solve().unwrap());
    // Half of 2 times 50 off the mean worth, of which the seller's price bears its weight of 35 %.
    let price = |outcome: &unequal_strategy::pipeline::Outcome| outcome.cases[0].central.unwrap().price;
    assert!((price(&flat) - price(&falling) - 0.35 * 50.0).abs() < 1e-9);
    assert!((falling.cases[0].least_value - flat.cases[0].least_value - 50.0).abs() < 1e-9);
    // In the network steps at their middles have the same integral.
    let together = |outcome: &unequal_strategy::pipeline::Outcome| outcome.power[0].together;
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
        ("volume = 50 ", "volume = -1 ", 9, "above 0"),
        ("volume = 50 ", "volum = 50 ", 9, "volume"),
        ("low = 220", "low = 390", 10, "not below its low"),
        ("high = 0.6", "high = 1.6", 20, "0 to 1"),
        ("interest = 0.08", "interest = nan", 16, "0 to 1"),
    ] {
        assert!(FILE.contains(from), "{from}");
        let error = PipelineFile::parse("p.toml", FILE.replace(from, to).as_bytes()).unwrap_err();
        assert!(error.line == line && error.to_string().contains(words), "{error}");
    }
    assert!(PipelineFile::parse("p.toml", &[0xff, 0xfe]).is_err());
    assert!(PipelineFile::parse("p.toml", b"").is_err());
}
