//! A limit to what a file may unpack to.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// Bytes of text that are read at most: several times the largest table published, so that a small compressed file cannot
/// keep the program busy without end.
const MOST_BYTES: u64 = 8 << 30;

/// Bytes of one row at most: the widest table published has about a million.
const MOST_OF_ROW: u64 = 16 << 20;

/// Bytes that were read of the present row.
pub(super) type RowBytes = Rc<Cell<u64>>;

/// A text that ends with an error where it is longer than any table, or one row of it longer than any row.
pub(super) struct Bounded<R> {
    inner: R,
    left: u64,
    row: RowBytes,
}

impl<R: Read> Bounded<R> {
    /// A text within the limit.
    pub fn new(inner: R) -> Self {
        Self::within(inner, MOST_BYTES)
    }

    /// Bytes that were read of the present row; whoever reads rows sets them to zero behind each.
    pub fn row(&self) -> RowBytes {
        Rc::clone(&self.row)
    }

    /// The same with another limit, bytes.
    pub fn within(inner: R, most: u64) -> Self {
        Self { inner, left: most, row: Rc::new(Cell::new(0)) }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.left = self.left.checked_sub(read as u64).ok_or_else(|| {
            io::Error::new(io::ErrorKind::FileTooLarge, "the text is longer than any table: it is not read further")
        })?;
        // Only where somebody counts rows: else all that is read would be one.
        if Rc::strong_count(&self.row) > 1 {
            self.row.set(self.row.get() + read as u64);
            if self.row.get() > MOST_OF_ROW {
                let reason = "one row is longer than those of any table: is a quotation mark missing?";
                return Err(io::Error::new(io::ErrorKind::FileTooLarge, reason));
            }
        }
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

    #[test]
    fn a_row_beyond_the_limit_is_an_error() {
        let mut text = Bounded::new(io::repeat(b'1'));
        let row = text.row();
        let mut part = vec![0; 1 << 20];
        for _ in 0..40 {
            text.read_exact(&mut part).unwrap();
            row.set(0);
        }
        assert!((0..40).any(|_| text.read_exact(&mut part).is_err()));
    }
}
