//! Words of the file found in a table: countries, groups and sectors.

use std::collections::{BTreeMap, BTreeSet};

use unequal_world::labels::nearest;
use unequal_world::names::{
    REST_OF_WORLD, SectorGroup, is_country, is_split_chapter, known_regions, listed, region_name, sector_by_word,
    sector_groups,
};
use unequal_world::{Code, EconomyTable, GroupBook, Party, SectorKind, WORLD};

use crate::located::{At, OneOrMany};
use crate::parties::Parties;
use crate::problem::{Failed, ScenarioProblem};

/// The groups of a file: the name of each with its members.
pub(crate) type Groups = BTreeMap<At<String>, Vec<At<String>>>;

/// The table and the groups in which names are looked up.
pub(crate) struct Names<'a> {
    pub table: &'a EconomyTable,
    pub book: &'a GroupBook,
}

/// Most groups inside each other.
const DEEPEST: usize = 32;

/// Most groups of a file.
const MOST_GROUPS: usize = 1000;

/// The program's groups with those of the file.
pub(crate) fn groups(written: &Groups, table: &EconomyTable) -> Result<GroupBook, Failed> {
    let embedded = GroupBook::embedded().map_err(|error| Failed::nowhere(error.into()))?;
    let mut book = embedded.clone();
    // The word of a file for every region of the table, unless a group of the file has that name.
    book.define(WORLD, "the world", table.regions().iter().cloned().collect());
    if let Some((name, _)) = written.iter().nth(MOST_GROUPS) {
        let (value, expected) = (written.len().to_string(), format!("at most {MOST_GROUPS} groups in a file"));
        return Err(Failed::value(name.place(), "the number of groups", value, expected));
    }
    let own = own_groups(written, table)?;
    for name in written.keys() {
        let code = name.value().to_uppercase();
        let mut expansion = Expansion::new(&own, &embedded, table);
        expansion.add(&code)?;
        if expansion.countries.is_empty() {
            return Err(Failed::value(name.place(), "the group", "empty", "at least one country or group"));
        }
        let codes = expansion.countries.iter().filter_map(|country| Code::new(country).ok()).collect();
        book.define(&code, &name_of(&code, &own, &embedded), codes);
    }
    Ok(book)
}

/// Longest list of members that stands for a group in a sentence.
const NAMED: usize = 3;

/// What a group of the file is called in a sentence: its members if they are few, as a file has codes for groups and no names.
fn name_of(code: &str, own: &BTreeMap<String, &[At<String>]>, embedded: &GroupBook) -> String {
    let members = own.get(code).copied().unwrap_or_default();
    // A member that is a group of the file has no name either, unless it is the program's of that code.
    let nameless = |member: &At<String>| {
        let word = member.value().trim().to_uppercase();
        let word = if own.contains_key(&word) { word } else { embedded.code(member.value()) };
        own.contains_key(&word) && !(word == code && embedded.is_group(&word))
    };
    if members.len() > NAMED || members.iter().any(nameless) {
        return format!("the group {code}");
    }
    listed(&members.iter().map(|member| embedded.name(member.value())).collect::<Vec<_>>())
}

/// The groups of the file by their code in upper case, each of which is nobody else's.
fn own_groups<'a>(written: &'a Groups, table: &EconomyTable) -> Result<BTreeMap<String, &'a [At<String>]>, Failed> {
    let mut own = BTreeMap::new();
    // In the order of the file, so that it is the later of two groups that is too many.
    let mut groups: Vec<_> = written.iter().collect();
    groups.sort_by_key(|(name, _)| name.place().start);
    for (name, members) in groups {
        let code = name.value().to_uppercase();
        if let Err(error) = Code::new(&code) {
            return Err(Failed::at(name.place(), error.into()));
        }
        // A country goes before a group wherever names are looked up: the group would never be found.
        if table.regions().position(&code).is_some() || known_regions().any(|(known, _)| known == code) {
            let country = region_name(&code).to_owned();
            return Err(Failed::at(name.place(), ScenarioProblem::GroupNamedAsCountry { code, country }));
        }
        if own.insert(code.clone(), members.as_slice()).is_some() {
            return Err(Failed::at(name.place(), ScenarioProblem::RepeatedGroup { code }));
        }
    }
    Ok(own)
}

/// The countries of one group of the file, while they are collected.
struct Expansion<'a> {
    own: &'a BTreeMap<String, &'a [At<String>]>,
    embedded: &'a GroupBook,
    table: &'a EconomyTable,
    /// Groups that the one at hand stands in.
    above: Vec<String>,
    /// Groups that are done, so that none is walked twice.
    done: BTreeSet<String>,
    countries: BTreeSet<String>,
}

impl<'a> Expansion<'a> {
    fn new(own: &'a BTreeMap<String, &'a [At<String>]>, embedded: &'a GroupBook, table: &'a EconomyTable) -> Self {
        Self { own, embedded, table, above: Vec::new(), done: BTreeSet::new(), countries: BTreeSet::new() }
    }

    /// Adds the countries of a group of the file.
    fn add(&mut self, code: &str) -> Result<(), Failed> {
        let Some(members) = self.own.get(code) else { return Ok(()) };
        self.above.push(code.to_owned());
        for member in *members {
            self.member(code, member)?;
        }
        self.above.pop();
        self.done.insert(code.to_owned());
        Ok(())
    }

    fn member(&mut self, group: &str, member: &At<String>) -> Result<(), Failed> {
        let own = member.value().trim().to_uppercase();
        let is_known = self.own.contains_key(&own) || self.table.regions().position(&own).is_some();
        let word = if is_known { own } else { self.embedded.code(member.value()) };
        // A group may be redefined from itself: `EU27 = ["EU27", "GBR"]` means the program's.
        if self.own.contains_key(&word) && !(word == group && self.embedded.is_group(&word)) {
            if self.above.contains(&word) {
                return Err(Failed::at(member.place(), ScenarioProblem::GroupInItself { name: word }));
            }
            if self.above.len() >= DEEPEST {
                let expected = format!("at most {DEEPEST} groups inside each other");
                return Err(Failed::value(member.place(), "the depth of groups", "more", expected));
            }
            if !self.done.contains(&word) {
                self.add(&word)?;
            }
        } else if self.embedded.is_group(&word) {
            self.countries.extend(self.embedded.countries(&word));
        } else if self.table.regions().position(&word).is_some() || is_country(&word) {
            self.countries.insert(word);
        } else {
            let mut valid: Vec<(&str, &str)> = known_regions().collect();
            valid.extend(self.own.keys().map(|group| (group.as_str(), "")));
            let suggestion = nearest(member.value(), valid);
            let given = member.value().clone();
            return Err(Failed::at(member.place(), ScenarioProblem::UnknownMember { given, suggestion }));
        }
        Ok(())
    }
}

impl Names<'_> {
    /// One country or group.
    pub fn one(&self, word: &At<String>) -> Result<Party, Failed> {
        self.book
            .party(word.value(), self.table.regions(), &self.table.name())
            .map_err(|error| Failed::at(word.place(), error.into()))
    }

    /// A country, a group, or a list of them.
    pub fn parties(&self, words: &OneOrMany) -> Result<Parties, Failed> {
        let mut listed: Vec<Party> = Vec::with_capacity(words.0.len());
        let mut repeated: Vec<String> = Vec::new();
        for word in &words.0 {
            let party = self.one(word)?;
            // A party named twice is one party.
            if !listed.iter().any(|known| known.code == party.code) {
                listed.push(party);
            } else if !repeated.contains(&party.name) {
                repeated.push(party.name);
            }
        }
        // A country beside a group that it belongs to is counted once too.
        let within = |party: &Party| {
            let holds = |other: &Party| {
                other.code != party.code
                    && other.members.len() > party.members.len()
                    && party.members.iter().all(|member| other.contains(*member))
            };
            listed.iter().any(holds)
        };
        let inner: Vec<String> = listed.iter().filter(|party| within(party)).map(|party| party.code.clone()).collect();
        listed.retain(|party| {
            let is_inner = inner.contains(&party.code);
            if is_inner && !repeated.contains(&party.name) {
                repeated.push(party.name.clone());
            }
            !is_inner
        });
        let name = unequal_world::names::listed(&listed.iter().map(|party| party.name.clone()).collect::<Vec<_>>());
        Parties::of(listed, name)
            .map(|parties| parties.with_repeated(repeated))
            .ok_or_else(|| Failed::value(words.place(), "the list", "empty", "at least one country or group"))
    }

    /// Positions of sectors, ascending, and the same in words; all where nothing is written.
    pub fn sectors(&self, words: Option<&OneOrMany>) -> Result<(Vec<usize>, String), Failed> {
        let all = self.table.sectors().len();
        let Some(words) = words else { return Ok(((0..all).collect(), "all sectors".to_owned())) };
        let mut found = BTreeSet::new();
        // What is a part of a sector only: `LNG`.
        let mut parts: Vec<String> = Vec::new();
        for word in &words.0 {
            let positions = self.sector(word)?;
            if self.by_word(word.value()).is_some_and(|position| positions == [position]) {
                let part = word.value().trim();
                let mainly = if is_split_chapter(part) { " (mainly in it)" } else { "" };
                parts.push(format!("{part}{mainly}"));
            }
            found.extend(positions);
        }
        if found.is_empty() {
            return Err(Failed::value(words.place(), "the list of sectors", "empty", "at least one sector"));
        }
        let name = |position: &usize| self.table.sectors()[*position].name.clone();
        let text = match (found.len(), words.0.as_slice()) {
            (count, _) if count == all => "all sectors".to_owned(),
            (1..=3, _) => found.iter().map(name).collect::<Vec<_>>().join(" and "),
            (_, [word]) if SectorWord::of(word.value()).is_kind() => word.value().to_lowercase(),
            (count, _) => format!("{count} sectors"),
        };
        let text = match parts.as_slice() {
            [] => text,
            parts => format!("{text} (as a whole: {} is not shown by itself)", parts.join(", ")),
        };
        Ok((found.into_iter().collect(), text))
    }

    /// The sector that holds what a plain word stands for, where the word is no code or name of the table.
    fn by_word(&self, word: &str) -> Option<usize> {
        let own = |sector: &unequal_world::Sector| {
            sector.code.as_str().eq_ignore_ascii_case(word.trim()) || sector.name.eq_ignore_ascii_case(word.trim())
        };
        if self.table.sectors().iter().any(own) {
            return None;
        }
        let code = sector_by_word(word, &self.table.provenance().classification)?;
        self.table.sectors().iter().position(|sector| sector.code.as_str() == code)
    }

    /// Sectors that one word stands for.
    fn sector(&self, word: &At<String>) -> Result<Vec<usize>, Failed> {
        let given = word.value().trim();
        let sectors = self.table.sectors();
        let matching = |fits: &dyn Fn(&str, &str) -> bool| -> Vec<usize> {
            let all = sectors.iter().enumerate();
            all.filter(|(_, sector)| fits(&sector.code.as_str().to_lowercase(), &sector.name.to_lowercase()))
                .map(|(position, _)| position)
                .collect()
        };
        let lower = given.to_lowercase();
        let exact = matching(&|code, name| code == lower || name == lower);
        let found = match SectorWord::of(given) {
            _ if exact.len() == 1 => exact,
            SectorWord::Beginning(beginning) => matching(&|code, _| code.starts_with(&beginning)),
            SectorWord::Kind(_) if !self.table.tells_goods_from_services() => {
                let expected = "codes of sectors: it is not known which sectors of this table are goods".to_owned();
                return Err(Failed::value(word.place(), "the sectors", given.to_owned(), expected));
            }
            SectorWord::Kind(kind) => (0..sectors.len()).filter(|position| sectors[*position].kind == kind).collect(),
            // A part of many names, and a slip for the kind.
            SectorWord::Plain if ["", "good", "service"].contains(&lower.as_str()) => Vec::new(),
            SectorWord::Plain if self.by_word(given).is_some() => self.by_word(given).into_iter().collect(),
            SectorWord::Plain if SectorGroup::by_id(given).is_some() => {
                let groups = sector_groups(self.table).unwrap_or_default();
                let inside = groups.iter().enumerate().filter(|(_, group)| SectorGroup::by_id(given) == Some(**group));
                inside.map(|(position, _)| position).collect()
            }
            SectorWord::Plain => {
                let part = matching(&|_, name| name.contains(&lower));
                if part.len() > 1 {
                    let candidates: Vec<String> =
                        part.iter().map(|at| format!("{} ({})", sectors[*at].code, sectors[*at].name)).collect();
                    let candidates = candidates.join(", ");
                    let problem = ScenarioProblem::AmbiguousSector { given: given.to_owned(), candidates };
                    return Err(Failed::at(word.place(), problem));
                }
                part
            }
        };
        if found.is_empty() {
            let kinds = [("goods", ""), ("services", "")];
            let names = sectors.iter().map(|sector| (sector.code.as_str(), sector.name.as_str())).chain(kinds);
            let suggestion = nearest(given, names);
            let problem =
                ScenarioProblem::UnknownSector { given: given.to_owned(), table: self.table.name(), suggestion };
            return Err(Failed::at(word.place(), problem));
        }
        Ok(found)
    }
}

/// What a word for sectors may be besides a code or a name.
enum SectorWord {
    /// `C2*`, in lower case and without the star.
    Beginning(String),
    /// `goods` or `services`.
    Kind(SectorKind),
    Plain,
}

impl SectorWord {
    fn of(word: &str) -> Self {
        let lower = word.to_lowercase();
        match (lower.strip_suffix('*'), lower.as_str()) {
            (Some(beginning), _) => Self::Beginning(beginning.to_owned()),
            (_, "goods") => Self::Kind(SectorKind::Goods),
            (_, "services") => Self::Kind(SectorKind::Services),
            _ => Self::Plain,
        }
    }

    fn is_kind(&self) -> bool {
        matches!(self, Self::Kind(_))
    }
}

/// The region whose trade with a party is largest, both ways, among those not in `named`.
pub(crate) fn largest_partner(table: &EconomyTable, party: &Party, named: &BTreeSet<usize>) -> Option<Party> {
    let mut best: Option<(f64, usize)> = None;
    // A rest of the world is nobody's partner.
    let outside = (0..table.regions().len()).filter(|region| table.regions().code(*region).as_str() != REST_OF_WORLD);
    for region in outside.filter(|region| !named.contains(region) && !party.contains(*region)) {
        let trade = table.trade(&party.members, &[region], None) + table.trade(&[region], &party.members, None);
        if best.is_none_or(|(most, _)| trade > most) {
            best = Some((trade, region));
        }
    }
    best.map(|(_, region)| {
        let code = table.regions().code(region).to_string();
        Party { name: region_name(&code).to_owned(), code, members: vec![region], missing: Vec::new() }
    })
}
