//! For tests of this and other crates: which numbers a text shows, whether each stands in the tidy rows, and whether the
//! rows keep their schema.

use std::collections::{BTreeMap, BTreeSet};

use unequal_presentation::document::Document;
use unequal_presentation::number::value_in;
use unequal_presentation::quantity::{Form, Unit};
use unequal_presentation::tidy::{self, TidyRow};

/// The numbers of a text in their order, without signs, each with its unit where one of percent, billions or millions
/// follows, and ratios whole: `24.1 %`, `68.7 bn`, `10.6 : 1`, `79`. Numbers of lists and headings (`1. Trade`) and
/// digits within words (`C13T15`) are none. Paragraphs may be broken into lines, cells of tables stand two spaces apart.
#[must_use]
pub fn numbers_of(text: &str) -> Vec<String> {
    let characters: Vec<char> = joined(text).chars().collect();
    let mut numbers = Vec::new();
    let mut place = 0;
    while let Some(character) = characters.get(place) {
        if character.is_ascii_digit() {
            let (end, number) = number_at(&characters, place);
            // A letter behind it makes it part of a word, a point before it part of a version.
            let is_word = characters.get(end).is_some_and(|next| next.is_alphabetic() || *next == '_');
            let is_part = place > 0 && characters.get(place - 1) == Some(&'.');
            place = end;
            if is_word {
                place = word_end(&characters, place);
            } else if !is_part {
                let (end, number) = with_unit(&characters, place, number);
                numbers.push(number);
                place = end;
            }
        } else if character.is_alphabetic() || *character == '_' {
            place = word_end(&characters, place);
        } else {
            place += 1;
        }
    }
    numbers
}

/// Every number of the tidy rows as it may be written, in the form that [`numbers_of`] gives.
#[must_use]
pub fn written_forms(rows: &[TidyRow]) -> BTreeSet<String> {
    let mut forms = BTreeSet::new();
    for row in rows {
        let unit = Unit::from_name(&row.unit);
        for value in [row.value, row.low, row.high].into_iter().flatten() {
            for form in [Form::Usual, Form::Signed, Form::Fine] {
                forms.extend(numbers_of(&value_in(value, &unit, form)));
            }
        }
    }
    forms
}

/// The numbers of a text drawn from a document that stand in none of its tidy rows. A number stands there as a value or
/// the end of a range, or within a cell of text (a year, an elasticity, a name, a source). Numbers of evidence sentences,
/// of the texts in `also`, and whole numbers that may be years (1800 to 2100) are passed over.
#[must_use]
pub fn unfound(document: &Document, text: &str, also: &[&str]) -> Vec<String> {
    let rows = tidy::rows(document);
    let mut known = written_forms(&rows);
    known.extend(rows.iter().flat_map(cells).flat_map(numbers_of));
    for sure in document.sections.iter().filter_map(|section| section.evidence.as_ref()) {
        let evidence = &sure.evidence;
        let sentences = evidence.estimated.iter().chain(&evidence.changes).chain(&evidence.caveats);
        let brief = evidence.estimated_briefly.iter().chain([&sure.years, &evidence.source]);
        known.extend(sentences.chain(brief).flat_map(|sentence| numbers_of(sentence)));
    }
    known.extend(also.iter().flat_map(|text| numbers_of(text)));
    let lines: Vec<&str> = text.lines().filter(|line| !line.contains(": --format csv or")).collect();
    let is_year = |number: &str| number.parse::<u16>().is_ok_and(|year| (1800..=2100).contains(&year));
    let numbers = numbers_of(&lines.join("\n")).into_iter();
    numbers.filter(|number| !known.contains(number) && !is_year(number)).collect()
}

/// What is wrong with the tidy rows of a document, a sentence each: fields that must not be empty, ends of ranges in the
/// wrong order, and figures that nothing but their value tells apart.
#[must_use]
pub fn faults(document: &Document) -> Vec<String> {
    let rows = tidy::rows(document);
    let mut faults: Vec<String> = rows.iter().flat_map(row_faults).collect();
    let mut seen: BTreeMap<String, &TidyRow> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.text.is_empty()) {
        let identity = format!("{} {} {:?} {} {}", row.block, row.item, row.keys, row.unit, row.source);
        if let Some(other) = seen.insert(identity, row)
            && (other.value, other.low, other.high) != (row.value, row.low, row.high)
        {
            faults.push(format!("{}: two figures with the same item and keys", place(row)));
        }
    }
    faults
}

fn row_faults(row: &TidyRow) -> Vec<String> {
    let is_number = row.value.is_some() || row.low.is_some() || row.high.is_some();
    let checks = [
        (row.question.is_empty(), "no question"),
        (row.block.is_empty(), "no block"),
        (row.item.is_empty(), "no item"),
        (is_number && row.unit.is_empty(), "a number without a unit"),
        (is_number && row.grade.is_none(), "a number without a grade"),
        (is_number && row.source.is_empty(), "a number without a source"),
        (is_number && !row.text.is_empty(), "a number and a text in one row"),
        (row.unit.is_empty() && row.text.is_empty(), "neither a number nor a text"),
        (row.low.is_some() != row.high.is_some(), "one end of a range without the other"),
        (row.low.is_some() && row.range.is_empty(), "a range that does not say over what"),
        (matches!((row.low, row.high), (Some(low), Some(high)) if low > high), "a range with its ends exchanged"),
        ([row.value, row.low, row.high].into_iter().flatten().any(|value| !value.is_finite()), "a number that is none"),
    ];
    checks.into_iter().filter(|(is_wrong, _)| *is_wrong).map(|(_, what)| format!("{}: {what}", place(row))).collect()
}

fn place(row: &TidyRow) -> String {
    let keys = &row.keys;
    let all = [&keys.first, &keys.second, &keys.region, &keys.partner, &keys.sector, &keys.year, &keys.measure];
    let keys: Vec<&str> = all.into_iter().chain([&keys.elasticity]).flatten().map(String::as_str).collect();
    format!("{}/{}/{} [{}]", row.question, row.block, row.item, keys.join(" "))
}

fn cells(row: &TidyRow) -> impl Iterator<Item = &str> {
    let keys = &row.keys;
    let own = [&row.question, &row.block, &row.item, &row.unit, &row.range, &row.source, &row.text];
    let optional = [&keys.first, &keys.second, &keys.region, &keys.partner, &keys.sector, &keys.year, &keys.measure];
    own.into_iter().chain(optional.into_iter().chain([&keys.elasticity]).flatten()).map(String::as_str)
}

/// The text with the lines of a paragraph joined by one space, and without numbers of lists and headings.
fn joined(text: &str) -> String {
    let mut all = String::new();
    for line in text.lines() {
        let content = line.trim_start();
        let is_broken = !all.is_empty() && !all.ends_with(char::is_whitespace) && !content.is_empty();
        let digits = content.len() - content.trim_start_matches(|character: char| character.is_ascii_digit()).len();
        let item = content.get(digits..).filter(|rest| digits > 0 && rest.starts_with(". "));
        all.push_str(if is_broken { " " } else { "\n" });
        all.push_str(item.unwrap_or(content));
    }
    all
}

/// A number with thousands and decimals, and where it ends.
fn number_at(characters: &[char], start: usize) -> (usize, String) {
    let is_digit = |place: usize| characters.get(place).is_some_and(char::is_ascii_digit);
    let run = |mut place: usize| {
        while is_digit(place) {
            place += 1;
        }
        place
    };
    let mut end = run(start);
    while characters.get(end) == Some(&',') && run(end + 1) == end + 4 {
        end += 4;
    }
    if characters.get(end) == Some(&'.') && is_digit(end + 1) {
        end = run(end + 1);
    }
    (end, characters.get(start..end).unwrap_or_default().iter().filter(|character| **character != ',').collect())
}

fn word_end(characters: &[char], start: usize) -> usize {
    let is_of_word = |character: &&char| character.is_alphanumeric() || **character == '_';
    start + characters.iter().skip(start).take_while(is_of_word).count()
}

/// A number with the unit or the second part of the ratio that follows it, and where that ends.
fn with_unit(characters: &[char], end: usize, number: String) -> (usize, String) {
    let rest: String = characters.iter().skip(end).take(4).collect();
    let after = |length: usize| characters.get(end + length).is_none_or(|next| !next.is_alphanumeric());
    for (written, unit) in [(" %", "%"), ("%", "%"), (" bn", "bn"), (" mn", "mn")] {
        if rest.starts_with(written) && after(written.len()) {
            return (end + written.len(), format!("{number} {unit}"));
        }
    }
    if rest.starts_with(" : ") && characters.get(end + 3).is_some_and(char::is_ascii_digit) {
        let (end, second) = number_at(characters, end + 3);
        return (end, format!("{number} : {second}"));
    }
    (end, number)
}

#[cfg(test)]
mod tests {
    use super::numbers_of;

    #[test]
    fn numbers_are_read_from_text() {
        assert_eq!(
            numbers_of("Loses 1.30 % and -0.12%, a ratio of 10.6 : 1 (9.5 : 1 to\n  1 : 12.8), or 68.7 bn, 1,234 mn."),
            ["1.30 %", "0.12 %", "10.6 : 1", "9.5 : 1", "1 : 12.8", "68.7 bn", "1234 mn"]
        );
        assert_eq!(
            numbers_of("1. Trade\n\n  C26 Electronics   4  1.5 %  \n  no. 7 of 79 in 2022*  "),
            ["4", "1.5 %", "7", "79", "2022"]
        );
        assert_eq!(numbers_of("v0.1.0, 50m, over 100 : 1, USD 24.1\n  % of it"), ["100 : 1", "24.1 %"]);
    }
}
