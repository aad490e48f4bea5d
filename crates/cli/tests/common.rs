//! The program as the tests run it, and readers of what it writes.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use assert_cmd::Command;
use serde::Deserialize;
use serde_json::Value;
use unequal_presentation::document::Document;
use unequal_render::format::{Format, render};

/// Columns of the tidy layout, as the book lists them.
pub const COLUMNS: &str = "question,block,item,first,second,region,partner,sector,year,measure,elasticity,value,unit,\
                           low,high,range,grade,source,estimated,text";

/// One row of the tidy layout: the fields by the names of their columns.
pub type Row = BTreeMap<String, String>;

/// Runs the program.
pub fn unequal(arguments: &[&str]) -> std::process::Output {
    Command::cargo_bin("unequal").unwrap().args(arguments).output().unwrap()
}

/// What an answered question prints.
pub fn printed(arguments: &[&str]) -> Vec<u8> {
    let output = unequal(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// The same as text.
pub fn text(arguments: &[&str]) -> String {
    String::from_utf8(printed(arguments)).unwrap()
}

/// The same as JSON: the typed answer and its document.
pub fn json(arguments: &[&str]) -> Value {
    serde_json::from_slice(&printed(&[arguments, &["--format", "json"]].concat())).unwrap()
}

/// An answer whose other forms are drawn from the document in its JSON, so that a long question is solved once.
pub struct Asked {
    /// The answer and its document as JSON.
    pub json: Value,
    document: Document,
}

impl Asked {
    /// Runs the program once.
    pub fn once(arguments: &[&str]) -> Self {
        Self::read(&printed(&[arguments, &["--format", "json"]].concat()))
    }

    /// Reads what the program has written as JSON.
    pub fn read(bytes: &[u8]) -> Self {
        let json: Value = serde_json::from_slice(bytes).unwrap();
        let document = Document::deserialize(&json["document"]).unwrap();
        Self { json, document }
    }

    /// The bytes of another form, as wide as where nothing tells the width.
    pub fn form(&self, format: Format) -> Vec<u8> {
        render(&self.json["answer"], &self.document, format, 110).unwrap()
    }

    /// The same as text.
    pub fn text(&self, format: Format) -> String {
        String::from_utf8(self.form(format)).unwrap()
    }

    /// The rows of the tidy layout.
    pub fn rows(&self) -> Vec<Row> {
        tidy(&self.text(Format::Csv))
    }
}

/// The games of the shipped file, played once for all tests.
pub static GAMES: LazyLock<Asked> =
    LazyLock::new(|| Asked::once(&["strategy", &scenario("strategy/russia-china.toml")]));

/// The episode, once for all tests.
pub static EPISODE: LazyLock<Asked> = LazyLock::new(|| Asked::once(&["episode"]));

/// The typed answer.
pub fn answer(arguments: &[&str]) -> Value {
    json(arguments)["answer"].clone()
}

/// The rows of the tidy layout.
pub fn rows(arguments: &[&str]) -> Vec<Row> {
    tidy(&text(&[arguments, &["--format", "csv"]].concat()))
}

/// Reads rows of the tidy layout.
pub fn tidy(csv: &str) -> Vec<Row> {
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some(COLUMNS));
    lines
        .map(|line| {
            let fields = fields(line);
            assert_eq!(fields.len(), COLUMNS.split(',').count(), "{line}");
            COLUMNS.split(',').map(str::to_owned).zip(fields).collect()
        })
        .collect()
}

/// Fields of a line of csv; a comma between quotation marks is part of a field.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            other => fields.last_mut().unwrap().push(other),
        }
    }
    fields
}

/// Whether a row has these values in these columns.
pub fn is(row: &Row, wanted: &[(&str, &str)]) -> bool {
    wanted.iter().all(|(column, value)| row[*column] == *value)
}

/// The value of the only row with these values in these columns.
pub fn value(rows: &[Row], wanted: &[(&str, &str)]) -> f64 {
    let found: Vec<&Row> = rows.iter().filter(|row| is(row, wanted)).collect();
    assert_eq!(found.len(), 1, "{wanted:?}: {found:?}");
    found[0]["value"].parse().unwrap()
}

/// Text without its line breaks and indentation.
pub fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a page says: its text without tags, styles and scripts, with plain blanks and minus signs.
pub fn words(page: &str) -> String {
    let mut page = page.to_owned();
    for tag in ["style", "script"] {
        while let Some((before, rest)) = page.split_once(&format!("<{tag}")) {
            page = format!("{before}{}", rest.split_once(&format!("</{tag}>")).unwrap().1);
        }
    }
    let mut words = String::new();
    for part in page.split('<') {
        words.push_str(part.split_once('>').map_or("", |(_, after)| after));
    }
    for (entity, letter) in [
        ("\u{a0}", " "),
        ("\u{2212}", "-"),
        ("&#39;", "'"),
        ("&quot;", "\""),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ] {
        words = words.replace(entity, letter);
    }
    flat(&words)
}

/// What a refused question prints; nothing may stand on standard output.
pub fn refusal(arguments: &[&str]) -> String {
    let output = unequal(arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    assert!(output.stdout.is_empty(), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

/// An empty folder for one test.
pub fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Path of a scenario file of the repository.
pub fn scenario(name: &str) -> String {
    format!("{}/../../scenarios/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// A scenario file of the repository with one more line at its top, written to `path`.
pub fn changed(name: &str, line: &str, path: &Path) -> String {
    let file = std::fs::read_to_string(scenario(name)).unwrap();
    std::fs::write(path, format!("{line}\n{file}")).unwrap();
    path.to_str().unwrap().to_owned()
}

/// The audited claims of the repository.
pub const CLAIMS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../claims/2024-05.toml");
