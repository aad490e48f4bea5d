//! The program as a person runs it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use assert_cmd::Command;

fn unequal(arguments: &[&str]) -> std::process::Output {
    Command::cargo_bin("unequal").unwrap().args(arguments).output().unwrap()
}

/// What a refused question prints; nothing may stand on standard output.
fn refusal(arguments: &[&str]) -> String {
    let output = unequal(arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    assert!(output.stdout.is_empty(), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

fn folder(name: &str) -> std::path::PathBuf {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

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
    let message = refusal(&["brief", "RUS", "CHN", "--year", "2015"]);
    assert!(message.contains("1995-2011 and 2022"), "{message}");
    let message = refusal(&["brief", "RUS", "CHN", "--elasticity", "-1"]);
    assert!(message.contains("0.1 to 50"), "{message}");
    let message = refusal(&["brief", "EU27", "DEU"]);
    assert!(message.contains("overlap"), "{message}");
    let message = refusal(&["brief", "RUS", "CHN", "--embargo-by", "WETS"]);
    assert!(message.contains("WEST"), "{message}");
}

#[test]
fn what_contradicts_itself_is_refused_and_ways_to_ask_are_shown() {
    let message = refusal(&["brief", "KAZ", "CHN", "--year", "2011"]);
    assert!(message.contains("does not show KAZ (Kazakhstan) separately") && !message.contains("BRA"), "{message}");
    assert!(refusal(&["leverage", "RUS", "CHN", "--exact"]).contains("--exact"));
    let message = refusal(&["leverage"]);
    assert!(message.contains("--all-pairs") && message.contains("--most-dependent-on"), "{message}");
    assert!(refusal(&["exit-cost"]).contains("--matrix"));
    let page = folder("twice").join("page.html");
    let (page, other) = (page.to_str().unwrap(), page.parent().unwrap().join("../twice/page.html"));
    let message = refusal(&["brief", "RUS", "CHN", "--html", page, "--out", other.to_str().unwrap()]);
    assert!(message.contains("give two files"), "{message}");
    assert!(!std::path::Path::new(page).exists(), "nothing is written");
}

#[test]
fn a_truncated_table_is_one_clear_error() {
    let folder = folder("truncated");
    let whole = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/world/wiod-2011.world")).unwrap();
    let path = folder.join("half.world");
    std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let out = folder.join("answer.json");
    let text = path.to_str().unwrap();
    let message = refusal(&["brief", "RUS", "CHN", "--data", text, "--format", "json", "--out", out.to_str().unwrap()]);
    assert!(message.contains("half.world") && message.contains("not a readable world file"), "{message}");
    assert_eq!(message.lines().count(), 1, "{message}");
    assert!(!out.exists(), "nothing half-written");
    assert!(refusal(&["doctor", text]).contains("not a readable world file"));
    assert!(refusal(&["doctor", "no-such-file.world"]).contains("cannot read no-such-file.world"));
}

#[test]
fn a_table_from_a_file_is_as_good_as_the_embedded_one() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/world/wiod-2011.world");
    let from_file = unequal(&["brief", "RUS", "CHN", "--data", path]);
    let embedded = unequal(&["brief", "RUS", "CHN", "--year", "2011"]);
    assert_eq!(from_file.stdout, embedded.stdout);
}

#[test]
fn files_are_written_whole() {
    let folder = folder("written");
    let (json, page) = (folder.join("answer.json"), folder.join("page.html"));
    let arguments = ["brief", "DEU", "FRA", "--year", "2000", "--format", "json"];
    let output = Command::cargo_bin("unequal")
        .unwrap()
        .args(arguments)
        .arg("--out")
        .arg(&json)
        .arg("--html")
        .arg(&page)
        .output()
        .unwrap();
    assert!(output.status.success() && output.stdout.is_empty());
    let answer: serde_json::Value = serde_json::from_slice(&std::fs::read(&json).unwrap()).unwrap();
    assert_eq!(answer["first"]["code"], "DEU");
    assert!(std::fs::read_to_string(&page).unwrap().trim_end().ends_with("</html>"));
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 2, "no temporary file is left");
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_and_a_pipe_is_written_to() {
    let folder = folder("linked");
    let (target, link) = (folder.join("target.json"), folder.join("link.json"));
    std::fs::write(&target, "old").unwrap();
    std::os::unix::fs::symlink(&target, &link).unwrap();
    let run = |path: &str| unequal(&["exit-cost", "RUS", "CHN", "--year", "2011", "--format", "json", "--out", path]);
    assert!(run(link.to_str().unwrap()).status.success());
    assert!(link.is_symlink() && std::fs::read_to_string(&target).unwrap().starts_with('{'));
    let piped = run("/dev/stdout");
    assert!(piped.status.success() && piped.stdout.starts_with(b"{"));
}

#[test]
fn csv_has_one_figure_a_row() {
    let output = unequal(&["brief", "RUS", "CHN", "--year", "2011", "--format", "csv"]);
    let text = String::from_utf8(output.stdout).unwrap();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("block,subject,item,year,elasticity,value,unit,grade,source,estimated"));
    assert!(lines.clone().count() > 200);
    for block in ["trade", "exit", "hurts", "embargo", "line"] {
        assert!(lines.clone().any(|line| line.starts_with(&format!("{block},"))), "{block}");
    }
    assert!(lines.any(|line| line.starts_with("line,RUS:CHN,exit cost ratio,2022,4,") && line.ends_with("yes")));
}

#[test]
fn exit_costs_of_one_pair_and_of_all() {
    let output = unequal(&["exit-cost", "RUS", "CHN", "--year", "2011"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("1.17 %") && text.contains("6.4 : 1"), "{text}");
    let output = unequal(&["exit-cost", "--matrix", "--year", "1995", "--format", "csv"]);
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(text.lines().count(), 1 + 41 * 40 / 2);
    assert!(refusal(&["exit-cost", "RUS"]).contains("<SECOND>"));
    assert!(refusal(&["exit-cost", "RUS", "CHN", "--matrix"]).contains("cannot be used with"));
}

#[test]
fn exit_costs_become_a_page_and_a_parquet_file() {
    let folder = folder("matrix");
    let (page, file) = (folder.join("map.html"), folder.join("costs.parquet"));
    let (page_path, file_path) = (page.to_str().unwrap(), file.to_str().unwrap());
    let arguments = ["exit-cost", "--matrix", "--year", "1995", "--format", "parquet", "--out", file_path, "--html"];
    let output = Command::cargo_bin("unequal").unwrap().args(arguments).arg(page_path).output().unwrap();
    assert!(output.status.success() && output.stdout.is_empty() && output.stderr.is_empty());
    let text = std::fs::read_to_string(&page).unwrap();
    let cells = text.split_once("<svg class=\"map\"").unwrap().1.split_once("</svg>").unwrap().0;
    assert_eq!(cells.matches("<rect ").count(), 41 * 40);
    let bytes = std::fs::read(&file).unwrap();
    assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
    // Not a terminal: bytes may go to standard output.
    let piped = unequal(&["exit-cost", "RUS", "CHN", "--year", "2011", "--format", "parquet"]);
    assert!(piped.status.success() && piped.stdout.starts_with(b"PAR1"));
    let message = refusal(&["exit-cost", "RUS", "CHN", "--html", page_path]);
    assert!(message.contains("--matrix") && message.contains("unequal brief RUS CHN --html"), "{message}");
    for command in [vec!["brief", "RUS", "CHN", "--year", "2011"], vec!["doctor"]] {
        let output = unequal(&[command, vec!["--format", "parquet"]].concat());
        assert!(output.status.success() && output.stdout.starts_with(b"PAR1"));
    }
}

#[test]
fn runs_of_gaps_are_told_once_and_notes_stand_with_their_pair() {
    let output = unequal(&["brief", "RUS", "KAZ"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(text.matches("no point").count(), 1, "{text}");
    assert!(text.contains("1995\u{2013}2011: no point, WIOD, 2013 release does not show KAZ separately."), "{text}");
    let estimates = |first: &str, second: &str| {
        let output = unequal(&["exit-cost", first, second, "--format", "json"]);
        let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert!(!answer["evidence"]["changes"].as_array().unwrap().is_empty());
        answer["evidence"]["estimated"].to_string()
    };
    for (first, second) in [("RUS", "CHN"), ("CHN", "RUS")] {
        assert!(estimates(first, second).contains("books most of what China delivered"));
    }
    assert!(!estimates("RUS", "KAZ").contains("China"));
}

#[test]
fn the_doctor_finds_the_embedded_world_sound() {
    let output = unequal(&["doctor"]);
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("Every identity holds.") && !text.contains("FAULT"));
}

fn scenario(name: &str) -> String {
    format!("{}/../../scenarios/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn a_scenario_runs_in_every_form() {
    let folder = folder("run");
    let (file, page) = (scenario("us-china-tariff.toml"), folder.join("run.html"));
    let run = |more: &[&str]| {
        let output = unequal(&[&["run", &file], more].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let table = run(&["--html", page.to_str().unwrap()]);
    for words in ["Real income", "Who pays, who receives", "interaction", "Grade C", "final demand estimated"] {
        assert!(table.contains(words), "{words} in {table}");
    }
    let page = std::fs::read_to_string(page).unwrap();
    assert!(page.trim_end().ends_with("</html>") && page.contains("Who pays, who receives"));
    let answer: serde_json::Value = serde_json::from_str(&run(&["--format", "json"])).unwrap();
    assert_eq!(answer["measures"].as_array().unwrap().len(), 2);
    let csv = run(&["--format", "csv"]);
    assert!(csv.lines().any(|line| line.starts_with("real income,USA,together,2022,4,")), "{csv}");
}

#[test]
fn scenarios_stand_side_by_side() {
    let files = ["us-china-tariff.toml", "us-china-decoupling.toml"].map(scenario);
    let output = unequal(&["compare", &files[0], &files[1], "--format", "csv"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let page = folder("compare").join("page.html");
    assert!(unequal(&["compare", &files[0], &files[1], "--html", page.to_str().unwrap()]).status.success());
    assert!(std::fs::read_to_string(page).unwrap().trim_end().ends_with("</html>"));
    let text = String::from_utf8(output.stdout).unwrap();
    let mut reader = text.lines().filter(|line| line.starts_with("CHN,change of real income,"));
    let values: Vec<f64> = reader.next().unwrap().split(',').skip(3).map(|value| value.parse().unwrap()).collect();
    assert!(values.len() == 2 && values[1] < values[0] && values[0] < 0.0, "{text}");
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
    let page = folder("episode").join("page.html");
    let output = unequal(&["episode", "--format", "json", "--html", page.to_str().unwrap()]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = String::from_utf8(unequal(&["episode"]).stdout).unwrap();
    let page = std::fs::read_to_string(page).unwrap();
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for sentence in answer["headline"].as_array().unwrap() {
        let sentence = sentence.as_str().unwrap();
        assert!(flat.contains(sentence) && page.contains(sentence), "{sentence} in {text}");
    }
    for month in answer["months"].as_array().unwrap() {
        for forecast in month["forecasts"].as_array().unwrap() {
            let error = format!("{:+.1}", 100.0 * forecast["error"].as_f64().unwrap());
            assert!(text.contains(&format!("({error})")) && page.contains(&format!(">{error}</td>")), "{error}");
        }
    }
    assert!(text.lines().all(|line| line.chars().count() <= 110), "{text}");
    let rows = String::from_utf8(unequal(&["episode", "--format", "csv"]).stdout).unwrap();
    assert!(rows.lines().any(|line| line.starts_with("fit,50 % used up,whole fee,")), "{rows}");
}

#[test]
fn one_flow_is_explained() {
    let file = scenario("us-china-tariff.toml");
    let output = unequal(&["explain", "CHN", "USA", "C26", "--scenario", &file]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("American tariffs (tariff)") && text.contains("+30.40 %"), "{text}");
    assert!(text.contains("Chinese tariffs (tariff): elsewhere"), "{text}");
    let output = unequal(&["explain", "CHN", "USA", "c26", "--scenario", &file, "--format", "json"]);
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["alone"][0]["tariff"], 0.304);
    let output = unequal(&["explain", "CHN", "USA", "C26", "--scenario", &file, "--format", "csv"]);
    let rows = String::from_utf8(output.stdout).unwrap();
    assert!(rows.contains("American tariffs,tariff,tariff,,,0.304,share,"), "{rows}");
    let output = unequal(&["explain", "CHN", "USA", "C26", "--scenario", &file, "--format", "parquet"]);
    assert!(output.status.success() && output.stdout.starts_with(b"PAR1"));
    assert!(refusal(&["explain", "CHN", "USA", "C99", "--scenario", &file]).contains("unknown sector `C99`"));
}

#[test]
fn leverage_answers_in_every_form() {
    let folder = folder("leverage");
    for (name, question) in
        [("pair", vec!["RUS", "CHN"]), ("ranking", vec!["--most-dependent-on", "CHN"]), ("pairs", vec!["--all-pairs"])]
    {
        for format in ["table", "json", "csv", "parquet"] {
            let (answer, page) = (folder.join(format!("{name}.{format}")), folder.join(format!("{name}.html")));
            let output = Command::cargo_bin("unequal")
                .unwrap()
                .arg("leverage")
                .args(&question)
                .args(["--year", "2011", "--format", format, "--out"])
                .arg(&answer)
                .arg("--html")
                .arg(&page)
                .output()
                .unwrap();
            assert!(output.status.success(), "{name} {format}: {}", String::from_utf8_lossy(&output.stderr));
            assert!(std::fs::metadata(&answer).unwrap().len() > 500, "{name} {format}");
            let page = std::fs::read_to_string(&page).unwrap();
            assert!(page.contains("How sure is this?") && !page.contains("NaN") && !page.contains("http://"), "{name}");
        }
        let text = std::fs::read_to_string(folder.join(format!("{name}.table"))).unwrap();
        assert!(!text.contains("NaN") && text.contains("Grade B"), "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= 110), "{name}");
    }
    assert!(refusal(&["leverage", "RUS"]).contains("<SECOND>"));
    assert!(refusal(&["leverage", "RUS", "CHN", "--all-pairs"]).contains("--all-pairs"));
    assert!(refusal(&["leverage", "--most-dependent-on", "CNH"]).contains("CHN"));
    assert!(refusal(&["leverage", "RUS", "CHN", "--scenario", "missing.toml"]).contains("missing.toml"));
}

#[test]
fn every_table_of_a_timeline_that_leaves_years_out_says_so() {
    let text = String::from_utf8(unequal(&["timeline", "EU27", "RUS"]).stdout).unwrap();
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // Exit costs and sanctions; the note under the shares has its own words.
    assert!(text.matches("Every fifth year, the first and the last; --format csv has all.").count() >= 2, "{text}");
}

#[test]
fn no_figure_of_the_estimated_year_is_better_than_c() {
    let rows = String::from_utf8(unequal(&["timeline", "RUS", "CHN", "--format", "csv"]).stdout).unwrap();
    let of_2022: Vec<&str> = rows.lines().filter(|line| line.contains(",2022,") && line.contains("ICIO")).collect();
    assert!(
        of_2022.iter().any(|line| line.starts_with("exit,")) && of_2022.iter().any(|line| line.starts_with("trade,"))
    );
    for line in of_2022 {
        assert!(line.contains(",C,") && line.ends_with("yes"), "{line}");
    }
    for line in rows.lines().filter(|line| line.starts_with("balance,") || line.starts_with("beside,")) {
        assert!(line.ends_with("no"), "{line}");
    }
}

#[test]
fn a_pipeline_and_a_timeline_answer_in_every_form() {
    let folder = folder("decades");
    let scenario = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenarios/power-of-siberia-2.toml");
    for (name, arguments) in [("pipeline", vec!["pipeline", scenario]), ("timeline", vec!["timeline", "RUS", "CHN"])] {
        for format in ["table", "json", "csv", "parquet"] {
            let (answer, page) = (folder.join(format!("{name}.{format}")), folder.join(format!("{name}.html")));
            let output = Command::cargo_bin("unequal")
                .unwrap()
                .args(&arguments)
                .args(["--format", format, "--out"])
                .arg(&answer)
                .arg("--html")
                .arg(&page)
                .output()
                .unwrap();
            assert!(output.status.success(), "{name} {format}: {}", String::from_utf8_lossy(&output.stderr));
            assert!(std::fs::metadata(&answer).unwrap().len() > 500, "{name} {format}");
            let page = std::fs::read_to_string(&page).unwrap();
            assert!(!page.contains("NaN") && !page.contains("http://"), "{name}");
        }
        let text = std::fs::read_to_string(folder.join(format!("{name}.table"))).unwrap();
        assert!(!text.contains("NaN") && text.contains("Grade"), "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= 110), "{name}: {text}");
    }
    let text = std::fs::read_to_string(folder.join("pipeline.csv")).unwrap();
    for line in text.lines().filter(|line| line.contains("Shapley value, ") || line.contains("nucleolus, ")) {
        assert!(line.contains(",USD billion a year,"), "{line}");
    }
}

#[test]
fn sentences_have_words_for_codes_and_agree() {
    let text = |file: &str| {
        let output = unequal(&["run", &scenario(file)]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let cap = text("oil-price-cap.toml");
    assert!(cap.contains("The G7, the European Union and Australia carry oil"), "{cap}");
    assert!(!cap.contains("visibly: the loss is"), "{cap}");
    let rouble = text("rouble-under-bans.toml");
    assert!(
        rouble.contains("The European Union and the G7 forbid exports") && rouble.contains("the G7 lose "),
        "{rouble}"
    );
    assert!(rouble.contains("settled in dollars and euros") && !rouble.contains("K4"), "{rouble}");
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
    let claims = concat!(env!("CARGO_MANIFEST_DIR"), "/../../claims/2024-05.toml");
    let output = unequal(&["audit", claims]);
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        flat.contains("give up \u{201c}exports 2023\u{201d}") && flat.contains("imply USD 110.8 to 120.6 billion"),
        "{text}"
    );
    let folder = folder("audit");
    let page = folder.join("audit.html");
    let json = unequal(&["audit", claims, "--format", "json", "--html", page.to_str().unwrap()]);
    let answer: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(answer["beside"]["knots"][0]["repairs"][0]["without"][0], "exports 2023");
    assert!(std::fs::read_to_string(page).unwrap().contains("USD 110.8 to 120.6 billion"));
    for format in ["csv", "parquet"] {
        assert!(!unequal(&["audit", claims, "--format", format]).stdout.is_empty());
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
    let folder = folder("strategy");
    let (file, page) = (scenario("strategy/russia-china.toml"), folder.join("games.html"));
    let strategy = |more: &[&str]| {
        let output = unequal(&[&["strategy", &file], more].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let table = strategy(&["--html", page.to_str().unwrap()]);
    let table = table.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in ["it is no forecast", "grade D", "decided by", "The patron", "The linked bargain"] {
        assert!(table.contains(words), "{words} in {table}");
    }
    let page = std::fs::read_to_string(page).unwrap();
    assert!(page.trim_end().ends_with("</html>") && page.contains("No forecast."));
    let csv = strategy(&["--format", "csv"]);
    let rows: Vec<&str> = csv.lines().skip(1).collect();
    assert!(rows.iter().all(|row| row.contains(",If ") || row.contains(",\"If ")), "{csv}");
    assert!(
        rows.iter().any(|row| row.contains(",share of real income,"))
            && !csv.contains("e-1")
            && !csv.contains("-0.0000000000")
    );
    let schema: serde_json::Value = serde_json::from_slice(&unequal(&["schema", "--strategy"]).stdout).unwrap();
    assert_eq!(schema["title"], "unequal strategy");
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
    for command in commands.into_iter().filter(|command| *command != "help") {
        assert!(kinds.contains(&command), "{command} is not among {kinds:?}");
    }
}
