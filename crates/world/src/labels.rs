//! Region and sector codes, and ordered axes that place values by label.

use std::collections::HashMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::Suggestion;
use crate::{Result, WorldError};

/// A region or sector code: 1 to 16 letters, digits or underscores.
///
/// Countries are ISO 3166 alpha-3 codes; sectors are codes of their classification.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Code(String);

impl Code {
    /// Checks and wraps a code.
    pub fn new(text: &str) -> Result<Self> {
        let valid =
            (1..=16).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if valid { Ok(Self(text.to_owned())) } else { Err(WorldError::MalformedCode { text: text.to_owned() }) }
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Code {
    type Error = WorldError;
    fn try_from(text: String) -> Result<Self> {
        Self::new(&text)
    }
}

impl From<Code> for String {
    fn from(code: Code) -> Self {
        code.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

/// Whether a sector's output crosses borders as merchandise or as a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum SectorKind {
    /// Merchandise: what customs statistics see.
    Goods,
    /// Everything else, utilities and construction included.
    Services,
    /// Not known: the code is of no classification known here.
    Unknown,
}

/// A sector: its code, a short readable name, and whether customs see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sector {
    /// Code in the table's classification.
    pub code: Code,
    /// Short name for people.
    pub name: String,
    /// Goods or services.
    pub kind: SectorKind,
}

/// The code with the name, for messages: `C13T15 (Textiles, clothing, leather)`.
impl fmt::Display for Sector {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.name.is_empty() || self.name == self.code.as_str() {
            return write!(formatter, "{}", self.code);
        }
        write!(formatter, "{} ({})", self.code, self.name)
    }
}

/// An ordered axis of distinct codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Code>", into = "Vec<Code>")]
pub struct Labels {
    codes: Vec<Code>,
    positions: HashMap<Code, usize>,
}

impl Labels {
    /// Builds an axis; `axis` names it in the error for a repeated code.
    pub fn new(codes: Vec<Code>, axis: &'static str) -> Result<Self> {
        let mut positions = HashMap::with_capacity(codes.len());
        for (position, code) in codes.iter().enumerate() {
            if positions.insert(code.clone(), position).is_some() {
                return Err(WorldError::DuplicateCode { code: code.to_string(), axis });
            }
        }
        Ok(Self { codes, positions })
    }

    /// Number of codes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether the axis is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// The position of a code, if it is on the axis.
    #[must_use]
    pub fn position(&self, code: &str) -> Option<usize> {
        let code = Code::new(code).ok()?;
        self.positions.get(&code).copied()
    }

    /// The code at a position; positions come from this axis, so it is there.
    #[must_use]
    pub fn code(&self, position: usize) -> &Code {
        &self.codes[position]
    }

    /// The codes in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Code> {
        self.codes.iter()
    }
}

impl<'a> IntoIterator for &'a Labels {
    type Item = &'a Code;
    type IntoIter = std::slice::Iter<'a, Code>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl TryFrom<Vec<Code>> for Labels {
    type Error = WorldError;
    fn try_from(codes: Vec<Code>) -> Result<Self> {
        Self::new(codes, "label")
    }
}

impl From<Labels> for Vec<Code> {
    fn from(labels: Labels) -> Self {
        labels.codes
    }
}

/// Up to three of `candidates` that look most like `given`, best first.
///
/// Each candidate is a code with its readable name; either may be the likeness. What is as short as a code is not compared
/// with names: some letters of it stand in any long one; and only one slip away from a code is near it. Of one or two
/// letters nothing is near: any code has them. A word that is its own name counts as both. The word itself is no hint.
pub fn nearest<'a>(given: &str, candidates: impl IntoIterator<Item = (&'a str, &'a str)>) -> Suggestion {
    // What is longer than any code or name is a mistake of another kind, and comparing takes time.
    const LONGEST: usize = 100;
    const CODE: usize = 3;
    let length = given.trim().chars().count();
    if given.len() > LONGEST {
        return Suggestion::default();
    }
    if length < CODE {
        let same = candidates.into_iter().filter(|(code, _)| *code != given && code.eq_ignore_ascii_case(given));
        return Suggestion(same.map(|(code, _)| code.to_owned()).take(1).collect());
    }
    let wanted = given.to_lowercase();
    let is_long = wanted.chars().count() > CODE;
    let mut scored: Vec<(f64, String)> = candidates
        .into_iter()
        .filter(|(code, _)| *code != given)
        .map(|(code, name)| {
            let by_code = strsim::damerau_levenshtein(&wanted, &code.to_lowercase());
            // The same letters in another order are the likeliest slip of all.
            let swapped = if letters(&wanted) == letters(&code.to_lowercase()) { 0.1 } else { 0.0 };
            // A short word two slips away from a code is another word.
            let near_code = match (is_long, by_code) {
                (false, 2..) if swapped == 0.0 => 0.0,
                _ => 1.0 - by_code as f64 / wanted.chars().count().max(CODE) as f64 + swapped,
            };
            let near_name = if is_long || name == code { likeness(&wanted, name) } else { 0.0 };
            let label = if name.is_empty() || name == code { code.to_owned() } else { format!("{code} ({name})") };
            (near_code.max(near_name), label)
        })
        .filter(|(score, _)| *score > 0.6)
        .collect();
    scored.sort_by(|left, right| right.0.total_cmp(&left.0).then_with(|| left.1.cmp(&right.1)));
    scored.dedup_by(|one, other| one.1 == other.1);
    Suggestion(scored.into_iter().take(3).map(|(_, label)| label).collect())
}

/// How like a name something typed, in lower case, is: from 1 for the same to 0 where more than a third of the letters are
/// others, which is another word and no slip. The beginning of a name is like it.
fn likeness(wanted: &str, name: &str) -> f64 {
    const BEGINNING: f64 = 0.65;
    let name = name.to_lowercase();
    let name = name.strip_prefix("the ").unwrap_or(&name);
    let slips = strsim::damerau_levenshtein(wanted, name);
    let length = wanted.chars().count().max(name.chars().count()).max(1);
    match 3 * slips <= length {
        true => 1.0 - slips as f64 / length as f64,
        false if name.starts_with(wanted) => BEGINNING,
        // `onto` for `on`.
        false if wanted.starts_with(name) && wanted.len() <= 2 * name.len() => BEGINNING,
        false => 0.0,
    }
}

/// The letters of a word, in alphabetical order.
fn letters(word: &str) -> Vec<char> {
    let mut letters: Vec<char> = word.chars().collect();
    letters.sort_unstable();
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_short_plain_text() {
        assert!(Code::new("RUS").is_ok());
        assert!(Code::new("J62_63").is_ok());
        for bad in ["", "RU S", "Россия", "ABCDEFGHIJKLMNOPQ"] {
            assert!(Code::new(bad).is_err(), "{bad} should be refused");
        }
    }

    #[test]
    fn nearest_finds_a_code_and_a_name() {
        let known = [("RUS", "Russia"), ("CHN", "China"), ("CHL", "Chile"), ("ROU", "Romania")];
        assert_eq!(nearest("RSU", known).0.first().map(String::as_str), Some("RUS (Russia)"));
        assert_eq!(nearest("china", known).0.first().map(String::as_str), Some("CHN (China)"));
        assert!(nearest("QQQQQQ", known).0.is_empty());
        let long = [("EAEU", "the Eurasian Economic Union"), ("USA", "the United States")];
        assert_eq!(nearest("UAS", long).0, ["USA (the United States)"]);
        // Another word is no slip.
        let names = [("PAK", "Pakistan"), ("ESP", "Spain"), ("JPN", "Japan"), ("NOR", "Norway"), ("IDN", "Indonesia")];
        for given in ["ASEAN", "Africa", "OPEC", "world", "N. Korea", "Europe"] {
            assert!(nearest(given, names).0.is_empty(), "{given}");
        }
        assert_eq!(nearest("Untied States", long).0, ["USA (the United States)"]);
        assert_eq!(nearest("Indonisia", names).0, ["IDN (Indonesia)"]);
        assert_eq!(nearest("onto", [("on", "on"), ("by", "by")]).0, ["on"]);
        assert_eq!(nearest("fix", [("fixed", "fixed"), ("share", "share")]).0, ["fixed"]);
    }

    #[test]
    fn a_repeated_code_is_refused() {
        let twice = vec![Code::new("RUS").unwrap(), Code::new("RUS").unwrap()];
        assert!(Labels::new(twice, "region").is_err());
    }
}
