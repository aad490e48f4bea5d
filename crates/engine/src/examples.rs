//! Files that come with the program to begin with: scenarios, games, a pipeline, claims.

use std::borrow::Cow;

use rust_embed::RustEmbed;
use serde::{Deserialize, Serialize};

#[derive(RustEmbed)]
#[folder = "../../scenarios"]
struct Scenarios;

#[derive(RustEmbed)]
#[folder = "../../claims"]
struct Claims;

/// A file with the question that reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Example {
    /// Name, with a folder where it has one.
    pub file: String,
    /// Title in the file.
    pub title: String,
    /// Question that reads it: `run`, `pipeline`, `strategy` or `audit`.
    pub question: &'static str,
    /// Content.
    pub text: String,
}

/// What of a file is read here.
#[derive(Deserialize)]
struct Head {
    #[serde(default)]
    title: String,
    gas: Option<toml::Value>,
    players: Option<toml::Value>,
}

/// Scenario files, pipelines and games, by name.
pub(crate) fn scenarios() -> Vec<Example> {
    examples::<Scenarios>(|head| match (&head.gas, &head.players) {
        (Some(_), _) => "pipeline",
        (None, Some(_)) => "strategy",
        (None, None) => "run",
    })
}

/// Files of claims, by name.
pub(crate) fn claims() -> Vec<Example> {
    examples::<Claims>(|_| "audit")
}

fn examples<Folder: RustEmbed>(question: impl Fn(&Head) -> &'static str) -> Vec<Example> {
    let mut names: Vec<Cow<'static, str>> = Folder::iter().filter(|name| name.ends_with(".toml")).collect();
    names.sort();
    let read = |name: Cow<'static, str>| {
        let text = String::from_utf8(Folder::get(&name)?.data.into_owned()).ok()?;
        let head: Head = toml::from_str(&text).ok()?;
        Some(Example { question: question(&head), title: head.title, file: name.into_owned(), text })
    };
    names.into_iter().filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_repository_is_there() {
        let files = scenarios();
        let question = |name: &str| files.iter().find(|known| known.file == name).map(|known| known.question);
        assert_eq!(question("western-embargo.toml"), Some("run"));
        assert_eq!(question("power-of-siberia-2.toml"), Some("pipeline"));
        assert_eq!(question("strategy/russia-china.toml"), Some("strategy"));
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        for (folder, known) in [("scenarios", files), ("claims", claims())] {
            for entry in std::fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap()) {
                let name = entry.file_name().into_string().unwrap();
                let found = known.iter().find(|known| known.file == name);
                assert_eq!(found.is_some(), name.ends_with(".toml"), "{folder}/{name}");
                assert!(found.is_none_or(|found| !found.title.is_empty()), "{folder}/{name} has no title");
            }
        }
    }
}
