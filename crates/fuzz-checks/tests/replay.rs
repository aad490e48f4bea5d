//! The files that fuzzing started from and those that it kept, through the reader they are for.

use std::path::{Path, PathBuf};

use unequal_fuzz_checks::TARGETS;

/// Folders below `fuzz/` with a folder of files for each target.
const KEPT: [&str; 2] = ["seeds", "corpus-kept"];
/// Files stay small enough to be looked at; the largest is a workbook.
const LONGEST: u64 = 16_000;
/// All of them together stay small enough for a repository.
const MOST: u64 = 350_000;

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(found) = std::fs::read_dir(folder) else { panic!("{} is not there", folder.display()) };
    let mut files: Vec<PathBuf> = found.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz")
}

#[test]
fn what_fuzzing_kept_holds() {
    let mut size = 0;
    for folder in KEPT {
        for (target, check) in TARGETS {
            for file in files(&fuzz().join(folder).join(target)) {
                let bytes = std::fs::read(&file).unwrap();
                assert!(bytes.len() as u64 <= LONGEST, "{} is too long to keep", file.display());
                size += bytes.len() as u64;
                // Shown only where the check fails.
                println!("{}", file.display());
                check(&bytes);
            }
        }
    }
    assert!(size <= MOST, "{size} bytes of kept files");
}

/// Every folder is read, and every program of `fuzz/` calls the check that its name says.
#[test]
fn every_target_is_replayed() {
    let names: Vec<String> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    let stem = |path: &PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    let programs: Vec<String> = files(&fuzz().join("fuzz_targets")).iter().map(stem).collect();
    assert_eq!(programs, names);
    for (name, program) in names.iter().zip(files(&fuzz().join("fuzz_targets"))) {
        let text = std::fs::read_to_string(program).unwrap();
        assert!(text.contains(&format!("unequal_fuzz_checks::{name}(")), "{name}");
    }
    for folder in KEPT {
        let folders = files(&fuzz().join(folder)).into_iter().filter(|path| path.is_dir());
        assert_eq!(folders.map(|path| stem(&path)).collect::<Vec<_>>(), names);
    }
}
