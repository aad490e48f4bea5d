//! Draws in files: what is written is read, and what is no shard is refused.

use unequal_ensemble::plan::{Plan, SHARD};
use unequal_ensemble::store::{Shard, Store, StoreError};

fn columns() -> Vec<String> {
    ["one", "other"].map(str::to_owned).to_vec()
}

fn shard(first: usize) -> Shard {
    let rows = (0..SHARD).map(|row| vec![row as f64 / 7.0, if row % 5 == 0 { f64::NAN } else { -1.5 }]);
    Shard { first, rows: rows.collect() }
}

#[test]
fn what_is_written_is_read_and_the_bytes_are_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let plan = Plan::new(1000, &[b"question", b"table"]);
    assert_eq!((plan.draws(), plan.shards()), (1024, 8));
    let store = Store::open(folder.path(), &plan, columns()).unwrap();
    assert!(!store.has(3));
    store.write(3, &shard(3 * SHARD)).unwrap();
    assert!(store.has(3));
    let found = store.read(3).unwrap();
    assert_eq!(found.first, 3 * SHARD);
    for (own, written) in found.rows.iter().flatten().zip(shard(0).rows.iter().flatten()) {
        assert!(own == written || own.is_nan() && written.is_nan());
    }
    let bytes = std::fs::read(store.path(3)).unwrap();
    store.write(3, &shard(3 * SHARD)).unwrap();
    assert_eq!(bytes, std::fs::read(store.path(3)).unwrap());
    let names: Vec<_> = std::fs::read_dir(store.path(3).parent().unwrap()).unwrap().collect();
    assert_eq!(names.len(), 1, "no temporary file is left");
}

#[test]
fn bytes_from_elsewhere_are_kept_if_they_are_the_shards() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path(), &Plan::new(300, &[b"question"]), columns()).unwrap();
    store.write(1, &shard(SHARD)).unwrap();
    let bytes = shard(2 * SHARD).bytes(&columns()).unwrap();
    assert!(matches!(store.put(0, &bytes), Err(StoreError::Damaged { .. })), "draws of another shard");
    assert!(matches!(store.put(0, &bytes[..bytes.len() / 2]), Err(StoreError::Damaged { .. })), "half a file");
    assert!(!store.has(0));
    store.put(2, &bytes).unwrap();
    assert_eq!(std::fs::read(store.path(2)).unwrap(), bytes);
    let names: Vec<_> = std::fs::read_dir(store.path(2).parent().unwrap()).unwrap().collect();
    assert_eq!(names.len(), 2, "no temporary file is left");
}

#[test]
fn what_is_no_shard_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path(), &Plan::new(10, &[]), columns()).unwrap();
    std::fs::write(store.path(0), b"half a file").unwrap();
    assert!(matches!(store.read(0), Err(StoreError::Damaged { .. })));
    store.write(1, &shard(0)).unwrap();
    assert!(matches!(store.read(1), Err(StoreError::Damaged { .. })), "draws of another shard");
    let other = Store::open(folder.path(), &Plan::new(10, &[]), vec!["one".to_owned()]).unwrap();
    assert!(other.read(1).unwrap_err().to_string().contains("delete it"));
    assert!(matches!(store.read(9), Err(StoreError::Io { .. })));
}

#[test]
fn plans_differ_by_content_and_parts_cover_them() {
    let plan = Plan::new(5 * SHARD, &[b"ab", b"c"]);
    assert_ne!(plan.identity(), Plan::new(5 * SHARD, &[b"a", b"bc"]).identity());
    assert_eq!(plan.identity(), Plan::new(SHARD, &[b"ab", b"c"]).identity(), "more draws are the same plan");
    let mut all: Vec<usize> = (0..2).flat_map(|part| plan.part(part, 2)).collect();
    all.sort_unstable();
    assert_eq!(all, [0, 1, 2, 3, 4]);
    assert_eq!(plan.part(7, 8).count(), 0);
}
