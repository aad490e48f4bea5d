//! A text with the checksum that its archive has for it.

use std::io::{self, Read};

/// Reads, and ends with an error where what was read is not what was packed.
pub(super) struct Checked<R> {
    inner: R,
    hasher: crc32fast::Hasher,
    expected: u32,
}

impl<R: Read> Checked<R> {
    /// A text whose CRC-32 is known.
    pub fn new(inner: R, expected: u32) -> Self {
        Self { inner, hasher: crc32fast::Hasher::new(), expected }
    }
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.hasher.update(buffer.get(..read).unwrap_or_default());
        if read == 0 && !buffer.is_empty() && self.hasher.clone().finalize() != self.expected {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "the archive is damaged: its checksum does not fit",
            ));
        }
        Ok(read)
    }
}
