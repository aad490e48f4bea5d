//! A file as a whole, within a limit: a device or a stream without end is no input.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::{Result, WorldError};

/// Reads a file or a pipe of at most so many bytes. A folder, a device and anything longer are refused.
pub fn read_whole_file(path: &Path, most: u64) -> Result<Vec<u8>> {
    within(path, most).map_err(|source| WorldError::Io { path: path.to_owned(), source })
}

fn within(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let too_large = |bytes: String| {
        let reason = format!("it has {bytes} bytes, and at most {most} are read");
        io::Error::new(io::ErrorKind::FileTooLarge, reason)
    };
    let file = File::open(path)?;
    let known = file.metadata()?;
    if known.is_file() && known.len() > most {
        return Err(too_large(known.len().to_string()));
    }
    if is_device(&known) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is a device, not a file"));
    }
    let mut bytes = Vec::new();
    file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most { Err(too_large(format!("more than {most}"))) } else { Ok(bytes) }
}

#[cfg(unix)]
fn is_device(known: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    let kind = known.file_type();
    kind.is_char_device() || kind.is_block_device()
}

#[cfg(not(unix))]
fn is_device(_: &std::fs::Metadata) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_up_to_its_limit() {
        let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"));
        let length = std::fs::metadata(path).unwrap().len();
        assert_eq!(read_whole_file(path, length).unwrap().len() as u64, length);
        assert!(read_whole_file(path, length - 1).unwrap_err().to_string().contains("are read"));
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_no_file() {
        let refused = read_whole_file(Path::new("/dev/zero"), u64::MAX).unwrap_err();
        assert!(refused.to_string().contains("a device"), "{refused}");
    }
}
