//! The same answers natively: `unequal-wasm-check QUESTION` prints the answer to a question in JSON.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program prints")]

use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(question) = std::env::args().nth(1) else {
        eprintln!(
            "usage: unequal-wasm-check '{{\"question\": {{\"question\": \"exit-cost\", \"first\": \"RUS\", \"second\": \"CHN\", \"year\": 2022}}}}'"
        );
        return ExitCode::from(2);
    };
    match unequal_wasm_check::answer(&question) {
        Ok(answer) => {
            println!("{answer}");
            ExitCode::SUCCESS
        }
        Err(words) => {
            eprintln!("{words}");
            ExitCode::FAILURE
        }
    }
}
