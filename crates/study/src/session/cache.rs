//! What was prepared once, shared by everybody who needs it, and dropped when others need the memory more.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Locks; a thread that panicked while it prepared something has left nothing behind.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Memory that several shelves share, and the order in which their contents were used.
#[derive(Debug)]
pub(super) struct Budget {
    clock: AtomicU64,
    bytes: AtomicUsize,
    limit: AtomicUsize,
    made: AtomicUsize,
}

impl Budget {
    pub fn new(limit: usize) -> Self {
        Self {
            clock: AtomicU64::new(0),
            bytes: AtomicUsize::new(0),
            limit: AtomicUsize::new(limit),
            made: AtomicUsize::new(0),
        }
    }

    /// Estimated size of all that is kept, bytes.
    pub fn bytes(&self) -> usize {
        self.bytes.load(Ordering::Relaxed)
    }

    /// How many things were prepared so far, those dropped since included.
    pub fn made(&self) -> usize {
        self.made.load(Ordering::Relaxed)
    }

    pub fn set_limit(&self, bytes: usize) {
        self.limit.store(bytes, Ordering::Relaxed);
    }

    fn is_exceeded(&self) -> bool {
        self.bytes() > self.limit.load(Ordering::Relaxed)
    }
}

/// A kind of prepared things by what they depend on.
pub(super) struct Shelf<K, V> {
    entries: Mutex<BTreeMap<K, Entry<V>>>,
    size: fn(&V) -> usize,
}

struct Entry<V> {
    /// Held by the thread that prepares it, so that others wait for it instead of doing the same.
    slot: Arc<Mutex<Option<V>>>,
    /// Estimated size; 0 as long as it is not prepared.
    bytes: usize,
    used: u64,
}

impl<K: Ord + Clone, V: Clone> Shelf<K, V> {
    /// An empty one for things whose size is estimated so.
    pub fn new(size: fn(&V) -> usize) -> Self {
        Self { entries: Mutex::new(BTreeMap::new()), size }
    }

    /// What belongs to a key, prepared if nobody has. Two threads that ask for one thing prepare it once: the second
    /// waits. `make` must therefore start no parallel work of its own, in which a waiting thread could be needed.
    pub fn get<E>(&self, budget: &Budget, key: &K, make: impl FnOnce() -> Result<V, E>) -> Result<V, E> {
        let slot = self.slot(budget, key);
        let mut held = lock(&slot);
        if let Some(value) = held.as_ref() {
            return Ok(value.clone());
        }
        let made = make();
        budget.made.fetch_add(1, Ordering::Relaxed);
        let mut entries = lock(&self.entries);
        let is_ours = entries.get(key).is_some_and(|entry| Arc::ptr_eq(&entry.slot, &slot));
        match &made {
            Ok(value) => {
                *held = Some(value.clone());
                if let Some(entry) = entries.get_mut(key).filter(|_| is_ours) {
                    entry.bytes = (self.size)(value).max(1);
                    budget.bytes.fetch_add(entry.bytes, Ordering::Relaxed);
                }
            }
            Err(_) if is_ours => {
                entries.remove(key);
            }
            Err(_) => {}
        }
        made
    }

    fn slot(&self, budget: &Budget, key: &K) -> Arc<Mutex<Option<V>>> {
        let used = budget.clock.fetch_add(1, Ordering::Relaxed);
        let mut entries = lock(&self.entries);
        let fresh = || Entry { slot: Arc::default(), bytes: 0, used };
        let entry = entries.entry(key.clone()).or_insert_with(fresh);
        entry.used = used;
        Arc::clone(&entry.slot)
    }
}

/// What can be dropped; those who hold it keep it.
pub(super) trait Droppable {
    /// When the thing that was not used for longest was used, if there is one.
    fn oldest(&self) -> Option<u64>;
    /// Drops what was used last at that time.
    fn drop_used_at(&self, budget: &Budget, used: u64);
}

impl<K: Ord + Clone, V> Droppable for Shelf<K, V> {
    fn oldest(&self) -> Option<u64> {
        lock(&self.entries).values().filter(|entry| entry.bytes > 0).map(|entry| entry.used).min()
    }

    fn drop_used_at(&self, budget: &Budget, used: u64) {
        let mut entries = lock(&self.entries);
        let key = entries.iter().find(|(_, entry)| entry.used == used && entry.bytes > 0).map(|(key, _)| key.clone());
        if let Some(entry) = key.and_then(|key| entries.remove(&key)) {
            budget.bytes.fetch_sub(entry.bytes, Ordering::Relaxed);
        }
    }
}

/// Drops what was not used for longest until the rest is within the budget.
pub(super) fn keep_within(budget: &Budget, shelves: &[&dyn Droppable]) {
    while budget.is_exceeded() {
        let oldest = shelves.iter().filter_map(|shelf| Some((shelf.oldest()?, shelf))).min_by_key(|(used, _)| *used);
        let Some((used, shelf)) = oldest else { return };
        shelf.drop_used_at(budget, used);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    fn shelf() -> (Shelf<u8, u8>, Budget) {
        (Shelf::new(|_| 10), Budget::new(25))
    }

    #[test]
    fn what_was_not_used_for_longest_goes_first() {
        let (tables, budget) = shelf();
        let worlds: Shelf<u8, u8> = Shelf::new(|_| 10);
        tables.get(&budget, &1, || Ok::<u8, ()>(1)).unwrap();
        worlds.get(&budget, &2, || Ok::<u8, ()>(2)).unwrap();
        tables.get(&budget, &1, || Err(())).unwrap();
        tables.get(&budget, &3, || Ok::<u8, ()>(3)).unwrap();
        keep_within(&budget, &[&tables, &worlds]);
        assert_eq!((budget.bytes(), budget.made()), (20, 3));
        assert_eq!(worlds.get(&budget, &2, || Err(())), Err(()), "dropped");
        assert_eq!(tables.get(&budget, &1, || Err(())), Ok(1), "used after it");
    }

    #[test]
    fn a_failure_is_not_kept() {
        let (shelf, budget) = shelf();
        assert_eq!(shelf.get(&budget, &1, || Err("no")), Err("no"));
        assert_eq!(shelf.get(&budget, &1, || Ok::<u8, &str>(7)), Ok(7));
        assert_eq!(budget.bytes(), 10);
    }

    #[test]
    fn two_threads_make_one() {
        let (shelf, budget) = shelf();
        let barrier = std::sync::Barrier::new(2);
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    barrier.wait();
                    let slow = || {
                        std::thread::sleep(std::time::Duration::from_millis(20));
                        Ok::<u8, ()>(1)
                    };
                    assert_eq!(shelf.get(&budget, &1, slow), Ok(1));
                });
            }
        });
        assert_eq!((budget.made(), budget.bytes()), (1, 10));
    }
}
