//! A limit to what a file may unpack to.

use std::io::{self, Read};

/// Bytes of text that are read at most: several times the largest table published, so that a small compressed file cannot
/// keep the program busy without end.
const MOST_BYTES: u64 = 8 << 30;

/// A text that ends with an error where it is longer than any table.
pub(super) struct Bounded<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Bounded<R> {
    /// A text within the limit.
    pub fn new(inner: R) -> Self {
        Self { inner, left: MOST_BYTES }
    }

    /// The same with another limit, bytes.
    #[cfg(any(test, feature = "files"))]
    pub fn within(inner: R, most: u64) -> Self {
        Self { inner, left: most }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.left = self.left.checked_sub(read as u64).ok_or_else(|| {
            io::Error::new(io::ErrorKind::FileTooLarge, "the text is longer than any table: it is not read further")
        })?;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_beyond_the_limit_is_an_error() {
        let read = |most| Bounded::within(&b"0123456789"[..], most).read_to_end(&mut Vec::new());
        assert_eq!(read(10).unwrap(), 10);
        assert_eq!(read(9).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
    }
}
