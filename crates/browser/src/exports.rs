//! What a page calls: `unequal_reserve` for memory, then `unequal_ask` with a request written there, or `unequal_provide`
//! with a data file; `unequal_text` and `unequal_length` for the answer. While a request is answered the module calls the
//! page's `unequal.progress`.
#![allow(unsafe_code, reason = "a name that is exported as it stands is unsafe to give")]

use std::sync::{Mutex, MutexGuard, PoisonError};

use unequal_study::Progress;

use crate::engine;

#[cfg(target_arch = "wasm32")]
#[link(wasm_import_module = "unequal")]
unsafe extern "C" {
    /// Steps done, of how many, and where what is counted stands, with its length in bytes.
    safe fn progress(done: u32, total: u32, what: *const u8, length: usize);
}

/// Tells the page how far an answer is.
#[cfg(target_arch = "wasm32")]
pub(crate) fn told(step: Progress<'_>) {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    progress(count(step.done), count(step.total), step.what.as_ptr(), step.what.len());
}

/// Natively there is no page.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn told(_step: Progress<'_>) {}

/// The request's bytes, then the answer's. A page has one thread.
static TEXT: Mutex<Vec<u8>> = Mutex::new(Vec::new());

fn text() -> MutexGuard<'static, Vec<u8>> {
    TEXT.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Where a request or a data file of so many bytes is to be written.
#[unsafe(no_mangle)]
pub extern "C" fn unequal_reserve(length: usize) -> *mut u8 {
    let mut text = text();
    // Of the last answer nothing is kept: a new vector needs no copy of it.
    *text = vec![0; length];
    text.as_mut_ptr()
}

/// Answers the request that was written and returns the status, as in HTTP.
#[unsafe(no_mangle)]
pub extern "C" fn unequal_ask() -> u32 {
    let mut text = text();
    let reply = engine::ask(&text);
    *text = reply.bytes;
    u32::from(reply.status)
}

/// Takes a data file: its name, so many bytes long, and its content behind it were written. 0, or 1 where it was refused and
/// the answer is the words of why.
#[unsafe(no_mangle)]
pub extern "C" fn unequal_provide(name_length: usize) -> u32 {
    let mut text = text();
    let taken = match text.split_at_checked(name_length) {
        Some((name, content)) => engine::provide(name, content),
        None => Err("the name is longer than what was written".to_owned()),
    };
    *text = taken.as_ref().err().map(|words| words.clone().into_bytes()).unwrap_or_default();
    u32::from(taken.is_err())
}

/// Where the answer stands, until the next request.
#[unsafe(no_mangle)]
pub extern "C" fn unequal_text() -> *const u8 {
    text().as_ptr()
}

/// Length of the answer in bytes.
#[unsafe(no_mangle)]
pub extern "C" fn unequal_length() -> usize {
    text().len()
}
