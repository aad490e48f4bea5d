//! The same answers natively: `unequal-browser DATA REQUEST` answers a request in JSON with the data files of a folder.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program prints")]

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use unequal_world::packs;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [data, request] = arguments.as_slice() else {
        eprintln!(
            "usage: unequal-browser DATA '{{\"ask\": \"lists\"}}', where DATA is the folder data/ of the repository"
        );
        return ExitCode::from(2);
    };
    if !packs::are_compiled_in() {
        for name in packs::names() {
            if let Err(words) = given(Path::new(data), name) {
                eprintln!("{name}: {words}");
                return ExitCode::FAILURE;
            }
        }
    }
    let reply = unequal_browser::ask(request.as_bytes());
    let written = std::io::stdout().write_all(&reply.bytes);
    if written.is_ok() && reply.is_answer() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn given(data: &Path, name: &str) -> Result<(), String> {
    let content = std::fs::read(data.join(name)).map_err(|error| error.to_string())?;
    unequal_browser::provide(name.as_bytes(), &content)
}
