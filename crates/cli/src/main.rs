//! The program `unequal`: arguments in, one answer out.

mod arguments;
mod ask;
mod commands;
mod failure;
mod files;
mod output;

use std::process::ExitCode;

use clap::Parser;

/// Exit status for a question that cannot be answered (clap uses the same for wrong arguments).
const REFUSED: u8 = 2;

/// Leaves out the report of a panic that becomes an error, as of a damaged workbook.
fn silence_contained_panics() {
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !unequal_study::is_panic_contained() {
            report(panic);
        }
    }));
}

fn main() -> ExitCode {
    silence_contained_panics();
    let outcome = match arguments::Arguments::try_parse() {
        Ok(arguments) => arguments.run(),
        // The text of `--help` and `--version` is an answer like any other.
        Err(text) if !text.use_stderr() => output::show(&text),
        Err(wrong) => wrong.exit(),
    };
    match outcome {
        Ok(status) => status,
        Err(error) => {
            failure::complain(&error);
            ExitCode::from(REFUSED)
        }
    }
}
