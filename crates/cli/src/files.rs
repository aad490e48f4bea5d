//! Files and standard output: what one answer writes, delivered together or not at all.

use std::fs::Metadata;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::failure::Failure;

/// What standard output is called in messages.
const STANDARD_OUTPUT: &str = "standard output";

/// All that one answer writes. Nothing takes its place before everything is ready: the files lie under temporary names
/// beside their targets until [`Delivery::finish`].
#[derive(Default)]
pub struct Delivery {
    files: Vec<Prepared>,
    streams: Vec<(Stream, Vec<u8>)>,
}

/// A file, written under a temporary name in the folder of its target.
struct Prepared {
    /// As the person wrote it.
    path: PathBuf,
    target: PathBuf,
    file: NamedTempFile,
}

/// What cannot be prepared: a pipe, a device, standard output.
enum Stream {
    Standard,
    Path(PathBuf),
}

impl Delivery {
    /// Adds the answer itself, for a file or for standard output.
    pub fn answer(&mut self, path: Option<&Path>, content: Vec<u8>) -> Result<(), Failure> {
        match path {
            Some(path) => self.file(path, content),
            None => {
                check_standard_output()?;
                self.streams.push((Stream::Standard, content));
                Ok(())
            }
        }
    }

    /// Adds a file, which is written whole or not at all. A link is followed to its target, and what is not an ordinary
    /// file (a pipe, a device) is written to in the end.
    pub fn file(&mut self, path: &Path, content: Vec<u8>) -> Result<(), Failure> {
        let failed = |source| Failure::Write { path: path.to_owned(), source };
        let target = std::fs::canonicalize(path).unwrap_or_else(|_| behind_link(path));
        let existing = std::fs::metadata(&target).ok();
        match &existing {
            Some(found) if found.is_dir() => return Err(failed(io::Error::from(io::ErrorKind::IsADirectory))),
            Some(found) if !found.is_file() => {
                self.streams.push((Stream::Path(target), content));
                return Ok(());
            }
            Some(found) if found.permissions().readonly() => {
                return Err(failed(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only")));
            }
            _ => {}
        }
        let mut file = temporary(check_folder(&target)?).map_err(failed)?;
        file.write_all(&content).map_err(failed)?;
        keep_permissions(&file, existing.as_ref()).map_err(failed)?;
        self.files.push(Prepared { path: path.to_owned(), target, file });
        Ok(())
    }

    /// Writes to the streams, whose failure leaves all files as they were, and then puts every file in its place.
    pub fn finish(self) -> Result<(), Failure> {
        let mut written = Vec::new();
        for (stream, content) in &self.streams {
            let (path, outcome) = match stream {
                Stream::Standard => (PathBuf::from(STANDARD_OUTPUT), to_standard_output(content)),
                Stream::Path(path) => (path.clone(), std::fs::write(path, content)),
            };
            if let Err(source) = outcome {
                return Err(partly(written, Failure::Write { path, source }));
            }
            written.push(path);
        }
        for Prepared { path, target, file } in self.files {
            if let Err(error) = file.persist(&target) {
                return Err(partly(written, Failure::Write { path, source: error.error }));
            }
            written.push(path);
        }
        Ok(())
    }
}

/// A failure that says what was written before it.
fn partly(written: Vec<PathBuf>, failure: Failure) -> Failure {
    if written.is_empty() { failure } else { Failure::Partly { written, failure: Box::new(failure) } }
}

/// Writes one thing to a file or to standard output.
pub fn deliver(path: Option<&Path>, content: Vec<u8>) -> Result<(), Failure> {
    let mut delivery = Delivery::default();
    delivery.answer(path, content)?;
    delivery.finish()
}

/// Refuses a standard output that was closed when the program began.
pub fn check_standard_output() -> Result<(), Failure> {
    if !unequal_standard_output::was_closed() {
        return Ok(());
    }
    let source = io::Error::new(io::ErrorKind::NotConnected, "it is closed");
    Err(Failure::Write { path: PathBuf::from(STANDARD_OUTPUT), source })
}

/// Writes all there is: what stayed in the buffer would be lost without a word when the program ends.
fn to_standard_output(content: &[u8]) -> io::Result<()> {
    let mut standard = io::stdout().lock();
    match standard.write_all(content).and_then(|()| standard.flush()) {
        // A reader that closes early (`| head`) is not a failure.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error),
        _ => Ok(()),
    }
}

/// Whether two paths name one place, as far as their folders exist.
pub fn same_file(one: &Path, other: &Path) -> bool {
    let place = |path: &Path| {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
        let there = std::fs::canonicalize(path).ok();
        there.or_else(|| Some(std::fs::canonicalize(folder).ok()?.join(path.file_name()?)))
    };
    one == other || place(one).is_some_and(|one| Some(one) == place(other))
}

/// The folder of a file, which must be there.
pub fn check_folder(target: &Path) -> Result<&Path, Failure> {
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    if folder.is_dir() {
        return Ok(folder);
    }
    let source = io::Error::new(io::ErrorKind::NotFound, format!("there is no folder {}", folder.display()));
    Err(Failure::Write { path: target.to_owned(), source })
}

/// Where a link leads whose target does not exist yet; any other path itself.
pub fn behind_link(path: &Path) -> PathBuf {
    match (std::fs::read_link(path), path.parent()) {
        (Ok(target), Some(folder)) => folder.join(target),
        (Ok(target), None) => target,
        (Err(_), _) => path.to_owned(),
    }
}

/// A temporary file as open as an ordinary new one: what the user's mask leaves of reading and writing for all.
#[cfg(unix)]
fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    use std::os::unix::fs::PermissionsExt;
    let open = std::fs::Permissions::from_mode(0o666);
    tempfile::Builder::new().prefix(".unequal-").permissions(open).tempfile_in(folder)
}

#[cfg(not(unix))]
fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    tempfile::Builder::new().prefix(".unequal-").tempfile_in(folder)
}

/// The finished file is as open as the one it replaces.
fn keep_permissions(file: &NamedTempFile, existing: Option<&Metadata>) -> io::Result<()> {
    existing.map_or(Ok(()), |existing| file.as_file().set_permissions(existing.permissions()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

    use super::*;

    /// A folder can vanish between the two; the message then says what was written before.
    #[test]
    fn what_was_written_before_a_failure_is_said() {
        let (kept, lost) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (first, second) = (kept.path().join("first.txt"), lost.path().join("second.txt"));
        let mut delivery = Delivery::default();
        delivery.file(&first, b"one".to_vec()).unwrap();
        delivery.file(&second, b"two".to_vec()).unwrap();
        assert!(!first.exists() && !second.exists(), "nothing is in its place before the end");
        drop(lost);
        let Err(Failure::Partly { written, failure }) = delivery.finish() else { panic!("the folder is gone") };
        assert_eq!(written, [first.as_path()]);
        assert!(matches!(*failure, Failure::Write { path, .. } if path == second));
        assert_eq!(std::fs::read(&first).unwrap(), b"one");
    }

    #[test]
    fn a_delivery_that_is_given_up_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut delivery = Delivery::default();
        delivery.file(&folder.path().join("page.html"), b"page".to_vec()).unwrap();
        assert!(delivery.file(folder.path(), b"a folder is no file".to_vec()).is_err());
        drop(delivery);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
