//! What was inconsistent between commands, or could not be asked: one test each.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use serde_json::Value;

use crate::common::{CLAIMS, answer, changed, flat, folder, is, refusal, rows, scenario, text, value};

#[test]
fn brief_and_leverage_name_the_same_side() {
    for (first, second, opening) in [
        (
            "AUS",
            "JPN",
            "Australia and Japan depend on each other about evenly: which of them has the higher exit cost depends on the trade elasticity",
        ),
        ("DEU", "JPN", "Germany and Japan depend on each other about evenly"),
    ] {
        let verdict = |command: &str| answer(&[command, first, second])["verdict"].clone();
        assert!(verdict("brief") == verdict("leverage") && !verdict("brief").is_null(), "{first} {second}");
        for command in ["brief", "leverage"] {
            let text = flat(&text(&[command, first, second]));
            assert!(text.contains(opening), "{command}: {text}");
        }
    }
}

#[test]
fn a_loss_too_small_to_tell_has_no_ratio() {
    let text = text(&["brief", "LAO", "CHN"]);
    let finding = flat(text.split("1. Exit cost").next().unwrap());
    assert!(
        finding.contains("China would lose under 0.005 % (under 0.005 % to 0.01 %); no ratio is given"),
        "{finding}"
    );
    assert!(!finding.contains(" : 1") && !finding.contains("1 : ") && !finding.contains(" 0.00 %"), "{finding}");
    let headline = text.lines().find(|line| line.contains("Long run, elasticity 4 (headline)")).unwrap();
    assert!(headline.contains("under 0.005 %") && !headline.contains(':'), "{headline}");
    // The figure itself stays in the rows.
    let cell = [("block", "exit-cost"), ("item", "exit cost"), ("region", "CHN"), ("elasticity", "4")];
    let loss = value(&rows(&["brief", "LAO", "CHN"]), &cell);
    assert!(loss > 0.0 && loss < 0.000_05, "{loss}");
}

#[test]
fn recorded_trade_is_the_same_in_every_command() {
    let file = scenario("us-china-tariff.toml");
    let run = answer(&["run", &file]);
    let brief = rows(&["brief", "USA", "CHN"]);
    let recorded = |item, seller| {
        let cell = [("block", "trade"), ("item", item), ("region", seller), ("unit", "USD million")];
        value(&brief, &cell)
    };
    for (at, seller) in ["USA", "CHN"].into_iter().enumerate() {
        let told = run["pair"]["recorded"][at].as_f64().unwrap();
        assert!((told / recorded("all trade", seller) - 1.0).abs() < 1e-6, "{seller}: {told}");
    }
    let goods = format!("It covers USD {:.1} bn of trade a year in the table", recorded("goods", "CHN") / 1e3);
    assert!(flat(&text(&["run", &file])).contains(&goods), "{goods}");
}

#[test]
fn customs_have_one_grade_everywhere() {
    let grades = |question: &[&str], item: &str| -> Vec<String> {
        let rows = rows(question).into_iter();
        let customs = rows.filter(|row| row["source"].starts_with("Chinese customs") && row["item"].contains(item));
        customs.filter(|row| !row["grade"].is_empty()).map(|row| row["grade"].clone()).collect()
    };
    // The press reports Chinese customs' figures of 2022; those of 2023 are derived from its figures of 2024.
    let (brief, record) = (["brief", "CHN", "RUS"], ["record", "CHN", "RUS", "--from", "2022"]);
    let (brief, record) = (grades(&brief, "recorded value"), grades(&record, "goods, Chinese customs"));
    let audit = grades(&["audit", CLAIMS], "2023");
    assert!(!brief.is_empty() && !record.is_empty() && !audit.is_empty());
    assert!(brief.iter().all(|grade| grade == "B"), "{brief:?}");
    // Their sum of 2023 was reported.
    assert_eq!(audit, ["B", "C"]);
    assert_eq!(record.iter().filter(|grade| *grade == "C").count(), 2, "{record:?}");
}

/// That the loss halves follows from theory: the logarithm of the share that stays at home, over the elasticity.
#[test]
fn a_run_takes_another_elasticity() {
    let folder = folder("elasticity");
    let file = scenario("us-china-decoupling.toml");
    let run = |question: &[&str]| {
        let mut answer = answer(&[&["run"], question].concat());
        answer.as_object_mut().unwrap().remove("file");
        answer
    };
    let eight = changed("us-china-decoupling.toml", "trade_elasticity = 8", &folder.join("eight.toml"));
    let asked = run(&[&file, "--elasticity", "8"]);
    assert_eq!(asked, run(&[&eight]));
    // What is asked for goes before what the file says.
    let four = run(&[&file]);
    assert_eq!(run(&[&eight, "--elasticity", "4"]), four);
    let by_sector =
        changed("us-china-decoupling.toml", "trade_elasticity = \"by-sector\"", &folder.join("sector.toml"));
    assert_eq!(run(&[&file, "--by-sector"]), run(&[&by_sector]));
    for party in 0..2 {
        let loss = |answer: &Value| answer["parties"][party]["together"].as_f64().unwrap();
        let ratio = loss(&asked) / loss(&four);
        assert!(loss(&four) < 0.0 && ratio > 0.4 && ratio < 0.6, "{ratio}");
    }
    assert!(refusal(&["run", &file, "--elasticity", "80"]).contains("0.1 to 50"));
    assert!(refusal(&["run", &file, "--elasticity", "8", "--by-sector"]).contains("cannot be used with"));
}

#[test]
fn a_file_says_who_is_reported() {
    let folder = folder("report");
    let reporting = |regions: &str| {
        let line = format!("report.regions = [{regions}]");
        changed("us-china-tariff.toml", &line, &folder.join("reporting.toml"))
    };
    let codes = |file: &str| -> Vec<String> {
        let answer = answer(&["run", file]);
        let parties = answer["parties"].as_array().unwrap().iter();
        parties.map(|party| party["code"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(codes(&scenario("us-china-tariff.toml")), ["USA", "CHN", "WORLD"]);
    assert_eq!(codes(&reporting("\"USA\", \"JPN\"")), ["USA", "JPN", "WORLD"]);
    let file = reporting("\"JPN\", \"USA\"");
    assert_eq!(codes(&file), ["JPN", "USA", "WORLD"]);
    let rows = rows(&["run", &file]);
    let of_table = rows.iter().filter(|row| is(row, &[("block", "real-income")]));
    let mut reported: Vec<&str> = of_table.map(|row| row["region"].as_str()).collect();
    reported.dedup();
    assert_eq!(reported, ["JPN", "USA", "WORLD"]);
    let explained = text(&["scenario", "explain", &file]);
    assert!(explained.contains("[report]") && explained.contains("\"JPN\", \"USA\""), "{explained}");
    let message = refusal(&["run", &reporting("\"CNH\"")]);
    assert!(message.contains("unknown country or group `CNH`") && message.contains("^^^^^"), "{message}");
}

#[test]
fn members_of_a_bloc_are_reported_where_the_file_names_them() {
    // The file's measure is by the European Union and the G7.
    let rows = rows(&["run", &scenario("rouble-under-bans.toml")]);
    for region in ["EU27", "G7", "RUS", "CHN"] {
        let cell = [("block", "real-income"), ("region", region), ("item", "change of real income")];
        assert!(rows.iter().any(|row| is(row, &cell)), "{region}");
    }
}

#[test]
fn a_country_named_twice_is_one_party() {
    let path = folder("named").join("twice.toml");
    let file = "title = \"t\"\n[[embargo]]\nname = \"e\"\nby = \"USA\"\non = [\"CHN\", \"CHN\"]\n";
    std::fs::write(&path, file).unwrap();
    let text = flat(&text(&["run", path.to_str().unwrap()]));
    assert!(!text.contains("China and China"), "{text}");
    assert!(text.contains("The United States forbids all trade with China"), "{text}");
    assert!(text.contains("Listed more than once, and counted once: China."), "{text}");
}

#[test]
fn what_can_be_asked_about_is_listed() {
    for (what, code, column, name) in [
        ("regions", "RUS", "region", "Russia"),
        ("groups", "EU27", "region", "The European Union"),
        ("sectors", "C26", "sector", "Electronics and optics"),
        ("years", "2022", "year", "OECD ICIO, 2025 edition, adjusted to records 2022"),
    ] {
        let listed = text(&["list", what]);
        assert!(listed.lines().any(|line| line.trim_start().starts_with(&format!("{code} "))), "{listed}");
        let rows = rows(&["list", what]);
        assert!(rows.iter().any(|row| is(row, &[("block", what), (column, code), ("text", name)])), "{what}");
    }
    let count = |what: &str, year: &str| {
        let rows = rows(&["list", what, "--year", year]);
        rows.iter().filter(|row| row["item"].eq_ignore_ascii_case("name")).count()
    };
    assert_eq!([count("regions", "2011"), count("regions", "2022")], [41, 81]);
    assert_eq!([count("sectors", "2011"), count("sectors", "2022")], [35, 50]);
    assert!(refusal(&["list", "cities"]).contains("regions"));
    assert!(refusal(&["list", "regions", "--year", "1994"]).contains("1995-2023"));
}

/// All priors stand there with how they are known, and a scenario's own beside them.
#[test]
fn priors_are_told_with_how_they_are_known() {
    let all = text(&["priors"]);
    assert!(
        all.contains("elasticity_level_sd") && all.contains("error-of-the-table") && all.contains("estimated"),
        "{all}"
    );
    let of_hubs = flat(&text(&["priors", &scenario("hubs.toml")]));
    for words in ["hub.markup of \u{201c}hubs\u{201d}", "calibrated: ", "assumed", "leaves the program\u{2019}s priors"]
    {
        assert!(of_hubs.contains(words), "{words} in {of_hubs}");
    }
    let path = folder("priors").join("own.toml");
    let ban = "title = \"t\"\n[[embargo]]\nname = \"e\"\nby = \"USA\"\non = \"CHN\"\n[priors]\n";
    std::fs::write(&path, format!("{ban}table_error_sd = 0.125\n")).unwrap();
    let rows = rows(&["priors", path.to_str().unwrap()]);
    let own = [("block", "replaced"), ("measure", "table_error_sd"), ("value", "0.125")];
    assert!(rows.iter().any(|row| is(row, &own)), "{rows:?}");
    std::fs::write(&path, format!("{ban}table_error_sd = -1\n")).unwrap();
    assert!(
        refusal(&["priors", path.to_str().unwrap()])
            .contains("own.toml:7:18: the standard deviation of the table's error")
    );
}

#[test]
fn questions_have_a_schema() {
    let schema: Value = serde_json::from_str(&text(&["schema", "--question"])).unwrap();
    let kinds = schema["oneOf"].as_array().unwrap();
    let has = |name: &str| kinds.iter().any(|kind| kind["properties"]["question"]["const"] == name);
    assert!(["brief", "exit-cost", "leverage", "timeline", "run", "list"].into_iter().all(has), "{schema}");
    assert!(refusal(&["schema", "--question", "--strategy"]).contains("cannot be used with"));
}
