//! Groups of countries (`EU27`, `G7`, `WEST`) and the parties of a question.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::labels::{Code, Labels};
use crate::names::{code_by_name, is_country, known_regions, nearest_party, region_name};
use crate::{Result, WorldError};

const GROUPS: &str = include_str!("../../../data/groups.toml");

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    name: String,
    members: Vec<Code>,
    /// First year in which these were the members; absent where that is not known or does not matter.
    #[serde(default)]
    since: Option<u16>,
    /// Last year in which they were.
    #[serde(default)]
    until: Option<u16>,
    #[serde(default)]
    #[allow(dead_code, reason = "read so that the file may carry it")]
    source: String,
}

/// Code of all regions together, in questions, files and answers.
pub const WORLD: &str = "WORLD";

/// Named groups of regions.
#[derive(Debug, Clone)]
pub struct GroupBook {
    groups: BTreeMap<String, Group>,
}

/// One side of a question: a country or a group, as positions in one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// Code of the country or group.
    pub code: String,
    /// Readable name.
    pub name: String,
    /// Positions of the members in the table's regions, ascending, at least one.
    pub members: Vec<usize>,
    /// Members of the group that the table does not show separately.
    pub missing: Vec<String>,
}

impl Party {
    /// All regions of a table.
    #[must_use]
    pub fn world(regions: &Labels) -> Self {
        let members = (0..regions.len()).collect();
        Self { code: WORLD.to_owned(), name: "the world".to_owned(), members, missing: Vec::new() }
    }

    /// Whether a region's position belongs to the party.
    #[must_use]
    pub fn contains(&self, region: usize) -> bool {
        self.members.binary_search(&region).is_ok()
    }
}

impl GroupBook {
    /// The groups that come with the program (`data/groups.toml`).
    pub fn embedded() -> Result<Self> {
        Self::parse("data/groups.toml", GROUPS)
    }

    /// The same, read once and kept.
    pub fn shared() -> Result<&'static Self> {
        static BOOK: OnceLock<GroupBook> = OnceLock::new();
        if let Some(book) = BOOK.get() {
            return Ok(book);
        }
        let book = Self::embedded()?;
        Ok(BOOK.get_or_init(|| book))
    }

    /// Reads groups from TOML text; `name` stands in errors.
    pub fn parse(name: &str, text: &str) -> Result<Self> {
        let groups = toml::from_str(text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start.min(text.len()));
            WorldError::Line {
                name: name.to_owned(),
                line: 1 + text.as_bytes()[..start].iter().filter(|byte| **byte == b'\n').count() as u64,
                reason: error.message().to_owned(),
            }
        })?;
        Ok(Self { groups })
    }

    /// Adds a group, or replaces the one of that code (upper case).
    pub fn define(&mut self, code: &str, name: &str, members: Vec<Code>) {
        let group = Group { name: name.to_owned(), members, since: None, until: None, source: String::new() };
        self.groups.insert(code.to_uppercase(), group);
    }

    /// Whether a code names a group.
    #[must_use]
    pub fn is_group(&self, code: &str) -> bool {
        self.groups.contains_key(&self.code(code))
    }

    /// Codes and names of all groups.
    pub fn names(&self) -> impl Iterator<Item = (&str, &str)> {
        self.groups.iter().map(|(code, group)| (code.as_str(), group.name.as_str()))
    }

    /// The code of a country or group by its code, in upper or lower case, or by another code or name for it
    /// ([`code_by_name`]); what nobody knows in upper case.
    #[must_use]
    pub fn code(&self, given: &str) -> String {
        let code = given.trim().to_uppercase();
        if self.groups.contains_key(&code) || is_country(&code) {
            return code;
        }
        code_by_name(given).map_or(code, str::to_owned)
    }

    /// Codes of the countries that a code stands for: a group's members, or the country itself.
    #[must_use]
    pub fn countries(&self, code: &str) -> Vec<String> {
        let code = self.code(code);
        self.groups.get(&code).map_or_else(|| vec![code], |group| group.members.iter().map(Code::to_string).collect())
    }

    /// The name of a group or country; the code itself if nobody has it.
    #[must_use]
    pub fn name(&self, code: &str) -> String {
        let code = self.code(code);
        self.groups.get(&code).map_or_else(|| region_name(&code).to_owned(), |group| group.name.clone())
    }

    /// What must be said where a group is asked about in a year in which it had other members; `None` for countries, and
    /// for groups without dates.
    #[must_use]
    pub fn other_members_in(&self, code: &str, year: u16) -> Option<String> {
        let code = self.code(code);
        let group = self.groups.get(&code)?;
        let before = group.since.is_some_and(|since| year < since);
        let after = group.until.is_some_and(|until| year > until);
        let when = match (group.since, group.until) {
            (Some(since), Some(until)) => format!("from {since} to {until}"),
            (Some(since), None) => format!("since {since}"),
            (None, Some(until)) => format!("until {until}"),
            (None, None) => return None,
        };
        let offered =
            self.of_year(&code, year).map_or_else(String::new, |other| format!(" {other} has those of {year}."));
        (before || after).then(|| format!("{code} stands for its members {when}; in {year} they were others.{offered}"))
    }

    /// The group with dates that has the members which another had in a year: its code begins with the same letters.
    fn of_year(&self, code: &str, year: u16) -> Option<&str> {
        let letters = |code: &str| code.chars().take_while(char::is_ascii_alphabetic).collect::<String>();
        let holds = |group: &Group| {
            (group.since.is_some() || group.until.is_some())
                && group.since.is_none_or(|since| since <= year)
                && group.until.is_none_or(|until| year <= until)
        };
        let mut others = self.groups.iter().filter(|(other, group)| letters(other) == letters(code) && holds(group));
        others.next().map(|(other, _)| other.as_str()).filter(|other| *other != code)
    }

    /// Finds a country or group in a table's regions.
    ///
    /// Upper and lower case are the same. `table` names the table in the error.
    pub fn party(&self, given: &str, regions: &Labels, table: &str) -> Result<Party> {
        // A table's own codes come first: they may be of another system.
        let own = given.trim().to_uppercase();
        let code = if regions.position(&own).is_some() { own } else { self.code(given) };
        if let Some(position) = regions.position(&code) {
            let name = region_name(&code).to_owned();
            return Ok(Party { code, name, members: vec![position], missing: Vec::new() });
        }
        let not_shown =
            |name: &str| WorldError::NotShown { given: code.clone(), name: name.to_owned(), table: table.to_owned() };
        let Some(group) = self.groups.get(&code) else {
            if let Some((_, name)) = known_regions().find(|(known, _)| *known == code) {
                return Err(not_shown(name));
            }
            if is_country(&code) {
                let name = region_name(&code).to_owned();
                return Err(WorldError::NoTable { given: code, name, table: table.to_owned() });
            }
            let countries = regions.iter().map(|code| (code.as_str(), region_name(code.as_str())));
            return Err(WorldError::UnknownRegion {
                given: given.to_owned(),
                table: table.to_owned(),
                groups: self.groups.keys().cloned().collect::<Vec<_>>().join(", "),
                suggestion: nearest_party(given, countries.chain(self.names())),
            });
        };
        let (mut members, mut missing) = (Vec::new(), Vec::new());
        for member in &group.members {
            match regions.position(member.as_str()) {
                Some(position) => members.push(position),
                None => missing.push(member.to_string()),
            }
        }
        members.sort_unstable();
        if members.is_empty() {
            return Err(not_shown(&group.name));
        }
        Ok(Party { code, name: group.name.clone(), members, missing })
    }

    /// Two parties that share no member.
    pub fn pair(&self, first: &str, second: &str, regions: &Labels, table: &str) -> Result<(Party, Party)> {
        apart(self.party(first, regions, table)?, self.party(second, regions, table)?, regions)
    }
}

/// Two parties as a pair; refuses those that have a region in common.
pub fn apart(first: Party, second: Party, regions: &Labels) -> Result<(Party, Party)> {
    match first.members.iter().find(|member| second.contains(**member)) {
        Some(common) => Err(WorldError::OverlappingParties {
            region: regions.code(*common).to_string(),
            first: first.code,
            second: second.code,
        }),
        None => Ok((first, second)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn regions() -> Labels {
        let codes = ["CHN", "DEU", "FRA", "RUS"].map(|code| Code::new(code).unwrap());
        Labels::new(codes.to_vec(), "region").unwrap()
    }

    #[test]
    fn a_group_keeps_what_the_table_lacks() {
        let book = GroupBook::embedded().unwrap();
        let party = book.party("eu27", &regions(), "test").unwrap();
        assert_eq!(party.members, [1, 2]);
        assert_eq!(party.missing.len(), 25);
    }

    #[test]
    fn countries_are_found_by_other_codes_and_names() {
        let book = GroupBook::embedded().unwrap();
        for (given, code) in [
            ("UK", "GBR"),
            ("UAE", "ARE"),
            ("Great Britain", "GBR"),
            ("Rep. of Moldova", "MDA"),
            ("Bosnia Herzegovina", "BIH"),
            ("N. Macedonia", "MKD"),
            ("Dominican Rep.", "DOM"),
            ("Bolivia (Plur. State of)", "BOL"),
            ("P.R. China", "CHN"),
            ("ROK", "KOR"),
            ("EU-27", "EU27"),
            ("EU 27", "EU27"),
            ("Hong Kong SAR", "HKG"),
            ("Eurozone", "EA20"),
            ("asean", "ASEAN"),
            ("rest of the world", "ROW"),
            ("Korea, Rep.", "KOR"),
            ("South Korea", "KOR"),
            ("usa", "USA"),
            ("the United States", "USA"),
            ("Côte d\u{2019}Ivoire", "CIV"),
            ("cote d'ivoire", "CIV"),
            ("GER", "DEU"),
            ("ROM", "ROU"),
            ("ZAR", "COD"),
            ("DE", "DEU"),
            ("643", "RUS"),
            ("Russian Federation", "RUS"),
            (" chn ", "CHN"),
            ("EU", "EU27"),
            ("European Union", "EU27"),
            ("Türkiye", "TUR"),
            ("Turkey", "TUR"),
            ("Viet Nam", "VNM"),
            ("U.S.A.", "USA"),
            ("N. Korea", "PRK"),
            ("Rep. of Korea", "KOR"),
            ("FYROM", "MKD"),
            ("USSR", "SUN"),
            ("U.S.S.R.", "SUN"),
            ("MNT", "MNT"),
        ] {
            assert_eq!(book.code(given), code, "{given}");
        }
        assert_eq!(book.code("Atlantis"), "ATLANTIS");
        assert_eq!(book.party("Germany", &regions(), "test").unwrap().code, "DEU");
        // A slip in another name than the table's own.
        let message = book.party("Great Britian", &regions(), "test").unwrap_err().to_string();
        assert!(message.contains("did you mean GBR"), "{message}");
        // Nothing is near two letters, and no hint repeats what was typed.
        for given in ["QX", "XQZ"] {
            let message = book.party(given, &regions(), "test").unwrap_err().to_string();
            assert!(!message.contains("did you mean"), "{message}");
        }
    }

    #[test]
    fn an_unknown_code_gets_the_nearest() {
        let book = GroupBook::embedded().unwrap();
        let message = book.party("RSU", &regions(), "test").unwrap_err().to_string();
        assert!(message.contains("RUS (Russia)"), "{message}");
    }

    #[test]
    fn a_country_that_another_table_shows_is_not_unknown() {
        let book = GroupBook::embedded().unwrap();
        let message = book.party("kaz", &regions(), "WIOD 2011").unwrap_err().to_string();
        assert!(message.starts_with("WIOD 2011 does not show KAZ (Kazakhstan) separately"), "{message}");
    }

    #[test]
    fn a_country_that_no_table_shows_is_not_unknown_either() {
        let book = GroupBook::embedded().unwrap();
        let message = book.party("irn", &regions(), "WIOD 2011").unwrap_err().to_string();
        assert!(message.starts_with("no table here shows IRN (Iran) separately"), "{message}");
        assert!(message.contains("unequal record IRN"), "{message}");
    }

    /// Greece joined the European Communities in 1981, Austria, Finland and Sweden in 1995; the United Kingdom left in 2020.
    #[test]
    fn a_group_says_when_its_members_were_others() {
        let book = GroupBook::embedded().unwrap();
        let told = |code: &str, year| book.other_members_in(code, year);
        assert_eq!(
            told("eu27", 2003).unwrap(),
            "EU27 stands for its members since 2020; in 2003 they were others. EU15 has those of 2003."
        );
        for (year, other) in
            [(1995, "EU15"), (2004, "EU25"), (2006, "EU25"), (2007, "EU27_2007"), (2013, "EU28"), (2019, "EU28")]
        {
            assert!(told("EU27", year).unwrap().ends_with(&format!("{other} has those of {year}.")));
        }
        assert!(told("EU28", 2022).unwrap().ends_with("EU27 has those of 2022."));
        assert!(told("EU27", 1990).unwrap().ends_with("they were others."));
        assert!(told("EU27", 2022).is_none() && told("EU15", 2003).is_none() && told("DEU", 1990).is_none());
        assert!(told("EU15", 2004).unwrap().contains("from 1995 to 2003"));
        let count = |code: &str| book.countries(code).len();
        assert_eq!(["EU15", "EU25", "EU27", "EU28", "G7", "G8", "EAEU"].map(count), [15, 25, 27, 28, 7, 8, 5]);
        // Bulgaria and Romania joined in 2007, Croatia in 2013.
        assert_eq!(count("EU27_2007"), 27);
        assert!(book.countries("EU27_2007").contains(&"GBR".to_owned()));
        assert!(!book.countries("EU27_2007").contains(&"HRV".to_owned()));
        assert_eq!(book.code("EU27_2020"), "EU27");
        assert!(!book.countries("EU27").contains(&"GBR".to_owned()));
    }

    #[test]
    fn overlapping_parties_are_refused() {
        let book = GroupBook::embedded().unwrap();
        assert!(book.pair("EU27", "DEU", &regions(), "test").is_err());
        assert!(book.pair("RUS", "RUS", &regions(), "test").is_err());
    }

    #[test]
    fn a_broken_group_file_names_its_line() {
        let message = GroupBook::parse("mine.toml", "[A]\nname = \"a\"\nmembers = [\"?\"]\n").unwrap_err().to_string();
        assert!(message.starts_with("mine.toml, line 3"), "{message}");
    }
}
