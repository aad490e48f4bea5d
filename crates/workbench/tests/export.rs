//! The static site.

use std::fs;

use unequal_workbench::{WorkbenchError, export};
use unequal_world::packs;

#[test]
fn the_site_holds_the_page_the_module_and_all_data() {
    let folder = tempfile::tempdir().unwrap();
    let module = folder.path().join("built.wasm");
    fs::write(&module, b"\0asm\x01\0\0\0").unwrap();
    let site = folder.path().join("deep/site");
    let written = export(&site, Some(&module)).unwrap();
    assert!(written.with_module && site.join("index.html").is_file());
    assert_eq!(fs::read(site.join("engine.wasm")).unwrap(), fs::read(&module).unwrap());
    let data = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    let mut files = 0;
    for name in packs::names() {
        assert!(fs::read(site.join("data").join(name)).unwrap() == fs::read(data.join(name)).unwrap(), "{name}");
        files += 1;
    }
    assert!(written.files > files + 1);
    assert_eq!(export(&site, Some(&module)).unwrap(), written, "a site is written over an earlier one");
}

#[test]
fn a_module_that_is_none_is_refused_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let (module, site) = (folder.path().join("page.html"), folder.path().join("site"));
    assert!(matches!(export(&site, Some(&module)), Err(WorkbenchError::Module { .. })));
    fs::write(&module, b"<html>").unwrap();
    assert!(matches!(export(&site, Some(&module)), Err(WorkbenchError::NoModule { .. })));
    assert!(!site.exists());
}

#[test]
fn a_folder_that_cannot_be_made_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, b"").unwrap();
    assert!(matches!(export(&file.join("site"), None), Err(WorkbenchError::Write { .. })));
}
