//! `unequal audit`.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use unequal_study::audit::{AuditQuestion, STARTER};
use unequal_study::{Question, Session, Source};

use crate::ask;
use crate::failure::Failure;
use crate::files::deliver;
use crate::output::Output;

#[derive(Args)]
pub struct Audit {
    /// File of claims (TOML; `unequal audit --new` begins one), or an article: .txt, .md, .html, or - for standard input.
    #[arg(required_unless_present = "new")]
    file: Option<PathBuf>,
    /// Print a claims file to begin with, with everything explained: `unequal audit --new > mine.toml`.
    #[arg(long, conflicts_with_all = ["file", "html", "format"])]
    new: bool,
    /// Month in which an article appeared, such as 2024-05: what makes “last year” and “in March” readable.
    #[arg(long, value_name = "YYYY-MM")]
    published: Option<String>,
    /// Print what was read of an article as a claims file, for correction.
    #[arg(long, conflicts_with_all = ["new", "html", "format"])]
    draft: bool,
    #[command(flatten)]
    output: Output,
}

/// Most bytes that are read from standard input.
const LONGEST: u64 = 4_000_000;

/// A file, or what comes from standard input, as an article.
fn source(file: &Path) -> Result<Source, Failure> {
    if file != Path::new("-") {
        return Ok(file.into());
    }
    let mut text = String::new();
    std::io::stdin()
        .take(LONGEST)
        .read_to_string(&mut text)
        .map_err(|error| Failure::Refused(format!("standard input: {error}")))?;
    Ok(Source::text("standard-input.txt", &text))
}

impl Audit {
    pub fn run(&self) -> Result<ExitCode, Failure> {
        match &self.file {
            Some(file) => {
                let question = AuditQuestion { file: source(file)?, published: self.published.clone() };
                if !self.draft {
                    return ask::ask(&Question::Audit(question), &self.output);
                }
                let answer = Session::embedded()?.audit(&question, &())?;
                let draft = answer.article.map(|article| article.draft).ok_or_else(|| {
                    Failure::Refused("--draft goes with an article: a file that ends in .txt, .md or .html".to_owned())
                })?;
                deliver(self.output.out.as_deref(), draft.into_bytes())?;
                Ok(ExitCode::SUCCESS)
            }
            None => {
                deliver(self.output.out.as_deref(), STARTER.as_bytes().to_vec())?;
                Ok(ExitCode::SUCCESS)
            }
        }
    }
}
