//! The year of a table: what is asked for, what the file says, what its name has.

/// Years that a table can be of.
const POSSIBLE: std::ops::Range<u16> = 1900..2200;

/// What is known of a table's year before it is read.
#[derive(Debug, Clone)]
pub(super) struct Years {
    /// The year that whoever asks knows.
    pub asked: Option<u16>,
    in_name: Vec<u16>,
}

impl Years {
    /// Of a file by its path.
    pub fn of(name: &str, asked: Option<u16>) -> Self {
        let last = name.rsplit(['/', std::path::MAIN_SEPARATOR]).find(|part| !part.is_empty()).unwrap_or(name);
        Self { asked, in_name: in_text(last) }
    }

    /// The same for a part of several files, which has a name of its own.
    #[cfg(any(test, feature = "files"))]
    pub fn or_of(&self, name: &str) -> Self {
        let own = Self::of(name, self.asked);
        if own.in_name.is_empty() { self.clone() } else { own }
    }

    /// The year of a table whose own text names years, or none. What is asked for comes first: then the table is of that
    /// year whatever stands in it.
    pub fn resolve(&self, in_table: &[u16]) -> Result<u16, String> {
        if let Some(year) = self.asked.filter(|year| !POSSIBLE.contains(year)) {
            return Err(format!(
                "the year is {year}, expected one between {} and {}",
                POSSIBLE.start,
                POSSIBLE.end - 1
            ));
        }
        match (self.asked, in_table, self.in_name.as_slice()) {
            (Some(year), _, _) | (None, &[year], _) | (None, _, &[year]) => Ok(year),
            (None, _, []) => {
                Err("a table must carry its year as four digits in the file\u{2019}s name, or be asked for with --year"
                    .to_owned())
            }
            (None, _, several) => {
                let years: Vec<String> = several.iter().map(ToString::to_string).collect();
                Err(format!(
                    "its name has more than one year, {}; rename it so that only the table\u{2019}s is left, or give --year",
                    years.join(" and ")
                ))
            }
        }
    }

    /// The year of a table whose lines have years: the one that is asked for must be among them.
    pub fn among(&self, of_lines: &[u16]) -> Result<u16, String> {
        let listed = || of_lines.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        match (self.asked, of_lines) {
            (Some(year), _) if of_lines.contains(&year) => Ok(year),
            (Some(year), _) => Err(format!("there is no line of {year}; the years of the file are {}", listed())),
            (None, [year]) => Ok(*year),
            (None, []) => Err("there is no line with a year".to_owned()),
            (None, _) => Err(format!("the file has several years, {}; choose one with --year", listed())),
        }
    }
}

/// All runs of four digits that can be a year; each once.
pub(super) fn in_text(text: &str) -> Vec<u16> {
    let digits = text.split(|character: char| !character.is_ascii_digit()).filter(|digits| digits.len() == 4);
    let mut years: Vec<u16> =
        digits.filter_map(|digits| digits.parse().ok()).filter(|year| POSSIBLE.contains(year)).collect();
    years.sort_unstable();
    years.dedup();
    years
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_asked_for_or_stands_in_the_table_or_in_its_name() {
        let of = |name: &str, asked| Years::of(name, asked);
        assert_eq!(of("a/2010/t_2011.csv", None).resolve(&[]), Ok(2011));
        assert_eq!(of("t_2011.csv", None).resolve(&[2009]), Ok(2009));
        assert_eq!(of("t_2011.csv", Some(2000)).resolve(&[2009]), Ok(2000));
        assert!(of("ed2021_2015.csv", None).resolve(&[]).unwrap_err().contains("2015 and 2021"));
        assert!(of("t.csv", None).resolve(&[]).unwrap_err().contains("--year"));
        for year in [0, 15, 1899, 2200, u16::MAX] {
            assert!(of("t.csv", Some(year)).resolve(&[]).unwrap_err().contains("between 1900 and 2199"));
        }
        assert_eq!(of("a.zip", None).or_of("x/2016.csv").resolve(&[]), Ok(2016));
        assert_eq!(of("t.csv", Some(2014)).among(&[2013, 2014]), Ok(2014));
        assert!(of("t.csv", Some(2012)).among(&[2013]).unwrap_err().contains("no line of 2012"));
        assert!(of("t_2013.csv", None).among(&[2013, 2014]).unwrap_err().contains("choose one"));
    }
}
