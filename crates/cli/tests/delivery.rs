//! What cannot be written: the exit status says so, and nothing else is written in its place.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::Path;

use crate::common::{folder, refusal, unequal};

/// Names of the files in a folder.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn of_two_files_neither_is_written_where_one_cannot_be() {
    let folder = folder("neither");
    let (good, locked) = (folder.join("good"), folder.join("locked"));
    std::fs::write(&locked, "mine").unwrap();
    let mut permissions = std::fs::metadata(&locked).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&locked, permissions).unwrap();
    std::fs::create_dir(folder.join("inside")).unwrap();
    for bad in [locked.clone(), folder.join("inside"), folder.join("nowhere/file")] {
        for (page, answer) in [(&good, &bad), (&bad, &good)] {
            let (page, answer) = (page.to_str().unwrap(), answer.to_str().unwrap());
            let ask =
                ["exit-cost", "RUS", "CHN", "--year", "2011", "--format", "json", "--html", page, "--out", answer];
            let message = refusal(&ask);
            assert!(message.contains(&format!("cannot write {}", bad.display())), "{message}");
            assert_eq!(names(&folder), ["inside", "locked"]);
            assert_eq!(std::fs::read_to_string(&locked).unwrap(), "mine");
        }
    }
}

#[test]
fn a_saved_table_and_an_answer_cannot_share_a_file() {
    let folder = folder("shared");
    let (records, target) = (folder.join("records.csv"), folder.join("answer"));
    std::fs::write(&records, "year,exporter,importer,products,usd_million,source\n2011,CHN,RUS,goods,38904,a test\n")
        .unwrap();
    let target = target.to_str().unwrap();
    let ask = ["table", "adjust", records.to_str().unwrap(), "--year", "2011", "--format", "json"];
    let message = refusal(&[&ask[..], &["--save", target, "--out", target]].concat());
    assert!(message.contains("--save") && message.contains("give two files"), "{message}");
    assert_eq!(names(&folder), ["records.csv"]);
}

/// Runs the program as a shell does, with what the shell makes of its standard output.
#[cfg(unix)]
fn redirected(arguments: &str, redirection: &str) -> std::process::Output {
    let program = env!("CARGO_BIN_EXE_unequal");
    let line = format!("exec \"$0\" {arguments} {redirection}");
    std::process::Command::new("sh").args(["-c", &line, program]).output().unwrap()
}

#[cfg(unix)]
#[test]
fn a_closed_standard_output_is_an_error() {
    let folder = folder("closed");
    let page = folder.join("page.html");
    let with_page = format!("exit-cost RUS CHN --year 2011 --html '{}'", page.display());
    for arguments in ["list years", "brief RUS CHN --year 2011", &with_page, "schema", "audit --new", "--help"] {
        let output = redirected(arguments, ">&-");
        assert_eq!(output.status.code(), Some(2), "{arguments}");
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!(message, "error: cannot write standard output: it is closed\n", "{arguments}");
    }
    assert!(!page.exists(), "the page is not written where the answer cannot be");
}

/// What needs no standard output does without it, and `/dev/null`, open for reading too, takes an answer.
#[cfg(unix)]
#[test]
fn a_standard_output_that_is_not_needed_may_be_closed() {
    let folder = folder("not_needed");
    let file = folder.join("years.csv");
    assert!(redirected(&format!("list years --out '{}'", file.display()), ">&-").status.success());
    assert!(std::fs::read_to_string(&file).unwrap().starts_with("question,"));
    assert!(redirected("list years", ">/dev/null").status.success());
    assert!(redirected("list years", "1<>/dev/null").status.success());
    assert!(unequal(&["list", "years"]).status.success());
}

/// A device that is always full stands for a full disk.
#[cfg(target_os = "linux")]
#[test]
fn a_full_device_is_an_error() {
    let folder = folder("full");
    let page = folder.join("page.html");
    for form in ["table", "json", "parquet", "xlsx"] {
        let ask = format!("exit-cost RUS CHN --year 2011 --format {form} --html '{}'", page.display());
        for output in [redirected(&ask, ">/dev/full"), redirected(&format!("{ask} --out /dev/full"), "")] {
            assert_eq!(output.status.code(), Some(2), "{form}");
            let message = String::from_utf8(output.stderr).unwrap();
            assert!(message.starts_with("error: cannot write ") && message.contains("No space left"), "{message}");
            assert!(!page.exists(), "{form}: the page is not written where the answer cannot be");
        }
    }
}
