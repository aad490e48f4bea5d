//! Requests under way, by the view of the page that asked: a view that asks again does not want its last answer any more.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;
use unequal_study::Observer;

/// Longest name of a view.
const LONGEST: usize = 64;

/// Whether one answer is still wanted.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    given_up: AtomicBool,
    notify: Notify,
}

impl Wanted {
    /// Nobody wants it any more.
    pub fn give_up(&self) {
        self.given_up.store(true, Ordering::Relaxed);
        self.notify.notify_one();
    }

    /// Returns once it is given up.
    pub async fn given_up(&self) {
        self.notify.notified().await;
    }
}

impl Observer for Wanted {
    fn cancelled(&self) -> bool {
        self.given_up.load(Ordering::Relaxed)
    }
}

/// Requests under way by their view.
#[derive(Debug, Clone, Default)]
pub(crate) struct Views(Arc<Mutex<HashMap<String, Arc<Wanted>>>>);

/// A request under way. When it is dropped, be it because its caller has gone, its answer is given up.
pub(crate) struct UnderWay {
    views: Views,
    name: Option<String>,
    pub wanted: Arc<Wanted>,
}

/// Whether a name of a view can be one: letters, digits, `-` and `_`.
pub(crate) fn is_name(name: &str) -> bool {
    (1..=LONGEST).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

impl Views {
    /// Begins a request, and gives up the one that the same view had under way.
    pub fn begin(&self, name: Option<&str>) -> UnderWay {
        let wanted = Arc::<Wanted>::default();
        if let Some(name) = name
            && let Some(earlier) = self.lock().insert(name.to_owned(), Arc::clone(&wanted))
        {
            earlier.give_up();
        }
        UnderWay { views: self.clone(), name: name.map(str::to_owned), wanted }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Arc<Wanted>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.wanted.give_up();
        let Some(name) = &self.name else { return };
        let mut views = self.views.lock();
        if views.get(name).is_some_and(|wanted| Arc::ptr_eq(wanted, &self.wanted)) {
            views.remove(name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_that_asks_again_gives_up_its_last_request_and_no_other() {
        let views = Views::default();
        let (first, other, nameless) = (views.begin(Some("a")), views.begin(Some("b")), views.begin(None));
        let second = views.begin(Some("a"));
        assert!(first.wanted.cancelled());
        assert!([&second, &other, &nameless].iter().all(|still| !still.wanted.cancelled()));
        drop(first);
        assert!(
            !second.wanted.cancelled() && views.lock().len() == 2,
            "the end of the first is not that of the second"
        );
        drop((second, other, nameless));
        assert!(views.lock().is_empty());
    }

    #[test]
    fn names_are_short_and_plain() {
        assert!(is_name("3f-A_9") && is_name(&"a".repeat(64)));
        for name in ["", "a b", "ä", "a\n", &"a".repeat(65)] {
            assert!(!is_name(name), "{name:?}");
        }
    }
}
