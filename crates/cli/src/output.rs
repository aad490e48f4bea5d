//! What a person says of the output, and the progress that is shown meanwhile.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use unequal_render::format;
use unequal_study::{Observer, Progress};

use crate::failure::Failure;
use crate::files::{behind_link, check_folder, check_standard_output, same_file};

/// How an answer is written.
#[derive(Clone, Copy, ValueEnum)]
pub enum Format {
    /// Text tables for people.
    Table,
    /// The whole answer and its document as JSON.
    Json,
    /// Every figure as csv, one a row, in the same columns for all commands.
    Csv,
    /// The rows of the csv as a Parquet file; needs --out or a pipe.
    Parquet,
    /// An Excel workbook: a sheet a table, notes and sources; needs --out or a pipe.
    Xlsx,
    /// One self-contained page.
    Html,
}

impl From<Format> for format::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Table => Self::Table,
            Format::Json => Self::Json,
            Format::Csv => Self::Csv,
            Format::Parquet => Self::Parquet,
            Format::Xlsx => Self::Xlsx,
            Format::Html => Self::Html,
        }
    }
}

/// Where and how the answer is written.
#[derive(Args)]
pub struct Output {
    /// Form of the answer [default: the ending of --out, or a table].
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Write the answer to a file instead of the terminal; its ending chooses the format.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Also write the answer as one self-contained page.
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
}

impl Output {
    /// The format asked for. Refuses what could not be delivered, before anything is solved.
    pub fn check(&self) -> Result<format::Format, Failure> {
        if let (Some(page), Some(out)) = (&self.html, &self.out)
            && same_file(page, out)
        {
            return Err(Failure::Refused(format!(
                "--html and --out both name {}: the answer would replace the page; give two files",
                out.display()
            )));
        }
        for path in [&self.out, &self.html].into_iter().flatten() {
            check_folder(&behind_link(path))?;
        }
        if self.out.is_none() {
            check_standard_output()?;
        }
        let format = format::choose(self.out.as_deref(), self.format.map(Into::into))?;
        if format.is_binary() && self.out.is_none() && io::stdout().is_terminal() {
            return Err(Failure::Refused(format!(
                "{format} is binary and a terminal cannot show it: give --out FILE, or redirect standard output to a file"
            )));
        }
        Ok(format)
    }

    /// Refuses a file for a table that one of the others would replace.
    pub fn check_apart(&self, save: &Path) -> Result<(), Failure> {
        for (option, path) in [("--out", &self.out), ("--html", &self.html)] {
            if path.as_ref().is_some_and(|path| same_file(path, save)) {
                let what = format!("--save and {option} both name {}: give two files", save.display());
                return Err(Failure::Refused(what));
            }
        }
        check_folder(&behind_link(save)).map(|_| ())
    }

    /// Characters of a line.
    pub fn width(&self) -> u16 {
        width(self.out.is_some())
    }
}

/// Shows what `--help` and `--version` ask for.
pub fn show(text: &clap::Error) -> Result<ExitCode, Failure> {
    check_standard_output()?;
    match text.print() {
        Err(source) if source.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::Write { path: PathBuf::from("standard output"), source })
        }
        _ => Ok(ExitCode::SUCCESS),
    }
}

/// A progress bar on standard error, invisible where that is not a terminal. It goes away when it is dropped.
pub struct Bar(indicatif::ProgressBar);

impl Bar {
    /// Nothing to show yet.
    pub fn new() -> Self {
        let bar = indicatif::ProgressBar::new(0);
        if let Ok(style) =
            indicatif::ProgressStyle::with_template("{wide_bar} {pos} of {len} {msg}, {per_sec}, {eta} left")
        {
            bar.set_style(style);
        }
        Self(bar)
    }
}

impl Observer for Bar {
    fn progress(&self, step: Progress<'_>) {
        let Progress { done, total, what } = step;
        if self.0.length() != Some(total as u64) {
            self.0.set_length(total as u64);
            self.0.set_position(done as u64);
            self.0.reset_eta();
        }
        if self.0.message() != what {
            self.0.set_message(what.to_owned());
        }
        // Steps are told of in any order.
        self.0.set_position((done as u64).max(self.0.position()));
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// Characters of a line: the terminal's, within what reads well; fixed for files.
pub fn width(to_file: bool) -> u16 {
    const WIDEST: u16 = 110;
    const NARROWEST: u16 = 60;
    if to_file {
        return WIDEST;
    }
    terminal_size::terminal_size().map_or(WIDEST, |(columns, _)| columns.0.clamp(NARROWEST, WIDEST))
}
