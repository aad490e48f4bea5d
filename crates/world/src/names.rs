//! Readable names of regions, and the sector lists of the embedded classifications.
//!
//! Both come from small versioned tables under `data/`, compiled in.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::error::Suggestion;
use crate::labels::{Code, Sector, SectorKind, nearest};
use crate::rows::read_rows;

const REGIONS: &str = include_str!("../../../data/regions.csv");
const COUNTRIES: &str = include_str!("../../../data/countries.csv");
const COUNTRY_NAMES: &str = include_str!("../../../data/country_names.csv");
const SECTOR_WORDS_FILE: &str = include_str!("../../../data/sector_words.csv");
const CHAPTERS_FILE: &str = include_str!("../../../data/hs_chapters.csv");
const SECTORS: &str = include_str!("../../../data/sectors.csv");

/// Code of the countries that a table does not show, taken together. It is nobody's partner: rankings leave it out.
pub const REST_OF_WORLD: &str = "ROW";

/// One row of `data/sectors.csv`.
#[derive(Debug, Clone, Deserialize)]
pub struct SectorRow {
    /// `icio50`, `icio28` or `wiod35`.
    pub classification: String,
    /// Code in that classification.
    pub code: Code,
    /// Short name.
    pub name: String,
    /// Goods or services.
    pub kind: SectorKind,
    /// Trade elasticity of Caliendo and Parro (2015), dimensionless, positive.
    pub caliendo_parro: f64,
    /// The group of sectors that people speak of.
    pub group: SectorGroup,
}

/// Groups of sectors that people speak of, from `data/sectors.csv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum SectorGroup {
    /// Farming, fishing, food, drink.
    Food,
    /// Coal, oil, gas, ores, refined oil.
    Energy,
    /// Textiles, wood, paper, furniture and the like.
    ConsumerGoods,
    /// Chemicals, drugs, plastics, glass, cement.
    Chemicals,
    /// Metals and what is made of them.
    Metals,
    /// Machinery, electronics, electrical equipment.
    Machinery,
    /// Vehicles, ships, aircraft.
    Vehicles,
    /// All services, construction, electricity and water.
    Services,
}

impl SectorGroup {
    /// All groups.
    pub const ALL: [Self; 8] = [
        Self::Food,
        Self::Energy,
        Self::ConsumerGoods,
        Self::Chemicals,
        Self::Metals,
        Self::Machinery,
        Self::Vehicles,
        Self::Services,
    ];

    /// The group of a name in files, in upper or lower case.
    #[must_use]
    pub fn by_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.id().eq_ignore_ascii_case(id))
    }

    /// Its name in files.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Food => "food",
            Self::Energy => "energy",
            Self::ConsumerGoods => "consumer-goods",
            Self::Chemicals => "chemicals",
            Self::Metals => "metals",
            Self::Machinery => "machinery",
            Self::Vehicles => "vehicles",
            Self::Services => "services",
        }
    }

    /// Its name in a sentence.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Food => "food and farming",
            Self::Energy => "energy and raw materials",
            Self::ConsumerGoods => "textiles, wood, paper and furniture",
            Self::Chemicals => "chemicals and plastics",
            Self::Metals => "metals",
            Self::Machinery => "machinery and electronics",
            Self::Vehicles => "vehicles",
            Self::Services => "services",
        }
    }
}

/// The groups of a table's sectors, in their order; `None` where its classification is not known.
#[must_use]
pub fn sector_groups(table: &crate::EconomyTable) -> Option<Vec<SectorGroup>> {
    let rows: BTreeMap<&str, SectorGroup> =
        sector_rows(&table.provenance().classification).map(|row| (row.code.as_str(), row.group)).collect();
    table.sectors().iter().map(|sector| rows.get(sector.code.as_str()).copied()).collect()
}

static REGION_NAMES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    read_rows::<(String, String)>("data/regions.csv", REGIONS).unwrap_or_default().into_iter().collect()
});

/// One row of `data/countries.csv`.
#[derive(Debug, Deserialize)]
struct Country {
    code: String,
    former: bool,
    name: String,
}

/// Every country by its code.
static COUNTRY_CODES: LazyLock<BTreeMap<String, Country>> = LazyLock::new(|| {
    let rows: Vec<Country> = read_rows("data/countries.csv", COUNTRIES).unwrap_or_default();
    rows.into_iter().map(|row| (row.code.clone(), row)).collect()
});

static SECTOR_ROWS: LazyLock<Vec<SectorRow>> =
    LazyLock::new(|| read_rows("data/sectors.csv", SECTORS).unwrap_or_default());

/// The readable name of a region or country, or its code when it has none here.
#[must_use]
pub fn region_name(code: &str) -> &str {
    let country = || COUNTRY_CODES.get(code).map(|country| country.name.as_str());
    REGION_NAMES.get(code).map(String::as_str).or_else(country).unwrap_or(code)
}

/// Codes and names of all countries, states that are no more included.
pub fn countries() -> impl Iterator<Item = (&'static str, &'static str)> {
    COUNTRY_CODES.values().map(|country| (country.code.as_str(), country.name.as_str()))
}

/// Codes and names of the regions that some embedded table shows.
pub fn known_regions() -> impl Iterator<Item = (&'static str, &'static str)> {
    REGION_NAMES.iter().map(|(code, name)| (code.as_str(), name.as_str()))
}

/// One row of `data/country_names.csv`.
#[derive(Debug, Deserialize)]
struct OtherName {
    name: String,
    code: String,
}

/// Codes of countries and groups by other codes and names for them, in letters and digits alone.
static OTHER_NAMES: LazyLock<BTreeMap<String, String>> =
    LazyLock::new(|| OTHER_NAMES_AS_WRITTEN.iter().map(|row| (plain(&row.name), row.code.clone())).collect());

static OTHER_NAMES_AS_WRITTEN: LazyLock<Vec<OtherName>> =
    LazyLock::new(|| read_rows("data/country_names.csv", COUNTRY_NAMES).unwrap_or_default());

/// Letters and digits of a name in lower case, without an article before them.
fn plain(name: &str) -> String {
    let name = name.trim().to_lowercase();
    let name = name.strip_prefix("the ").unwrap_or(&name);
    name.chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// Names and other codes of all countries with their codes, as people write them.
pub fn country_names() -> impl Iterator<Item = (&'static str, &'static str)> {
    known_regions()
        .chain(countries())
        .map(|(code, name)| (name, code))
        .chain(OTHER_NAMES_AS_WRITTEN.iter().map(|row| (row.name.as_str(), row.code.as_str())))
}

/// The nearest to what names no country or group: of those that are valid, pairs of code and name, or else of all names of
/// countries. Three letters are a code, which is near no name.
pub fn nearest_party<'a>(given: &str, valid: impl IntoIterator<Item = (&'a str, &'a str)>) -> Suggestion {
    let suggestion = nearest(given, valid);
    if !suggestion.0.is_empty() || given.trim().chars().count() <= 3 {
        return suggestion;
    }
    nearest(given, country_names().map(|(name, code)| (code, name)))
}

/// The code of a country or group by another code or name for it: of ISO 3166 (two letters, numbers), the Olympic
/// Committee, the United Nations, the World Bank, the press, and older ones (`data/country_names.csv`).
#[must_use]
pub fn code_by_name(given: &str) -> Option<&'static str> {
    // What is longer than any name is none.
    const LONGEST: usize = 100;
    (given.len() <= LONGEST).then(|| OTHER_NAMES.get(&plain(given)).map(String::as_str)).flatten()
}

/// Whether a code is that of a country or of a state that is no more.
#[must_use]
pub fn is_country(code: &str) -> bool {
    COUNTRY_CODES.contains_key(code)
}

/// Whether a code is that of a state that is no more.
#[must_use]
pub fn is_former(code: &str) -> bool {
    COUNTRY_CODES.get(code).is_some_and(|country| country.former)
}

/// A name as the owner of something: `China's`, `the United States'`.
#[must_use]
pub fn possessive(name: &str) -> String {
    if name.ends_with('s') { format!("{name}'") } else { format!("{name}'s") }
}

/// Several names as one: `Russia`, `Russia and China`, `Russia, China and Iran`.
#[must_use]
pub fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The form of a verb that goes with a name: the second with a list of names, else the first.
#[must_use]
pub fn verb<'a>(name: &str, one: &'a str, several: &'a str) -> &'a str {
    // `São Tomé and Príncipe` is one.
    let country = countries().any(|(_, known)| known == name);
    if name.contains(" and ") && !country { several } else { one }
}

/// A sentence with a capital letter at its beginning (names may begin with an article).
#[must_use]
pub fn capitalised(sentence: &str) -> String {
    let mut characters = sentence.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// One row of `data/sector_words.csv`.
#[derive(Debug, Deserialize)]
struct SectorWord {
    word: String,
    icio: String,
    wiod: String,
}

/// One row of `data/hs_chapters.csv`.
#[derive(Debug, Deserialize)]
struct Chapter {
    chapter: u8,
    icio: String,
    wiod: String,
    part: ChapterPart,
}

/// How much of a chapter of the Harmonized System a sector holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum ChapterPart {
    /// All but little things.
    Whole,
    /// Most of it; other sectors hold the rest.
    Mainly,
}

static CHAPTERS: LazyLock<Vec<Chapter>> =
    LazyLock::new(|| read_rows("data/hs_chapters.csv", CHAPTERS_FILE).unwrap_or_default());

/// The chapter of the Harmonized System that a word names: `HS 84`, `HS84`, `chapter 27`, `HS chapter 2`.
fn chapter(word: &str) -> Option<&'static Chapter> {
    let plain = plain(word);
    let rest = plain.strip_prefix("hs").unwrap_or(&plain);
    let digits = rest.strip_prefix("chapter").or_else(|| rest.strip_prefix("ch")).unwrap_or(rest);
    // Digits alone may be the code of a sector.
    if digits.len() == plain.len() || digits.is_empty() || digits.len() > 2 {
        return None;
    }
    let number: u8 = digits.parse().ok()?;
    CHAPTERS.iter().find(|row| row.chapter == number)
}

/// Whether a word names a chapter of the Harmonized System that several sectors share; [`sector_by_word`] gives the one that
/// holds most of it.
#[must_use]
pub fn is_split_chapter(word: &str) -> bool {
    chapter(word).is_some_and(|row| row.part == ChapterPart::Mainly)
}

static SECTOR_WORDS: LazyLock<Vec<SectorWord>> =
    LazyLock::new(|| read_rows("data/sector_words.csv", SECTOR_WORDS_FILE).unwrap_or_default());

/// The code of the sector that holds what a plain word stands for, such as `LNG` or `semiconductors`, or most of a chapter of
/// the Harmonized System, such as `HS 84`; most sectors hold more than that.
#[must_use]
pub fn sector_by_word(word: &str, classification: &str) -> Option<&'static str> {
    let wanted = plain(word);
    let of_word = SECTOR_WORDS.iter().find(|row| plain(&row.word) == wanted).map(|row| (&row.icio, &row.wiod));
    let (icio, wiod) = of_word.or_else(|| chapter(word).map(|row| (&row.icio, &row.wiod)))?;
    match classification {
        "icio50" | "icio28" => Some(icio),
        "wiod35" => Some(wiod),
        _ => None,
    }
}

/// Rows of one classification, in order; empty if it is not known.
pub fn sector_rows(classification: &str) -> impl Iterator<Item = &'static SectorRow> {
    SECTOR_ROWS.iter().filter(move |row| row.classification == classification)
}

/// The sectors of one classification, in order.
#[must_use]
pub fn sectors(classification: &str) -> Vec<Sector> {
    sector_rows(classification)
        .map(|row| Sector { code: row.code.clone(), name: row.name.clone(), kind: row.kind })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_compiled_tables_are_whole() {
        read_rows::<(String, String)>("regions", REGIONS).unwrap();
        for row in read_rows::<OtherName>("names", COUNTRY_NAMES).unwrap() {
            let code = row.code.as_str();
            let is_group = crate::GroupBook::embedded().unwrap().is_group(code);
            assert!(is_country(code) || is_group || code == REST_OF_WORLD, "{row:?}");
            // A code of today never means another country.
            assert!(!is_country(&row.name.to_uppercase()), "{row:?}");
        }
        for row in read_rows::<SectorWord>("words", SECTOR_WORDS_FILE).unwrap() {
            for (classification, code) in [("icio50", &row.icio), ("icio28", &row.icio), ("wiod35", &row.wiod)] {
                assert!(sector_rows(classification).any(|sector| sector.code.as_str() == code), "{row:?}");
            }
        }
        for row in read_rows::<Chapter>("chapters", CHAPTERS_FILE).unwrap() {
            for (classification, code) in [("icio50", &row.icio), ("icio28", &row.icio), ("wiod35", &row.wiod)] {
                assert!(sector_rows(classification).any(|sector| sector.code.as_str() == code), "{row:?}");
            }
        }
        read_rows::<SectorRow>("sectors", SECTORS).unwrap();
        assert_eq!(sectors("icio50").len(), 50);
        assert_eq!(sectors("icio28").len(), 28);
        assert_eq!(sectors("wiod35").len(), 35);
        assert_eq!(
            [region_name("RUS"), region_name("IRN"), region_name("ROW")],
            ["Russia", "Iran", "the rest of the world"]
        );
        assert!(known_regions().all(|(code, name)| code == REST_OF_WORLD || COUNTRY_CODES[code].name == name));
        assert!(
            is_country("IRN")
                && is_country("SUN")
                && is_former("SUN")
                && !is_former("RUS")
                && !is_country("CHM")
                && !is_country("RUS CHN")
        );
        assert!(known_regions().all(|(code, _)| is_country(code) || code == REST_OF_WORLD));
        // As many as ISO 3166-1 assigns.
        assert_eq!(COUNTRY_CODES.values().filter(|country| !country.former).count(), 249);
        assert_eq!(possessive(region_name("USA")), "the United States'");
        assert_eq!(capitalised("the rest"), "The rest");
        assert_eq!(listed(&["a", "b", "c"].map(str::to_owned)), "a, b and c");
        assert_eq!(verb("the European Union and the G7", "loses", "lose"), "lose");
        assert_eq!(verb("Trinidad and Tobago", "loses", "lose"), "loses");
        assert_eq!(verb("São Tomé and Príncipe", "loses", "lose"), "loses");
        assert!(SECTOR_ROWS.iter().all(|row| row.caliendo_parro >= 1.0));
    }

    /// Chapter 27 is fuels, 84 machinery, 88 aircraft; 77 is reserved, 97 is works of art, which no industry makes.
    #[test]
    fn chapters_of_the_harmonized_system_are_found() {
        for (word, icio, wiod, split) in [
            ("HS 84", "C28", "29", true),
            ("hs84", "C28", "29", true),
            ("chapter 27", "B06", "C", true),
            ("HS chapter 2", "C10T12", "15t16", false),
            ("HS 02", "C10T12", "15t16", false),
            ("ch. 88", "C302T309", "34t35", false),
            ("HS-85", "C26", "30t33", true),
        ] {
            assert_eq!(sector_by_word(word, "icio50"), Some(icio), "{word}");
            assert_eq!(sector_by_word(word, "wiod35"), Some(wiod), "{word}");
            assert_eq!(is_split_chapter(word), split, "{word}");
        }
        for word in ["84", "HS", "HS 77", "HS 97", "HS 00", "HS 8471", "HS 999", "chapter", "hs x1", "LNG 27"] {
            assert_eq!(sector_by_word(word, "icio50"), None, "{word}");
        }
        assert_eq!(sector_by_word("HS 84", "own"), None);
    }
}
