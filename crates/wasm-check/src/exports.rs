//! What a page calls: `reserve` for memory, `ask` with a question written there, `text` and `length` for the answer.
#![allow(unsafe_code, reason = "a name that is exported as it stands is unsafe to give")]

use std::sync::{Mutex, MutexGuard, PoisonError};

/// The question's bytes, then the answer's. A page has one thread.
static TEXT: Mutex<Vec<u8>> = Mutex::new(Vec::new());

fn text() -> MutexGuard<'static, Vec<u8>> {
    TEXT.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Where a question of so many bytes is to be written.
#[unsafe(no_mangle)]
pub extern "C" fn unequal_reserve(length: usize) -> *mut u8 {
    let mut text = text();
    text.clear();
    text.resize(length, 0);
    text.as_mut_ptr()
}

/// Answers the question that was written: 0, or 1 where the answer is an error's words.
#[unsafe(no_mangle)]
pub extern "C" fn unequal_ask() -> u32 {
    let mut text = text();
    let answer = crate::answer(&String::from_utf8_lossy(&text));
    let failed = u32::from(answer.is_err());
    *text = answer.unwrap_or_else(|words| words).into_bytes();
    failed
}

/// Where the answer stands, until the next question.
#[unsafe(no_mangle)]
pub extern "C" fn unequal_text() -> *const u8 {
    text().as_ptr()
}

/// Length of the answer in bytes.
#[unsafe(no_mangle)]
pub extern "C" fn unequal_length() -> usize {
    text().len()
}
