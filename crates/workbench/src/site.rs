//! The page and its parts, compiled in. A request chooses among their names and reaches no disk.

use rust_embed::RustEmbed;
use unequal_engine::Reply;

use crate::headers::Keep;

/// The built front end.
#[derive(RustEmbed)]
#[folder = "site"]
struct Site;

/// The module for a browser, which the server itself has no use for.
pub(crate) const MODULE: &str = "engine.wasm";
/// The folder whose files have their content in their names.
const ASSETS: &str = "assets/";

/// Names and contents of all files.
pub(crate) fn files() -> impl Iterator<Item = (String, Vec<u8>)> {
    Site::iter().filter_map(|name| Some((name.to_string(), Site::get(&name)?.data.into_owned())))
}

/// The file that a path of a request names exactly; nothing is decoded or joined.
pub(crate) fn file(path: &str) -> Option<(Reply, Keep)> {
    let name = match path.strip_prefix('/')? {
        "" => "index.html",
        name => name,
    };
    let content_type = content_type(name)?;
    // Only a name that is in the list is looked up, whatever the look-up does with others.
    let known = Site::iter().find(|known| known == name)?;
    let bytes = Site::get(&known)?.data.into_owned();
    let keep = if name.starts_with(ASSETS) { Keep::ForGood } else { Keep::Asking };
    Some((Reply { status: 200, content_type, bytes }, keep))
}

/// The type of a file by its ending; files of other kinds are not served.
fn content_type(name: &str) -> Option<&'static str> {
    Some(match name.rsplit_once('.')?.1 {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "webmanifest" => "application/manifest+json",
        "json" => "application/json",
        "wasm" => "application/wasm",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_the_site_are_served() {
        assert_eq!(file("/").unwrap().0.content_type, "text/html; charset=utf-8");
        assert!(file("/index.html").is_some());
        for path in [
            "",
            "index.html",
            "//index.html",
            "/../Cargo.toml",
            "/assets/../index.html",
            "/./index.html",
            "/%69ndex.html",
        ] {
            assert!(file(path).is_none(), "{path}");
        }
    }
}
