//! Countries by the names that sources use.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;
use unequal_world::names::{countries, is_country};

use crate::Result;
use crate::files::csv_rows;

/// Spellings beside the usual ones; what is no country, such as a total, has an empty code.
const SPELLINGS: &str = include_str!("names.csv");

/// Codes (ISO 3166 alpha-3) by name and by numeric code.
pub struct Names {
    by_name: BTreeMap<String, String>,
    by_number: BTreeMap<u16, String>,
    no_country: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Country {
    country_code: u16,
    country_name: String,
    country_iso3: String,
}

#[derive(Deserialize)]
struct Spelling {
    name: String,
    code: String,
}

impl Names {
    /// Names of the project, of BACI and the spellings beside them.
    pub fn read(sources: &Path) -> Result<Self> {
        let own =
            countries().map(|(code, name)| (name.strip_prefix("the ").unwrap_or(name).to_owned(), code.to_owned()));
        let mut names = Self { by_name: own.collect(), by_number: BTreeMap::new(), no_country: BTreeSet::new() };
        for row in csv_rows::<Country>(&sources.join("baci_minerals/country_codes_V202401b.csv"))? {
            let code = match row.country_iso3.as_str() {
                // What stands for Taiwan in the statistics of the United Nations, and for South Africa and its customs union
                // before 2000.
                "S19" => "TWN",
                "ZA1" => "ZAF",
                code => code,
            };
            // Other codes of the source that are no country's are of groups.
            if is_country(code) {
                names.by_number.insert(row.country_code, code.to_owned());
                names.by_name.entry(row.country_name).or_insert_with(|| code.to_owned());
            }
        }
        for row in csv::Reader::from_reader(SPELLINGS.as_bytes()).into_deserialize() {
            let Spelling { name, code } = row?;
            if code.is_empty() {
                names.no_country.insert(name);
            } else if is_country(&code) {
                names.by_name.insert(name, code);
            } else {
                return Err(format!("names.csv: {code} is no country").into());
            }
        }
        Ok(names)
    }

    /// The code of a country by its name, nothing for what is no country, an error for what nobody knows.
    pub fn code(&self, name: &str) -> Result<Option<&str>> {
        match self.by_name.get(name) {
            Some(code) => Ok(Some(code)),
            None if self.no_country.contains(name) => Ok(None),
            None => Err(format!("no code for the country `{name}`").into()),
        }
    }

    /// The code of a country by its numeric code.
    pub fn numbered(&self, number: u16) -> Option<&str> {
        self.by_number.get(&number).map(String::as_str)
    }
}
