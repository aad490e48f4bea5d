//! What the program answers, command by command.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use unequal_render::format::Format;

use crate::common::{
    Asked, CLAIMS, EPISODE, GAMES, Row, answer, flat, folder, is, printed, refusal, rows, scenario, text, unequal,
    value, words,
};

#[test]
fn the_brief_of_2011_reads_as_it_did() {
    let output = unequal(&["brief", "RUS", "CHN", "--year", "2011"]);
    assert!(output.status.success());
    insta::assert_snapshot!(String::from_utf8(output.stdout).unwrap());
}

#[test]
fn refusals_say_what_was_expected() {
    let message = refusal(&["brief", "RSU", "CHN"]);
    assert!(message.contains("did you mean RUS (Russia)"), "{message}");
    let message = refusal(&["brief", "RUS", "XYZ"]);
    assert!(message.contains("XYZ") && message.contains("ISO 3166") && message.contains("EU27"), "{message}");
    let message = refusal(&["brief", "RUS"]);
    assert!(message.contains("<SECOND>"), "{message}");
    let message = refusal(&["brief", "RUS", "CHN", "--year", "1994"]);
    assert!(message.contains("1995-2023"), "{message}");
    let message = refusal(&["brief", "RUS", "CHN", "--elasticity", "-1"]);
    assert!(message.contains("0.1 to 50"), "{message}");
    let message = refusal(&["brief", "EU27", "DEU"]);
    assert!(message.contains("overlap"), "{message}");
    let message = refusal(&["brief", "RUS", "CHN", "--embargo-by", "WETS"]);
    assert!(message.contains("WEST"), "{message}");
}

#[test]
fn exit_costs_of_one_pair_and_of_all() {
    let text = text(&["exit-cost", "RUS", "CHN", "--year", "2011"]);
    assert!(text.contains("1.17 %") && text.contains("6.4 : 1"), "{text}");
    let matrix = ["exit-cost", "--matrix", "--year", "1995"];
    let (answer, rows) = (answer(&matrix), rows(&matrix));
    let unsolved = answer["failures"].as_array().unwrap().len();
    let solved = answer["pairs"].as_array().unwrap().len();
    assert!(solved + unsolved == 41 * 40 / 2 && unsolved < 5, "{}", answer["failures"]);
    // A row for either side of every pair that has an answer.
    let costs =
        |row: &&Row| is(row, &[("block", "all-pairs"), ("item", "exit cost"), ("unit", "share of real income")]);
    let told = |row: &Row| row["value"].parse::<f64>().is_ok_and(|loss| loss >= 0.0);
    assert_eq!(rows.iter().filter(costs).filter(|row| told(row)).count(), 2 * solved);
    assert!(refusal(&["exit-cost", "RUS"]).contains("<SECOND>"));
    assert!(refusal(&["exit-cost", "RUS", "CHN", "--matrix"]).contains("cannot be used with"));
}

#[test]
fn runs_of_gaps_are_told_once_and_notes_stand_with_their_pair() {
    let text = text(&["brief", "RUS", "KAZ"]);
    assert_eq!(text.matches("KAZ separately").count(), 1, "{text}");
    assert!(text.contains("1995\u{2013}2011: WIOD, 2013 release does not show KAZ separately"), "{text}");
    let estimates = |first: &str, second: &str| {
        let answer = answer(&["exit-cost", first, second]);
        assert!(!answer["evidence"]["changes"].as_array().unwrap().is_empty());
        answer["evidence"]["estimated"].to_string()
    };
    for (first, second) in [("RUS", "CHN"), ("CHN", "RUS")] {
        assert!(estimates(first, second).contains("32 % by Russian customs"));
    }
    assert!(!estimates("RUS", "KAZ").contains("by Russian customs"));
}

#[test]
fn the_doctor_finds_the_embedded_world_sound() {
    let text = text(&["doctor"]);
    // 1995 to 2023.
    assert!(text.contains("Every identity holds: 29 of 29 tables are sound.") && !text.contains("FAULT"), "{text}");
    // A verdict on each table, and on each of its three identities and the solve without a shock.
    let rows = rows(&["doctor"]);
    let verdicts: Vec<&Row> = rows.iter().filter(|row| row["item"].ends_with(", verdict")).collect();
    assert!(verdicts.len() == 29 + 4 * 29 && verdicts.iter().all(|row| row["text"] == "sound"), "{verdicts:?}");
}

#[test]
fn a_scenario_runs_in_every_form() {
    let (file, page) = (scenario("us-china-tariff.toml"), folder("run").join("run.html"));
    let table = text(&["run", &file, "--html", page.to_str().unwrap()]);
    for words in ["Real income", "Who pays and who receives", "Interaction", "grade B"] {
        assert!(flat(&table).contains(words), "{words} in {table}");
    }
    let page = std::fs::read_to_string(page).unwrap();
    assert!(page.trim_end().ends_with("</html>") && words(&page).contains("Who pays and who receives"));
    assert!(words(&page).contains("Interaction") && !page.contains("Overlap"), "one word for it everywhere");
    assert!(!page.contains(env!("CARGO_MANIFEST_DIR")), "a page names files without their folders");
    assert_eq!(answer(&["run", &file])["measures"].as_array().unwrap().len(), 2);
    let rows = rows(&["run", &file]);
    for region in ["USA", "CHN", "WORLD"] {
        let of = |item, measure| {
            let cell = [("block", "real-income"), ("region", region), ("item", item), ("measure", measure)];
            value(&rows, &[&cell[..], &[("year", "2022"), ("elasticity", "4")]].concat())
        };
        let change = |measure| of("change of real income", measure);
        let alone = change("American tariffs") + change("Chinese tariffs");
        let interaction = of("interaction", "all measures");
        assert!((change("all measures") - alone - interaction).abs() < 1e-12, "{region}");
    }
}

#[test]
fn scenarios_stand_side_by_side() {
    let files = ["us-china-tariff.toml", "us-china-decoupling.toml"].map(scenario);
    let rows = rows(&["compare", &files[0], &files[1]]);
    let page = folder("compare").join("page.html");
    printed(&["compare", &files[0], &files[1], "--html", page.to_str().unwrap()]);
    assert!(std::fs::read_to_string(page).unwrap().trim_end().ends_with("</html>"));
    let change = |title: &str| {
        let cell = [("block", "real-income"), ("item", "change of real income"), ("region", "CHN"), ("measure", title)];
        value(&rows, &cell)
    };
    let tariff = change("The American and Chinese tariffs of 2025");
    let decoupling = change("The United States and China stop trading");
    assert!(decoupling < tariff && tariff < 0.0, "{decoupling} {tariff}");
    assert!(refusal(&["compare", &files[0]]).contains("2 values"));
}

#[test]
fn a_fault_in_a_scenario_is_drawn() {
    let path = folder("fault").join("bad.toml");
    std::fs::write(&path, "title = \"t\"\n[[embargo]]\nname = \"e\"\nby = \"USA\"\non = \"CNH\"\n").unwrap();
    let message = refusal(&["run", path.to_str().unwrap()]);
    assert!(message.contains("bad.toml:5:6: unknown country or group `CNH`"), "{message}");
    assert!(message.contains("CHN (China)"), "{message}");
    assert!(message.trim_end().ends_with("5 | on = \"CNH\"\n  |      ^^^^^"), "{message}");
    assert!(refusal(&["run", "no-such.toml"]).contains("cannot read no-such.toml"));
}

#[test]
fn a_scenario_is_explained_and_its_form_described() {
    let output = unequal(&["scenario", "explain", &scenario("western-embargo.toml")]);
    let text = String::from_utf8(output.stdout).unwrap();
    for line in ["year = 2022  # ", "deficits = \"balanced\"  # assumed", "direction = \"both\"  # assumed", "[pair]"] {
        assert!(text.contains(line), "{line} in {text}");
    }
    // What is written out is a scenario again, and says the same when written out.
    let path = folder("explained").join("again.toml");
    std::fs::write(&path, &text).unwrap();
    let again = String::from_utf8(unequal(&["scenario", "explain", path.to_str().unwrap()]).stdout).unwrap();
    assert_eq!(text.replace("# assumed", "# given"), again.replace("# assumed", "# given"));
    let schema: serde_json::Value = serde_json::from_slice(&unequal(&["schema"]).stdout).unwrap();
    assert_eq!(schema["title"], "unequal scenario");
}

#[test]
fn the_episode_is_told_in_every_form() {
    let json = &EPISODE.json;
    let text = EPISODE.text(Format::Table);
    let page = words(&EPISODE.text(Format::Html));
    let flat_text = flat(&text);
    let finding = json["document"]["finding"].as_array().unwrap();
    assert!(finding.len() >= 3);
    for part in finding.iter().flat_map(|sentence| sentence.as_array().unwrap()) {
        let words = flat(part["words"].as_str().unwrap_or_default());
        assert!(flat_text.contains(&words) && page.contains(&words), "{words} in {text}");
    }
    for month in json["answer"]["months"].as_array().unwrap() {
        let observed = month["observed"].as_f64().unwrap();
        for forecast in month["forecasts"].as_array().unwrap() {
            let (error, change) = (forecast["error"].as_f64().unwrap(), forecast["change"].as_f64().unwrap());
            assert!((change - observed - error).abs() < 1e-12);
            let error = format!("{:+.1}", 100.0 * error);
            assert!(flat_text.contains(&error) && page.contains(&error), "{error}");
        }
    }
    // Nothing but an address, which is one word, is wider than the terminal.
    assert!(text.lines().all(|line| line.contains("https://") || line.chars().count() <= 110), "{text}");
    let rows = EPISODE.rows();
    assert!(rows.iter().any(|row| is(row, &[("block", "fit"), ("item", "whole fee"), ("unit", "share")])));
}

#[test]
fn one_flow_is_explained() {
    let file = scenario("us-china-tariff.toml");
    let ask = ["explain", "CHN", "USA", "C26", "--scenario", &file];
    assert!(text(&ask).contains("+30.40 %"));
    assert_eq!(answer(&["explain", "CHN", "USA", "c26", "--scenario", &file])["alone"][0]["tariff"], 0.304);
    let rows = rows(&ask);
    let of = |measure, item| {
        let cell = [("block", "wedges"), ("measure", measure), ("item", item)];
        let found: Vec<&Row> = rows.iter().filter(|row| is(row, &cell)).collect();
        let flow = [("region", "CHN"), ("partner", "USA"), ("sector", "C26"), ("year", "2022")];
        assert!(found.len() == 1 && is(found[0], &flow), "{measure}, {item}");
        found[0].clone()
    };
    // The file's rate is on what the United States buys; China's own is on other flows.
    assert!(is(&of("American tariffs", "tariff"), &[("value", "0.304"), ("unit", "share")]));
    assert!(is(&of("Chinese tariffs", "tariff"), &[("value", "0"), ("unit", "share")]));
    assert_eq!(of("American tariffs", "instrument")["text"], "tariff");
    assert_eq!(of("American tariffs", "what the measure is about")["text"], "this flow");
    assert_eq!(of("Chinese tariffs", "what the measure is about")["text"], "other flows");
    assert!(printed(&[&ask[..], &["--format", "parquet"]].concat()).starts_with(b"PAR1"));
    assert!(refusal(&["explain", "CHN", "USA", "C99", "--scenario", &file]).contains("unknown sector `C99`"));
}

#[test]
fn every_table_of_a_timeline_that_leaves_years_out_says_so() {
    let text = text(&["timeline", "EU27", "RUS"]);
    let lines: Vec<&str> = text.lines().collect();
    let mut whole = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if let Some(count) = line.strip_suffix(" more rows: --format csv or --out FILE.xlsx gives all.") {
            // The table ends above the note; its rows begin with a year.
            let table = lines[..at].rsplitn(3, |line| line.starts_with('\u{2500}')).nth(1).unwrap();
            let shares = table.iter().filter(|row| row.contains('%'));
            let years = shares.filter_map(|row| row.trim().get(..4)?.parse::<u16>().ok());
            whole.push(years.count() + count.parse::<usize>().unwrap());
        }
    }
    // Shares: 1995 to 2022. Exit costs: to 2023. Weights in the world: 1950 to 2022.
    assert_eq!(whole.get(..3), Some(&[28, 29, 73][..]), "{text}");
    let rows = rows(&["timeline", "EU27", "RUS"]);
    for (block, years) in [("trade", 28), ("exit-cost", 29), ("capability", 73)] {
        let of_block = rows.iter().filter(|row| row["block"] == block).map(|row| &row["year"]);
        let found: std::collections::BTreeSet<_> = of_block.filter(|year| !year.is_empty()).collect();
        assert_eq!(found.len(), years, "{block}: {found:?}");
    }
}

#[test]
fn no_figure_of_a_pair_put_in_from_records_is_better_than_c() {
    let rows = rows(&["timeline", "RUS", "CHN"]);
    let of_2022: Vec<&Row> =
        rows.iter().filter(|row| row["year"] == "2022" && row["source"].contains("adjusted to records")).collect();
    for block in ["exit-cost", "trade"] {
        assert!(of_2022.iter().any(|row| row["block"] == block), "{block}");
    }
    for row in of_2022 {
        assert!(is(row, &[("grade", "C"), ("estimated", "yes")]), "{row:?}");
    }
    let beside = ["balance", "arms", "capability", "cooperation", "sanctions"];
    let beside: Vec<&Row> = rows.iter().filter(|row| beside.contains(&row["block"].as_str())).collect();
    assert!(beside.len() > 100 && beside.iter().all(|row| row["estimated"] == "no"));
    // China's share of Russian imports in 2023: 54.4 % in BACI, which lacks partners of Russia, and 38.9 % of what Russian
    // customs counted, which takes its place: USD 110.9 of 285.1 bn.
    let of_2023 =
        [("block", "trade"), ("region", "RUS"), ("year", "2023"), ("item", "partner\u{2019}s share of imports")];
    assert!((value(&rows, &of_2023) - 110.9 / 285.1).abs() < 0.001);
    let row = rows.iter().find(|row| is(row, &of_2023)).unwrap();
    assert!(is(row, &[("grade", "B"), ("estimated", "no")]), "{row:?}");
}

#[test]
fn sentences_have_words_for_codes_and_agree() {
    let run = |file: &str| flat(&text(&["run", &scenario(file)]));
    let cap = run("oil-price-cap.toml");
    assert!(cap.contains("The G7, the European Union and Australia carry oil"), "{cap}");
    assert!(!cap.contains("visibly: the loss is"), "{cap}");
    let rouble = run("rouble-under-bans.toml");
    assert!(
        rouble.contains("The European Union and the G7 forbid exports") && rouble.contains("the G7 lose "),
        "{rouble}"
    );
    assert!(rouble.contains("Settled in dollars and euros") && !rouble.contains("K4"), "{rouble}");
}

#[test]
fn a_file_of_another_command_is_told_where_it_belongs() {
    let claims = concat!(env!("CARGO_MANIFEST_DIR"), "/../../claims/2024-05.toml").to_owned();
    let files = [
        ("run", scenario("western-embargo.toml")),
        ("pipeline", scenario("power-of-siberia-2.toml")),
        ("strategy", scenario("strategy/russia-china.toml")),
        ("audit", claims),
    ];
    for (command, _) in &files {
        for (right, file) in files.iter().filter(|(right, _)| right != command) {
            let message = refusal(&[command, file]);
            assert!(message.contains(&format!("ask `unequal {right} {file}`")), "{command}: {message}");
        }
    }
    let message = refusal(&["compare", &files[0].1, &files[1].1]);
    assert!(message.contains("is a pipeline file and not a scenario file"), "{message}");
}

#[test]
fn the_audit_finds_the_figure_that_cannot_stand() {
    let text = flat(&text(&["audit", CLAIMS]));
    let told =
        text.contains("stated as \u{201c}211 billion USD\u{201d}") && text.contains("imply USD 108.3 bn to 124.4 bn");
    assert!(told, "{text}");
    let page = folder("audit").join("audit.html");
    let answer = answer(&["audit", CLAIMS, "--html", page.to_str().unwrap()]);
    assert_eq!(answer["beside"]["knots"][0]["repairs"][0]["without"][0], "exports 2023");
    assert!(words(&std::fs::read_to_string(page).unwrap()).contains("imply USD 108.3 bn to 124.4 bn"));
    for format in ["csv", "parquet"] {
        assert!(!printed(&["audit", CLAIMS, "--format", format]).is_empty());
    }
}

#[test]
fn a_claims_file_can_be_begun_and_mistakes_in_it_are_drawn() {
    let folder = folder("claims");
    let path = folder.join("mine.toml");
    assert!(unequal(&["audit", "--new", "--out", path.to_str().unwrap()]).status.success());
    assert!(unequal(&["audit", path.to_str().unwrap()]).status.success());
    let text = std::fs::read_to_string(&path).unwrap().replace("about 111 billion", "abuot 111 billion");
    std::fs::write(&path, text).unwrap();
    let message = refusal(&["audit", path.to_str().unwrap()]);
    assert!(message.contains("did you mean about") && message.contains("^^^^^"), "{message}");
    assert!(refusal(&["audit"]).contains("<FILE>"));
    assert!(refusal(&["audit", "nowhere.toml"]).contains("cannot read nowhere.toml"));
}

#[test]
fn games_are_played_in_every_form() {
    let table = flat(&GAMES.text(Format::Table));
    for words in ["This is not a forecast.", "grade D", "decided by", "The patron", "The linked bargain"] {
        assert!(table.contains(words), "{words} in {table}");
    }
    let page = GAMES.text(Format::Html);
    assert!(page.trim_end().ends_with("</html>") && words(&page).contains("This is not a forecast."));
    let rows = GAMES.rows();
    assert!(rows.iter().all(|row| row["measure"].starts_with("If ")));
    assert!(rows.iter().any(|row| row["unit"] == "share of real income"));
    for row in &rows {
        assert!(!row["value"].contains('e') && !row["value"].contains("-0.0000000000"), "{row:?}");
    }
    let schema: serde_json::Value = serde_json::from_slice(&printed(&["schema", "--strategy"])).unwrap();
    assert_eq!(schema["title"], "unequal strategy");
}

/// What the later of two dated measures adds is what both do less what the earlier one does alone, and is said first.
#[test]
fn a_later_measure_is_told_by_what_it_adds() {
    let asked = Asked::once(&["run", &scenario("december-2023-threat.toml")]);
    let parties = asked.json["answer"]["parties"].as_array().unwrap();
    let russia = parties.iter().find(|party| party["code"] == "RUS").unwrap();
    let added = russia["together"].as_f64().unwrap() - russia["alone"][0].as_f64().unwrap();
    let first = format!(
        "On top of \u{201c}embargo\u{201d}, \u{201c}threat to banks\u{201d} costs Russia a further {:.2} % of real income.",
        -100.0 * added
    );
    assert!(flat(&asked.text(Format::Table)).contains(&first), "{first}");
}

/// Whatever can be asked here can be asked of a session as data.
#[test]
fn every_command_is_a_question() {
    let schema = unequal_study::Question::schema();
    let kinds: Vec<&str> = schema["oneOf"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|kind| kind.pointer("/properties/question/const")?.as_str())
        .collect();
    let help = String::from_utf8(unequal(&["--help"]).stdout).unwrap();
    let commands = help.split("Commands:").nth(1).and_then(|rest| rest.split("Options:").next()).unwrap();
    let commands = commands.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let commands: Vec<&str> = commands.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(commands.len() > 10, "{help}");
    // The workbench asks all of them.
    for command in commands.into_iter().filter(|command| !["help", "workbench"].contains(command)) {
        // A command with commands of its own has a question for each of them.
        let is_asked = |kind: &&str| *kind == command || kind.starts_with(&format!("{command}-"));
        assert!(kinds.iter().any(is_asked), "{command} is not among {kinds:?}");
    }
}
