//! The program `unequal`: arguments in, one answer out.

mod arguments;
mod ask;
mod commands;
mod output;

use std::process::ExitCode;

use clap::Parser;

/// Exit status for a question that cannot be answered (clap uses the same for wrong arguments).
const REFUSED: u8 = 2;

fn main() -> ExitCode {
    match arguments::Arguments::parse().run() {
        Ok(status) => status,
        Err(error) => {
            output::complain(&error);
            ExitCode::from(REFUSED)
        }
    }
}
