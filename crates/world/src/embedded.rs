//! The world that comes with the program: compiled in with the feature `embedded`, else given as [`crate::packs`].

use crate::pack::{self, compiled_in};
use crate::table::EconomyTable;
use crate::{Result, WorldError, format, margins};

/// A table by year, path and, where they are compiled in, bytes.
type File = (u16, &'static str, Option<&'static [u8]>);

macro_rules! embedded_years {
    ($($year:literal => $file:literal),* $(,)?) => {
        const FILES: &[File] = &[
            $(($year, concat!("data/world/", $file), compiled_in!(concat!("../../../data/world/", $file)))),*
        ];
    };
}

embedded_years! {
    1995 => "wiod-1995.world",
    1996 => "wiod-1996.world",
    1997 => "wiod-1997.world",
    1998 => "wiod-1998.world",
    1999 => "wiod-1999.world",
    2000 => "wiod-2000.world",
    2001 => "wiod-2001.world",
    2002 => "wiod-2002.world",
    2003 => "wiod-2003.world",
    2004 => "wiod-2004.world",
    2005 => "wiod-2005.world",
    2006 => "wiod-2006.world",
    2007 => "wiod-2007.world",
    2008 => "wiod-2008.world",
    2009 => "wiod-2009.world",
    2010 => "wiod-2010.world",
    2011 => "wiod-2011.world",
    2012 => "icio-2012.world",
    2013 => "icio-2013.world",
    2014 => "icio-2014.world",
    2015 => "icio-2015.world",
    2016 => "icio-2016.world",
    2017 => "icio-2017.world",
    2018 => "icio-2018.world",
    2019 => "icio-2019.world",
    2020 => "icio-2020.world",
    2021 => "icio-2021.world",
    2022 => "icio-2022-adjusted.world",
    2023 => "icio-2023.world",
}

/// Years whose table is an earlier one carried on: nobody is given one without asking.
const CARRIED_ON: &[u16] = &[2023];

/// Tables as their source published them, where the year's own is adjusted to records, with their names.
const AS_PUBLISHED: &[(&str, File)] =
    &[("oecd-2022", (2022, "data/world/icio-2022.world", compiled_in!("../../../data/world/icio-2022.world")))];

/// Years whose table has raw materials and services of the same edition apart and beside recorded services, so that
/// margins can be put back on raw materials.
const WITH_MARGINS: std::ops::RangeInclusive<u16> = 2012..=2022;
/// Start of the names of these tables; the year follows.
const MARGINS: &str = "margins-";

/// Names of all embedded tables, those as published first, then each year's own, then those with margins.
pub fn names() -> impl Iterator<Item = String> {
    let files = AS_PUBLISHED.iter().map(|(name, _)| *name).chain(FILES.iter().map(|(_, path, _)| stem(path)));
    files.map(str::to_owned).chain(WITH_MARGINS.filter_map(with_margins))
}

/// The same in words, runs of years as `icio-2012 to icio-2021`.
#[must_use]
pub fn names_in_words() -> String {
    let names: Vec<String> = names().collect();
    let parts =
        |name: &str| name.rsplit_once('-').and_then(|(kind, year)| Some((kind.to_owned(), year.parse::<u16>().ok()?)));
    let follows = |one: &String, next: &String| match (parts(one), parts(next)) {
        (Some((kind, year)), Some((other, following))) => kind == other && following == year + 1,
        _ => false,
    };
    let runs = names.chunk_by(follows).map(|run| match run {
        [first, .., last] => format!("{first} to {last}"),
        one => one.concat(),
    });
    runs.collect::<Vec<_>>().join(", ")
}

/// The name of a year's table in which raw materials have their trade and transport margins, where there is one.
#[must_use]
pub fn with_margins(year: u16) -> Option<String> {
    WITH_MARGINS.contains(&year).then(|| format!("{MARGINS}{year}"))
}

/// The name of a year's table as its source published it, where the year's own is adjusted to records.
#[must_use]
pub fn as_published(year: u16) -> Option<&'static str> {
    AS_PUBLISHED.iter().find(|(_, (known, ..))| *known == year).map(|(name, _)| *name)
}

/// Reads an embedded table by its name: `oecd-2022`, the name of a year's own, such as `icio-2022-adjusted`, or
/// `margins-2022`.
pub fn named(name: &str) -> Result<EconomyTable> {
    let year = name.strip_prefix(MARGINS).and_then(|year| year.parse().ok());
    if let Some(year) = year.filter(|year| WITH_MARGINS.contains(year)) {
        return margins::with_margins(&table(year)?, &table);
    }
    let (name, file) = all()
        .find(|(known, _)| *known == name)
        .ok_or_else(|| WorldError::UnknownTable { name: name.to_owned(), known: names_in_words() })?;
    read(name, file)
}

/// All tables with their names, those as published first.
fn all() -> impl Iterator<Item = (&'static str, &'static File)> {
    let published = AS_PUBLISHED.iter().map(|(name, file)| (*name, file));
    published.chain(FILES.iter().map(|file| (stem(file.1), file)))
}

/// Files of all tables.
pub(crate) fn files() -> impl Iterator<Item = pack::File> {
    all().map(|(_, (_, path, bytes))| (*path, *bytes))
}

/// The pack of a year's table; `None` where there is no table of the year.
#[must_use]
pub fn pack(year: u16) -> Option<&'static str> {
    FILES.iter().find(|(known, ..)| *known == year).map(|(_, path, _)| pack::name_of(path))
}

/// The pack of a table by its name; `None` where it is not a file by itself, or there is no such table.
#[must_use]
pub fn pack_named(name: &str) -> Option<&'static str> {
    all().find(|(known, _)| *known == name).map(|(_, (_, path, _))| pack::name_of(path))
}

fn read(name: &str, (_, path, bytes): &File) -> Result<EconomyTable> {
    format::read(name, &pack::bytes(path, *bytes)?)
}

/// The name of a file without folder and ending.
fn stem(path: &'static str) -> &'static str {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    name.strip_suffix(".world").unwrap_or(name)
}

/// Years with an embedded table, ascending.
pub fn years() -> impl DoubleEndedIterator<Item = u16> + Clone {
    FILES.iter().map(|(year, _, _)| *year)
}

/// The year that is meant where none is named: the latest whose trade was observed, by product and for all countries.
/// Later years are carried on from it.
#[must_use]
pub fn latest() -> u16 {
    years().rfind(|year| !CARRIED_ON.contains(year)).unwrap_or_default()
}

/// Whether a year's table is an earlier one carried on, an estimate as a whole.
#[must_use]
pub fn is_carried_on(year: u16) -> bool {
    CARRIED_ON.contains(&year)
}

/// Reads the embedded table of a year (milliseconds).
pub fn table(year: u16) -> Result<EconomyTable> {
    let file = FILES
        .iter()
        .find(|(known, ..)| *known == year)
        .ok_or_else(|| WorldError::UnknownYear { year, available: year_ranges(years()) })?;
    read(file.1, file)
}

/// Years as readable ranges: `1995-2011 and 2014`.
pub fn year_ranges(years: impl Iterator<Item = u16>) -> String {
    let mut ranges: Vec<(u16, u16)> = Vec::new();
    for year in years {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == year => *last = year,
            _ => ranges.push((year, year)),
        }
    }
    let words: Vec<String> = ranges
        .iter()
        .map(|(first, last)| if first == last { first.to_string() } else { format!("{first}-{last}") })
        .collect();
    match words.as_slice() {
        [] => "none".to_owned(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_read_aloud() {
        assert_eq!(year_ranges([1995, 1996, 1997, 2022].into_iter()), "1995-1997 and 2022");
        assert_eq!(year_ranges(std::iter::empty()), "none");
    }

    #[test]
    fn an_unknown_table_is_told_which_there_are() {
        let told = named("oecd-2019").unwrap_err().to_string();
        for words in ["`oecd-2019`", "oecd-2022", "wiod-1995 to wiod-2011", "icio-2012 to icio-2021", "icio-2023"] {
            assert!(told.contains(words), "{words}: {told}");
        }
        assert!(!told.contains("icio-2015"), "{told}");
    }

    #[test]
    fn every_embedded_year_reads() {
        for year in years() {
            let table = table(year).unwrap();
            assert_eq!(table.year(), year);
            assert!(table.regions().len() >= 41);
        }
    }

    #[test]
    fn a_missing_year_lists_the_others() {
        assert!(table(1994).unwrap_err().to_string().contains("1995-2023"));
    }

    #[test]
    fn a_damaged_file_is_an_error_wherever_it_is_cut() {
        let (_, name, bytes) = FILES[0];
        let bytes = pack::bytes(name, bytes).unwrap();
        for length in [0, 3, 8, 10, 40, 3000, bytes.len() / 2, bytes.len() - 1] {
            assert!(format::read(name, &bytes[..length]).is_err(), "cut at {length}");
        }
        let mut altered = bytes.to_vec();
        let middle = altered.len() / 2;
        altered[middle] ^= 0x55;
        assert!(format::read(name, &altered).is_err());
    }
}
