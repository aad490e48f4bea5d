//! The workbench as the program starts it: its answers are those of the command line.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use crate::common::{json, text, unequal};

/// A running workbench; it ends with the test.
struct Workbench {
    child: Child,
    address: String,
}

impl Workbench {
    fn start() -> Self {
        let program = assert_cmd::cargo::cargo_bin!("unequal");
        let mut child = Command::new(program)
            .args(["workbench", "--port", "0", "--no-open"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("The workbench is at http://").unwrap().trim_end_matches('/').to_owned();
        Self { child, address }
    }

    /// Status and body of what is asked.
    fn ask(&self, request: &Value) -> (u16, Vec<u8>) {
        let (body, address) = (request.to_string(), &self.address);
        let mut stream = TcpStream::connect(address).unwrap();
        write!(
            stream,
            "POST /api/ask HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
             Connection: close\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        let mut back = Vec::new();
        stream.read_to_end(&mut back).unwrap();
        let head = back.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        let status = String::from_utf8_lossy(&back[..head]).split(' ').nth(1).unwrap().parse().unwrap();
        (status, back[head + 4..].to_vec())
    }
}

impl Drop for Workbench {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A file of the repository, as the command line names it and as the workbench brings it.
fn file(path: &str) -> (String, Value) {
    let path = format!("{}/../../{path}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap();
    (path.clone(), json!({"name": path, "text": text}))
}

#[test]
fn the_workbench_answers_as_the_command_line_does() {
    let workbench = Workbench::start();
    let (path, scenario) = file("scenarios/us-china-decoupling.toml");
    let (claims_path, claims) = file("claims/2024-05.toml");
    let same: [(&[&str], Value); 4] = [
        (
            &["exit-cost", "CZE", "SVK", "--year", "2000", "--elasticity", "5"],
            json!({"question": "exit-cost", "first": "CZE", "second": "SVK", "year": 2000, "elasticity": 5}),
        ),
        (
            &["leverage", "CZE", "SVK", "--year", "2000"],
            json!({"question": "leverage", "first": "CZE", "second": "SVK", "year": 2000}),
        ),
        (&["run", &path, "--no-ranges"], json!({"question": "run", "file": scenario, "ranges": false})),
        (&["audit", &claims_path], json!({"question": "audit", "file": claims})),
    ];
    for (arguments, question) in same {
        let (status, body) = workbench.ask(&json!({"ask": "view", "question": question}));
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&body));
        let served: Value = serde_json::from_slice(&body).unwrap();
        // The fragment is drawn from the document, whose figures are those of the csv.
        assert!(served["answer"]["answer"] == json(arguments)["answer"], "{arguments:?}");
        let (_, csv) = workbench.ask(&json!({"ask": "download", "question": question, "form": "csv"}));
        assert_eq!(String::from_utf8(csv).unwrap(), text(&[arguments, &["--format", "csv"]].concat()), "{arguments:?}");
    }
    let (status, _) = workbench.ask(&json!({"ask": "view", "question": {"question": "run", "file": {"path": path}}}));
    assert_eq!(status, 422, "the command line reads files, the workbench does not");
}

#[test]
fn a_site_is_written_and_says_what_it_lacks() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    let output = unequal(&["workbench", "--export", site.to_str().unwrap()]);
    assert!(output.status.success(), "{output:?}");
    assert!(site.join("index.html").is_file() && site.join("data/world/icio-2018.world").is_file());
    let refused = unequal(&["workbench", "--export", site.to_str().unwrap(), "--engine", "nowhere.wasm"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("cannot read nowhere.wasm"), "{refused:?}");
}
