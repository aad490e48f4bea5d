//! Formats, files, and tables from files.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::Path;

use unequal_render::format::Format;

use crate::common::{
    Asked, CLAIMS, COLUMNS, EPISODE, GAMES, Row, folder, is, printed, refusal, rows, scenario, unequal, value, words,
};

#[test]
fn an_ending_that_contradicts_the_format_is_refused() {
    let folder = folder("contradiction");
    let refused = |name: &str, more: &[&str]| {
        let path = folder.join(name);
        refusal(&[&["list", "years", "--out", path.to_str().unwrap()], more].concat())
    };
    let message = refused("x.csv", &["--format", "json"]);
    assert!(message.contains("x.csv") && message.contains("--format asks for json"), "{message}");
    assert!(refused("x.xslx", &[]).contains("did you mean .xlsx"));
    let message = refused("answer", &[]);
    assert!(message.contains("answer has no ending") && message.contains("--format"), "{message}");
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0, "nothing is written");
}

#[test]
fn the_ending_of_a_file_chooses_its_format() {
    let folder = folder("endings");
    let written = |name: &str, more: &[&str]| {
        let path = folder.join(name);
        let ask = ["exit-cost", "RUS", "CHN", "--year", "2011", "--out", path.to_str().unwrap()];
        assert!(printed(&[&ask[..], more].concat()).is_empty());
        std::fs::read(path).unwrap()
    };
    let starts: [(&str, &[u8]); 8] = [
        ("a.txt", b"Exit costs of Russia and China\n"),
        ("a.json", b"{"),
        ("a.csv", COLUMNS.as_bytes()),
        ("a.parquet", b"PAR1"),
        ("a.xlsx", b"PK"),
        ("a.html", b"<!DOCTYPE html>"),
        ("b.htm", b"<!DOCTYPE html>"),
        ("B.XLSX", b"PK"),
    ];
    for (name, start) in starts {
        let bytes = written(name, &[]);
        assert!(bytes.starts_with(start), "{name}: {}", String::from_utf8_lossy(&bytes[..60]));
    }
    // The same format said twice is no contradiction, and an ending of no format is written as asked for.
    let csv = written("a.csv", &[]);
    assert!(csv == written("c.csv", &["--format", "csv"]) && csv == written("c.data", &["--format", "csv"]));
}

#[test]
fn files_are_written_whole() {
    let folder = folder("written");
    let (json, page) = (folder.join("answer.json"), folder.join("page.html"));
    let ask = ["brief", "DEU", "FRA", "--year", "2000", "--format", "json", "--out", json.to_str().unwrap()];
    assert!(printed(&[&ask[..], &["--html", page.to_str().unwrap()]].concat()).is_empty());
    let written: serde_json::Value = serde_json::from_slice(&std::fs::read(&json).unwrap()).unwrap();
    assert_eq!(written["answer"]["first"]["code"], "DEU");
    assert_eq!(written["document"]["sides"][0]["code"], "DEU");
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
    let rows = rows(&["brief", "RUS", "CHN", "--year", "2011"]);
    assert!(rows.len() > 200);
    for block in ["trade", "exit-cost", "products-rus", "exit-cost-embargo", "years"] {
        assert!(rows.iter().any(|row| row["block"] == block), "{block}");
    }
    // Every row says whose brief it is of, so that files can be put below each other.
    assert!(rows.iter().all(|row| is(row, &[("question", "brief"), ("first", "RUS"), ("second", "CHN")])));
    let of_2022 = [("block", "years"), ("item", "ratio of exit costs"), ("year", "2022"), ("elasticity", "4")];
    assert!(value(&rows, &of_2022) > 1.0);
    let row = rows.iter().find(|row| is(row, &of_2022)).unwrap();
    assert!(is(row, &[("region", "RUS"), ("partner", "CHN"), ("grade", "C"), ("estimated", "yes")]), "{row:?}");
}

#[test]
fn csv_of_every_command_has_the_same_columns() {
    let files = ["us-china-tariff.toml", "us-china-decoupling.toml", "power-of-siberia-2.toml"].map(scenario);
    let asked: [&[&str]; 11] = [
        &["brief", "DEU", "FRA", "--year", "1995"],
        &["doctor"],
        &["exit-cost", "DEU", "FRA", "--year", "1995"],
        &["leverage", "DEU", "FRA", "--year", "1995"],
        &["timeline", "DEU", "FRA"],
        &["run", &files[0]],
        &["explain", "CHN", "USA", "C26", "--scenario", &files[0]],
        &["compare", &files[0], &files[1]],
        &["audit", CLAIMS],
        &["pipeline", &files[2]],
        &["list", "years"],
    ];
    // The reader fails on any other columns.
    let answers = asked.map(|question| (question[0], rows(question)));
    for (question, rows) in answers.into_iter().chain([("episode", EPISODE.rows()), ("strategy", GAMES.rows())]) {
        assert!(rows.iter().all(|row| row["question"] == question), "{question:?}");
        let numbers = ["value", "low", "high"];
        assert!(rows.iter().any(|row| !row["value"].is_empty()), "{question:?}");
        for row in &rows {
            let number = |column: &&str| row[*column].is_empty() || row[*column].parse::<f64>().is_ok();
            assert!(numbers.iter().all(number), "{row:?}");
        }
    }
}

#[test]
fn exit_costs_become_a_page_and_a_parquet_file() {
    let folder = folder("matrix");
    let (page, file) = (folder.join("map.html"), folder.join("costs.parquet"));
    let (page_path, file_path) = (page.to_str().unwrap(), file.to_str().unwrap());
    let ask =
        ["exit-cost", "--matrix", "--year", "1995", "--format", "parquet", "--out", file_path, "--html", page_path];
    let output = unequal(&ask);
    assert!(output.status.success() && output.stdout.is_empty() && output.stderr.is_empty());
    let text = std::fs::read_to_string(&page).unwrap();
    let cells = text.split_once("<table class=\"heat\"").unwrap().1.split_once("</table>").unwrap().0;
    // A square of all economies below a row of their codes, whose first cell is empty.
    assert_eq!(cells.matches("<td").count(), 41 * 41 + 1);
    let bytes = std::fs::read(&file).unwrap();
    assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
    // Not a terminal: bytes may go to standard output.
    let pair = ["exit-cost", "RUS", "CHN", "--year", "2011"];
    assert!(printed(&[&pair[..], &["--format", "parquet"]].concat()).starts_with(b"PAR1"));
    // A pair has a page too.
    printed(&[&pair[..], &["--html", page_path]].concat());
    let page = words(&std::fs::read_to_string(&page).unwrap());
    assert!(page.contains("Exit costs of Russia and China") && page.contains("1.17 %"), "{page}");
    for command in [vec!["brief", "RUS", "CHN", "--year", "2011"], vec!["doctor"]] {
        assert!(printed(&[command, vec!["--format", "parquet"]].concat()).starts_with(b"PAR1"));
    }
}

/// Asks for a file of JSON and a page beside it, and draws every other format from the document in that file.
fn asked_in_every_form(folder: &Path, name: &str, question: &[&str]) -> Asked {
    let (file, page) = (folder.join(format!("{name}.json")), folder.join(format!("{name}.html")));
    let files = ["--out", file.to_str().unwrap(), "--html", page.to_str().unwrap()];
    assert!(printed(&[question, &files].concat()).is_empty(), "{name}");
    let page = std::fs::read_to_string(&page).unwrap();
    assert!(page.contains("How sure is this?") && !page.contains("http://"), "{name}");
    assert!(!words(&page).contains("NaN"), "{name}");
    let asked = Asked::read(&std::fs::read(&file).unwrap());
    assert!(words(&asked.text(Format::Html)) == words(&page), "{name}: the document is read as it was written");
    for format in Format::ALL {
        assert!(asked.form(format).len() > 500, "{name} {format}");
    }
    let text = asked.text(Format::Table);
    assert!(!text.contains("NaN") && text.contains("Evidence: "), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 110), "{name}: {text}");
    assert!(asked.rows().iter().all(|row| row["question"] == question[0]), "{name}");
    asked
}

#[test]
fn leverage_answers_in_every_form() {
    let folder = folder("leverage");
    for (name, question) in
        [("pair", vec!["RUS", "CHN"]), ("ranking", vec!["--most-dependent-on", "CHN"]), ("pairs", vec!["--all-pairs"])]
    {
        let question = [vec!["leverage"], question, vec!["--year", "2011"]].concat();
        let text = asked_in_every_form(&folder, name, &question).text(Format::Table);
        assert!(text.contains("grade B"), "{text}");
    }
    assert!(refusal(&["leverage", "RUS"]).contains("<SECOND>"));
    assert!(refusal(&["leverage", "RUS", "CHN", "--all-pairs"]).contains("--all-pairs"));
    assert!(refusal(&["leverage", "--most-dependent-on", "CNH"]).contains("CHN"));
    assert!(refusal(&["leverage", "RUS", "CHN", "--scenario", "missing.toml"]).contains("missing.toml"));
}

#[test]
fn a_pipeline_and_a_timeline_answer_in_every_form() {
    let folder = folder("decades");
    let pipeline = asked_in_every_form(&folder, "pipeline", &["pipeline", &scenario("power-of-siberia-2.toml")]);
    asked_in_every_form(&folder, "timeline", &["timeline", "RUS", "CHN"]);
    let rows = pipeline.rows();
    let shares = |block: &str| rows.iter().filter(|row| row["block"] == block).collect::<Vec<&Row>>();
    // The Shapley value and the nucleolus divide the same worth, whoever gets how much of it.
    let [shapley, nucleolus] = ["power-1", "power-2"].map(shares);
    assert!(shapley.iter().all(|row| row["measure"].contains("Shapley value") && row["unit"] == "USD million"));
    assert!(nucleolus.iter().all(|row| row["measure"].contains("nucleolus") && row["unit"] == "USD million"));
    let total = |shares: &[&Row], case: &str| -> f64 {
        shares.iter().filter(|row| row["item"].ends_with(case)).map(|row| row["value"].parse::<f64>().unwrap()).sum()
    };
    for europe in ["closed", "open"] {
        for when in ["before building", "pipe paid for"] {
            let case = format!("Europe {europe}, {when}");
            let (one, other) = (total(&shapley, &case), total(&nucleolus, &case));
            // A few billions a year.
            assert!(one > 1e3 && one < 1e5 && (one - other).abs() < 1e-6 * one, "{case}: {one} {other}");
        }
    }
}

#[test]
fn a_truncated_table_is_one_clear_error() {
    let folder = folder("truncated");
    let whole = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/world/wiod-2011.world")).unwrap();
    let path = folder.join("half.world");
    std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let out = folder.join("answer.json");
    let text = path.to_str().unwrap();
    let message =
        refusal(&["brief", "RUS", "CHN", "--table", text, "--format", "json", "--out", out.to_str().unwrap()]);
    assert!(message.contains("half.world") && message.contains("not a readable world file"), "{message}");
    assert_eq!(message.lines().count(), 1, "{message}");
    assert!(!out.exists(), "nothing half-written");
    assert!(refusal(&["doctor", text]).contains("not a readable world file"));
    assert!(refusal(&["doctor", "no-such-file.world"]).contains("cannot read no-such-file.world"));
}

#[test]
fn a_table_from_a_file_is_as_good_as_the_embedded_one() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/world/wiod-2011.world");
    let from_file = unequal(&["brief", "RUS", "CHN", "--table", path]);
    let embedded = unequal(&["brief", "RUS", "CHN", "--year", "2011"]);
    // Lines break elsewhere, since the first sentence says whose table it is.
    let words = |text: &[u8]| String::from_utf8_lossy(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let from_file = words(&from_file.stdout);
    assert!(from_file.contains("According to the table wiod-2011.world: Russia"), "{from_file}");
    let without = from_file.replacen("According to the table wiod-2011.world: ", "", 1);
    assert_eq!(without, words(&embedded.stdout));
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
