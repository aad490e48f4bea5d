//! Everything the program writes, and how it fails.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use unequal_render::clean::clean;
use unequal_render::format::{self, RenderError};
use unequal_study::{Observer, Progress, StudyError};
use unequal_workbench::WorkbenchError;

/// Why the program stops with a message.
#[derive(Debug)]
pub enum Failure {
    /// The question has no answer.
    Study(StudyError),
    /// The answer could not be written in the form asked for.
    Render(RenderError),
    /// The workbench did not start, or its site was not written.
    Workbench(WorkbenchError),
    /// What was asked for cannot be delivered.
    Refused(String),
    /// A file could not be written.
    Write { path: PathBuf, source: io::Error },
}

impl From<StudyError> for Failure {
    fn from(error: StudyError) -> Self {
        Self::Study(error)
    }
}

impl From<WorkbenchError> for Failure {
    fn from(error: WorkbenchError) -> Self {
        Self::Workbench(error)
    }
}

impl From<RenderError> for Failure {
    fn from(error: RenderError) -> Self {
        Self::Render(error)
    }
}

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
        let format = format::choose(self.out.as_deref(), self.format.map(Into::into))?;
        if format.is_binary() && self.out.is_none() && io::stdout().is_terminal() {
            return Err(Failure::Refused(format!(
                "{format} is binary and a terminal cannot show it: give --out FILE, or redirect standard output to a file"
            )));
        }
        Ok(format)
    }

    /// Characters of a line.
    pub fn width(&self) -> u16 {
        width(self.out.is_some())
    }
}

/// Says on standard error why the program stops: one line, and for a fault in a file its line too.
pub fn complain(failure: &Failure) {
    let message = match failure {
        // With the line of the file and a mark under the fault.
        Failure::Study(StudyError::Scenario(error)) => error.drawn(),
        Failure::Study(StudyError::Claims(error)) => error.drawn(),
        Failure::Study(error) => error.to_string(),
        Failure::Render(error) => error.to_string(),
        Failure::Workbench(error) => error.to_string(),
        Failure::Refused(reason) => reason.clone(),
        Failure::Write { path, source } => format!("cannot write {}: {source}", path.display()),
    };
    // Names of files and words in them may hold anything.
    let lines: Vec<String> = message.lines().map(clean).collect();
    let _ = writeln!(io::stderr(), "error: {}", lines.join("\n"));
}

/// A progress bar on standard error, invisible where that is not a terminal. It goes away when it is dropped.
pub struct Bar(indicatif::ProgressBar);

impl Bar {
    /// Nothing to show yet.
    pub fn new() -> Self {
        let bar = indicatif::ProgressBar::new(0);
        if let Ok(style) = indicatif::ProgressStyle::with_template("{wide_bar} {pos} of {len} {msg}, {eta} left") {
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

/// Writes the answer to a file or to standard output.
pub fn deliver(path: Option<&Path>, content: &[u8]) -> Result<(), Failure> {
    let Some(path) = path else {
        return match io::stdout().lock().write_all(content) {
            // A reader that closes early (`| head`) is not a failure.
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(Failure::Write { path: PathBuf::from("standard output"), source: error })
            }
            _ => Ok(()),
        };
    };
    write_file(path, content)
}

/// Whether two paths name one place, as far as their folders exist.
fn same_file(one: &Path, other: &Path) -> bool {
    let place = |path: &Path| {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
        let there = std::fs::canonicalize(path).ok();
        there.or_else(|| Some(std::fs::canonicalize(folder).ok()?.join(path.file_name()?)))
    };
    one == other || place(one).is_some_and(|one| Some(one) == place(other))
}

/// Writes a file whole or not at all: a temporary file in the same folder, then a rename. A link
/// is followed to its target, and what is not an ordinary file (a pipe, a device) is written to.
pub fn write_file(path: &Path, content: &[u8]) -> Result<(), Failure> {
    let failed = |source| Failure::Write { path: path.to_owned(), source };
    let target = std::fs::canonicalize(path).unwrap_or_else(|_| behind_link(path));
    let existing = std::fs::metadata(&target).ok();
    if existing.as_ref().is_some_and(|found| found.is_file() && found.permissions().readonly()) {
        return Err(failed(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only")));
    }
    if existing.as_ref().is_some_and(|found| !found.is_file()) {
        return std::fs::write(&target, content).map_err(failed);
    }
    let folder = check_folder(&target)?;
    let mut file = temporary(folder).map_err(failed)?;
    file.write_all(content).map_err(failed)?;
    keep_permissions(&file, existing.as_ref()).map_err(failed)?;
    file.persist(&target).map_err(|error| failed(error.error))?;
    Ok(())
}

/// The folder of a file, which must be there.
fn check_folder(target: &Path) -> Result<&Path, Failure> {
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    if folder.is_dir() {
        return Ok(folder);
    }
    let source = io::Error::new(io::ErrorKind::NotFound, format!("there is no folder {}", folder.display()));
    Err(Failure::Write { path: target.to_owned(), source })
}

/// Where a link leads whose target does not exist yet; any other path itself.
fn behind_link(path: &Path) -> PathBuf {
    match (std::fs::read_link(path), path.parent()) {
        (Ok(target), Some(folder)) => folder.join(target),
        (Ok(target), None) => target,
        (Err(_), _) => path.to_owned(),
    }
}

/// A temporary file as open as an ordinary new one: what the user's mask leaves of reading and writing for all.
#[cfg(unix)]
fn temporary(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    use std::os::unix::fs::PermissionsExt;
    let open = std::fs::Permissions::from_mode(0o666);
    tempfile::Builder::new().prefix(".unequal-").permissions(open).tempfile_in(folder)
}

#[cfg(not(unix))]
fn temporary(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    tempfile::Builder::new().prefix(".unequal-").tempfile_in(folder)
}

/// The finished file is as open as the one it replaces.
fn keep_permissions(file: &tempfile::NamedTempFile, existing: Option<&std::fs::Metadata>) -> io::Result<()> {
    existing.map_or(Ok(()), |existing| file.as_file().set_permissions(existing.permissions()))
}
