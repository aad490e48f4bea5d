//! The program `unequal`: arguments in, one answer out.

mod arguments;
mod audit;
mod episode;
mod leverage;
mod output;
mod pipeline;
mod scenario;
mod strategy;
mod timeline;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};

/// Exit status for a question that cannot be answered (clap uses the same for wrong arguments).
const REFUSED: u8 = 2;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match &arguments.command {
        Command::Brief(brief) => brief.run(),
        Command::Doctor(doctor) => doctor.run(),
        Command::ExitCost(exit_cost) => exit_cost.run(),
        Command::Leverage(leverage) => leverage.run(),
        Command::Run(run) => run.run(),
        Command::Explain(explain) => explain.run(),
        Command::Compare(compare) => compare.run(),
        Command::Scenario(scenario) => scenario.run(),
        Command::Pipeline(pipeline) => pipeline.run(),
        Command::Timeline(timeline) => timeline.run(),
        Command::Episode(episode) => episode.run(),
        Command::Audit(audit) => audit.run(),
        Command::Schema(schema) => schema.run(),
        Command::Strategy(strategy) => strategy.run(),
    };
    match outcome {
        Ok(status) => status,
        Err(error) => {
            output::complain(&error);
            ExitCode::from(REFUSED)
        }
    }
}
