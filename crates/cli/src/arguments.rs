//! What a person types.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::ask::ask;
use crate::commands::{
    audit, brief, doctor, ensemble, episode, exit_cost, leverage, list, pipeline, priors, record, scenario, strategy,
    table, timeline, workbench,
};
use crate::failure::Failure;

/// Who needs whom more, what changes that, by how much, and how sure are we?
#[derive(Parser)]
#[command(name = "unequal", version, arg_required_else_help = true)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// The balance between two countries or groups, on one page.
    Brief(brief::Brief),
    /// Check tables before trusting them: identities, estimates, changes, and a solve in which nothing happens.
    Doctor(doctor::Doctor),
    /// What the end of a partnership costs each side: for one pair, or everybody against everybody.
    ExitCost(exit_cost::ExitCost),
    /// A pair's exit cost under many draws of trade elasticities, each solved, kept in a folder if wanted.
    Ensemble(ensemble::Ensemble),
    /// Who depends more on whom by every indicator of leverage: one pair, all who depend on one partner, or all pairs.
    Leverage(leverage::Leverage),
    /// What is uncertain, by how much, and on what evidence; with a scenario file, what that file changes.
    Priors(priors::Priors),
    /// Decades of a pair: shares of trade, exit costs, breaks and regimes, events, and what is known beside trade.
    Timeline(timeline::Timeline),
    /// What was recorded of trade between two countries or groups, source beside source; products, mirror gaps.
    Record(record::Record),
    /// What the measures of a scenario file do: each alone, all together, and who pays.
    Run(scenario::Run),
    /// Which measure of a scenario puts which wedge on one flow, and who receives it.
    Explain(scenario::Explain),
    /// Several scenario files side by side.
    Compare(scenario::Compare),
    /// Whether stated figures can all be true, which contradict each other, and what the data say of them.
    Audit(audit::Audit),
    /// A gas pipeline as a bargain: price, who pays, whether a deal exists, and who has power. Speculative.
    Pipeline(pipeline::Pipeline),
    /// Look at a scenario file without solving it.
    Scenario(scenario::Scenario),
    /// The American threat to banks of December 2023: fitted to March 2024, compared with April to June.
    Episode(episode::Episode),
    /// The JSON schema of scenario files, for editors.
    Schema(scenario::Schema),
    /// Games on the model's payoffs: a threat to banks, a patron of a war, technology, a linked bargain. Conditional
    /// statements only, no forecasts.
    Strategy(strategy::Strategy),
    /// Make a table: move one to recorded trade.
    Table(table::Table),
    /// Which countries, groups, sectors and years can be asked about.
    List(list::List),
    /// A page in the browser on which questions are asked and scenarios built; its answers are computed here.
    Workbench(workbench::Workbench),
}

impl Arguments {
    /// Does what was typed.
    pub fn run(&self) -> Result<ExitCode, Failure> {
        match &self.command {
            Command::Brief(command) => ask(&command.question(), &command.output),
            Command::Doctor(command) => ask(&command.question(), &command.output),
            Command::ExitCost(command) => ask(&command.question(), &command.output),
            Command::Ensemble(command) => ask(&command.question(), &command.output),
            Command::Leverage(command) => ask(&command.question(), &command.output),
            Command::Timeline(command) => ask(&command.question(), &command.output),
            Command::Record(command) => ask(&command.question(), &command.output),
            Command::Run(command) => ask(&command.question(), &command.output),
            Command::Explain(command) => ask(&command.question(), &command.output),
            Command::Compare(command) => ask(&command.question(), &command.output),
            Command::Pipeline(command) => ask(&command.question(), &command.output),
            Command::Episode(command) => ask(&command.question(), &command.output),
            Command::Strategy(command) => ask(&command.question(), &command.output),
            Command::Priors(command) => ask(&command.question(), &command.output),
            Command::List(command) => ask(&command.question(), &command.output),
            Command::Workbench(command) => command.run(),
            Command::Table(command) => command.run(),
            Command::Audit(command) => command.run(),
            Command::Scenario(command) => command.run(),
            Command::Schema(command) => command.run(),
        }
    }
}
