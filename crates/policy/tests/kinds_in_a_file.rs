//! Controls, barriers, routes, local production and price caps as written: faults, defaults and what is explained.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use unequal_policy::scenario::{Origin, Scenario, Statement};

use crate::support::kinds::{ASSEMBLY, BARRIER, CAP, CONTROL, LEAVING, TABLE, read, route};

fn refused(measures: &str) -> unequal_policy::scenario::ScenarioError {
    let text = format!("title = \"t\"\n{measures}");
    *Scenario::parse_for("test.toml", text.as_bytes(), &TABLE).unwrap_err()
}

#[test]
fn faults_have_their_place() {
    let hub = |code: &str, rest: &str| {
        format!(
            "[[route]]\nname = \"r\"\nfrom = \"WEST\"\nto = \"RUS\"\n[[route.hub]]\ncode = \"{code}\"\n{rest}\n\
             [[route.hub]]\ncode = \"TUR\"\n"
        )
    };
    let cases: Vec<(String, (usize, usize), &[&str])> = vec![
        (format!("{CONTROL}1.2"), (7, 9), &["the covered share is 1.2", "from 0 to 1"]),
        (format!("{CONTROL}1\nfull_month = \"2011-03\""), (8, 14), &["from_month"]),
        (format!("{CONTROL}1\nfrom_month = \"2011-13\""), (8, 14), &["2011-13", "2022-03"]),
        (format!("{CONTROL}1\nfrom_month = \"2011-05\"\nfull_month = \"2011-03\""), (9, 14), &["after it"]),
        (format!("{LEAVING}-0.1"), (7, 9), &["the share of sales"]),
        (format!("{BARRIER}-21"), (7, 15), &["-20 to 20"]),
        (format!("{BARRIER}-1\nstandard_error = -1"), (8, 18), &["standard error"]),
        (hub("TRU", ""), (7, 8), &["TUR (Türkiye)"]),
        (hub("KGZ", ""), (7, 8), &["KGZ"]),
        (hub("DEU", ""), (7, 8), &["neither sells nor buys"]),
        (hub("RUS", ""), (7, 8), &["neither sells nor buys"]),
        (hub("BRICS", ""), (7, 8), &["not a group"]),
        (hub("TUR", ""), (10, 8), &["each hub once"]),
        (hub("CHN", "markup = -0.1"), (8, 10), &["the mark-up is -0.1"]),
        (hub("CHN", "share = 1.5"), (8, 9), &["share before"]),
        (hub("CHN", "detection = 2"), (8, 13), &["detection"]),
        (route(0.1, "dispersion = 0"), (7, 14), &["above 0"]),
        (route(0.1, "seed = 0.6"), (8, 1), &["the set of routes", "would carry more"]),
        (
            format!("{}{}", route(0.1, ""), route(0.1, "").replace("\"r\"", "\"q\"")),
            (16, 8),
            &["`q` opens transit routes", "`r`"],
        ),
        (format!("{ASSEMBLY}2"), (10, 19), &["affiliate share"]),
        (format!("{ASSEMBLY}0.1\ncost_factor = 0"), (11, 15), &["cost factor"]),
        (
            format!("{ASSEMBLY}0.1\nlocalisation = {{ highest_kit_share = 0.1, premium = 11 }}"),
            (11, 53),
            &["from 0 to 10"],
        ),
        (format!("{ASSEMBLY}0.1\nentry = {{ fixed_cost = 1, years = 0 }}"), (11, 35), &["from 1 to 100"]),
        (format!("{BARRIER}-3.5\nremoved = true"), (7, 15), &["-3 to 0", "embargo"]),
        (format!("{BARRIER}0.5\nremoved = true"), (7, 15), &["-3 to 0"]),
        (format!("{BARRIER}-1\nremoved = true\nin_force = 1.5"), (9, 12), &["the part in force", "from 0 to 1"]),
        (format!("{BARRIER}-1\nin_force = 0.5"), (8, 12), &["removed = true"]),
        (format!("{CAP}cap = 0"), (7, 7), &["the cap is 0"]),
        (format!("{CAP}supply_elasticity = -0.1"), (7, 21), &["the elasticity of supply", "from 0 to 10"]),
        (format!("{CAP}marginal_cost = 76"), (7, 17), &["the cost of extraction", "below the market price"]),
        (format!("{CAP}{}", CAP.replace("\"p\"", "\"q\"")), (8, 8), &["`q` settles a rent", "`p`", "rent = false"]),
        (format!("{CAP}discount = 40\nshadow_cost = 40"), (8, 15), &["less than the market price"]),
    ];
    for (text, place, words) in cases {
        let error = refused(&text);
        assert_eq!((error.line, error.column), place, "{}\n{text}", error.drawn());
        for word in words {
            assert!(error.to_string().contains(word), "{error} lacks {word}");
        }
    }
}

#[test]
fn the_explained_file_reads_as_the_same() {
    let rule = "localisation = { highest_kit_share = 0.2, premium = 0.3 }\nentry = { fixed_cost = 5.0 }\n";
    let text = format!(
        "{CONTROL}0.4\nfrom_month = \"2011-07\"\n{LEAVING}0.2\n{BARRIER}-0.3\nstandard_error = 0.1\n{}{ASSEMBLY}0.1\n{rule}\
         {CAP}leakage = 0.1\n",
        route(0.3, "seed = 0.01")
    );
    let scenario = read(&text);
    let mut written = String::new();
    for statement in scenario.explain() {
        match statement {
            Statement::Table(heading, _) => written += &format!("{heading}\n"),
            Statement::Value(key, value, ..) => written += &format!("{key} = {value}\n"),
        }
    }
    let again = Scenario::parse_for("explained.toml", written.as_bytes(), &TABLE)
        .unwrap_or_else(|error| panic!("{}\n{written}", error.drawn()));
    let shown = |scenario: &Scenario| {
        let explained = scenario.explain().into_iter();
        let values = explained.filter_map(|line| match line {
            Statement::Value(key, value, ..) if !key.starts_with('#') => Some((key, value)),
            _ => None,
        });
        values.collect::<Vec<_>>()
    };
    assert_eq!(shown(&scenario), shown(&again));
    let assumed = scenario
        .explain()
        .into_iter()
        .any(|line| matches!(line, Statement::Value(key, _, Origin::Assumed, _) if key == "shadow_capacity"));
    assert!(assumed, "defaults are marked");
}

/// What a hub's table leaves out is said to be assumed, hub by hub, and what it says to be given.
#[test]
fn defaults_of_hubs_are_told_from_what_is_given() {
    let text = include_str!("../../../scenarios/hubs.toml");
    let scenario = Scenario::parse("hubs.toml", text.as_bytes()).unwrap_or_else(|error| panic!("{}", error.drawn()));
    let origins: Vec<(String, Origin)> = scenario
        .explain()
        .into_iter()
        .skip_while(|line| !matches!(line, Statement::Table(heading, _) if heading == "[[route.hub]]"))
        .take_while(|line| !matches!(line, Statement::Table(heading, _) if heading == "[[uncertain]]"))
        .filter_map(|line| match line {
            Statement::Value(key, _, origin, _) => Some((key, origin)),
            Statement::Table(..) => None,
        })
        .collect();
    assert_eq!(origins.len(), 4 * 4, "four hubs: {origins:?}");
    for (key, origin) in origins {
        // The file's hubs give code, mark-up and probability, and no loss.
        assert_eq!(origin, if key == "loss" { Origin::Assumed } else { Origin::Given }, "{key}");
    }
}

#[test]
fn the_scenarios_of_the_program_are_read() {
    for (name, text, measures) in [
        ("controls", include_str!("../../../scenarios/high-priority-export-controls.toml"), 1),
        ("cap", include_str!("../../../scenarios/oil-price-cap.toml"), 2),
        ("hubs", include_str!("../../../scenarios/hubs.toml"), 2),
        ("lifted", include_str!("../../../scenarios/remove-everything.toml"), 2),
        ("lifted, low", include_str!("../../../scenarios/remove-everything-low.toml"), 2),
        ("lifted, high", include_str!("../../../scenarios/remove-everything-high.toml"), 2),
        ("cars", include_str!("../../../scenarios/local-car-production.toml"), 2),
    ] {
        let scenario = Scenario::parse(name, text.as_bytes()).unwrap_or_else(|error| panic!("{}", error.drawn()));
        assert_eq!(scenario.instruments().len(), measures);
    }
}
