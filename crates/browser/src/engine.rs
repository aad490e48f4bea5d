//! The session that every request is put to.

use std::sync::OnceLock;

use unequal_engine::{Limits, Refusal, Reply, respond};
use unequal_study::{Observer, Progress, Session};
use unequal_world::packs;

static SESSION: OnceLock<Session> = OnceLock::new();

fn session() -> Result<&'static Session, Refusal> {
    if let Some(session) = SESSION.get() {
        return Ok(session);
    }
    let fresh = Session::embedded()?;
    Ok(SESSION.get_or_init(|| fresh))
}

/// The page, which is told how far an answer is.
struct Page;

impl Observer for Page {
    fn progress(&self, step: Progress<'_>) {
        crate::exports::told(step);
    }
}

/// Answers a request within the limits of a browser.
#[must_use]
pub fn ask(request: &[u8]) -> Reply {
    match session() {
        Ok(session) => respond(session, request, &Limits::BROWSER, &Page),
        Err(refusal) => refusal.into(),
    }
}

/// Takes a data file by its name; the name must be known.
///
/// # Errors
/// The words of what is wrong.
pub fn provide(name: &[u8], content: &[u8]) -> Result<(), String> {
    let name = std::str::from_utf8(name).map_err(|error| error.to_string())?;
    packs::provide(name, content.to_vec()).map_err(|error| error.to_string())
}
