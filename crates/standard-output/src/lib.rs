//! Whether standard output was closed when the program began, as by `>&-` in a shell.
//!
//! Rust opens `/dev/null` in the place of a closed standard stream before `main`, so that no file gets its number. What
//! is written then vanishes without an error. Afterwards the two cannot be told apart: other programs pass an open
//! `/dev/null` to say that they do not want the output, which is no mistake. The question is therefore asked before.

/// Whether standard output was closed when the program began; always no where that is not Unix.
#[must_use]
pub fn was_closed() -> bool {
    #[cfg(unix)]
    let closed = unix::CLOSED.load(std::sync::atomic::Ordering::Relaxed);
    #[cfg(not(unix))]
    let closed = false;
    closed
}

#[cfg(unix)]
mod unix {
    use std::sync::atomic::{AtomicBool, Ordering};

    pub static CLOSED: AtomicBool = AtomicBool::new(false);

    /// Runs before the standard library is set up, and so uses nothing of it but an atomic: `fcntl` is a system call.
    #[ctor::ctor(unsafe)]
    fn ask() {
        let answer = rustix::io::fcntl_getfd(rustix::stdio::stdout());
        CLOSED.store(answer.is_err(), Ordering::Relaxed);
    }
}
